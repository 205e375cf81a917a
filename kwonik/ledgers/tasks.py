"""What the worker does for imports: reading and storing long ledgers while the page shows how far it is."""

from __future__ import annotations

from procrastinate.contrib.django import app

from . import actions, queries
from .registry import Refused


@app.task(queue="ledgers", name="ledgers.check")
def check(batch_id: int) -> None:
    actions.check(queries.batch(batch_id))


@app.task(queue="ledgers", name="ledgers.apply")
def apply(batch_id: int, account_id: int) -> None:
    """A refusal is kept on the batch, where its page shows it; it is no failure of the worker."""
    batch, account = queries.batch(batch_id), queries.account(account_id)
    try:
        actions.apply(batch, account)
    except Refused:
        return


def defer_check(batch) -> None:
    check.configure(queueing_lock=f"ledgers-{batch.pk}").defer(batch_id=batch.pk)


def defer_apply(batch, account) -> None:
    apply.configure(queueing_lock=f"ledgers-{batch.pk}").defer(batch_id=batch.pk, account_id=account.pk)
