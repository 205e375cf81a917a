"""An installation with books, a bank that can be made to lie, and two people who may do all of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection

from kwonik.escrow import queries
from tests.escrow import factories
from tests.escrow.books import CrookedBank, Ours, stand
from tests.factories import make_account

from .days import ALL


@pytest.fixture
def centre(db):
    stand()
    return factories.make_installation()


@pytest.fixture
def bank(centre) -> CrookedBank:
    return CrookedBank()


@pytest.fixture
def ours(bank) -> Ours:
    return Ours(bank)


@pytest.fixture
def people(centre):
    """Two who may do all of it."""
    return [make_account(*ALL, centre=centre) for _ in range(2)]


@pytest.fixture
def sealable(monkeypatch):
    """The chain seals committed transactions only, and a test is one that never is: see test_sealing."""
    books = queries.closing.books
    monkeypatch.setattr(queries.closing, "books", lambda until: replace(books(until), loose=0))


@pytest.fixture
def emptied(transactional_db):
    """What this test commits in the ledger is taken out again, guards aside; a schema of its own goes altogether."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace('ledger') IS NULL")
        (own,) = cursor.fetchone()
    yield
    with connection.cursor() as cursor:
        if own:
            cursor.execute("DROP SCHEMA ledger CASCADE")
            return
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "TRUNCATE ledger.event, ledger.transfer, ledger.payment, ledger.payment_step, ledger.block, ledger.closed_day CASCADE"
        )
        cursor.execute(
            "DELETE FROM ledger.balance WHERE account NOT IN (SELECT id FROM ledger.account WHERE reference = 'bank')"
        )
        cursor.execute("DELETE FROM ledger.account WHERE reference <> 'bank'")
        cursor.execute("UPDATE ledger.balance SET debits = 0, credits = 0, transfers = 0")
        cursor.execute("RESET session_replication_role")
