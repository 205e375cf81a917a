"""Checks and completes a report once, so that four writers need neither guess nor check. Idempotent."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

from . import grid, lowering
from .pictures import check as check_picture
from .tree import (
    Align,
    Block,
    Bullet,
    BulletList,
    Cell,
    CheckGrid,
    CoverPage,
    Heading,
    Item,
    Note,
    Number,
    PageBreak,
    Para,
    Pending,
    Picture,
    Report,
    Roadmap,
    Source,
    Table,
    WrongTree,
    plain,
    printed,
    runs,
)

BULLET_MARKERS = {1: "○", 2: "-", 3: "·", 4: "*"}
BLOCKS = (CoverPage, Heading, Bullet, Para, Note, Table, Picture, PageBreak, Pending, BulletList)
LOWERED = {CheckGrid: lowering.check_table, Roadmap: lowering.roadmap_table}
"""Blocks that are written as tables."""
KINDS = {"counted": "", "derived": "계산식", "stated": "출처 문서"}
#: Text columns whose longest line stays below this (em) are centred, longer ones begin at the left.
CENTRED_WIDTH = 12
#: Characters of an address (RFC 3986); everything else must come percent-encoded.
ADDRESS = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*")
#: What XML 1.0 cannot carry, and marks that turn the direction of writing round.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")


def normalise(report: Report) -> Report:
    """The report ready to be written: texts cleaned, headings checked, bullets nested, tables laid out.

    Raises WrongTree with a Korean sentence that names the place.
    """
    report = _clean(report)
    if not report.title.strip():
        raise WrongTree("보고서의 제목이 비어 있습니다. 제목을 적어 주세요.")
    if not isinstance(report.date, date):
        raise WrongTree("보고서의 날짜가 없습니다. 날짜를 정해 주세요.")
    _check_cover(report.blocks)
    _check_headings(report.blocks)
    return replace(
        report, blocks=tuple(_nested(_block(i, block) for i, block in enumerate(report.blocks, 1)))
    )


# -- texts ----------------------------------------------------------------------------------------------------


def _clean(thing):
    """The same tree with every string free of unprintable characters and in composed form (NFC)."""
    if isinstance(thing, str):
        text = thing.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
        return unicodedata.normalize("NFC", UNPRINTABLE.sub("", text))
    if isinstance(thing, tuple | list):
        return tuple(_clean(part) for part in thing)
    if is_dataclass(thing) and not isinstance(thing, type):
        changed = {f.name: _clean(getattr(thing, f.name)) for f in fields(thing)}
        return replace(thing, **changed)
    return thing


def _check_text(text) -> None:
    for run in runs(text):
        if isinstance(run, Number):
            _check_number(run)


def _check_number(number: Number) -> None:
    shown = f"'{number.text}'"
    if isinstance(number.value, bool | float) or not isinstance(number.value, int | Decimal | date | str):
        raise WrongTree(f"수치 {shown}의 값은 정수, Decimal, 날짜 또는 글이어야 합니다.")
    if isinstance(number.value, Decimal) and not number.value.is_finite():
        raise WrongTree(f"수치 {shown}의 값이 유한한 수가 아닙니다.")
    if number.kind not in KINDS:
        raise WrongTree(
            f"수치 {shown}의 종류 '{number.kind}'은(는) 없습니다. {', '.join(KINDS)} 가운데 하나를 쓰세요."
        )
    if KINDS[number.kind] and not (number.source and number.source.basis):
        raise WrongTree(f"수치 {shown}에 {KINDS[number.kind]}이(가) 없습니다. source.basis에 적어 주세요.")
    if number.source:
        _check_link(number.source)


def _check_link(source: Source) -> None:
    if not ADDRESS.fullmatch(source.href) or urlsplit(source.href).scheme not in ("", "http", "https"):
        raise WrongTree(
            f"수치 '{source.code}'의 주소 '{source.href}'은(는) 쓸 수 없습니다. 빈칸과 한글은 퍼센트로 바꾼(%EA…) http(s) 주소나 경로를 쓰세요."
        )


# -- headings and bullets -------------------------------------------------------------------------------------


def _check_cover(blocks: tuple[Block, ...]) -> None:
    if any(isinstance(block, CoverPage) for block in blocks[1:]):
        raise WrongTree("표지는 보고서의 맨 앞에 하나만 둘 수 있습니다.")


def _check_headings(blocks: tuple[Block, ...]) -> None:
    """Levels begin at 1 and never skip: PDF/UA-1 7.4.2 and screen readers rely on it."""
    above = 0
    for heading in (block for block in blocks if isinstance(block, Heading)):
        title = plain(heading.text)
        if not title.strip():
            raise WrongTree("내용이 빈 제목이 있습니다. 제목을 적거나 지워 주세요.")
        if not 1 <= heading.level <= min(above + 1, 6):
            raise WrongTree(
                f"제목 '{title}'의 단계가 {heading.level}입니다. {min(above + 1, 6)}단계 이하로 고쳐 주세요."
            )
        above = heading.level


def _nested(blocks: Iterator[Block]) -> Iterator[Block]:
    """Runs of bullets become lists; a bullet belongs to the nearest bullet above it of a lower level."""
    waiting: list[Bullet] = []
    for block in blocks:
        if isinstance(block, Bullet):
            waiting.append(block)
            continue
        if waiting:
            yield BulletList(_items(waiting))
            waiting = []
        yield block
    if waiting:
        yield BulletList(_items(waiting))


def _items(bullets: list[Bullet]) -> tuple[Item, ...]:
    starts = [0]
    for k, bullet in enumerate(bullets[1:], 1):
        if bullet.level <= bullets[starts[-1]].level:
            starts.append(k)
    ends = [*starts[1:], len(bullets)]
    return tuple(
        Item(bullets[a], _items(bullets[a + 1 : b]) if b > a + 1 else ())
        for a, b in zip(starts, ends, strict=True)
    )


# -- blocks ---------------------------------------------------------------------------------------------------


@contextmanager
def _at(place: str):
    try:
        yield
    except WrongTree as wrong:
        raise WrongTree(f"{place}: {wrong}") from wrong


def _block(position: int, block: Block) -> Block:
    if isinstance(block, CheckGrid | Roadmap):
        with _at(f"{position}번째 내용 '{block.caption}'"):
            block = LOWERED[type(block)](block)  # type: ignore[operator]
    if not isinstance(block, BLOCKS):
        raise WrongTree(f"{position}번째 자리에 쓸 수 없는 내용({type(block).__name__})이 있습니다.")
    match block:
        case Bullet():
            return _bullet(block)
        case Table():
            with _at(f"{position}번째 내용인 표 '{block.caption}'"):
                return _table(block)
        case Picture():
            with _at(f"{position}번째 내용인 그림"):
                return check_picture(block)
        case Heading() | Para() | Note() | Pending():
            with _at(f"'{plain(block.text)[:20]}'"):
                _check_text(block.text)
    return block


def _bullet(bullet: Bullet) -> Bullet:
    title = plain(bullet.text)
    with _at(f"항목 '{title[:20]}'"):
        if bullet.level not in BULLET_MARKERS:
            raise WrongTree(f"항목의 단계 {bullet.level}은(는) 없습니다. 1~4단계를 쓰세요.")
        _check_text(bullet.text)
        _check_text(bullet.right)
    return replace(bullet, marker=bullet.marker or BULLET_MARKERS[bullet.level])


# -- tables ---------------------------------------------------------------------------------------------------


def _table(table: Table) -> Table:
    if not table.rows:
        raise WrongTree("행이 없습니다. 행이 없으면 표를 넣지 마세요.")
    if not all(table.rows):
        raise WrongTree("칸이 하나도 없는 행이 있습니다. 행을 지우거나 합친 칸을 나누어 주세요.")
    if any(cell.colspan < 1 or cell.rowspan < 1 for row in table.rows for cell in row):
        raise WrongTree("합친 칸의 수는 1 이상이어야 합니다.")
    columns = grid.column_count(table)
    if columns > grid.MAX_COLUMNS:
        raise WrongTree(f"열이 {columns}개입니다. 한 표에는 {grid.MAX_COLUMNS}열까지 쓸 수 있습니다.")
    if table.widths and (len(table.widths) != columns or min(table.widths) < 1):
        raise WrongTree(f"열 너비는 1 이상의 수 {columns}개여야 합니다.")
    if not (0 <= table.head_rows <= len(table.rows) and 0 <= table.head_cols < max(columns, 1)):
        raise WrongTree("머리 행이나 머리 열의 수가 표보다 큽니다.")
    for text in table.notes:
        _check_text(text)
    filled = replace(table, rows=tuple(tuple(_filled(cell) for cell in row) for row in table.rows))
    cells = grid.placed(filled)
    if any(spot.row < table.head_rows <= spot.last_row for spot in cells):
        raise WrongTree("머리 행의 칸이 본문 행과 합쳐져 있습니다. 머리 행 수를 확인하세요.")
    widths, size = grid.layout(filled, cells)
    rows: list[list[Cell]] = [[] for _ in table.rows]
    aligns = _column_aligns(cells, table.head_rows)
    for spot in cells:
        rows[spot.row].append(_styled(spot, table, aligns))
    return replace(filled, rows=tuple(map(tuple, rows)), widths=widths, size=size)


def _filled(cell: Cell) -> Cell:
    """A cell whose number has its printed text."""
    if cell.value is not None and not plain(cell.text):
        cell = replace(cell, text=printed(cell.value))
    _check_text(cell.runs)
    return cell


def _column_aligns(cells: list[grid.Placed], head_rows: int) -> dict[int, Align]:
    """How the words of each column stand: centred while all are short, at the left otherwise."""
    widest: dict[int, float] = {}
    for spot in cells:
        if spot.row >= head_rows and spot.cell.colspan == 1 and spot.cell.value is None:
            lines = plain(spot.cell.runs).split("\n")
            widest[spot.col] = max(widest.get(spot.col, 0), *map(grid.advance, lines))
    return {col: "center" if width <= CENTRED_WIDTH else "left" for col, width in widest.items()}


def _styled(spot: grid.Placed, table: Table, aligns: dict[int, Align]) -> Cell:
    """Head cells centred, bold and tinted; numbers at the right; total rows bold."""
    cell = spot.cell
    if spot.row < table.head_rows:
        return replace(cell, align=cell.align or "center", bold=True, shade=cell.shade or "head")
    numeric = isinstance(cell.value, int | Decimal)
    align = cell.align or ("right" if numeric else aligns.get(spot.col, "center"))
    return replace(cell, align=align, bold=cell.bold or cell.shade in ("subtotal", "total"))
