"""Every number of counselling equals its own list, and one row moves exactly the numbers it should move."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kwonik.counselling.figures import BOOTH_CENTRES, BOOTH_SESSIONS, BOOTH_STATIONS, CONSULTATIONS
from kwonik.kernel import figures
from kwonik.kernel.figures import Ask, UndeclaredFigure, Window
from kwonik.kernel.periods import parse
from tests.counselling.factories import A_DAY, make_booth, make_consultation
from tests.factories import code_of, make_district, make_service, make_site

ALL = (CONSULTATIONS, BOOTH_STATIONS, BOOTH_CENTRES, BOOTH_SESSIONS)
OUTSIDE = date(2025, 10, 1)
SERVICES = ("legal", "tax")


@pytest.fixture
def window(centre, elsewhere):
    """'25. 1월~9월 of the city centre, whose network has another one."""
    return Window((centre.pk,), parse("2025-01/2025-09"), date(2025, 9, 30), (centre.pk, elsewhere.pk))


@pytest.fixture
def work(centre, elsewhere, legal):
    """Some of everything, and of everything that must not count."""
    tax = make_service("tax")
    jonggak, sadang = make_site("jonggak"), make_site("sadang")
    shelter = make_site("hapjeong", kind="shelter")
    jongno = make_district("jongno")
    regular = make_booth(centre, jonggak)
    focus = make_booth(centre, sadang, kind="focus_day")
    make_booth(elsewhere, jonggak, kind="focus_day")
    make_booth(centre, jonggak, held_on=OUTSIDE)
    make_booth(centre, make_site("cancelled"), withdrawn_at=timezone.now())
    for n in range(3):
        make_consultation(
            centre, legal, occurred_on=date(2025, 1 + 4 * n, 1), district=jongno, outcome="answered"
        )
    make_consultation(centre, legal, party="employer", issue="contract_terms", others=("unpaid_wages",))
    make_consultation(centre, legal, channel="station_booth", site=jonggak, booth=regular)
    make_consultation(centre, legal, channel="station_booth", site=sadang, booth=focus)
    make_consultation(centre, tax, channel="outreach", site=shelter)
    make_consultation(centre, tax, channel="visit", issue="other")
    make_consultation(centre, legal, occurred_on=OUTSIDE)
    make_consultation(centre, legal, is_business_contact=True)
    make_consultation(centre, legal, withdrawn_at=timezone.now(), withdrawn_reason="중복")
    make_consultation(elsewhere, legal)


def every_ask() -> list[Ask]:
    """Each figure whole and by every value of every cut."""
    asks = []
    for figure in ALL:
        codes = [f"counselling.{service}" for service in SERVICES] if figure.family else [figure.code]
        for code in codes:
            asks.append(Ask.of(code))
            asks += [Ask.of(code, **{cut.key: value}) for cut in figure.by for value in cut.labels()]
    return asks


def numbers(window) -> dict[tuple, int]:
    answers = figures.compute(window, every_ask())
    return {
        (ask.code.removeprefix("counselling."), *ask.cut): answer.value for ask, answer in answers.items()
    }


def moved(window, act) -> dict[tuple, int]:
    """Which numbers `act` moved, and by how much."""
    before = numbers(window)
    act()
    after = numbers(window)
    return {key: after[key] - before[key] for key in after if after[key] != before.get(key, 0)}


# -- a number is its list -------------------------------------------------------------------------------------


def test_the_numbers_are_these(work, window):
    found = numbers(window)

    assert {key: found[key] for key in found if len(key) == 1} == {
        ("legal",): 6,
        ("tax",): 2,
        ("booth_stations",): 2,
        ("booth_centres",): 2,
        ("booth_sessions",): 3,
    }
    assert (found["legal", ("party", "worker")], found["legal", ("party", "employer")]) == (5, 1)
    assert (found["legal", ("booth_kind", "regular")], found["legal", ("booth_kind", "focus_day")]) == (1, 1)
    assert (found["tax", ("site_kind", "shelter")], found["tax", ("site", "hapjeong")]) == (1, 1)
    assert (
        found["booth_stations", ("kind", "focus_day")],
        found["booth_centres", ("kind", "focus_day")],
    ) == (2, 2)


def test_every_number_is_the_aggregate_of_its_own_list(work, window):
    """Asked together or one by one, by any cut: the drill-down is the number."""
    together = numbers(window)
    for ask in every_ask():
        figure, fixed = figures.registry.find(ask.code)
        cut = (*ask.cut, *fixed)
        listed = figure.rows(window, cut)
        counted = {
            "booth_stations": listed.values("site").distinct().count(),
            "booth_centres": listed.values("centre").distinct().count(),
        }.get(ask.code.removeprefix("counselling."), listed.count())
        assert (
            together[(ask.code.removeprefix("counselling."), *ask.cut)]
            == counted
            == figure.value(window, cut)
        ), ask


def test_parts_add_up_where_every_row_has_one(work, window):
    found = numbers(window)
    for service in SERVICES:
        for cut in ("party", "channel", "issue", "centre"):
            parts = [
                value for key, value in found.items() if key[0] == service and key[1:] and key[1][0] == cut
            ]
            assert sum(parts) == found[service,], (service, cut)


def test_months_add_up_to_the_period(work, window):
    months = [Ask.of("counselling.legal", parse(f"2025-{month:02}")) for month in range(1, 10)]
    answers = figures.compute(window, [*months, Ask.of("counselling.legal")])

    assert sum(answers[ask].value for ask in months) == answers[Ask.of("counselling.legal")].value == 6
    assert [answers[ask].value for ask in months] == [1, 0, 0, 0, 4, 0, 0, 0, 1]


def test_days_after_the_as_of_date_do_not_count(work, window):
    early = Window(window.centres, window.period, date(2025, 5, 1), window.network)
    assert numbers(early)["legal",] == 2


def test_what_nobody_declared_is_refused(work, window):
    for ask in (
        Ask.of("counselling.shoes"),
        Ask.of("counselling.legal", colour="red"),
        Ask.of("counselling.legal", issue="comprehensive"),
        Ask.of("counselling.booth_sessions", kind="weekly"),
    ):
        with pytest.raises(UndeclaredFigure):
            figures.compute(window, [ask])


def test_all_cuts_of_one_figure_are_one_statement(work, window):
    """Labels apart (a look-up each), the counted cells of a figure come from one grouped statement."""
    asks = [
        Ask.of("counselling.legal", party=party, issue=issue)
        for party in ("worker", "employer")
        for issue in ("other", "unpaid_wages")
    ]
    with CaptureQueriesContext(connection) as captured:
        figures.compute(window, asks)
    assert sum("counselling_consultation" in query["sql"] for query in captured) == 1


# -- one row moves what it should -----------------------------------------------------------------------------

LEGAL_CALL = {
    ("legal",): 1,
    ("legal", ("party", "worker")): 1,
    ("legal", ("channel", "phone")): 1,
    ("legal", ("issue", "unpaid_wages")): 1,
    ("legal", ("centre", "main")): 1,
}


def less(moves: dict[tuple, int]) -> dict[tuple, int]:
    return {key: -by for key, by in moves.items()}


def test_adding_a_talk_moves_its_own_numbers(work, window, centre, legal):
    assert moved(window, lambda: make_consultation(centre, legal)) == LEGAL_CALL


def test_a_talk_with_everything_moves_every_cut(work, window, centre, legal):
    booth = make_booth(centre, make_site("gangnam"), kind="focus_day")
    moves = moved(
        window,
        lambda: make_consultation(
            centre,
            legal,
            channel="station_booth",
            issue="other",
            others=("unpaid_wages",),
            outcome="relief",
            district=make_district("jongno"),
            site=booth.site,
            booth=booth,
            party="employer",
        ),
    )
    assert moves == {
        ("legal",): 1,
        ("legal", ("party", "employer")): 1,
        ("legal", ("channel", "station_booth")): 1,
        ("legal", ("issue", "other")): 1,
        ("legal", ("outcome", "relief")): 1,
        ("legal", ("site", "gangnam")): 1,
        ("legal", ("site_kind", "station")): 1,
        ("legal", ("booth_kind", "focus_day")): 1,
        ("legal", ("district", "jongno")): 1,
        ("legal", ("centre", "main")): 1,
    }


@pytest.mark.parametrize(
    "change",
    [
        {"occurred_on": OUTSIDE},
        {"withdrawn_at": "2025-06-01T00:00Z", "withdrawn_reason": "중복"},
        {"is_business_contact": True},
    ],
    ids=["moved out of the period", "withdrawn", "marked as business contact"],
)
def test_a_talk_that_stops_counting_takes_its_numbers_along(work, window, centre, legal, change):
    row = make_consultation(centre, legal)
    assert moved(window, lambda: type(row).objects.filter(pk=row.pk).update(**change)) == less(LEGAL_CALL)


def test_deleting_a_talk_takes_its_numbers_along(work, window, centre, legal):
    row = make_consultation(centre, legal)
    assert moved(window, row.delete) == less(LEGAL_CALL)


def test_reclassifying_moves_two_cells_and_no_total(work, window, centre, legal):
    row = make_consultation(centre, legal)
    other = code_of(legal, "issue", "other")
    assert moved(window, lambda: type(row).objects.filter(pk=row.pk).update(issue=other)) == {
        ("legal", ("issue", "unpaid_wages")): -1,
        ("legal", ("issue", "other")): 1,
    }


def test_another_centres_talk_moves_nothing(work, window, elsewhere, legal):
    assert moved(window, lambda: make_consultation(elsewhere, legal)) == {}


def test_a_booth_at_a_known_station_is_one_more_session(work, window, centre):
    assert moved(window, lambda: make_booth(centre, make_site("jonggak"), held_on=date(2025, 6, 1))) == {
        ("booth_sessions",): 1,
        ("booth_sessions", ("kind", "regular")): 1,
        ("booth_sessions", ("site", "jonggak")): 1,
        ("booth_sessions", ("centre", "main")): 1,
    }


def test_a_new_station_and_a_new_kind_count_once(work, window, elsewhere):
    made = make_site("gangnam")
    assert moved(window, lambda: make_booth(elsewhere, made)) == {
        ("booth_stations",): 1,
        ("booth_stations", ("kind", "regular")): 1,
        ("booth_stations", ("site", "gangnam")): 1,
        ("booth_stations", ("centre", "elsewhere")): 1,
        ("booth_centres", ("kind", "regular")): 1,
        ("booth_centres", ("site", "gangnam")): 1,
        ("booth_sessions",): 1,
        ("booth_sessions", ("kind", "regular")): 1,
        ("booth_sessions", ("site", "gangnam")): 1,
        ("booth_sessions", ("centre", "elsewhere")): 1,
    }
    booth = elsewhere.boothsession_set.get(site=made)
    by_one = moved(
        window, lambda: type(booth).objects.filter(pk=booth.pk).update(withdrawn_at=timezone.now())
    )
    assert by_one[("booth_stations",)] == -1 and set(by_one.values()) == {-1}


# -- from a record back to its numbers ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "because"),
    [
        ({}, []),
        ({"occurred_on": OUTSIDE}, ["상담일이 기간 안에, 기준일까지입니다"]),
        ({"is_business_contact": True}, ["업무 연락이 아니라 상담입니다"]),
        ({"withdrawn_at": timezone.now(), "withdrawn_reason": "중복"}, ["철회하지 않았습니다"]),
    ],
)
def test_a_record_says_why_it_counts_or_not(window, centre, legal, fields, because):
    row = make_consultation(centre, legal, **fields)
    [standing] = figures.standings(row, window)

    assert standing.figure is CONSULTATIONS
    assert (standing.counted, standing.because) == (not because, because)


def test_a_booth_says_in_which_numbers_it_stands(window, elsewhere):
    booth = make_booth(elsewhere, make_site(), held_on=A_DAY)
    assert {s.figure.code for s in figures.standings(booth, window) if s.counted} == {
        "counselling.booth_stations",
        "counselling.booth_centres",
        "counselling.booth_sessions",
    }
