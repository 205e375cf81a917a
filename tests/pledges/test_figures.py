"""Rates as cities print them, counted from rows; money, progress and citizens told; each moves with its rows."""

from datetime import date
from decimal import Decimal

import pytest

from kwonik.kernel import figures
from kwonik.kernel.figures import Ask
from kwonik.kernel.rounding import HALF_UP
from kwonik.pledges import queries
from kwonik.pledges.models import Happening, Pledge
from tests.pledges.factories import (
    head,
    make_communication,
    make_happening,
    make_milestone,
    make_money,
    make_pledge,
    make_status,
)

AS_OF = date(2025, 12, 31)


def value(centre, code, as_of=AS_OF, **cut):
    ask = Ask.of(code, **cut)
    return figures.compute(queries.window(centre, as_of), [ask])[ask].value


def printed(centre, code, as_of=AS_OF, **cut):
    ask = Ask.of(code, **cut)
    return figures.compute(queries.window(centre, as_of), [ask])[ask].printed


def make_many(centre, **counts: int) -> list[Pledge]:
    """So many pledges of each class."""
    statuses = [status for status, count in counts.items() for _ in range(count)]
    rows = Pledge.objects.bulk_create(
        Pledge(centre=centre, **head(f"p-{number}")) for number in range(len(statuses))
    )
    told = {"kind": "status", "decided_on": date(2023, 1, 2), "decided_by": "총괄부서", "basis": "점검"}
    Happening.objects.bulk_create(
        Happening(pledge=row, centre=centre, status=status, **told)
        for row, status in zip(rows, statuses, strict=True)
    )
    return rows


@pytest.mark.parametrize(
    ("counts", "done", "progressing"),
    [
        ({"closed": 60, "continuing": 46, "on_track": 51, "behind": 2}, "66.7", "98.7"),
        ({"closed": 70, "continuing": 43, "on_track": 44, "under_review": 2}, "71.1", "98.7"),
        ({"closed": 54, "on_track": 25}, "68.4", "100.0"),
    ],
    ids=["159: 106/51", "159: 113/44", "79: 54/25"],
)
def test_published_rates_follow_from_their_counts(city, counts, done, progressing):
    """Anyang's two prints (66.7 and 98.7; 71 and 98.7), and Sunchang's 54 of 79, which it printed as 67.1."""
    make_many(city, **counts)

    assert printed(city, "pledges.rate_done") == done
    assert printed(city, "pledges.rate_progressing") == progressing


def test_anyangs_second_rate_in_whole_percent_is_the_71_it_printed(city):
    make_many(city, closed=113, on_track=44, behind=2)

    assert HALF_UP(value(city, "pledges.rate_done")) == 71


def test_held_and_dropped_ones_stay_in_the_whole_and_are_counted_apart(city):
    make_many(city, closed=1, held=1, dropped=2)

    assert value(city, "pledges.all") == 4
    assert (value(city, "pledges.held"), value(city, "pledges.dropped")) == (1, 2)
    assert printed(city, "pledges.rate_done") == "25.0"


def test_no_pledges_no_rate(city):
    assert printed(city, "pledges.rate_done") == "-"
    assert printed(city, "pledges.mean_fulfilment") == "-"


def test_the_class_of_any_day_is_answered_by_the_events_until_then(city):
    pledge = make_pledge(city)
    make_status(pledge, "not_due", date(2022, 9, 1))
    make_status(pledge, "behind", date(2024, 3, 1))
    make_status(pledge, "closed", date(2025, 6, 1))

    days = (date(2022, 8, 1), date(2023, 1, 1), date(2024, 3, 1), date(2025, 12, 31))
    assert [queries.status_of(pledge, day) for day in days] == ["", "not_due", "behind", "closed"]
    assert [value(city, "pledges.done", day) for day in days] == [0, 0, 0, 1]
    assert queries.completed_years([pledge.pk], days[-1]) == {pledge.pk: 2025}


def test_a_pledge_taken_up_again_is_no_longer_completed(city):
    pledge = make_pledge(city)
    make_status(pledge, "closed", date(2023, 6, 1))
    make_status(pledge, "on_track", date(2024, 6, 1))

    assert queries.completed_years([pledge.pk], AS_OF) == {}
    assert queries.completed_years([pledge.pk], date(2023, 12, 31)) == {pledge.pk: 2023}


def test_a_merged_pledge_counts_with_the_other_one_from_that_day_on(city):
    kept, gone = make_pledge(city), make_pledge(city)
    make_happening(gone, "merged", other=kept, decided_on=date(2024, 5, 1))

    assert value(city, "pledges.all", date(2024, 4, 30)) == 2
    assert value(city, "pledges.all", date(2024, 5, 1)) == 1


def test_pledges_move_the_figures_they_stand_in_and_no_other(city, elsewhere):
    make_many(city, closed=2, on_track=1)
    make_status(make_pledge(elsewhere), "closed")
    codes = [figure.code for figure in figures.registry.counted() if figure.code.startswith("pledges.")]
    before = {code: value(city, code) for code in codes}

    make_status(make_pledge(city, span="after"), "behind")

    moved = {code for code in codes if value(city, code) != before[code]}
    assert moved == {"pledges.all", "pledges.under_way", "pledges.behind"}


def test_a_rate_by_milestones_is_never_typed_and_answers_for_its_day(city):
    pledge = make_pledge(city)
    make_milestone(pledge, weight=1, done_quarter=20224)
    make_milestone(pledge, weight=2, last_quarter=20254)

    assert printed(city, "pledges.fulfilment", pledge=pledge.code) == "33.3"
    assert printed(city, "pledges.fulfilment", date(2022, 9, 30), pledge=pledge.code) == "0"
    make_milestone(
        pledge, weight=3, done_quarter=20251, withdrawn_at="2025-12-01T00:00Z", withdrawn_reason="오기"
    )
    assert printed(city, "pledges.fulfilment", pledge=pledge.code) == "33.3"


def test_the_mean_counts_every_pledge_alike_however_many_milestones(city):
    full, third, none = make_pledge(city), make_pledge(city), make_pledge(city)
    make_milestone(full, weight=40, done_quarter=20224)
    make_milestone(third, weight=1, done_quarter=20224)
    make_milestone(third, weight=2)

    assert none.code and value(city, "pledges.mean_fulfilment") == Decimal("44.4")


def test_a_rate_set_by_hand_stands_beside_the_roadmaps_own(city):
    pledge = make_pledge(city)
    make_milestone(pledge, weight=1)
    make_happening(pledge, "override", percent=80)

    standing = queries.standing(pledge, AS_OF)
    assert (standing.rate, standing.hand.percent) == (0, 80)
    make_happening(pledge, "override", percent=None, decided_on=date(2024, 1, 1))
    assert queries.standing(pledge, AS_OF).hand is None
    assert value(city, "pledges.fulfilment", pledge=pledge.code) == 0


def test_money_is_summed_by_stage_source_and_year_in_won(city):
    pledge = make_pledge(city)
    make_money(pledge, 5_400_000)
    make_money(pledge, 1, year=2024, source="national")
    make_money(pledge, 7, year=None)
    make_money(pledge, 3, stage="secured")
    make_money(pledge, 900, decided_on=date(2026, 1, 1))

    assert value(city, "pledges.planned_won", pledge=pledge.code) == 5_400_008
    assert value(city, "pledges.planned_won", year="2024", source="national") == 1
    assert value(city, "pledges.planned_won", after="True") == 7
    assert value(city, "pledges.secured_won") == 3


def test_citizens_told_are_counted_listed_or_not_by_channel(city):
    pledge = make_pledge(city)
    make_communication(pledge)
    make_communication(pledge, count=20, listed=False, channel="sns")
    make_communication(pledge, held_on=date(2026, 1, 1))

    assert value(city, "pledges.communication", channel="press") == 1
    assert value(city, "pledges.communication", channel="sns", pledge=pledge.code) == 20


def test_a_centre_counts_the_pledges_of_the_city_that_oversees_it_and_no_others(centre, city, elsewhere):
    make_pledge(city)
    make_pledge(elsewhere)

    assert value(centre, "pledges.all") == 1
    assert value(city, "pledges.all") == 1


def test_what_is_off_on_a_card_is_said_with_its_cell(city):
    pledge = make_pledge(city)
    make_money(pledge, 10, stage="secured")
    make_money(pledge, 12, stage="executed")

    (said,) = queries.problems(pledge, AS_OF)
    assert "2025년 시비" in said and "2원 많습니다" in said


def test_all_rates_come_from_one_computation(city, django_assert_max_num_queries):
    make_many(city, closed=3, on_track=2)

    with django_assert_max_num_queries(40):
        found = queries.rates(queries.window(city, AS_OF))

    assert [rate.answer.printed for rate in found.rates] == ["60.0", "100.0", "60.0", "0.0"]
    assert all(rate.formula.version and rate.parts for rate in found.rates)
