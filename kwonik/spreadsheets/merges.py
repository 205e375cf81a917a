"""Cells merged downwards in the body: "2025. 5. 9." written once for three consultations holds for all three."""

from collections.abc import Callable

from .matching import Match
from .tables import Table
from .workbooks import Cell

# Amounts and counts are left out: one sum merged over three lines is one sum, not three.
_REPEATING = frozenset(("text", "date", "datetime", "time", "choice", "choices", "bool", "phone"))


def merged_filler(table: Table, match: Match) -> Callable[[int, list[Cell]], bool] | None:
    """A function that fills a row (number, cells) in place with what is merged into it and tells whether it did.

    None when nothing is merged. Rows must come in order. An xlsx and an xls tell their merges; ods and csv do not.
    """
    sheet = table.sheet
    read = {head.index for pair in match.pairs if pair.column.kind in _REPEATING for head in pair.heads}
    tops: dict[int, list[int]] = {}
    below: dict[int, list[int]] = {}
    for (first, left), (last, _) in sheet.merges:
        if last == first or first + 1 < table.first_row or left not in read:
            continue
        at = left - sheet.first_column
        tops.setdefault(first + 1, []).append(at)
        for number in range(first + 2, min(last + 1, sheet.row_count) + 1):
            below.setdefault(number, []).append(at)
    if not below:
        return None
    held: dict[int, Cell] = {}

    def fill(number: int, cells: list[Cell]) -> bool:
        for at in tops.get(number, ()):
            held[at] = cells[at]
        for at in below.get(number, ()):
            if cells[at] == "":
                cells[at] = held.get(at, "")
        return number in below

    return fill
