"""Decisions without a database."""

from datetime import date, time

import pytest

from kwonik.activities import rules
from kwonik.activities.codes import DONE, MOVES, SEATED, State
from kwonik.activities.rules import Asked, NotAllowed
from kwonik.catalogue.codes import Counting, LimitKind, Shape

TODAY = date(2025, 5, 9)
PEOPLE = (Asked("people", "참여 인원", required=True),)


def said(shape, counting=Counting.FLOW, asks=(), **facts):
    facts = {"day": TODAY, **facts}
    return [field for field, _ in rules.problems(shape, facts, asks, TODAY, counting)]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"day": date(2025, 5, 10)}, "day"),
        ({"starts_at": time(14), "ends_at": time(14)}, "ends_at"),
        ({"people": -1}, "people"),
        ({"quantity": 10**7}, "quantity"),
        ({"title": "가" * 121}, "title"),
        ({"note": "900101-1234567"}, "note"),
        ({"answers": {"memo": "900101-1234567"}}, "q_memo"),
    ],
)
def test_what_is_wrong_is_told_at_its_box(facts, field):
    assert said(Shape.SESSION) == []
    assert said(Shape.SESSION, **facts) == [field]


def test_what_the_service_asks_for_must_be_told():
    assert said(Shape.SESSION, asks=PEOPLE) == ["people"]
    assert said(Shape.SESSION, asks=PEOPLE, people=0) == []
    client = (Asked("client", "신청한 사람", required=True),)
    assert said(Shape.APPLICATION, asks=client) == ["client"]
    assert said(Shape.APPLICATION, asks=client, name="김하나") == []


def test_tallies_and_handouts_need_their_number():
    assert said(Shape.TALLY) == said(Shape.TALLY, count=0) == ["count"]
    assert said(Shape.TALLY, Counting.LEVEL, count=0) == []
    assert said(Shape.HANDOUT) == said(Shape.HANDOUT, quantity=0) == ["quantity"]


def test_the_words_are_the_programmes_own():
    assert rules.one({"one": "캠페인"}, "session") == "캠페인"
    assert (rules.one({}, "handout"), rules.day_word({}, "tally")) == ("나눔", "센 날")
    assert rules.reference("CP", 2025, 6) == "CP-2025-0006"


def test_a_counter_never_falls_below_nothing():
    assert rules.pressed(4, 1) == 5
    assert rules.pressed(1, -1) == 0
    for before, step in ((0, -1), (5, 2)):
        with pytest.raises(NotAllowed):
            rules.pressed(before, step)


@pytest.mark.parametrize(
    ("limit", "employees", "people", "allowed"),
    [
        (30, 29, None, True),
        (30, 30, None, False),
        (30, None, None, False),
        (None, 400, None, True),
    ],
)
def test_the_programme_is_for_workplaces_below_a_number(limit, employees, people, allowed):
    limits = {LimitKind.EMPLOYEES_BELOW: limit}
    if allowed:
        rules.check_eligible(limits, employees, people)
    else:
        with pytest.raises(NotAllowed):
            rules.check_eligible(limits, employees, people)


def test_a_group_is_large_enough():
    rules.check_eligible({LimitKind.GROUP_AT_LEAST: 10}, None, 10)
    with pytest.raises(NotAllowed, match="10명 이상"):
        rules.check_eligible({LimitKind.GROUP_AT_LEAST: 10}, None, None)


def test_places_are_as_many_as_people():
    assert rules.has_room(3, 1, 2)
    assert not rules.has_room(3, 2, 2)
    assert rules.has_room(1, 0, None)


def test_every_state_is_reached_and_left_as_the_table_says():
    assert {move.target for move in MOVES.values()} | {State.REQUESTED} == set(State)
    assert rules.after("requested", "accept") == State.ACCEPTED
    assert [move.code for move in rules.moves_from("delivered")] == ["evaluate", "undo"]
    for state in set(State) - set(MOVES["deliver"].sources):
        with pytest.raises(NotAllowed, match="상태라"):
            rules.after(state, "deliver")
    assert set(DONE) <= set(SEATED)
