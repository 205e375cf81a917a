"""The sample of psychological counselling adds up to the source document, and could have happened."""

from collections import Counter, defaultdict
from datetime import date
from functools import cache

import pytest

from kwonik.kernel.calendar import WorkingCalendar
from kwonik.site.samples import wellbeing
from tests.site.test_samples import CITY, plan

AS_OF = date(2025, 9, 30)
ROUTES = {"individual": (51, 266), "hub": (60, 466)}


@cache
def sittings(route: str) -> list[dict]:
    found = plan(CITY)
    recipe = next(one for one in found.recipe.wellbeing.courses if one.route == route)
    return found.sitting_rows(recipe)


@cache
def groups() -> list[dict]:
    found = plan(CITY)
    return wellbeing.group_rows(found.profile, found.recipe.wellbeing.groups)


def held(route: str, until: date = AS_OF) -> list[dict]:
    return [row for row in sittings(route) if row["state"] == "진행함" and row["held_on"] <= until]


def person(row: dict) -> tuple[str, str]:
    return row["name"], row["phone"]


@pytest.mark.parametrize("route", ROUTES)
def test_people_and_sittings_are_those_of_the_report(route):
    rows = held(route)
    assert (len({person(row) for row in rows}), len(rows)) == ROUTES[route]


def test_five_hubs_stand_in_five_regions_and_all_of_them_counsel():
    rows = wellbeing.hub_rows(plan(CITY).recipe.wellbeing)
    standing = [row for row in rows if row["from_on"] <= AS_OF <= row["until_on"]]
    assert len(standing) == 5
    assert [row["region"] for row in standing] == ["서부", "중서부", "중부", "북부", "남부"]
    assert {row["hub"] for row in held("hub")} == {row["name"] for row in standing}


def test_groups_are_those_of_the_report():
    rows = [row for row in groups() if row["held_on"] <= AS_OF]
    assert (len({row["group"] for row in rows}), len(rows)) == (30, 35)
    assert sum(row["people"] for row in rows) == 449
    assert {row["group"] for row in groups() if row["held_on"] > AS_OF}.isdisjoint(
        {row["group"] for row in rows}
    )


def test_nobody_is_in_both_routes_or_has_more_than_the_year_gives():
    people = [{person(row) for row in sittings(route)} for route in ROUTES]
    assert not people[0] & people[1]
    for route in ROUTES:
        assert max(Counter(person(row) for row in held(route, date.max)).values()) <= 10


@pytest.mark.parametrize("route", ROUTES)
def test_sittings_fall_on_working_days_one_a_day_after_the_course_was_opened(route):
    working = WorkingCalendar()
    days = defaultdict(list)
    for row in sittings(route):
        assert working.is_working(row["held_on"]) and working.is_working(row["opened_on"])
        assert row["opened_on"] <= row["held_on"]
        days[person(row)].append(row["held_on"])
    assert all(len(set(found)) == len(found) for found in days.values())
    assert all(len({row["opened_on"] for row in sittings(route) if person(row) == who}) == 1 for who in days)
    assert any(row["held_on"] > AS_OF for row in sittings(route))


def test_every_meeting_of_a_group_is_on_a_working_day_of_the_months():
    working = WorkingCalendar()
    assert all(working.is_working(row["held_on"]) and row["held_on"].year == 2025 for row in groups())
    assert {row["held_on"].month for row in groups()} >= set(range(3, 11))


def test_the_same_recipe_draws_the_same():
    found = plan(CITY)
    assert wellbeing.group_rows(found.profile, found.recipe.wellbeing.groups) == groups()
