"""What the clock does for counselling: every night it forgets what was told with requests that ended long ago."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from . import actions


@app.periodic(cron="23 3 * * *")
@app.task(queue="counselling", name="counselling.forget")
def forget(timestamp: int) -> None:
    actions.forget_requests(now=timezone.now())
