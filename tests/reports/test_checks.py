"""Checks of a document's arithmetic: data of the report file, asked of the numbers as printed."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from kwonik.documents import tree
from kwonik.reports.rules.checking import problems
from kwonik.reports.rules.checks import CheckSpec, checked

PRINTED = {"all": "1,234", "a": "1,200", "b": "34", "rate": "97.2", "none": "-", "five": "2", "hours": "20"}


def document(*blocks: tree.Block) -> tree.Report:
    return tree.Report("보고", "센터", datetime.date(2025, 1, 1), blocks=blocks)


def outcome(check: dict, *blocks: tree.Block):
    (found,) = checked([CheckSpec.model_validate({"id": "one", **check})], PRINTED, document(*blocks))
    return found


@pytest.mark.parametrize(
    "check",
    [
        {"is": "all", "sum": ["a", "b", "none"]},
        {"is": "b", "difference": ["all", "a"]},
        {"is": "rate", "percent": ["a", "all"], "digits": 1},
        {"is": "none", "product": ["a", "none"]},
        {"is": "none", "percent": ["b", "none"]},
        {"is": "hours", "hours": ["10:00", "06:00"]},
    ],
)
def test_arithmetic_that_holds(check):
    assert outcome(check).holds


def test_a_sum_that_does_not_hold_says_what_is_due():
    found = outcome({"is": "all", "sum": ["a", "a"]})

    assert not found.holds and not found.waits
    assert (found.printed, found.due) == ("1234", "2400")


def test_names_are_counted_in_one_line_in_lines_that_follow_or_as_cells():
    check = {"is": "five", "named": ["가 기관", "나 기관"]}

    assert outcome(check, tree.Para("가 기관, 나 기관")).holds
    assert outcome(check, tree.Table(((tree.Cell("가 기관"),), (tree.Cell("나 기관"),)))).holds
    assert outcome(check, tree.Para("가 기관"), tree.Para("나 기관")).holds
    assert not outcome(check, tree.Para("가 기관"), tree.Para("그 밖"), tree.Para("나 기관")).holds
    assert not outcome(check, tree.Para("가 기관")).holds


def test_rows_are_counted_also_where_cells_are_merged():
    table = tree.Table(((tree.Cell("쉼터", rowspan=2), tree.Cell("하나")), (tree.Cell("둘"),)))

    assert outcome({"is": "five", "rows": "쉼터"}, table).holds


def test_a_check_waits_for_numbers_that_are_not_printed():
    found = outcome({"is": "all", "sum": ["a", "elsewhere"]})

    assert found.waits and not found.holds
    assert found.waits_for == ("elsewhere",)


def test_what_is_no_number_holds_nothing():
    PRINTED["words"] = "몇 명"
    assert not outcome({"is": "words", "sum": ["a"]}).holds


def test_a_check_is_of_one_kind():
    for wrong in ({"sum": ["a"], "rows": "가"}, {}, {"percent": ["a"]}):
        with pytest.raises(ValidationError):
            CheckSpec.model_validate({"id": "one", "is": "all", **wrong})


def report_file(**more) -> dict:
    return {
        "code": "r",
        "name": "보고",
        "title": "보고",
        "period": "2025",
        "as_of": "2025-12-31",
        "dated_on": "2025-12-31",
        "blocks": [
            '○ {{ figure("remedy.cases", id="printed") }}건',
            {"pending": {"text": "-", "ids": ["pending"]}},
        ],
        **more,
    }


def test_a_report_file_that_checks_an_unknown_number_is_refused(db):
    check = {"id": "one", "is": "printed", "sum": ["pending", "nowhere"]}

    (said,) = problems(report_file(checks=[check]))

    assert "nowhere" in said and "pending" not in said
    assert not problems(report_file(checks=[check], awaited=["now*"]))


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=9))
def test_a_sum_holds_exactly_when_it_is_the_sum(parts):
    printed = {f"p{i}": f"{part:,}" for i, part in enumerate(parts)}
    spec = CheckSpec.model_validate({"id": "sum", "is": "all", "sum": list(printed)})

    right, wrong = (
        checked([spec], printed | {"all": f"{total:,}"}, document())[0]
        for total in (sum(parts), sum(parts) + 1)
    )

    assert right.holds and not wrong.holds
