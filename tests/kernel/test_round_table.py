"""Tables printed in 백만원: cells and sums that agree in both directions, for every table there may be."""

from hypothesis import given
from hypothesis import strategies as st

from kwonik.kernel.rounding import round_table

STEP = 1_000_000


@st.composite
def tables(draw):
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(1, 7))
    amounts = st.one_of(st.integers(0, 3 * STEP), st.integers(0, 10**12), st.just(0), st.just(5 * STEP))
    return [[draw(amounts) for _ in range(columns)] for _ in range(rows)]


def off(printed: int, exact: int) -> int:
    return abs(printed * STEP - exact)


@given(tables())
def test_cells_rows_columns_and_the_whole_are_off_by_less_than_a_unit(table):
    printed = round_table(table, STEP)

    for exact, row in zip(table, printed, strict=True):
        assert all(off(cell, won) < STEP for cell, won in zip(row, exact, strict=True))
        assert off(sum(row), sum(exact)) < STEP
    for exact, column in zip(zip(*table, strict=True), zip(*printed, strict=True), strict=True):
        assert off(sum(column), sum(exact)) < STEP
    whole = sum(map(sum, table))
    assert sum(map(sum, printed)) == (2 * whole + STEP) // (2 * STEP)


@given(tables())
def test_whole_units_stay_as_they_are(table):
    whole = [[won // STEP * STEP for won in row] for row in table]

    assert round_table(whole, STEP) == [[won // STEP for won in row] for row in whole]


def test_where_each_rounded_by_itself_adds_up_that_is_the_answer():
    assert round_table([[1_400_000, 2_600_000], [3_000_000, 4_000_000]], STEP) == [[1, 3], [3, 4]]


def test_where_it_does_not_a_cell_gives_way_and_both_directions_hold():
    """Four times 0.5: each rounded half up by itself would print 1 1 / 1 1 under sums of 1 and a whole of 2."""
    printed = round_table([[500_000, 500_000], [500_000, 500_000]], STEP)

    assert [sum(row) for row in printed] == [1, 1]
    assert [sum(column) for column in zip(*printed, strict=True)] == [1, 1]
