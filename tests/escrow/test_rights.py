"""What the application's and the auditor's roles may do once contracts stand over the ledger: say verbs and look, name no amounts."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests.escrow.factories import deliver, fresh, funded

pytestmark = pytest.mark.django_db

POSTS = "SELECT ledger.post('k', sha256('x'), 'deposited', 'a', '2026-01-02', '{custody}', '{bank}', '{escrow}', '{m1}', '{1}')"
REFUSED = {
    "post": POSTS,
    "write a payment": "SELECT ledger.write_payment('k', sha256('x'), 'a', '2026-01-02', 'KWONIK0001U000000001', 'payable', 'm1', 1, 'payee:1')",
    "step without its milestone": "SELECT ledger.step_payment('k', sha256('x'), 'send', 1, 'a', '2026-01-02')",
    "move a milestone": "SELECT ledger.move_milestone('approve', 1, 'commissioner', 1, '2026-01-02', now(), NULL, '', '{}', NULL)",
    "add an event": "INSERT INTO ledger.event DEFAULT VALUES",
    "edit a balance": "UPDATE ledger.balance SET credits = 1",
    "widen the table of verbs": "INSERT INTO ledger.verb VALUES ('approve', 'funded', 'approved', 'clock', 'approved')",
    "drop a guard": "ALTER TABLE ledger.transfer DISABLE TRIGGER ALL",
    "lift the limit": "CREATE OR REPLACE FUNCTION ledger.payout_limit(on_day date) RETURNS bigint LANGUAGE sql AS 'SELECT 9999999999'",
    "become the owner": "SET ROLE kwonik_ledger",
}


@contextmanager
def acting(role: str):
    """As whoever holds this role alone, with nothing left of the tests' own rights; a refusal rolls the role back too."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL SESSION AUTHORIZATION {role}")
        yield cursor
        cursor.execute("RESET SESSION AUTHORIZATION")


@pytest.mark.parametrize("role", ["kwonik_app", "kwonik_auditor"])
@pytest.mark.parametrize("what", REFUSED)
def test_nobody_moves_money_past_the_verbs(role, what):
    with pytest.raises(DatabaseError, match=r"denied|must be"), acting(role) as cursor:
        cursor.execute(REFUSED[what])


def test_the_application_says_a_verb_and_the_auditor_may_not():
    milestone = deliver(funded())
    said = [
        milestone.pk,
        milestone.contract.commissioner.account_id,
        timezone.localdate(),
        timezone.now(),
    ]
    statement = (
        "SELECT event FROM ledger.say('form:x', sha256('x'), 'approve', %s, 'commissioner', %s, %s, %s)"
    )
    with pytest.raises(DatabaseError, match="denied"), acting("kwonik_auditor") as cursor:
        cursor.execute(statement, said)
    with acting("kwonik_app") as cursor:
        cursor.execute(statement, said)
    assert fresh(milestone).state == "approved"


def test_the_auditor_sees_the_books_and_the_chain():
    funded()
    with acting("kwonik_auditor") as cursor:
        cursor.execute("SELECT held_won, owed_won FROM ledger.books")
        assert cursor.fetchone() == (300_000, 300_000)
        cursor.execute("SELECT count(*) FROM ledger.broken_blocks()")
        assert cursor.fetchone() == (0,)
