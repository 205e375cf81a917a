"""django-ledger: `commit_txs` of a ledger, two transactions in a posted journal entry."""

import os
import random

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.escrow.peers.settings")
import django

django.setup()
from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402
from django_ledger.io import roles  # noqa: E402
from django_ledger.models import AccountModel, EntityModel, JournalEntryModel  # noqa: E402

ACCOUNTS = 100
accounts: list[AccountModel] = []
state: dict = {}


def prepare() -> None:
    """One posting beforehand: several first postings of a fiscal year at once break its numbering for good."""
    call_command("migrate", verbosity=0)
    admin = get_user_model().objects.create_user("bench")
    entity = EntityModel.create_entity(name="bench", use_accrual_method=True, admin=admin, fy_start_month=1)
    entity.create_chart_of_accounts(assign_as_default=True, commit=True)
    for n in range(ACCOUNTS + 1):
        entity.create_account(
            code=f"2{n:04}",
            role=roles.LIABILITY_CL_ACC_PAYABLE,
            name=f"bench {n}",
            balance_type="credit",
            active=True,
        )
    entity.create_ledger(name="bench", posted=True)
    open(0)
    transfer("hot", 0)


def open(lane: int) -> None:
    random.seed(lane)
    state["entity"] = EntityModel.objects.get(name="bench")
    state["ledger"] = state["entity"].get_ledgers().get(name="bench")
    accounts.extend(AccountModel.objects.filter(name__startswith="bench ").order_by("code"))
    connection.ensure_connection()


def transfer(mode: str, number: int) -> None:
    credited = accounts[0] if mode == "hot" else random.choice(accounts[1:])
    debited = random.choice(accounts[1:])
    legs = ((credited, "credit"), (debited, "debit"))
    state["ledger"].commit_txs(
        je_timestamp=timezone.localtime(),
        je_txs=[
            {"account": account, "amount": 100, "tx_type": side, "description": "bench"}
            for account, side in legs
        ],
        je_posted=True,
        je_ledger_model=state["ledger"],
    )


def read():
    digest = state["entity"].digest(accounts=[accounts[0].code], to_date=timezone.localdate())
    return digest.get_io_data()


def books() -> dict:
    """Posted journal entries but the one of preparing; it keeps no balance that could differ from them."""
    from importlib.metadata import version

    versions = f"django-ledger {version('django-ledger')}, Django {django.__version__}"
    stored = JournalEntryModel.objects.filter(posted=True).count() - 1
    return {"stored": stored, "unequal": None, "versions": versions}
