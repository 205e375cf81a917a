"""Attacks on rows with gaps, on references without their triggers, and on every movement of money that there is."""

from __future__ import annotations

import psycopg

from tests.escrow.ledgers import A_DAY, Ledger, Leg, post

from .payments import ONE, TWO, payment_row
from .probing import SHA, event_row, lived_in, probe, refused, went_through

NOW = "now()"
# Every column that must be filled, but for numbers the database gives and parts of primary keys, with something to fill it.
FILLED = {
    "account_kind": {"kind": "'x'", "label": "'x'", "slots": "1"},
    "account": {"kind": "'escrow'", "reference": "'x'", "opened_at": NOW},
    "balance": {"account": "4", "slot": "9", "debits": "0", "credits": "0", "transfers": "0"},
    "event_kind": {"kind": "'x'", "label": "'x'"},
    "event": {
        "request_key": "'x'",
        "request_hash": SHA,
        "kind": "'sent'",
        "actor": "'x'",
        "value_on": f"date '{A_DAY}'",
        "recorded_at": NOW,
        "transaction": "pg_current_xact_id()",
    },
    "transfer": {"event": "1", "line": "9", "debit": "1", "credit": "4", "amount_won": "1"},
    "block": {
        "previous": SHA,
        "from_transaction": "xid8 '5'",
        "until_transaction": "xid8 '9'",
        "events": "1",
        "digest": SHA,
        "sealed_at": NOW,
    },
    "payment_state": {"state": "'x'", "label": "'x'"},
    "payment_move": {
        "verb": "'x'",
        "from_state": "'held'",
        "to_state": "'done'",
        "event_kind": "'sent'",
        "other_person": "false",
    },
    "payment": {
        "bank_number": f"'{ONE}'",
        "source": "4",
        "amount_won": "5",
        "destination": "'payee:1'",
        "writer": "'x'",
        "value_on": f"date '{A_DAY}'",
        "state": "'held'",
        "steps": "0",
    },
    "payment_step": {
        "payment": "1",
        "step": "1",
        "verb": "'send'",
        "from_state": "'written'",
        "to_state": "'sending'",
        "event": "1",
        "answer": "''",
    },
    "bank_answer": {"code": "'x'", "fault": "'bank'"},
    "closed_day": {"day": f"date '{A_DAY}'", "closed_at": NOW},
}
GUARDED_BEFORE = ("balance", "event", "payment")  # a trigger of theirs would answer before the column does


@probe
def a_row_with_a_gap(ledger: Ledger) -> str | None:
    owner = lived_in(ledger)
    for table, row in FILLED.items():
        for gap in row:
            values = ", ".join("NULL" if column == gap else value for column, value in row.items())
            try:
                with owner.transaction(force_rollback=True):
                    if table in GUARDED_BEFORE:
                        owner.execute(f"ALTER TABLE ledger.{table} DISABLE TRIGGER USER")
                    owner.execute(f"INSERT INTO ledger.{table} ({', '.join(row)}) VALUES ({values})")
            except psycopg.errors.NotNullViolation as error:
                if (error.diag.table_name, error.diag.column_name) == (table, gap):
                    continue
                return f"{table}.{gap} is refused only by {error.diag.table_name}.{error.diag.column_name}"
            except psycopg.Error as error:
                return f"{table}.{gap} is refused only by {error}"
            return f"went through: {table} without {gap}"
    return None


@probe
def what_holds_without_the_triggers_too(ledger: Ledger) -> str | None:
    free = "ALTER TABLE ledger.payment DISABLE TRIGGER USER; "
    circle = "INSERT INTO ledger.movement VALUES ('deposited', 'escrow', 'escrow'); " + event_row()
    return went_through(
        lived_in(ledger),
        free + payment_row(number=f"'{TWO}'", replaces="99999"),
        free + payment_row(number=f"'{TWO}'", state="'nowhere'"),
        f"{circle}; INSERT INTO ledger.transfer SELECT max(id), 9, 4, 4, 1 FROM ledger.event",
        "ALTER TABLE ledger.account DISABLE TRIGGER USER; INSERT INTO ledger.account (kind, reference) VALUES ('escrow', 'without');"
        f"{event_row()}; INSERT INTO ledger.transfer SELECT max(event.id), 9, 1, max(account.id), 1 FROM ledger.event, ledger.account",
    )


@probe
def an_event_that_moves_nothing(ledger: Ledger) -> str | None:
    with ledger.app as app:
        return refused("KW901", lambda: post(app, "nothing", "approved", []))


BANK = ("custody", "card_fee", "adjustment")
MOVEMENTS = {
    "deposited": ("custody escrow",),
    "deposited_by_card": ("custody escrow", "card_fee escrow"),
    "deposited_in_suspense": ("custody suspense",),
    "matched": ("suspense escrow", "card_fee escrow"),
    "approved": ("escrow payable", "escrow withheld", "escrow card_fee"),
    "split": ("escrow payable", "escrow withheld", "escrow refundable", "escrow card_fee"),
    "cancelled": ("escrow refundable", "escrow card_fee"),
    "sent": (
        "payable in_transit",
        "withheld in_transit",
        "refundable in_transit",
        "suspense in_transit",
    ),
    "done": ("in_transit custody",),
    "failed": (
        "in_transit payable",
        "in_transit withheld",
        "in_transit refundable",
        "in_transit suspense",
    ),
    "returned": ("custody payable", "custody withheld", "custody refundable", "custody suspense"),
    "corrected": (
        "custody adjustment",
        "adjustment custody",
        "custody suspense",
        "adjustment card_fee",
        "card_fee adjustment",
    ),
}
# How money comes to lie on each kind of account that may not fall below nothing.
COMES_BY = {
    "escrow": "deposited custody escrow",
    "suspense": "deposited_in_suspense custody suspense",
    "payable": "returned custody payable",
    "withheld": "returned custody withheld",
    "refundable": "returned custody refundable",
    "in_transit": "sent payable in_transit",
}


def leg(debit: str, credit: str, won: int) -> Leg:
    return debit, "bank" if debit in BANK else "m1", credit, "bank" if credit in BANK else "m1", won


def come(app: psycopg.Connection, kind: str, won: int, key: str) -> None:
    """So much money on the account of that kind, by whatever brings it there."""
    event, debit, credit = COMES_BY[kind].split()
    if debit in COMES_BY:
        come(app, debit, won, f"{key}<")
    post(app, key, event, [leg(debit, credit, won)])


@probe
def every_movement_that_there_is(ledger: Ledger) -> str | None:
    with ledger.app as app:
        for event, pairs in MOVEMENTS.items():
            for pair in pairs:
                debit, credit = pair.split()
                if debit in COMES_BY:
                    come(app, debit, 7, f"{event} {pair} before")
                post(app, f"{event} {pair}", event, [leg(debit, credit, 7)])
        found = app.execute("SELECT count(*) FROM ledger.unequal_account").fetchone()
    return None if found == (0,) else "a balance is not the sum of its transfers"


@probe
def no_account_falls_below_nothing(ledger: Ledger) -> str | None:
    with ledger.app as app:
        for kind in COMES_BY:
            come(app, kind, 5, f"come {kind}")
            event, pair = next(
                (event, pair) for event, pairs in MOVEMENTS.items() for pair in pairs if pair.startswith(kind)
            )
            over = leg(*pair.split(), 1_000_000)
            if problem := refused("23514", lambda e=event, o=over, k=kind: post(app, f"over {k}", e, [o])):
                return f"{kind}: {problem}"
    return None
