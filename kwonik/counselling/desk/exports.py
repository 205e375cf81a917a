"""The list of consultations as a spreadsheet: who came and what was said stay behind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from kwonik.documents import workbook
from kwonik.documents.workbook import Column, RowList

IN_MEMORY = 5_000_000  # bytes; a longer list goes to a file that disappears with the answer

COLUMNS = (
    Column("상담 번호", width=16),
    Column("상담일", "date"),
    Column("서비스"),
    Column("구분", width=10),
    Column("경로", width=14),
    Column("주된 유형"),
    Column("자치구", width=12),
    Column("찾아간 곳"),
    Column("결과"),
    Column("상담 시간(분)", "number"),
    Column("다시 연락할 날", "date"),
    Column("업무 연락", width=10),
    Column("철회", width=8),
)


def consultations(rows: Any, centre: Any, today: date) -> tuple[IO[bytes], int]:
    """The file, read from its beginning, and how many consultations stand in it; constant memory."""
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    made = RowList(
        "상담 목록",
        COLUMNS,
        _lines(rows.iterator(chunk_size=2000)),
        today,
        remark=f"{today} 내려받음",
        org=str(centre),
    )
    count = workbook.stream(made, file)
    file.seek(0)
    return file, count


def _lines(rows: Iterable[Any]) -> Iterator[tuple]:
    for row in rows:
        yield (
            row.reference,
            row.occurred_on,
            str(row.service),
            row.get_party_display(),
            str(row.channel),
            str(row.issue),
            str(row.district or ""),
            str(row.site or ""),
            str(row.outcome or ""),
            row.minutes,
            row.follow_up_on,
            "예" if row.is_business_contact else "",
            "예" if row.withdrawn_at else "",
        )
