"""Tables of a HWPX document: merged cells, repeated heads, borders open at both sides."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

from kwonik.documents import grid, look
from kwonik.documents.tree import Table, plain

from . import shapes
from .page import place, sides, size, sub_list
from .paragraphs import Paragraphs
from .shapes import HEAD_FONT, Border, Char, Edge
from .xml import element, tag

RULE = Edge("0.5 mm", look.NAVY)
MARGIN_ACROSS, MARGIN_DOWN = 200, 220
#: A table lower than this (70 mm) is not torn apart at a page's end.
WHOLE = 20_000
LINE = 130
ALIGN = {"left": "LEFT", "center": "CENTER", "right": "RIGHT"}


def table(paragraphs: Paragraphs, block: Table, room: int) -> Iterator[str]:
    """A line with the caption and the unit, then the table, `room` HWPUNIT wide."""
    yield _caption(paragraphs, block) if block.caption or block.measure else gap(paragraphs)
    widths = _widths(block, room)
    heights = _heights(block, widths)
    rows: list[list[str]] = [[] for _ in block.rows]
    for spot in grid.placed(block):
        rows[spot.row].append(_cell(paragraphs, spot, block, widths, heights))
    yield _anchored(paragraphs, rows, (len(widths), room, sum(heights)), block.head_rows > 0)


def box(paragraphs: Paragraphs, inside: str, border: Border, room: int, margin: int) -> str:
    """Paragraphs in a frame: a table of one cell, as public offices draw their frames."""
    cell = _tc(
        paragraphs, inside, border, (0, 0, 1, 1), (room, 2 * margin + 1500), (margin, margin), head=False
    )
    return _anchored(paragraphs, [[cell]], (1, room, 2 * margin + 1500), head=False)


def _anchored(paragraphs: Paragraphs, rows: list[list[str]], extent: tuple[int, int, int], head: bool) -> str:
    """A table of (columns, width, height) in a paragraph of its own, so small that it takes no line below."""
    columns, width, height = extent
    attributes = {
        "id": paragraphs.object_id(),
        "zOrder": 0,
        "numberingType": "TABLE",
        "textWrap": "TOP_AND_BOTTOM",
    }
    attributes |= {
        "textFlow": "BOTH_SIDES",
        "lock": 0,
        "dropcapstyle": "None",
        "pageBreak": "NONE" if height < WHOLE else "CELL",
    }
    attributes |= {"repeatHeader": int(head), "rowCnt": len(rows), "colCnt": columns, "cellSpacing": 0}
    shown = element(
        "hp:tbl",
        attributes | {"borderFillIDRef": paragraphs.shapes.border(Border()), "noAdjust": 0},
        size(width, height),
        place(0),
        tag("hp:outMargin", left=0, right=0, top=0, bottom=567),
        sides("hp:inMargin", MARGIN_ACROSS, MARGIN_DOWN),
        *(element("hp:tr", {}, *cells) for cells in rows),
    )
    small = paragraphs.shapes.char(Char(100))
    return paragraphs.paragraph(
        shapes.Para(line=100), element("hp:run", {"charPrIDRef": small}, shown, "<hp:t/>")
    )


def gap(paragraphs: Paragraphs) -> str:
    """A little room above a table that has no caption."""
    return paragraphs.paragraph(shapes.Para(line=100, keep_next=True), paragraphs.run(" ", Char(800)))


def _caption(paragraphs: Paragraphs, block: Table) -> str:
    bold = Char(look.SMALL, bold=True, font=HEAD_FONT)
    tiny = Char(look.TINY, color=look.GREY, font=HEAD_FONT)
    shape = shapes.Para(before=500, line=120, keep_next=True, right_tab=True)
    return paragraphs.paragraph(
        shape, paragraphs.run(block.caption, bold), paragraphs.run(f"\t{block.measure}", tiny)
    )


def _widths(block: Table, room: int) -> list[int]:
    """Column widths that add up to `room` exactly."""
    edges = [room * sum(block.widths[:k]) // 100 for k in range(len(block.widths) + 1)]
    return [b - a for a, b in pairwise(edges)]


def _heights(block: Table, widths: list[int]) -> list[int]:
    """Rows as high as their text is expected to be; Hancom makes them higher where it needs to."""
    single = block.size * LINE // 100 + 2 * MARGIN_DOWN
    heights = [single] * len(block.rows)
    for spot in grid.placed(block):
        if spot.cell.rowspan == 1:
            room = sum(widths[spot.col : spot.last_col + 1]) - 2 * MARGIN_ACROSS
            lines = sum(
                max(1, math.ceil(grid.advance(line) * block.size / max(room, 1)))
                for line in plain(spot.cell.runs).split("\n")
            )
            heights[spot.row] = max(heights[spot.row], lines * block.size * LINE // 100 + 2 * MARGIN_DOWN)
    return heights


def _cell(
    paragraphs: Paragraphs, spot: grid.Placed, block: Table, widths: list[int], heights: list[int]
) -> str:
    cell = spot.cell
    head = spot.row < block.head_rows
    border = Border(
        left=Edge() if spot.col else None,
        right=Edge() if spot.last_col < len(widths) - 1 else None,
        top=Edge() if spot.row else RULE,
        bottom=Edge() if spot.last_row < len(heights) - 1 else RULE,
        fill=look.SHADES.get(cell.shade, ""),
    )
    char = Char(block.size, bold=cell.bold, font=HEAD_FONT)
    shape = shapes.Para(ALIGN[cell.align], line=LINE)  # type: ignore[arg-type]
    room = sum(widths[spot.col : spot.last_col + 1]) - 2 * MARGIN_ACROSS
    inside = paragraphs.text(shape, cell.runs, char, longest=room / block.size)
    at = (spot.col, spot.row, cell.colspan, cell.rowspan)
    extent = (sum(widths[spot.col : spot.last_col + 1]), sum(heights[spot.row : spot.last_row + 1]))
    return _tc(paragraphs, inside, border, at, extent, (MARGIN_ACROSS, MARGIN_DOWN), head)


def _tc(
    paragraphs: Paragraphs,
    inside: str,
    border: Border,
    at: tuple[int, int, int, int],
    extent: tuple[int, int],
    margins: tuple[int, int],
    head: bool,
) -> str:
    """A cell `at` (column, row, columns, rows) of `extent` (width, height)."""
    flags = {"name": "", "header": int(head), "hasMargin": 1, "protect": 0, "editable": 0, "dirty": 0}
    return element(
        "hp:tc",
        flags | {"borderFillIDRef": paragraphs.shapes.border(border)},
        sub_list(inside, "CENTER"),
        tag("hp:cellAddr", colAddr=at[0], rowAddr=at[1]),
        tag("hp:cellSpan", colSpan=at[2], rowSpan=at[3]),
        tag("hp:cellSz", width=extent[0], height=extent[1]),
        sides("hp:cellMargin", *margins),
    )
