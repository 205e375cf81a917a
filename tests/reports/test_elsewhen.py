"""Numbers made of the same figure over other days: growth over last year, how it stood before."""

from datetime import date

import pytest

from kwonik.kernel import figures
from kwonik.kernel.figures import Ask, Derived
from kwonik.kernel.periods import parse
from kwonik.kernel.rounding import HALF_UP
from kwonik.reports import queries
from tests.counselling.factories import make_consultation
from tests.factories import make_centre

pytestmark = pytest.mark.django_db


@pytest.fixture
def declared(monkeypatch):
    """Two figures of this test alone, declared and forgotten."""
    monkeypatch.setattr(figures.registry, "_by_code", dict(figures.registry._by_code))
    for code, of, formula in (
        ("counselling.growth_", figures.year_earlier("counselling.legal"), figures.growth(HALF_UP)),
        ("counselling.risen_", figures.just_before("counselling.legal"), figures.difference),
    ):
        figures.declare(Derived(code, "늘어남", "", "", ("counselling.legal", of), formula, "지난해와 견줌"))


def counted(centre, code, period="2025-01/2025-09", as_of=date(2025, 9, 30)):
    ask = Ask.of(code)
    return figures.compute(queries.window_of(centre, parse(period), as_of), [ask])[ask].value


def test_growth_compares_the_same_days_of_the_year_before(declared):
    centre = make_centre()
    for day in (date(2024, 2, 1), date(2024, 12, 1), date(2025, 3, 1), date(2025, 4, 1), date(2025, 5, 1)):
        make_consultation(centre=centre, occurred_on=day)
    assert (
        counted(centre, "counselling.growth_") == 200
    )  # three against one: December is not in January to September
    make_consultation(centre=centre, occurred_on=date(2024, 9, 30))
    assert counted(centre, "counselling.growth_") == 50


def test_an_as_of_date_cuts_both_years_alike(declared):
    centre = make_centre()
    for day in (date(2024, 2, 1), date(2024, 6, 1), date(2025, 3, 1), date(2025, 8, 1)):
        make_consultation(centre=centre, occurred_on=day)
    assert counted(centre, "counselling.growth_", as_of=date(2025, 4, 30)) == 0
    assert counted(centre, "counselling.growth_") == 0


def test_nothing_to_compare_with_is_no_number(declared):
    centre = make_centre()
    make_consultation(centre=centre, occurred_on=date(2025, 3, 1))
    assert counted(centre, "counselling.growth_") is None


def test_before_is_the_day_before_the_period(declared):
    centre = make_centre()
    make_consultation(centre=centre, occurred_on=date(2024, 12, 31))
    make_consultation(centre=centre, occurred_on=date(2025, 3, 1))
    make_consultation(centre=centre, occurred_on=date(2025, 3, 2))
    assert counted(centre, "counselling.risen_") == 1


def test_its_evidence_names_the_other_days(declared):
    centre = make_centre()
    make_consultation(centre=centre)
    window = queries.window_of(centre, parse("2025-01/2025-09"), date(2025, 9, 30))
    now, before = queries.evidence(Ask.of("counselling.growth_"), window).parts
    assert (now.ask.period, str(before.ask.period)) == (None, "2024-01-01/2024-09-30")
    figures.check([Ask.of("counselling.growth_", party="worker")])
    with pytest.raises(figures.UndeclaredFigure):
        figures.check([Ask.of("counselling.growth_", party="nobody")])
