"""kill -9 of the bank: its books stay whole, and what we were not told is found out by asking."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from kwonik.escrow.bank import port
from kwonik.escrow.bank.port import Done, NoAnswer, Unknown, Why
from tests.escrow.bank.errands import PAYEE, inquire, order, pay_in
from tests.escrow.bank.worlds import A_MORNING, Sandbox


@pytest.fixture
def mortal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    sandbox = Sandbox(tmp_path_factory.mktemp("mortal"))
    yield sandbox
    sandbox.kill()


def test_killed_before_the_commit(mortal: Sandbox) -> None:
    pay_in(mortal)
    asked = order(mortal)
    mortal.turn("crash_before_commit", next=1)
    assert mortal.bank.send_payout(asked) == Unknown(Why.NO_ANSWER)
    assert mortal.wait_for_death() == -9
    mortal.bank = mortal.adapter(lambda: A_MORNING)
    with pytest.raises(NoAnswer):
        mortal.bank.inquire(asked.bank_tran_id, asked.requested_at.date(), asked.amount_won)
    mortal.start()
    assert inquire(mortal, asked) == Unknown(Why.NOT_FOUND)
    assert mortal.books()["whole"] and mortal.balance(PAYEE) == 0


def test_killed_after_the_commit(mortal: Sandbox) -> None:
    pay_in(mortal)
    asked = order(mortal)
    mortal.turn("crash_after_commit", next=1)
    assert mortal.bank.send_payout(asked) == Unknown(Why.NO_ANSWER)
    assert mortal.wait_for_death() == -9
    mortal.start()
    assert isinstance(inquire(mortal, asked), Done)
    assert mortal.books()["whole"] and mortal.balance(PAYEE) == asked.amount_won


def test_killed_at_any_moment_under_load(mortal: Sandbox) -> None:
    """Four senders, three kills: every payout is done once or never, and nobody was told otherwise."""
    pay_in(mortal, 100_000_000)
    batches = [[order(mortal, 1000) for _ in range(40)] for _ in range(4)]
    told: dict[str, port.Outcome] = {}
    dead = threading.Event()

    def send(batch: list[port.Payout], bank: port.Bank) -> None:
        for asked in batch:
            if dead.is_set():
                return
            try:
                told[asked.bank_tran_id] = bank.send_payout(asked)
            except port.BankError:
                return

    for _ in range(3):
        dead.clear()
        waiting = [[one for one in batch if one.bank_tran_id not in told] for batch in batches]
        bank = mortal.adapter(lambda: A_MORNING)  # the process that tells the time is about to die
        threads = [threading.Thread(target=send, args=[batch, bank]) for batch in waiting]
        for thread in threads:
            thread.start()
        before, until = len(told), time.monotonic() + 20
        while len(told) < before + 5 and time.monotonic() < until:
            time.sleep(0.01)
        mortal.kill()
        dead.set()
        for thread in threads:
            thread.join()
        mortal.start()
        assert mortal.books()["whole"]
    mortal.bank = mortal.adapter()
    carried_out = 0
    for asked in (one for batch in batches for one in batch):
        found = inquire(mortal, asked)
        carried_out += isinstance(found, Done)
        if isinstance(told.get(asked.bank_tran_id), Done):
            assert found == told[asked.bank_tran_id]
    assert told and mortal.balance(PAYEE) == 1000 * carried_out
    assert mortal.books()["entries"]["payout"]["count"] == carried_out
