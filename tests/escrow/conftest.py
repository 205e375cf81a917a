"""A keyring of the tests' own, the sandbox for identity, a quick hash; and a ledger of one's own on a durable server."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from django.db import connection

from kwonik.escrow.models import Policy
from kwonik.site import tryout
from tests.escrow.bank.worlds import Sandbox
from tests.escrow.towns import Town

from .ledgers import Ledger, made


@pytest.fixture(autouse=True)
def own_keyring(settings, tmp_path):
    settings.KEYRING = tmp_path / "keyring.json"
    settings.IDENTITY = "kwonik.escrow.identity.sandbox.Sandbox"
    settings.MESSENGER = "kwonik.escrow.messenger.sandbox.Sandbox"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="module")
def server() -> dict:
    """A durable server that no other test uses: a transaction elsewhere would keep the chain waiting."""
    tryout.start(tryout.MONEY)
    return {"host": str(tryout.socket_folder(tryout.MONEY)), "user": "kwonik"}


@pytest.fixture(scope="module")
def template(server) -> Iterator[str]:
    name = f"ledger_{os.getpid()}"
    with made(server, name):
        yield name


@pytest.fixture
def ledger(server, template) -> Iterator[Ledger]:
    with made(server, f"{template}_copy", template) as found:
        yield found


@pytest.fixture(scope="module")
def sandbox_process(tmp_path_factory) -> Iterator[Sandbox]:
    """The sandbox bank as a process of its own, for whoever needs a whole town."""
    found = Sandbox(tmp_path_factory.mktemp("town"))
    yield found
    found.kill()


@pytest.fixture
def town(sandbox_process, db) -> Iterator[Town]:
    """The escrow and the sandbox bank on one clock, which stands still until somebody moves it."""
    _first_policy()
    with Town(sandbox_process).open() as found:
        yield found


@pytest.fixture
def cleaned_ledger(transactional_db) -> Iterator[None]:
    """For tests that commit: the ledger empty before and after, as only the owner can with its guards off."""
    _empty_ledger()
    _first_policy()
    yield
    _empty_ledger()


def _empty_ledger() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            """TRUNCATE ledger.block, ledger.payment_step, ledger.payment, ledger.transfer, ledger.event,
               ledger.balance, ledger.account, ledger.closed_day"""
        )
        cursor.execute("SET session_replication_role = origin")
        cursor.execute(
            "SELECT ledger.account_of(kind, 'bank') FROM unnest(ARRAY['custody', 'card_fee', 'adjustment']) AS kind"
        )


def _first_policy() -> None:
    if not Policy.objects.exists():  # emptied with all tables by a test before
        Policy.objects.create(from_on="2025-01-01", warning_days=[7, 3, 1])
