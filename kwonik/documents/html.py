"""HTML: a fragment for a page of the site, and a page of its own for downloading.

The fragment has no inline style (a strict content policy refuses it): the site serves `STYLESHEET` as a file.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from . import grid
from .normalise import normalise
from .tree import KIND_LABELS, Cell, CoverPage, Number, Picture, Report, Table, plain, runs

HERE = Path(__file__).parent
#: Words of a merged cell up to this width (em) stay on one line.
SHORT = 12
STYLESHEET = HERE / "styles" / "report.css"

_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass
class _Page:
    """What the template asks for while it walks the tree; numbers the stated sources in order of appearance."""

    start_level: int
    links: bool
    prefix: str
    stated: list[str] = field(default_factory=list)

    def level(self, level: int) -> int:
        return min(self.start_level + level - 1, 6)

    def mark(self, number: Number) -> int:
        """The footnote number of a stated number's document."""
        basis = number.source.basis if number.source else ""
        if basis not in self.stated:
            self.stated.append(basis)
        return self.stated.index(basis) + 1

    @staticmethod
    def hint(number: Number) -> str:
        """The words shown on a number: what it counts, by which formula, from which document."""
        if not number.source:
            return ""
        parts = [number.source.cut, number.source.basis]
        return (
            f"{KIND_LABELS[number.kind]}: " + " · ".join(part for part in parts if part) if any(parts) else ""
        )

    @staticmethod
    def short(cell: Cell) -> bool:
        """Whether a cell over several rows keeps its words on one line (axe cannot judge two lines in two rows)."""
        words = plain(cell.runs)
        return cell.rowspan > 1 and "\n" not in words and grid.advance(words) <= SHORT

    @staticmethod
    def machine(number: Number) -> str:
        return number.value.isoformat() if isinstance(number.value, date) else str(number.value)


def fragment(report: Report, *, start_level: int = 2, links: bool = True, prefix: str = "kd") -> Markup:
    """The report as an <article>; chapters become <h{start_level}>. `prefix` keeps ids apart on one page.

    With `links` every number that has a source page leads there; without, numbers are plain text.
    """
    return _render(normalise(report), start_level, links, prefix)


def write(report: Report, *, links: bool = False) -> bytes:
    """A whole page with its styles inside, complete without the site. UTF-8."""
    report = normalise(report)
    page = _templates.get_template("page.html").render(
        report=report,
        body=_render(report, 2, links, "kd"),
        styles=Markup(STYLESHEET.read_text(encoding="utf-8")),
        covered=any(isinstance(block, CoverPage) for block in report.blocks),
    )
    return page.encode("utf-8")


def _render(report: Report, start_level: int, links: bool, prefix: str) -> Markup:
    page = _Page(start_level, links, prefix)
    words = _templates.get_template("report.html").render(report=report, page=page)
    return Markup(words)


def _rows(table: Table) -> tuple[list[list[tuple[Cell, str]]], list[list[tuple[Cell, str]]]]:
    """Head and body rows of (cell, scope); a scope makes the cell a <th>."""
    rows: list[list[tuple[Cell, str]]] = [[] for _ in table.rows]
    for spot in grid.placed(table):
        rows[spot.row].append((spot.cell, _scope(spot, table)))
    return rows[: table.head_rows], rows[table.head_rows :]


def _scope(spot: grid.Placed, table: Table) -> str:
    if spot.row < table.head_rows:
        return "colgroup" if spot.cell.colspan > 1 else "col"
    if spot.col < table.head_cols and spot.cell.runs:
        return "rowgroup" if spot.cell.rowspan > 1 else "row"
    return ""


def _image(picture: Picture) -> str:
    """The picture as a data URL: inside <img> not even an SVG can act."""
    kind, data = ("svg+xml", picture.svg.encode()) if picture.svg else ("png", picture.png)
    return f"data:image/{kind};base64,{b64encode(data).decode('ascii')}"


_templates.globals.update(
    runs=runs,
    rows=_rows,
    image=_image,
    block_name=lambda block: type(block).__name__,
)
