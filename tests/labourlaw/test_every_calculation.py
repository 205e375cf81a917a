"""What holds for every calculation: it is documented, its example works, and bad facts are named and refused."""

import subprocess
import sys
from datetime import date

import pytest

from kwonik.labourlaw import CALCULATIONS, Refused
from kwonik.labourlaw.facts import Amounts, Choice, Day, Flag, Many, Month, Number

EVERY = pytest.mark.parametrize("calculation", CALCULATIONS.values(), ids=CALCULATIONS)
ASKED = pytest.mark.parametrize(
    "calculation, name",
    [(each, name) for each in CALCULATIONS.values() for name in each.asks],
    ids=[f"{each.name}-{name}" for each in CALCULATIONS.values() for name in each.asks],
)
NONSENSE = {
    Number: ["만원", "10320", True, float("nan"), float("inf"), [], {}, -(10**30), 10**30],
    Day: ["2026-02-29", "어제", "2026-3-1", 20260331, True, "2026-13-01", "0001-01-01", []],
    Month: ["2026-13", "2026", 202610, True, []],
    Flag: ["예", 1, 0, "true", []],
    Choice: ["없는 것", 1, True, [], ""],
    Many: ["1,2,3", 3, {}, [], ["만원"], [[]]],
    Amounts: ["기본급", 3, [], {}, {"기본급": "만원"}, {"기본급": -1}, {1: 1}],
}


@EVERY
def test_is_documented_and_its_example_has_a_worksheet(calculation):
    result = calculation(**calculation.example)

    assert calculation.__doc__, "a public docstring"
    assert calculation.title and calculation.says.endswith(".") and calculation.law
    assert set(result) <= set(calculation.gives)
    assert len(result) and result.steps
    assert any(step.law for step in result.steps), "no article stands behind any step"
    assert all(step.answer and step.formula is not None for step in result.steps)
    assert result.lines() and result.as_json()


@EVERY
def test_says_which_day_selects_its_parameters(calculation):
    result = calculation(**calculation.example)

    assert calculation.selects or not result.parameters


@EVERY
def test_does_not_depend_on_the_order_of_inputs(calculation):
    backwards = dict(reversed(calculation.example.items()))

    assert calculation(**backwards).as_json() == calculation(**calculation.example).as_json()


@EVERY
def test_names_a_fact_it_does_not_know(calculation):
    with pytest.raises(Refused) as refused:
        calculation(**calculation.example, weather="맑음")
    assert list(refused.value.problems) == ["weather"]


@EVERY
def test_answers_in_json_and_never_with_a_float_inside(calculation):
    result = calculation(**calculation.example)

    assert not any(isinstance(value, float) for value in result.exact.values())
    assert not any(isinstance(step.value, float) for step in result.steps)


@ASKED
def test_refuses_nonsense_by_the_name_of_the_fact(calculation, name):
    fact = calculation.asks[name].fact
    kind = next(kind for kind in NONSENSE if isinstance(fact, kind))

    for value in NONSENSE[kind]:
        with pytest.raises(Refused) as refused:
            calculation(**{**calculation.example, name: value})
        assert list(refused.value.problems) == [name], (value, refused.value.problems)
        assert f"‘{fact.label}’" in refused.value.problems[name]


@ASKED
def test_a_missing_fact_is_asked_for(calculation, name):
    asked = calculation.asks[name]
    inputs = {key: value for key, value in calculation.example.items() if key != name}
    if not asked.required:
        return
    for without in (inputs, {**inputs, name: None}):
        with pytest.raises(Refused) as refused:
            calculation(**without)
        assert list(refused.value.problems) == [name]
        assert "이 사실이 없으면" in refused.value.problems[name]


@EVERY
def test_its_schema_describes_every_fact(calculation):
    schema = calculation.schema()

    assert set(schema["properties"]) == set(calculation.asks)
    assert all(each["title"] and each["description"] for each in schema["properties"].values())


def test_the_library_stands_without_django():
    code = "import sys, kwonik.labourlaw; sys.exit(any(name.startswith('django') for name in sys.modules))"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_days_may_be_given_as_dates():
    severance = CALCULATIONS["severance_pay"]
    typed = {**severance.example, "hire_date": date(2014, 10, 2), "retire_date": date(2017, 9, 16)}

    assert severance(**typed).severance == severance(**severance.example).severance
