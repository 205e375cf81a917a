"""From an uploaded file to lines: every worksheet that has the ledger's table, matched, parsed and checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from hashlib import blake2b, sha256
from typing import Any

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

from .registry import Context, Line, Sheet


@dataclass
class Found:
    """One line, or what is wrong with it. `problems` are (place, shown, sentence, blocking?)."""

    line: Line
    problems: list[tuple[str, str, str, bool]]


@dataclass
class LedgerReading:
    """All tables of one file that hold the ledger; iterate for its lines. Digest and counts hold afterwards."""

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
        seen: set[bytes] = set()
        whole = sha256()
        self.skipped = []
        for number, (table, match) in enumerate(self.pairs):
            reading = read_rows(table, match)
            for row in reading:
                key = row.key if row.key not in seen else _another(row.key, number)
                seen.add(key)
                problems = [(p.place, p.shown, p.sentence, p.level == ERROR) for p in row.problems]
                if row.ok:
                    place = f"{table.sheet.name} {row.number}행" if len(self.pairs) > 1 else f"{row.number}행"
                    problems += [
                        (place, "", said, True) for said in self.sheet.check(self.context, row.values)
                    ]
                yield Found(Line(row.number, key, row.values), problems)
            whole.update(reading.digest.encode())
            self.skipped += [f"{skipped.row}행: {skipped.reason}" for skipped in reading.skipped[:20]]
        self.digest = whole.hexdigest()


def _another(key: bytes, table: int) -> bytes:
    """The key of an equal line on a further worksheet."""
    return blake2b(key + table.to_bytes(4, "big"), digest_size=16).digest()


def words(column: Column, value: Any) -> str:
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
            return str(value)
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
) -> LedgerReading:
    """The ledger in an open workbook: on the worksheet named, else on every visible one that has its table.

    Raises spreadsheets' Refused, whose sentence says what to do.
    """
    columns = tuple(sheet.columns(context))
    tables = (
        [find_table(_named(workbook, worksheet), columns)] if worksheet else find_tables(workbook, columns)
    )
    notices = [*workbook.notices, *(notice for table in tables for notice in table.sheet.notices)]
    pairs = [(table, match_columns(table, columns, remembered, chosen)) for table in tables]
    if not worksheet:
        best = len(pairs[0][1].pairs)
        pairs = [pair for pair in pairs if len(pair[1].pairs) >= best - 1] or pairs[:1]
        pairs.sort(key=lambda pair: workbook.sheets.index(pair[0].sheet))
    return LedgerReading(sheet, context, columns, pairs, notices)


def _named(workbook: Workbook, name: str):
    try:
        return workbook.sheet(name)
    except KeyError:
        raise FileRefused("no_sheet") from None
