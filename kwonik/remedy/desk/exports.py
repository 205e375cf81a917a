"""The desk's deadlines as spreadsheets: whose case it is stays behind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from kwonik.documents import workbook
from kwonik.documents.workbook import Column, RowList
from kwonik.remedy import rules

IN_MEMORY = 5_000_000  # bytes; a longer list goes to a file that disappears with the answer

CASE = (
    Column("사건 번호", width=16),
    Column("유형"),
    Column("구제 절차"),
    Column("노동권리보호관", width=16),
)
DATES = (
    Column("마지막 날", "date"),
    Column("남은 날", "number"),
    Column("기한", width=34),
    Column("성질", width=14),
    Column("근거", width=30),
    Column("일이 있은 날", "date"),
    Column("역법으로 센 마지막 날", "date"),
    Column("달력을 안 날", "date"),
    Column("상태", width=10),
    *CASE,
)


def critical_dates(rows: Any, centre: Any, today: date) -> tuple[IO[bytes], int]:
    """The critical dates in a file, read from its beginning, and how many; constant memory."""
    lines = (
        (
            row.last_on,
            rules.days_left(row.last_on, today),
            row.term,
            row.get_nature_display(),
            row.law,
            row.event_on,
            row.raw_last_on,
            row.known_on,
            row.get_state_display(),
            *_of_case(row.case),
        )
        for row in rows.iterator(chunk_size=2000)
    )
    return _written("권리구제 기한", DATES, lines, centre, today)


def cases_without_dates(rows: Any, centre: Any, today: date) -> tuple[IO[bytes], int]:
    """The open cases that have no critical date at all."""
    columns = (*CASE, Column("접수일", "date"), Column("상태", width=14))
    lines = (
        (*_of_case(row), row.opened_on, row.get_state_display()) for row in rows.iterator(chunk_size=2000)
    )
    return _written("기한이 없는 사건", columns, lines, centre, today)


def _of_case(case: Any) -> tuple[str, ...]:
    return case.reference, str(case.issue), str(case.forum), case.advocate.name if case.advocate else ""


def _written(
    title: str, columns: tuple[Column, ...], lines: Iterable[Sequence[Any]], centre: Any, today: date
) -> tuple[IO[bytes], int]:
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    made = RowList(title, columns, lines, today, remark=f"{today} 내려받음", org=str(centre))
    count = workbook.stream(made, file)
    file.seek(0)
    return file, count
