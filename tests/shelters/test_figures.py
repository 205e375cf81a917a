"""Each figure equals its own list, and one row moves exactly what it should."""

from datetime import date
from decimal import Decimal

import pytest

from kwonik.kernel import figures
from kwonik.kernel.figures import Ask, Window
from kwonik.kernel.periods import parse
from tests.factories import make_centre
from tests.shelters.factories import (
    make_booking,
    make_hours,
    make_purpose,
    make_room,
    make_shelter,
    make_visits,
)

AS_OF = date(2025, 9, 30)
A_DAY = date(2025, 5, 9)
AFTER = date(2025, 10, 1)
COUNTED = ("shelters.shelters", "shelters.visits", "shelters.bookings", "shelters.booking_people")


@pytest.fixture
def window(centre):
    return Window((centre.pk,), parse("2025-01/2025-09"), AS_OF)


@pytest.fixture
def rows(centre):
    """A hub and a station's shelter, with everything that must not count."""
    hub = make_shelter(centre, name="서초쉼터")
    subway = make_shelter(centre, name="종각쉼터", kind="subway", from_on=date(2025, 2, 11))
    make_shelter(centre, name="옛쉼터", until_on=date(2025, 8, 31))
    make_shelter(centre, name="새쉼터", kind="mini", from_on=AFTER)
    elsewhere = make_shelter(make_centre("elsewhere"), name="남의쉼터")
    for shelter, day, people in (
        (hub, A_DAY, 90),
        (hub, A_DAY, -4),
        (hub, AS_OF, 30),
        (hub, AFTER, 1_000),
        (hub, date(2024, 5, 9), 100),
        (hub, date(2024, 12, 9), 5_000),
        (subway, A_DAY, 20),
        (elsewhere, A_DAY, 7_000),
    ):
        make_visits(shelter, day, people)
    make_visits(hub, A_DAY, 6, source="counter")
    room = make_room(hub, name="교육실")
    used = make_booking(room, A_DAY, state="used", actual_heads=7)
    make_booking(room, A_DAY, "18:00", state="used", actual_heads=12, purpose=make_purpose("education"))
    for clock, state in (
        ("10:00", "approved"),
        ("12:00", "no_show"),
        ("20:00", "cancelled"),
        ("22:00", "requested"),
    ):
        make_booking(room, A_DAY, clock, state=state)
    make_booking(room, AFTER, state="used", actual_heads=99)
    make_booking(make_room(elsewhere), A_DAY, state="used", actual_heads=50)
    return {"hub": hub, "subway": subway, "used": used, "room": room}


def asks():
    found = [Ask.of("shelters.visits_growth"), Ask.of("shelters.visits_growth", kind="hub")]
    for code in COUNTED:
        figure, _ = figures.registry.find(code)
        found.append(Ask.of(code))
        for cut in figure.by:
            found += [Ask.of(code, **{cut.key: value}) for value in cut.labels()]
    return found


def numbers(window):
    answers = figures.compute(window, asks())
    return {(ask.code.removeprefix("shelters."), *ask.cut): answer.value for ask, answer in answers.items()}


def moved(window, act):
    before = numbers(window)
    act()
    after = numbers(window)
    return {key: after[key] - before[key] for key in after if after[key] != before.get(key, 0)}


def test_the_figures_count_what_stood_came_and_was_used(window, rows):
    found = numbers(window)
    assert found["shelters",] == 2
    assert (found["shelters", ("kind", "hub")], found["shelters", ("kind", "mini")]) == (1, 0)
    assert found["visits",] == 90 - 4 + 30 + 6 + 20
    assert found["visits", ("kind", "subway")] == 20
    assert found["visits", ("source", "counter")] == 6
    assert found["visits", ("shelter", rows["hub"].site.code)] == 122
    assert (found["bookings",], found["booking_people",]) == (2, 19)
    assert found["booking_people", ("purpose", "education")] == 12
    assert found["bookings", ("kind", "subway")] == 0


def test_growth_compares_with_the_same_days_a_year_before(window, rows):
    answers = figures.compute(
        window, [Ask.of("shelters.visits_growth", kind=kind) for kind in ("hub", "subway")]
    )
    hub, subway = answers.values()
    assert (hub.value, hub.printed) == (Decimal(22), "22")
    assert subway.printed == "-"


def test_every_number_is_the_aggregate_of_its_own_list(window, rows):
    for ask, answer in figures.compute(window, asks()).items():
        if ask.code in COUNTED:
            figure, _ = figures.registry.find(ask.code)
            assert answer.value == figure.value(window, ask.cut), ask


def test_one_more_count_moves_its_shelter_and_what_that_belongs_to(window, rows):
    change = moved(window, lambda: make_visits(rows["subway"], AS_OF, 11))
    site = rows["subway"].site.code
    cuts = [(), (("kind", "subway"),), (("shelter", site),), (("source", "kiosk"),), (("centre", "main"),)]
    assert {key: n for key, n in change.items() if key[0] == "visits"} == {
        ("visits", *cut): 11 for cut in cuts
    }
    assert {key[0] for key in change} == {"visits", "visits_growth"}


def test_a_count_moved_past_the_day_counts_no_more(window, rows):
    row = rows["hub"].visits.get(day=AS_OF)
    change = moved(window, lambda: type(row).objects.filter(pk=row.pk).update(day=AFTER))
    assert change["visits",] == change["visits", ("kind", "hub")] == -30
    (standing,) = [s for s in figures.standings(row, window) if s.figure.code == "shelters.visits"]
    assert standing.because == ["기간 안의 이용일임"]


def test_a_booking_taken_back_moves_both_figures(window, rows):
    row = rows["used"]
    update = {"state": "approved", "actual_heads": None}
    change = moved(window, lambda: type(row).objects.filter(pk=row.pk).update(**update))
    assert (change["bookings",], change["booking_people",]) == (-1, -7)
    assert (change["bookings", ("purpose", "meeting")], change["booking_people", ("kind", "hub")]) == (-1, -7)
    assert {key[0] for key in change} == {"bookings", "booking_people"}


def test_a_shelter_that_closes_is_counted_until_its_last_day(window, rows):
    change = moved(window, lambda: type(rows["hub"]).objects.filter(pk=rows["hub"].pk).update(until_on=AS_OF))
    assert change == {}
    change = moved(
        window, lambda: type(rows["hub"]).objects.filter(pk=rows["hub"].pk).update(until_on=date(2025, 9, 29))
    )
    assert change["shelters",] == change["shelters", ("kind", "hub")] == -1


def test_the_longest_day_as_of_the_end_of_the_period(window, centre):
    hub = make_shelter(centre, name="가람쉼터")
    make_hours(hub, "10:00", "02:00", days=range(5), until_on=date(2024, 12, 31))
    make_hours(hub, "10:00", "06:00", days=range(4), from_on=date(2025, 1, 1))
    make_hours(hub, "10:00", "12:30", days=(4,), from_on=date(2025, 1, 1))
    make_hours(hub, None, None, days=(5,))
    around = make_shelter(make_centre("elsewhere"))
    make_hours(around, "10:00", "10:00")

    def hours(period=None, **cut):
        ask = Ask.of("shelters.daily_hours", parse(period) if period else None, **cut)
        return figures.compute(window, [ask])[ask].value

    assert (hours(), hours("2024"), hours(kind="hub"), hours(kind="mini")) == (20, 16, 20, None)
    there = Window((around.centre_id,), window.period, AS_OF)
    assert (
        figures.compute(there, [Ask.of("shelters.daily_hours")])[Ask.of("shelters.daily_hours")].value == 24
    )
    hub.hours.filter(weekday__in=range(4), from_on=date(2025, 1, 1)).update(opens_at=None, closes_at=None)
    assert hours() == Decimal("2.5")
