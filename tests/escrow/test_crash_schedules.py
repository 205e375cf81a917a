"""Every place at which a worker can die, with everything the bank can do, in every order of what comes after.

The worker dies at a seam (before or after a commit or a call to the bank), another begins, the bank behaves again: the payment
ends done or failed as the bank has it, both books are equal to the won, and no payment is ever carried out twice.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import product

import pytest
from django.db import transaction

from kwonik.escrow import actions, queries
from kwonik.escrow.bank import port
from kwonik.escrow.codes import Fault
from kwonik.escrow.models import Deposit, Milestone, Payment
from tests.escrow import factories
from tests.escrow.factories import approved, deliver, fresh
from tests.escrow.towns import Crash, Seams, Teller, Town, watched

pytestmark = pytest.mark.django_db

WON = 500_000
BEHAVIOURS: dict[str, Callable[[Town], None]] = {
    "carries out": lambda town: None,
    "says no": lambda town: town.sandbox.turn("refuse", next=1, value="412"),
    "drops the answer": lambda town: town.sandbox.turn("drop_response", next=1),
    "spoils the answer": lambda town: town.sandbox.turn("garble_response", next=1),
    "does not know us": lambda town: town.sandbox.turn("token_expires", next=1),
    "never gets it": lambda town: town.sandbox.turn("drop_request", next=1),
    "is closed": lambda town: town.sandbox.turn("maintenance", value="00:00-23:59"),
    "takes its time": lambda town: town.sandbox.turn("execute_late", next=1),
    "brings it back": lambda town: town.sandbox.turn("return_next_day", next=1),
}


# -- what is to be paid: written down, not sent ------------------------------------------------------------------------


def _work(town: Town, milestone: Milestone) -> None:
    """Done once for all schedules of payouts: the bank has money of others to pay it from, again and again."""
    others = town.bank.issue_virtual_account("others", town.today)
    town.sandbox.pay(others.number, 900_000_000, "다른 사람들", "550000000001")
    town.next_day()
    town.began_on = town.today
    approved(deliver(town.fund(milestone)))


def _payout(town: Town, milestone: Milestone) -> None:
    town.write()


def _refund(town: Town, milestone: Milestone) -> None:
    milestone = town.fund(milestone)
    actions.cancel_before_work(by=milestone.contract.commissioner.account, milestone=milestone)
    town.write()


def _suspense(town: Town, milestone: Milestone) -> None:
    town.pay(milestone, WON - 1)
    town.take_lines()
    actions.refund_deposit(by=town.operator(milestone), deposit=Deposit.objects.get())


ERRANDS = {"payout": _payout, "refund": _refund, "suspense": _suspense}
ENDS = {
    ("payout", "done"): "paid",
    ("payout", "failed"): "payout_failed",
    ("payout", "returned"): "payout_failed",
    ("refund", "done"): "refunded",
    ("refund", "failed"): "refund_sent",
    ("refund", "returned"): "refund_sent",
    ("suspense", "done"): "refunded",
    ("suspense", "failed"): "suspense",
    ("suspense", "returned"): "suspense",
}
"""Where the milestone, or the deposit in suspense, stands when its payment has ended so."""


# -- orders of what comes after -----------------------------------------------------------------------------------------


def _inquiry_first(town: Town, bank: Teller) -> None:
    actions.send_waiting(bank=bank)
    actions.inquire_unknown(bank=bank)
    town.next_day()
    actions.inquire_unknown(bank=bank)
    town.take_lines(bank)


def _lines_first(town: Town, bank: Teller) -> None:
    actions.send_waiting(bank=bank)
    town.take_lines(bank)
    town.next_day()
    town.take_lines(bank)
    actions.inquire_unknown(bank=bank)


def _notices_again(town: Town, bank: Teller) -> None:
    """Each notice makes us go and look; it comes twice, and the older one last."""
    actions.send_waiting(bank=bank)
    town.next_day()
    for day in (town.today, town.today, town.days()[-2], town.today):
        with suppress(port.BankError):
            actions.take_lines(bank=bank, on=day)
    actions.inquire_unknown(bank=bank)
    actions.send_waiting(bank=bank)
    town.take_lines(bank)


ORDERS = {"inquiry first": _inquiry_first, "lines first": _lines_first, "notices again": _notices_again}


# -- one schedule -----------------------------------------------------------------------------------------------------------


def _run(
    town: Town, errand: str, behaviour: str, order: str, dies_at: int | None, milestone: Milestone
) -> list[str]:
    """One worker up to its death or its end, then another until it is quiet; which seams the first one crossed."""
    known = -queries.money.balance("custody", "bank")
    town.began_on, town.had_won = town.today, town.bank_won()
    ERRANDS[errand](town, milestone)
    first = queries.money.payments_in("written").get()
    seams = Seams(dies_at)
    BEHAVIOURS[behaviour](town)
    with watched(seams), suppress(Crash, port.BankError):
        ORDERS[order](town, Teller(town.bank, seams))
    town.settle()
    town.check_with_the_bank(known)
    _check_ends(errand, first, milestone)
    _send_again(town, errand, first, milestone, known)
    return seams.crossed


def _stands(errand: str, milestone: Milestone) -> str:
    return str(Deposit.objects.get().state if errand == "suspense" else fresh(milestone).state)


def _last(first: Payment) -> Payment:
    """What the bank never got is sent again by itself on a later day: the last of them says where everything stands."""
    return Payment.objects.filter(source=first.source).latest("pk")


def _check_ends(errand: str, first: Payment, milestone: Milestone) -> None:
    assert _stands(errand, milestone) == ENDS[errand, _last(first).state]


def _send_again(town: Town, errand: str, first: Payment, milestone: Milestone, known: int) -> None:
    """What did not arrive is sent again by a person, under another number, or goes to another account: in the end it was paid once, net."""
    last = _last(first)
    if last.state == "done":
        return
    by = town.operator(milestone)
    if errand == "payout" and queries.failing.faults([last.pk])[last.pk][0] == Fault.ACCOUNT:
        town.another_account(milestone.contract.freelancer)
    elif errand == "payout":
        actions.prepare(by=by, milestone=fresh(milestone))
    elif errand == "refund":
        actions.refund_again(by=by, payment=last)
    else:
        actions.refund_deposit(by=by, deposit=Deposit.objects.get())
    town.settle()
    town.check_with_the_bank(known)
    assert _stands(errand, milestone) == ENDS[errand, "done"]
    sent = Payment.objects.filter(source=first.source)
    assert sum(paid - back for paid, back in map(town.carried_out, sent)) == 1


@pytest.fixture
def milestone(town: Town) -> Iterator[Milestone]:
    contract = town.contract(town.freelancer(), factories.commissioner(standing="individual"), WON, days=1500)
    milestone = fresh(contract.milestones.get())
    town.operator(milestone)
    yield milestone


ALL = [
    (errand, behaviour, order)
    for errand, behaviour, order in product(ERRANDS, BEHAVIOURS, ORDERS)
    if errand == "payout" or order == "notices again" or os.environ.get("KWONIK_ALL_SCHEDULES")
]
"""A refund goes the way of a payout but for its end: every order of it is for the night."""


@pytest.mark.parametrize(("errand", "behaviour", "order"), ALL)
def test_whatever_the_bank_does_and_wherever_we_die(town, milestone, errand, behaviour, order):
    """First without a death, which counts the seams; then once for each seam."""
    if errand == "payout":
        _work(town, milestone)
    dies_at: int | None = None
    seams = 0
    while dies_at is None or dies_at < seams:
        with transaction.atomic():
            crossed = _run(town, errand, behaviour, order, dies_at, milestone)
            transaction.set_rollback(True)
        if dies_at is None:
            seams, dies_at = len(crossed), -1
        dies_at += 1
    assert seams >= 8
