"""Read the rows of a matched table: typed values, and every problem named with its place and what to do."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from kwonik.kernel.resident_numbers import mask

from .cells import NOTHING, shown
from .leftovers import REMARK, Skipped, is_remark, skipper
from .matching import Match
from .merges import merged_filler
from .reader import ERROR, Problem, RowReader
from .refusals import Refused
from .tables import Table
from .workbooks import Cell

_LISTED_SKIPS = 200
BLANK = "blank"


@dataclass(slots=True)
class Row:
    """`number`: the sheet's own, as a person sees it. `values`: every declared column's key -> typed value or None.

    `key`: 16 bytes, the same whenever the same values come again (another file, other order of columns or lines) and
    another one for the second of two equal lines. `raw`: the cells from `first_column` on, resident numbers hidden.
    """

    number: int
    values: dict[str, Any]
    problems: list[Problem]
    raw: list[Cell]
    hidden: bool = False
    key: bytes = b""

    @property
    def ok(self) -> bool:
        """Whether the row may be stored."""
        return not self.problems or all(problem.level != ERROR for problem in self.problems)


@dataclass
class Reading:
    """The rows of one table; iterate as often as needed. Counts and digest hold once an iteration has ended.

    `digest`: SHA-256 over the values of all rows, so that the same ledger saved again, renamed or with its columns
    moved is recognised. `skipped`: lines that are no records, each with its reason; the first 200 are kept.
    """

    table: Table
    match: Match
    year: int | None
    row_count: int = 0
    problem_row_count: int = 0
    skipped_count: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    digest: str = ""

    def __iter__(self) -> Iterator[Row]:
        self.row_count = self.problem_row_count = self.skipped_count = 0
        self.skipped, self.digest = [], ""
        everything, seen = hashlib.sha256(), dict[bytes, int]()
        for row in self._records():
            row.key = _key(row.values, seen)
            everything.update(row.key)
            self.row_count += 1
            self.problem_row_count += not row.ok
            yield row
        self.digest = everything.hexdigest()

    def _records(self) -> Iterator[Row]:
        sheet, first_row = self.table.sheet, self.table.first_row
        fill, why_skip = merged_filler(self.table, self.match), skipper(self.table)
        reader = RowReader(self.table, self.match, self.year)
        hidden_rows = sheet.findings.hidden_rows
        for number, cells in sheet.rows():
            if number < first_row:
                continue
            texts = [cell for cell in cells if type(cell) is str and cell]
            if not texts and all(cell == "" for cell in cells):
                continue
            if fill and fill(number, cells):
                texts = [cell for cell in cells if type(cell) is str and cell]
            reason = why_skip(texts)
            if reason:
                self._skip(number, reason, texts)
                continue
            values, problems, touched = reader.read(number, cells, texts)
            if not touched or problems:
                reason = _why_no_record(cells, texts, problems, touched)
                if reason:
                    self._skip(number, reason, texts)
                    continue
            yield Row(number, values, problems, cells, number in hidden_rows)

    def _skip(self, number: int, reason: str, texts: Sequence[str]) -> None:
        if reason == BLANK:
            return
        self.skipped_count += 1
        if len(self.skipped) < _LISTED_SKIPS:
            self.skipped.append(Skipped(number, reason, shown(mask(" ".join(texts)))))


def read_rows(table: Table, match: Match, year: int | None = None) -> Reading:
    """The rows of `table` as `match` places its columns. Raises Refused("not_matched") when the match is not ready.

    `year` is assumed, and said so, for days written without one; by default it is the year the table's titles tell.
    """
    if not match.ready:
        raise Refused("not_matched", what=" ".join(match.sentences))
    return Reading(table, match, year or table.year)


def _why_no_record(
    cells: Sequence[Cell], texts: Sequence[str], problems: Sequence[Problem], touched: int
) -> str | None:
    """Why a line with problems, or with nothing in the columns that are read, is no record; None when it is one."""
    if not touched:
        said = [text for text in texts if text.strip() not in NOTHING]
        if not said:
            return BLANK  # a line numbered in advance, or of dashes
        return REMARK if len(said) == 1 or not problems else None
    return REMARK if is_remark(texts, sum(cell != "" for cell in cells)) else None


def _key(values: dict[str, Any], seen: dict[bytes, int]) -> bytes:
    """Empty values are left out: a column declared in a later year must not make old lines look new."""
    written = "\x1f".join([f"{name}={value}" for name, value in values.items() if value is not None]).encode()
    key = hashlib.blake2b(written, digest_size=16).digest()
    before = seen.get(key, 0)
    seen[key] = before + 1
    return (
        hashlib.blake2b(written, digest_size=16, salt=before.to_bytes(16, "big")).digest() if before else key
    )
