"""Days of the custody account, lived through on both sides."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from kwonik.escrow import actions
from kwonik.escrow.models import Break, BusinessDay
from tests.escrow.books import CrookedBank, Ours

ALL = ("escrow.day:view", "escrow.day:seal", "escrow.break:correct")


def close(bank: CrookedBank, on: date) -> BusinessDay:
    actions.take_statement(bank=bank, on=on, now=bank.at)
    return actions.reconcile(on=on)


def kinds(day: BusinessDay, state: str = "open") -> Counter:
    return Counter(day.breaks.filter(state=state).values_list("kind", flat=True))


def seal(day: BusinessDay, people) -> BusinessDay:
    actions.seal_first(by=people[0], day=day)
    return actions.seal_second(by=people[1], day=day)


def a_day(ours: Ours) -> date:
    """A day with deposits and a payout, written down on both sides, and over."""
    on = ours.bank.at.date()
    for won in (500_000, 300_000, 200_000):
        ours.deposit(won)
    ours.pay_out(450_000)
    ours.bank.next_day()
    return on


def strange_deposit(ours: Ours, won: int = 70_000) -> Break:
    on = a_day(ours)
    ours.bank.at -= timedelta(hours=20)
    ours.bank.pay("56200000000001", won, "모르는 사람", "110-000-000009")
    ours.bank.next_day()
    (found,) = close(ours.bank, on).breaks.filter(state="open")
    return found
