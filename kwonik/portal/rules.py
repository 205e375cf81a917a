"""Which public numbers can be held against each other, and what is printed of them. Plain Python."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kwonik.disclosure import Cell, Earlier, Memory, Printed, Table, released
from kwonik.places.rules import Refused

__all__ = ["Line", "Refused", "digest", "protect", "safe_cell"]

Cut = tuple[tuple[str, str], ...]
Breakdown = tuple[str, Cut, str]
"""A figure, the cut that is common to all parts, and the dimension the parts differ in ("" for one number alone)."""


@dataclass(frozen=True)
class Line:
    """A count of people in an edition: what it counts, its rows, and what was printed of it if it is public."""

    place: int
    code: str
    cut: Cut
    period: str
    count: int
    key: int
    rows: frozenset[int]
    additive: bool = True
    printed: int | None = None

    @property
    def cell(self) -> Cell:
        return Cell(self.count, self.key)


@dataclass
class Frame:
    """One breakdown of one period: lines by the value they differ in, and their total where it is printed too."""

    parts: dict[str, Line] = field(default_factory=dict)
    total: Line | None = None

    @property
    def lines(self) -> list[Line]:
        return [*self.parts.values(), *([self.total] if self.total else [])]

    @property
    def whole(self) -> bool:
        """Whether the parts make up the total and no row is in two of them."""
        if self.total is None:
            return False
        every = frozenset().union(*(line.rows for line in self.parts.values()))
        return sum(len(line.rows) for line in self.parts.values()) == len(every) and every == self.total.rows

    def inside(self, other: Frame) -> bool:
        """Whether every number of this frame counts rows that the same number of the other counts too."""
        pairs = [(line, other.parts[name]) for name, line in self.parts.items() if name in other.parts]
        if self.total and other.total:
            pairs.append((self.total, other.total))
        return bool(pairs) and all(mine.rows <= theirs.rows for mine, theirs in pairs)

    def table(self) -> Table:
        parts = {name: line.cell for name, line in self.parts.items()}
        return Table(parts, self.total.cell if self.total else None, self.whole)


def protect(lines: Iterable[Line], earlier: Iterable[Line]) -> dict[int, int | None]:
    """What is printed of each line, by its place; None where it is withheld.

    Every breakdown is attacked alone, with the same breakdown of every period that is public, and with those of the
    other periods of the same edition.
    """
    known = list(earlier)
    memory = Memory({line.cell: line.printed for line in known if line.printed is not None})
    public: dict[Breakdown, list[tuple[Frame, Printed]]] = defaultdict(list)
    for breakdown, frame in _frames(known):
        public[breakdown].append((frame, _as_printed(frame)))
    printed: dict[int, int | None] = {}
    withheld: set[int] = set()
    for breakdown, frame in _frames(list(lines)):
        others = [
            Earlier(said, other.inside(frame), frame.inside(other)) for other, said in public[breakdown]
        ]
        said = released(frame.table(), others, memory)
        public[breakdown].append((frame, said))
        for name, line in frame.parts.items():
            _say(line, said.parts.get(name), printed, withheld)
        if frame.total:
            _say(frame.total, said.total, printed, withheld)
    return {place: None if place in withheld else number for place, number in printed.items()}


def _say(line: Line, number: int | None, printed: dict[int, int | None], withheld: set[int]) -> None:
    printed[line.place] = number
    if number is None:
        withheld.add(line.place)


def _as_printed(frame: Frame) -> Printed:
    parts = {name: line.printed for name, line in frame.parts.items() if line.printed is not None}
    return Printed(parts, frame.total.printed if frame.total else None, frame.whole)


def _frames(lines: list[Line]) -> Iterator[tuple[Breakdown, Frame]]:
    """Breakdowns with their totals first, the widest ones first, then every number by itself over its periods."""
    totals = {(line.code, line.cut, line.period): line for line in lines}
    found: dict[tuple[Breakdown, str], Frame] = defaultdict(Frame)
    for line in lines:
        for key, value in line.cut if line.additive else ():
            base = tuple(pair for pair in line.cut if pair[0] != key)
            frame = found[(line.code, base, key), line.period]
            frame.parts[value] = line
            frame.total = totals.get((line.code, base, line.period))
    for (breakdown, _), frame in sorted(found.items(), key=lambda one: (-len(one[1].parts), one[0])):
        yield breakdown, frame
    for line in lines:
        yield (line.code, line.cut, ""), Frame({"": line})


def safe_cell(value: Any) -> Any:
    """A text of a CSV that no spreadsheet takes for a formula."""
    text = isinstance(value, str) and value[:1] in ("=", "+", "@", "-", "\t", "\r") and len(value) > 1
    return f"'{value}" if text else value


def digest(figures: list[Mapping[str, Any]]) -> str:
    """SHA-256 over the numbers as they are public."""
    written = json.dumps(figures, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
