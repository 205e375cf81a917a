"""Two say different things in the same instant: exactly one wins, the others are refused in words, and no won moves twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from itertools import permutations
from threading import Barrier
from typing import Any
from unittest import mock
from uuid import uuid4

import pytest
from django.db import connection, transaction

from kwonik.escrow import actions, queries
from kwonik.escrow.models import Contract, Deposit, Milestone, Payment
from kwonik.escrow.rules import NotAllowed
from tests.escrow import factories
from tests.escrow.factories import FakeBank, approved, deliver, fresh, funded
from tests.escrow.test_money import custody, in_order, operator

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("races")]

WON = 500_000
Act = Callable[[], Any]


@pytest.fixture(autouse=True)
def clean(cleaned_ledger: None) -> Iterator[None]:
    yield


def _answer(act: Act, before: Act = lambda: None) -> Any:
    """What it gave or how it was refused, on a connection of its own."""
    try:
        before()
        return act()
    except NotAllowed as refusal:
        return refusal
    finally:
        connection.close()


def at_once(*acts: Act) -> list[Any]:
    """All begin in the same instant."""
    barrier = Barrier(len(acts))

    def together() -> None:
        connection.ensure_connection()
        barrier.wait(60)

    with ThreadPoolExecutor(len(acts)) as pool:
        return [one.result() for one in [pool.submit(_answer, act, together) for act in acts]]


def in_turn(milestone: Milestone, *acts: Act) -> list[Any]:
    """All wait for the contract at once, in this order, because somebody holds it; then it is let go."""
    with ThreadPoolExecutor(len(acts)) as pool:
        with transaction.atomic():
            Contract.objects.select_for_update().get(pk=milestone.contract_id)
            running = []
            for act in acts:
                running.append(pool.submit(_answer, act))
                _until_waiting(running)
        return [one.result() for one in running]


def _until_waiting(running: list[Future[Any]]) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # it is kept for a whole transaction otherwise
            cursor.execute(
                """SELECT count(*) FROM pg_stat_activity
                   WHERE datname = current_database() AND wait_event_type = 'Lock' AND pid <> pg_backend_pid()"""
            )
            if cursor.fetchone()[0] >= len(running):
                return
        time.sleep(0.02)
    raise AssertionError([one.result() for one in running if one.done()])


def won_by_one(given: list[Any], names: tuple[str, ...]) -> str:
    """The name of the one that was not refused; the refusals are words for people."""
    winners = [name for name, answer in zip(names, given, strict=True) if not isinstance(answer, NotAllowed)]
    refusals = [str(answer) for answer in given if isinstance(answer, NotAllowed)]
    assert len(winners) == 1, (winners, refusals)
    assert all(any("가" <= letter <= "힣" for letter in words) for words in refusals), refusals
    return winners[0]


def verbs(milestone: Milestone) -> dict[str, Act]:
    contract = milestone.contract
    free, commissioner = contract.freelancer.account, contract.commissioner.account
    return {
        "approve": lambda: actions.approve(by=commissioner, milestone=milestone),
        "dispute": lambda: actions.open_dispute(by=free, milestone=milestone, text="다툼"),
        "ask changes": lambda: actions.ask_changes(by=commissioner, milestone=milestone, clause=1, text="색"),
        "cancel": lambda: actions.cancel_together(by=free, milestone=milestone),
        "cancel alone": lambda: actions.cancel_before_work(by=commissioner, milestone=milestone),
        "deliver": lambda: deliver(milestone),
    }


AFTER = {
    "approve": "approved",
    "dispute": "disputed",
    "ask changes": "funded",
    "cancel": "refund_sent",
    "cancel alone": "refund_sent",
    "deliver": "delivered",
}


def _race(milestone: Milestone, names: tuple[str, ...], first: bool = True) -> str:
    """Who wins when they come in this order: the first of them, if the table lets it through at all."""
    acts = verbs(milestone)
    winner = won_by_one(in_turn(milestone, *(acts[name] for name in names)), names)
    assert fresh(milestone).state == AFTER[winner]
    assert not first or winner == names[0]
    assert in_order() and custody() == WON
    return winner


def on_delivery() -> Milestone:
    milestone = funded(wishes=factories.wishes(WON))
    actions.ask_to_cancel(by=milestone.contract.commissioner.account, milestone=milestone, note="그만")
    return deliver(milestone)


def before_work() -> Milestone:
    milestone = funded(wishes=factories.wishes(WON))
    actions.ask_to_cancel(by=milestone.contract.commissioner.account, milestone=milestone, note="그만")
    return milestone


@pytest.mark.parametrize("names", list(permutations(("approve", "dispute", "cancel"))))
def test_approve_dispute_and_cancel_in_every_order(names):
    """The design's three. A delivery cannot be cancelled, whatever the order: the first of the other two wins."""
    expected = next(name for name in names if name != "cancel")
    assert _race(on_delivery(), names, first=False) == expected


@pytest.mark.parametrize("names", list(permutations(("dispute", "cancel", "cancel alone"))))
def test_dispute_and_both_ways_to_cancel_in_every_order(names):
    """Before work, with the other's wish to cancel on the table: whoever comes first."""
    _race(before_work(), names)


@pytest.mark.parametrize("names", [("approve", "ask changes"), ("ask changes", "approve")])
def test_approve_and_changes_in_either_order(names):
    _race(on_delivery(), names)


@pytest.mark.parametrize(
    "names", [("cancel", "deliver"), ("deliver", "cancel alone"), ("cancel alone", "deliver")]
)
def test_delivery_and_cancelling_in_either_order(names):
    _race(before_work(), names)


@pytest.mark.parametrize("place", [on_delivery, before_work])
def test_all_at_once_without_any_order(place):
    """Whoever is quickest; what was asked for and cannot be had is refused in words, never by an error."""
    milestone = place()
    acts = verbs(milestone)
    names = (
        ("approve", "dispute", "cancel", "cancel alone")
        if place is on_delivery
        else ("dispute", "cancel", "cancel alone")
    )
    winner = won_by_one(at_once(*(acts[name] for name in names)), names)
    assert fresh(milestone).state == AFTER[winner]
    assert in_order() and custody() == WON


def test_approval_and_silence_at_once_are_one_approval():
    milestone = deliver(funded(wishes=factories.wishes(WON)))
    late = milestone.accept_by + timedelta(days=1)
    with mock.patch("django.utils.timezone.localdate", lambda *_: late):
        given = at_once(verbs(milestone)["approve"], actions.accept_in_silence)
    refused = isinstance(given[0], NotAllowed)
    assert refused == (given[1] == 1)
    assert fresh(milestone).state == "approved"
    assert milestone.events.filter(to_state="approved").count() == 1 and in_order()


@pytest.mark.parametrize("same_page", [False, True])
def test_eight_approvals_at_once_are_one(same_page):
    milestone = deliver(funded(wishes=factories.wishes(WON)))
    by, token = milestone.contract.commissioner.account, uuid4()
    given = at_once(
        *(
            lambda: actions.approve(by=by, milestone=milestone, token=token if same_page else uuid4())
            for _ in range(8)
        )
    )
    told = [one for one in given if not isinstance(one, NotAllowed)]
    assert len({one.number for one in told}) == 1
    assert sum(not one.replayed for one in told) == 1
    assert len(told) == (8 if same_page else 1)
    assert queries.money.balance("payable", f"m{milestone.pk}") == 483_500 and in_order()


def test_four_workers_write_send_and_ask_at_once():
    """Everything that is due goes out once, whichever worker takes it."""
    bank, contract = FakeBank(), factories.signed(wishes=factories.wishes(WON, WON, WON))
    for milestone in contract.milestones.order_by("number"):
        approved(deliver(factories.paid_in(milestone)))
    actions.verify_payees(bank=bank)

    def work() -> int:
        actions.write_payouts()
        actions.write_refunds()
        sent = actions.send_waiting(bank=bank)
        actions.inquire_unknown(bank=FakeBank())
        return sent

    given = at_once(*(work for _ in range(4)))
    assert not [one for one in given if isinstance(one, NotAllowed)]
    work()
    payments = Payment.objects.all()
    assert {one.state for one in payments} == {"done"} and len(payments) == 6
    assert sorted(bank.sent) == sorted(one.bank_number for one in payments)
    assert custody() == 0 and in_order()
    assert {one.state for one in contract.milestones.all()} == {"paid"}


def test_the_same_line_taken_by_eight_at_once_is_one_deposit():
    contract = factories.signed(wishes=factories.wishes(WON))
    milestone = contract.milestones.get()
    number = actions.issue_account(bank=FakeBank(), milestone=milestone)
    line = factories.bank_line(
        amount_won=WON, virtual_account=number.number, depositor=factories.name_of(milestone)
    )
    given = at_once(*(lambda: actions.take_deposit(line) for _ in range(8)))
    assert sum(not one.replayed for one in given) == 1 and len({one.number for one in given}) == 1
    assert fresh(milestone).state == "funded" and custody() == WON and in_order()


def test_two_lines_for_one_milestone_at_once_are_a_deposit_and_a_question():
    contract = factories.signed(wishes=factories.wishes(WON))
    milestone = contract.milestones.get()
    number = actions.issue_account(bank=FakeBank(), milestone=milestone)
    name = factories.name_of(milestone)
    lines = [
        factories.bank_line(amount_won=WON, virtual_account=number.number, depositor=name) for _ in range(2)
    ]
    at_once(*(lambda line=line: actions.take_deposit(line) for line in lines))
    assert sorted(
        Deposit.objects.filter(virtual_account__milestone=milestone).values_list("reason", flat=True)
    ) == ["", "again"]
    assert custody() == 2 * WON and in_order()


def test_a_release_and_a_refusal_at_once():
    milestone = approved(deliver(funded(wishes=factories.wishes(6_000_000))))
    actions.verify_payees(bank=FakeBank())
    payment = Payment.objects.get(pk=actions.prepare(by=operator(milestone), milestone=milestone).number)
    second, third = operator(milestone), operator(milestone)
    given = at_once(
        lambda: actions.release(by=second, payment=payment), lambda: actions.refuse(by=third, payment=payment)
    )
    winner = won_by_one(given, ("release", "refuse"))
    payment.refresh_from_db()
    assert payment.state == {"release": "written", "refuse": "failed"}[winner] and in_order()
