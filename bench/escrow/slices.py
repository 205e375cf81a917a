"""What was measured, and what may be said of it: pairs of slices, medians, goals. Nothing here touches a clock or a server."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

QUIET = 0.12  # what other processes may take of the machine's processor time in a slice that counts
RAW = "raw"
Cell = tuple[str, int]  # hot or spread, and how many clients
CELLS: tuple[Cell, ...] = (("hot", 1), ("hot", 8), ("spread", 1), ("spread", 8))
BUSIEST: Cell = ("hot", 8)


@dataclass(frozen=True)
class Slice:
    """A few seconds of one contender: transfers stored, each client's rate added up, microseconds of each transfer."""

    contender: str
    cell: Cell
    stored: int
    rate: float
    took: Sequence[int] = field(repr=False)
    others: float  # share of the machine's processor time that other processes took
    client_ms: float = 0.0  # processor time of a transfer
    server_ms: float = 0.0
    failed: int = 0
    ran_out: bool = False

    @property
    def counts(self) -> bool:
        return self.others <= QUIET and not self.ran_out and self.stored > 0

    def percentile(self, share: float) -> float:
        """Milliseconds within which so many of the transfers were done (nearest rank)."""
        ordered = sorted(self.took)
        rank = max(1, -(-round(share * 1_000_000) * len(ordered) // 1_000_000))
        return ordered[rank - 1] / 1000


@dataclass(frozen=True)
class Pair:
    """A slice of a contender and the reference's right before or after it."""

    raw: Slice
    other: Slice

    @property
    def counts(self) -> bool:
        return self.raw.counts and self.other.counts

    @property
    def ratio(self) -> float:
        return self.other.rate / self.raw.rate


@dataclass(frozen=True)
class Spread:
    """Median, least and most of some measurements."""

    median: float
    least: float
    most: float
    count: int

    @classmethod
    def of(cls, numbers: Iterable[float]) -> "Spread | None":
        found = list(numbers)
        return cls(statistics.median(found), min(found), max(found), len(found)) if found else None


class Results:
    """All pairs of a run. What is said rests on pairs that count, in which nobody else worked; `loud` takes them all."""

    def __init__(self, pairs: Iterable[Pair] = (), *, loud: bool = False) -> None:
        self.pairs, self.loud = list(pairs), loud

    def add(self, pair: Pair) -> None:
        self.pairs.append(pair)

    def counted(self, contender: str, cell: Cell) -> list[Pair]:
        return [
            pair
            for pair in self.pairs
            if self._counts(pair) and pair.other.contender == contender and pair.other.cell == cell
        ]

    def slices(self, contender: str, cell: Cell) -> list[Slice]:
        """The slices that count; the reference's stand beside every contender's."""
        if contender == RAW:
            return [pair.raw for pair in self.pairs if self._counts(pair) and pair.raw.cell == cell]
        return [pair.other for pair in self.counted(contender, cell)]

    def rate(self, contender: str, cell: Cell) -> Spread | None:
        return Spread.of(one.rate for one in self.slices(contender, cell))

    def latency(self, contender: str, cell: Cell, share: float) -> Spread | None:
        return Spread.of(one.percentile(share) for one in self.slices(contender, cell))

    def processor(self, contender: str, cell: Cell) -> tuple[Spread | None, Spread | None]:
        """Milliseconds of processor time a transfer costs the client and the server."""
        found = self.slices(contender, cell)
        return Spread.of(one.client_ms for one in found), Spread.of(one.server_ms for one in found)

    def ratio(self, contender: str, cell: Cell) -> Spread | None:
        """To the reference, pair by pair."""
        return Spread.of(pair.ratio for pair in self.counted(contender, cell))

    def times(self, contender: str, other: str, cell: Cell) -> float | None:
        """How many times as many as another contender: each against its own reference slices."""
        ours, theirs = self.ratio(contender, cell), self.ratio(other, cell)
        return ours.median / theirs.median if ours and theirs else None

    def wanting(self, contenders: Sequence[str], pairs: int) -> list[tuple[Cell, str]]:
        """Where fewer pairs count than were asked for."""
        return [
            (cell, contender)
            for cell in CELLS
            for contender in contenders
            if len(self.counted(contender, cell)) < pairs
        ]

    def _counts(self, pair: Pair) -> bool:
        return self.loud or pair.counts


@dataclass(frozen=True)
class Goal:
    """Something the ledger must show: `found` against `bound`, at least or at most."""

    what: str
    found: float | None
    bound: float
    at_least: bool = True
    unit: str = "배"

    @property
    def hit(self) -> bool | None:
        if self.found is None:
            return None
        return self.found >= self.bound if self.at_least else self.found <= self.bound

    def sentence(self) -> str:
        asked = f"목표 {self.bound:g}{self.unit} {'이상' if self.at_least else '이하'}"
        if self.found is None:
            return f"{self.what}: 셀 수 있는 구간이 없어 말할 수 없음 ({asked})"
        verdict = "이룸" if self.hit else "못 이룸"
        shown = f"{self.found:,.2f}" if isinstance(self.found, float) else f"{self.found:,}"
        return (
            f"{self.what}: {shown}{self.unit} ({', '.join(filter(None, [asked, verdict, self._how_far()]))})"
        )

    def _how_far(self) -> str:
        """By how many percent of the goal, where it is not nothing."""
        if not self.bound or self.found is None:
            return ""
        percent = (self.found / self.bound - 1) * 100
        if percent == 0:
            return "목표와 같음"
        return f"목표보다 {abs(percent):.{0 if abs(percent) >= 1 else 2}f}% {'큼' if percent > 0 else '작음'}"


def goals_of_speed(results: Results) -> list[Goal]:
    """The issue's goals that slices answer."""
    cells = {cell: f"{MODES[cell[0]]} {cell[1]}명" for cell in CELLS}
    found = [
        Goal(f"{peer}와 견줌, {name}", results.times("ours", peer, cell), bound)
        for peer, bound in (("hordak", 2.0), ("django-ledger", 20.0))
        for cell, name in cells.items()
    ]
    ours, alone = results.ratio("ours", BUSIEST), results.ratio("post", BUSIEST)
    slowest = results.latency("ours", BUSIEST, 0.99)
    return [
        *found,
        Goal(f"맨 드라이버와 견줌, {cells[BUSIEST]}", ours.median if ours else None, 1.0),
        Goal(f"ledger.post만, {cells[BUSIEST]}", alone.median if alone else None, 1.3),
        Goal(f"p99, {cells[BUSIEST]}", slowest.median if slowest else None, 10.0, at_least=False, unit=" ms"),
    ]


MODES = {"hot": "한 계정", "spread": "흩어진 계정"}
