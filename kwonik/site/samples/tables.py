"""A ledger as it looks in the office: rows under headings, written as a workbook or an old CSV, a little untidy.

The same table makes the same bytes: nothing of the clock goes into the file.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import xlsxwriter

from .chance import Chance

Row = Sequence[Any]
MADE_ON = datetime(2025, 11, 7)
WIDE = 60


@dataclass(frozen=True)
class Heading:
    """A column: its heading, under a group heading when the ledger has two rows of them."""

    label: str
    group: str = ""
    width: int = 12


@dataclass(frozen=True)
class Table:
    """`dated` is the column of days by which a monthly workbook is parted; `sum_label` puts a line of sums at the end."""

    title: str
    headings: Sequence[Heading]
    rows: Sequence[Row]
    dated: int = 0
    remarks: Sequence[str] = field(default=())
    words: Sequence[tuple[str, Sequence[str]]] = field(default=())


def written(table: Table, style: str, chance: Chance) -> bytes:
    """The table as a file: "plain", "titled", "grouped" heads, "monthly" sheets, or a "cp949" CSV."""
    return _csv(table, chance) if style == "cp949" else _workbook(table, style, chance)


def _csv(table: Table, chance: Chance) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heading.label for heading in table.headings)
    for row in table.rows:
        writer.writerow(_typed(value, chance) if isinstance(value, date) else value for value in row)
    return out.getvalue().encode("cp949")


def _typed(day: date, chance: Chance) -> str:
    """A day as somebody types it: mostly "2025-05-09", at times "2025. 5. 9." or "'25.5.9"."""
    long, short = f"{day.year}. {day.month}. {day.day}.", f"'{day:%y}.{day.month}.{day.day}"
    return chance.choices((day.isoformat(), long, f"{day:%Y.%m.%d}", short), weights=(6, 2, 2, 1))[0]


def _workbook(table: Table, style: str, chance: Chance) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    )
    book.set_properties({"title": table.title, "created": MADE_ON})
    sheet = _Sheet(book, table, style, chance)
    for name, rows in _parts(table, style):
        sheet.write(name, rows)
    if table.words:
        _hidden(book, table.words)
    book.close()
    return out.getvalue()


def _parts(table: Table, style: str) -> list[tuple[str, Sequence[Row]]]:
    if style != "monthly":
        return [("대장", table.rows)]
    months: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in table.rows:
        months[row[table.dated].year, row[table.dated].month].append(row)
    years = {year for year, _ in months}
    return [
        (f"{month}월" if len(years) == 1 else f"{year}.{month}월", rows)
        for (year, month), rows in sorted(months.items())
    ]


class _Sheet:
    """Writes one worksheet after the other with the same formats."""

    def __init__(self, book: xlsxwriter.Workbook, table: Table, style: str, chance: Chance) -> None:
        self.book, self.table, self.style, self.chance = book, table, style, chance
        edge = {"border": 1, "font_name": "맑은 고딕", "font_size": 10}
        self.head = book.add_format({**edge, "bold": True, "align": "center", "bg_color": "#DCE6F1"})
        self.cell = book.add_format({**edge, "valign": "top"})
        self.day = book.add_format({**edge, "num_format": "yyyy-mm-dd", "valign": "top"})
        self.won = book.add_format({**edge, "num_format": "#,##0", "valign": "top"})
        self.title = book.add_format({"bold": True, "font_size": 16, "font_name": "맑은 고딕"})
        self.plain = book.add_format({"font_name": "맑은 고딕", "font_size": 10})

    def write(self, name: str, rows: Sequence[Row]) -> None:
        sheet = self.book.add_worksheet(name)
        at = 0
        if self.style != "plain":
            sheet.write(
                0, 0, self.table.title if name == "대장" else f"{self.table.title} {name}", self.title
            )
            at = 2
        at = self._heads(sheet, at)
        sheet.freeze_panes(at, 0)
        for row in rows:
            for column, value in enumerate(row):
                self._put(sheet, at, column, value)
            at += 1
        for number, remark in enumerate(self.table.remarks):
            sheet.write(at + 1 + number, 0, remark, self.plain)
        for column, heading in enumerate(self.table.headings):
            sheet.set_column(column, column, heading.width)

    def _heads(self, sheet: Any, at: int) -> int:
        headings = self.table.headings
        if self.style != "grouped":
            for column, heading in enumerate(headings):
                sheet.write(at, column, heading.label, self.head)
            return at + 1
        first = 0
        while first < len(headings):
            group, last = headings[first].group, first
            while group and last + 1 < len(headings) and headings[last + 1].group == group:
                last += 1
            if not group:
                sheet.merge_range(at, first, at + 1, first, headings[first].label, self.head)
            elif last > first:
                sheet.merge_range(at, first, at, last, group, self.head)
            else:
                sheet.write(at, first, group, self.head)
            for column in range(first, last + 1) if group else ():
                sheet.write(at + 1, column, headings[column].label, self.head)
            first = last + 1
        return at + 2

    def _put(self, sheet: Any, at: int, column: int, value: Any) -> None:
        if value is None or value == "":
            sheet.write_blank(at, column, None, self.cell)
        elif isinstance(value, date):
            if self.chance.percent(12):
                sheet.write_string(at, column, _typed(value, self.chance), self.cell)
            else:
                sheet.write_datetime(at, column, datetime(value.year, value.month, value.day), self.day)
        elif isinstance(value, int):
            sheet.write_number(at, column, value, self.won if abs(value) >= 1000 else self.cell)
        else:
            sheet.write_string(at, column, str(value), self.cell)


def _hidden(book: xlsxwriter.Workbook, words: Sequence[tuple[str, Sequence[str]]]) -> None:
    """The list of words a ledger offers for choice, on a hidden sheet, as offices keep it."""
    sheet = book.add_worksheet("코드표")
    for column, (name, choices) in enumerate(words):
        sheet.write_string(0, column, name)
        for number, word in enumerate(choices, 1):
            sheet.write_string(number, column, word)
    sheet.hide()
