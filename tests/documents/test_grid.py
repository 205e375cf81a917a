"""Tables: spans cover a rectangle exactly, columns fill the page and hold their numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwonik.documents import grid
from kwonik.documents.tree import Cell, Table, WrongTree


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Any table whose spans tile a rectangle: cut a grid, first come first served."""
    height, width = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    taken: set[tuple[int, int]] = set()
    rows: list[tuple[Cell, ...]] = []
    for r in range(height):
        cells = []
        for c in range(width):
            if (r, c) in taken:
                continue
            across = draw(st.integers(1, width - c))
            while any((r, c + j) in taken for j in range(across)):
                across -= 1
            down = draw(st.integers(1, height - r))
            taken |= {(r + i, c + j) for i in range(down) for j in range(across)}
            cells.append(Cell(draw(st.text("가나0,. ", max_size=12)), colspan=across, rowspan=down))
        rows.append(tuple(cells))
    return Table(tuple(rows), head_rows=0)


@given(tables())
def test_every_place_is_covered_once(table: Table) -> None:
    # A first row that is shorter than the table cannot happen: its spans define the columns.
    spots = grid.placed(table)

    covered = [
        (r, c) for s in spots for r in range(s.row, s.last_row + 1) for c in range(s.col, s.last_col + 1)
    ]
    assert len(covered) == len(set(covered)) == len(table.rows) * grid.column_count(table)
    assert [spot.cell for spot in spots] == [cell for row in table.rows for cell in row]


@given(tables(), st.data())
def test_a_span_too_long_is_refused(table: Table, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, len(table.rows) - 1).filter(lambda k: table.rows[k]))
    rows = list(table.rows)
    longer = Cell("가", rowspan=len(rows) - k + 1)
    rows[k] = (longer, *rows[k][1:])

    with pytest.raises(WrongTree):
        grid.placed(Table(tuple(rows)))


@pytest.mark.parametrize(
    "rows",
    [
        ((Cell(), Cell()), (Cell(),)),
        ((Cell(), Cell()), (Cell(), Cell(), Cell())),
        ((Cell(rowspan=2), Cell()), (Cell(), Cell())),
        ((Cell(colspan=2),), (Cell(rowspan=2), Cell()), (Cell(), Cell())),
    ],
)
def test_holes_and_overlaps_are_refused(rows: tuple) -> None:
    with pytest.raises(WrongTree, match="행"):
        grid.placed(Table(rows))


@given(tables())
def test_widths_fill_the_page_and_every_column_shows(table: Table) -> None:
    widths, size = grid.layout(table, grid.placed(table))

    assert sum(widths) == 100
    assert min(widths) >= 1
    assert size in grid.SIZES


def test_the_longest_number_fits_its_column(budget_rows: tuple) -> None:
    rows = tuple(
        (*(Cell(f"{won:,}", value=won) for won in row[2:5]), Cell("글 " * 20)) for row in budget_rows
    )
    table = Table(rows, head_rows=0)

    widths, size = grid.layout(table, grid.placed(table))

    em = grid.TEXT_WIDTH / (size / 100)
    longest = max(grid.advance(f"{won:,}") for row in budget_rows for won in row[2:5])
    assert all(em * width / 100 >= longest + 0.5 for width in widths[:3])


def test_weights_are_followed_where_numbers_allow() -> None:
    table = Table(((Cell("가"), Cell("나"), Cell("다")),), widths=(1, 2, 7), head_rows=0)

    assert grid.layout(table, grid.placed(table))[0] == (10, 20, 70)


def test_a_table_of_a_hundred_columns_still_adds_up() -> None:
    table = Table((tuple(Cell(value=10**9) for _ in range(100)),), head_rows=0)

    widths, size = grid.layout(table, grid.placed(table))

    assert widths == (1,) * 100
    assert size == grid.SIZES[-1]
