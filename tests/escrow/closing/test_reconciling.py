"""Reconciliation in plain Python: every break that was put in is found with its class, and no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kwonik.escrow.codes import BreakClass, Gap, Way
from kwonik.escrow.rules.reconciling import Balances, Booked, Found, Told, age_words, compare, gaps, ways

DAY = date(2026, 5, 4)
EVE, MORROW = DAY - timedelta(days=1), DAY + timedelta(days=1)
INJECTED = ("bank_only", "ledger_only", "amount", "date_bank", "date_ledger", "duplicate", "twice", "return")


def pair(place: int, won: int, way: int, kind: str = "") -> tuple[Booked, Told]:
    """One movement that both sides have: a deposit, a payout, a return, or a deposit known by its virtual account."""
    number = f"{1000 + place}"
    if way == 0:
        return (
            Booked(place, "deposited", DAY, won, number=number),
            Told(number, "deposit", DAY, won, virtual_account="v"),
        )
    if way == 1:
        return (
            Booked(place, "done", DAY, -won, bank_tran_id=f"T{place}"),
            Told(number, "payout", DAY, -won, f"T{place}"),
        )
    if way == 2:
        return (
            Booked(place, "returned", DAY, won, bank_tran_id=f"T{place}"),
            Told(number, "returned", DAY, won, f"T{place}"),
        )
    account = f"v{place}"
    return (
        Booked(place, "deposited", DAY, won, virtual_account=account),
        Told(number, "deposit", DAY, won, virtual_account=account),
    )


class Day:
    """A day that agrees, and what is done to it."""

    def __init__(self, plan: list[tuple[int, int]], injected: list[tuple[str, int]]) -> None:
        pairs = [pair(place, won, way) for place, (won, way) in enumerate(plan, 1)]
        self.booked, self.told = [one for one, _ in pairs], [one for _, one in pairs]
        self.booked_elsewhere: list[Booked] = []
        self.told_elsewhere: list[Told] = []
        self.expected: list[str] = []
        for place, (what, won) in enumerate(injected, 500):
            getattr(self, what)(place, won)

    def bank_only(self, place: int, won: int) -> None:
        self.told.append(Told(f"{1000 + place}", "deposit", DAY, won, virtual_account=f"w{place}"))
        self.expected.append("bank_only")

    def ledger_only(self, place: int, won: int) -> None:
        self.booked.append(Booked(place, "deposited", DAY, won, number=f"{1000 + place}"))
        self.expected.append("ledger_only")

    def amount(self, place: int, won: int) -> None:
        ours, theirs = pair(place, won, place % 3)
        self.booked.append(ours)
        self.told.append(replace(theirs, won=theirs.won + (1 if theirs.won > 0 else -1)))
        self.expected.append("amount")

    def date_bank(self, place: int, won: int) -> None:
        """The bank has it on this day, the ledger wrote it down on the eve."""
        ours, theirs = pair(place, won, place % 3)
        self.booked_elsewhere.append(replace(ours, value_on=EVE))
        self.told.append(theirs)
        self.expected.append("date")

    def date_ledger(self, place: int, won: int) -> None:
        """The ledger has it on this day, the bank on the morrow."""
        ours, theirs = pair(place, won, place % 3)
        self.booked.append(ours)
        self.told_elsewhere.append(replace(theirs, value_on=MORROW, stated_on=MORROW))
        self.expected.append("date")

    def duplicate(self, place: int, won: int) -> None:
        """The same line written twice."""
        ours, theirs = pair(place, won, place % 3)
        self.booked.append(ours)
        self.told += [theirs, theirs]
        self.expected.append("duplicate")

    def twice(self, place: int, won: int) -> None:
        """A payout carried out twice, as two lines of the bank."""
        ours, theirs = pair(place, won, 1)
        self.booked.append(ours)
        self.told += [theirs, replace(theirs, number=f"{9000 + place}")]
        self.expected.append("duplicate")

    def returned(self, place: int, won: int) -> None:
        self.told.append(Told(f"{1000 + place}", "returned", DAY, won, f"T{place}"))
        self.expected.append("return")

    def __getattr__(self, name: str):
        if name == "return":
            return self.returned
        raise AttributeError(name)

    def found(self, order=lambda lines: lines) -> list[Found]:
        return compare(
            DAY,
            order(self.booked),
            order(self.told),
            booked_elsewhere=order(self.booked_elsewhere),
            told_elsewhere=order(self.told_elsewhere),
        )


amounts = some.integers(1, 5) | some.integers(1, 10**9)
days = some.builds(
    Day,
    some.lists(some.tuples(amounts, some.integers(0, 3)), max_size=12),
    some.lists(some.tuples(some.sampled_from(INJECTED), amounts), max_size=12),
)


@given(days)
def test_every_break_is_found_with_its_class_and_none_is_invented(day):
    found = day.found()

    assert sorted(one.kind for one in found) == sorted(day.expected)
    assert len({one.key for one in found}) == len(found)


@given(days)
def test_the_breaks_add_up_to_what_the_bank_has_more_than_the_books(day):
    bank, books = sum(line.won for line in day.told), sum(one.won for one in day.booked)

    assert sum(one.difference_won for one in day.found()) == bank - books


@given(days, some.randoms(use_true_random=False))
def test_the_order_of_lines_changes_nothing(day, chance):
    def shuffled(lines):
        return chance.sample(lines, len(lines))

    assert day.found(shuffled) == day.found()


@given(days)
def test_a_correction_answers_its_break_and_no_other(day):
    found = day.found()
    corrections = [
        Booked(7000 + place, "corrected", DAY, one.difference_won, answers=one.key)
        for place, one in enumerate(found)
        if one.difference_won
    ]
    again = compare(
        DAY,
        day.booked + corrections,
        day.told,
        booked_elsewhere=day.booked_elsewhere,
        told_elsewhere=day.told_elsewhere,
    )
    assert again == found

    bare = compare(DAY, corrections, [])
    assert [one.kind for one in bare] == ["ledger_only"] * len(corrections)


@pytest.mark.parametrize(
    "entry, line",
    [
        (Booked(1, "deposited", DAY, 1000, "1", "", "v"), Told("2", "deposit", DAY, 1001, "", "v")),
        (Booked(1, "deposited", DAY, 1000, "1", "", "v"), Told("2", "deposit", EVE, 1000, "", "v")),
        (Booked(1, "deposited", DAY, 1000, "1", "", "v"), Told("2", "deposit", DAY, 1000, "", "w")),
        (Booked(1, "deposited", DAY, 1000, "1"), Told("2", "deposit", DAY, 1000)),
        (Booked(1, "done", DAY, -1000, "", "T1"), Told("2", "payout", DAY, -1000, "T2")),
        (Booked(1, "done", DAY, -1000, "", "T1"), Told("2", "returned", DAY, 1000, "T1")),
    ],
)
def test_what_is_nearly_the_same_is_not_the_same(entry, line):
    assert len(compare(DAY, [entry], [line])) == 2


def test_two_equal_deposits_of_one_account_need_two_entries():
    lines = [Told("1", "deposit", DAY, 1000, "", "v"), Told("2", "deposit", DAY, 1000, "", "v")]
    one = Booked(1, "deposited", DAY, 1000, virtual_account="v")

    assert [each.kind for each in compare(DAY, [one], lines)] == ["bank_only"]
    assert compare(DAY, [one, replace(one, event=2)], lines) == []


def test_a_line_of_yesterdays_statement_again_is_a_duplicate():
    entry, line = pair(1, 1000, 0)
    before = replace(line, stated_on=EVE, value_on=EVE)

    (found,) = compare(
        DAY, [], [line], booked_elsewhere=[replace(entry, value_on=EVE)], told_elsewhere=[before]
    )
    assert found.kind == "duplicate"


def test_a_line_dated_otherwise_than_its_statement_is_told():
    entry, line = pair(1, 1000, 0)
    (found,) = compare(DAY, [entry], [replace(line, value_on=EVE)])

    assert (found.kind, found.difference_won, found.about) == ("date", 0, EVE.isoformat())


FIT = Balances(100, 150, 150, 50, 100, 100, True)


@pytest.mark.parametrize(
    "balances, expected",
    [
        (FIT, []),
        (replace(FIT, lines_won=49), [Gap.STATEMENT]),
        (replace(FIT, told_won=151), [Gap.TOLD]),
        (replace(FIT, opening_won=99, lines_won=51), [Gap.OPENING]),
        (replace(FIT, ledger_opening_won=99), [Gap.BOOKS]),
        (replace(FIT, ledger_opening_won=99, previous_sealed=False), []),
        (replace(FIT, previous_closing_won=None), []),
        (replace(FIT, previous_closing_won=None, ledger_opening_won=99), [Gap.OPENING]),
    ],
)
def test_balances_that_do_not_fit_are_named(balances, expected):
    found = gaps(balances)

    assert [one.about for one in found] == expected
    assert all(one.kind == BreakClass.BALANCE and one.difference_won for one in found)


@pytest.mark.parametrize(
    "kind, won, about, known, expected",
    [
        ("bank_only", 1000, "", False, (Way.SUSPENSE, Way.EXPLAINED)),
        ("bank_only", -1000, "", False, (Way.ADJUSTMENT, Way.EXPLAINED)),
        ("bank_only", -1000, "", True, ()),
        ("return", 1000, "", True, ()),
        ("return", 1000, "", False, (Way.SUSPENSE, Way.EXPLAINED)),
        ("ledger_only", -1000, "", False, (Way.ADJUSTMENT, Way.EXPLAINED)),
        ("amount", 1, "", False, (Way.ADJUSTMENT, Way.EXPLAINED)),
        ("date", 0, "2026-05-03", False, (Way.EXPLAINED,)),
        ("balance", 5, Gap.STATEMENT, False, (Way.EXPLAINED,)),
        ("balance", 5, Gap.TOLD, False, ()),
        ("balance", 5, Gap.OPENING, False, ()),
        ("balance", 5, Gap.BOOKS, False, ()),
    ],
)
def test_how_a_break_may_be_settled(kind, won, about, known, expected):
    assert ways(kind, won, about, known) == expected


def test_the_age_of_a_break_in_words():
    assert age_words(DAY, DAY) == "오늘 찾음"
    assert age_words(DAY, MORROW) == "1일 지남"
