"""The sample of education and consulting: the source document's numbers, by rows that somebody could have written."""

from collections import Counter
from datetime import date
from functools import cache

import pytest

from kwonik.catalogue.rules import read_profile
from kwonik.kernel.calendar import WorkingCalendar
from kwonik.places.rules import name_key
from kwonik.site.samples import education, education_films
from kwonik.site.samples.plan import Plan
from kwonik.site.samples.recipe import read_recipe
from tests.profiles import FOLDER

FIRST, AS_OF = date(2025, 1, 1), date(2025, 9, 30)


@cache
def plan() -> Plan:
    return Plan(read_profile(FOLDER / "seoul"), read_recipe(FOLDER / "seoul" / "sample"))


def taught(service: str) -> education.Drawing:
    return plan().taught(next(one for one in plan().recipe.education.years if one.service == service))


def held(service: str, **wanted) -> list[dict]:
    return [
        row
        for row in taught(service).lectures
        if row["held_on"] <= AS_OF and all(row[key] == value for key, value in wanted.items())
    ]


def advised(service: str) -> list[dict]:
    return plan().advised(next(one for one in plan().recipe.consulting.years if one.service == service))


@pytest.mark.parametrize(
    ("service", "kind", "since", "lectures", "people"),
    [
        ("citizen_lectures", "노동법률 교육", 5, 45, 1843),
        ("citizen_lectures", "노동 인문학 특강", 5, 2, 55),
        ("citizen_lectures", "취약 노동자 기획 교육", 3, 6, 84),
        ("youth_lectures", None, 1, 64, 2445),
        ("emotional_lectures", None, 3, 35, 673),
    ],
)
def test_lectures_are_those_of_the_report(service, kind, since, lectures, people):
    rows = held(service, **({"kind": kind} if kind else {}))

    assert (len(rows), sum(row["completed"] for row in rows)) == (lectures, people)
    assert min(row["held_on"].month for row in rows) == since


def test_the_two_humanities_lectures_are_told_apart_by_their_month():
    rows = held("citizen_lectures", kind="노동 인문학 특강")

    assert {row["held_on"].month: row["completed"] for row in rows} == {5: 21, 6: 34}


def test_nineteen_requests_for_492_people_wait_for_october_and_november():
    wished = [
        row
        for row in taught("citizen_lectures").requests
        if row["state"] in ("접수", "강사 배정", "마침")
        and row["accepted_on"] <= AS_OF < row["wished_on"]
        and row["kind"] == "노동법률 교육"
    ]

    assert (len(wished), sum(row["people"] for row in wished)) == (19, 492)
    assert {row["wished_on"].month for row in wished} == {10, 11}


def test_videos_and_their_views_on_the_day_of_the_report():
    films = plan().recipe.education.films
    readings = education_films.reading_rows(films)
    on_the_day = {row["title"]: row["views"] for row in readings if row["read_on"] == AS_OF}
    mine = {film.title for film in films.videos if film.service == "citizen_lectures"}

    assert (len(mine), sum(on_the_day[title] for title in mine)) == (6, 5971)
    assert sum(on_the_day.values()) == 6171
    for title in on_the_day:
        views = [row["views"] for row in readings if row["title"] == title]
        assert views == sorted(views)


def test_workplaces_are_those_of_the_report():
    done = [row for row in advised("business") if row["delivered_on"] and row["delivered_on"] <= AS_OF]
    parts = Counter(part for row in done for part in row["parts"].split(", "))
    homes = [row for row in done if row["agreement"]]

    assert len({name_key(row["workplace"]) for row in done}) == len(done) == 97
    assert parts == {"인사노무컨설팅": 97, "취업규칙제·개정": 54, "법정 의무교육": 46}
    assert len(homes) == 13
    assert {row["delivered_on"].month for row in homes} == {8, 9}
    assert len({row["consultant"] for row in done}) == 71
    assert all(row["employees"] < 30 for row in done)


def test_nothing_was_written_down_before_it_happened():
    today = date(2025, 11, 7)
    for row in advised("business"):
        assert all(
            row[key] is None or row[key] <= today for key in ("requested_on", "accepted_on", "delivered_on")
        )
    for service in ("citizen_lectures", "youth_lectures", "emotional_lectures"):
        assert all(row["requested_on"] <= today for row in taught(service).requests)
        assert all(row["held_on"] <= today for row in taught(service).lectures)


def test_five_bodies_had_their_manuals_advised():
    done = [row["workplace"] for row in advised("manual_advice") if row["delivered_on"] <= AS_OF]

    assert set(done) == {"서울시설공단", "120다산콜재단", "종로문화재단", "프라다코리아", "풀무원푸드앤컬처"}


@pytest.mark.parametrize("service", ["citizen_lectures", "youth_lectures", "emotional_lectures"])
def test_lectures_are_plausible(service):
    rows, calendar = taught(service).lectures, WorkingCalendar()
    taken = Counter((row["teacher"], row["held_on"]) for row in rows if row["teacher"])

    assert all(calendar.is_working(row["held_on"]) for row in rows)
    assert all(5 <= row["completed"] <= 120 for row in rows)
    assert max(taken.values()) == 1
    for row in taught(service).requests:
        assert row["accepted_on"] is None or row["requested_on"] <= row["accepted_on"] <= row["wished_on"]
        assert calendar.is_working(row["requested_on"])
