"""Two public tables are subtracted in every way: no count of one or two people comes out."""

import random
from collections import Counter
from dataclasses import dataclass

import pytest

from kwonik.disclosure import (
    LOSS,
    Cell,
    Earlier,
    Memory,
    Pair,
    Printed,
    Table,
    cell_key,
    found,
    pair_of,
    protected,
    record_key,
    released,
)

SECRET = b"k" * 32
PAIRS = 1_000
YEAR = 365


@dataclass(frozen=True)
class Event:
    """One consultation: when it was held, and about what."""

    number: int
    day: int
    issue: str


def year_of_events(chance: random.Random) -> list[Event]:
    """Some issues are common, most are rare: the rare ones are those to protect."""
    issues = {f"유형{i}": chance.choice((1, 1, 2, 3, 5, 20, 80)) for i in range(chance.randint(2, 8))}
    drawn = chance.choices(list(issues), list(issues.values()), k=chance.randint(3, 150))
    return [Event(i, chance.randrange(YEAR), issue) for i, issue in enumerate(drawn)]


def rows_of(events: list[Event], first: int, last: int) -> list[Event]:
    return [event for event in events if first <= event.day <= last]


def cell_of(events: list[Event]) -> Cell:
    return Cell(len(events), cell_key(record_key(SECRET, "consultation", event.number) for event in events))


def table_of(events: list[Event], issues: list[str]) -> Table:
    parts = {issue: cell_of([event for event in events if event.issue == issue]) for issue in issues}
    return Table(parts, cell_of(events))


def spans_of(chance: random.Random) -> tuple[tuple[int, int], tuple[int, int]]:
    """Two periods: the same grown by some days at its end or at its beginning, or any two."""
    first = chance.randrange(0, 200)
    last = chance.randrange(first, 330)
    more = chance.choice((1, 1, 2, 3, 7, 30))
    return chance.choice(
        (
            ((first, last), (first, last + more)),
            ((first, last), (first, last + more)),
            ((first + 1, last + 1), (max(0, first + 1 - more), last + 1)),
            ((first, last), (chance.randrange(0, 200), 340)),
        )
    )


def two_releases(number: int) -> tuple[Table, Table, bool]:
    """A pair of releases of one figure, by issue, with totals; whether the first lies inside the second."""
    chance = random.Random(number)
    events = year_of_events(chance)
    issues = sorted({event.issue for event in events})
    (a, b), (c, d) = spans_of(chance)
    before, after = rows_of(events, a, b), rows_of(events, c, d)
    return table_of(before, issues), table_of(after, issues), {*before} <= {*after}


def exact(table: Table) -> Printed:
    return Printed(
        {name: cell.count for name, cell in table.parts.items()}, table.total and table.total.count
    )


def small(table: Table) -> int:
    return sum(1 <= cell.count < 3 for cell in table.parts.values())


def test_a_thousand_pairs_of_releases_give_nothing_away():
    protected_cells, withheld, numbers = 0, 0, 0
    losses: Counter[int] = Counter()
    for number in range(PAIRS):
        before, after, inside = two_releases(number)
        protected_cells += small(before) + small(after)
        memory = Memory()
        first = released(before, [], memory)
        second = released(after, [Earlier(first, inside=inside)], memory)
        for table, printed in ((before, first), (after, second)):
            assert not found(pair_of(printed, Earlier(printed, inside=True)))
            withheld += (printed.total is None) + len(table.parts.keys() - printed.parts.keys())
            for name, value in printed.parts.items():
                losses[abs(value - table.parts[name].count)] += 1
            if printed.total is not None:
                losses[abs(printed.total - table.total.count)] += 1
            numbers += len(table.parts) + 1
        assert not found(pair_of(second, Earlier(first, inside=inside))), number

    print(f"protected {protected_cells}, withheld {withheld} of {numbers}, losses {sorted(losses.items())}")
    assert protected_cells > 1_000
    assert max(losses) <= LOSS
    assert withheld < numbers / 1_000


@pytest.mark.parametrize(
    "careless",
    [
        pytest.param(lambda table: exact(table), id="exact"),
        pytest.param(
            lambda table: Printed(
                {name: cell.count for name, cell in table.parts.items() if not 1 <= cell.count < 3},
                table.total.count,
            ),
            id="small-ones-left-out",
        ),
    ],
)
def test_the_attack_is_a_real_one(careless):
    """What centres do today: print all, or leave the small cells out and print the total."""
    given_away = 0
    for number in range(100):
        before, after, inside = two_releases(number)
        first, second = careless(before), careless(after)
        given_away += any(
            1 <= second.parts[name] - first.parts[name] < 3
            for name in first.parts.keys() & second.parts.keys()
            if inside
        )
        for table, printed in ((before, first), (after, second)):
            hidden = table.parts.keys() - printed.parts.keys()
            given_away += len(hidden) == 1 and 1 <= printed.total - sum(printed.parts.values()) < 3
    assert given_away > 20


def test_noise_by_itself_is_not_enough():
    """Parts that moved, under a total that hardly did: why a table is attacked before it goes out."""
    first = {"가": 3, "나": 3, "다": 3}
    second = {"가": 6, "나": 6, "다": 6}
    leaks = found(Pair(first, second, 15, 12, inside=True))

    assert {claim.what for claim in leaks} == {"가", "나", "다"}
    assert all(claim.where == "grown" for claim in leaks)


def test_numbers_published_day_after_day_tell_no_more_than_two_of_them():
    """Every bound on the growth between any two days of a chain, with all that the days between say."""
    for number in range(100):
        chance = random.Random(number)
        events = sorted(year_of_events(chance), key=lambda event: event.day)[:40]
        memory, before, printed, counts = Memory(), [], [], []
        for day in range(0, YEAR, 7):
            cell = cell_of(rows_of(events, 0, day))
            table = released(Table({"전체": cell}), before, memory)
            before.append(Earlier(table, inside=True))
            printed.append(table.parts["전체"])
            counts.append(cell.count)
        assert printed == sorted(printed), number
        assert all(abs(a - b) <= LOSS for a, b in zip(printed, counts, strict=True))


def test_the_same_rows_are_printed_alike_in_every_release():
    events = year_of_events(random.Random(7))
    one = cell_of(events)
    again = cell_of(list(reversed(events)))

    assert {protected(one.count, one.key) for _ in range(1_000)} == {protected(again.count, again.key)}


def test_a_table_that_no_noise_can_save_goes_out_without_its_total():
    """All its cells were printed before, elsewhere; side by side with an earlier table they would pin growth down."""
    parts = {name: Cell(4, key) for key, name in enumerate("가나다", 1)}
    total = Cell(12, 99)
    memory = Memory(dict.fromkeys(parts.values(), 6))
    before = Printed(dict.fromkeys("가나다", 3), 15)

    fresh = released(Table(parts, total), [Earlier(before, inside=True)], memory)
    assert fresh.total >= 15, "a new total is drawn until nothing is given away"

    del memory.printed[total]
    memory.printed[total] = 12
    bare = released(Table(parts, total), [Earlier(before, inside=True)], memory)
    assert (bare.parts, bare.total) == ({}, None)
