"""What the clock says every morning (deposits that nobody made, warnings before silence counts, silence itself), and text messages."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from . import actions, messenger


@app.periodic(cron="7 0 * * *")
@app.task(queue="escrow", name="escrow.days")
def days(timestamp: int) -> None:
    """After midnight in Seoul by the server's clock; what moves money waits for the ledger (`actions.due_in_silence`)."""
    now = timezone.now()
    actions.expire_overdue(now=now)
    actions.take_over_in_silence(now=now)
    actions.warn_of_silence(now=now)
    actions.forget_former_phones(now=now)


@app.task(queue="escrow", name="escrow.send_message")
def send_message(message_id: int) -> None:
    """One text message, as soon as its cause is committed."""
    actions.send_message(message_id=message_id, messenger=messenger.service())


@app.periodic(cron="* * * * *")
@app.task(queue="escrow", name="escrow.messages")
def messages(timestamp: int) -> None:
    """Those that did not go out, when their time has come again."""
    actions.send_due(messenger=messenger.service())
