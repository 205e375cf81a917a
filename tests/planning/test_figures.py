"""Planned and stated numbers: their lists, and what moves them."""

from datetime import date

import pytest
from django.utils import timezone

from kwonik.kernel import figures
from kwonik.kernel.figures import Ask, Window
from kwonik.kernel.periods import parse
from tests.planning.factories import make_plan, make_programme, make_statement

AS_OF = date(2025, 9, 30)
YEAR = parse("2025")
WRONG = {"withdrawn_at": timezone.now(), "withdrawn_reason": "잘못"}


@pytest.fixture
def window(centre):
    return Window((centre.pk,), parse("2025-01/2025-09"), AS_OF)


@pytest.fixture
def value(window):
    def ask(code, period=None, **cut):
        asked = Ask.of(f"planning.{code}", period, **cut)
        answer = figures.compute(window, [asked])[asked]
        within = window.during(period) if period else window
        assert answer.value == answer.figure.value(within, asked.cut)
        return answer.value

    return ask


def test_plans_after_the_as_of_day_count_over_the_year(centre, elsewhere, value):
    plan = make_plan(centre, code="humanities")
    other = make_programme("other")
    make_plan(centre, programme=other, count=6)
    make_plan(centre, count=None, unit="")
    make_plan(centre, from_on=date(2026, 1, 1), until_on=date(2026, 2, 1))
    make_plan(centre, count=50, **WRONG)
    make_plan(elsewhere, count=70)
    assert value("planned") == 0
    assert value("planned", YEAR) == 8
    assert value("planned", YEAR, plan="humanities") == 2
    assert value("planned", YEAR, programme="other") == 6
    type(plan).objects.filter(pk=plan.pk).update(until_on=date(2026, 1, 31))
    assert value("planned", YEAR) == 6


def test_a_plan_dropped_by_the_day_counts_no_more_and_a_done_one_does(centre, value):
    plan = make_plan(centre)
    rows = type(plan).objects.filter(pk=plan.pk)
    rows.update(state="done", done_on=date(2025, 9, 1))
    assert value("planned", YEAR) == 2
    rows.update(state="dropped", done_on=None, dropped_on=date(2025, 10, 1), dropped_reason="예산 없음")
    assert value("planned", YEAR) == 2
    rows.update(dropped_on=AS_OF)
    assert value("planned", YEAR) == 0


def test_a_report_may_name_a_plan_before_it_is_there(centre, value):
    assert value("planned", YEAR, plan="not-yet") == 0
    assert value("stated", statement="not-yet") == 0


def test_stated_numbers_carry_their_document(centre, value):
    row = make_statement(centre, code="ice-water")
    make_statement(centre, document_on=date(2025, 10, 1))
    make_statement(centre, **WRONG)
    figure, _ = figures.registry.find("planning.stated")
    assert figure.kind == "stated"
    assert value("stated") == value("stated", statement="ice-water") == 100_000
    type(row).objects.filter(pk=row.pk).update(value=90_000)
    assert value("stated") == 90_000
