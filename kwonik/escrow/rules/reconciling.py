"""대사: the ledger's custody account against the bank's statement, line by line and balance by balance.

Two lines are the same money only if the bank's own number says so (its line number, or the `bank_tran_id` that we sent
out), or if virtual account, amount and value date are all equal. Nothing else is ever matched: what is left is a break.
Source: design/escrow.md, "Daily reconciliation". The order in which lines come changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kwonik.escrow.codes import BreakClass, Gap, Way

RETURNED, CORRECTED = "returned", "corrected"


@dataclass(frozen=True, slots=True)
class Booked:
    """One event of the ledger that touched custody. `won` is what it added; `answers` the key of the break it corrected."""

    event: int
    kind: str
    value_on: date
    won: int
    number: str = ""
    bank_tran_id: str = ""
    virtual_account: str = ""
    answers: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a statement. `won` is what it adds to the balance; `stated_on` the day whose statement has it."""

    number: str
    kind: str
    value_on: date
    won: int
    bank_tran_id: str = ""
    virtual_account: str = ""
    stated_on: date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A break: what the bank says, what the ledger says, None where one of them says nothing on this day.

    `about`: the other day (AMOUNT, DATE) or which balances (BALANCE). The same facts always have the same key.
    """

    kind: str
    number: str = ""
    bank_tran_id: str = ""
    bank_won: int | None = None
    ledger_won: int | None = None
    event: int | None = None
    about: str = ""
    copy: int = 0

    @property
    def difference_won(self) -> int:
        """What the ledger's custody lacks of the bank's."""
        return (self.bank_won or 0) - (self.ledger_won or 0)

    @property
    def key(self) -> str:
        told = (self.kind, self.number, self.bank_tran_id, self.bank_won, self.ledger_won, self.event)
        return "|".join("" if one is None else str(one) for one in (*told, self.about, self.copy))


@dataclass(frozen=True, slots=True)
class Balances:
    """The balances of a day, in won. `previous_closing_won` is None on the first day of all, `previous_sealed` says
    whether the books up to it may still change."""

    opening_won: int
    closing_won: int
    told_won: int
    lines_won: int
    ledger_opening_won: int
    previous_closing_won: int | None
    previous_sealed: bool = False


def compare(
    day: date,
    booked: Iterable[Booked],
    told: Iterable[Told],
    *,
    booked_elsewhere: Iterable[Booked] = (),
    told_elsewhere: Iterable[Told] = (),
) -> list[Found]:
    """The breaks of a day, by key. `…_elsewhere`: what the ledger and other statements have on other days of the same
    numbers. Differences of the breaks add up to the bank's lines less the ledger's, corrections left out."""
    entries = sorted(booked, key=lambda one: one.event)
    elsewhere = sorted(told_elsewhere, key=_told_order)
    left = [one for one in entries if one.kind != CORRECTED]
    near = [*left, *sorted(booked_elsewhere, key=lambda one: (one.value_on, one.event))]
    lines, found = _without_duplicates(day, sorted(told, key=_told_order), near, elsewhere)
    used: set[int] = set()
    unmatched: list[Told] = []
    for line in lines:
        entry = _same(line, near, used)
        if entry is None:
            unmatched.append(line)
            continue
        used.add(entry.event)
        found += _differences(day, line, entry)
    left = [one for one in left if one.event not in used]
    for line in unmatched:
        entry = next((one for one in left if _alike(line, one) and not _stands(one, elsewhere)), None)
        if entry is None:
            kind = BreakClass.RETURN if line.kind == RETURNED else BreakClass.BANK_ONLY
            found.append(_of_line(kind, line))
        else:
            left.remove(entry)
    found += [_of_entry(one, elsewhere) for one in left]
    known = {one.key for one in found}
    orphans = [one for one in entries if one.kind == CORRECTED and one.answers not in known]
    found += [_of_entry(one, []) for one in orphans]
    return sorted(found, key=lambda one: one.key)


def gaps(of: Balances) -> list[Found]:
    """Which balances of the day do not fit together, whatever its lines say."""
    pairs = [
        (Gap.STATEMENT, of.closing_won, of.opening_won + of.lines_won),
        (Gap.TOLD, of.told_won, of.closing_won),
    ]
    if of.previous_closing_won is None:
        pairs.append((Gap.OPENING, of.opening_won, of.ledger_opening_won))
    else:
        pairs.append((Gap.OPENING, of.opening_won, of.previous_closing_won))
        if of.previous_sealed:
            pairs.append((Gap.BOOKS, of.previous_closing_won, of.ledger_opening_won))
    return [
        Found(str(BreakClass.BALANCE.value), bank_won=one, ledger_won=other, about=str(gap.value))
        for gap, one, other in pairs
        if one != other
    ]


def ways(
    kind: str, difference_won: int, about: str = "", payment_known: bool = False, line_free: bool = True
) -> tuple[Way, ...]:
    """How two people may settle such a break. None where only the bank or the payment's own history can settle it.

    What came in becomes a deposit under its line's own number, by which it can go back; where the books have that number already
    (`line_free` is false) there is nothing to give back, and the books follow the bank.
    """
    if kind == BreakClass.BALANCE:
        return (Way.EXPLAINED,) if about == Gap.STATEMENT else ()
    if difference_won == 0:
        return (Way.EXPLAINED,)
    if payment_known and kind in (BreakClass.RETURN, BreakClass.BANK_ONLY):
        return ()
    incoming = difference_won > 0
    if incoming and line_free and kind in (BreakClass.RETURN, BreakClass.BANK_ONLY, BreakClass.DUPLICATE):
        return (Way.SUSPENSE, Way.EXPLAINED)
    return (Way.ADJUSTMENT, Way.EXPLAINED)


def age_words(opened_on: date, today: date) -> str:
    """For how long a break has stood: "오늘 찾음", or the days since."""
    days = (today - opened_on).days
    return f"{days}일 지남" if days > 0 else "오늘 찾음"


# -- matching -----------------------------------------------------------------------------------------------------


def _told_order(line: Told) -> tuple[str, str, date, int, str, str]:
    return (line.number, line.bank_tran_id, line.value_on, line.won, line.kind, line.virtual_account)


def _identified(line: Told, entry: Booked) -> bool:
    """Whether the bank's own numbers say that it is the same money, going the same way."""
    if entry.number and entry.number == line.number:
        return True
    same = bool(line.bank_tran_id) and entry.bank_tran_id == line.bank_tran_id
    return same and (entry.won > 0) == (line.won > 0)


def _same(line: Told, entries: Sequence[Booked], used: set[int]) -> Booked | None:
    """Match 1: by number. An entry that agrees in all is taken before one that does not."""
    found = [one for one in entries if one.event not in used and _identified(line, one)]
    return min(found, key=lambda one: (not _agrees(line, one), one.event), default=None)


def _alike(line: Told, entry: Booked) -> bool:
    """Match 2: virtual account, amount and value date, all of them equal."""
    return (
        bool(line.virtual_account) and line.virtual_account == entry.virtual_account and _agrees(line, entry)
    )


def _stands(entry: Booked, told: Iterable[Told]) -> bool:
    return any(_identified(one, entry) for one in told)


def _agrees(line: Told, entry: Booked) -> bool:
    return (line.won, line.value_on) == (entry.won, entry.value_on)


def _without_duplicates(
    day: date, lines: Sequence[Told], near: Sequence[Booked], elsewhere: Sequence[Told]
) -> tuple[list[Told], list[Found]]:
    """Each of the bank's numbers once, the one that the ledger agrees with if there is one; and the rest as breaks."""
    before = [one for one in elsewhere if one.stated_on and one.stated_on < day]
    extra: list[Told] = []
    for name_of in (_by_number, _by_tran):
        taken = {name for one in before if (name := name_of(one))}
        groups: defaultdict[tuple[str, ...], list[Told]] = defaultdict(list)
        for place, line in enumerate(lines):
            groups[name_of(line) or ("", str(place))].append(line)
        kept = []
        for name, group in groups.items():
            group.sort(key=lambda one: not any(_identified(one, e) and _agrees(one, e) for e in near))
            first = 0 if name in taken else 1
            kept += group[:first]
            extra += group[first:]
        lines = sorted(kept, key=_told_order)
    extra.sort(key=_told_order)
    copies: defaultdict[Told, int] = defaultdict(int)
    found = []
    for line in extra:
        found.append(_of_line(BreakClass.DUPLICATE, line, copies[line]))
        copies[line] += 1
    return list(lines), found


def _by_number(line: Told) -> tuple[str, ...]:
    return ("number", line.number) if line.number else ()


def _by_tran(line: Told) -> tuple[str, ...]:
    return ("tran", line.bank_tran_id, str(line.won > 0)) if line.bank_tran_id else ()


# -- breaks -------------------------------------------------------------------------------------------------------


def _differences(day: date, line: Told, entry: Booked) -> list[Found]:
    """What is different about one transaction that both sides have, as this day sees it."""
    same_day = entry.value_on == day
    kind = BreakClass.AMOUNT if line.won != entry.won else BreakClass.DATE
    if kind == BreakClass.DATE and same_day and line.value_on == day:
        return []
    other = entry.value_on if not same_day else line.value_on
    return [
        Found(
            str(kind.value),
            line.number,
            line.bank_tran_id,
            line.won,
            entry.won if same_day else None,
            entry.event,
            "" if other == day else other.isoformat(),
        )
    ]


def _of_line(kind: BreakClass, line: Told, copy: int = 0) -> Found:
    return Found(str(kind.value), line.number, line.bank_tran_id, bank_won=line.won, copy=copy)


def _of_entry(entry: Booked, elsewhere: Iterable[Told]) -> Found:
    """What only the ledger has on this day; the statement of another day may have it."""
    there = next((one for one in elsewhere if _identified(one, entry)), None)
    kind, number, about = BreakClass.LEDGER_ONLY, entry.number, ""
    if there is not None:
        kind = BreakClass.DATE if there.won == entry.won else BreakClass.AMOUNT
        number, about = there.number, (there.stated_on or there.value_on).isoformat()
    facts = (str(kind.value), number, entry.bank_tran_id, None, entry.won, entry.event, about)
    return Found(*facts)


def numbers_of(booked: Iterable[Booked], told: Iterable[Told]) -> tuple[set[str], set[str]]:
    """The bank's line numbers and transfer numbers that either side names: what to look for on other days."""
    both: list[Booked | Told] = [*booked, *told]
    return {one.number for one in both} - {""}, {one.bank_tran_id for one in both} - {""}
