"""A number in a spreadsheet prints exactly as in the report."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwonik.documents.formats import number_format

PART = re.compile(r'"([^"]*)"|\\(.)|((?:#,##)?0(?:\.0+)?,*%?)|(General)')


def shown(value: int | Decimal, code: str) -> str:
    """What Excel shows: an interpreter, written apart, of the few format codes we use."""
    sections = re.split(r';(?=(?:[^"\\]|\\.|"[^"]*")*$)', code)
    if len(sections) > 1 and value < 0:
        section, amount = sections[1], abs(value)
    elif len(sections) > 2 and value == 0:
        section, amount = sections[2], value
    else:
        section, amount = sections[0], value
    assert PART.sub("", section) == "", f"unknown piece in {section!r}"
    return "".join(_part(match, Decimal(amount)) for match in PART.finditer(section))


def _part(match: re.Match[str], amount: Decimal) -> str:
    words, escaped, digits, _ = match.groups()
    if digits is None:
        return words or escaped or ""
    core = digits.rstrip("%").rstrip(",")
    thousands = len(digits.rstrip("%")) - len(core)
    amount = amount / 1000**thousands * (100 if digits.endswith("%") else 1)
    places = len(core.partition(".")[2])
    rounded = amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{rounded:{',' if '#' in core else ''}.{places}f}" + ("%" if digits.endswith("%") else "")


@pytest.mark.parametrize(
    ("value", "text", "code"),
    [
        (3860, "3,860", "#,##0"),
        (3860, "3860", "0"),
        (3860, "총 3,860건", '"총 "#,##0"건"'),
        (Decimal("57.2"), "57.2", "#,##0.0"),
        (Decimal("57.20"), "57.2%", '#,##0.0"%"'),
        (Decimal("0.572"), "57.2%", "0.0%"),
        (91_200_000, "91백만원", '#,##0,,"백만원"'),
        (-1234, "△1,234", '"△"#,##0;"△"#,##0'),
        (-1234, "-1,234", '"-"#,##0;"-"#,##0'),
        (0, "-", '"-";"-";"-"'),
        (100_000, "약 10만", '"약 10만";"약 10만";"약 10만"'),
        (45, "47(45)", '"47("#,##0")"'),
        (7, '7"인치"', '#,##0\\""인치"\\"'),
        (1, "2층\n1실", '"2층 "#,##0"실"'),
        (5, "", "General"),
        (5, "가" * 200, "General"),
    ],
)
def test_known_ways_of_printing(value: int | Decimal, text: str, code: str) -> None:
    found = number_format(value, text)

    assert found.replace("0.0%", "0.0%") in (code, code.replace("0.0%", "#,##0.0%"))


WORDS = st.text(st.characters(blacklist_categories=["Cc", "Cs", "Nd", "No", "Nl"]), max_size=12)


@given(st.integers(-(10**14), 10**14), st.integers(0, 3), st.booleans(), WORDS, WORDS)
def test_what_is_shown_is_what_was_printed(
    units: int, places: int, commas: bool, before: str, after: str
) -> None:
    value = Decimal(units).scaleb(-places)
    digits = f"{abs(value):{',' if commas else ''}.{places}f}"
    text = before + ("-" if value < 0 else "") + digits + after

    code = number_format(value, text)

    assert len(code) <= 255
    assert code == "General" or shown(value, code) == text.replace("\n", " ")


@given(st.integers(0, 10**14), WORDS)
def test_words_without_the_number_are_shown_as_they_are(value: int, words: str) -> None:
    code = number_format(value, words)

    assert code == "General" or shown(value, code) == words.replace("\n", " ")
