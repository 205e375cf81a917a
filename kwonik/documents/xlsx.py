"""XLSX: the text on one sheet, a sheet for each table, and a list of every number with its evidence."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from . import grid, look
from .formats import number_format
from .normalise import normalise
from .sheets import DATE_FORMAT, FOOTER, Styles, exact, open_workbook, risky, sheet_name, writable
from .tree import (
    KIND_LABELS,
    BulletList,
    Cell,
    CoverPage,
    Heading,
    Item,
    Note,
    Number,
    Para,
    Pending,
    Picture,
    Report,
    Table,
    numbers,
    plain,
)

TEXT_SHEET, EVIDENCE_SHEET = "본문", "수치 근거"
#: Width of a table's columns together, in characters of the spreadsheet.
TABLE_WIDTH = 110
FIRST_ROW = 2


def write(report: Report) -> bytes:
    """The report as a workbook: numbers are numbers, printed as the report prints them. Raises WrongTree."""
    report = normalise(report)
    file = io.BytesIO()
    book = open_workbook(file, report.title, report.org, report.date)
    _Writer(book, report).run()
    book.close()
    return file.getvalue()


@dataclass
class _Line:
    """A line of the text sheet; `sheet` is the table it leads to."""

    text: str
    indent: int = 0
    size: int = 10
    bold: bool = False
    sheet: str = ""


class _Writer:
    def __init__(self, book: Workbook, report: Report) -> None:
        self.book = book
        self.report = report
        self.styles = Styles(book)
        self.taken: set[str] = set()

    def run(self) -> None:
        text = self._sheet(TEXT_SHEET)
        lines = [_Line(self.report.title, size=18, bold=True), _Line(self._byline())]
        heading = ""
        for block in self.report.blocks:
            if isinstance(block, Heading):
                heading = plain(block.text)
            if isinstance(block, Table):
                name = block.caption or heading or "표"
                sheet = self._table(block, name)
                lines.append(_Line(f"[표] {name}", 2, sheet=sheet.get_name()))
            else:
                lines += _lines(block)
        self._text(text, lines)
        self._evidence()

    def _byline(self) -> str:
        return " · ".join(filter(None, (self.report.printed_date, self.report.org)))

    def _sheet(self, name: str, landscape: bool = False) -> Worksheet:
        sheet = self.book.add_worksheet(sheet_name(name, self.taken))
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_header(
            "&L" + self.report.title.replace("&", "&&")[:120] + "&R" + self.report.org.replace("&", "&&")[:60]
        )
        sheet.set_footer(FOOTER)
        sheet.hide_gridlines(2)
        if landscape:
            sheet.set_landscape()
        return sheet

    # -- the text ---------------------------------------------------------------------------------------------

    def _text(self, sheet: Worksheet, lines: list[_Line]) -> None:
        sheet.set_column(0, 0, TABLE_WIDTH)
        for row, line in enumerate(lines):
            look_of = {"indent": line.indent, "font_size": line.size, "bold": line.bold, "text_wrap": True}
            if line.sheet:
                style = self.styles(**look_of, font_color="#0B50D0", underline=1)
                quoted = line.sheet.replace("'", "''")
                sheet.write_url(row, 0, f"internal:'{quoted}'!A1", style, writable(line.text))
            else:
                sheet.write_string(row, 0, writable(line.text), self.styles(**look_of))

    # -- tables -----------------------------------------------------------------------------------------------

    def _table(self, table: Table, name: str) -> Worksheet:
        sheet = self._sheet(name, landscape=grid.column_count(table) > 7)
        last = len(table.widths) - 1
        for col, width in enumerate(table.widths):
            sheet.set_column(col, col, max(6, width * TABLE_WIDTH / 100))
        sheet.write_string(0, 0, writable(name), self.styles(bold=True, font_size=13))
        if table.measure:
            sheet.write_string(
                1, last, table.measure, self.styles(align="right", font_size=9, font_color=look.GREY)
            )
        for spot in grid.placed(table):
            self._cell(sheet, spot)
        below = FIRST_ROW + len(table.rows)
        for k, note in enumerate(table.notes):
            sheet.write_string(below + k, 0, writable(f"※ {plain(note)}"), self.styles(font_size=9))
        if table.head_rows:
            sheet.repeat_rows(FIRST_ROW, FIRST_ROW + table.head_rows - 1)
            sheet.freeze_panes(FIRST_ROW + table.head_rows, 0)
        return sheet

    def _cell(self, sheet: Worksheet, spot: grid.Placed) -> None:
        cell = spot.cell
        style: dict[str, object] = {"align": cell.align, "bold": cell.bold} | _fill(cell)
        number, words = sole_number(cell), plain(cell.runs)
        if number:
            style["num_format"] = _format(number, words)
        elif risky(words):
            style["quote_prefix"] = True
        shape = self.styles.cell(**style)
        row, col = FIRST_ROW + spot.row, spot.col
        if cell.rowspan > 1 or cell.colspan > 1:
            sheet.merge_range(row, col, FIRST_ROW + spot.last_row, spot.last_col, "", shape)
        _write(sheet, row, col, number.value if number else words, shape)

    # -- evidence ---------------------------------------------------------------------------------------------

    def _evidence(self) -> None:
        """Every number of the report, those inside sentences too, with what it counts and where its rows are."""
        found = list(numbers(self.report))
        if not found:
            return
        sheet = self._sheet(EVIDENCE_SHEET, landscape=True)
        columns = (
            ("번호", 6),
            ("인쇄된 글", 18),
            ("값", 18),
            ("종류", 8),
            ("수치", 28),
            ("구분", 24),
            ("근거", 40),
            ("주소", 40),
        )
        for col, (label, width) in enumerate(columns):
            sheet.set_column(col, col, width)
            sheet.write_string(0, col, label, self.styles.head())
        plain_cell, wide = self.styles.cell(), self.styles.cell(align="right")
        for row, number in enumerate(found, 1):
            sheet.write_number(row, 0, row, wide)
            sheet.write_string(row, 1, writable(number.text), wide)
            _write(
                sheet,
                row,
                2,
                number.value,
                self.styles.cell(align="right", num_format=_plain_format(number.value)),
            )
            source = number.source
            words = (
                KIND_LABELS[number.kind],
                *((source.code, source.cut, source.basis, source.href) if source else ("",) * 4),
            )
            for col, word in enumerate(words, 3):
                _write(sheet, row, col, word, plain_cell)
        sheet.repeat_rows(0)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(found), len(columns) - 1)


def sole_number(cell: Cell) -> Number | None:
    """The number a cell consists of, words around it allowed; None when it holds several or none."""
    found = [run for run in cell.runs if isinstance(run, Number)]
    return (
        found[0] if len(found) == 1 and (exact(found[0].value) or isinstance(found[0].value, date)) else None
    )


def _format(number: Number, text: str) -> str:
    if number.fmt:
        return number.fmt
    if isinstance(number.value, int | Decimal):
        return number_format(number.value, text)
    return _plain_format(number.value)


def _plain_format(value: object) -> str:
    if isinstance(value, date):
        return DATE_FORMAT
    places = max(0, -int(value.as_tuple().exponent)) if isinstance(value, Decimal) else 0
    return "#,##0" + ("." + "0" * places if places else "")


def _write(sheet: Worksheet, row: int, col: int, value: object, style: object) -> None:
    if exact(value):
        sheet.write_number(row, col, value, style)
    elif isinstance(value, date):
        sheet.write_datetime(row, col, value, style)
    elif value == "":
        sheet.write_blank(row, col, None, style)
    else:
        sheet.write_string(row, col, writable(str(value)), style)


def _fill(cell: Cell) -> dict[str, object]:
    return {"bg_color": look.SHADES[cell.shade]} if cell.shade else {}


def _lines(block: object) -> list[_Line]:
    match block:
        case Heading():
            marker = f"{block.marker} " if block.marker else ""
            return [
                _Line(
                    marker + plain(block.text),
                    min(block.level - 1, 2),
                    {1: 15, 2: 13}.get(block.level, 11),
                    True,
                )
            ]
        case BulletList():
            return [line for item in block.items for line in _item(item)]
        case Para():
            return [_Line(plain(block.text), 1, bold=block.box)]
        case Note():
            return [_Line(f"{block.marker} {plain(block.text)}", 1, 9)]
        case Pending():
            return [_Line(block.text, 1)]
        case Picture():
            return [_Line(f"[그림] {block.caption} {block.alt}".replace("  ", " "), 2)]
        case CoverPage():
            return [_Line(words) for words in (block.subtitle, block.remark) if words]
        case _:
            return []


def _item(item: Item) -> list[_Line]:
    bullet = item.bullet
    words = f"{bullet.marker} {plain(bullet.text)}" + (f" — {plain(bullet.right)}" if bullet.right else "")
    return [_Line(words, bullet.level + 1), *(line for below in item.items for line in _item(below))]
