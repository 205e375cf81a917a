"""Quotas and what a sitting must say, without a database."""

from datetime import date

import pytest

from kwonik.wellbeing import rules
from kwonik.wellbeing.rules import Refused, Use

TODAY = date(2025, 5, 9)


@pytest.mark.parametrize(
    ("use", "more", "passes"),
    [
        (Use(2025, 10, 0, 9), 1, True),
        (Use(2025, 10, 0, 10), 1, False),
        (Use(2025, 10, 0, 3), 7, True),
        (Use(2025, 10, 0, 3), 8, False),
        (Use(2025, 10, 3, 12), 1, True),
        (Use(2025, 10, 3, 13), 1, False),
        (Use(2025, None, 0, 500), 1, True),
    ],
)
def test_nobody_has_more_than_a_year_gives(use, more, passes):
    if passes:
        rules.check_person(use, more)
    else:
        with pytest.raises(Refused, match="모두 썼습니다"):
            rules.check_person(use, more)


def test_what_is_left_is_never_below_nothing():
    assert Use(2025, 10, 2, 5).left == 7
    assert Use(2025, 10, 0, 14).left == 0
    assert Use(2025, None, 0, 5).left is None


def test_a_new_course_gets_what_is_left_and_no_more():
    assert rules.quota_of_a_new_course(Use(2025, 10, 0, 3), None) == 7
    assert rules.quota_of_a_new_course(Use(2025, 10, 0, 3), 5) == 5
    with pytest.raises(Refused, match="남은 회기는 7회기"):
        rules.quota_of_a_new_course(Use(2025, 10, 0, 3), 8)
    with pytest.raises(Refused, match="모두 썼습니다"):
        rules.quota_of_a_new_course(Use(2025, 10, 0, 10), None)


def sitting(**facts):
    defaults = {"state": "held", "held_on": TODAY, "today": TODAY, "opened_on": TODAY, "minutes": 50}
    return [field for field, _ in rules.problems_of_a_sitting(**{**defaults, **facts})]


def test_a_sitting_says_what_can_have_been():
    assert sitting() == []
    assert sitting(held_on=date(2025, 5, 10)) == ["held_on"]
    assert sitting(held_on=date(2025, 5, 10), state="planned") == []
    assert sitting(opened_on=date(2025, 5, 10)) == ["held_on"]
    assert sitting(minutes=0) == sitting(minutes=481) == ["minutes"]
    assert sitting(minutes=None) == []


@pytest.mark.parametrize(
    ("route", "hub", "counsellor", "name", "passes"),
    [
        ("individual", False, True, "", True),
        ("individual", True, True, "", False),
        ("individual", False, False, "", False),
        ("hub", True, False, "윤서연", True),
        ("hub", True, True, "", True),
        ("hub", True, True, "윤서연", False),
        ("hub", True, False, "", False),
        ("hub", False, True, "", False),
    ],
)
def test_each_route_has_its_counsellor(route, hub, counsellor, name, passes):
    facts = {"has_hub": hub, "has_counsellor": counsellor, "counsellor_name": name}
    if passes:
        rules.check_route(route, **facts)
    else:
        with pytest.raises(Refused):
            rules.check_route(route, **facts)
