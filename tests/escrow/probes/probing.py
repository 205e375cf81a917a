"""What the probes stand on: their register, a ledger that has lived, and how an attack is tried."""

from __future__ import annotations

import time
from collections.abc import Callable

import psycopg

from tests.escrow.ledgers import A_DAY, Ledger, deposit, post

PROBES: dict[str, Callable[[Ledger], str | None]] = {}


AT_ONCE = 8


PATIENCE = 20  # seconds


ALL_FINISHED = "SELECT bool_and(transaction < pg_snapshot_xmin(pg_current_snapshot())) FROM ledger.event"


SHA = "sha256('x'::bytea)"


def probe(act: Callable[[Ledger], str | None]) -> Callable[[Ledger], str | None]:
    PROBES[act.__name__] = act
    return act


def went_through(who: psycopg.Connection, *statements: str) -> str | None:
    """The first statement that was not refused. All are tried in transactions that are rolled back."""
    for statement in statements:
        try:
            with who.transaction(force_rollback=True):
                who.execute(statement)
        except psycopg.Error:
            continue
        return f"went through: {statement}"
    return None


def refused(code: str, act: Callable[[], object]) -> str | None:
    """A sentence unless the database refuses it with this code."""
    try:
        act()
    except psycopg.Error as error:
        return None if error.sqlstate == code else f"refused for another reason: {error.sqlstate} {error}"
    return f"went through instead of {code}"


def lived_in(ledger: Ledger) -> psycopg.Connection:
    """The owner's connection to a ledger with two milestones, one of them approved, and a sealed block."""
    with ledger.app as app:
        deposit(app, "d1", "m1", 1000)
        deposit(app, "d2", "m2", 500)
        post(
            app,
            "a1",
            "approved",
            [("escrow", "m1", "payable", "m1", 967), ("escrow", "m1", "withheld", "m1", 33)],
        )
        sealed(ledger, app, 3)
    return ledger.owner


def sealed(ledger: Ledger, app: psycopg.Connection, events: int) -> bool:
    """Seals what is there in one block, and tells whether so many events are in blocks then.

    A transaction of anybody on the server may keep it waiting a little. Raises InTheWay when it was somebody else's for long: then
    nothing is known about the ledger.
    """
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if app.execute(ALL_FINISHED).fetchone() == (True,):
            app.execute("SELECT ledger.seal()")
            return app.execute("SELECT coalesce(sum(events), 0) FROM ledger.block").fetchone() == (events,)
        time.sleep(0.02)
    others = ledger.owner.execute(
        "SELECT datname, pid FROM pg_stat_activity WHERE datname <> current_database() AND backend_xid IS NOT NULL"
        " AND xact_start < now() - interval '5 s'"
    ).fetchall()
    if others:
        raise InTheWay(f"kept waiting by {others}")
    return False


class InTheWay(RuntimeError):
    """A transaction of another database of the server kept the chain waiting."""


def event_row(key: str = "'z'", digest: str = SHA, kind: str = "'deposited'") -> str:
    return f"INSERT INTO ledger.event (request_key, request_hash, kind, actor, value_on) VALUES ({key}, {digest}, {kind}, 'x', '{A_DAY}')"


def transfer_row(amount: int = 1, debit: str = "1", credit: str = "4", event: str = "max(id)") -> str:
    """An event of its own (in the same transaction) with one transfer."""
    return f"{event_row()}; INSERT INTO ledger.transfer SELECT {event}, 9, {debit}, {credit}, {amount} FROM ledger.event"
