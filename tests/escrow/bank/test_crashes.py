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


class Senders:
    """Four threads that send payouts until the bank is gone, and what they were told."""

    def __init__(self, mortal: Sandbox) -> None:
        self.mortal = mortal
        self.payouts = [order(mortal, 1000) for _ in range(160)]
        self.told: dict[str, port.Outcome] = {}

    def send_until_killed(self) -> None:
        """Kill the bank as soon as five more answers have come."""
        waiting = [one for one in self.payouts if one.bank_tran_id not in self.told]
        bank = self.mortal.adapter(lambda: A_MORNING)  # the process that tells the time is about to die
        threads = [threading.Thread(target=self._send, args=[waiting[part::4], bank]) for part in range(4)]
        enough, until = min(len(self.told) + 5, len(self.payouts)), time.monotonic() + 20
        for thread in threads:
            thread.start()
        while len(self.told) < enough and time.monotonic() < until:
            time.sleep(0.01)
        self.mortal.kill()
        for thread in threads:
            thread.join()

    def _send(self, payouts: list[port.Payout], bank: port.Bank) -> None:
        for asked in payouts:
            try:
                self.told[asked.bank_tran_id] = bank.send_payout(asked)
            except port.BankError:
                return


def test_killed_at_any_moment_under_load(mortal: Sandbox) -> None:
    """Four senders, five kills: every payout is done once or never, and nobody was told otherwise."""
    pay_in(mortal, 100_000_000)
    senders = Senders(mortal)
    for _ in range(5):
        senders.send_until_killed()
        mortal.start()
        assert mortal.books()["whole"]
    mortal.bank = mortal.adapter()
    settled = {one.bank_tran_id: inquire(mortal, one) for one in senders.payouts}
    for name, outcome in senders.told.items():
        assert outcome == settled[name] or isinstance(outcome, Unknown)
    carried_out = sum(isinstance(outcome, Done) for outcome in settled.values())
    assert len(senders.told) >= 25
    assert mortal.balance(PAYEE) == 1000 * carried_out
    assert mortal.books()["entries"]["payout"]["count"] == carried_out
