"""When a plan is late, what it says, how far a target is; no database."""

from datetime import date
from decimal import Decimal

import pytest

from kwonik.planning.rules import Refused, achieved, check_days, check_done, in_words, is_late

LAST = date(2025, 11, 30)


@pytest.mark.parametrize(
    ("state", "today", "late"),
    [
        ("planned", LAST, False),
        ("planned", date(2025, 12, 1), True),
        ("done", date(2025, 12, 1), False),
        ("dropped", date(2025, 12, 1), False),
    ],
)
def test_a_plan_is_late_from_the_day_after_its_last(state, today, late):
    assert is_late(state, LAST, today) is late


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ((1, "회", "exact"), "1회"),
        ((200, "회", "about"), "약 200회"),
        ((4000, "명", "at_least"), "4,000명 이상"),
        ((None, "", "exact"), ""),
    ],
)
def test_a_planned_number_reads_as_reports_print_it(number, words):
    assert in_words(*number) == words


def test_achievement_is_rounded_half_up():
    assert achieved(3860, 5000) == Decimal("77.2")
    assert achieved(1, 2000) == Decimal("0.1")
    assert achieved(None, 10) == 0
    assert achieved(5, 0) is None


def test_days_go_forward_and_are_not_to_come():
    with pytest.raises(Refused):
        check_days(LAST, date(2025, 11, 29))
    with pytest.raises(Refused):
        check_done(LAST, date(2025, 11, 29))
