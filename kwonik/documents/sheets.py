"""What every workbook shares: safe names, pinned properties, text that never turns into a formula or a link."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from xlsxwriter.workbook import Workbook

from . import look
from .formats import EXACT

FONT = "맑은 고딕"
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
#: Excel's limits: https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3
NAME_LENGTH, CELL_LENGTH, ROWS = 31, 32_767, 1_048_576
RESERVED = ("history",)
#: https://owasp.org/www-community/attacks/CSV_Injection
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
UNPRINTABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
FOOTER = "&C- &P -"
DATE_FORMAT, INSTANT_FORMAT = "yyyy. m. d.", "yyyy-mm-dd hh:mm"


def open_workbook(
    target: IO[bytes], title: str, org: str, made_on: date, *, constant_memory: bool = False
) -> Workbook:
    """A workbook that writes into `target` and holds the same bytes whenever it is made from the same content."""
    book = xlsxwriter.Workbook(
        target,
        {
            "constant_memory": constant_memory,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "default_date_format": DATE_FORMAT,
        },
    )
    book.set_properties({"title": title, "author": org, "created": datetime.combine(made_on, time())})
    return book


def sheet_name(wanted: str, taken: set[str]) -> str:
    """A name Excel accepts and no other sheet has (upper and lower case are the same); adds it to `taken`."""
    name = FORBIDDEN.sub(" ", wanted).strip().strip("'").strip()[:NAME_LENGTH].strip() or "표"
    if name.lower() in RESERVED:
        name = f"{name}_"
    unique, k = name, 1
    while unique.lower() in taken:
        k += 1
        mark = f" ({k})"
        unique = name[: NAME_LENGTH - len(mark)].strip() + mark
    taken.add(unique.lower())
    return unique


def writable(text: str) -> str:
    """Text a cell can hold."""
    return UNPRINTABLE.sub("", text)[:CELL_LENGTH]


def risky(text: str) -> bool:
    """Whether a spreadsheet would take the text for a formula once somebody edits the cell or saves it as CSV."""
    return text[:1] in FORMULA_STARTS and len(text) > 1


def exact(value: Any) -> bool:
    """Whether a spreadsheet's number holds the value exactly."""
    return isinstance(value, int | Decimal) and not isinstance(value, bool) and abs(Decimal(value)) < EXACT


class Styles:
    """The formats of a workbook, made once each."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple, Any] = {}

    def __call__(self, **properties: object) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            base: dict[str, object] = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
            self._made[key] = self._book.add_format(base | properties)
        return self._made[key]

    def cell(self, **properties: object) -> Any:
        """A bordered cell of a table."""
        return self(border=1, border_color=look.LINE, text_wrap=True, **properties)

    def head(self) -> Any:
        return self.cell(bold=True, align="center", bg_color=look.SHADES["head"])
