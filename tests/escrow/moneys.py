"""What tests of money ask of the ledger."""

from __future__ import annotations

from django.db import connection

from kwonik.escrow import queries
from kwonik.escrow.models import Milestone
from tests.escrow import factories
from tests.escrow.factories import funded
from tests.factories import make_account

WON = 500_000


def one(**fields) -> Milestone:
    """A contract of one milestone of 500,000 won, paid in."""
    return funded(wishes=factories.wishes(WON), **fields)


def lies(kind: str, milestone: Milestone) -> int:
    return queries.money.balance(kind, f"m{milestone.pk}")


def custody() -> int:
    """What the books say the bank holds."""
    return -queries.money.balance("custody", "bank")


def in_order() -> bool:
    """The books are even, and every balance is the sum of its transfers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT held_won = owed_won FROM ledger.books")
        even = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM ledger.unequal_account")
        return even and cursor.fetchone()[0] == 0


def operator(milestone: Milestone):
    return make_account("escrow.money:move", "escrow.money:view", centre=milestone.contract.centre)


def history(milestone: Milestone) -> list[str]:
    return list(milestone.events.order_by("pk").values_list("code", flat=True))
