"""Each number of consulting: equal to its own list, sites distinct, and one row moves exactly what it should."""

from datetime import date

import pytest
from django.utils import timezone

from kwonik.consulting.models import Engagement, EngagementPart
from kwonik.kernel import figures
from kwonik.kernel.figures import Ask, Window
from kwonik.kernel.periods import parse
from kwonik.reports.queries import evidence
from tests.consulting.factories import DAY, make_agreement, make_consulting, make_engagement
from tests.factories import make_appointment, make_centre

AS_OF, AFTER = date(2025, 9, 30), date(2025, 10, 1)
GONE = {"withdrawn_at": timezone.now(), "withdrawn_reason": "잘못"}
CODES = (
    *("consulting.sites", "consulting.consultants", "consulting.part_sites", "consulting.fees"),
    "consulting.engagements",
    "consulting.requests",
)


@pytest.fixture
def window(centre):
    return Window((centre.pk,), parse("2025-01/2025-09"), AS_OF)


@pytest.fixture
def rows(centre, service):
    """What counts, and everything that must not."""
    homes = make_agreement(centre=centre, number=1)
    first = make_engagement("가람상사", ("hr", "work_rules"), service=service)
    make_engagement("(주)가람상사", service=service, consultant=first.consultant)
    home = make_engagement(
        "새솔그룹홈", ("hr", "statutory_training"), service=service, agreement=homes, delivered_on=AS_OF
    )
    make_engagement(
        "서울공단",
        ("manual",),
        service=make_consulting("manual_advice", (("manual", "매뉴얼", "mandatory"),)),
    )
    make_engagement(service=service, delivered_on=AFTER)
    make_engagement(service=service, state="assigned")
    make_engagement(service=service, **GONE)
    make_engagement(service=service, centre=make_centre("elsewhere"))
    return {"first": first, "home": home}


def every_ask():
    found = []
    for code in CODES:
        figure, _ = figures.registry.find(code)
        found.append(Ask.of(code))
        for cut in figure.by:
            found += [Ask.of(code, **{cut.key: value}) for value in cut.labels()]
    return found


def numbers(window):
    answers = figures.compute(window, every_ask())
    return {(ask.code.partition(".")[2], *ask.cut): answer.value for ask, answer in answers.items()}


def moved(window, act):
    before = numbers(window)
    act()
    after = numbers(window)
    return {key: after[key] - before.get(key, 0) for key in after if after[key] != before.get(key, 0)}


def test_a_workplace_counts_once_and_its_parts_apart(window, rows):
    found = numbers(window)
    assert (found["sites",], found["sites", ("service", "business")]) == (3, 2)
    assert found["sites", ("service", "manual_advice")] == 1
    assert found["sites", ("agreement", "1")] == 1
    parts = {part: found["part_sites", ("part", part)] for part in ("hr", "work_rules", "statutory_training")}
    assert parts == {"hr": 2, "work_rules": 1, "statutory_training": 1}
    assert found["consultants",] == 3
    assert (found["fees",], found["fees", ("part", "hr")]) == (600_000, 300_000)
    assert (found["requests",], found["requests", ("state", "assigned")]) == (6, 1)


def test_every_number_is_the_aggregate_of_its_own_list(window, rows):
    for ask, answer in figures.compute(window, every_ask()).items():
        figure, _ = figures.registry.find(ask.code)
        assert answer.value == figure.value(window, ask.cut), ask


def test_an_agreement_may_be_asked_for_by_any_number(window, rows):
    august = Ask.of("consulting.sites", parse("2025-08/2025-09"), agreement="1")
    other = Ask.of("consulting.sites", agreement="7")
    assert [answer.value for answer in figures.compute(window, [august, other]).values()] == [1, 0]


@pytest.mark.parametrize(
    ("values", "because"),
    [
        (GONE, "철회하지 않았습니다"),
        ({"delivered_on": AFTER}, "완료한 날이 기간 안에, 기준일까지입니다"),
        ({"state": "assigned", "delivered_on": None}, None),
    ],
)
def test_a_workplace_that_leaves_takes_its_parts_along(window, rows, values, because):
    row = rows["home"]
    change = moved(window, lambda: Engagement.objects.filter(pk=row.pk).update(**values))
    assert change["sites",] == change["sites", ("agreement", "1")] == -1
    assert change["part_sites", ("part", "hr")] == change["part_sites", ("part", "statutory_training")] == -1
    assert ("part_sites", ("part", "work_rules")) not in change
    assert change["fees",] == -200_000
    row.refresh_from_db()
    standing = next(one for one in figures.standings(row, window) if one.figure.code == "consulting.sites")
    assert not standing.counted
    if because:
        assert standing.because == [because]


def test_a_second_talk_at_the_same_place_is_no_second_place(window, rows, service):
    twin = Engagement.objects.filter(workplace=rows["first"].workplace).exclude(pk=rows["first"].pk)
    change = moved(window, lambda: twin.update(**GONE))
    assert not {key for key in change if key[0] in ("sites", "part_sites", "consultants")}
    assert change["fees",] == -100_000


def test_a_consultant_appointed_twice_is_one_person(window, rows, service):
    known = rows["first"].consultant
    again = make_appointment("duty_attorney", centre=known.centre, name=known.name, firm=known.firm)
    change = moved(window, lambda: make_engagement("온새미카페", service=service, consultant=again))
    assert change["sites",] == 1
    assert not {key for key in change if key[0] == "consultants"}


def test_the_fees_lead_to_the_engagements_they_belong_to(window, rows):
    found = evidence(Ask.of("consulting.fees"), window)
    assert {line[0] for line in found.lines()} <= set(Engagement.objects.values_list("pk", flat=True))
    assert found.figure.page == "consulting:engagement"


def test_an_optional_part_undone_leaves_only_its_own_count(window, rows):
    part = EngagementPart.objects.get(engagement=rows["first"], part__code="work_rules")
    change = moved(window, lambda: EngagementPart.objects.filter(pk=part.pk).update(done_on=None))
    assert change["part_sites", ("part", "work_rules")] == -1
    assert not {key for key in change if key[0] == "sites"}


def test_one_more_workplace_moves_its_cuts(window, rows, service):
    change = moved(window, lambda: make_engagement("온새미카페", service=service, delivered_on=DAY))
    assert {key: by for key, by in change.items() if key[0] == "sites"} == {
        ("sites",): 1,
        ("sites", ("service", "business")): 1,
        ("sites", ("centre", "main")): 1,
    }


def test_a_workplace_advised_twice_is_one_site_and_two_engagements(window, rows):
    asks = [
        Ask.of("consulting.sites", service="business"),
        Ask.of("consulting.engagements", service="business"),
    ]
    sites, times = (answer.value for answer in figures.compute(window, asks).values())
    assert (sites, times) == (2, 3)
    Engagement.objects.filter(pk=rows["first"].pk).update(delivered_on=AFTER)
    assert [answer.value for answer in figures.compute(window, asks).values()] == [2, 2]
