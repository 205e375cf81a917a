"""The form made from a calculation: every fact has a field, what people type is read, nothing typed is lost."""

from __future__ import annotations

import json

import pytest
from django.http import QueryDict

from kwonik.calculators.forms import FactsForm
from kwonik.calculators.forms.lines import field_of
from kwonik.labourlaw import CALCULATIONS
from kwonik.labourlaw.facts import Amounts, Choice, Day, Fact, Flag, Many, Month, Number, hours, rate, won

EVERY = pytest.mark.parametrize("calculation", CALCULATIONS.values(), ids=CALCULATIONS)


def typed(form: FactsForm) -> QueryDict:
    """What a browser would send of a form as it stands."""
    sent = QueryDict(mutable=True)
    for bound in form:
        value = bound.value()
        if value is None:
            continue
        if isinstance(value, list):
            for row, each in enumerate(value):
                sent[f"{bound.html_name}_{row}"] = "" if each is None else str(each)
        else:
            sent[bound.html_name] = str(value)
    return sent


@EVERY
def test_its_example_typed_into_its_form_gives_its_result(calculation):
    shown = FactsForm(calculation, inputs=calculation.example)
    form = FactsForm(calculation, typed(shown))

    assert form.is_valid(), form.errors
    assert form.result is not None
    given = {name: form.inputs[name] for name in calculation.example if name in form.inputs}
    assert calculation.read({**form.inputs, **given}) == calculation.read(calculation.example)
    assert form.result.as_json()["result"] == calculation(**calculation.example).as_json()["result"]
    assert json.loads(json.dumps(form.inputs)) == form.inputs
    assert str(shown) and str(form)


@EVERY
def test_an_empty_form_names_what_it_needs(calculation):
    form = FactsForm(calculation, QueryDict())

    needed = {name for name, asked in calculation.asks.items() if asked.required}
    assert set(form.errors) - {"__all__"} >= needed


def read(fact: Fact, text: str | list[str], required: bool = True):
    return field_of(fact, required=required).clean(text)


@pytest.mark.parametrize(
    ("fact", "text", "found"),
    [
        (won("월급"), "3,000,000원", 3_000_000),
        (won("월급"), "300만", 3_000_000),
        (hours("시간"), "14.9", 14.9),
        (hours("시간"), "8시간 반", 8.5),
        (rate("비율"), "80%", 0.8),
        (Day("날"), "2026. 3. 31.", "2026-03-31"),
        (Day("날"), "20260331", "2026-03-31"),
        (Day("날"), "2026-03-31", "2026-03-31"),
        (Month("달"), "2026. 10.", "2026-10"),
        (Month("달"), "2026-10", "2026-10"),
        (Flag("여부"), "no", False),
        (Choice("종류", options={"a": "가", "b": "나"}), "b", "b"),
        (Many("값", each=hours("시간")), "10\n8.5\n\n0", [10, 8.5, 0]),
        (Many("값", each=hours("시간")), "10 8 0", [10, 8, 0]),
        (Many("값", each=hours("시간"), fewest=3, longest=3), ["1", "2", "3"], [1, 2, 3]),
        (Many("값", each=Flag("여부"), fewest=2, longest=2), ["yes", "no"], [True, False]),
        (Many("값", each=Flag("여부")), "예\n아니요", [True, False]),
        (Amounts("임금", each=won("금액")), "기본급 250만\n직책 수당: 200,000원", {"기본급": 2_500_000, "직책 수당": 200_000}),
        (Amounts("점수", each=Number("점"), names={"a": "가", "b": "나"}), ["1.5", ""], {"a": 1.5}),
    ],
)  # fmt: skip
def test_reads_what_people_type(fact, text, found):
    assert read(fact, text) == found


@pytest.mark.parametrize(
    ("fact", "text", "said"),
    [
        (won("월급"), "많이", "숫자로"),
        (won("월급"), "2,5", "숫자로"),
        (won("월급"), "-1", "0원 이상"),
        (Day("날"), "2026. 2. 29.", "날짜"),
        (Month("달"), "2026. 13.", "연도와 달"),
        (Many("값", each=hours("시간")), "10\n많이", "2번째"),
        (Many("값", each=hours("시간"), fewest=2, longest=2), ["1", ""], "2번째"),
        (Amounts("임금", each=won("금액")), "기본급", "한 칸"),
        (Amounts("임금", each=won("금액")), "기본급 1\n기본급 2", "두 번"),
        (Amounts("임금", each=won("금액")), "홍길동 900101-1234567\n기본급 1", "주민등록번호"),
    ],
)
def test_says_kindly_what_it_cannot_read(fact, text, said):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError) as wrong:
        read(fact, text)
    assert said in " ".join(wrong.value.messages)


def test_what_the_law_refuses_stands_at_its_field():
    sent = {"hire_date": "2026. 3. 1.", "retire_date": "2025. 3. 1.", "wages_3m": "900만"}
    form = FactsForm(CALCULATIONS["severance_pay"], QueryDict("&".join(f"{k}={v}" for k, v in sent.items())))

    assert not form.is_valid()
    assert set(form.errors) & {"hire_date", "retire_date"}
    assert form["wages_3m"].value() == "900만"


def test_a_year_not_announced_yet_says_so():
    form = FactsForm(CALCULATIONS["minimum_wage"], QueryDict("year=2030"))

    assert not form.is_valid()
    assert "정해지지 않았거나" in " ".join(form.errors["year"])


def test_every_kind_of_fact_has_a_field():
    kinds = [each for each in Fact.__subclasses__() if each.__module__ == "kwonik.labourlaw.facts"]

    assert {Number, Day, Month, Flag, Choice, Many, Amounts} == set(kinds)
