"""What the worker does for imports: reading, storing and undoing long ledgers; and throwing away forgotten uploads.

A refusal is kept on the import, where its page shows it; it is no failure of the worker.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from django.utils import timezone
from procrastinate.contrib.django import app

from . import access, actions, queries
from .progress import progress
from .registry import Refused


@app.task(queue="ledgers", name="ledgers.check")
def check(batch_id: int) -> None:
    with suppress(Refused), progress(batch_id) as tell:
        actions.check(batch=queries.batch(batch_id), tell=tell)


@app.task(queue="ledgers", name="ledgers.apply")
def apply(batch_id: int, account_id: int) -> None:
    _run_for(account_id, batch_id, actions.apply)


@app.task(queue="ledgers", name="ledgers.undo")
def undo(batch_id: int, account_id: int) -> None:
    _run_for(account_id, batch_id, actions.undo)


def _run_for(account_id: int, batch_id: int, action: Callable[..., object]) -> None:
    """Whoever asked for it must still be allowed to when its turn comes."""
    batch, account = queries.batch(batch_id), queries.account(account_id)
    if not access.may_bring(account, batch):
        actions.give_up(batch=batch)
        return
    with suppress(Refused), progress(batch_id) as tell:
        action(by=account, batch=batch, tell=tell)


@app.periodic(cron="17 4 * * *")
@app.task(queue="ledgers", name="ledgers.expire")
def expire(timestamp: int) -> None:
    actions.expire(now=timezone.now())
