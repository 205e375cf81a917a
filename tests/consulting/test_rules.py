"""Whom consulting is for and what an engagement may become; without a database."""

from datetime import date

import pytest

from kwonik.consulting.codes import MOVES, EngagementState
from kwonik.consulting.rules import Refused, check_delivery, check_move, check_parts, too_many


@pytest.mark.parametrize("verb", MOVES)
def test_a_verb_leads_from_its_states_only(verb):
    for state in EngagementState:
        if state in MOVES[verb].sources:
            assert check_move(verb, state, "까닭") == MOVES[verb].target
        else:
            with pytest.raises(Refused, match="바꿀 수 없습니다"):
                check_move(verb, state, "까닭")


@pytest.mark.parametrize(
    ("employees", "below", "said"),
    [(29, 30, ""), (30, 30, "30명"), (None, 30, "적혀 있지 않습니다"), (900, None, ""), (0, 30, "")],
)
def test_fewer_than_thirty_employees(employees, below, said):
    found = too_many(employees, below)
    assert said in found
    assert bool(found) == bool(said)


def test_it_is_done_between_acceptance_and_today():
    check_delivery(date(2025, 5, 9), date(2025, 5, 9), date(2025, 5, 9))
    for day, accepted in ((date(2025, 5, 10), None), (date(2025, 5, 1), date(2025, 5, 2))):
        with pytest.raises(Refused):
            check_delivery(day, accepted, date(2025, 5, 9))


def test_what_must_be_done_is_done():
    check_parts(["hr", "rules"], ["hr"], ["hr"])
    with pytest.raises(Refused, match="반드시"):
        check_parts(["hr", "rules"], ["rules"], ["hr"])
    with pytest.raises(Refused, match="신청하지 않은"):
        check_parts(["hr"], ["hr", "rules"], ["hr"])
