"""Find the table in a sheet: under title lines, with one to three heading rows, merged or not."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise, takewhile

from kwonik.kernel.resident_numbers import mask

from .columns import Column
from .headings import Head, Names, won_unit
from .refusals import Refused
from .workbooks import Cell, Merge, Sheet, Workbook

SEARCHED_ROWS = 60
WIDEST = 256  # columns, in which headings are looked for
DEEPEST = 3
LONGEST_LABEL = 60
_YEAR = re.compile(r"(?<![\d-])(20\d\d)(?![\d-])")
_DEPTH_COSTS = 0.1  # a title line above or a line of data below must not pass for a part of the headings


@dataclass(frozen=True)
class Table:
    """A table found in a sheet. `heading_rows` are the rows (as a person counts) of its headings, data begins below.

    `titles`: the lines above it; `year`: the one year that they, the sheet's or the file's name tell, for dates without;
    `won_unit`: won per unit when a line above says "(단위: 천원)".
    """

    sheet: Sheet
    heading_rows: tuple[int, ...]
    heads: tuple[Head, ...]
    titles: tuple[str, ...] = ()
    year: int | None = None
    won_unit: int | None = None
    score: float = field(default=0, compare=False)

    @property
    def first_row(self) -> int:
        return self.heading_rows[-1] + 1


def find_table(sheet: Sheet, columns: Sequence[Column], heading_rows: Sequence[int] | None = None) -> Table:
    """The table of `sheet` whose headings fit `columns` best. Raises Refused("no_table") when no row is a heading.

    `heading_rows` (as a person counts them) overrules the search: the officer pointed at the headings.
    """
    top = [_texts(cells[:WIDEST]) for _, cells in islice(sheet.rows(), SEARCHED_ROWS + DEEPEST)]
    merges = list(takewhile(lambda merge: merge[0][0] < len(top), sheet.merges))
    if heading_rows:
        rows = [row - 1 for row in heading_rows]
        candidates = [(rows[0], len(rows))] if rows[0] >= 0 and rows[-1] < len(top) else []
    else:
        candidates = [
            (row, depth) for row in range(len(top)) for depth in range(_reach(merges, row), DEEPEST + 1)
        ]
    names, best = Names(columns), None
    for row, depth in candidates:
        if row + depth > len(top) or not any(top[row]):
            continue
        heads = _heads(top[row : row + depth], row, sheet.first_column, merges)
        score = _score(heads, names) - _DEPTH_COSTS * (depth - 1)
        if score >= _least(columns, heading_rows) and (best is None or score > best[0]):
            best = (score, row, depth, heads)
    if best is None:
        expected = ", ".join(
            f"'{column.label}'" for column in sorted(columns, key=lambda c: not c.required)[:4]
        )
        raise Refused("no_table", sheet=sheet.name, expected=expected)
    score, row, depth, heads = best
    titles = tuple(mask(" ".join(filter(None, line))) for line in top[:row] if any(line))
    return Table(
        sheet,
        tuple(range(row + 1, row + depth + 1)),
        heads,
        titles,
        _year((*titles, sheet.name), sheet.filename),
        next((unit for unit in map(won_unit, titles) if unit), None),
        score,
    )


def find_tables(workbook: Workbook, columns: Sequence[Column]) -> list[Table]:
    """The table of every visible sheet that has one, best first: twelve monthly sheets give twelve tables.

    Raises Refused("no_table") when no visible sheet has one.
    """
    tables, refusals = [], []
    for sheet in workbook.visible_sheets:
        try:
            tables.append(find_table(sheet, columns))
        except Refused as refusal:
            refusals.append(refusal)
    if not tables:
        raise refusals[0] if refusals else Refused("no_sheet")
    return sorted(tables, key=lambda table: -table.score)


def _least(columns: Sequence[Column], pointed_at: object) -> float:
    """A heading row must name two declared columns; less when an officer pointed at it or no more are declared."""
    return -DEEPEST if pointed_at else min(2, len(columns)) - 0.5


def _reach(merges: Iterable[Merge], row: int) -> int:
    """How many rows the headings have at least, when cells of this row are merged downwards."""
    return max((last - first + 1 for (first, _), (last, _) in merges if first == row), default=1)


def _score(heads: Iterable[Head], names: Names) -> float:
    """How many declared columns these heads name. Aliases count a little less, so that a tie goes to the plain word."""
    found: dict[str, float] = {}
    for head in heads:
        recognised = names.recognise(head.parts)
        if recognised:
            key, points = recognised.column.key, 1 - recognised.rank / 100
        elif marked := names.marked_choice(head.parts):
            key, points = f"{marked[0].key}/{marked[1]}", 0.99
        else:
            continue
        found[key] = max(points, found.get(key, 0))
    return sum(found.values())


def _heads(lines: Sequence[list[str]], row: int, left_edge: int, merges: Iterable[Merge]) -> tuple[Head, ...]:
    """The heads made of `lines`, the first being `row`: a merged cell speaks for all that it covers."""
    block = [list(line) for line in lines]
    inside = [merge for merge in merges if row <= merge[0][0] < row + len(block)]
    for (first, left), (last, right) in inside:
        word = _word(lines[first - row], left - left_edge)
        for line in block[first - row : last - row + 1]:
            for column in range(max(left - left_edge, 0), min(right - left_edge + 1, len(line))):
                line[column] = word
    if not inside:
        for upper, lower in pairwise(block):
            _spread(upper, lower)
    heads = []
    for column in range(max(map(len, block), default=0)):
        words = [word for line in block if (word := _word(line, column))]
        parts = tuple(word for at, word in enumerate(words) if at == 0 or word != words[at - 1])
        if parts:
            heads.append(Head(left_edge + column, parts))
    return tuple(heads)


def _word(line: Sequence[str], column: int) -> str:
    return line[column] if 0 <= column < len(line) else ""


def _spread(line: list[str], below: list[str]) -> None:
    """CSV and ods keep no merges: a blank above a sub-heading belongs to the heading at its left."""
    for column in range(1, len(line)):
        if not line[column] and column < len(below) and below[column]:
            line[column] = line[column - 1]


def _texts(cells: Sequence[Cell]) -> list[str]:
    """A row as heading texts: one line, NFC, not overlong, numbers printed, no resident number."""
    return [_text(cell) if cell != "" else "" for cell in cells]


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = " ".join(unicodedata.normalize("NFC", str(cell)).split())
    return mask(text)[:LONGEST_LABEL]


def _year(lines: Iterable[str], filename: str) -> int | None:
    """The one year that the lines tell; the file's name is asked when they tell none."""
    years = _years(lines) or _years((filename,))
    return years.pop() if len(years) == 1 else None


def _years(lines: Iterable[str]) -> set[int]:
    return {int(year) for line in lines for year in _YEAR.findall(unicodedata.normalize("NFKC", line))}
