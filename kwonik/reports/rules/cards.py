"""The blocks that only a card prints, from their description to the tree."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from kwonik.documents import tree
from kwonik.kernel import numbers, periods
from kwonik.kernel.figures import Ask
from kwonik.kernel.rounding import round_table

from .card_spec import (
    CheckColumnSpec,
    CheckGridSpec,
    EntriesSpec,
    MoneySpec,
    PicturesSpec,
    PivotSpec,
    RoadmapSpec,
    StageSpec,
)
from .inline import UNITS
from .resolver import Resolver

TOTAL = "계"
AFTER = "임기후"
NUMBER = "{수}"
"""Where the number of a line stands in its words."""


def _empty(said: str) -> Iterable[tree.Block]:
    if said:
        yield tree.Para(said)


def check_grid(spec: CheckGridSpec, resolver: Resolver) -> Iterable[tree.Block]:
    for line in resolver.lines(spec.of):
        columns = tuple(
            tree.CheckColumn(column.heads, _checked(column, line, resolver)) for column in spec.columns
        )
        yield tree.CheckGrid(columns, spec.caption.format(**line))


def _checked(column: CheckColumnSpec, line: dict[str, Any], resolver: Resolver) -> tree.Cell | bool:
    if column.equals:
        return line[column.field] == column.equals
    if not column.figure:
        return tree.Cell(str(line[column.field]), align="center")
    number = resolver.number(Ask.of(column.figure, None, **column.cut), column.id, "")
    shown = (number, column.unit) if number.text != "-" else (number,)
    return tree.Cell(shown, align="center")


def roadmap(spec: RoadmapSpec, resolver: Resolver) -> Iterable[tree.Block]:
    lines = resolver.lines(spec.of)
    if not lines:
        yield from _empty(spec.empty)
        return
    quarters = tuple(divmod(quarter, 10) for quarter in lines[0]["quarters"])
    yield tree.Roadmap(
        quarters,
        tuple(tree.RoadmapLine(line["text"], line["marks"], line["after"], line["words"]) for line in lines),
        caption="",
    )


def pivot(spec: PivotSpec, resolver: Resolver) -> Iterable[tree.Block]:
    lines = resolver.lines(spec.of)
    if not lines:
        yield from _empty(spec.empty)
        return
    columns = sorted({line[spec.column] for line in lines})
    rows = list(dict.fromkeys(line[spec.row] for line in lines))
    texts = {(line[spec.row], line[spec.column]): line[spec.text] for line in lines}
    head = (tree.Cell(spec.corner), *(tree.Cell(column) for column in columns))
    body = (
        (tree.Cell(row), *(tree.Cell(texts.get((row, column), ""), align="left") for column in columns))
        for row in rows
    )
    yield tree.Table(rows=(head, *body), head_cols=1, caption=spec.caption)


# -- money ----------------------------------------------------------------------------------------------------


def money(spec: MoneySpec, resolver: Resolver) -> Iterable[tree.Block]:
    """One table: 계 first, then every source; the columns of each year are the stages."""
    found = resolver.lines(spec.of)
    if not found:
        yield from _empty(spec.empty)
        return
    (line,) = found
    last = AFTER if line["after"] else ""
    columns: list[tuple[str, dict[str, str]]] = [(year, {"year": year}) for year in line["years"]]
    columns += [(last, {"after": "True"})] if last else []
    tables = [_stage(spec, stage, line, columns, resolver) for stage in spec.stages]
    shown = [TOTAL, *(label for label, _ in columns)]
    blank = [] if last or not spec.after else [tree.Cell()]
    rows = [
        (
            tree.Cell(label, shade="total" if label == TOTAL else ""),
            *(table[label][column] for column in shown for table in tables),
            *blank,
        )
        for label in (TOTAL, *(label for _, label in line["sources"]))
    ]
    yield tree.Table(
        rows=(*_money_heads(spec, shown, bool(blank)), *rows),
        head_rows=2 if len(spec.stages) > 1 else 1,
        head_cols=1,
        caption=spec.caption,
        unit=f"{spec.unit}원",
    )


def _money_heads(spec: MoneySpec, shown: list[str], blank: bool) -> list[tuple[tree.Cell, ...]]:
    several = len(spec.stages)
    deep = 2 if several > 1 else 1
    after = [tree.Cell(AFTER, rowspan=deep)] if blank else []
    upper = (tree.Cell("구분", rowspan=deep), *(tree.Cell(one, colspan=several) for one in shown), *after)
    if several == 1:
        return [upper]
    return [upper, tuple(tree.Cell(stage.label) for _ in shown for stage in spec.stages)]


def _stage(
    spec: MoneySpec,
    stage: StageSpec,
    line: dict[str, Any],
    columns: list[tuple[str, dict[str, str]]],
    resolver: Resolver,
) -> dict[str, dict[str, tree.Cell]]:
    """The cells of one stage by source and year, with the sums that the printed parts make."""
    sources = [(label, {"source": code}) for code, label in line["sources"]]
    asked = {
        (row, column): resolver.number(Ask.of(stage.figure, None, **spec.cut, **of_row, **of_column), "", "")
        for row, of_row in ((TOTAL, {}), *sources)
        for column, of_column in ((TOTAL, {}), *columns)
    }
    won = [[int(asked[row, column].value or 0) for column, _ in columns] for row, _ in sources]  # type: ignore[arg-type]
    rounded = round_table(won, UNITS[spec.unit])
    parts = {
        (row, column): rounded[i][j]
        for i, (row, _) in enumerate(sources)
        for j, (column, _) in enumerate(columns)
    }
    for column, _ in columns:
        parts[TOTAL, column] = sum(parts[row, column] for row, _ in sources)
    for row in (TOTAL, *(row for row, _ in sources)):
        parts[row, TOTAL] = sum(parts[row, column] for column, _ in columns)
    found: dict[str, dict[str, tree.Cell]] = {}
    for (row, column), number in asked.items():
        waits = not stage.ahead and column not in (TOTAL, AFTER) and column not in line["past"]
        cell = tree.Cell() if waits and not parts[TOTAL, column] else _amount(number, parts[row, column])
        if cell.source and spec.id:
            resolver.keep(spec.id.format(row=row, column=column, stage=stage.label), parts[row, column])
        shade: tree.Shade = "total" if row == TOTAL else ""
        found.setdefault(row, {})[column] = replace(cell, shade=shade, align="right")
    return found


def _amount(number: tree.Number, part: int) -> tree.Cell:
    """The cell in large units; its source tells the won."""
    source = number.source
    if source:
        source = replace(source, basis=f"{numbers.plain(int(number.value or 0))}원")  # type: ignore[arg-type]
    return tree.Cell(numbers.plain(part), part, source=source)


# -- lines ----------------------------------------------------------------------------------------------------


def entries(spec: EntriesSpec, resolver: Resolver) -> Iterable[tree.Block]:
    lines = resolver.lines(spec.of)
    if not lines:
        yield from _empty(spec.empty)
    under = None
    for line in lines:
        if spec.by and line[spec.by] != under:
            under = line[spec.by]
            yield tree.Heading(2, "○", under)
        yield _entry(spec, line, resolver)


def _entry(spec: EntriesSpec, line: dict[str, Any], resolver: Resolver) -> tree.Bullet | tree.Note:
    if spec.marker == "※":
        return tree.Note(line["text"])
    number = _number_of(spec, line, resolver)
    right = line.get("right", "")
    level = 2 if spec.marker == "-" else 1
    if number is None:
        return tree.Bullet(level, spec.marker, line["text"], right)
    return tree.Bullet(level, spec.marker, _placed(line["text"], number), _placed(right, number))


def _placed(words: str, number: tree.Number) -> tree.Text:
    """The words with the number where {수} stands."""
    before, mark, behind = words.partition(NUMBER)
    return (before, number, behind) if mark else words


def _number_of(spec: EntriesSpec, line: dict[str, Any], resolver: Resolver) -> tree.Number | None:
    if not line.get("figure"):
        return None
    own = periods.parse(line["days"]) if line.get("days") else None
    id = spec.id.format(code=line["code"]) if spec.id else ""
    return resolver.number(Ask.of(line["figure"], own, **line["cut"]), id, "")


def pictures(spec: PicturesSpec, resolver: Resolver) -> Iterable[tree.Block]:
    for line in resolver.lines(spec.of):
        yield tree.Picture(alt=line["alt"], png=line["png"], caption=line["caption"], width=spec.width)


BLOCKS: dict[str, Callable[..., Iterable[tree.Block]]] = {
    "check_grid": check_grid,
    "roadmap": roadmap,
    "pivot": pivot,
    "money": money,
    "entries": entries,
    "pictures": pictures,
}
