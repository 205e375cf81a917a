"""The usual things one does with a sandbox bank in a test."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from kwonik.escrow.bank import port
from sandbox_bank.asking import ORGANISATION
from tests.escrow.bank.worlds import Sandbox

PAYEE, NAME, SOURCE = "220000000001", "이일꾼", "110000000001"
NUMBERS = count(10_000)


def pay_in(sandbox: Sandbox, won: int = 1_000_000, name: str = "김의뢰") -> port.Line:
    """A customer pays; the line as the bank lists it."""
    until = sandbox.now().date() + timedelta(days=5)
    account = sandbox.bank.issue_virtual_account(f"e{next(NUMBERS)}", until)
    sandbox.pay(account.number, won, name, SOURCE)
    return lines(sandbox)[-1]


def lines(sandbox: Sandbox) -> tuple[port.Line, ...]:
    return sandbox.bank.list_transactions(sandbox.now().date()).lines


def order(sandbox: Sandbox, won: int = 100_000, **more: Any) -> port.Payout:
    """A payout to PAYEE, who has an account."""
    sandbox.open_account(PAYEE, NAME)
    name = port.mint(ORGANISATION, next(NUMBERS))
    return port.Payout(name, "088", PAYEE, NAME, won, sandbox.now(), **more)


def inquire(sandbox: Sandbox, sent: port.Payout) -> port.Outcome:
    return sandbox.bank.inquire(sent.bank_tran_id, sent.requested_at.date(), sent.amount_won)
