"""The report tree: what a Korean public body's report consists of, free of any file format.

Any text is a `str` or a tuple of inline parts: `str`, `Span`, `Number`. A line break inside a text is "\\n".
Typed values stay beside what is printed: XLSX gets the value, HTML, PDF and HWPX get the text.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Value = int | Decimal | datetime.date | str | None
Kind = Literal["counted", "derived", "stated"]
KIND_LABELS: dict[Kind, str] = {"counted": "집계", "derived": "계산", "stated": "인용"}
Align = Literal["", "left", "center", "right"]
Shade = Literal["", "head", "subtotal", "total"]


class WrongTree(ValueError):
    """A report that cannot be written as it stands; the Korean message names the place and what to do."""


# -- inline ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Source:
    """Where a number comes from: the figure's code, its cut in words, the page of its rows, and its basis.

    `basis` is required for two kinds: a derived number names its formula, a stated one its document.
    """

    code: str
    cut: str = ""
    href: str = ""
    basis: str = ""


@dataclass(frozen=True)
class Span:
    """A stretch of text with its weight."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class Number:
    """A number inside a text: `text` is printed ("3,860"), `value` is what it is (3860).

    `kind`: counted from rows, derived from other figures, or stated by a document that no row supports.
    `fmt` is a spreadsheet number format; left empty, one that prints exactly `text` is made.
    """

    text: str
    value: Value
    fmt: str = ""
    source: Source | None = None
    kind: Kind = "counted"
    bold: bool = False


Inline = str | Span | Number
Text = str | tuple[Inline, ...]


def runs(text: Text) -> tuple[Span | Number, ...]:
    """The inline parts of a text, plain strings as unweighted spans, empty ones left out."""
    parts = (text,) if isinstance(text, str) else text
    spans = (Span(part) if isinstance(part, str) else part for part in parts)
    return tuple(part for part in spans if part.text)


def plain(text: Text) -> str:
    """The text as printed, without weights and sources."""
    return "".join(part.text for part in runs(text))


# -- blocks ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CoverPage:
    """표지: the report's title, date and organisation on a page of their own."""

    subtitle: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Heading:
    """제목. Level 1 is a chapter (Ⅰ), 2 a programme (1), 3 a part (□ 사업개요); levels never skip."""

    level: int
    marker: str
    text: Text


@dataclass(frozen=True)
class Bullet:
    """항목. Level 1 ○, 2 -, 3 ·, 4 *; `right` stands at the right edge behind a leader line ("연중")."""

    level: int
    marker: str
    text: Text
    right: Text = ""


@dataclass(frozen=True)
class Para:
    """A paragraph; in a box it is the framed sentence of purpose above a programme."""

    text: Text
    box: bool = False


@dataclass(frozen=True)
class Note:
    """A remark in smaller type (※)."""

    text: Text
    marker: str = "※"


@dataclass(frozen=True)
class Cell:
    """A table cell. With a `value` it is one number: `text` may stay empty, then the value prints in its usual form."""

    text: Text = ""
    value: Value = None
    fmt: str = ""
    colspan: int = 1
    rowspan: int = 1
    align: Align = ""
    bold: bool = False
    shade: Shade = ""
    source: Source | None = None
    kind: Kind = "counted"

    @property
    def runs(self) -> tuple[Span | Number, ...]:
        if self.value is None:
            return runs(self.text)
        return (Number(plain(self.text), self.value, self.fmt, self.source, self.kind),)


@dataclass(frozen=True)
class Table:
    """표. `head_rows` repeat on every page, `head_cols` name their rows; `widths` are weights, empty = by content.

    `unit` and `as_of` print at the top right: ('25.09. 기준 / 단위: 원, %). `size` (1/100 pt) is set by `normalise`.
    """

    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...] = ()
    head_rows: int = 1
    head_cols: int = 0
    caption: str = ""
    unit: str = ""
    as_of: str = ""
    notes: tuple[Text, ...] = ()
    size: int = 0

    @property
    def measure(self) -> str:
        """The remark at the top right, or ""."""
        parts = [f"{self.as_of} 기준" if self.as_of else "", f"단위: {self.unit}" if self.unit else ""]
        return f"({' / '.join(filter(None, parts))})" if any(parts) else ""


@dataclass(frozen=True)
class CheckColumn:
    """A column of a check grid: its heads from top to bottom, and what stands below: a cell, or a choice made or not."""

    heads: tuple[str, ...]
    below: Cell | bool


@dataclass(frozen=True)
class CheckGrid:
    """체크표: one line under grouped heads, with ○ in the columns that apply. Written as a table.

    `caption` says in words what is marked, for whoever cannot see the place of the mark.
    """

    columns: tuple[CheckColumn, ...]
    caption: str


RoadmapMark = Literal["", "planned", "done", "late", "late_done"]
ROADMAP_MARKS: dict[RoadmapMark, tuple[str, str]] = {
    "": ("", ""),
    "planned": ("□", "계획"),
    "done": ("■", "마침"),
    "late": ("▷", "늦어짐"),
    "late_done": ("▶", "늦게 마침"),
}
"""What stands in a quarter, and what it means: shapes, so that nothing depends on colour."""


@dataclass(frozen=True)
class RoadmapLine:
    """One line of a roadmap: a mark for each quarter shown, whether it goes on after them, how it stands in words."""

    text: Text
    marks: tuple[RoadmapMark, ...]
    after: bool = False
    words: str = ""


@dataclass(frozen=True)
class Roadmap:
    """연차별·분기별 로드맵: lines against quarters given as (year, quarter). Written as a table with its legend."""

    quarters: tuple[tuple[int, int], ...]
    lines: tuple[RoadmapLine, ...]
    caption: str = "연차별·분기별 로드맵"
    corner: str = "세부 추진계획"
    after: str = "임기후"
    standing: str = "상태"


@dataclass(frozen=True)
class Picture:
    """A chart or image: SVG, PNG or both, with its text alternative. `width` is percent of the text's width."""

    alt: str
    svg: str = ""
    png: bytes = b""
    caption: str = ""
    width: int = 100


@dataclass(frozen=True)
class PageBreak:
    """The next block begins a new page (spreadsheets ignore it)."""


@dataclass(frozen=True)
class Pending:
    """A section whose figures are not computed yet."""

    text: str = "집계 전"


@dataclass(frozen=True)
class Item:
    """A bullet with the bullets below it. Made by `normalise`, not written by hand."""

    bullet: Bullet
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class BulletList:
    """Bullets in their nesting. Made by `normalise`."""

    items: tuple[Item, ...]


Block = (
    CoverPage
    | Heading
    | Bullet
    | Para
    | Note
    | Table
    | CheckGrid
    | Roadmap
    | Picture
    | PageBreak
    | Pending
    | BulletList
)


@dataclass(frozen=True)
class Report:
    """A whole document. `date` is the report's own date: it also pins the time stamps inside the files."""

    title: str
    org: str
    date: datetime.date
    lang: str = "ko"
    blocks: tuple[Block, ...] = ()

    @property
    def printed_date(self) -> str:
        return printed(self.date)


# -- reading the tree -----------------------------------------------------------------------------------------


def printed(value: Value) -> str:
    """A value's usual form: 3860 -> "3,860", Decimal("57.20") -> "57.20", a date -> "2025. 11. 7."."""
    match value:
        case None:
            return ""
        case datetime.date():
            return f"{value.year}. {value.month}. {value.day}."
        case str():
            return value
        case _:
            return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"


def texts(block: Block) -> Iterator[Text]:
    """Every text of a block in reading order, table cells as tuples of their runs."""
    match block:
        case Table():
            yield block.caption
            yield from (cell.runs for row in block.rows for cell in row)
            yield from block.notes
        case CheckGrid():
            yield block.caption
            yield from (column.below.runs for column in block.columns if isinstance(column.below, Cell))
        case Roadmap():
            yield block.caption
            yield from (line.text for line in block.lines)
        case BulletList():
            for item in block.items:
                yield item.bullet.text
                yield item.bullet.right
                yield from texts(BulletList(item.items))
        case Bullet():
            yield block.text
            yield block.right
        case Heading() | Para() | Note() | Pending():
            yield block.text


def numbers(report: Report) -> Iterator[Number]:
    """Every number of the report in reading order: what its list of evidence is made of."""
    for block in report.blocks:
        for text in texts(block):
            yield from (part for part in runs(text) if isinstance(part, Number))
