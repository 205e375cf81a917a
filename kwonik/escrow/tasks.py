"""What the clock says every morning: deposits that nobody made, warnings before silence counts, silence itself; and the day's
books against the bank."""

from __future__ import annotations

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from . import actions

RETRY = RetryStrategy(max_attempts=12, wait=600)
"""Every ten minutes for two hours."""


@app.periodic(cron="7 0 * * *")
@app.task(queue="escrow", name="escrow.days")
def days(timestamp: int) -> None:
    """After midnight in Seoul by the server's clock; what moves money waits for the ledger (`actions.due_in_silence`)."""
    now = timezone.now()
    actions.expire_overdue(now=now)
    actions.take_over_in_silence(now=now)
    actions.warn_of_silence(now=now)


@app.periodic(cron="0 20 * * *")
@app.task(queue="escrow", name="escrow.reconcile", retry=RETRY)
def reconcile(timestamp: int) -> None:
    """At five in the morning in Seoul (the queue counts in UTC): yesterday's statement, and every day left open. Where the bank
    does not answer it is tried again; the day stays open meanwhile."""
    bank = actions.connected()
    if bank:
        actions.morning(bank=bank)
