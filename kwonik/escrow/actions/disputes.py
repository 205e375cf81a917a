"""Disputes: opened by either party or by somebody without a contract, mediated by an adviser, split or handed over."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kwonik.catalogue import queries as catalogue
from kwonik.escrow import access, queries, rules
from kwonik.escrow.codes import (
    DISPUTE_OPEN,
    PARTIES,
    Actor,
    DisputeState,
    MemberState,
    MilestoneState,
    OutsideBody,
    TalkKind,
)
from kwonik.escrow.models import ContractEvent, Dispute, Milestone, Split, SplitSignature, Talk
from kwonik.kernel import audit
from kwonik.people import vault
from kwonik.people.access import require
from kwonik.people.codes import SealedKind
from kwonik.people.models import Appointment
from kwonik.places.actions import next_reference

from .members import own
from .moves import actor_of, known, locked_milestone, member_at, move_milestone, refuse_resident_number

D = DisputeState


@transaction.atomic
def open_dispute(*, by: Any, milestone: Milestone, text: str, token: UUID | None = None) -> Dispute:
    """Freezes the milestone at once: nothing is released while it is open. Raises NotAllowed."""
    stored = locked_milestone(milestone)
    actor = actor_of(stored.contract, by)
    if token and (found := Dispute.objects.filter(form_token=token).first()):
        return found
    if not text.strip():
        raise rules.NotAllowed("어떤 다툼인지 적으세요.", "text")
    frozen, today = str(stored.state), timezone.localdate()
    left = rules.deadlines.days_left(stored.accept_by, today) if stored.accept_by else None

    def change(row: Milestone) -> None:
        row.accept_by = None

    moved = move_milestone(stored, "dispute", actor=actor, by=by, change=change)
    contract = moved.contract
    dispute = Dispute.objects.create(
        centre=contract.centre,
        reference=_reference(contract.centre),
        asked_by=member_at(contract, actor),
        milestone=moved,
        party=actor,
        told=vault.seal(SealedKind.FACTS, text, centre=contract.centre),
        frozen_state=frozen,
        frozen_days=left,
        form_token=token,
    )
    audit.record("escrow.dispute.opened", dispute, by=by)
    return dispute


def _reference(centre: Any) -> str:
    year = timezone.localdate().year
    return rules.persons.reference("D", year, next_reference(centre, "D", year))


@transaction.atomic
def ask_panel(*, by: Any, text: str, token: UUID | None = None) -> Dispute:
    """Somebody without a contract here asks the panel, or about one paid directly. Raises NotAllowed."""
    member = own(by)
    if token and (found := Dispute.objects.filter(form_token=token).first()):
        return found
    if member.state not in (MemberState.ACTIVE, MemberState.SUSPENDED):
        raise rules.NotAllowed("전화번호를 먼저 확인하세요.")
    if not text.strip():
        raise rules.NotAllowed("어떤 일인지 적으세요.", "text")
    dispute = Dispute.objects.create(
        centre=member.centre,
        reference=_reference(member.centre),
        asked_by=member,
        party=Actor.FREELANCER if member.is_freelancer else Actor.COMMISSIONER,
        told=vault.seal(SealedKind.FACTS, text, centre=member.centre),
        form_token=token,
    )
    audit.record("escrow.dispute.opened", dispute, by=by)
    return dispute


def locked_dispute(dispute: Dispute) -> Dispute:
    """Contract, milestone, dispute are locked in this order."""
    milestone = dispute.milestone
    held = locked_milestone(milestone) if milestone else None
    rows = Dispute.objects.select_for_update(of=("self",)).select_related("centre", "adviser")
    found = rows.get(pk=dispute.pk)
    found.milestone = held
    return found


def note_dispute(
    dispute: Dispute, code: str, actor: str, by: Any, note: str = "", detail: Any = None
) -> None:
    """In the one timeline that both parties see, and in the audit trail."""
    if dispute.milestone is not None:
        ContractEvent.objects.create(
            contract=dispute.milestone.contract,
            milestone=dispute.milestone,
            code=f"dispute.{code}",
            actor=actor,
            by=by,
            note=note,
            detail=detail or {},
        )
    audit.record(f"escrow.dispute.{code}", dispute, by=by)


@transaction.atomic
def assign(*, by: Any, dispute: Dispute, adviser: Appointment) -> Dispute:
    """An adviser of the standing panel takes it; another may follow. Raises NotAllowed, PermissionDenied."""
    stored = locked_dispute(dispute)
    require(by, access.ASSIGN, stored.centre)
    if stored.state not in DISPUTE_OPEN:
        raise rules.NotAllowed("이미 끝난 분쟁상담입니다.")
    panel = queries.advisers(stored.centre, timezone.localdate())
    if not panel.filter(pk=adviser.pk).exists():
        raise rules.NotAllowed("지금 위촉된 자문위원이 아닙니다.", "adviser")
    stored.adviser, stored.state = adviser, D.MEDIATING
    stored.save()
    note_dispute(stored, "assigned", str(Actor.OPERATOR), by, detail={"adviser": adviser.pk})
    return stored


def _advised(by: Any, dispute: Dispute) -> Dispute:
    """The dispute, if it is in this adviser's hands. Raises NotYours, NotAllowed, PermissionDenied."""
    stored = locked_dispute(dispute)
    require(by, access.ADVISE, stored.centre)
    if not access.advised(by).filter(pk=stored.pk).exists():
        raise rules.NotYours("맡은 분쟁상담이 아닙니다.")
    if stored.state != D.MEDIATING:
        raise rules.NotAllowed("상담 중인 분쟁이 아닙니다.")
    return stored


@transaction.atomic
def note_talk(
    *, by: Any, dispute: Dispute, kind: str, held_on: Any, note: str, token: UUID | None = None
) -> Talk:
    """What was talked about, in words for both. Raises NotAllowed."""
    stored = _advised(by, dispute)
    if token and (found := Talk.objects.filter(form_token=token).first()):
        return found
    if held_on > timezone.localdate():
        raise rules.NotAllowed("상담한 날이 오늘보다 뒤입니다.", "held_on")
    said = refuse_resident_number(note, "note")
    talk = Talk.objects.create(
        dispute=stored, kind=TalkKind(kind), held_on=held_on, note=said, by=by, form_token=token
    )
    note_dispute(stored, "noted", str(Actor.ADVISER), by, said)
    return talk


@transaction.atomic
def propose_split(
    *,
    by: Any,
    dispute: Dispute,
    freelancer_won: int,
    reason: str,
    token: UUID | None = None,
) -> Split:
    """How the milestone's amount might be divided; it replaces what was proposed before. Raises NotAllowed."""
    stored = _advised(by, dispute)
    if token and (found := Split.objects.filter(form_token=token).first()):
        return found
    milestone = stored.milestone
    if milestone is None:
        raise rules.NotAllowed("이곳의 계약이 아니어서 나눌 대금이 없습니다.")
    gross = milestone.terms.gross_won
    said = refuse_resident_number(reason, "reason")
    split = write_split(stored, milestone, freelancer_won, said, proposed_by=by, form_token=token)
    parts = {"freelancer_won": freelancer_won, "commissioner_won": gross - freelancer_won}
    note_dispute(stored, "proposed", str(Actor.ADVISER), by, said, parts)
    return split


def write_split(
    dispute: Dispute,
    milestone: Milestone,
    freelancer_won: int,
    said: str,
    *,
    paper_sha256: str = "",
    **made: Any,
) -> Split:
    """A split of a locked dispute, which takes the place of the one before it. Raises NotAllowed for an impossible part."""
    gross = milestone.terms.gross_won
    shares = shares_of(milestone, freelancer_won)
    dispute.splits.filter(lapsed_at=None, agreed_at=None).update(lapsed_at=timezone.now())
    number = dispute.splits.count() + 1
    content = rules.terms.canonical(
        {
            "kind": "kwonik.escrow.split",
            "format": rules.terms.FORMAT,
            "dispute": dispute.reference,
            "contract": milestone.contract.reference,
            "milestone": milestone.number,
            "number": number,
            "gross_won": gross,
            "freelancer_won": freelancer_won,
            "commissioner_won": gross - freelancer_won,
            **asdict(shares),
            "reason": said,
            **({"paper_sha256": paper_sha256} if paper_sha256 else {}),
        }
    )
    return Split.objects.create(
        dispute=dispute,
        number=number,
        gross_won=gross,
        freelancer_won=freelancer_won,
        commissioner_won=gross - freelancer_won,
        **asdict(shares),
        reason=said,
        document=content,
        sha256=rules.terms.digest(content),
        **made,
    )


def shares_of(milestone: Milestone, freelancer_won: int) -> rules.terms.Shares:
    """What the deposit is divided into by the freelancer's part before tax. Raises NotAllowed for an impossible part."""
    gross = milestone.terms.gross_won
    if not 0 <= freelancer_won <= gross:
        raise rules.NotAllowed(f"프리랜서 몫은 0원부터 {gross:,}원까지입니다.", "freelancer_won")
    shares = rules.terms.divided(queries.line_of(milestone.terms), freelancer_won)
    if min(shares.payout_won, shares.refund_won) < 0:
        raise rules.NotAllowed(
            "그렇게 나누면 카드 수수료보다 남는 금액이 적습니다. 몫을 바꾸세요.", "freelancer_won"
        )
    return shares


@transaction.atomic
def sign_split(*, by: Any, split: Split, sha256: str, address: str | None, authentication: str) -> Split:
    """A party signs the split that stands; with both it is agreed on, and the ledger may divide. Raises NotAllowed."""
    dispute = locked_dispute(split.dispute)
    assert dispute.milestone is not None
    actor = actor_of(dispute.milestone.contract, by)
    stored = Split.objects.select_for_update().get(pk=split.pk)
    if stored.signatures.filter(party=actor).exists():
        return stored
    if stored.lapsed_at or stored.sha256 != sha256 or dispute.state != D.MEDIATING:
        raise rules.NotAllowed("제안이 바뀌었습니다. 새 제안을 읽고 서명하세요.")
    SplitSignature.objects.create(
        split=stored,
        party=actor,
        member=member_at(dispute.milestone.contract, actor),
        sha256=sha256,
        address=address,
        authentication=authentication,
    )
    note_dispute(dispute, "split_signed", actor, by, detail={"sha256": sha256})
    if stored.signatures.count() == len(PARTIES):
        stored.agreed_at = timezone.now()
        stored.save()
        _end(dispute, D.AGREED)
        note_dispute(dispute, "agreed", actor, by, detail={"sha256": sha256})
    return stored


def _end(dispute: Dispute, state: DisputeState) -> None:
    dispute.state, dispute.ended_at = state, timezone.now()
    dispute.save()


@transaction.atomic
def hand_over(*, by: Any, dispute: Dispute, body: str, note: str) -> Dispute:
    """Another body goes on with it; the milestone stays frozen until that body's paper is here. Raises NotAllowed."""
    stored = _advised(by, dispute)
    said = refuse_resident_number(note, "note")
    stored.outside_body = OutsideBody(body)
    _end(stored, D.HANDED_OVER)
    note_dispute(stored, "handed_over", str(Actor.ADVISER), by, said, {"body": body})
    return stored


@transaction.atomic
def finish(*, by: Any, dispute: Dispute, note: str) -> Dispute:
    """The talk with somebody without a contract here is over. Raises NotAllowed."""
    stored = _advised(by, dispute)
    if stored.milestone is not None:
        raise rules.NotAllowed("대금이 멈춰 있는 상담은 나누기로 합의하거나 조정기관에 넘겨 마칩니다.")
    said = refuse_resident_number(note, "note")
    Talk.objects.create(dispute=stored, kind=TalkKind.NOTE, held_on=timezone.localdate(), note=said, by=by)
    _end(stored, D.ADVISED)
    note_dispute(stored, "advised", str(Actor.ADVISER), by, said)
    return stored


@transaction.atomic
def take_back_dispute(*, by: Any, dispute: Dispute, token: UUID | None = None) -> Dispute:
    """Whoever asked takes it back: the milestone goes on where it stood still, with the days that were left. Raises NotAllowed."""
    stored = locked_dispute(dispute)
    milestone = stored.milestone
    if milestone is None:
        if own(by).pk != stored.asked_by_id:
            raise rules.NotYours("분쟁상담은 신청한 사람이 거둘 수 있습니다.")
        if stored.state in DISPUTE_OPEN:
            _end(stored, D.WITHDRAWN)
            note_dispute(stored, "withdrawn", str(stored.party), by)
        return stored
    actor = actor_of(milestone.contract, by)
    if known(token, by) or stored.state not in DISPUTE_OPEN:
        return stored
    calendar = catalogue.settled_calendar()

    def change(row: Milestone) -> None:
        if stored.frozen_state == MilestoneState.DELIVERED:
            row.accept_by = rules.deadlines.resumed_on(
                stored.frozen_days or 0, timezone.localdate(), calendar
            )

    move_milestone(
        milestone,
        "take_back_dispute",
        actor=actor,
        by=by,
        change=change,
        target=stored.frozen_state,
        token=token,
    )
    _end(stored, D.WITHDRAWN)
    note_dispute(stored, "withdrawn", actor, by)
    return stored
