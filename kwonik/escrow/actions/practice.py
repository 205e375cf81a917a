"""What the operator of a try-out does to the practice bank; each gives the event that says so.

Where the bank is a real one there is no back room.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from kwonik.escrow import access, rules
from kwonik.escrow.bank.port import BankError
from kwonik.escrow.bank.practice import Practice
from kwonik.kernel import audit
from kwonik.people.access import require
from kwonik.places.models import Centre

MOST_DAYS = 400


def turn_knob(
    *, by: Any, centre: Centre, bank: Practice, name: str, next: int, share: float, value: Any
) -> Any:
    """Makes a fault strike the `next` occasions and then a `share` (0 to 1) of them, or gives a setting its value.

    Raises PermissionDenied, NotAllowed in the bank's own words.
    """
    require(by, access.TURN, centre)
    told = {"knob": name, "next": next, "share": share}
    with transaction.atomic(), _said_kindly():
        event = audit.record("escrow.sandbox.turned", centre, by=by, detail=told)
        bank.turn(name, next=next, share=share, value=value)
    return event


def mend(*, by: Any, centre: Centre, bank: Practice) -> Any:
    """No fault any more: a bank that does its work. Raises PermissionDenied, NotAllowed."""
    require(by, access.TURN, centre)
    with transaction.atomic(), _said_kindly():
        event = audit.record("escrow.sandbox.mended", centre, by=by)
        bank.behave()
    return event


def advance_clock(*, by: Any, centre: Centre, bank: Practice, days: int) -> Any:
    """The bank's clock goes on by whole days; it never goes back. Raises PermissionDenied, NotAllowed."""
    require(by, access.TURN, centre)
    if not 1 <= days <= MOST_DAYS:
        raise rules.NotAllowed(f"1일부터 {MOST_DAYS}일까지 돌릴 수 있습니다.", "days")
    with transaction.atomic(), _said_kindly():
        event = audit.record("escrow.sandbox.advanced", centre, by=by, detail={"days": days})
        bank.advance(days)
    return event


def pay_in(
    *, by: Any, centre: Centre, bank: Practice, virtual_account: str, amount_won: int, name: str
) -> Any:
    """Somebody pays play money into a virtual account. Raises PermissionDenied, NotAllowed in the bank's own words."""
    require(by, access.TURN, centre)
    with transaction.atomic(), _said_kindly():
        event = audit.record("escrow.sandbox.paid_in", centre, by=by, detail={"amount_won": amount_won})
        bank.pay(virtual_account, amount_won, name)
    return event


def pay_card(*, by: Any, centre: Centre, bank: Practice, order: str, name: str) -> Any:
    """Somebody's play card is charged for an order. Raises PermissionDenied, NotAllowed in the bank's own words."""
    require(by, access.TURN, centre)
    with transaction.atomic(), _said_kindly():
        event = audit.record("escrow.sandbox.card_charged", centre, by=by)
        bank.pay_card(order, name)
    return event


@contextmanager
def _said_kindly() -> Iterator[None]:
    """Around a question to the bank: what it refuses, and that it is silent, is said on the form."""
    try:
        yield
    except BankError as trouble:
        raise rules.NotAllowed(getattr(trouble, "reason", "") or str(trouble)) from trouble
