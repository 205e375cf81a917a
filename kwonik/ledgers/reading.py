"""From an uploaded file to lines: every worksheet that has the ledger's table, matched and parsed."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from hashlib import blake2b, sha256
from itertools import islice
from typing import Any

from kwonik.kernel.resident_numbers import mask
from kwonik.spreadsheets import (
    ERROR,
    Column,
    Match,
    Table,
    Workbook,
    find_table,
    find_tables,
    match_columns,
    read_rows,
)
from kwonik.spreadsheets import Refused as FileRefused

from . import rules
from .registry import Context, Line, Sheet

SAMPLED_ROWS = 30
USUALLY, RARELY = gc.get_threshold(), (200_000, 20, 50)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong (`blocking`) or was assumed at one place: `column` is "C열(유형)", "" for the line as a whole."""

    worksheet: str
    row: int
    column: str
    shown: str
    sentence: str
    blocking: bool = True


@dataclass(slots=True)
class Found:
    """One line and what is wrong with its cells. `worksheet` is told when several are read."""

    line: Line
    worksheet: str
    problems: list[Problem]
    ok: bool


@dataclass
class LedgerReading:
    """All tables of one file that hold the ledger; iterate for its lines. Digest and skips hold afterwards."""

    sheet: Sheet
    context: Context
    columns: tuple[Column, ...]
    pairs: list[tuple[Table, Match]]
    notices: list[str]
    digest: str = ""
    skipped: list[str] = field(default_factory=list)

    @property
    def row_count(self) -> int:
        """About how many rows there are to read (blank and summing rows included)."""
        return sum(max(0, table.sheet.row_count - table.first_row + 1) for table, _ in self.pairs)

    @property
    def ready(self) -> bool:
        return all(match.ready for _, match in self.pairs)

    @property
    def sentences(self) -> list[str]:
        return list(dict.fromkeys(sentence for _, match in self.pairs for sentence in match.sentences))

    def mapping(self) -> dict[str, str]:
        return {heading: key for _, match in self.pairs for heading, key in match.mapping().items()}

    def __iter__(self) -> Iterator[Found]:
        """Lines in the order of the file.

        Lines equal on two worksheets stay two, whichever worksheet comes first; so do those of two variants.
        """
        several, variant = len(self.pairs) > 1, self.context.variant.encode()
        whole, seen, self.skipped = sha256(), Counter[bytes](), []
        for table, match in self.pairs:
            worksheet = table.sheet.name if several else ""
            reading = read_rows(table, match)
            for row in reading:
                key = row.key
                if several:
                    key = _other(key, seen[row.key].to_bytes(4, "big")) if seen[row.key] else key
                    seen[row.key] += 1
                if variant:
                    key = _other(key, variant)
                problems = [
                    Problem(
                        worksheet,
                        p.row,
                        f"{p.letter}열({p.heading})" if p.heading else f"{p.letter}열",
                        p.shown,
                        p.sentence,
                        p.level == ERROR,
                    )
                    for p in row.problems
                ]
                yield Found(Line(row.number, key, row.values), worksheet, problems, row.ok)
            whole.update(reading.digest.encode())
            place = f"{worksheet} ".lstrip()
            self.skipped += [f"{place}{skipped.row:,}행: {skipped.reason}" for skipped in reading.skipped]
        self.digest = whole.hexdigest()

    def chunks(self) -> Iterator[list[Found]]:
        """Lines by the thousands. Meanwhile the garbage collector looks for cycles more rarely: lines have none, and
        looking took a third of an import's time."""
        rows = iter(self)
        gc.set_threshold(*RARELY)
        try:
            while chunk := list(islice(rows, rules.CHUNK)):
                yield chunk
        finally:
            gc.set_threshold(*USUALLY)

    def samples(self) -> dict[str, list[str]]:
        """Column letter -> its first few values, without resident numbers: what an officer knows a column by."""
        table = self.pairs[0][0]
        found: dict[str, list[str]] = {head.letter: [] for head in table.heads}
        start = table.first_row - 1
        for _, cells in islice(table.sheet.rows(), start, start + SAMPLED_ROWS):
            for head in table.heads:
                at = head.index - table.sheet.first_column
                text = _cell_in_words(cells[at]) if at < len(cells) else ""
                if text and text not in found[head.letter]:
                    found[head.letter].append(text)
        return {letter: texts[: rules.SHOWN_SAMPLES] for letter, texts in found.items()}


def _other(key: bytes, what: bytes) -> bytes:
    """The key of a line that differs from one of this key only by `what` stands outside the line."""
    return blake2b(key + what, digest_size=16).digest()


def _cell_in_words(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return shortened(mask(_moment_in_words(cell)))


def shortened(text: str, longest: int = 24) -> str:
    """On one line, and not long: enough to know a cell by."""
    text = " ".join(text.split())
    return f"{text[:longest]}…" if len(text) > longest else text


def _moment_in_words(value: Any) -> str:
    match value:
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}" if value.time() != time() else f"{value:%Y-%m-%d}"
        case time():
            return f"{value:%H:%M}"
        case _:
            return str(value)


def words(column: Column, value: Any) -> str:
    """A value as people write it in the ledger: "노동자", "2025-05-09", "330,000"."""
    labels: dict[str, str] = {}
    for label, code in column.choices.items():
        labels.setdefault(code, label)
    match value:
        case None | "":
            return ""
        case bool():
            return "예" if value else "아니요"
        case tuple():
            return ", ".join(labels.get(code, str(code)) for code in value)
        case datetime() | date() | time():
            return _moment_in_words(value)
        case int() | Decimal():
            return f"{value:,}"
        case _:
            return labels.get(value, str(value))


def read(
    workbook: Workbook,
    sheet: Sheet,
    context: Context,
    *,
    worksheet: str = "",
    remembered: Mapping[str, str] | None = None,
    chosen: Mapping[str, str] | None = None,
    headings: Mapping[str, str] | None = None,
) -> LedgerReading:
    """The ledger in an open workbook: on the worksheet named, else on every visible one that has its table.

    `chosen`: column letter -> item, picked under `headings` (letter -> heading); on another worksheet the same heading
    means the same item. Raises spreadsheets' Refused, whose sentence says what to do.
    """
    columns = tuple(sheet.columns(context))
    tables = [_table_on(workbook, worksheet, columns)] if worksheet else find_tables(workbook, columns)
    pairs = []
    for table in tables:
        picked = _picked_for(table, chosen or {}, headings or {})
        memory = _fitting(table, columns, remembered or {})
        pairs.append((table, match_columns(table, columns, memory, picked)))
    if not worksheet:
        fullest = max(len(match.pairs) for _, match in pairs)
        pairs = [pair for pair in pairs if len(pair[1].pairs) >= fullest - 1]
        pairs.sort(key=lambda pair: workbook.sheets.index(pair[0].sheet))
    notices = [*workbook.notices, *(notice for table, _ in pairs for notice in table.sheet.notices)]
    if left := _left_out(workbook, worksheet, pairs):
        names = ", ".join(f"'{name}'" for name in left)
        notices.append(
            f"다른 시트 {len(left)}개({names})는 이 대장의 표가 아니어서 읽지 않았습니다. 읽어야 하면 '시트'에서 고르세요."
        )
    return LedgerReading(sheet, context, columns, pairs, notices)


def _table_on(workbook: Workbook, name: str, columns: tuple[Column, ...]) -> Table:
    try:
        return find_table(workbook.sheet(name), columns)
    except KeyError:
        raise FileRefused("no_sheet") from None


def _picked_for(table: Table, chosen: Mapping[str, str], headings: Mapping[str, str]) -> dict[str, str]:
    if not headings:
        return dict(chosen)
    often = Counter(headings.values())
    by_heading = {headings[at]: key for at, key in chosen.items() if often[headings.get(at, "")] == 1}
    picked = {}
    for head in table.heads:
        if headings.get(head.letter) == head.label and head.letter in chosen:
            picked[head.letter] = chosen[head.letter]
        elif head.label in by_heading:
            picked[head.letter] = by_heading[head.label]
    return picked


def _fitting(table: Table, columns: tuple[Column, ...], remembered: Mapping[str, str]) -> dict[str, str]:
    """What is remembered, but for headings that would take an item from a column bearing that item's own name."""
    named = {
        pair.column.key: pair.heads[0].label
        for pair in match_columns(table, columns).pairs
        if pair.level == "exact"
    }
    return {
        heading: key
        for heading, key in remembered.items()
        if key not in named or heading == named[key] or remembered.get(named[key], key) != key
    }


def _left_out(workbook: Workbook, worksheet: str, pairs: list[tuple[Table, Match]]) -> list[str]:
    if worksheet:
        return []
    read_ones = {table.sheet.name for table, _ in pairs}
    return [s.name for s in workbook.visible_sheets if s.row_count and s.name not in read_ones]
