"""Attacks on payments out: twice, by hand, by one person alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import psycopg

from tests.escrow.ledgers import A_DAY, Ledger, step, write_payment

from .probing import (
    AT_ONCE,
    lived_in,
    probe,
    refused,
    went_through,
)

ONE, TWO, THREE = (f"SANDBOX001U{number:09}" for number in (1, 2, 3))


def owed(ledger: Ledger) -> psycopg.Connection:
    """The application's connection to a ledger that owes 967 won for m1."""
    lived_in(ledger)
    return ledger.app


@probe
def a_payment_lives_and_the_books_follow(ledger: Ledger) -> str | None:
    app = owed(ledger)
    payment, _ = write_payment(app, "w", "m1", 967, ONE)
    if write_payment(app, "w", "m1", 967, ONE) != (payment, True):
        return "the same request was not answered as before"
    for verb in ("send", "lose", "fail"):
        first = step(app, verb, verb, payment)
        if step(app, verb, verb, payment) != (first[0], True):
            return f"{verb} was not answered as before"
    if app.execute("SELECT ledger.balance_of('payable', 'm1')").fetchone() != (967,):
        return "a failed payment did not give its money back"
    again, _ = write_payment(app, "w2", "m1", 967, TWO, replaces=payment)
    for verb in ("send", "pay"):
        step(app, f"again-{verb}", verb, again)
    if app.execute("SELECT held_won, owed_won FROM ledger.books").fetchone() != (533, 533):
        return "the books do not follow a payment"
    step(app, "again-return", "return", again)
    if app.execute("SELECT ledger.balance_of('payable', 'm1'), held_won FROM ledger.books").fetchone() != (
        967,
        1500,
    ):
        return "returned money did not come back"
    return None


@probe
def a_payment_goes_out_once(ledger: Ledger) -> str | None:
    app = owed(ledger)
    payment, _ = write_payment(app, "w", "m1", 967, ONE)
    step(app, "s", "send", payment)
    return (
        refused("23514", lambda: write_payment(app, "w2", "m1", 967, TWO))
        or refused("KW409", lambda: step(app, "s2", "send", payment))
        or (step(app, "p", "pay", payment) and None)
        or refused("KW409", lambda: step(app, "p2", "pay", payment))
        or refused("KW409", lambda: step(app, "f", "fail", payment))
        or refused("KW422", lambda: step(app, "p", "return", payment))
        or refused("KW422", lambda: step(app, "w", "return", payment))  # a payment's key is a step's too
        or refused("KW409", lambda: step(app, "x", "pay", 999))
    )


@probe
def eight_workers_send_one_payment_once(ledger: Ledger) -> str | None:
    payment, _ = write_payment(owed(ledger), "w", "m1", 967, ONE)

    def send(number: int) -> bool:
        with ledger.app as app:
            return refused("KW409", lambda: step(app, f"s{number}", "send", payment)) is not None

    with ThreadPoolExecutor(AT_ONCE) as pool:
        sent = sum(pool.map(send, range(AT_ONCE)))
    return None if sent == 1 else f"sent {sent} times"


@probe
def a_held_payment_asks_for_another_person(ledger: Ledger) -> str | None:
    app = owed(ledger)
    payment, _ = write_payment(app, "w", "m1", 967, ONE, held=True)
    return (
        refused("KW409", lambda: step(app, "s", "send", payment))
        or refused("KW403", lambda: step(app, "r", "release", payment, actor="member:1"))
        or refused("KW403", lambda: step(app, "f", "fail", payment, actor="member:1"))
        or (
            step(app, "r2", "release", payment, actor="member:2")
            and step(app, "s2", "send", payment)
            and None
        )
    )


@probe
def a_payment_is_replaced_once_and_only_when_it_failed(ledger: Ledger) -> str | None:
    app = owed(ledger)
    first, _ = write_payment(app, "w", "m1", 400, ONE)
    if problem := refused("KW409", lambda: write_payment(app, "w2", "m1", 400, TWO, replaces=first)):
        return problem
    step(app, "s", "send", first)
    step(app, "f", "fail", first)
    if problem := refused("KW409", lambda: write_payment(app, "w3", "m1", 401, TWO, replaces=first)):
        return problem
    withheld = payment_row(
        number=f"'{TWO}'",
        source="(SELECT id FROM ledger.account WHERE kind = 'withheld')",
        amount=400,
        replaces=first,
    )
    if problem := refused("KW409", lambda: ledger.owner.execute(withheld)):
        return f"from another account: {problem}"
    write_payment(app, "w4", "m1", 400, TWO, replaces=first)
    return refused("23505", lambda: write_payment(app, "w5", "m1", 400, THREE, replaces=first))


def payment_row(
    number: str = f"'{ONE}'",
    source: str = "4",
    amount: int = 5,
    state: str = "'written'",
    steps: int = 0,
    replaces: str | int = "NULL",
) -> str:
    return (
        "INSERT INTO ledger.payment (bank_number, source, amount_won, destination, writer, value_on, state, steps, replaces)"
        f" VALUES ({number}, {source}, {amount}, 'payee:1', 'x', '{A_DAY}', {state}, {steps}, {replaces})"
    )


@probe
def a_payment_by_hand(ledger: Ledger) -> str | None:
    payment, _ = write_payment(owed(ledger), "w", "m1", 967, ONE)
    moved = f"INSERT INTO ledger.payment_step SELECT {payment}, 1, 'send', 'written', 'sending', max(id) FROM ledger.event; "
    wrong_start = f"INSERT INTO ledger.payment_step SELECT {payment}, 1, 'lose', 'sending', 'unknown', max(id) FROM ledger.event; "
    wrong_start += "UPDATE ledger.payment SET steps = 1, state = 'unknown'; "
    change = "UPDATE ledger.payment SET steps = 1, state = 'sending'"
    if went_through(ledger.owner, f"{moved}{change}") is None:
        return "a good step was refused"
    return went_through(
        ledger.owner,
        "UPDATE ledger.payment SET state = 'done'",
        f"{change} WHERE id = {payment}",
        f"{moved}{change}, amount_won = 5",
        f"{moved}{change}, destination = 'payee:2'",
        f"{moved}{change}, bank_number = '{TWO}'",
        f"{moved}{change}, source = 1",
        f"{moved}{change}, writer = 'somebody else'",
        f"{moved}{change}, value_on = value_on + 1",
        f"{moved}{change}, replaces = {payment}",
        wrong_start,
        moved.replace(", 1, ", ", 5, ") + change.replace("= 1", "= 5"),
        f"{moved}UPDATE ledger.payment SET steps = 1, state = 'done'",
        "UPDATE ledger.payment_step SET event = event WHERE false",
        payment_row(number=f"'{ONE}'"),
        payment_row(number="'short'"),
        payment_row(number=f"'{TWO}'", amount=0),
        payment_row(number=f"'{TWO}'", source="99999"),
        payment_row(number=f"'{TWO}'", state="'done'"),
        payment_row(number=f"'{TWO}'", steps=1),
        payment_row(number=f"'{TWO}'", replaces="99999"),
        f"{moved}{moved}",
        f"INSERT INTO ledger.payment_step SELECT {payment}, 1, 'send', 'written', 'done', max(id) FROM ledger.event",
        "INSERT INTO ledger.payment_step SELECT 99999, 1, 'send', 'written', 'sending', max(id) FROM ledger.event",
        f"INSERT INTO ledger.payment_step VALUES ({payment}, 1, 'send', 'written', 'sending', 99999)",
        "INSERT INTO ledger.payment_state VALUES ('done', 'x')",
        "INSERT INTO ledger.payment_move VALUES ('send', 'written', 'done', 'done')",
        "INSERT INTO ledger.payment_move VALUES ('jump', 'nowhere', 'done', 'done')",
        "INSERT INTO ledger.payment_move VALUES ('jump', 'written', 'nowhere', 'done')",
        "INSERT INTO ledger.payment_move VALUES ('jump', 'written', 'done', 'gift')",
    )


# How a payment comes to each state (held at first, verbs), and every step that there is: whether it asks for another than its writer.
WAYS = {
    "held": (True, ()),
    "written": (False, ()),
    "sending": (False, ("send",)),
    "unknown": (False, ("send", "lose")),
    "done": (False, ("send", "pay")),
}
STEPS = (
    ("release", "held", True),
    ("send", "written", False),
    ("lose", "sending", False),
    ("pay", "sending", False),
    ("pay", "unknown", False),
    ("fail", "held", True),
    ("fail", "sending", False),
    ("fail", "unknown", False),
    ("return", "done", False),
)


@probe
def every_step_that_there_is(ledger: Ledger) -> str | None:
    app = owed(ledger)
    for number, (verb, state, asks) in enumerate(STEPS):
        held, way = WAYS[state]
        payment, _ = write_payment(app, f"w{number}", "m1", 10, f"SANDBOX001U{number:09}", held=held)
        for before in way:
            step(app, f"{before}{number}", before, payment)
        asked = f"alone{number}", verb, payment, "member:1"
        if asks and (problem := refused("KW403", lambda asked=asked: step(app, *asked))):
            return f"{verb} from {state}: {problem}"
        step(app, f"step{number}", verb, payment, "member:2" if asks else "member:1")
    return None
