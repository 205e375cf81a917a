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


CALLS = {
    "kwonik_app": "balance_of broken_blocks correct digest_of fault_of say seal send_payout send_refund step take_deposit take_found",
    "kwonik_auditor": "balance_of broken_blocks digest_of fault_of",
}
OWNER_TOUCHES = {
    "escrow_contract": "SELECT UPDATE",
    "escrow_contractevent": "INSERT SELECT",
    "escrow_delivery": "SELECT",
    "escrow_deposit": "INSERT SELECT UPDATE",
    "escrow_dispute": "SELECT",
    "escrow_member": "SELECT",
    "escrow_milestone": "SELECT UPDATE",
    "escrow_milestoneterms": "SELECT",
    "escrow_payeeaccount": "SELECT",
    "escrow_policy": "SELECT",
    "escrow_split": "SELECT",
    "escrow_virtualaccount": "SELECT",
    "people_account": "SELECT",
}
"""What the ledger's owner may do with the application's tables: what its verbs need, and no more."""


@pytest.mark.parametrize("role", CALLS)
def test_a_role_may_call_these_functions_and_no_others(role):
    """A right given or taken away anywhere turns this red, whoever it was given through."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT string_agg(DISTINCT proname, ' ' ORDER BY proname) FROM pg_proc
            WHERE pronamespace = 'ledger'::regnamespace AND prorettype <> 'trigger'::regtype
            AND has_function_privilege(%s, oid, 'EXECUTE')""",
            [role],
        )
        assert cursor.fetchone() == (CALLS[role],)
        cursor.execute(
            """SELECT relname, verb FROM pg_class, unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS verb
            WHERE relnamespace = 'ledger'::regnamespace AND relkind IN ('r', 'v') AND has_table_privilege(%(role)s, oid, verb)
            UNION ALL SELECT relname, 'no SELECT' FROM pg_class
            WHERE relnamespace = 'ledger'::regnamespace AND relkind IN ('r', 'v') AND NOT has_table_privilege(%(role)s, oid, 'SELECT')""",
            {"role": role},
        )
        assert cursor.fetchall() == []


def test_the_owner_of_the_ledger_touches_of_the_application_what_the_verbs_need():
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT relname, string_agg(verb, ' ' ORDER BY verb)
            FROM pg_class, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS verb
            WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v') AND has_table_privilege('kwonik_ledger', oid, verb)
            GROUP BY relname"""
        )
        assert dict(cursor.fetchall()) == OWNER_TOUCHES
