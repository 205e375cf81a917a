"""Numbers as people type them, the worksheet as people read it, calculations as they are found."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kwonik.calculators import queries
from kwonik.calculators.rules import finding, paper, typed, worksheet
from kwonik.documents import hwpx
from kwonik.labourlaw import CALCULATIONS
from kwonik.labourlaw.facts import Amounts, Flag, Many, Month, won, year

MADE_ON = date(2026, 11, 23)
EVERY = pytest.mark.parametrize("calculation", CALCULATIONS.values(), ids=CALCULATIONS)


# -- numbers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3,000,000", 3_000_000),
        ("3 000 000원", 3_000_000),
        ("３００만원", 3_000_000),
        ("350만5천", 3_505_000),
        ("1억 2천3백만 원", 123_000_000),
        ("1.5억", 150_000_000),
        ("천만원", 10_000_000),
        ("2026년", 2026),
        ("8시간 반", 8.5),
        ("8시간 15분", 8.25),
        ("80 %", 0.8),
        ("-3", -3),
        ("0", 0),
    ],
)
def test_reads_numbers_as_people_type_them(text, number):
    assert typed.number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "만원",
        "많이",
        "1,5",
        "3,00,000",
        "1만 2억",
        "5천 3천",
        "8시간 20분",
        "1e9",
        "١٢٣x",
        "1.2.3",
        "9" * 40,
        "만만",
    ],
)
def test_refuses_what_could_be_read_in_two_ways(text):
    with pytest.raises(typed.NotRead):
        typed.number(text)


@given(some.integers(0, 10**14))
def test_a_whole_number_shown_is_read_again(number):
    assert typed.number(typed.shown(number)) == number
    assert typed.number(f"{number}원") == number


@given(some.decimals(0, 10**6, places=3))
def test_a_broken_number_keeps_every_digit(number):
    assert Fraction(str(typed.number(str(number)))) == Fraction(number)


@given(some.text(max_size=20))
def test_any_text_is_read_or_refused(text):
    for read in (typed.number, typed.month, typed.answer):
        try:
            read(text)
        except typed.NotRead as refused:
            assert str(refused)


# -- the worksheet ------------------------------------------------------------------------------------------------


@EVERY
def test_a_worksheet_says_all_that_the_result_says(calculation):
    result = calculation(**calculation.example)
    sheet = worksheet.sheet_of(result, MADE_ON)
    note = worksheet.note(sheet)

    assert len(sheet.steps) == len(result.steps) and len(sheet.parameters) == len(result.parameters)
    for said in (calculation.law, *result.warnings, *result.assumptions, *(one.law for one in result.steps)):
        assert said in note
    for parameter in sheet.parameters:
        assert parameter.source in note and worksheet.day(parameter.read_on) in note
    assert worksheet.Sheet.from_json(json.loads(json.dumps(sheet.as_json()))) == sheet
    assert hwpx.write(paper.tree(sheet, "노동권익센터")).startswith(b"PK")


def test_what_the_title_asks_for_stands_first():
    example = CALCULATIONS["severance_pay"].example
    sheet = worksheet.sheet_of(CALCULATIONS["severance_pay"](**example), MADE_ON)

    assert sheet.headline == sheet.answers[0][0] == "퇴직금"


@pytest.mark.parametrize(
    ("fact", "value", "said"),
    [
        (won("월급"), Fraction(3_000_000), "3,000,000원"),
        (year(), 2026, "2026년"),
        (Month("달"), date(2026, 10, 1), "2026년 10월"),
        (Flag("여부"), False, "아니요"),
        (Many("값", each=Flag("여부")), [True, False], "예, 아니요"),
        (Amounts("임금", each=won("금액"), names={"base": "기본급"}), {"base": Fraction(1)}, "기본급 1원"),
        (won("월급"), None, "-"),
    ],
)
def test_facts_are_said_as_people_read_them(fact, value, said):
    assert worksheet.said(fact, value) == said


# -- finding ------------------------------------------------------------------------------------------------------


def test_what_citizens_ask_stands_first():
    found = [each.public for each in queries.calculations()]

    assert found == sorted(found, reverse=True) and len(found) == len(CALCULATIONS)


def test_every_word_must_fit_and_titles_come_first():
    found = finding.matching(CALCULATIONS.values(), "퇴직 금")

    assert found[0].title.startswith("퇴직금")
    assert finding.matching(CALCULATIONS.values(), "퇴직금 날씨") == []
    assert len(finding.matching(CALCULATIONS.values(), " ")) == len(CALCULATIONS)
