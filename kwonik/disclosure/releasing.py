"""A table goes out when no attack finds anything in it, neither alone nor together with any table that went before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from .attacking import Pair, found
from .perturbing import protected

DRAWS = 30
"""So often other noise is drawn for the cells that are new; then the table goes out without what gives it away."""


@dataclass(frozen=True)
class Cell:
    """A true count of people and the key of the rows it is counted from."""

    count: int
    key: int


@dataclass(frozen=True)
class Printed:
    """A published table: printed numbers by the names of its parts, and the total, if it has one.

    `whole`: the parts make up the total and no row is in two of them.
    """

    parts: Mapping[str, int]
    total: int | None = None
    whole: bool = True


@dataclass(frozen=True)
class Table:
    """The true table of a release, in the same shape."""

    parts: Mapping[str, Cell]
    total: Cell | None = None
    whole: bool = True


@dataclass(frozen=True)
class Earlier:
    """A table that is public already, and whether all its rows are in the new one, or all the new one's in it."""

    printed: Printed
    inside: bool = False
    around: bool = False


@dataclass
class Memory:
    """What was printed for which cell: the same rows with the same count are printed alike for ever."""

    printed: dict[Cell, int] = field(default_factory=dict)

    def keep(self, cell: Cell, printed: int) -> None:
        self.printed[cell] = printed


def released(table: Table, earlier: Iterable[Earlier], memory: Memory) -> Printed:
    """What is printed of a table; what is missing from it is withheld. `memory` learns it.

    A period that lies around another one is never printed lower than it, so that numbers printed day after day tell
    no more than the first and the last of them. New cells are drawn until the attack finds nothing; where no draw
    helps, the total is left out: numbers of one part alone never give a small count away, only sums can.
    """
    before = list(earlier)
    for draw in range(DRAWS):
        printed = _print(table, before, memory, draw)
        if is_safe(printed, before):
            return _kept(table, printed, memory)
    bare = replace(printed, total=None)
    if table.total in memory.printed:
        bare = replace(printed, parts={})
    if not is_safe(bare, before):
        bare = Printed({}, None, table.whole)
    return _kept(table, bare, memory)


def is_safe(printed: Printed, before: Iterable[Earlier]) -> bool:
    """Whether the attack finds nothing in the table alone, and nothing in it with any earlier one."""
    itself = Earlier(printed, inside=True)
    return not any(found(pair_of(printed, other)) for other in (itself, *before))


def pair_of(printed: Printed, other: Earlier) -> Pair:
    """The two tables as an attacker lays them side by side."""
    first, second = (printed, other.printed) if other.around else (other.printed, printed)
    return Pair(
        first.parts,
        second.parts,
        first.total,
        second.total,
        inside=other.inside or other.around,
        whole=first.whole and second.whole and first.parts.keys() == second.parts.keys(),
    )


def _print(table: Table, before: list[Earlier], memory: Memory, draw: int) -> Printed:
    def number(cell: Cell, others: Iterable[tuple[Earlier, int | None]]) -> int:
        if cell in memory.printed:
            return memory.printed[cell]
        printed = protected(cell.count, cell.key, draw)
        known = [(other, public) for other, public in others if public is not None]
        lower = (public for other, public in known if other.inside)
        upper = (public for other, public in known if other.around)
        return min([max([printed, *lower]), *upper])

    parts = {
        name: number(cell, ((other, other.printed.parts.get(name)) for other in before))
        for name, cell in table.parts.items()
    }
    totals = ((other, other.printed.total) for other in before)
    total = None if table.total is None else number(table.total, totals)
    return Printed(parts, total, table.whole)


def _kept(table: Table, printed: Printed, memory: Memory) -> Printed:
    for name, number in printed.parts.items():
        memory.keep(table.parts[name], number)
    if table.total is not None and printed.total is not None:
        memory.keep(table.total, printed.total)
    return printed
