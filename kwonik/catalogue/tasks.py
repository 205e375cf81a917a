"""What the clock does for the catalogue: every night reckoned days follow the calendar, should an update have changed it."""

from __future__ import annotations

from procrastinate.contrib.django import app

from . import actions


@app.periodic(cron="7 4 * * *")
@app.task(queue="catalogue", name="catalogue.reckon_anew")
def reckon_anew(timestamp: int) -> None:
    actions.reckon_anew()
