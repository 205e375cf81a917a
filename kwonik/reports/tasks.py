"""What the clock does for reports: every night it looks whether settled numbers still stand."""

from __future__ import annotations

from procrastinate.contrib.django import app

from . import actions


@app.periodic(cron="41 3 * * *")
@app.task(queue="reports", name="reports.settled")
def settled(timestamp: int) -> None:
    actions.notice_movements()
