"""Each figure moves exactly when it should, and its list is its number."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kwonik.kernel.figures import Ask, UndeclaredFigure, Window, compute, registry, standings
from kwonik.kernel.periods import Period
from kwonik.remedy import actions
from tests.factories import make_centre, make_district
from tests.remedy.factories import conclusion, make_case, make_world, open_case, particulars

YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))
IN, OUT = date(2025, 3, 4), date(2024, 12, 31)


def window(*worlds, period=YEAR, as_of=date(2025, 12, 31)):
    return Window(tuple(world.centre.pk for world in worlds), period, as_of)


def ask(world, code="remedy.cases", **cut):
    wanted = Ask.of(code, **cut)
    return compute(window(world), [wanted])[wanted].value


def end(world, case, on, won):
    """Concludes an active case on a day of the past."""
    given = conclusion(world, concluded_on=on, recovered_won=won)
    return actions.conclude(by=world.officer, case=case, conclusion=given)


def active(world, **fields):
    case = make_case(world, "ready", **fields)
    return actions.handle(by=world.officer, case=case)


def test_a_case_counts_where_and_when_it_was_opened(world):
    other = make_world(make_centre("elsewhere"))
    open_case(world, opened_on=IN)
    open_case(world, opened_on=OUT)
    open_case(other, opened_on=IN)

    assert ask(world) == 1
    assert ask(other) == 1


def test_the_cuts_of_the_report_add_up(world):
    for client_group, issue, forum, count in (
        ("general", "unfair_dismissal", "labour_commission", 2),
        ("general", "unpaid_wages", "labour_petition", 3),
        ("general", "other", "document_review", 1),
        ("platform_freelancer", "unpaid_wages", "small_claim", 2),
    ):
        for _ in range(count):
            open_case(
                world,
                opened_on=IN,
                client_group=client_group,
                issue=issue,
                forum=forum,
                instruments=["payment_order"],
                district=make_district("mapo"),
            )

    asked = {
        (): 8,
        (("client_group", "general"),): 6,
        (("client_group", "general"), ("issue", "unpaid_wages")): 3,
        (("client_group", "platform_freelancer"), ("forum", "small_claim")): 2,
        (("forum_kind", "review"),): 1,
        (("forum_kind", "relief"),): 7,
        (("district", "mapo"),): 8,
        (("state", "preparing"),): 8,
        (("centre", "main"),): 8,
        (("service", "remedy"),): 8,
    }
    answers = compute(window(world), [Ask("remedy.cases", cut) for cut in asked])
    assert {wanted.cut: answer.value for wanted, answer in answers.items()} == asked


def test_a_withdrawal_by_the_client_counts_an_error_does_not(world):
    client, error = open_case(world, opened_on=IN), open_case(world, opened_on=IN)

    actions.withdraw(by=world.officer, case=client, kind="client", reason="원하지 않음")
    assert ask(world) == 2
    actions.withdraw(by=world.officer, case=error, kind="error", reason="두 번 엶")
    assert ask(world) == 1
    actions.restore(by=world.officer, case=error, reason="다른 사건이었음")
    assert ask(world) == 2


def test_moving_the_day_of_opening_moves_the_count(world):
    case = open_case(world, opened_on=IN)
    given = particulars(world, client=case.client, opened_on=OUT)

    actions.amend(by=world.officer, case=case, particulars=given, version=1)

    assert ask(world) == 0


def test_outcomes_and_won_count_on_the_day_they_fell(world):
    end(world, active(world, opened_on=OUT), IN, 3_000_000)
    end(world, active(world, opened_on=IN), IN, None)
    end(world, active(world, opened_on=IN), date(2026, 1, 5), 9_000_000)
    active(world, opened_on=IN)

    assert ask(world, "remedy.cases") == 3
    assert ask(world, "remedy.concluded") == 2
    assert ask(world, "remedy.recovered") == 3_000_000
    assert ask(world, "remedy.concluded", outcome="recovered") == 2
    assert ask(world, "remedy.recovered", outcome="dismissed") == 0


def test_undoing_and_revising_an_outcome_moves_the_won(world):
    case = end(world, active(world, opened_on=IN), IN, 3_000_000)
    given = conclusion(world, concluded_on=IN, recovered_won=2_000_000, outcome="dismissed")

    actions.revise(by=world.officer, case=case, conclusion=given, reason="잘못 적음")
    assert ask(world, "remedy.recovered", outcome="dismissed") == 2_000_000
    actions.resume(by=world.officer, case=case, reason="다시 진행")
    assert (ask(world, "remedy.concluded"), ask(world, "remedy.recovered")) == (0, 0)


def test_a_case_opened_after_the_as_of_date_is_not_counted(world):
    open_case(world, opened_on=date(2025, 9, 30))
    open_case(world, opened_on=date(2025, 10, 1))

    wanted = Ask.of("remedy.cases")
    assert compute(window(world, as_of=date(2025, 9, 30)), [wanted])[wanted].value == 1


@pytest.mark.parametrize("code", ["remedy.cases", "remedy.concluded", "remedy.recovered"])
def test_the_list_behind_a_number_is_the_number(world, code):
    end(world, active(world, opened_on=IN), IN, 3_000_000)
    open_case(world, opened_on=IN, issue="other")
    open_case(world, opened_on=OUT)
    figure, _ = registry.find(code)
    cut = (("issue", "unpaid_wages"),)

    assert figure.rows(window(world), cut).aggregate(n=figure.measure.aggregate())["n"] == ask(
        world, code, issue="unpaid_wages"
    )
    shown = figure.rows(window(world), cut).values_list(*(column.path for column in figure.columns))
    assert len(shown) == 1


def test_a_record_knows_where_it_counts_and_why_not(world):
    case = active(world, opened_on=IN)

    found = {standing.figure.code: standing for standing in standings(case, window(world))}

    assert found["remedy.cases"].counted
    assert not found["remedy.concluded"].counted
    assert found["remedy.concluded"].because == ["기간 안에 결과가 남"]


def test_a_cut_that_nobody_declared_is_refused(world):
    with pytest.raises(UndeclaredFigure):
        ask(world, advocate="1")
    with pytest.raises(UndeclaredFigure):
        ask(world, issue="no_such_issue")


def test_each_figure_is_one_statement_whatever_its_cuts_and_years(world):
    open_case(world, opened_on=IN)
    asks = [
        Ask.of(code, period=Period(date(year, 1, 1), date(year, 12, 31)), forum=forum)
        for code in ("remedy.cases", "remedy.concluded", "remedy.recovered")
        for year in range(2022, 2026)
        for forum in ("document_review", "labour_petition", "labour_commission")
    ]
    compute(window(world), asks)  # fills the label caches

    with CaptureQueriesContext(connection) as captured:
        compute(window(world), asks)

    assert sum('"remedy_reliefcase"' in query["sql"] for query in captured) == 3
