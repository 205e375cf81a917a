"""What the clock says: every morning deposits that nobody made, warnings, silence itself, the day's books against the bank; every minute
the bank, text messages and the chain of the ledger.

Every errand may be done twice and by two workers at once: the ledger takes each request's key once. One worker at a time
speaks with the bank all the same, so that nobody asks what another has just begun. The queue counts hours in UTC.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from . import actions, bank, messenger, queries
from .bank import port

log = logging.getLogger(__name__)
BANK = "escrow.bank"
NIGHT = timedelta(hours=3)
"""How long after midnight the day before is still asked for: the bank's own pause is over by then."""
RETRY = RetryStrategy(max_attempts=12, wait=600)
"""Every ten minutes for two hours."""


@app.periodic(cron="7 15 * * *")
@app.task(queue="escrow", name="escrow.days")
def days(timestamp: int) -> None:
    """After midnight in Seoul. What a warning missed is not accepted on the same morning: warnings come first."""
    now = timezone.now()
    actions.expire_overdue(now=now, bank=the_bank())
    actions.take_over_in_silence(now=now)
    actions.warn_of_silence(now=now)
    actions.accept_in_silence()
    actions.forget_former_phones(now=now)


@app.periodic(cron="0 20 * * *")
@app.task(queue="escrow", name="escrow.reconcile", retry=RETRY)
def reconcile(timestamp: int) -> None:
    """At five in the morning in Seoul: yesterday's last lines and statement, and every day left open. Where the bank does not answer it
    is tried again; the day stays open meanwhile. Whose card page the bank would not speak of at midnight is asked after once more."""
    if (connected := the_bank()) is not None:
        actions.expire_overdue(now=timezone.now(), bank=connected)
        actions.take_lines(bank=connected, on=timezone.localdate() - timedelta(days=1))
        actions.morning(bank=connected)


@app.task(queue="escrow", name="escrow.prepare_run")
def prepare_run(run_id: int) -> None:
    """Takes the statements of many days at once and holds them against the books."""
    actions.prepare_run(run=queries.runs.runs().get(pk=run_id), bank=the_bank())


@app.task(queue="escrow", name="escrow.seal_run")
def seal_run(run_id: int) -> None:
    """Seals many days, one after another, as two people have said."""
    actions.seal_run(run=queries.runs.runs().get(pk=run_id))


@app.periodic(cron="* * * * *")
@app.task(queue="escrow", name="escrow.seal", queueing_lock="escrow.seal")
def seal(timestamp: int) -> None:
    """Seals what was said since the last minute into the chain."""
    actions.seal()


@app.task(queue="escrow", name="escrow.send_message")
def send_message(message_id: int) -> None:
    """One text message, as soon as its cause is committed."""
    actions.send_message(message_id=message_id, messenger=messenger.service())


@app.periodic(cron="* * * * *")
@app.task(queue="escrow", name="escrow.messages")
def messages(timestamp: int) -> None:
    """What the ledger wrote into timelines, and messages that did not go out, when their time has come again."""
    actions.tell_untold()
    actions.send_due(messenger=messenger.service())


# -- the bank -------------------------------------------------------------------------------------------------------


@app.task(queue="escrow", name="escrow.take_lines", retry=RetryStrategy(max_attempts=4, exponential_wait=4))
def take_lines_of(on: str) -> None:
    """The bank spoke of that day: look at its lines."""
    actions.follow_notices(on=date.fromisoformat(on))


@app.periodic(cron="*/5 * * * *")
@app.task(queue="escrow", name="escrow.take_waiting")
def take_waiting(timestamp: int) -> None:
    """Notices that are still waiting: their worker died, or the bank has not answered for a while."""
    actions.follow_all(now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(queue="escrow", name=BANK, queueing_lock=BANK)
def speak_with_the_bank(timestamp: int) -> None:
    """Every errand at the bank, one after another; none is tried while no bank is connected or another worker is at it."""
    connected = the_bank()
    if connected is None:
        return
    with alone(BANK) as mine:
        if mine:
            run(connected)


def the_bank() -> port.Bank | None:
    """The bank of this installation; None while none is connected."""
    try:
        return bank.connected()
    except bank.NoBank:
        return None


def run(connected: port.Bank) -> None:
    """Lines first, so that what came in and came back is known; what is unknown is asked about before anything new is sent.

    An errand that the bank does not answer waits for the next minute. What else goes wrong is raised when the others are done.
    """
    wrong: list[Exception] = []
    for errand in ERRANDS:
        try:
            errand(connected)
        except port.BankError as closed:
            log.info("escrow.bank %s: %s", errand.__name__, type(closed).__name__)
        except Exception as unexpected:
            wrong.append(unexpected)
    if wrong:
        raise ExceptionGroup("안심결제: 은행과 하는 일", wrong)


def take_lines(connected: port.Bank) -> None:
    """The bank's running day, and the day before's as long as some of them may have come late in the evening."""
    now = bank.now()
    for day in sorted({timezone.localdate(now - NIGHT), timezone.localdate(now)}):
        actions.take_lines(bank=connected, on=day)


def ask_cards(connected: port.Bank) -> None:
    """Whether cards were charged."""
    actions.ask_cards(bank=connected)


def verify_payees(connected: port.Bank) -> None:
    """Accounts that were named since."""
    actions.verify_payees(bank=connected)


def inquire(connected: port.Bank) -> None:
    """What became of payments without an answer."""
    actions.inquire_unknown(bank=connected)


def write(_: port.Bank) -> None:
    """Payouts that are due, those that go to a new account, and refunds."""
    actions.write_payouts()
    actions.resend_payouts()
    actions.write_refunds()


def send(connected: port.Bank) -> None:
    """What waits for its turn."""
    actions.send_waiting(bank=connected)


ERRANDS: tuple[Callable[[port.Bank], Any], ...] = (
    ask_cards,
    take_lines,
    verify_payees,
    inquire,
    write,
    send,
)


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Whether this worker has the errand to itself; the database lets go of it when the worker dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [name])
        mine = cursor.fetchone()[0]
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [name])
