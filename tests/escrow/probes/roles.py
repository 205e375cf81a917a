"""Attacks as the application, the auditor and a stranger."""

from __future__ import annotations

import psycopg

from tests.escrow.ledgers import STRANGER, Ledger, deposit

from .probing import (
    TABLES,
    VIEWS,
    lived_in,
    probe,
    went_through,
)

CLIMBS = (
    "SET ROLE kwonik_ledger; DELETE FROM ledger.movement",
    "ALTER TABLE ledger.transfer DISABLE TRIGGER USER",
    "CREATE OR REPLACE FUNCTION ledger.refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "CREATE FUNCTION ledger.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE TABLE ledger.mine (id int)",
    "SELECT ledger.account_of('escrow', 'mine')",
    "SELECT setval('ledger.event_id_seq', 1)",
)


COLUMN = {
    "account": "reference",
    "account_kind": "label",
    "balance": "floor",
    "block": "digest",
    "event": "actor",
    "event_kind": "label",
    "movement": "event_kind",
    "payment": "state",
    "payment_move": "to_state",
    "payment_state": "label",
    "payment_step": "verb",
    "transfer": "amount_won",
}


def writes(table: str) -> tuple[str, ...]:
    name = f"ledger.{table}"
    return (
        f"INSERT INTO {name} DEFAULT VALUES",
        f"UPDATE {name} SET {COLUMN[table]} = NULL WHERE false",
        f"DELETE FROM {name} WHERE false",
        f"TRUNCATE {name} CASCADE",
    )


@probe
def the_application_does_only_what_it_may(ledger: Ledger) -> str | None:
    lived_in(ledger)
    return went_through(ledger.app, *(statement for table in TABLES for statement in writes(table)), *CLIMBS)


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
    climbs = (*CLIMBS, "SELECT ledger.seal()")
    return went_through(auditor, *(statement for table in TABLES for statement in writes(table)), *climbs)


@probe
def everybody_else_sees_nothing(ledger: Ledger) -> str | None:
    lived_in(ledger)
    looks = [f"SELECT * FROM ledger.{table}" for table in (*TABLES, *VIEWS)]
    calls = [
        f"SELECT {name}"
        for name in ("ledger.seal()", "ledger.balance_of('escrow', 'm1')", "ledger.broken_blocks()")
    ]
    return went_through(ledger.connect(STRANGER), *looks, *calls)


@probe
def who_may_look_can(ledger: Ledger) -> str | None:
    lived_in(ledger)
    for who in (ledger.app, ledger.auditor):
        for table in (*TABLES, *VIEWS):
            if went_through(who, f"SELECT * FROM ledger.{table}") is None:
                return f"ledger.{table} cannot be read"
        for call in ("balance_of('escrow', 'm1')", "broken_blocks()", "digest_of('x', '1', '2')"):
            if went_through(who, f"SELECT ledger.{call}") is None:
                return f"ledger.{call} cannot be called"
    return None
