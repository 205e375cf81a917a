"""From a report's description to its tree. Runs twice: once to learn which numbers are asked for, once to place them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from kwonik.documents import tree
from kwonik.kernel import periods
from kwonik.kernel.figures import Ask
from kwonik.kernel.periods import Period

from . import cards, inline
from .resolver import Resolver
from .spec import (
    AxisSpec,
    Block,
    CellOrText,
    CellSpec,
    CrossSpec,
    LinesSpec,
    ListingSpec,
    PendingSpec,
    ReportSpec,
    TableFrame,
    TableSpec,
)

LADDER = {"○": 1, "ㅇ": 1, "▶": 1, "-": 2, "·": 3, "*": 4}
NOTE = "※"
PART = "□"


@dataclass
class Recording:
    """The first pass: remembers what is asked."""

    period: Period
    listings: dict[str, list[dict]]
    asks: list[Ask] = field(default_factory=list)
    dated_on: date = date.min

    def number(self, ask: Ask, id: str, zero: str, unit: str = "") -> tree.Number:
        self.asks.append(ask)
        return tree.Number("0", 0)

    def keep(self, id: str, value: int) -> None:
        """Nothing is known yet."""

    def lines(self, code: str) -> list[dict]:
        return self.listings.get(code, [])

    def word(self, name: str) -> str:
        return name


def asks_of(spec: ReportSpec, listings: dict[str, list[dict]], period: Period | None = None) -> list[Ask]:
    """Every number the report will need."""
    recording = Recording(period or periods.parse(spec.period), listings)
    build(spec, recording)
    return recording.asks


def listings_of(spec: ReportSpec) -> list[str]:
    """The codes of the listings the report prints."""
    said = (getattr(block, block.word) for block in spec.blocks if isinstance(block, Block))
    found = [listing for one in said if (listing := getattr(one, "of", ""))]
    return [*found, *([spec.titled_by] if spec.titled_by else [])]


def build(spec: ReportSpec, resolver: Resolver) -> tree.Report:
    """The tree of the whole report."""
    blocks: list[tree.Block] = []
    for block in spec.blocks:
        blocks.extend(_line(block, resolver) if isinstance(block, str) else _block(block, resolver))
    titled = resolver.lines(spec.titled_by) if spec.titled_by else []
    return tree.Report(
        title=titled[0]["title"] if titled else spec.title,
        org=spec.organisation or resolver.word("centre"),
        date=resolver.dated_on,
        blocks=tuple(_levelled(blocks)),
    )


def _levelled(blocks: Iterable[tree.Block]) -> Iterator[tree.Block]:
    """A □ part stands below its programme; right below a chapter it is a title of the second level, without mark."""
    above = 0
    for block in blocks:
        if isinstance(block, tree.Heading):
            if block.marker == PART:
                block = replace(block, level=above + 1, marker=PART if above > 1 else "")
            else:
                above = block.level
        yield block


def text(source: str, resolver: Resolver) -> tree.Text:
    """A text with its placeholders filled."""
    parts: list[tree.Inline] = []
    for part in inline.parse(source):
        if isinstance(part, inline.FigureCall):
            period = periods.parse(part.period) if part.period else None
            parts.append(resolver.number(Ask(part.code, part.cut, period), part.id, part.zero, part.unit))
        elif isinstance(part, inline.Name):
            parts.append(resolver.word(part.name))
        else:
            parts.append(part)
    return tuple(parts)


def _as_typed(source: str, resolver: Resolver) -> tree.Text:
    """What people typed into a register is printed as it is: nothing in it is a placeholder."""
    return source


Words = Callable[[str, Resolver], tree.Text]


def _line(line: str, resolver: Resolver, words: Words = text) -> Iterable[tree.Block]:
    """A line of the ladder: its marker says what it is; right-hand text stands behind "――"."""
    marker, _, rest = line.strip().partition(" ")
    body, _, right = rest.partition("――")
    if marker == PART:
        yield tree.Heading(3, PART, words(rest, resolver))
    elif marker == NOTE:
        yield tree.Note(words(rest, resolver))
    elif marker in LADDER:
        yield tree.Bullet(LADDER[marker], marker, words(body.strip(), resolver), right.strip())
    else:
        yield tree.Para(words(line, resolver))


def _block(block: Block, resolver: Resolver) -> Iterable[tree.Block]:
    return _BLOCKS[block.word](getattr(block, block.word), resolver)


def _cover(subtitle: str, resolver: Resolver) -> Iterable[tree.Block]:
    yield tree.CoverPage(subtitle=subtitle)


def _chapter(words: tuple[str, str], resolver: Resolver) -> Iterable[tree.Block]:
    yield tree.Heading(1, words[0], text(words[1], resolver))


def _programme(words: tuple[str, str], resolver: Resolver) -> Iterable[tree.Block]:
    yield tree.Heading(2, words[0], text(words[1], resolver))


def _purpose(sentence: str, resolver: Resolver) -> Iterable[tree.Block]:
    yield tree.Para(text(sentence, resolver), box=True)


def _pending(pending: str | PendingSpec, resolver: Resolver) -> Iterable[tree.Block]:
    yield tree.Pending(pending if isinstance(pending, str) else pending.text)


def _page_break(_: bool, resolver: Resolver) -> Iterable[tree.Block]:
    yield tree.PageBreak()


def _framed(frame: TableFrame, rows: list[list[tree.Cell]], head_rows: int, resolver: Resolver) -> tree.Table:
    return tree.Table(
        rows=tuple(tuple(row) for row in rows),
        widths=frame.widths,
        head_rows=head_rows,
        caption=frame.caption,
        unit=frame.unit,
        as_of=resolver.word("as_of_short") if frame.as_of else "",
        notes=tuple(text(note, resolver) for note in frame.notes),
    )


def _table(spec: TableSpec, resolver: Resolver) -> Iterable[tree.Block]:
    rows = [[_cell(cell, resolver) for cell in row] for row in (*spec.head, *spec.rows)]
    yield _framed(spec, rows, len(spec.head), resolver)


def _cell(cell: CellOrText, resolver: Resolver) -> tree.Cell:
    spec = cell if isinstance(cell, CellSpec) else CellSpec(text=cell or "")
    filled = text(spec.text, resolver)
    made = tree.Cell(filled, colspan=spec.colspan, rowspan=spec.rowspan, align=spec.align, shade=spec.shade)
    only = filled[0] if len(filled) == 1 else None
    return _with_number(made, only) if isinstance(only, tree.Number) else made


def _with_number(cell: tree.Cell, number: tree.Number) -> tree.Cell:
    """The cell holding one number: its value for spreadsheets, its text for paper, its source for the reader."""
    return replace(
        cell, text=number.text, value=number.value, fmt=number.fmt, source=number.source, kind=number.kind
    )


def _listing(spec: ListingSpec, resolver: Resolver) -> Iterable[tree.Block]:
    lines = resolver.lines(spec.of)
    head = [tree.Cell(column.label) for column in spec.columns]
    body: list[list[tree.Cell | None]] = []
    for number, line in enumerate(lines, start=1):
        cells = [_line_cell(column, line, number, resolver) for column in spec.columns]
        body.append(_span(cells, line.get("span", 1)))
    for position, column in enumerate(spec.columns):
        if column.merge:
            _merge_down(body, position, [str(line.get(column.field, "")) for line in lines], lines)
    rows = [head, *([cell for cell in row if cell is not None] for row in body)]
    yield _framed(spec, rows, 1, resolver)


def _line_cell(column, line: dict, number: int, resolver: Resolver) -> tree.Cell:
    shade = line.get("shade", "")
    if not column.figure:
        return tree.Cell(str(line.get(column.field, "")), align=column.align, shade=shade)
    ask = Ask.of(column.figure, **line.get("cut", {}))
    id = column.id.format(row=number, **{key: value for key, value in line.items() if isinstance(value, str)})
    return _with_number(tree.Cell(align=column.align, shade=shade), resolver.number(ask, id, ""))


def _span(cells: list[tree.Cell], width: int) -> list[tree.Cell | None]:
    """A summing line's first cell spans the columns that name the other lines."""
    if width == 1:
        return list(cells)
    return [replace(cells[0], colspan=width), *[None] * (width - 1), *cells[width:]]


def _merge_down(body: list, position: int, values: list[str], lines: list[dict]) -> None:
    """Equal neighbours in a column become one cell; a summing line (shaded) spans its first columns instead."""
    start = 0
    for end in range(1, len(values) + 1):
        if end < len(values) and values[end] == values[start] and not lines[end].get("shade"):
            continue
        height = end - start
        if height > 1 and not lines[start].get("shade"):
            body[start][position] = replace(body[start][position], rowspan=height)
            for row in range(start + 1, end):
                body[row][position] = None
        start = end


def _cross(spec: CrossSpec, resolver: Resolver) -> Iterable[tree.Block]:
    rows = [*spec.rows, *(_years(spec.years, resolver.period) if spec.years else ())]
    table = _cross_head(spec)
    for row in rows:
        cells = [tree.Cell(row.label, shade=row.shade)]
        for column in spec.columns:
            ask = Ask.of(spec.figure, _own_period(row, column), **{**row.cut, **column.cut})
            id = spec.id.format(row=row.key or row.label, column=column.key or column.label)
            cells.append(_with_number(tree.Cell(shade=row.shade), resolver.number(ask, id, spec.zero)))
        table.append(cells)
    yield _framed(spec, table, len(table) - len(rows), resolver)


def _own_period(row: AxisSpec, column: AxisSpec) -> Period | None:
    own = row.period or column.period
    return periods.parse(own) if own else None


def _years(label: str, period: Period) -> Iterable[AxisSpec]:
    """A total row, then each calendar year of the period; `label` such as "{year}년"."""
    yield AxisSpec(label="계", shade="total")
    for year in period.years():
        number = str(year.first_on.year)
        yield AxisSpec(label=label.format(year=number), key=number, period=str(year))


def _cross_head(spec: CrossSpec) -> list[list[tree.Cell]]:
    """One head row, or two where columns are grouped under a common head."""
    if not any(column.group for column in spec.columns):
        return [[tree.Cell(spec.corner), *(tree.Cell(column.label) for column in spec.columns)]]
    upper: list[tree.Cell] = [tree.Cell(spec.corner, rowspan=2)]
    lower: list[tree.Cell] = []
    columns = list(spec.columns)
    while columns:
        column = columns[0]
        if not column.group:
            upper.append(tree.Cell(column.label, rowspan=2))
            columns.pop(0)
            continue
        group = [c for c in columns if c.group == column.group]
        upper.append(tree.Cell(column.group, colspan=len(group)))
        lower.extend(tree.Cell(c.label) for c in group)
        columns = columns[len(group) :]
    return [upper, lower]


def _lines(spec: LinesSpec, resolver: Resolver) -> Iterable[tree.Block]:
    for line in resolver.lines(spec.of):
        yield from _line(spec.text.format(**line), resolver, _as_typed)
        if spec.note and line.get("note"):
            yield from _line(spec.note.format(**line), resolver, _as_typed)


_BLOCKS: dict[str, Callable[..., Iterable[tree.Block]]] = {
    "cover": _cover,
    "chapter": _chapter,
    "programme": _programme,
    "purpose": _purpose,
    "pending": _pending,
    "table": _table,
    "listing": _listing,
    "cross": _cross,
    "lines": _lines,
    "page_break": _page_break,
    **cards.BLOCKS,
}
