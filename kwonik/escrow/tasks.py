"""What the clock says: deposits that nobody made, warnings before silence counts, silence itself; text messages; the bank's lines and
the day's books against the bank."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from . import actions, messenger
from .bank import NoBank, connected

RETRY = RetryStrategy(max_attempts=12, wait=600)
"""Every ten minutes for two hours."""


@app.periodic(cron="7 15 * * *")
@app.task(queue="escrow", name="escrow.days")
def days(timestamp: int) -> None:
    """After midnight in Seoul (the queue counts in UTC)."""
    now = timezone.now()
    actions.expire_overdue(now=now)
    actions.take_over_in_silence(now=now)
    actions.accept_in_silence()
    actions.warn_of_silence(now=now)
    actions.forget_former_phones(now=now)


@app.task(queue="escrow", name="escrow.take_lines", retry=RetryStrategy(max_attempts=4, exponential_wait=4))
def take_lines(on: str) -> None:
    """The bank spoke of that day: look at its lines."""
    actions.follow_notices(on=date.fromisoformat(on))


@app.periodic(cron="*/5 * * * *")
@app.task(queue="escrow", name="escrow.take_waiting")
def take_waiting(timestamp: int) -> None:
    """Notices that are still waiting: their worker died, or the bank has not answered for a while."""
    actions.follow_all(now=timezone.now())


@app.periodic(cron="0 20 * * *")
@app.task(queue="escrow", name="escrow.reconcile", retry=RETRY)
def reconcile(timestamp: int) -> None:
    """At five in the morning in Seoul (the queue counts in UTC): yesterday's statement, and every day left open. Where the bank
    does not answer it is tried again; the day stays open meanwhile."""
    with suppress(NoBank):
        bank = connected()
        actions.take_lines(bank=bank, on=timezone.localdate() - timedelta(days=1))
        actions.morning(bank=bank)


@app.task(queue="escrow", name="escrow.send_message")
def send_message(message_id: int) -> None:
    """One text message, as soon as its cause is committed."""
    actions.send_message(message_id=message_id, messenger=messenger.service())


@app.periodic(cron="* * * * *")
@app.task(queue="escrow", name="escrow.messages")
def messages(timestamp: int) -> None:
    """Those that did not go out, when their time has come again."""
    actions.tell_untold()
    actions.send_due(messenger=messenger.service())
