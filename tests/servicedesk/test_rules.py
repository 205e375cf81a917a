"""Target times on the working calendar, and what may become of a request: without a database."""

from datetime import datetime

import pytest

from kwonik.kernel.calendar import WorkingCalendar
from kwonik.kernel.periods import SEOUL
from kwonik.servicedesk import rules
from kwonik.servicedesk.codes import MOVES, RequestState
from kwonik.servicedesk.rules import Refused

CALENDAR = WorkingCalendar()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("asked", "urgency", "due"),
    [
        ("2025-05-08 10:00", "urgent", "2025-05-08 14:00"),
        ("2025-05-08 14:00", "urgent", "2025-05-08 18:00"),
        ("2025-05-09 16:00", "urgent", "2025-05-12 11:00"),  # Friday
        ("2025-05-09 18:00", "urgent", "2025-05-12 13:00"),
        ("2025-05-10 11:00", "urgent", "2025-05-12 13:00"),  # Saturday
        ("2025-05-08 07:00", "urgent", "2025-05-08 13:00"),
        ("2025-05-02 17:00", "urgent", "2025-05-07 12:00"),  # 5 and 6 May are holidays
        ("2025-05-08 10:00", "normal", "2025-05-13 18:00"),  # Thursday
        ("2025-05-11 10:00", "normal", "2025-05-14 18:00"),  # Sunday: Monday is the first day
        ("2025-05-02 10:00", "normal", "2025-05-09 18:00"),
        ("2025-10-02 10:00", "low", "2025-10-23 18:00"),  # 3, 6 to 9 October are holidays
    ],
)
def test_the_target_is_reckoned_in_hours_of_work_and_working_days(asked, urgency, due):
    assert rules.due_at(at(asked), urgency, CALENDAR) == at(due)


def test_a_holiday_declared_late_moves_the_target():
    corrected = WorkingCalendar({at("2025-05-12 00:00").date(): "임시공휴일"})
    assert rules.due_at(at("2025-05-09 16:00"), "urgent", corrected) == at("2025-05-13 11:00")


def test_every_state_has_a_way_on_and_only_declared_ones():
    assert set(MOVES) == set(RequestState)
    with pytest.raises(Refused, match="바꿀 수 없습니다"):
        rules.check_move("done", "cancelled", "까닭")
    with pytest.raises(Refused, match="까닭을 적으세요"):
        rules.check_move("received", "returned", "  ")
    rules.check_move("received", "returned", "범위 밖")


def test_nothing_lies_ahead_or_ends_before_it_began():
    now = at("2025-05-09 12:00")
    rules.check_times(at("2025-05-09 11:00"), now, at("2025-05-09 11:30"))
    for asked, done in (
        ("2025-05-09 12:01", None),
        ("2025-05-09 11:00", "2025-05-09 12:01"),
        ("2025-05-09 11:00", "2025-05-09 10:59"),
    ):
        with pytest.raises(Refused):
            rules.check_times(at(asked), now, at(done) if done else None)
