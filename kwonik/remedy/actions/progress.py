"""Steps of a case, how they are corrected, its outcome and its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from kwonik.catalogue.models import Code
from kwonik.people import vault
from kwonik.people.access import may
from kwonik.remedy import queries, rules
from kwonik.remedy.codes import CaseState, OfferState, Withdrawal
from kwonik.remedy.models import ReliefCase, Step
from kwonik.remedy.rules import Refused

from .assignment import release, settle_offer
from .dates import unmeet
from .intake import check_codes
from .moves import Move, move


@dataclass(frozen=True, kw_only=True)
class Doing:
    """What was done on a day, and whose turn it is until when after it."""

    kind: Code
    done_on: date
    note: str = ""
    next_turn: str = ""
    due_on: date | None = None


def add_step(*, by, case: ReliefCase, doing: Doing, token: UUID | None = None) -> ReliefCase:
    """Writes down something done and passes the turn on."""

    def change(at: Move) -> None:
        at.step = _stored(at, doing)
        at.turn, at.due_on = doing.next_turn or None, doing.due_on

    return move(case, "step", by=by, change=change, token=token)


def strike(*, by, step: Step, reason: str, token: UUID | None = None) -> ReliefCase:
    """Marks a wrong step as struck. It stays readable; the last step that stands says whose turn it is."""

    def change(at: Move) -> None:
        at.step = _struck(at, step)
        unmeet(at, at.step)
        _turn_of_steps(at)

    return move(step.case, "strike", by=by, change=change, reason=reason, token=token)


def correct_step(*, by, step: Step, doing: Doing, reason: str, token: UUID | None = None) -> ReliefCase:
    """Strikes a wrong step and writes the right one in its place."""

    def change(at: Move) -> None:
        struck = _struck(at, step)
        at.step = _stored(at, doing, corrects=struck)
        unmeet(at, struck, at.step)
        at.detail["struck"] = struck.pk
        _turn_of_steps(at)

    return move(step.case, "correct", by=by, change=change, reason=reason, token=token)


@dataclass(frozen=True, kw_only=True)
class Conclusion:
    """What came out, on which day, and what the client got back (None: nothing was at stake, 0: nothing)."""

    outcome: Code
    concluded_on: date
    recovered_won: int | None = None


def conclude(*, by, case: ReliefCase, conclusion: Conclusion, token: UUID | None = None) -> ReliefCase:
    """Writes down the outcome; closing is the centre's."""
    return move(case, "conclude", by=by, change=_outcome(conclusion), token=token)


def revise(
    *, by, case: ReliefCase, conclusion: Conclusion, reason: str, token: UUID | None = None
) -> ReliefCase:
    """Corrects an outcome that was written down wrongly."""
    return move(case, "revise", by=by, change=_outcome(conclusion), reason=reason, token=token)


def resume(*, by, case: ReliefCase, reason: str, token: UUID | None = None) -> ReliefCase:
    """The outcome was none: the case goes on with whoever worked on it."""
    return move(
        case, "resume", by=by, change=lambda at: _without_outcome(at.case), reason=reason, token=token
    )


def close(*, by, case: ReliefCase, closed_on: date | None = None, token: UUID | None = None) -> ReliefCase:
    """종결: nothing more is to be done."""

    def change(at: Move) -> None:
        today = timezone.localdate()
        day = closed_on or today
        since = at.case.concluded_on
        rules.check_day("종결일", day, "closed_on", today, since=since, from_words="결과가 난 날")
        at.case.closed_on = day

    return move(case, "close", by=by, change=change, token=token)


def reopen(*, by, case: ReliefCase, reason: str, token: UUID | None = None) -> ReliefCase:
    """Takes a closing back; the outcome stands."""

    def change(at: Move) -> None:
        at.case.closed_on = None

    return move(case, "reopen", by=by, change=change, reason=reason, token=token)


def withdraw(*, by, case: ReliefCase, kind: str, reason: str, token: UUID | None = None) -> ReliefCase:
    """Ends a case without an outcome. Only a case opened by mistake (`error`) leaves the figures."""

    def change(at: Move) -> None:
        at.case.withdrawal = Withdrawal(kind)
        at.case.withdrawn_on = timezone.localdate()
        at.offer = settle_offer(at.case, OfferState.OFFERED, OfferState.RETRACTED)
        at.detail["kind"] = kind

    return move(case, "withdraw", by=by, change=change, reason=reason, token=token)


def restore(*, by, case: ReliefCase, reason: str, token: UUID | None = None) -> ReliefCase:
    """Takes a withdrawal back; the case begins again at its facts, without advocate and outcome."""

    def change(at: Move) -> None:
        at.case.withdrawal, at.case.withdrawn_on = "", None
        _without_outcome(at.case)
        release(at)

    return move(case, "restore", by=by, change=change, reason=reason, token=token)


# -- shared ---------------------------------------------------------------------------------------------------


def _stored(at: Move, doing: Doing, corrects: Step | None = None) -> Step:
    case, note = at.case, doing.note.strip()
    rules.check_day("한 날", doing.done_on, "done_on", timezone.localdate(), since=case.opened_on)
    if doing.due_on and doing.due_on < doing.done_on:
        raise Refused("다음 기한이 한 날보다 앞섭니다. 날짜를 바꿔 넣으세요.", "due_on")
    check_codes(case.service, None, step=doing.kind)
    return Step.objects.create(
        case=case,
        done_on=doing.done_on,
        kind=doing.kind,
        note=vault.seal("note", note, centre=case.centre, client=case.client) if note else None,
        next_turn=doing.next_turn,
        due_on=doing.due_on,
        corrects=corrects,
        recorded_by=at.by,
    )


def _struck(at: Move, step: Step) -> Step:
    """The step, struck. Staff may strike any of them, an advocate only what they wrote themselves."""
    stored = Step.objects.get(pk=step.pk, case=at.case)
    if stored.struck_at:
        raise Refused("이미 지운 단계입니다. 화면을 새로 고쳐 확인하세요.")
    if stored.recorded_by_id != at.by.pk and not may(at.by, "remedy.case:edit", at.case.centre):
        raise Refused("다른 사람이 적은 단계는 지울 수 없습니다. 센터에 알려 주세요.")
    stored.struck_at, stored.struck_by, stored.struck_reason = timezone.now(), at.by, at.reason
    stored.save(update_fields=["struck_at", "struck_by", "struck_reason"])
    return stored


def _turn_of_steps(at: Move) -> None:
    """A case in progress has the turn and the due date that its standing steps leave."""
    case = at.case
    if case.state == CaseState.ACTIVE:
        turn, due_on = rules.standing_turn(
            case.state, case.advocate_id is not None, queries.standing_steps(case)
        )
        at.turn, at.due_on = turn, due_on


def _outcome(conclusion: Conclusion) -> Any:
    def change(at: Move) -> None:
        case = at.case
        rules.check_conclusion(
            case.opened_on, conclusion.concluded_on, timezone.localdate(), conclusion.recovered_won
        )
        if case.closed_on and conclusion.concluded_on > case.closed_on:
            raise Refused("결과가 난 날이 종결일보다 뒤입니다. 날짜를 바꿔 넣으세요.", "concluded_on")
        check_codes(case.service, case, outcome=conclusion.outcome)
        case.outcome = conclusion.outcome
        case.concluded_on = conclusion.concluded_on
        case.recovered_won = conclusion.recovered_won
        at.detail["outcome"] = conclusion.outcome.code

    return change


def _without_outcome(case: ReliefCase) -> None:
    case.outcome, case.concluded_on, case.recovered_won = None, None, None
