"""Until when a request is to be done, and what may become of it. Plain Python; the calendar comes in as an argument."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from kwonik.kernel.calendar import WorkingCalendar
from kwonik.kernel.periods import SEOUL
from kwonik.places.rules import Refused

from .codes import MOVES, TARGETS, WITH_REASON, RequestState

OPENS, CLOSES = time(9), time(18)


def due_at(requested_at: datetime, urgency: str, calendar: WorkingCalendar) -> datetime:
    """The target time of a request, in Seoul.

    Hours are hours of work (09:00 to 18:00 of working days): four hours from Friday 16:00 end on Monday at 11:00.
    Days are working days after the day it came, to the close of the last: three days from a Thursday end on Tuesday
    at 18:00; what came on a Sunday counts from Monday on.
    """
    asked = requested_at.astimezone(SEOUL)
    unit, count = TARGETS[urgency]
    if unit == "days":
        first = calendar.next_working(asked.date())
        came_on_a_working_day = first == asked.date()
        last = calendar.add_working(first, count if came_on_a_working_day else count - 1)
        return datetime.combine(last, CLOSES, SEOUL)
    left, at = timedelta(hours=count), _at_work(asked, calendar)
    while (today_left := datetime.combine(at.date(), CLOSES, SEOUL) - at) < left:
        left -= today_left
        at = datetime.combine(calendar.add_working(at.date(), 1), OPENS, SEOUL)
    return at + left


def _at_work(moment: datetime, calendar: WorkingCalendar) -> datetime:
    """The moment itself, or the next at which somebody works."""
    day = moment.date()
    if calendar.is_working(day) and moment.timetz().replace(tzinfo=None) < CLOSES:
        return max(moment, datetime.combine(day, OPENS, SEOUL))
    return datetime.combine(calendar.add_working(day, 1), OPENS, SEOUL)


def check_move(state: str, to: str, reason: str) -> None:
    """Raises Refused for what may not follow, or is not told why."""
    if to not in MOVES[state]:
        now, wanted = RequestState(state).label, RequestState(to).label
        raise Refused(f"'{now}' 상태에서 '{wanted}'(으)로 바꿀 수 없습니다. 화면을 새로 열어 확인하세요.")
    if to in WITH_REASON and not reason.strip():
        raise Refused("까닭을 적으세요. 요청한 사람이 봅니다.")


def check_times(requested_at: datetime, now: datetime, done_at: datetime | None = None) -> None:
    """Raises Refused for a request or its end that lies ahead, or ends before it began."""
    if requested_at > now:
        raise Refused("요청한 때가 지금보다 뒤입니다. 날짜와 시각을 확인하세요.")
    if done_at and done_at > now:
        raise Refused("처리한 때가 지금보다 뒤입니다. 날짜와 시각을 확인하세요.")
    if done_at and done_at < requested_at:
        raise Refused("처리한 때가 요청한 때보다 앞섭니다. 날짜와 시각을 확인하세요.")
