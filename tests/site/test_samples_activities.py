"""The activities of the sample: their rows hold the numbers of the source report, and stay plausible around them."""

from collections import Counter
from datetime import date
from functools import cache

import pytest

from kwonik.catalogue.rules import read_profile
from kwonik.kernel.calendar import WorkingCalendar
from kwonik.site.samples.plan import Plan
from kwonik.site.samples.recipe import read_recipe
from tests.profiles import FOLDER

CITY = "seoul"
LAST = date(2025, 9, 30)


@cache
def plan() -> Plan:
    return Plan(read_profile(FOLDER / CITY), read_recipe(FOLDER / CITY / "sample"))


def rows(service: str) -> list[dict]:
    """The service's rows of January to September 2025."""
    found = [row for one in plan().activities if one.ledger.service == service for row in one.rows]
    return [row for row in found if date(2025, 1, 1) <= row["day"] <= LAST]


def added(service: str, what: str) -> Counter:
    counted = Counter()
    for row in rows(service):
        counted[row["kind"]] += row[what] or 0
    return counted


def held(service: str) -> Counter:
    return Counter(row["kind"] for row in rows(service))


def test_sessions_are_those_of_the_report():
    assert held("culture") == {"업사이클링 프로그램": 8, "퍼스널컬러 프로그램": 8, "노동자극장": 1}
    assert added("culture", "people") == {
        "업사이클링 프로그램": 102,
        "퍼스널컬러 프로그램": 106,
        "노동자극장": 30,
    }
    assert added("water_campaign", "people") == {"공동캠페인": 84}
    assert len(rows("water_campaign")) == 1
    assert [row["day"] for row in rows("companion_truck")] == [date(2025, 6, 10), date(2025, 8, 28)]
    assert added("companion_truck", "people") == {"혹서기": 400}
    assert added("truck_count", "count").total() == 400
    assert added("safety_forum", "people") == {"인쇄업 토론회": 40}
    assert len(rows("safety_campaign")) == 6
    assert held("channel_events") == {"카카오톡채널": 2, "인스타그램": 5}
    assert added("channel_events", "quantity")["인스타그램"] == 1900


def test_handouts_add_up_to_the_bottle():
    assert added("water", "quantity") == {"한국산업안전보건공단 생수": 12_000, "아리수 생수": 18_000}
    assert {row["quantity"] % 10 for row in rows("water")} == {0}


def test_readings_say_how_many_follow():
    at = {(row["kind"], row["day"]): row["count"] for row in rows("channel_audience")}

    assert at["카카오톡채널", LAST] == 3114
    assert at["인스타그램", LAST] - at["인스타그램", date(2025, 3, 31)] == 659
    assert min(day for kind, day in at if kind == "카카오톡채널") >= date(2025, 6, 1)


@pytest.mark.parametrize(
    ("service", "count"),
    [("hazard_reports", 523), ("health_check", 50), ("flu_vaccination", 135), ("domestic_health", 5)],
)
def test_applications_are_as_many_as_the_report_counts(service, count):
    assert len(rows(service)) == count


def test_hazards_are_reported_by_the_twenty_riders():
    riders = plan().experts("safety_rider")
    assert len(riders) == 20
    assert {row["appointee"] for row in rows("hazard_reports")} == {row["name"] for row in riders}


def test_health_checks_went_to_so_many_workplaces_and_people():
    checked = rows("health_check")
    places, people = Counter(), Counter()
    for row in checked:
        assert row["delivered_on"] <= LAST
        assert row["employees"] >= row["people"] >= 1
        places[row["kind"]] += 1
        people[row["kind"]] += row["people"]
    assert places == {"주얼리업": 24, "인쇄업": 26}
    assert people == {"주얼리업": 85, "인쇄업": 60}
    assert len({row["workplace"] for row in checked}) == 50


def test_those_who_apply_are_different_people():
    asked = rows("flu_vaccination") + rows("domestic_health")
    assert len({(row["name"], row["phone"]) for row in asked}) == 140
    assert all(row["delivered_on"] is None or row["delivered_on"] > LAST for row in asked)


def test_every_row_fell_on_a_working_day_and_none_after_the_report():
    working = WorkingCalendar()
    for one in plan().activities:
        for row in one.rows:
            assert working.is_working(row["day"]), (one.ledger.file, row["day"])
            assert row["day"] <= date(2025, 11, 7)
            assert row.get("delivered_on") is None or row["delivered_on"] >= row["day"]
