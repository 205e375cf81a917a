"""Attacks on closed days: figures that two people have sealed never change, whatever comes late; and on what the bank's answers mean."""

from __future__ import annotations

from datetime import timedelta

import psycopg

from tests.escrow.ledgers import A_DAY, APP, AUDITOR, STRANGER, Ledger, deposit, post, step, write_payment

from .payments import ONE, owed
from .probing import PATIENCE, SHA, event_row, lived_in, probe, refused, went_through
from .waiting import behind, into

NEXT = A_DAY + timedelta(days=1)
MOVED_WON = 1500  # what `lived_in` has brought


def close(who: psycopg.Connection, day: object = A_DAY, won: int = MOVED_WON) -> None:
    who.execute("SELECT ledger.close_day(%s, %s)", [day, won])


def figures(who: psycopg.Connection) -> list[tuple]:
    """What custody moved by, day by day."""
    found = who.execute(
        "SELECT event.value_on, event.told_on, sum(moved.amount_won)::bigint FROM ledger.event AS event"
        " JOIN ledger.transfer AS moved ON moved.event = event.id JOIN ledger.account AS debit ON debit.id = moved.debit"
        " WHERE debit.kind = 'custody' GROUP BY 1, 2 ORDER BY 1, 2 NULLS FIRST"
    )
    return found.fetchall()


@probe
def what_comes_late_is_booked_on_the_first_open_day(ledger: Ledger) -> str | None:
    owner = lived_in(ledger)
    close(owner)
    with ledger.app as app:
        first = deposit(app, "late", "m3", 700)
        if deposit(app, "late", "m3", 700) != (first[0], True):
            return "the same late request was not answered as before"
    if figures(owner) != [(A_DAY, None, MOVED_WON), (NEXT, A_DAY, 700)]:
        return f"the days say {figures(owner)}"
    close(owner, NEXT, 700)
    with ledger.app as app:
        deposit(app, "later", "m3", 5)
    return None if figures(owner)[-1] == (NEXT + timedelta(days=1), A_DAY, 5) else "not on the first open day"


@probe
def a_closed_day_is_not_corrected(ledger: Ledger) -> str | None:
    owner = lived_in(ledger)
    close(owner)
    leg = ("custody", "bank", "adjustment", "bank", 5)
    with ledger.app as app:
        return refused("KW902", lambda: post(app, "correct", "corrected", [leg]))


@probe
def a_step_of_a_payment_is_booked_on_an_open_day_too(ledger: Ledger) -> str | None:
    app = owed(ledger)
    payment, _ = write_payment(app, "w", "m1", 967, ONE)
    step(app, "s", "send", payment)
    close(ledger.owner)
    step(app, "p", "pay", payment)
    found = ledger.owner.execute(
        "SELECT value_on, told_on FROM ledger.event WHERE request_key = 'p'"
    ).fetchone()
    return None if found == (NEXT, A_DAY) else f"paid on {found}"


@probe
def days_are_closed_one_after_another(ledger: Ledger) -> str | None:
    owner = lived_in(ledger)
    close(owner)
    for day in (A_DAY, A_DAY - timedelta(days=1), NEXT + timedelta(days=1)):
        if problem := refused("KW901", lambda day=day: close(owner, day, 0)):
            return f"{day}: {problem}"
    close(owner, NEXT, 0)
    return None


@probe
def only_the_seal_of_two_people_closes_a_day(ledger: Ledger) -> str | None:
    """Asked for, not tried: a day is closed with the caller's rights, which stop at the table too."""
    found = ledger.owner.execute(
        "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND has_function_privilege(oid, 'ledger.close_day(date, bigint)', 'EXECUTE')",
        [[APP, AUDITOR, STRANGER]],
    ).fetchall()
    return f"{found} may close a day" if found else None


@probe
def a_day_is_closed_with_what_stands_in_it(ledger: Ledger) -> str | None:
    owner = lived_in(ledger)
    return refused("KW409", lambda: close(owner, won=MOVED_WON + 1)) or close(owner)


@probe
def a_closed_day_by_hand(ledger: Ledger) -> str | None:
    owner = lived_in(ledger)
    close(owner)
    late = "INSERT INTO ledger.event (request_key, request_hash, kind, actor, value_on, told_on)"
    told = f"{late} VALUES ('z', {SHA}, 'deposited', 'x', '{NEXT}', '{A_DAY}')"
    free = "ALTER TABLE ledger.{} DISABLE TRIGGER USER; "
    return went_through(
        owner,
        "UPDATE ledger.closed_day SET day = day + 1",
        "DELETE FROM ledger.closed_day",
        "UPDATE ledger.closed_day SET day = day WHERE false",
        "DELETE FROM ledger.closed_day WHERE false",
        "TRUNCATE ledger.closed_day",
        told,
        free.format("closed_day") + f"INSERT INTO ledger.closed_day (day) VALUES ('{A_DAY}')",
        free.format("event") + told.replace(f"'{NEXT}'", f"'{A_DAY}'"),
    )


@probe
def who_writes_at_that_moment_is_waited_for(ledger: Ledger) -> str | None:
    """Nothing slips behind a day while it is being closed: neither who began before nor who begins after."""
    lived_in(ledger)
    writer, other, owner = ledger.app, ledger.app, ledger.owner
    with writer.transaction():
        post(writer, "just", "deposited", into("m1"))
        closing = behind(ledger, owner, lambda: refused("KW409", lambda: close(owner)))
        if closing.done():
            return "the day was closed under somebody who was writing"
    if problem := closing.result(PATIENCE):
        return f"what was written meanwhile: {problem}"
    with owner.transaction():
        close(owner, won=MOVED_WON + 5)
        late = behind(ledger, other, lambda: post(other, "late", "deposited", into("m1")))
        if late.done():
            return "somebody wrote into a day that was being closed"
    late.result(PATIENCE)
    return None if figures(owner)[-1] == (NEXT, A_DAY, 5) else f"the days say {figures(owner)}"


@probe
def a_late_day_changed_in_the_chain(ledger: Ledger) -> str | None:
    """The day on which it was told is in the fingerprint."""
    owner = lived_in(ledger)
    sums = set()
    for day in ("NULL", f"'{A_DAY - timedelta(days=1)}'", f"'{A_DAY - timedelta(days=2)}'"):
        with owner.transaction(force_rollback=True):
            owner.execute("SET LOCAL session_replication_role = replica")
            owner.execute(f"UPDATE ledger.event SET told_on = {day} WHERE id = 1")
            sums.add(
                owner.execute(
                    "SELECT digest FROM ledger.digest_of('x', '0', '9223372036854775807')"
                ).fetchone()
            )
    return None if len(sums) == 3 else "the chain does not see it"


# -- the bank's answers -------------------------------------------------------------------------------------------


@probe
def a_failure_keeps_the_banks_answer(ledger: Ledger) -> str | None:
    app = owed(ledger)
    for number, (answer, fault) in enumerate(
        (("415", "account"), ("499", "bank"), ("777", "unclear"), ("", "unclear"))
    ):
        payment, _ = write_payment(app, f"w{number}", "m1", 10, f"SANDBOX001U{number:09}")
        step(app, f"s{number}", "send", payment)
        if app.execute("SELECT ledger.fault_of(%s)", [payment]).fetchone() not in (None, (None,)):
            return "a payment that has not failed is at fault"
        app.execute(
            "SELECT ledger.step_payment(%s, sha256('x'), 'fail', %s, 'bank', %s, %s)",
            [f"f{number}", payment, A_DAY, answer],
        )
        if app.execute("SELECT ledger.fault_of(%s)", [payment]).fetchone() != (fault,):
            return f"{answer or 'no answer'} is not {fault}"
    held, _ = write_payment(app, "held", "m1", 10, "SANDBOX001U000000009", held=True)
    step(app, "refused", "fail", held, actor="member:2")
    if app.execute("SELECT ledger.fault_of(%s)", [held]).fetchone() != ("centre",):
        return "who did not let it out is not the centre"
    return None


@probe
def answers_that_cannot_be(ledger: Ledger) -> str | None:
    payment, _ = write_payment(owed(ledger), "w", "m1", 967, ONE)
    row = "INSERT INTO ledger.payment_step (payment, step, verb, from_state, to_state, event, answer)"
    return went_through(
        ledger.owner,
        f"{row} SELECT {payment}, 1, 'send', 'written', 'sending', max(id), '415' FROM ledger.event",
        f"{row} SELECT {payment}, 1, 'fail', 'sending', 'failed', max(id), '닫힌 계좌' FROM ledger.event",
        f"{row} SELECT {payment}, 1, 'fail', 'sending', 'failed', max(id), '0123456789' FROM ledger.event",
        "INSERT INTO ledger.bank_answer VALUES ('415', 'bank')",
        "INSERT INTO ledger.bank_answer VALUES ('900', 'nobody')",
        event_row(kind="'gift'"),
    )
