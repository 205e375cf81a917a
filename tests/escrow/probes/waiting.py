"""Attacks by patience: rows that somebody holds, two who want the same two rows, two who seal."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import psycopg

from tests.escrow.ledgers import Ledger, Leg, deposit, post, step, write_payment

from .payments import ONE, owed
from .probing import PATIENCE, lived_in, probe, refused


def behind(ledger: Ledger, other: psycopg.Connection, act: Callable[[], object]) -> Future:
    """Begins `act`, and comes back when its session waits for a lock (or has ended)."""
    pool = ThreadPoolExecutor(1)
    begun = pool.submit(act)
    pool.shutdown(wait=False)
    until = time.monotonic() + PATIENCE
    with ledger.owner as owner:
        while not begun.done() and time.monotonic() < until:
            waits = owner.execute(
                "SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = %s",
                [other.info.backend_pid],
            ).fetchone()
            if waits == (True,):
                break
            time.sleep(0.01)
    return begun


def into(*milestones: str) -> list[Leg]:
    return [("custody", "bank", "escrow", one, 5) for one in milestones]


@probe
def a_held_row_is_a_clear_error_and_leaves_nothing(ledger: Ledger) -> str | None:
    owner = lived_in(ledger)
    approval = ("escrow", "m2", "payable", "m2", 100)
    holder, app = ledger.app, ledger.app
    with holder.transaction():
        post(holder, "held", "approved", [approval])
        before = owner.execute(
            "SELECT (SELECT count(*) FROM ledger.event), (SELECT count(*) FROM ledger.account)"
        )
        stood = before.fetchone()
        for limit, code in (("lock_timeout", "55P03"), ("statement_timeout", "57014")):
            app.execute(f"SET {limit} = '100ms'")
            for key in ("waits", "held"):  # another request for the same money, and the same request again
                legs = [("escrow", "m2", "payable", "new", 1), approval] if key == "waits" else [approval]
                if problem := refused(code, lambda k=key, c=legs: post(app, k, "approved", c)):
                    return f"{limit}, {key}: {problem}"
            app.execute(f"SET {limit} = 0")
        left = owner.execute(
            "SELECT (SELECT count(*) FROM ledger.event), (SELECT count(*) FROM ledger.account)"
        )
        if left.fetchone() != stood:
            return "something was left half written"
    if post(app, "held", "approved", [approval])[1] is not True:
        return "the request that went through was not answered as before"
    if post(app, "waits", "approved", [approval])[1] is not False:
        return "the request that gave up had left its key"
    return None


@probe
def two_who_move_the_same_money_never_lock_each_other_out(ledger: Ledger) -> str | None:
    lived_in(ledger)
    return crosswise(ledger, "m1", "m2")


@probe
def two_who_open_the_same_accounts_never_lock_each_other_out(ledger: Ledger) -> str | None:
    return crosswise(ledger, "new1", "new2")


def crosswise(ledger: Ledger, first: str, second: str) -> str | None:
    """Somebody holds the first account; another wants second and first, and must not hold the second while it waits."""
    holder, other = ledger.app, ledger.app
    with holder.transaction():
        post(holder, "a", "deposited", into(first))
        waiting = behind(ledger, other, lambda: post(other, "b", "deposited", into(second, first)))
        holder.execute("SET LOCAL lock_timeout = '500ms'")
        try:
            post(holder, "c", "deposited", into(second))
        except psycopg.Error as error:
            return f"locked out: {error.sqlstate}"
    waiting.result(PATIENCE)
    return None


@probe
def two_who_seal_at_once(ledger: Ledger) -> str | None:
    holder, other = ledger.app, ledger.app
    deposit(other, "d1", "m1", 5)
    until = time.monotonic() + PATIENCE
    with holder.transaction():
        while holder.execute("SELECT ledger.seal()").fetchone() == (None,) and time.monotonic() < until:
            time.sleep(0.05)
        second = behind(ledger, other, lambda: other.execute("SELECT ledger.seal()").fetchone())
    if second.result(PATIENCE) != (None,):
        return "sealed twice"
    return None


@probe
def a_step_waits_for_the_step_before(ledger: Ledger) -> str | None:
    app = owed(ledger)
    payment, _ = write_payment(app, "w", "m1", 967, ONE)
    other = ledger.app
    with app.transaction():
        step(app, "s1", "send", payment)
        second = behind(ledger, other, lambda: refused("KW409", lambda: step(other, "s2", "send", payment)))
    return second.result(PATIENCE)
