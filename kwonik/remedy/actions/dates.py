"""Days of the matter, and the critical dates that follow: proposed, confirmed, added, kept, dropped, taken up again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from kwonik.catalogue.queries import settled_calendar
from kwonik.kernel.calendar import WorkingCalendar
from kwonik.labourlaw.subjects.deadlines import Term
from kwonik.remedy import rules
from kwonik.remedy.codes import PENDING, CaseState, DateState, Nature
from kwonik.remedy.models import CriticalDate, MatterDate, ReliefCase, Step
from kwonik.remedy.rules import Reckoned, Refused

from .moves import Move, move, refuse_resident_number


def record_matters(
    *, by, case: ReliefCase, dates: Sequence[tuple[str, date]], token: UUID | None = None
) -> ReliefCase:
    """Writes down what of the matter happened when (codes of `labourlaw` matters); each proposes what follows from it.

    Raises Refused for an unknown matter, a day to come, a day that stands there already, or nothing at all.
    """

    def change(at: Move) -> None:
        if not dates:
            raise Refused("날짜를 하나 이상 적으세요.")
        write_matters(at, dates)

    return move(case, "date", by=by, change=change, token=token)


def withdraw_matter(
    *, by, matter_date: MatterDate, reason: str, right_on: date | None = None, token: UUID | None = None
) -> ReliefCase:
    """Takes a wrong day back, and with it the dates that hang on it and are not settled; `right_on` takes its place.

    What was confirmed on the wrong day is confirmed on the right one too, what was added to it likewise.
    """

    def change(at: Move) -> None:
        calendar = settled_calendar()
        stored = MatterDate.objects.select_for_update().get(pk=matter_date.pk, case=at.case)
        if stored.withdrawn_at:
            raise Refused("이미 무른 날짜입니다. 화면을 새로 고쳐 확인하세요.")
        stored.withdrawn_at, stored.withdrawn_by, stored.withdrawn_reason = timezone.now(), at.by, at.reason
        stored.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
        at.changes.append([rules.matter_of(stored.matter).label, _day(stored.happened_on), ""])
        hanging = list(stored.critical_dates.pending())
        confirmed = {found.term for found in hanging if found.state == DateState.OPEN}
        for found in hanging:
            _settle(at, found, DateState.NOT_NEEDED, reason=at.reason)
        if right_on is not None:
            _write(at, stored.matter, right_on, calendar, "right_on", confirmed)

    return move(matter_date.case, "undate", by=by, change=change, reason=reason, token=token)


def confirm(*, by, case: ReliefCase, dates: Iterable[int], token: UUID | None = None) -> ReliefCase:
    """The proposed dates with these numbers do apply to the case. Raises Refused when none of them waits."""

    def change(at: Move) -> None:
        waiting = at.case.critical_dates.select_for_update(no_key=True).filter(
            pk__in=list(dates), state=DateState.PROPOSED
        )
        found = list(waiting)
        if not found:
            raise Refused("확인할 기한을 고르세요.", "dates")
        for one in found:
            one.state = DateState.OPEN
            one.save(update_fields=["state"])
            at.changes.append([one.term, "확인 전", _until(one)])
        at.detail["dates"] = [one.pk for one in found]

    return move(case, "confirm", by=by, change=change, token=token)


@dataclass(frozen=True, kw_only=True)
class OwnTerm:
    """A kind of deadline that an attorney sets: what for, and how long after its event (0 days: the day itself)."""

    name: str
    amount: int
    unit: str = "days"


def add_term(
    *, by, case: ReliefCase, term: str | OwnTerm, event_on: date, token: UUID | None = None
) -> ReliefCase:
    """A critical date more: a kind of the law by its name, or one's own, counted from its event. Raises Refused."""

    def change(at: Move) -> None:
        calendar = settled_calendar()
        if isinstance(term, OwnTerm):
            refuse_resident_number(term.name, "own_name")
            kind = rules.own_term(term.name, term.amount, term.unit)
        else:
            kind = rules.term_of(term)
            rules.check_happened(event_on, timezone.localdate(), "event_on")
        _add(at, rules.reckon(kind, event_on, calendar), DateState.OPEN)

    return move(case, "term", by=by, change=change, token=token)


def meet(
    *,
    by,
    critical_date: CriticalDate,
    met_on: date,
    step: Step | None = None,
    reason: str = "",
    token: UUID | None = None,
) -> ReliefCase:
    """What had to be done was done on that day, by that step if it is written down. Late: with a reason. Raises Refused."""

    def change(at: Move) -> None:
        found = _pending(at, critical_date)
        own = found.nature == Nature.OWN
        rules.check_kept(found.event_on, found.last_on, met_on, timezone.localdate(), own, at.reason)
        if step and (step.case_id != at.case.pk or step.struck_at):
            raise Refused("이 사건의 단계가 아니거나 지운 단계입니다. 다시 고르세요.", "step")
        at.step = step
        _settle(at, found, DateState.MET, reason=at.reason, met_on=met_on, step=step)

    return move(critical_date.case, "meet", by=by, change=change, reason=reason, token=token)


def drop(*, by, critical_date: CriticalDate, reason: str, token: UUID | None = None) -> ReliefCase:
    """The date does not apply to this case, says the reason."""

    def change(at: Move) -> None:
        _settle(at, _pending(at, critical_date), DateState.NOT_NEEDED, reason=at.reason)

    return move(critical_date.case, "drop", by=by, change=change, reason=reason, token=token)


def revive(*, by, critical_date: CriticalDate, reason: str, token: UUID | None = None) -> ReliefCase:
    """Takes back that a date was kept, or dropped: it is to be kept again, by the calendar of today. Raises Refused."""

    def change(at: Move) -> None:
        calendar = settled_calendar()
        found = _locked(at, critical_date)
        if found.state in PENDING:
            raise Refused("아직 남아 있는 기한이라 되살릴 것이 없습니다.")
        if found.matter_date and found.matter_date.withdrawn_at:
            raise Refused("무른 날짜에서 센 기한입니다. 바른 날짜를 새로 적으세요.")
        _reopen(at, found, calendar)

    return move(critical_date.case, "revive", by=by, change=change, reason=reason, token=token)


# -- shared -----------------------------------------------------------------------------------------------------


def write_matters(at: Move, dates: Sequence[tuple[str, date]]) -> None:
    """The days with what they propose, while a case moves or is opened."""
    if dates:
        calendar = settled_calendar()
        for matter, day in dates:
            _write(at, matter, day, calendar)


def unmeet(at: Move, struck: Step, instead: Step | None = None) -> None:
    """Dates that a struck step had kept are to be kept again, or were kept by the step that corrects it.

    Raises Refused in a closed case: it would have a date to be kept.
    """
    kept = list(struck.dates_met.select_for_update(no_key=True, of=("self",)).order_by("pk"))
    if not kept:
        return
    if at.case.state == CaseState.CLOSED:
        raise Refused("기한을 지킨 단계입니다. 사건의 종결을 먼저 푼 다음 고치세요.")
    calendar = settled_calendar()
    for found in kept:
        _reopen(at, found, calendar)
        if instead and found.event_on <= instead.done_on <= found.last_on:
            _settle(at, found, DateState.MET, met_on=instead.done_on, step=instead)


def _write(
    at: Move,
    code: str,
    day: date,
    calendar: WorkingCalendar,
    field: str = "happened_on",
    confirmed: Collection[str] = (),
) -> None:
    matter, case = rules.matter_of(code), at.case
    rules.check_happened(day, timezone.localdate(), field)
    if case.matter_dates.filter(matter=code, happened_on=day, withdrawn_at=None).exists():
        raise Refused(f"‘{matter.label}’ {_day(day)}은 이미 적혀 있습니다.", field)
    stored = MatterDate.objects.create(case=case, matter=code, happened_on=day, recorded_by=at.by)
    at.changes.append([matter.label, "", _day(day)])
    at.detail.setdefault("matters", []).append(stored.pk)
    following = rules.proposals(matter, day, case.issue.code, case.forum.code, calendar, confirmed)
    for name, reckoned in following:
        if reckoned is None:
            at.changes.append([name, "", "공휴일을 모르는 해라서 세지 않음"])
        elif not _waits(case, reckoned):
            _add(at, reckoned, DateState.OPEN if name in confirmed else DateState.PROPOSED, stored)


def _waits(case: ReliefCase, reckoned: Reckoned) -> bool:
    """Whether the case has this very date to be kept."""
    same = {"term": reckoned.term.name, "event_on": reckoned.event_on}
    return case.critical_dates.pending().filter(**same).exists()


def _add(at: Move, reckoned: Reckoned, state: str, matter_date: MatterDate | None = None) -> CriticalDate:
    term = reckoned.term
    if _waits(at.case, reckoned):
        raise Refused(f"‘{term.name}’ 기한은 같은 날짜로 이미 있습니다.", "event_on")
    found = CriticalDate.objects.create(
        case=at.case, recorded_by=at.by, matter_date=matter_date, state=state, **columns_of(reckoned)
    )
    at.changes.append([term.name, "", _until(found)])
    at.detail.setdefault("dates", []).append(found.pk)
    return found


def columns_of(reckoned: Reckoned) -> dict:
    """A reckoned term as the columns of a critical date, by the calendar known today."""
    term = reckoned.term
    return {
        "term": term.name,
        "law": term.law,
        "nature": term.nature,
        "amount": term.amount,
        "unit": term.unit,
        "first_counts": term.first_counts,
        "event_on": reckoned.event_on,
        "raw_last_on": reckoned.raw_last_on,
        "last_on": reckoned.last_on,
        "known_on": timezone.localdate(),
    }


def _locked(at: Move, critical_date: CriticalDate) -> CriticalDate:
    rows = CriticalDate.objects.select_for_update(no_key=True, of=("self",)).select_related("matter_date")
    return rows.get(pk=critical_date.pk, case=at.case)


def _pending(at: Move, critical_date: CriticalDate) -> CriticalDate:
    found = _locked(at, critical_date)
    if found.state not in PENDING:
        raise Refused(
            f"이미 ‘{found.get_state_display()}’(으)로 정한 기한입니다. 화면을 새로 고쳐 확인하세요."
        )
    return found


def _settle(
    at: Move,
    found: CriticalDate,
    state: str,
    *,
    reason: str = "",
    met_on: date | None = None,
    step: Step | None = None,
) -> None:
    before = _until(found)
    found.state = str(state)
    found.reason, found.met_on, found.met_step = reason, met_on, step
    found.settled_at, found.settled_by = timezone.now(), at.by
    found.save(update_fields=["state", "reason", "met_on", "met_step", "settled_at", "settled_by"])
    after = f"지킴 {_day(met_on)}" if met_on else "필요 없음"
    at.changes.append([found.term, before, after])
    at.detail.setdefault("dates", []).append(found.pk)


def _reopen(at: Move, found: CriticalDate, calendar: WorkingCalendar) -> None:
    term = Term(found.term, "", found.amount, found.unit, found.law, found.nature, "", found.first_counts)
    reckoned = rules.reckon(term, found.event_on, calendar)
    if _waits(at.case, reckoned):
        raise Refused(f"‘{found.term}’ 기한은 같은 날짜로 이미 있습니다.")
    before = f"지킴 {_day(found.met_on)}" if found.met_on else "필요 없음"
    found.state, found.reason, found.met_on, found.met_step = DateState.OPEN, "", None, None
    found.settled_at, found.settled_by = None, None
    if reckoned.last_on != found.last_on:
        found.last_on, found.known_on = reckoned.last_on, timezone.localdate()
    found.save()
    at.changes.append([found.term, before, _until(found)])
    at.detail.setdefault("dates", []).append(found.pk)


def _until(found: CriticalDate) -> str:
    return f"{_day(found.last_on)}까지" + (" (확인 전)" if found.state == DateState.PROPOSED else "")


def _day(day: date) -> str:
    return f"{day.year}. {day.month}. {day.day}."
