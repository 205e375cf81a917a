from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwonik.kernel.calendar import WorkingCalendar

DAYS = st.dates(date(2020, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    "day",
    [
        date(2025, 1, 27),
        date(2025, 1, 29),
        date(2025, 3, 3),
        date(2025, 5, 6),
        date(2025, 6, 3),
        date(2025, 10, 8),
    ],
)
def test_knows_substitute_and_temporary_holidays(day):
    assert WorkingCalendar().holiday(day)
    assert not WorkingCalendar().is_working(day)


def test_a_correction_adds_a_holiday_or_calls_one_off():
    calendar = WorkingCalendar({date(2025, 7, 14): "임시공휴일", date(2025, 10, 9): None})

    assert calendar.holiday(date(2025, 7, 14)) == "임시공휴일"
    assert calendar.next_working(date(2025, 7, 14)) == date(2025, 7, 15)
    assert calendar.is_working(date(2025, 10, 9))


@given(DAYS)
def test_a_term_rolls_to_the_first_working_day(day):
    calendar = WorkingCalendar()
    rolled = calendar.next_working(day)

    assert calendar.is_working(rolled)
    assert all(not calendar.is_working(day + timedelta(days=i)) for i in range((rolled - day).days))


@given(DAYS, st.integers(0, 30))
def test_counting_working_days_passes_exactly_that_many(day, count):
    calendar = WorkingCalendar()
    end = calendar.add_working(day, count)
    between = [day + timedelta(days=i) for i in range(1, (end - day).days + 1)]

    assert sum(calendar.is_working(each) for each in between) == count
