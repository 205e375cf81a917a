"""What the tests of the writers share: the Seoul sample, hostile and long reports, a picture."""

from __future__ import annotations

import struct
import zlib
from datetime import date

import pytest

from kwonik.documents.tree import (
    Bullet,
    Cell,
    CoverPage,
    Heading,
    Note,
    Number,
    Para,
    Pending,
    Picture,
    Report,
    Source,
    Table,
)

from .seoul import BUDGET, CHART, seoul_report


@pytest.fixture(scope="session")
def seoul() -> Report:
    return seoul_report()


@pytest.fixture(scope="session")
def budget_rows() -> tuple:
    """The 22 lines of the budget table as (area, line, allotted, spent, unspent, rate)."""
    return BUDGET


#: What people type or paste, on purpose or not: it must stand in the document as it was typed, and do nothing.
HOSTILE = (
    "<script>alert(1)</script>",
    "=cmd|'/c calc'!A1",
    '#read("/etc/passwd")',
    "]]> & <b>",
    "{{ 7*7 }} {% x %}",
    "$ math $ *별표* _밑줄_ @ref <label>",
    "\"따옴표\" '홑' \\ 역빗금",
    "+821012345678",
    "&nbsp;&#x27;",
)


@pytest.fixture(scope="session")
def hostile() -> tuple[str, ...]:
    return HOSTILE


@pytest.fixture(scope="session")
def hostile_report() -> Report:
    """Every kind of text holds every hostile text."""
    words = " ".join(HOSTILE)
    table = Table(
        ((Cell(words),), *((Cell(text),) for text in HOSTILE)),
        caption=words[:60],
        notes=(words,),
        unit=HOSTILE[0],
    )
    return Report(
        title=words,
        org=HOSTILE[3],
        date=date(2026, 1, 2),
        blocks=(
            CoverPage(subtitle=HOSTILE[0], remark=HOSTILE[1]),
            Heading(1, "<b>", words),
            Bullet(1, "<i>", words, right=HOSTILE[3]),
            Para(
                (words, Number(HOSTILE[0], 1, source=Source("a.b", HOSTILE[0], "/x?a=1&b=%3C", HOSTILE[2])))
            ),
            Para(words, box=True),
            Note(words),
            table,
            Picture(words, svg=CHART, caption=words),
            Pending(HOSTILE[0]),
        ),
    )


@pytest.fixture(scope="session")
def long_report() -> Report:
    """A table of 3,000 rows, as a list of cases is."""
    head = (Cell("번호"), Cell("접수일"), Cell("상담 내용"), Cell("금액"))
    rows = tuple(
        (
            Cell(value=k),
            Cell(value=date(2025, 1 + k % 12, 1 + k % 28)),
            Cell(f"임금체불 상담 {k}"),
            Cell(value=k * 10_000),
        )
        for k in range(1, 3001)
    )
    return Report(
        "상담 목록", "노동권익센터", date(2025, 11, 7), blocks=(Table((head, *rows), caption="상담"),)
    )


@pytest.fixture(scope="session")
def png() -> bytes:
    """A red PNG of 4 x 2 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pixels = zlib.compress((b"\0" + b"\xff\0\0" * 4) * 2)
    head = struct.pack(">IIBBBBB", 4, 2, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
