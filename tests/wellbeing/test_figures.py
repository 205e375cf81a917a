"""The programme's figures: each equals its own list; one row moves what it should; two entries merged are one person."""

from datetime import date

import pytest
from django.utils import timezone

from kwonik.kernel import figures
from kwonik.kernel.figures import Ask, Window
from kwonik.kernel.periods import parse
from kwonik.people.actions import merge_clients, part_client
from tests.factories import make_account, make_centre
from tests.wellbeing.factories import (
    make_course,
    make_group,
    make_group_sitting,
    make_hub,
    make_sitting,
    make_sittings,
)

AS_OF = date(2025, 9, 30)
AFTER = date(2025, 10, 1)
OF_SITTINGS = ("wellbeing.sittings", "wellbeing.people")
OF_GROUPS = ("wellbeing.groups", "wellbeing.group_sittings", "wellbeing.group_people")
OF_HUBS = ("wellbeing.hubs", "wellbeing.regions")


@pytest.fixture
def window(centre):
    return Window((centre.pk,), parse("2025-01/2025-09"), AS_OF)


@pytest.fixture
def rows(centre):
    """Two people with visiting counsellors, two at hubs, two groups, and everything that must not count."""
    west = make_hub(centre, name="마음숲", region="서부")
    north = make_hub(centre, name="늘봄", region="북부")
    make_hub(centre, name="옛기관", region="남부", from_on=date(2024, 1, 2), until_on=date(2024, 12, 31))
    make_hub(centre, name="새기관", region="중부", from_on=AFTER)
    first, second = make_course(centre), make_course(centre, issue="harassment")
    third, fourth = make_course(centre, hub=west), make_course(centre, hub=north)
    for course, count in ((first, 3), (second, 1), (third, 4), (fourth, 2)):
        make_sittings(course, count)
    make_sitting(first, AS_OF)
    make_sitting(first, AFTER)
    make_sitting(second, date(2024, 12, 31))
    for state in ("planned", "no_show", "cancelled"):
        make_sitting(second, date(2025, 6, 3), state)
    make_sitting(make_course(centre), date(2025, 6, 3), "no_show")
    make_sitting(make_course(make_centre("elsewhere")))
    one, two = make_group(centre), make_group(centre, theme="명상")
    make_group_sitting(one, people=14)
    make_group_sitting(one, AS_OF, people=11)
    make_group_sitting(two, people=20)
    make_group_sitting(make_group(centre), AFTER, people=9)
    make_group_sitting(make_group(make_centre("elsewhere")), people=7)
    return {"first": first, "second": second, "third": third, "fourth": fourth, "one": one, "two": two}


def every_ask():
    asks = []
    for code in (*OF_SITTINGS, *OF_GROUPS, *OF_HUBS):
        figure, _ = figures.registry.find(code)
        asks.append(Ask.of(code))
        asks += [Ask.of(code, **{cut.key: value}) for cut in figure.by for value in cut.labels()]
    return asks


def numbers(window):
    answers = figures.compute(window, every_ask())
    return {(ask.code.removeprefix("wellbeing."), *ask.cut): answer.value for ask, answer in answers.items()}


def moved(window, act):
    before = numbers(window)
    act()
    after = numbers(window)
    return {key: after[key] - before.get(key, 0) for key in after if after[key] != before.get(key, 0)}


def test_the_figures_are_what_was_held_by_the_day(window, rows):
    found = numbers(window)
    assert found["people",] == 4
    assert found["sittings",] == 11
    assert found["people", ("route", "individual")] == found["people", ("route", "hub")] == 2
    assert found["sittings", ("route", "individual")] == 5
    assert found["sittings", ("route", "hub")] == 6
    assert found["sittings", ("hub", "마음숲")] == found["sittings", ("region", "서부")] == 4
    assert found["sittings", ("issue", "harassment")] == found["people", ("issue", "harassment")] == 1
    assert found["groups",] == 2
    assert found["group_sittings",] == 3
    assert found["group_people",] == 45
    assert found["group_people", ("theme", "명상")] == 20
    assert found["hubs",] == 2
    assert found["regions",] == 2


def test_every_number_is_the_aggregate_of_its_own_list(window, rows):
    for ask, answer in figures.compute(window, every_ask()).items():
        figure, _ = figures.registry.find(ask.code)
        assert answer.value == figure.value(window, ask.cut), ask


def test_one_more_sitting_moves_sittings_and_nobody_new(window, rows):
    change = moved(window, lambda: make_sitting(rows["third"], date(2025, 8, 1)))
    keys = [(), (("route", "hub"),), (("hub", "마음숲"),), (("region", "서부"),), (("issue", "exhaustion"),)]
    assert change == {("sittings", *key): 1 for key in keys}


@pytest.mark.parametrize(
    "values",
    [
        {"state": "no_show"},
        {"held_on": AFTER},
        {"withdrawn_at": timezone.now(), "withdrawn_reason": "잘못", "number": None},
    ],
)
def test_a_sitting_that_is_not_held_moved_or_withdrawn_counts_no_more(window, rows, values):
    row = rows["second"].sittings.get(held_on=date(2025, 5, 9))
    change = moved(window, lambda: type(row).objects.filter(pk=row.pk).update(**values))
    type(row).objects.number_anew([row.course_id])
    keys = [(), (("route", "individual"),), (("issue", "harassment"),)]
    assert change == {(name, *key): -1 for key in keys for name in ("sittings", "people")}
    standing = next(s for s in figures.standings(row, window) if s.figure.code == "wellbeing.sittings")
    assert not standing.counted and len(standing.because) == 1


def test_two_entries_of_one_person_are_one_person_once_merged_and_two_again_when_parted(
    window, rows, officer
):
    """Distinct people stay distinct over a merge, and fall by exactly one: over routes, not within them."""
    keep, other = rows["first"].client, rows["third"].client
    change = moved(window, lambda: merge_clients(by=officer, keep=keep, other=other))
    assert change == {("people",): -1, ("people", ("issue", "exhaustion")): -1}
    third = rows["fourth"].client
    change = moved(window, lambda: merge_clients(by=officer, keep=keep, other=third))
    assert change["people",] == -1 and change["people", ("route", "hub")] == -1
    assert moved(window, lambda: part_client(by=officer, client=other))["people",] == 1
    assert numbers(window)["people",] == 3


def test_merging_somebody_without_a_sitting_of_the_period_changes_nothing(window, rows, officer, centre):
    stranger = make_course(centre).client
    assert moved(window, lambda: merge_clients(by=officer, keep=stranger, other=rows["first"].client)) == {}


def test_a_group_meets_again_and_stays_one_group(window, rows):
    change = moved(window, lambda: make_group_sitting(rows["two"], date(2025, 7, 1), people=5))
    assert change == {
        ("group_sittings",): 1,
        ("group_sittings", ("theme", "명상")): 1,
        ("group_people",): 5,
        ("group_people", ("theme", "명상")): 5,
    }


def test_a_second_hub_of_a_region_is_one_more_hub_and_no_more_regions(window, rows, centre):
    change = moved(window, lambda: make_hub(centre, name="온기", region="서부"))
    assert change == {("hubs",): 1, ("hubs", ("region", "서부")): 1}


def test_an_agreement_that_ended_the_day_before_stands_no_more(window, rows, centre):
    make_account(centre=centre)
    change = moved(
        window, lambda: type(rows["third"].hub).objects.filter(name="늘봄").update(until_on=date(2025, 9, 29))
    )
    assert change["hubs",] == change["regions",] == -1
