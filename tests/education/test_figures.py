"""Each number of education: equal to its own list, and one row moves exactly what it should."""

from datetime import date
from itertools import product

import pytest
from django.utils import timezone

from kwonik.education.models import Lecture, Request, Video, VideoReading
from kwonik.kernel import figures
from kwonik.kernel.figures import Ask, Window
from kwonik.kernel.periods import parse
from tests.education.factories import (
    make_education,
    make_lecture,
    make_reading,
    make_request,
    make_video,
)
from tests.factories import make_centre

AS_OF, AFTER = date(2025, 9, 30), date(2025, 10, 1)
LECTURES = ("education.lectures", "education.people", "education.classes")
GONE = {"withdrawn_at": timezone.now(), "withdrawn_reason": "잘못"}


@pytest.fixture
def window(centre):
    return Window((centre.pk,), parse("2025-01/2025-09"), AS_OF)


@pytest.fixture
def rows(centre, service):
    """What counts, and everything that must not."""
    youth = make_education("youth_lectures", lists={"kind": (("school", "학교"),)})
    here = {"centre": centre, "service": service}
    lecture = make_lecture(**here, held_on=AS_OF, people_completed=40, classes=2)
    make_lecture(
        **here, kind="humanities", held_on=date(2025, 5, 22), people_completed=21, series="인문학 특강"
    )
    make_lecture(centre=centre, service=youth, kind="school", people_completed=30)
    make_lecture(**here, held_on=AFTER)
    make_lecture(**here, people_completed=None)
    make_lecture(**here, **GONE)
    make_lecture(service=service, centre=make_centre("elsewhere"))
    wished = {
        "requested_on": date(2025, 9, 1),
        "wished_on": date(2025, 10, 20),
        "accepted_on": date(2025, 9, 5),
    }
    request = make_request(**here, state="accepted", people=25, **wished)
    make_request(**here, state="done", people=20, **wished)
    make_request(**here, state="requested", requested_on=AS_OF, wished_on=AFTER)
    make_request(**here, state="accepted", people=9, **{**wished, "accepted_on": AFTER})
    make_request(**here, state="done", people=9, **{**wished, "wished_on": AS_OF})
    make_request(**here, state="cancelled", reason="x", people=9, **wished)
    make_request(**here, state="accepted", people=9, **wished, **GONE)
    video = make_video(**here, title="근로계약서")
    make_video(**here, published_on=AFTER)
    make_video(**here, **GONE)
    make_reading(video, date(2025, 8, 31), 500)
    reading = make_reading(video, AS_OF, 700)
    make_reading(video, AFTER, 900)
    return {"lecture": lecture, "request": request, "video": video, "reading": reading, "service": service}


CODES = (
    *LECTURES,
    *("education.requests", "education.accepted_requests", "education.accepted_people"),
    *("education.videos", "education.views"),
)


def ahead(window) -> tuple[int, int]:
    """What is taken on for the two months after the report's day."""
    coming = parse("2025-10/2025-11")
    asks = [Ask.of(f"education.accepted_{what}", coming, kind="law") for what in ("requests", "people")]
    requests, people = (answer.value for answer in figures.compute(window, asks).values())
    return requests, people


def every_ask():
    """Each figure whole and by every value of every cut."""
    found = []
    for code in CODES:
        figure, _ = figures.registry.find(code)
        found.append(Ask.of(code))
        for cut in figure.by:
            found += [Ask.of(code, **{cut.key: value}) for value in cut.labels()]
    return found


def numbers(window):
    return {
        (ask.code.partition(".")[2], *ask.cut): answer.value
        for ask, answer in figures.compute(window, every_ask()).items()
    }


def moved(window, act):
    before = numbers(window)
    act()
    after = numbers(window)
    return {key: after[key] - before.get(key, 0) for key in after if after[key] != before.get(key, 0)}


def test_the_figures_are_what_was_taught_asked_and_seen(window, rows):
    found = numbers(window)
    law = (("kind", "law"),)
    assert (found["lectures",], found["people",], found["classes",]) == (3, 91, 4)
    assert (found["lectures", *law], found["people", *law]) == (1, 40)
    assert found["people", ("series", "인문학 특강")] == 21
    assert found["people", ("service", "youth_lectures")] == 30
    assert (found["requests",], found["requests", ("state", "requested")]) == (6, 1)
    assert (found["accepted_requests",], found["accepted_people",]) == (1, 9)
    assert ahead(window) == (2, 45)
    assert (found["videos",], found["views",]) == (1, 700)


def test_the_two_lectures_of_a_series_are_told_apart_by_their_months(window, rows):
    asks = [Ask.of("education.people", parse(month), kind="humanities") for month in ("2025-05", "2025-06")]
    assert [answer.value for answer in figures.compute(window, asks).values()] == [21, 0]


def test_every_number_is_the_aggregate_of_its_own_list(window, rows):
    for ask, answer in figures.compute(window, every_ask()).items():
        figure, _ = figures.registry.find(ask.code)
        assert answer.value == figure.value(window, ask.cut), ask


def test_one_more_lecture_moves_its_cuts_and_nothing_else(window, rows, centre):
    change = moved(
        window, lambda: make_lecture(centre=centre, service=rows["service"], people_completed=12, classes=3)
    )
    cuts = [(), (("service", "citizen_lectures"),), (("kind", "law"),), (("centre", "main"),)]
    assert change == {
        (name, *cut): by
        for (name, by), cut in product((("lectures", 1), ("people", 12), ("classes", 3)), cuts)
    }


@pytest.mark.parametrize(
    ("values", "because"),
    [
        (GONE, "철회하지 않았습니다"),
        ({"held_on": AFTER}, "교육한 날이 기간 안에, 기준일까지입니다"),
        ({"people_completed": None}, "마친 사람을 적었습니다"),
    ],
)
def test_a_lecture_that_leaves_takes_its_people_along(window, rows, values, because):
    row = rows["lecture"]
    change = moved(window, lambda: Lecture.objects.filter(pk=row.pk).update(**values))
    assert (change["lectures",], change["people",], change["classes",]) == (-1, -40, -2)
    row.refresh_from_db()
    standing = next(one for one in figures.standings(row, window) if one.figure.code == "education.people")
    assert (standing.counted, standing.because) == (False, [because])


def test_a_lecture_moved_to_another_month_moves_only_the_months(window, rows):
    may = Ask.of("education.people", parse("2025-05"), kind="humanities")
    june = Ask.of("education.people", parse("2025-06"), kind="humanities")
    Lecture.objects.filter(kind__code="humanities").update(held_on=date(2025, 6, 19))
    found = figures.compute(window, [may, june, Ask.of("education.people")])
    assert [answer.value for answer in found.values()] == [0, 21, 91]


@pytest.mark.parametrize(
    "values", [GONE, {"state": "cancelled", "reason": "x"}, {"wished_on": AS_OF}, {"accepted_on": AFTER}]
)
def test_a_request_no_longer_ahead_leaves_the_accepted_ones(window, rows, values):
    before = ahead(window)
    Request.objects.filter(pk=rows["request"].pk).update(**values)
    assert before == (2, 45)
    assert ahead(window) == (1, 20)


def test_a_withdrawn_reading_gives_way_to_the_one_before(window, rows):
    change = moved(window, lambda: VideoReading.objects.filter(pk=rows["reading"].pk).update(**GONE))
    assert change["views",] == -200
    change = moved(window, lambda: Video.objects.filter(pk=rows["video"].pk).update(**GONE))
    assert (change["views",], change["videos",]) == (-500, -1)


def test_where_it_was_heard_how_long_and_how_often_a_week(window, centre, service):
    here = {"centre": centre, "service": service, "kind": "law"}
    days = (date(2025, 5, 6), date(2025, 5, 13), date(2025, 5, 20))
    rows = [
        make_lecture(**here, held_on=day, audience=who, starts_at="19:00", ends_at="21:00")
        for day, who in zip(days, ("가람고", "나래고", "가람고"), strict=True)
    ]
    make_lecture(**here, held_on=AFTER, audience="다온고", starts_at="09:00", ends_at="12:00")
    make_lecture(**here, held_on=days[0], audience="라온고", starts_at="09:00", ends_at="12:00", **GONE)

    def numbers():
        codes = ("audiences", "hours_each", "per_week", "timed_lectures")
        asks = [Ask.of(f"education.{code}", kind="law") for code in codes]
        return [answer.value for answer in figures.compute(window, asks).values()]

    assert numbers() == [2, 2, 1, 3]
    Lecture.objects.filter(pk=rows[2].pk).update(starts_at=None, ends_at=None, held_on=days[1], audience="")
    assert [float(number) for number in numbers()] == [2, 2, 1.5, 2]
    Lecture.objects.filter(pk=rows[0].pk).update(ends_at="20:00")
    assert float(numbers()[1]) == 1.5
