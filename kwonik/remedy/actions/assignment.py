"""Who works on a case: asking an advocate, their answer, taking it back, or the centre itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kwonik.catalogue.queries import working_calendar
from kwonik.kernel import audit
from kwonik.people.models import Appointment, ConflictOfInterest
from kwonik.remedy import access, queries
from kwonik.remedy.codes import ANSWER_DAYS, OfferState
from kwonik.remedy.models import Offer, ReliefCase
from kwonik.remedy.rules import Refused
from kwonik.scheduling import matching
from kwonik.scheduling.matching import Expert, Placement

from .moves import Move, locked, move, refuse_resident_number


@dataclass(frozen=True)
class Ranked:
    """One advocate's place in the ranking of a case."""

    advocate: Appointment
    expert: Expert
    placement: Placement


def rank_advocates(*, case: ReliefCase, day: date) -> list[Ranked]:
    """The centre's advocates for this case, first to ask first, those who cannot be asked last. Five statements."""
    known = queries.experts(case, day)
    placed = matching.rank(queries.matter(case, day), [expert for _, expert in known.values()])
    return [Ranked(*known[placement.key], placement) for placement in placed]


def assign(
    *, by, case: ReliefCase, advocate: Appointment, choice_reason: str = "", token: UUID | None = None
) -> ReliefCase:
    """Asks one advocate. The ranking is made anew under lock and stored with the offer, inputs and weights included.

    Whoever is not first in the ranking is asked with a reason. Raises Refused (barred, no reason), PermissionDenied.
    """

    def change(at: Move) -> None:
        today = timezone.localdate()
        _only_one_asks(advocate, at.case)
        ranking = rank_advocates(case=at.case, day=today)
        chosen = next((one for one in ranking if one.advocate.pk == advocate.pk), None)
        place, placement = _askable(chosen, choice_reason)
        at.offer = Offer.objects.create(
            case=at.case,
            advocate=advocate,
            rank=place,
            score=placement.cost,
            reasons=[{"code": r.code, "words": r.words, "points": r.points} for r in placement.reasons],
            ranking=matching.snapshot(queries.matter(at.case, today), [one.expert for one in ranking]),
            choice_reason=choice_reason.strip() if place > 1 else "",
            offered_by=by,
            due_on=working_calendar().add_working(today, ANSWER_DAYS),
        )
        at.due_on = at.offer.due_on
        at.detail = {"advocate": advocate.pk, "rank": place}
        _note_conflicts(at, ranking)

    return move(case, "assign", by=by, change=change, token=token)


def retract(*, by, case: ReliefCase, reason: str, token: UUID | None = None) -> ReliefCase:
    """Takes an unanswered question back."""

    def change(at: Move) -> None:
        at.offer = settle_offer(at.case, OfferState.OFFERED, OfferState.RETRACTED)

    return move(case, "retract", by=by, change=change, reason=reason, token=token)


@transaction.atomic
def clear(*, by, offer: Offer) -> Offer:
    """The advocate, having seen who the parties are, says there is no conflict: now the facts may be read."""
    case = locked(offer.case)
    access.require_verb(by, case, "accept")
    own = _own_open_offer(case, offer, by)
    if own.cleared_at is None:
        own.cleared_at = timezone.now()
        own.save(update_fields=["cleared_at"])
        audit.record("remedy.offer.cleared", case, by=by, detail={"offer": own.pk})
    return own


def accept(*, by, offer: Offer, token: UUID | None = None) -> ReliefCase:
    """The advocate takes the case. Raises Refused when the question was taken back, or conflict was not denied."""

    def change(at: Move) -> None:
        own = _own_open_offer(at.case, offer, by)
        if own.cleared_at is None:
            raise Refused("당사자와 이해충돌이 없는지 먼저 확인하세요.")
        at.offer = _answer(own, OfferState.ACCEPTED)
        at.case.advocate = own.advocate
        at.due_on = None
        at.detail["advocate"] = own.advocate_id

    return move(offer.case, "accept", by=by, change=change, token=token)


def decline(
    *, by, offer: Offer, reason: str, conflict: bool = False, token: UUID | None = None
) -> ReliefCase:
    """The advocate does not take the case. With `conflict` the workplace is kept as a conflict of interest."""

    def change(at: Move) -> None:
        own = _own_open_offer(at.case, offer, by)
        at.offer = _answer(own, OfferState.DECLINED, at.reason)
        at.detail = {"advocate": own.advocate_id, "conflict": conflict}
        if conflict:
            _declare(at, own)

    return move(offer.case, "decline", by=by, change=change, reason=reason, token=token)


def handle(*, by, case: ReliefCase, token: UUID | None = None) -> ReliefCase:
    """The centre works on the case itself (reviewing documents, say)."""
    return move(case, "handle", by=by, token=token)


def reassign(*, by, case: ReliefCase, reason: str, token: UUID | None = None) -> ReliefCase:
    """Takes the case from whoever works on it; it waits for an assignment again, what was done stays."""

    def change(at: Move) -> None:
        at.detail["advocate"] = at.case.advocate_id
        release(at)

    return move(case, "reassign", by=by, change=change, reason=reason, token=token)


# -- shared ---------------------------------------------------------------------------------------------------


def release(at: Move) -> None:
    """The case has no advocate any more; their accepted offer says so."""
    if at.case.advocate_id:
        at.offer = settle_offer(at.case, OfferState.ACCEPTED, OfferState.RELEASED)
        at.case.advocate = None


def settle_offer(case: ReliefCase, before: str, after: str) -> Offer | None:
    """The case's offer in state `before` becomes `after`; None where there is none (imported cases)."""
    offer = case.offers.filter(state=before).first()
    return _answer(offer, after) if offer else None


def _only_one_asks(advocate: Appointment, case: ReliefCase) -> None:
    """Whoever asks the same advocate about another case at this moment waits, so nobody gets more than they can take."""
    rows = Appointment.objects.select_for_update(no_key=True).filter(pk=advocate.pk, centre=case.centre_id)
    if not rows.exists():
        raise Refused("이 센터의 보호관이 아닙니다. 다시 고르세요.", "advocate")


def _askable(chosen: Ranked | None, choice_reason: str) -> tuple[int, Placement]:
    if chosen is None:
        raise Refused("이 센터의 노동권리보호관이 아닙니다. 다시 고르세요.", "advocate")
    placement = chosen.placement
    if placement.barred:
        words = ", ".join(reason.words for reason in placement.reasons)
        raise Refused(f"{chosen.advocate.name} 보호관에게는 배정할 수 없습니다: {words}.", "advocate")
    refuse_resident_number(choice_reason, "choice_reason")
    if placement.rank != 1 and not choice_reason.strip():
        raise Refused(
            f"지금 {placement.rank}순위인 보호관입니다. 1순위가 아닌 사람에게 묻는 까닭을 적으세요.",
            "choice_reason",
        )
    return placement.rank or 0, placement


def _note_conflicts(at: Move, ranking: list[Ranked]) -> None:
    excluded = [one.advocate.pk for one in ranking if one.expert.conflict]
    if excluded:
        detail = {"offer": at.offer.pk if at.offer else None, "advocates": excluded}
        audit.record("remedy.case.conflict_excluded", at.case, by=at.by, detail=detail)


def _own_open_offer(case: ReliefCase, offer: Offer, by) -> Offer:
    """The offer as it stands now (its case is locked), if it is this account's and still open."""
    stored = Offer.objects.select_related("advocate").get(pk=offer.pk, case=case)
    if stored.advocate.account_id != by.pk:
        raise PermissionDenied("나에게 온 배정 물음이 아닙니다.")
    if stored.state != OfferState.OFFERED:
        raise Refused(f"이 배정 물음은 이미 ‘{OfferState(stored.state).label}’ 상태입니다.")
    return stored


def _answer(offer: Offer, state: str, reason: str = "") -> Offer:
    offer.state, offer.answered_at, offer.answer_reason = state, timezone.now(), reason
    offer.save(update_fields=["state", "answered_at", "answer_reason"])
    return offer


def _declare(at: Move, offer: Offer) -> None:
    if at.case.workplace_id is None:
        raise Refused("사업장이 적히지 않은 사건입니다. 이해충돌 표시를 빼고 까닭만 적으세요.", "conflict")
    ConflictOfInterest.objects.get_or_create(
        appointment=offer.advocate,
        workplace=at.case.workplace,
        defaults={"reason": at.reason, "declared_on": timezone.localdate()},
    )
    audit.record("remedy.offer.conflict_declared", at.case, by=at.by, detail={"offer": offer.pk})
