"""Plain lists as workbooks: the rows behind a number, ledgers to download, templates to fill in.

Rows stream from an iterator to the file in constant memory; text never turns into a formula or a link.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import IO, Any, Literal

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from .sheets import (
    DATE_FORMAT,
    FOOTER,
    INSTANT_FORMAT,
    ROWS,
    Styles,
    exact,
    open_workbook,
    risky,
    sheet_name,
    writable,
)

ColumnKind = Literal["text", "number", "won", "date", "instant"]
FORMATS: dict[ColumnKind, dict[str, object]] = {
    "text": {"num_format": "@"},
    "number": {"num_format": "#,##0.##########", "align": "right"},
    "won": {"num_format": "#,##0", "align": "right"},
    "date": {"num_format": DATE_FORMAT, "align": "center"},
    "instant": {"num_format": INSTANT_FORMAT, "align": "center"},
}
WIDTHS: dict[ColumnKind, int] = {"text": 20, "number": 12, "won": 16, "date": 13, "instant": 17}
SEOUL = timezone(timedelta(hours=9))
HEAD_ROW = 2
CHOICE_SHEET = "선택값"
#: Rows of a template whose choice columns offer a list.
TEMPLATE_ROWS = 2_000


@dataclass(frozen=True)
class Column:
    """A column: its heading, what it holds, the choices a template offers, and a width in characters."""

    label: str
    kind: ColumnKind = "text"
    choices: tuple[str, ...] = ()
    width: int = 0
    hint: str = ""


@dataclass(frozen=True)
class RowList:
    """A list to be written: `remark` stands under the title (period, as-of date, conditions).

    `instructions` become a second sheet. `made_on` pins the time stamps inside the file.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Any]]
    made_on: date
    remark: str = ""
    org: str = ""
    instructions: tuple[str, ...] = ()


def write(rows: RowList) -> bytes:
    """The list as XLSX in memory; for very long lists use `stream`."""
    file = io.BytesIO()
    stream(rows, file)
    return file.getvalue()


def stream(rows: RowList, target: IO[bytes]) -> int:
    """Writes the list into a binary file and returns how many rows it had.

    A list longer than a sheet goes on on a further sheet. Raises ValueError for a row of another length.
    """
    book = open_workbook(target, rows.title, rows.org, rows.made_on, constant_memory=True)
    try:
        return _Writer(book, rows).run()
    finally:
        book.close()


class _Writer:
    def __init__(self, book: Workbook, rows: RowList) -> None:
        self.book = book
        self.list = rows
        self.styles = Styles(book)
        self.cells = [self.styles.cell(**FORMATS[column.kind]) for column in rows.columns]
        self.taken: set[str] = set()

    def run(self) -> int:
        sheet, row, count = self._sheet(), HEAD_ROW + 1, 0
        first = sheet
        for values in self.list.rows:
            if len(values) != len(self.cells):
                raise ValueError(
                    f"{count + 1}번째 행의 칸이 {len(values)}개입니다. {len(self.cells)}개여야 합니다."
                )
            if row == ROWS:
                sheet, row = self._sheet(), HEAD_ROW + 1
            for col, value in enumerate(values):
                self._write(sheet, row, col, value)
            row, count = row + 1, count + 1
        if count:
            first.autofilter(HEAD_ROW, 0, min(HEAD_ROW + count, ROWS - 1), len(self.cells) - 1)
        self._instructions()
        self._choices(first, count)
        return count

    def _sheet(self) -> Worksheet:
        sheet = self.book.add_worksheet(sheet_name(self.list.title, self.taken))
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(FOOTER)
        for col, column in enumerate(self.list.columns):
            empty = self.styles(**FORMATS[column.kind])
            sheet.set_column(
                col, col, column.width or max(WIDTHS[column.kind], 2 * len(column.label) + 2), empty
            )
        sheet.write_string(0, 0, writable(self.list.title), self.styles(bold=True, font_size=14))
        sheet.write_string(1, 0, writable(self.list.remark), self.styles(font_size=9, font_color="#5B6270"))
        for col, column in enumerate(self.list.columns):
            sheet.write_string(HEAD_ROW, col, writable(column.label), self.styles.head())
        sheet.freeze_panes(HEAD_ROW + 1, 0)
        sheet.repeat_rows(HEAD_ROW)
        return sheet

    def _write(self, sheet: Worksheet, row: int, col: int, value: Any) -> None:
        style = self.cells[col]
        if value is None or value == "":
            sheet.write_blank(row, col, None, style)
        elif isinstance(value, datetime):
            local = value.astimezone(SEOUL).replace(tzinfo=None) if value.tzinfo else value
            sheet.write_datetime(row, col, local, style)
        elif isinstance(value, date):
            sheet.write_datetime(row, col, value, style)
        elif exact(value) and self.list.columns[col].kind in ("number", "won"):
            sheet.write_number(row, col, value, style)
        else:
            words = writable(_words(value))
            sheet.write_string(row, col, words, self._quoted(col) if risky(words) else style)

    def _quoted(self, col: int) -> Any:
        """The column's style with the mark that keeps "=1+1" a text when somebody edits the cell."""
        return self.styles.cell(**FORMATS[self.list.columns[col].kind], quote_prefix=True)

    def _instructions(self) -> None:
        """The second sheet: how to fill in, then a line for each column that has a hint."""
        hints = [(column.label, column.hint) for column in self.list.columns if column.hint]
        if not (self.list.instructions or hints):
            return
        sheet = self.book.add_worksheet(sheet_name("작성 안내", self.taken))
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 90)
        wrap = self.styles(text_wrap=True)
        row = 0
        for line in self.list.instructions:
            sheet.write_string(row, 0, writable(line), self.styles())
            row += 1
        for label, hint in hints:
            sheet.write_string(row, 0, writable(label), self.styles(bold=True))
            sheet.write_string(row, 1, writable(hint), wrap)
            row += 1

    def _choices(self, sheet: Worksheet, count: int) -> None:
        """A hidden sheet of choices, one column each: a list typed into the rule itself is limited to 255 letters."""
        chosen = [(col, column) for col, column in enumerate(self.list.columns) if column.choices]
        if not chosen:
            return
        name = sheet_name(CHOICE_SHEET, self.taken)
        hidden = self.book.add_worksheet(name)
        hidden.hide()
        for k in range(max(len(column.choices) for _, column in chosen)):
            for at, (_, column) in enumerate(chosen):
                if k < len(column.choices):
                    hidden.write_string(k, at, writable(column.choices[k]))
        last = min(max(HEAD_ROW + count, HEAD_ROW + TEMPLATE_ROWS), ROWS - 1)
        for at, (col, column) in enumerate(chosen):
            letter = _letters(at)
            rule = {"validate": "list", "source": f"='{name}'!${letter}$1:${letter}${len(column.choices)}"}
            rule |= {
                "error_title": "선택값 확인",
                "error_message": f"'{column.label[:30]}'은(는) 목록에서 골라 주세요.",
            }
            sheet.data_validation(HEAD_ROW + 1, col, last, col, rule)


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "예" if value else "아니요"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _letters(number: int) -> str:
    """0 -> "A", 26 -> "AA"."""
    number, rest = divmod(number, 26)
    return (_letters(number - 1) if number else "") + chr(ord("A") + rest)
