"""The differencing attack: all that follows with certainty from two published tables together.

The attacker knows how numbers are printed (`fibre`), that parts add up to their total, which period lies inside the
other (no row left it then), and that one set of rows is always printed alike, so two different prints mean different
rows. Every combination of true counts that fits is gone through, so the bounds are exact, not estimates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from .perturbing import SMALLEST, fibre

Bounds = tuple[int, int]
REST = "the rest"
Reach = dict[int, int]
"""For a sum over the first table: the sums over the second that go with it, as bits."""


@dataclass(frozen=True)
class Claim:
    """What the attacker knows for certain: `what` (a part's name, "" the total, "the rest") `where` has so many."""

    what: str
    where: str
    least: int
    most: int

    @property
    def harmful(self) -> bool:
        """There are people, and fewer than may be told."""
        return self.least >= 1 and self.most < SMALLEST


@dataclass(frozen=True)
class Pair:
    """Two tables of printed numbers over the same parts; one table alone is a pair with itself.

    `inside`: all rows of the first are rows of the second. `whole`: the parts make up the total and do not overlap.
    """

    first: Mapping[str, int]
    second: Mapping[str, int]
    first_total: int | None = None
    second_total: int | None = None
    inside: bool = False
    whole: bool = True


def found(pair: Pair) -> list[Claim]:
    """The small counts that the two tables give away; none, if they were released together with `released`."""
    return [claim for claim in claims(pair) if claim.harmful]


def claims(pair: Pair) -> Iterator[Claim]:
    """The sharpest bounds on every part and on its growth from the first table to the second.

    Nothing at all where no true counts fit: then the attacker started from something false.
    """
    names = [name for name in pair.first if name in pair.second]
    lows = [(fibre(pair.first[name])[0], fibre(pair.second[name])[0]) for name in names]
    choices = [
        _choices(pair.first[name], pair.second[name], pair.inside, low)
        for name, low in zip(names, lows, strict=True)
    ]
    if not all(choices):
        return
    ahead = _ahead(choices)
    behind = _behind(choices, _window(pair, choices, lows))
    bounds: list[tuple[Bounds, Bounds]] = []
    for position, (name, (low_a, low_b)) in enumerate(zip(names, lows, strict=True)):
        fitting = [
            (low_a + a, low_b + b)
            for a, b in choices[position]
            if _meets(ahead[position], behind[position + 1], a, b)
        ]
        if not fitting:
            return
        first, second = (_span([one[side] for one in fitting]) for side in (0, 1))
        bounds.append((first, second))
        yield Claim(name, "first", *first)
        yield Claim(name, "second", *second)
        if pair.inside:
            yield Claim(name, "grown", *_span([b - a for a, b in fitting]))
    yield from _of_totals(pair, names, bounds)


def _span(counts: list[int]) -> Bounds:
    return min(counts), max(counts)


def _choices(first: int, second: int, inside: bool, low: tuple[int, int]) -> list[tuple[int, int]]:
    """All true counts of one part in both tables, above the least ones."""
    (low_a, high_a), (low_b, high_b) = fibre(first), fibre(second)
    least = int(first != second)
    return [
        (a - low_a, b - low_b)
        for a, b in product(range(low_a, high_a + 1), range(low_b, high_b + 1))
        if not inside or b - a >= least
    ]


def _window(pair: Pair, choices: list[list[tuple[int, int]]], lows: list[tuple[int, int]]) -> Reach:
    """The sums over all parts that go with the printed totals, above the least ones."""
    spans, bases = [], []
    for side, total in enumerate((pair.first_total, pair.second_total)):
        base = sum(low[side] for low in lows)
        least, most = 0, sum(max(one[side] for one in part) for part in choices)
        if total is not None:
            low_total, high_total = fibre(total)
            least, most = max(least, low_total - base if pair.whole else 0), min(most, high_total - base)
        spans.append((least, most))
        bases.append(base)
    apart = pair.inside and pair.whole and None not in (pair.first_total, pair.second_total)
    least_growth = int(pair.first_total != pair.second_total) if apart else None
    (low_a, high_a), (low_b, high_b) = spans
    window: Reach = {}
    for a in range(low_a, high_a + 1):
        start = low_b if least_growth is None else max(low_b, bases[0] + a + least_growth - bases[1])
        if start <= high_b:
            window[a] = ((1 << (high_b - start + 1)) - 1) << start
    return window


def _ahead(choices: list[list[tuple[int, int]]]) -> list[Reach]:
    """Before each part: the sums that the parts up to it can have."""
    reached: list[Reach] = [{0: 1}]
    for part in choices:
        sums: Reach = {}
        for so_far, bits in reached[-1].items():
            for a, b in part:
                sums[so_far + a] = sums.get(so_far + a, 0) | bits << b
        reached.append(sums)
    return reached


def _behind(choices: list[list[tuple[int, int]]], window: Reach) -> list[Reach]:
    """Before each part: the sums from which the parts after it can still reach the totals."""
    reached = [window]
    for part in reversed(choices):
        sums: Reach = {}
        for needed, bits in reached[-1].items():
            for a, b in part:
                if a <= needed:
                    sums[needed - a] = sums.get(needed - a, 0) | bits >> b
        reached.append(sums)
    return reached[::-1]


def _meets(before: Reach, after: Reach, a: int, b: int) -> bool:
    return any(bits << b & after.get(so_far + a, 0) for so_far, bits in before.items())


def _of_totals(pair: Pair, names: list[str], bounds: list[tuple[Bounds, Bounds]]) -> Iterator[Claim]:
    """Totals, and what is left of a total when one part, or all parts, are taken away."""
    for side, (where, total) in enumerate((("first", pair.first_total), ("second", pair.second_total))):
        if total is None:
            continue
        parts = [both[side] for both in bounds]
        lowest, highest = sum(low for low, _ in parts), sum(high for _, high in parts)
        least, most = fibre(total)
        if pair.whole:
            least, most = max(least, lowest), min(most, highest)
        else:
            yield Claim(REST, where, max(0, least - highest), most - lowest)
        yield Claim("", where, least, most)
        for name, (low, high) in zip(names, parts, strict=True):
            yield Claim(f"not {name}", where, max(0, least - high), most - low)
    if pair.inside and pair.first_total is not None and pair.second_total is not None:
        (low_a, high_a), (low_b, high_b) = fibre(pair.first_total), fibre(pair.second_total)
        least = int(pair.first_total != pair.second_total)
        yield Claim("", "grown", max(least, low_b - high_a), high_b - low_a)
