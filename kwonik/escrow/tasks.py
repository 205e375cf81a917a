"""What the clock says: every morning deposits that nobody made, warnings, silence itself; every minute the bank and the chain of the ledger.

Every errand may be done twice and by two workers at once: the ledger takes each request's key once. One worker at a time
speaks with the bank all the same, so that nobody asks what another has just begun.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from . import actions, bank
from .bank import port

log = logging.getLogger(__name__)
BANK = "escrow.bank"
NIGHT = timedelta(hours=3)
"""How long after midnight the day before is still asked for: the bank's own pause is over by then."""


@app.periodic(cron="7 0 * * *")
@app.task(queue="escrow", name="escrow.days")
def days(timestamp: int) -> None:
    """After midnight in Seoul by the server's clock. What a warning missed is not accepted on the same morning: warnings come first."""
    now = timezone.now()
    actions.expire_overdue(now=now)
    actions.take_over_in_silence(now=now)
    actions.warn_of_silence(now=now)
    actions.accept_in_silence()


@app.periodic(cron="* * * * *")
@app.task(queue="escrow", name="escrow.seal", queueing_lock="escrow.seal")
def seal(timestamp: int) -> None:
    """Seals what was said since the last minute into the chain."""
    actions.seal()


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
    connected: Callable[[], port.Bank] | None = getattr(bank, "connected", None)
    try:
        return connected() if connected else None
    except port.BankError:
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
    """Today's lines, and the day before's as long as some of them may have come late in the evening."""
    now = timezone.now()
    for day in sorted({timezone.localdate(now - NIGHT), timezone.localdate(now)}):
        actions.take_lines(bank=connected, on=day)


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


ERRANDS: tuple[Callable[[port.Bank], Any], ...] = (take_lines, verify_payees, inquire, write, send)


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
