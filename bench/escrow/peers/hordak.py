"""django-hordak: `Account.transfer_to`, which writes a transaction and two legs in one database transaction."""

import os
import random

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.escrow.peers.settings")
import django

django.setup()
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from hordak.models import Account, AccountType, Transaction  # noqa: E402
from moneyed import Money  # noqa: E402

ACCOUNTS = 1_000
WON = Money(100, "KRW")
accounts: list[Account] = []


def prepare() -> None:
    call_command("migrate", "hordak", verbosity=0)
    with Account.objects.disable_mptt_updates():
        Account.objects.bulk_create(
            Account(
                name=f"bench {n}",
                type=AccountType.liability,
                currencies=["KRW"],
                lft=1,
                rght=2,
                level=0,
                tree_id=n + 1,
            )
            for n in range(ACCOUNTS + 1)
        )
    connection.cursor().execute("ANALYZE")


def open(lane: int) -> None:
    random.seed(lane)
    accounts.extend(Account.objects.order_by("pk"))
    connection.ensure_connection()


def transfer(mode: str, number: int) -> None:
    """`transfer_to` credits the account it is called on."""
    credited = accounts[0] if mode == "hot" else random.choice(accounts[1:])
    debited = random.choice(accounts[1:])
    while debited is credited:
        debited = random.choice(accounts[1:])
    credited.transfer_to(debited, WON)


def read():
    """The way its documents recommend for speed."""
    return Account.objects.with_balances().get(pk=accounts[0].pk).balance


def books() -> dict:
    """It keeps no balance that could differ from the legs."""
    from importlib.metadata import version

    versions = f"django-hordak {version('django-hordak')}, Django {django.__version__}"
    return {"stored": Transaction.objects.count(), "unequal": None, "versions": versions}
