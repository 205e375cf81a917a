"""Attacks as the application, the auditor and a stranger."""

from __future__ import annotations

import psycopg

from tests.escrow.ledgers import STRANGER, Ledger, deposit, step, write_payment

from .probing import (
    lived_in,
    probe,
    refused,
    went_through,
)

CLIMBS = (
    "SET ROLE kwonik_ledger; DELETE FROM ledger.movement",
    "ALTER TABLE ledger.transfer DISABLE TRIGGER USER",
    "CREATE OR REPLACE FUNCTION ledger.refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "CREATE FUNCTION ledger.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE TABLE ledger.mine (id int)",
    "SELECT ledger.account_of('escrow', 'mine')",
    "SELECT ledger.account_of('custody', 'bank')",
    "SELECT ledger.close_day(now()::date, 0)",
    "SELECT ledger.open_day(now()::date)",
    "SELECT ledger.event_of_request('x', 'x')",
    "SELECT setval('ledger.event_id_seq', 1)",
    "SELECT setval('ledger.account_id_seq', 1)",
    "SELECT setval('ledger.block_id_seq', 1)",
    "SELECT setval('ledger.payment_id_seq', 1)",
    "SET session_replication_role = replica",
    "ALTER TABLE ledger.balance DROP CONSTRAINT never_below_floor",
    "UPDATE ledger.balance SET floor = NULL",
    "UPDATE ledger.account_kind SET floor = NULL",
    "GRANT kwonik_ledger TO CURRENT_USER",
    "ALTER SCHEMA ledger OWNER TO CURRENT_USER",
    "ALTER TABLE ledger.transfer OWNER TO CURRENT_USER",
    "DROP TRIGGER transfer_stays ON ledger.transfer",
    "CREATE TRIGGER mine BEFORE INSERT ON ledger.transfer FOR EACH ROW EXECUTE FUNCTION ledger.refuse()",
    "DROP SCHEMA ledger CASCADE",
)
LOOKS = (
    "SELECT ledger.balance_of('escrow', 'm1')",
    "SELECT ledger.broken_blocks()",
    "SELECT ledger.digest_of('x', '1', '2')",
    "SELECT ledger.fault_of(1)",
)
CALLS = (
    "SELECT ledger.seal()",
    "SELECT ledger.post('x', 'x', 'x', 'x', now()::date, '{}', '{}', '{}', '{}', '{}')",
    "SELECT ledger.write_payment('x', 'x', 'x', now()::date, 'x', 'x', 'x', 1, 'x')",
    "SELECT ledger.step_payment('x', 'x', 'x', 1, 'x', now()::date)",
)
TRAPS = """
    CREATE SCHEMA trap;
    GRANT USAGE ON SCHEMA trap TO PUBLIC;
    CREATE FUNCTION trap.sprung() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'as %', current_user; END $$;
    CREATE FUNCTION trap.equal(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT trap.sprung() IS NULL';
    CREATE OPERATOR trap.= (LEFTARG = text, RIGHTARG = text, FUNCTION = trap.equal);
    CREATE FUNCTION trap.cardinality(bigint[]) RETURNS int LANGUAGE sql AS 'SELECT trap.sprung()::int';
    CREATE FUNCTION trap.hashtext(text) RETURNS int LANGUAGE sql AS 'SELECT trap.sprung()::int';
"""


RIGHT = "42501"


def writes(ledger: Ledger) -> list[str]:
    """Every way to write into every table; the right to it is asked for before anything else."""
    found = ledger.owner.execute(
        "SELECT format('ledger.%I', relname), attname FROM pg_class c JOIN pg_attribute a ON attrelid = c.oid AND attnum = 1"
        " WHERE relnamespace = 'ledger'::regnamespace AND relkind = 'r'"
    ).fetchall()
    return [
        statement
        for name, column in found
        for statement in (
            f"INSERT INTO {name} DEFAULT VALUES",
            f"UPDATE {name} SET {column} = DEFAULT WHERE false",
            f"DELETE FROM {name} WHERE false",
            f"TRUNCATE {name}",
        )
    ]


def looks(ledger: Ledger) -> list[str]:
    """A look at every table and view."""
    found = ledger.owner.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'ledger'::regnamespace AND relkind IN ('r', 'v')"
    )
    return [f"SELECT * FROM ledger.{name}" for (name,) in found.fetchall()]


def beyond(who: psycopg.Connection, *statements: str) -> str | None:
    """The first statement that was refused for anything but a missing right, or not at all."""
    for statement in statements:
        with who.transaction(force_rollback=True):
            problem = refused(RIGHT, lambda: who.execute(statement))  # noqa: B023 (called at once)
        if problem:
            return f"{statement}: {problem}"
    return None


@probe
def the_application_does_only_what_it_may(ledger: Ledger) -> str | None:
    lived_in(ledger)
    return beyond(ledger.app, *writes(ledger), *CLIMBS)


@probe
def the_auditor_only_looks(ledger: Ledger) -> str | None:
    lived_in(ledger)
    auditor = ledger.auditor
    try:
        deposit(auditor, "x", "m1", 1)
    except psycopg.errors.InsufficientPrivilege:
        pass
    else:
        return "the auditor moved money"
    return beyond(auditor, *writes(ledger), *CLIMBS, *CALLS)


@probe
def everybody_else_sees_nothing(ledger: Ledger) -> str | None:
    lived_in(ledger)
    # Asked for, not tried: what is called with the caller's rights stops at the tables too.
    calls = ledger.owner.execute(
        "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'ledger'::regnamespace"
        " AND prorettype <> 'trigger'::regtype AND has_function_privilege(%s, oid, 'EXECUTE')",
        [STRANGER],
    ).fetchall()
    if calls:
        return f"everybody may call {calls}"
    stranger = ledger.connect(STRANGER)
    return beyond(stranger, *looks(ledger), *CALLS, *LOOKS, *CLIMBS)


@probe
def who_may_look_can(ledger: Ledger) -> str | None:
    lived_in(ledger)
    for who in (ledger.app, ledger.auditor):
        for look in (*looks(ledger), *LOOKS):
            if went_through(who, look) is None:
                return f"not allowed: {look}"
    return None


@probe
def nobody_is_more_than_the_role_says(ledger: Ledger) -> str | None:
    """Rights that PostgreSQL keeps for the whole server, not for this database: asked for, since no test may change them."""
    found = ledger.owner.execute(
        "SELECT rolname FROM pg_roles WHERE rolname LIKE 'kwonik\\_%' AND (rolsuper OR rolcreaterole OR rolbypassrls OR rolreplication"
        " OR (rolname = 'kwonik_ledger' AND rolcanlogin)"
        " OR (rolname <> 'kwonik_ledger' AND pg_has_role(oid, 'kwonik_ledger', 'MEMBER')))"
    ).fetchall()
    return f"more than it should be: {found}" if found else None


@probe
def a_borrowed_name(ledger: Ledger) -> str | None:
    """What acts as the owner looks up no name where its caller could have put one of their own."""
    lived_in(ledger)
    owner = ledger.owner
    owner.execute(TRAPS)
    try:
        with ledger.app as app:
            app.execute("SET search_path = trap, pg_catalog")
            payment, _ = write_payment(app, "w", "m1", 967, "SANDBOX001U000000001")
            write_payment(app, "w", "m1", 967, "SANDBOX001U000000001")
            step(app, "s", "send", payment)
            step(app, "s", "send", payment)
            deposit(app, "d9", "m9", 1)
            app.execute("SELECT ledger.seal()")
    except psycopg.Error as error:
        return f"a borrowed name was called: {error}"
    finally:
        owner.execute("DROP SCHEMA trap CASCADE")
    return None
