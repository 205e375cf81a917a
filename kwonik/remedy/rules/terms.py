"""Critical dates: how a last day is reckoned, which follow from a day of the matter, when one was kept in time."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from kwonik.kernel.calendar import WorkingCalendar
from kwonik.kernel.decrees import NoCalendar
from kwonik.labourlaw.subjects.deadlines import Term, terms
from kwonik.labourlaw.subjects.matters import Follows, Matter, matters
from kwonik.remedy.codes import FINAL, PENDING, Nature

from .moving import Refused, check_day

LONGEST = {"days": 3650, "weeks": 520, "months": 240, "years": 30}
"""An attorney's own term is no longer than this."""


@dataclass(frozen=True)
class Reckoned:
    """A term counted from its event: the last day by the calendar alone, and the last day to act (민법 제157조-제161조)."""

    term: Term
    event_on: date
    raw_last_on: date
    last_on: date


def reckon(term: Term, event_on: date, calendar: WorkingCalendar, field: str = "event_on") -> Reckoned:
    """The last day of the term, rolled over Saturdays and holidays (민법 제161조). Raises Refused for an unknown year."""
    try:
        raw = term.raw_last_day(event_on)
        return Reckoned(term, event_on, raw, calendar.next_working(raw))
    except (NoCalendar, OverflowError, ValueError) as unknown:
        raise Refused(f"‘{term.name}’의 마지막 날을 셀 수 없습니다. {unknown}", field) from None


def proposals(
    matter: Matter,
    day: date,
    issue: str,
    forum: str,
    calendar: WorkingCalendar,
    wanted: Collection[str] = (),
) -> Iterator[tuple[str, Reckoned | None]]:
    """The deadlines that a matter brings to such a case unasked, and those `wanted` by name.

    None where the holidays of its last year are not known.
    """
    for one in matter.follows:
        if one.applies(issue, forum) or one.term in wanted:
            try:
                yield one.term, reckon(one.kind, one.event_date(day), calendar)
            except Refused:
                yield one.term, None


def matter_of(code: str) -> Matter:
    """Raises Refused for a matter that the library does not know."""
    try:
        return matters()[code]
    except KeyError:
        raise Refused("무슨 날인지 다시 고르세요.", "matter") from None


def follows_of(code: str, term: str) -> Follows | None:
    """How a term follows from a matter; None where it does not, or the library no longer knows the matter."""
    matter = matters().get(code)
    return next((one for one in matter.follows if one.term == term), None) if matter else None


def term_of(name: str) -> Term:
    """A kind of deadline of the law. Raises Refused."""
    try:
        return terms()[name]
    except KeyError:
        raise Refused("기한의 종류를 다시 고르세요.", "term") from None


def own_term(name: str, amount: int | None, unit: str) -> Term:
    """A kind of deadline that an attorney sets (a date for a brief). 0 days: the day itself. Raises Refused."""
    if not name.strip():
        raise Refused("무슨 기한인지 적으세요.", "own_name")
    if (
        amount is None
        or unit not in LONGEST
        or not 0 <= amount <= LONGEST[unit]
        or (not amount and unit != "days")
    ):
        raise Refused("기간을 다시 적으세요. 정해진 날이 있으면 0일로 적습니다.", "amount")
    return Term(name.strip(), "일이 있은 날", amount, unit, "", str(Nature.OWN))


def check_happened(day: date, today: date, field: str = "happened_on") -> None:
    """Raises Refused for a day to come: what has not happened brings no deadline."""
    check_day("일이 있은 날", day, field, today)


def check_kept(event_on: date, last_on: date, met_on: date, today: date, own: bool, reason: str) -> None:
    """Raises Refused when a date was kept before its event, in the future, or too late without a word why."""
    check_day("한 날", met_on, "met_on", today, since=None if own else event_on, from_words="일이 있은 날")
    if met_on > last_on and not reason.strip():
        raise Refused(
            f"마지막 날({last_on.year}. {last_on.month}. {last_on.day}.)이 지난 뒤입니다. 늦은 까닭을 적으세요.",
            "reason",
        )


def days_left(last_on: date, today: date) -> int:
    """Days until the last day; 0 on the day itself, negative once it passed."""
    return (last_on - today).days


def left_words(last_on: date, today: date) -> str:
    """The same in words: "오늘까지", "3일 남음", "2일 지남"."""
    left = days_left(last_on, today)
    if left == 0:
        return "오늘까지"
    return f"{left}일 남음" if left > 0 else f"{-left}일 지남"


def is_overdue(state: str, last_on: date, today: date) -> bool:
    """Its last day passed and nobody said that it was kept."""
    return state in PENDING and last_on < today


def is_lost(state: str, nature: str, last_on: date, today: date) -> bool:
    """Overdue, and the right goes with the day (제척기간, 불변기간)."""
    return nature in FINAL and is_overdue(state, last_on, today)


def tone(state: str, last_on: date, today: date, soon: int = 14) -> str:
    """How loudly a page says it."""
    if state not in PENDING:
        return "success" if state == "met" else "neutral"
    left = days_left(last_on, today)
    return "danger" if left < 0 else ("warning" if left <= soon else "info")
