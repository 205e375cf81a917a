"""Where the cells of a table stand: spans cover a rectangle exactly, and columns wide enough for their numbers."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from .tree import Cell, Number, Table, WrongTree, plain

MAX_COLUMNS = 100
#: Sizes of table text in 1/100 pt: the largest that needs no wrapping, else the largest that keeps numbers whole.
SIZES = (1050, 1000, 950, 900, 850, 800, 750, 700)
UNWRAPPED = SIZES[:4]
#: Printed width of the text block in points (A4, 20 mm margins), and what a cell's sides take, in em.
TEXT_WIDTH = 482
PADDING = 1.0
LONGEST_WORD = 12
LONGEST_LINE = 32


@dataclass(frozen=True)
class Placed:
    """A cell and its place: zero-based row and column of its upper left corner."""

    row: int
    col: int
    cell: Cell

    @property
    def last_row(self) -> int:
        return self.row + self.cell.rowspan - 1

    @property
    def last_col(self) -> int:
        return self.col + self.cell.colspan - 1


def column_count(table: Table) -> int:
    """Columns of the table: the spans of its first row."""
    return sum(cell.colspan for cell in table.rows[0])


def placed(table: Table) -> list[Placed]:
    """The cells in reading order with their places. Raises WrongTree when spans overlap, stick out or leave a hole."""
    columns, count = column_count(table), len(table.rows)
    taken: set[tuple[int, int]] = set()
    found = []
    for r, row in enumerate(table.rows):
        c = 0
        for cell in row:
            while (r, c) in taken:
                c += 1
            area = {(r + i, c + j) for i in range(cell.rowspan) for j in range(cell.colspan)}
            if c + cell.colspan > columns or r + cell.rowspan > count or area & taken:
                raise WrongTree(
                    f"{r + 1}행 {c + 1}열의 칸이 표를 벗어나거나 다른 칸과 겹칩니다. 합친 칸의 수를 확인하세요."
                )
            taken |= area
            found.append(Placed(r, c, cell))
        missing = [k + 1 for k in range(columns) if (r, k) not in taken]
        if missing:
            raise WrongTree(
                f"{r + 1}행에 {missing[0]}열이 비어 있습니다. 모든 행은 {columns}열이어야 합니다."
            )
    return found


def advance(text: str) -> float:
    """Estimated width of one line of text in em: Hangul and full-width marks 1, digits 0.6, other marks less."""
    return sum(_advance(char) for char in text)


def _advance(char: str) -> float:
    if "\u3300" <= char <= "\u33ff":  # ㎡, ㎞: letters squeezed into one place
        return 1.4
    if unicodedata.east_asian_width(char) in "WFA":
        return 1.0
    if char.isdigit():
        return 0.6
    return 0.3 if char in " .,:;'|!()-/" else 0.62


def width_needed(cell: Cell) -> tuple[float, float]:
    """The narrowest and the most comfortable width of a cell in em, its padding included."""
    lines = plain(cell.runs).split("\n")
    if any(isinstance(run, Number) for run in cell.runs) and max(map(len, lines)) <= 2 * LONGEST_WORD:
        narrowest = max(map(advance, lines))
    else:
        narrowest = min(LONGEST_WORD, max(advance(word) for line in lines for word in line.split(" ")))
    comfortable = min(LONGEST_LINE, max(map(advance, lines)))
    return narrowest + PADDING, max(narrowest, comfortable) + PADDING


def layout(table: Table, cells: list[Placed]) -> tuple[tuple[int, ...], int]:
    """Column widths in percent (their sum is 100) and the size of the text in 1/100 pt."""
    columns = column_count(table)
    least, best = [PADDING] * columns, [PADDING] * columns
    for spot in sorted(cells, key=lambda spot: spot.cell.colspan):
        span = range(spot.col, spot.last_col + 1)
        for widths, need in zip((least, best), width_needed(spot.cell), strict=True):
            short = need - sum(widths[k] for k in span)
            for k in span:
                widths[k] += max(0, short) / len(span)
    size = _size(sum(least), sum(best))
    room = TEXT_WIDTH / (size / 100)
    wanted = [room * weight / sum(table.widths) for weight in table.widths]
    return _percent(_fit(least, wanted or best, room)), size


def _size(least: float, best: float) -> int:
    for sizes, need in ((UNWRAPPED, best), (SIZES, least)):
        for size in sizes:
            if need <= TEXT_WIDTH / (size / 100):
                return size
    return SIZES[-1]


def _fit(least: list[float], wanted: list[float], room: float) -> list[float]:
    """Widths that fill `room`, near `wanted`, and nowhere below `least` while the room allows that."""
    if sum(least) >= room:
        return least
    if sum(wanted) < room:
        return [want + (room - sum(wanted)) / len(wanted) for want in wanted]
    extra = [max(0.0, want - low) for want, low in zip(wanted, least, strict=True)]
    spare = room - sum(least)
    return [low + spare * more / sum(extra) for low, more in zip(least, extra, strict=True)]


def _percent(widths: list[float]) -> tuple[int, ...]:
    """Whole percents in the proportions of `widths`, each at least 1, by largest remainder."""
    exact = [max(1.0, width * 100 / sum(widths)) for width in widths]
    whole = [int(share) for share in exact]
    order = sorted(range(len(exact)), key=lambda k: (whole[k] - exact[k], k))
    for k in order[: max(0, 100 - sum(whole))]:
        whole[k] += 1
    while sum(whole) > 100:
        whole[whole.index(max(whole))] -= 1
    return tuple(whole)
