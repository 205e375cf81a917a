"""What the clock says every morning: deposits that nobody made, warnings before silence counts, silence itself."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from . import actions


@app.periodic(cron="7 0 * * *")
@app.task(queue="escrow", name="escrow.days")
def days(timestamp: int) -> None:
    """After midnight in Seoul by the server's clock; what moves money waits for the ledger (`actions.due_in_silence`)."""
    now = timezone.now()
    actions.expire_overdue(now=now)
    actions.take_over_in_silence(now=now)
    actions.warn_of_silence(now=now)


@app.task(queue="escrow", name="escrow.take_lines", retry=RetryStrategy(max_attempts=4, exponential_wait=4))
def take_lines(on: str) -> None:
    """The bank spoke of that day: look at its lines."""
    actions.follow_notices(on=date.fromisoformat(on))


@app.periodic(cron="*/5 * * * *")
@app.task(queue="escrow", name="escrow.take_waiting")
def take_waiting(timestamp: int) -> None:
    """Notices that are still waiting: their worker died, or the bank has not answered for a while."""
    actions.follow_all(now=timezone.now())
