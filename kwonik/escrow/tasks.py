"""What the clock says every morning: deposits that nobody made, warnings before silence counts, silence itself."""

from __future__ import annotations

from django.utils import timezone
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
