"""The list of a service's records as a spreadsheet: who applied stays behind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from kwonik.activities import queries, rules
from kwonik.catalogue.codes import Shape
from kwonik.documents import workbook
from kwonik.documents.workbook import Column, RowList

IN_MEMORY = 5_000_000  # bytes; a longer list goes to a file that disappears with the answer


def records(rows: Any, service: Any, centre: Any, today: date) -> tuple[IO[bytes], int]:
    """The file, read from its beginning, and how many records stand in it; constant memory."""
    shape = Shape(service.shape)
    fields = [
        (field, label)
        for ask in rules.asked(service.asks)
        if ask.field != "client"
        for field, label in (
            (("starts_at", "시작"), ("ends_at", "끝")) if ask.field == "hours" else ((ask.field, ask.label),)
        )
    ]
    fields += queries.OWN.get(shape, [])
    if shape == Shape.APPLICATION:
        fields += [
            ("state", "상태"),
            ("decided_on", "결정한 날"),
            ("delivered_on", "마친 날"),
            ("score", "만족도"),
        ]
    columns = (
        Column("번호", width=16),
        Column(rules.day_word(service.words, shape), "date"),
        Column("종류"),
        *(Column(label, _kind(field)) for field, label in fields),
        Column("철회", width=8),
    )
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    made = RowList(
        f"{service.name} 목록",
        columns,
        _lines(rows, [field for field, _ in fields]),
        today,
        remark=f"{today} 내려받음",
        org=str(centre),
    )
    count = workbook.stream(made, file)
    file.seek(0)
    return file, count


def _kind(field: str) -> Any:
    if field in (*queries.NUMBERS, "score"):
        return "number"
    return "date" if field.endswith("_on") else "text"


def _lines(rows: Any, fields: list[str]) -> Iterator[tuple]:
    for row in rows.iterator(chunk_size=2000):
        told = (
            row.get_state_display() if field == "state" else _cell(getattr(row, field)) for field in fields
        )
        yield (row.reference, row.day, str(row.kind), *told, "예" if row.withdrawn_at else "")


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, int | date):
        return value
    return f"{value:%H:%M}" if hasattr(value, "hour") else str(value)
