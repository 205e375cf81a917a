"""연계: asking another centre to take a matter over, answering, and what came of it. A warm hand-over with consent."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from kwonik.counselling import rules
from kwonik.counselling.codes import REFERRAL_MOVES, ReferralState, Side
from kwonik.counselling.models import Consultation, Referral
from kwonik.counselling.rules import Caller, NotAllowed
from kwonik.kernel import audit
from kwonik.people import vault
from kwonik.people.access import require
from kwonik.people.codes import Purpose, SealedKind
from kwonik.places.models import Centre

MAKE, ANSWER = "counselling.referral:make", "counselling.referral:answer"


@transaction.atomic
def offer_referral(
    *,
    by,
    consultation: Consultation,
    to_centre: Centre,
    text: str,
    share_identity: bool = False,
    consented: bool = False,
) -> Referral:
    """Asks `to_centre`; with `share_identity` the client's name and number go along, sealed with the message.

    Asking the same centre again while it has not declined returns the referral that stands; asking anew settles those
    that were declined. Raises NotAllowed without the client's consent (개인정보 보호법 제17조).
    """
    require(by, MAKE, consultation.centre)
    if not consented:
        raise NotAllowed("내담자가 동의해야 다른 센터에 연계할 수 있습니다. 동의를 받은 뒤 표시하세요.")
    if to_centre.pk == consultation.centre_id:
        raise NotAllowed("우리 센터로는 연계할 수 없습니다. 다른 센터를 고르세요.")
    stored = Consultation.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
    if stored.withdrawn_at:
        raise NotAllowed("철회한 상담은 연계할 수 없습니다. 먼저 철회를 되돌리세요.")
    standing = stored.referrals.filter(
        to_centre=to_centre, state__in=[ReferralState.OFFERED, ReferralState.ACCEPTED]
    ).first()
    if standing:
        return standing
    message = vault.seal(
        SealedKind.REFERRAL,
        _told(stored, text, share_identity, by).packed(),
        centre=consultation.centre,
        client=stored.client if share_identity else None,
    )
    referral = Referral.objects.create(
        centre=consultation.centre,
        to_centre=to_centre,
        consultation=stored,
        message=message,
        snapshot=_snapshot(consultation),
        consented=True,
        offered_by=by,
    )
    audit.record("counselling.referral.offered", referral, by=by, detail={"to": to_centre.pk})
    for declined in stored.referrals.filter(state=ReferralState.DECLINED):
        settle_referral(by=by, referral=declined)
    return referral


def _told(consultation: Consultation, text: str, share_identity: bool, by) -> Caller:
    if not share_identity or consultation.client_id is None:
        return Caller(text=text)
    known = vault.identities(
        [consultation.client_id], by=by, purpose=Purpose.COUNSELLING, action="counselling.referral.offer"
    )[consultation.client_id]
    return Caller(known.name, known.phone, text)


def _snapshot(consultation: Consultation) -> dict[str, str]:
    """What the other centre sees of the file, in words, as it stood; later changes of the file do not show."""
    return {
        "service": consultation.service.name,
        "occurred_on": consultation.occurred_on.isoformat(),
        "party": consultation.get_party_display(),
        "issue": consultation.issue.label,
        "district": consultation.district.name if consultation.district else "",
    }


@transaction.atomic
def accept_referral(*, by, referral: Referral) -> Referral:
    """The asked centre takes it over; its next move is to talk and record."""
    return _move(referral, "accept", "accepted", by)


@transaction.atomic
def decline_referral(*, by, referral: Referral, reason: str) -> Referral:
    """The asked centre says no, and why; the turn goes back to the sender."""
    if not (reason := reason.strip()):
        raise NotAllowed("거절하는 까닭을 적으세요. 보낸 센터가 다음 길을 찾는 데 씁니다.")
    return _move(referral, "decline", "declined", by, reason)


@transaction.atomic
def withdraw_referral(*, by, referral: Referral) -> Referral:
    """The sender takes the question back before it was answered."""
    return _move(referral, "withdraw", "withdrawn", by)


@transaction.atomic
def settle_referral(*, by, referral: Referral) -> Referral:
    """The sender has read why it was declined and goes another way; nobody's turn any more."""
    return _move(referral, "settle", "settled", by)


def answer_with(*, by, referral: Referral, consultation: Consultation) -> Referral:
    """What came of an accepted referral: the receiving centre's own consultation. Belongs to its transaction."""
    require(by, ANSWER, referral.to_centre)
    stored = _locked(referral)
    if stored.to_centre_id != consultation.centre_id:
        raise NotAllowed("받는 센터의 상담만 이을 수 있습니다.")
    if stored.state != ReferralState.ACCEPTED or stored.result_id:
        raise NotAllowed(
            "받은 연계이고 아직 상담을 적지 않았을 때만 이을 수 있습니다. 연계 화면을 확인하세요."
        )
    stored.result = consultation
    stored.save()
    audit.record("counselling.referral.answered", stored, by=by, detail={"result": consultation.pk})
    return stored


def _move(referral: Referral, move: str, what: str, by, reason: str = "") -> Referral:
    side = REFERRAL_MOVES[move][0]
    stored = _locked(referral)
    if side == Side.SENDER:
        require(by, MAKE, stored.centre)
    else:
        require(by, ANSWER, stored.to_centre)
    stored.state = rules.referral_after(stored.state, move)
    if side == Side.RECEIVER:
        stored.answered_by, stored.answered_at, stored.answer_reason = by, timezone.now(), reason
    stored.save()
    audit.record(f"counselling.referral.{what}", stored, by=by)
    return stored


def _locked(referral: Referral) -> Referral:
    rows = Referral.objects.select_for_update(of=("self",)).select_related("centre", "to_centre")
    return rows.get(pk=referral.pk)
