"""The worksheet on paper: a document of `kwonik.documents`, for PDF and HWPX."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kwonik.documents import hwpx, pdf
from kwonik.documents.tree import Block, Bullet, Cell, Heading, Note, Para, Report, Span, Table

from .worksheet import Sheet, day

WRITERS = {"pdf": (pdf.write, "application/pdf"), "hwpx": (hwpx.write, "application/hwp+zip")}
"""By ending: what writes it, and its content type."""


def file(sheet: Sheet, org: str, extension: str) -> tuple[bytes, str, str]:
    """Content, content type and name of the worksheet as a document of `org`. KeyError for an ending nobody writes."""
    write, content_type = WRITERS[extension]
    return write(tree(sheet, org)), content_type, f"{sheet.title} 계산서 {sheet.made_on}.{extension}"


def tree(sheet: Sheet, org: str) -> Report:
    """The worksheet as a document of `org`, dated on the day it was computed."""
    blocks: list[Block] = [Para(sheet.says)]
    blocks += [Note(f"{label}: {words}") for label, words in sheet.law_lines]
    if sheet.facts:
        blocks += [Heading(1, "", "적은 사실"), _table(("사실", "내용"), sheet.facts, (3, 5))]
    blocks += [Heading(1, "", "결과"), _table(("항목", "값"), sheet.answers, (3, 5), bold=True)]
    rows = [(str(at), one.label, one.how, one.value, one.law) for at, one in enumerate(sheet.steps, 1)]
    heads = ("순서", "항목", "계산", "값", "근거")
    blocks += [Heading(1, "", "계산 과정"), _table(heads, rows, (2, 6, 11, 6, 8))]
    for title, words in (("조심할 점", sheet.warnings), ("이렇게 보고 셈했습니다", sheet.assumptions)):
        if words:
            blocks += [Heading(2, "", title), *(Bullet(1, "", one) for one in words)]
    if sheet.parameters:
        values = [
            (one.label, one.value, one.held, "\n".join(one.grounds), day(one.read_on))
            for one in sheet.parameters
        ]
        heads = ("이름", "값", "적용 기간", "근거와 출처", "확인한 날")
        blocks += [Heading(1, "", "쓴 법령의 값"), _table(heads, values, (6, 5, 7, 10, 5))]
    blocks.append(Note(sheet.disclaimer))
    made_on = date.fromisoformat(sheet.made_on)
    return Report(f"{sheet.title} 계산서", org, made_on, blocks=tuple(blocks))


def _table(
    heads: tuple[str, ...], rows: Iterable[tuple[str, ...]], widths: tuple[int, ...], bold: bool = False
) -> Table:
    body = tuple(
        tuple(
            Cell((Span(word, bold=True),) if bold and at == len(row) - 1 else word, align="left")
            for at, word in enumerate(row)
        )
        for row in rows
    )
    return Table((tuple(Cell(head) for head in heads), *body), widths=widths)
