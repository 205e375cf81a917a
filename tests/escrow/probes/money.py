"""Attacks on transfers, balances, events and the chain, as the owner of the database with plain SQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import psycopg

from tests.escrow.ledgers import A_DAY, Ledger, deposit, post

from .probing import (
    AT_ONCE,
    SHA,
    event_row,
    lived_in,
    probe,
    sealed,
    transfer_row,
    went_through,
)

HISTORY = ("account", "balance", "block", "closed_day", "event", "payment", "payment_step", "transfer")


@probe
def an_honest_day_is_recorded(ledger: Ledger) -> str | None:
    owner = lived_in(ledger)
    if went_through(owner, transfer_row()) is None:
        return "a good transfer was refused"
    held, owed = owner.execute("SELECT held_won, owed_won FROM ledger.books").fetchone()
    if (held, owed) != (1500, 1500):
        return f"books say {held} held, {owed} owed"
    found = owner.execute(
        "SELECT ledger.balance_of(kind, reference) FROM ledger.account WHERE reference <> 'bank' ORDER BY id"
    )
    if [row[0] for row in found] != [0, 500, 967, 33]:
        return "balances are not the sums of what was posted"
    if owner.execute("SELECT * FROM ledger.unequal_account").fetchall():
        return "a balance is not the sum of its transfers"
    if owner.execute("SELECT sum(transfers) FROM ledger.balance").fetchone() != (8,):
        return "balances do not count their transfers"
    return "the chain is broken" if owner.execute("SELECT * FROM ledger.broken_blocks()").fetchall() else None


@probe
def an_unbalanced_write(ledger: Ledger) -> str | None:
    return went_through(
        lived_in(ledger), transfer_row(amount=0), transfer_row(amount=-5), transfer_row(credit="1")
    )


@probe
def a_rewrite_in_place(ledger: Ledger) -> str | None:
    return went_through(
        lived_in(ledger),
        "UPDATE ledger.transfer SET amount_won = amount_won",
        "UPDATE ledger.event SET actor = 'somebody else'",
        "UPDATE ledger.account SET reference = 'm9' WHERE reference = 'm1'",
        "UPDATE ledger.block SET events = 0",
    )


@probe
def legs_moved_between_events(ledger: Ledger) -> str | None:
    return went_through(lived_in(ledger), "UPDATE ledger.transfer SET event = 1, line = 5 WHERE event = 2")


@probe
def a_leg_added_to_an_old_event(ledger: Ledger) -> str | None:
    return went_through(lived_in(ledger), "INSERT INTO ledger.transfer VALUES (1, 9, 1, 4, 7)")


@probe
def history_deleted(ledger: Ledger) -> str | None:
    owner = lived_in(ledger)
    # Without rows too: what stands behind a row must not be the only thing that keeps it.
    return went_through(owner, *(f"DELETE FROM ledger.{table} WHERE false" for table in HISTORY))


@probe
def history_truncated(ledger: Ledger) -> str | None:
    statements = [f"TRUNCATE ledger.{table} CASCADE" for table in HISTORY]
    return went_through(lived_in(ledger), *statements)


@probe
def a_balance_by_hand(ledger: Ledger) -> str | None:
    return went_through(
        lived_in(ledger),
        "UPDATE ledger.balance SET credits = credits + 1",
        "UPDATE ledger.balance SET floor = NULL",
        "UPDATE ledger.balance SET account = 1, slot = 63 WHERE floor = 0",
        "INSERT INTO ledger.balance (account, slot, credits) VALUES (1, 60, 5)",
        "INSERT INTO ledger.balance (account, slot) VALUES (4, 60)",
    )


@probe
def more_paid_than_is_there(ledger: Ledger) -> str | None:
    lived_in(ledger)
    with ledger.app as app:
        for number, leg in enumerate(
            (
                ("escrow", "m2", "payable", "m2", 501),
                ("escrow", "nobody's", "payable", "m2", 1),
            )
        ):
            try:
                post(app, f"over{number}", "approved", [leg])
            except psycopg.errors.CheckViolation:
                continue
            return f"went through: {leg}"
        if app.execute("SELECT ledger.balance_of('escrow', 'm2')").fetchone() != (500,):
            return "a refused event left something behind"
    return None


@probe
def money_moved_where_no_event_moves_it(ledger: Ledger) -> str | None:
    lived_in(ledger)
    with ledger.app as app:
        for kind, leg in (
            ("deposited", ("custody", "bank", "payable", "m2", 1)),
            ("approved", ("payable", "m1", "escrow", "m1", 1)),
            ("done", ("escrow", "m2", "custody", "bank", 1)),
        ):
            try:
                post(app, f"odd-{kind}", kind, [leg])
            except psycopg.Error as error:
                if error.sqlstate == "KW403":
                    continue
                return f"refused for another reason: {error.sqlstate}"
            return f"went through: {kind} {leg}"
    return None


@probe
def rows_that_lead_nowhere(ledger: Ledger) -> str | None:
    unknown_event = "INSERT INTO ledger.transfer VALUES (999, 1, 1, 4, 1)"
    return went_through(
        lived_in(ledger),
        unknown_event,
        transfer_row(debit="99999"),
        transfer_row(credit="99999"),
        event_row(kind="'gift'"),
        "INSERT INTO ledger.account (kind, reference) VALUES ('gift', 'm1')",
        "INSERT INTO ledger.movement VALUES ('gift', 'custody', 'escrow')",
        "INSERT INTO ledger.movement VALUES ('deposited', 'gift', 'escrow')",
        "INSERT INTO ledger.movement VALUES ('deposited', 'custody', 'gift')",
    )


@probe
def the_same_thing_twice(ledger: Ledger) -> str | None:
    line = f"{event_row()}; INSERT INTO ledger.transfer SELECT max(id), 1, 1, 4, 1 FROM ledger.event"
    again = "INSERT INTO ledger.transfer SELECT max(id), 1, 1, 4, 1 FROM ledger.event"
    number = "OVERRIDING SYSTEM VALUE"
    block = "INSERT INTO ledger.block ({}previous, from_transaction, until_transaction, events, digest)"
    event = "INSERT INTO ledger.event (id, request_key, request_hash, kind, actor, value_on)"
    return went_through(
        lived_in(ledger),
        event_row(key="'d1'"),
        f"{line}; {again}",
        "INSERT INTO ledger.account (kind, reference) VALUES ('escrow', 'm1')",
        f"INSERT INTO ledger.account (id, kind, reference) {number} VALUES (1, 'escrow', 'm7')",
        f"{event} {number} VALUES (1, 'z', {SHA}, 'deposited', 'x', '{A_DAY}')",
        "INSERT INTO ledger.account_kind (kind, label) VALUES ('custody', 'x')",
        "INSERT INTO ledger.event_kind VALUES ('deposited', 'x')",
        "INSERT INTO ledger.movement VALUES ('deposited', 'custody', 'escrow')",
        f"{block.format('')} SELECT previous, '5', '9', 1, {SHA} FROM ledger.block",
        f"{block.format('id, ')} {number} VALUES (1, {SHA}, '5', '9', 1, {SHA})",
    )


@probe
def one_balance_row_for_a_slot(ledger: Ledger) -> str | None:
    owner = lived_in(ledger)
    found = owner.execute(
        "SELECT count(*) FROM ledger.balance GROUP BY account, slot HAVING count(*) > 1"
    ).fetchall()
    copied = "ALTER TABLE ledger.balance DISABLE TRIGGER balance_moves_by_transfers; INSERT INTO ledger.balance (account, slot) "
    return "twice" if found else went_through(owner, copied + "VALUES (4, 0)", copied + "VALUES (99999, 0)")


@probe
def ill_formed_rows(ledger: Ledger) -> str | None:
    return went_through(
        lived_in(ledger),
        event_row(digest="'short'::bytea"),
        "INSERT INTO ledger.account_kind (kind, label, slots) VALUES ('x', 'x', 0)",
        "INSERT INTO ledger.account_kind (kind, label, slots) VALUES ('x', 'x', 65)",
        "INSERT INTO ledger.account_kind (kind, label, floor, slots) VALUES ('x', 'x', 0, 2)",
        f"INSERT INTO ledger.block (previous, from_transaction, until_transaction, events, digest) VALUES ({SHA}, '9', '9', 1, {SHA})",
    )


@probe
def eight_withdrawals_of_everything_at_once(ledger: Ledger) -> str | None:
    with ledger.app as app:
        deposit(app, "d1", "m1", 1000)

    def withdraw(number: int) -> bool:
        with ledger.app as app:
            try:
                post(app, f"w{number}", "approved", [("escrow", "m1", "payable", "m1", 1000)])
            except psycopg.errors.CheckViolation:
                return False
            return True

    with ThreadPoolExecutor(AT_ONCE) as pool:
        paid = sum(pool.map(withdraw, range(AT_ONCE)))
    return None if paid == 1 else f"paid {paid} times"


@probe
def the_same_request_eight_times_at_once(ledger: Ledger) -> str | None:
    def ask(_: int) -> tuple[int, bool]:
        with ledger.app as app:
            return deposit(app, "once", "m1", 1000)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = [*pool.map(ask, range(AT_ONCE))]
    if len({event for event, _ in answers}) != 1 or sum(replayed for _, replayed in answers) != AT_ONCE - 1:
        return f"answered {answers}"
    with ledger.app as app:
        if app.execute("SELECT ledger.balance_of('escrow', 'm1')").fetchone() != (1000,):
            return "moved more than once"
        try:
            deposit(app, "once", "m1", 999)
        except psycopg.Error as error:
            return None if error.sqlstate == "KW422" else f"refused for another reason: {error.sqlstate}"
    return "the key went through with another request"


SEALED = "UPDATE ledger.block SET {} digest = made.digest FROM ledger.digest_of({}) AS made WHERE id = {}"
FORGED = (
    "INSERT INTO ledger.event (request_key, request_hash, kind, actor, value_on, transaction)"
    f" SELECT 'forged', {SHA}, 'deposited', 'x', value_on, transaction FROM ledger.event WHERE id = 1"
)
FIRST = "sha256('kwonik ledger'::bytea), '0', "
RESEALED = (
    "ALTER TABLE ledger.event DISABLE TRIGGER USER; UPDATE ledger.event SET actor = 'member:2' WHERE id = 1; "
    + SEALED.format("", FIRST + "(SELECT until_transaction FROM ledger.block WHERE id = 1)", 1)
)
THIRD = "(SELECT transaction FROM ledger.event WHERE id = 3)"
SHORTENED = SEALED.format(f"until_transaction = {THIRD}, events = 2,", FIRST + THIRD, 1)
CHAINED = "UPDATE ledger.block SET previous = (SELECT digest FROM ledger.block WHERE id = 1) WHERE id = 2"
SEALED_AFTER = SEALED.format(
    "",
    "(SELECT digest FROM ledger.block WHERE id = 1), (SELECT from_transaction FROM ledger.block WHERE id = 2),"
    " (SELECT until_transaction FROM ledger.block WHERE id = 2)",
    2,
)
# The blocks that must be named, and what the owner did once the triggers of the table were off.
REWRITES = (
    ([1], "transfer", "UPDATE ledger.transfer SET amount_won = 1 WHERE event = 1"),
    ([1], "transfer", "UPDATE ledger.transfer SET debit = debit + 1 WHERE event = 1"),
    ([1], "transfer", "UPDATE ledger.transfer SET credit = credit + 1 WHERE event = 1"),
    ([1], "transfer", "DELETE FROM ledger.transfer WHERE event = 3"),
    ([2], "transfer", "INSERT INTO ledger.transfer VALUES (4, 2, 1, 5, 5)"),
    ([1], "event", "UPDATE ledger.event SET actor = 'member:2' WHERE id = 2"),
    ([2], "event", "UPDATE ledger.event SET value_on = value_on + 1 WHERE id = 4"),
    ([1], "event", "UPDATE ledger.event SET recorded_at = recorded_at - interval '1 s' WHERE id = 3"),
    ([1], "event", "UPDATE ledger.event SET request_key = 'other' WHERE id = 1"),
    ([1], "event", f"UPDATE ledger.event SET request_hash = {SHA} WHERE id = 1"),
    ([1], "event", "UPDATE ledger.event SET kind = 'matched' WHERE id = 1"),
    (
        [1, 2],
        "event",
        "UPDATE ledger.event SET transaction = (SELECT transaction FROM ledger.event WHERE id = 4) WHERE id = 1",
    ),
    ([1], "event", FORGED),
    ([1, 2], "block", f"UPDATE ledger.block SET digest = {SHA} WHERE id = 1"),
    ([2], "block", f"UPDATE ledger.block SET previous = {SHA} WHERE id = 2"),
    ([2], "block", "DELETE FROM ledger.block WHERE id = 1"),
    ([1], "block", "UPDATE ledger.block SET events = events + 1 WHERE id = 1"),
    # Sealed anew too, so that the rows fit: the block after tells, by what it follows, by its own digest, or by the gap.
    ([2], "block", RESEALED),
    ([2], "block", f"{RESEALED}; {CHAINED}"),
    ([2], "block", f"{SHORTENED}; {CHAINED}; {SEALED_AFTER}"),
)


@probe
def the_owner_who_rewrites_is_named_by_the_chain(ledger: Ledger) -> str | None:
    """The one attack that goes through: whoever owns the tables can take the guards away. The chain tells."""
    owner = lived_in(ledger)
    with ledger.app as app:
        deposit(app, "d3", "m2", 7)
        if not sealed(ledger, app, 4):
            return "the second day was not sealed"
    for blocks, table, change in REWRITES:
        with owner.transaction(force_rollback=True):
            owner.execute(f"ALTER TABLE ledger.{table} DISABLE TRIGGER USER")
            owner.execute(change)
            named = [
                row[0]
                for row in owner.execute("SELECT block FROM ledger.broken_blocks() ORDER BY block").fetchall()
            ]
            if named != blocks:
                return f"{named} are named instead of {blocks}: {change}"
    return None


@probe
def a_block_seals_no_running_transaction(ledger: Ledger) -> str | None:
    slow, quick = ledger.app, ledger.app
    with slow.transaction():
        deposit(slow, "slow", "m1", 1)
        deposit(quick, "quick", "m2", 2)
        quick.execute("SELECT ledger.seal()")
    deposit(quick, "later", "m2", 2)
    whole = sealed(ledger, quick, 3)
    broken = quick.execute("SELECT * FROM ledger.broken_blocks()").fetchall()
    return None if whole and not broken else f"not all events sealed, or broken: {broken}"
