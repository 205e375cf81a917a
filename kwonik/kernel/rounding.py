"""Named rounding rules. A printed number names its rule; nothing is rounded twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal


@dataclass(frozen=True)
class Rounding:
    """Round to a multiple of `step` by `mode`; `words` is what a reader is told."""

    name: str
    words: str
    step: Decimal
    mode: str

    def __call__(self, value: Decimal | int) -> Decimal:
        return (Decimal(value) / self.step).quantize(Decimal(1), rounding=self.mode) * self.step


HALF_UP = Rounding("half_up", "원 단위 반올림", Decimal(1), ROUND_HALF_UP)
HALF_UP_TENTH = Rounding("half_up_tenth", "소수 둘째 자리에서 반올림", Decimal("0.1"), ROUND_HALF_UP)
DOWN = Rounding("down", "원 미만 버림", Decimal(1), ROUND_DOWN)
DOWN_TEN = Rounding("down_ten", "10원 미만 버림", Decimal(10), ROUND_DOWN)
MILLION = Rounding("million", "백만원 미만 반올림", Decimal(1_000_000), ROUND_HALF_UP)

RULES = {rule.name: rule for rule in (HALF_UP, HALF_UP_TENTH, DOWN, DOWN_TEN, MILLION)}


def percent(part: int | Decimal, whole: int | Decimal, rule: Rounding = HALF_UP_TENTH) -> Decimal | None:
    """`part` of `whole` in percent by `rule`; None (printed "-") when there is no whole to compare with."""
    if not whole:
        return None
    return rule(Decimal(part) * 100 / Decimal(whole))


def share_out(total: int, parts: Sequence[int]) -> list[int]:
    """Integers in proportion to `parts` that add up to `total` exactly (largest remainder, first wins ties)."""
    whole = sum(parts)
    if whole <= 0:
        raise ValueError("나눌 비율의 합이 0보다 커야 합니다.")
    shares = [total * part // whole for part in parts]
    remainders = sorted(range(len(parts)), key=lambda i: (-(total * parts[i] % whole), i))
    for i in remainders[: total - sum(shares)]:
        shares[i] += 1
    return shares


def round_table(cells: Sequence[Sequence[int]], step: int) -> list[list[int]]:
    """A table in units of `step`, so that the printed cells add up to printed sums in both directions.

    Every cell and every sum of a row or column is off by less than one unit, the sum of all is rounded half up, and
    nothing that is a whole number of units is changed. Where each number rounded half up by itself already adds up, that is the answer;
    else a controlled rounding (Causey, Cox and Ernst 1985): one-way largest remainder would make rows add up, but
    not columns. Fractions are shifted along cycles of the table, which keeps every sum, until none is left.
    """
    plain = [[_half_up(value, step) for value in row] for row in cells]
    if _adds_up(cells, plain, step):
        return plain
    over = _remainders(cells, step)
    corner = (len(cells), len(over[0]) - 1)
    rises = 2 * over[-1][-1] >= step
    while cycle := _cycle(over, step):
        _shift(over, cycle, step, corner, rises)
    return [
        [value // step + over[i][j] // step for j, value in enumerate(row)] for i, row in enumerate(cells)
    ]


def _half_up(value: int, step: int) -> int:
    return (2 * value + step) // (2 * step)


def _adds_up(cells: Sequence[Sequence[int]], rounded: Sequence[Sequence[int]], step: int) -> bool:
    """Whether the sums of the rounded cells are themselves the rounded sums."""
    lines = [*zip(cells, rounded, strict=True)]
    columns = [*zip(zip(*cells, strict=True), zip(*rounded, strict=True), strict=True)]
    whole = ([sum(row) for row in cells], [sum(row) for row in rounded])
    return all(sum(after) == _half_up(sum(before), step) for before, after in (*lines, *columns, whole))


def _remainders(cells: Sequence[Sequence[int]], step: int) -> list[list[int]]:
    """What is left of each cell below a unit, with one more row and column that make every line whole."""
    over = [[value % step for value in row] for row in cells]
    over.append([-sum(column) % step for column in zip(*over, strict=True)])
    return [[*row, -sum(row) % step] for row in over]


def _cycle(over: list[list[int]], step: int) -> list[tuple[int, int]]:
    """Cells with remainders that form a closed way, turning at each; nothing when no remainder is left.

    Every line's remainders make whole units, so a line with one remainder has another: the way never ends open.
    """
    left = {(i, j) for i, row in enumerate(over) for j, part in enumerate(row) if part % step}
    if not left:
        return []
    here = min(left)
    way, along = [here], 0
    seen: dict[tuple[int, int], int] = {}
    while True:
        line = (along, here[along])
        if line in seen:
            return way[seen[line] :]
        seen[line] = len(way)
        here = min(one for one in left if one != here and one[along] == here[along])
        way.append(here)
        along = 1 - along


def _shift(
    over: list[list[int]], cycle: list[tuple[int, int]], step: int, corner: tuple[int, int], rises: bool
) -> None:
    """Moves what makes one cell of the cycle whole: up at every other cell, down at those between.

    The shorter way; with the corner in the cycle the way that takes the sum of all to where it is rounded.
    """
    up, down = cycle[::2], cycle[1::2]
    forth = min(*(step - over[i][j] for i, j in up), *(over[i][j] for i, j in down))
    back = min(*(over[i][j] for i, j in up), *(step - over[i][j] for i, j in down))
    upwards = (corner in up) == rises if corner in cycle else forth <= back
    by = forth if upwards else -back
    for cells, change in ((up, by), (down, -by)):
        for i, j in cells:
            over[i][j] += change
