"""The sample's shelters hold the numbers of the report, opened only when they were open, no room twice at a time."""

from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise

import pytest

from kwonik.catalogue.rules import read_profile
from kwonik.kernel.rounding import HALF_UP, percent
from kwonik.site.samples import shelters
from kwonik.site.samples.plan import Plan
from kwonik.site.samples.recipe import read_recipe
from tests.profiles import FOLDER

CITY = "seoul"
REPORT = (date(2025, 1, 1), date(2025, 9, 30))


@cache
def plan() -> Plan:
    return Plan(read_profile(FOLDER / CITY), read_recipe(FOLDER / CITY / "sample"))


@cache
def visits() -> list[dict]:
    book = plan().recipe.shelters
    return [row for one in book.visits for row in shelters.visit_rows(plan().profile, book, one)]


@cache
def bookings() -> list[dict]:
    book = plan().recipe.shelters
    return [row for one in book.bookings for row in shelters.booking_rows(plan().profile, book, one)]


def people(kind: str, first: date, last: date) -> int:
    kinds = {one.name: one.kind for one in plan().recipe.shelters.shelters}
    return sum(
        row["people"] for row in visits() if kinds[row["shelter"]] == kind and first <= row["day"] <= last
    )


def test_six_shelters_stand():
    kinds = Counter(one.kind for one in plan().recipe.shelters.shelters)
    assert kinds == {"hub": 4, "subway": 2}


def test_visitors_are_those_of_the_report():
    assert people("hub", *REPORT) == 59_476
    assert people("subway", *REPORT) == people("subway", date(2025, 2, 1), REPORT[1]) == 9_562
    before = people("hub", date(2024, 1, 1), date(2024, 9, 30))
    assert percent(people("hub", *REPORT) - before, before, HALF_UP) == Decimal(16)


def test_nobody_came_on_a_day_on_which_it_was_closed():
    assert len({(row["day"], row["shelter"]) for row in visits()}) == len(visits())
    assert not [row for row in visits() if date(2025, 1, 27) <= row["day"] <= date(2025, 1, 30)]
    assert not [row for row in visits() if row["shelter"] == "북창쉼터" and row["day"].weekday() > 4]
    opened = {"종각쉼터": date(2025, 2, 11), "사당쉼터": date(2025, 2, 13)}
    for name, day in opened.items():
        assert min(row["day"] for row in visits() if row["shelter"] == name) == day
    assert min(row["people"] for row in visits()) > 3
    assert max(row["people"] for row in visits()) < 260


def test_bookings_are_those_of_the_report():
    held = [row for row in bookings() if row["state"] == "이용 완료" and row["day"] <= REPORT[1]]
    assert (len(held), sum(row["actual_heads"] for row in held)) == (784, 6_967)
    assert all(0 < row["actual_heads"] <= row["seats"] and row["heads"] <= row["seats"] for row in held)


def test_no_room_is_booked_twice_and_every_slot_lies_within_the_hours():
    slots = [(row["day"], row["starts_at"], row["shelter"], row["room"]) for row in bookings()]
    assert len(slots) == len(set(slots))
    for shelter in plan().recipe.shelters.shelters:
        for room in shelter.rooms:
            times = sorted(room.slots)
            assert all(first[1] <= later[0] for first, later in pairwise(times))


@pytest.mark.parametrize("number", [0, 1])
def test_the_same_ledger_is_drawn_again(number):
    book = plan().recipe.shelters
    assert shelters.booking_rows(plan().profile, book, book.bookings[number]) == shelters.booking_rows(
        plan().profile, book, book.bookings[number]
    )
