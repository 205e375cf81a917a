"""What the worker does: results that somebody kept are erased when their time is over."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from . import actions


@app.periodic(cron="23 4 * * *")
@app.task(queue="calculators", name="calculators.erase_expired")
def erase_expired(timestamp: int) -> None:
    while actions.erase_expired(now=timezone.now()):
        pass
