"""PDF/UA-1: the report as JSON into one constant Typst template, with the fonts shipped here and no others.

Typst keeps what it compiled in memory (see docs/documents.md), so each document is set in a process of its own:
the web process neither swells nor waits for a runaway document.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, time
from itertools import groupby
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from . import grid, look
from .glyphs import drawable
from .normalise import normalise
from .tree import (
    Block,
    BulletList,
    CoverPage,
    Heading,
    Item,
    Note,
    Para,
    Pending,
    Picture,
    Report,
    Table,
    Text,
    plain,
)
from .words import words

ROOT = Path(__file__).parents[2]
SECONDS = 120
#: Documents set at the same time by one web process: each takes 60 to 400 MB while it lasts.
AT_ONCE = BoundedSemaphore(2)
#: Longest word kept whole, in em of its own size: half a line of body text.
LONGEST = 18.0


class TypesettingFailed(RuntimeError):
    """The typesetter refused the document or did not finish in time."""


def write(report: Report) -> bytes:
    """The report as a tagged PDF (PDF/UA-1). Raises WrongTree for a wrong tree, TypesettingFailed otherwise."""
    report = normalise(report)
    moment = datetime.combine(report.date, time(), tzinfo=UTC)
    return _typeset(
        {"format": "pdf", "timestamp": int(moment.timestamp()), "report": _json(_document(report))}
    )


def raster(svg: str, pixels: int = 1400) -> bytes:
    """An SVG as PNG, its text in the shipped font: for formats that take no SVG."""
    return _typeset({"format": "png", "report": json.dumps({"svg": svg, "pixels": pixels})})


def _typeset(job: dict[str, Any]) -> bytes:
    command = [sys.executable, "-m", "kwonik.documents.typesetting"]
    try:
        with AT_ONCE:
            done = subprocess.run(
                command, input=json.dumps(job).encode(), capture_output=True, cwd=ROOT, timeout=SECONDS
            )
    except subprocess.TimeoutExpired as late:
        raise TypesettingFailed(
            f"문서를 {SECONDS}초 안에 만들지 못했습니다. 보고서를 나누어 내려받아 주세요."
        ) from late
    if done.returncode:
        raise TypesettingFailed(f"PDF를 만들지 못했습니다: {done.stderr.decode(errors='replace')[-2000:]}")
    return done.stdout


# -- the tree as JSON -----------------------------------------------------------------------------------------


def _json(tree: dict[str, Any]) -> str:
    return json.dumps(_drawable(tree), ensure_ascii=False, separators=(",", ":"))


def _drawable(thing):
    match thing:
        case str():
            return drawable(thing)
        case list() | tuple():
            return [_drawable(part) for part in thing]
        case dict():
            return {key: part if key == "svg" else _drawable(part) for key, part in thing.items()}
        case _:
            return thing


def _document(report: Report) -> dict[str, Any]:
    cover = next((block for block in report.blocks if isinstance(block, CoverPage)), None)
    return {
        "title": report.title,
        "org": report.org,
        "date": report.printed_date,
        "lang": report.lang,
        "year": report.date.year,
        "look": {
            name.lower(): value for name, value in vars(look).items() if name.isupper() and name != "HEADINGS"
        },
        "cover": {"subtitle": cover.subtitle, "remark": cover.remark} if cover else None,
        "blocks": [_block(block) for block in report.blocks if not isinstance(block, CoverPage)],
    }


def _inline(text: Text, longest: float = LONGEST, bold: bool = False) -> list:
    return list(words(text, longest, bold))


def _block(block: Block) -> dict[str, Any]:
    kind: dict[str, Any] = {"kind": type(block).__name__}
    match block:
        case Heading():
            return kind | {"level": block.level, "marker": block.marker, "text": _inline(block.text)}
        case BulletList():
            return kind | {"lists": _lists(block.items)}
        case Para():
            return kind | {"box": block.box, "text": _inline(block.text)}
        case Note():
            return kind | {"marker": block.marker, "text": _inline(block.text)}
        case Pending():
            return kind | {"text": block.text}
        case Table():
            return kind | _table(block)
        case Picture():
            image = {"svg": block.svg} if block.svg else {"png": list(block.png)}
            return kind | image | {"alt": block.alt, "caption": block.caption, "width": block.width}
        case _:
            return kind


def _lists(items: tuple[Item, ...]) -> list[dict[str, Any]]:
    """Neighbours with one marker make one list: a list has a single marker."""
    return [
        {"marker": marker, "items": [_item(item) for item in group]}
        for marker, group in groupby(items, key=lambda item: item.bullet.marker)
    ]


def _item(item: Item) -> dict[str, Any]:
    bullet = item.bullet
    return {"text": _inline(bullet.text), "right": plain(bullet.right), "lists": _lists(item.items)}


def _table(table: Table) -> dict[str, Any]:
    room = grid.TEXT_WIDTH / (table.size / 100)
    cells = [_cell(spot, table, room) for spot in grid.placed(table)]
    return {
        "caption": table.caption,
        "measure": table.measure,
        "notes": [_inline(note) for note in table.notes],
        "widths": table.widths,
        "size": table.size,
        "height": len(table.rows),
        "head": [cell for cell in cells if cell["y"] < table.head_rows],
        "body": [cell for cell in cells if cell["y"] >= table.head_rows],
    }


def _cell(spot: grid.Placed, table: Table, room: float) -> dict[str, Any]:
    cell = spot.cell
    share = sum(table.widths[spot.col : spot.last_col + 1])
    longest = max(2.0, room * share / 100 - grid.PADDING / 2)
    return {
        "x": spot.col,
        "y": spot.row,
        "colspan": cell.colspan,
        "rowspan": cell.rowspan,
        "align": cell.align,
        "fill": look.SHADES.get(cell.shade),
        "text": _inline(cell.runs, longest, cell.bold),
    }
