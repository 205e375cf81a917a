"""One line of cells -> typed values and problems. Compiled once for a table, then run for every line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from kwonik.kernel.resident_numbers import find

from .cells import Doubtful, Parser, Unreadable, shown
from .headings import Head, column_letter
from .matching import Match
from .parsers import parser_for
from .tables import Table
from .words import bool_parser
from .workbooks import Cell

ERROR, CHECK = "error", "check"
HIDDEN = "(가림)"
_RESIDENT_NUMBER = (
    "주민등록번호로 보이는 숫자가 있습니다. 이 칸에서 번호를 지우고 저장한 뒤 다시 올려 주세요."
)
_EMPTY = "꼭 필요한 칸이 비어 있습니다. 값을 적어 주세요."
_ONE_ONLY = "하나만 표시할 수 있는데 둘 이상 표시되어 있습니다. 하나만 남겨 주세요."
_NONE: frozenset[int] = frozenset()
_MAY_BE_RESIDENT = (
    1e10  # a resident number typed as a number, its zeros in front lost; telephones lie below in front
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Where it is, what stands there and what to do.

    `level` "error": the row cannot be stored; "check": it can, but was read by an assumption. `shown` is empty when
    the value must not be shown again.
    """

    row: int
    letter: str
    heading: str
    shown: str
    sentence: str
    level: str = ERROR

    @property
    def place(self) -> str:
        """ "5행 C열(상담일)", for the page."""
        return (
            f"{self.row}행 {self.letter}열({self.heading})"
            if self.heading
            else f"{self.row}행 {self.letter}열"
        )


class _Step(NamedTuple):
    key: str
    at: int
    parse: Parser
    required: bool
    head: Head


class _Marks(NamedTuple):
    """A group of heads whose marks make one value."""

    key: str
    places: tuple[tuple[int, str, Head], ...]
    several: bool
    required: bool


class RowReader:
    """`read` a line of `table` as `match` places its columns."""

    def __init__(self, table: Table, match: Match, year: int | None) -> None:
        sheet = table.sheet
        self._left = sheet.first_column
        self._width = sheet.width
        self._labels = {head.index: head.label for head in table.heads}
        self._template: dict[str, Any] = dict.fromkeys(column.key for column in match.columns)
        self._steps = [
            _Step(
                pair.column.key,
                pair.heads[0].index - self._left,
                parser_for(pair.column, year, sheet.counts_from_1904, pair.multiplier),
                pair.column.required,
                pair.heads[0],
            )
            for pair in match.pairs
            if not pair.codes
        ]
        self._groups = [
            _Marks(
                pair.column.key,
                tuple(
                    (head.index - self._left, code, head)
                    for head, code in zip(pair.heads, pair.codes, strict=True)
                ),
                pair.column.kind == "choices",
                pair.column.required,
            )
            for pair in match.pairs
            if pair.codes
        ]
        self._amounts = {
            head.index - self._left
            for pair in match.pairs
            if pair.column.kind in ("won", "int", "decimal")
            for head in pair.heads
        }
        self._parse_mark = bool_parser()
        self._this_year = date.today().year

    def read(
        self, number: int, cells: list[Cell], texts: Sequence[str]
    ) -> tuple[dict[str, Any], list[Problem], int]:
        """Values, problems, and how many of the columns that are read hold anything. Hides resident numbers in `cells`."""
        problems: list[Problem] = []
        if len(cells) < self._width:
            cells += [""] * (self._width - len(cells))
        hidden = self._hide_resident_numbers(number, cells, texts, problems)
        values = self._template.copy()
        touched = 0
        for key, at, parse, required, head in self._steps:
            cell = cells[at]
            if at in hidden:
                touched += 1
                continue
            try:
                value = parse(cell) if cell or cell != "" else None
            except (Unreadable, Doubtful) as said:
                values[key] = said.value
                level = CHECK if isinstance(said, Doubtful) else ERROR
                problems.append(Problem(number, head.letter, head.label, shown(cell), said.sentence, level))
                touched += 1
                continue
            if value is not None:
                values[key] = value
                touched += 1
            elif required:
                problems.append(Problem(number, head.letter, head.label, shown(cell), _EMPTY))
        for group in self._groups:
            touched += self._read_marks(group, number, cells, values, problems)
        return values, problems, touched

    def _read_marks(
        self,
        group: _Marks,
        number: int,
        cells: Sequence[Cell],
        values: dict[str, Any],
        problems: list[Problem],
    ) -> int:
        found, failed, touched = [], False, 0
        for at, code, head in group.places:
            cell = cells[at]
            touched += cell != ""
            try:
                if self._parse_mark(cell):
                    found.append(code)
            except Unreadable as failure:
                failed = True
                problems.append(Problem(number, head.letter, head.label, shown(cell), failure.sentence))
        first = group.places[0][2]
        if len(found) > 1 and not group.several:
            problems.append(Problem(number, first.letter, first.parts[0], "", _ONE_ONLY))
        elif found:
            values[group.key] = tuple(found) if group.several else found[0]
        elif group.required and not failed:
            problems.append(Problem(number, first.letter, first.parts[0], "", _EMPTY))
        return touched

    def _hide_resident_numbers(
        self, number: int, cells: list[Cell], texts: Sequence[str], problems: list[Problem]
    ) -> frozenset[int]:
        """Positions of the cells that hold one, in any column of the sheet; the cells are overwritten."""
        numbers = [cell for cell in cells if type(cell) is float and cell > _MAY_BE_RESIDENT]
        if not numbers and not find("\0".join(texts), self._this_year):
            return _NONE
        hidden = set()
        for at, cell in enumerate(cells):
            written = cell if at in self._amounts else _digits(cell)
            if type(written) is str and find(written, self._this_year):
                hidden.add(at)
                cells[at] = HIDDEN
                index = self._left + at
                problems.append(
                    Problem(number, column_letter(index), self._labels.get(index, ""), "", _RESIDENT_NUMBER)
                )
        return frozenset(hidden)


def _digits(cell: Cell) -> Cell:
    """A large number as the thirteen digits it may once have been; anything else as it is."""
    if isinstance(cell, float | int) and _MAY_BE_RESIDENT < cell < 1e13 and cell == int(cell):
        return f"{int(cell):013d}"
    return cell
