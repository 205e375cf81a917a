"""Check grids and roadmaps as tables, so that the four writers know tables only."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from .tree import ROADMAP_MARKS, Cell, CheckGrid, Roadmap, Table, WrongTree

CHOSEN = "○"


def check_table(grid: CheckGrid) -> Table:
    """The table of a check grid. Raises WrongTree for a grid without columns, heads or caption."""
    if not grid.columns or not all(column.heads for column in grid.columns):
        raise WrongTree("체크표의 열마다 머리글이 하나는 있어야 합니다.")
    if not grid.caption.strip():
        raise WrongTree("체크표가 무엇을 말하는지 적은 글(caption)이 없습니다.")
    body = tuple(
        column.below
        if isinstance(column.below, Cell)
        else Cell(CHOSEN if column.below else "", align="center")
        for column in grid.columns
    )
    heads = _heads([column.heads for column in grid.columns])
    return Table(rows=(*heads, body), head_rows=len(heads), caption=grid.caption)


def _heads(paths: Sequence[tuple[str, ...]]) -> tuple[tuple[Cell, ...], ...]:
    """Rows of heads: neighbours under the same head share it, a short path reaches down to the last row."""
    depth = max(map(len, paths))
    rows = []
    for level in range(depth):
        row = []
        for _, group in groupby(
            range(len(paths)), key=lambda k: paths[k][: level + 1] if level + 1 < len(paths[k]) else k
        ):
            columns = list(group)
            path = paths[columns[0]]
            if level < len(path):
                down = depth - level if level == len(path) - 1 else 1
                row.append(Cell(path[level], colspan=len(columns), rowspan=down))
        rows.append(tuple(row))
    return tuple(rows)


def roadmap_table(roadmap: Roadmap) -> Table:
    """The table of a roadmap. Raises WrongTree where a line has not one mark for each quarter."""
    count = len(roadmap.quarters)
    if not count or not roadmap.lines:
        raise WrongTree("로드맵에 분기나 줄이 없습니다. 없으면 로드맵을 넣지 마세요.")
    if any(len(line.marks) != count for line in roadmap.lines):
        raise WrongTree(f"로드맵의 줄마다 분기 표시가 {count}개 있어야 합니다.")
    years = [(year, len(list(group))) for year, group in groupby(year for year, _ in roadmap.quarters)]
    upper = [
        Cell(roadmap.corner, rowspan=2),
        *(Cell(str(year), colspan=width) for year, width in years),
        Cell(roadmap.after, rowspan=2),
        Cell(roadmap.standing, rowspan=2),
    ]
    lower = [Cell(str(quarter)) for _, quarter in roadmap.quarters]
    rows = [
        (
            Cell(line.text, align="left"),
            *(Cell(ROADMAP_MARKS[mark][0], align="center") for mark in line.marks),
            Cell(ROADMAP_MARKS["planned"][0] if line.after else "", align="center"),
            Cell(line.words, align="center"),
        )
        for line in roadmap.lines
    ]
    legend = ", ".join(f"{sign} {meaning}" for sign, meaning in ROADMAP_MARKS.values() if sign)
    return Table(
        rows=(tuple(upper), tuple(lower), *rows),
        head_rows=2,
        head_cols=1,
        caption=roadmap.caption,
        notes=(f"표시: {legend}. 위의 수는 연도와 분기입니다.",),
    )
