"""No cell, no table and no file whatever raises anything but the declared errors, and those speak Korean."""

import contextlib
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kwonik.kernel.resident_numbers import find
from kwonik.spreadsheets import Column, Refused, find_table, match_columns, open_workbook, read_rows
from kwonik.spreadsheets.cells import Doubtful, Unreadable
from kwonik.spreadsheets.columns import KINDS
from kwonik.spreadsheets.parsers import parser_for
from tests.spreadsheets import books

HEADS = ("상담일", "상담유형", "청구금액")
GOOD = ("2025-05-09", "산재", 1_000)

CELLS = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="0123456789.,-/()년월일시분원만억천백 :~'△₩OX", max_size=20),
    st.floats(),
    st.integers(-(10**20), 10**20),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


@pytest.mark.parametrize("kind", KINDS)
@given(cell=CELLS, year=st.sampled_from([None, 2025]), from_1904=st.booleans())
def test_no_cell_upsets_a_parser(kind, cell, year, from_1904):
    choices = books.ISSUES if kind in ("choice", "choices") else {}
    parse = parser_for(Column("a", "가", kind, choices=choices), year, from_1904, 1_000)
    try:
        parse(cell)
    except (Unreadable, Doubtful) as said:
        assert re.search("[가-힣]", said.sentence)


LONG = [
    "1" + " " * 32_000 + "x",
    "2025" + " " * 32_000 + "5",
    "(" * 32_000,
    "1," * 16_000,
    "9" * 32_000,
    "산재," * 8_000,
    "가 " * 16_000,
    "12:" * 10_000,
    "0" * 12 + "-" * 32_000,
    "1 " * 16_000,
    "90" + "." * 32_000,
]


@pytest.mark.parametrize("kind", KINDS)
def test_no_long_text_keeps_a_parser_busy(kind):
    choices = books.ISSUES if kind in ("choice", "choices") else {}
    parse = parser_for(Column("a", "가", kind, choices=choices))
    started = time.process_time()
    for text in LONG:
        with contextlib.suppress(Unreadable):
            parse(text)
    assert time.process_time() - started < 0.5


def test_no_long_text_keeps_the_search_for_resident_numbers_busy():
    started = time.process_time()
    assert not any(find(text) for text in LONG)
    assert time.process_time() - started < 1


_TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0\x1b"), max_size=12)


@settings(max_examples=25)
@given(st.lists(st.lists(_TEXT, max_size=6), max_size=6))
def test_no_table_of_texts_upsets_the_reading(lines):
    content = books.delimited([("상담일", "상담유형", "내용"), *lines], "utf-8")
    with open_workbook(content, "a.csv") as workbook:
        table = find_table(workbook.sheets[0], books.LEDGER, heading_rows=(1,))
        reading = read_rows(table, match_columns(table, books.LEDGER))
        rows = list(reading)
    assert reading.row_count == len(rows)
    assert all(row.ok or row.problems for row in rows)
    assert len(rows) + reading.skipped_count <= len(lines)


@settings(max_examples=40)
@given(
    st.binary(max_size=400),
    st.sampled_from(["", "PK\x03\x04", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "<", "\xef\xbb\xbf"]),
)
def test_no_bytes_upset_the_opening(content, start):
    try:
        open_workbook(start.encode("latin-1") + content, "a.xlsx").close()
    except Refused as refused:
        assert re.search("[가-힣]", refused.sentence)


@pytest.mark.parametrize(
    "whole",
    [books.xlsx([HEADS, GOOD]), books.xls([HEADS, GOOD]), books.ods([HEADS, GOOD])],
    ids=["xlsx", "xls", "ods"],
)
@settings(max_examples=15)
@given(data=st.data())
def test_no_damage_upsets_the_opening(whole, data):
    content = bytearray(whole)
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=8)):
        content[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(len(content) // 2, len(content)))
    try:
        with open_workbook(bytes(content[:cut]), "a.xlsx") as workbook:
            for sheet in workbook.sheets:
                list(sheet.rows())
    except Refused:
        pass
