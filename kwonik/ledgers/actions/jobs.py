"""Handing work to the worker, in the transaction that is its cause."""

from __future__ import annotations

from procrastinate.contrib.django import app

from kwonik.ledgers import queries
from kwonik.ledgers.models import ImportBatch

QUEUE = "ledgers"


def hand_over(task: str, batch: ImportBatch, **arguments) -> None:
    """The worker runs `task` ("ledgers.apply") on the import once this transaction is committed."""
    job = app.configure_task(task, queue=QUEUE, queueing_lock=queries.job_name(batch))
    job.defer(batch_id=batch.pk, **arguments)


def take_back(batch: ImportBatch) -> bool:
    """Cancels the import's job if no worker has begun it."""
    job = queries.waiting_job(batch)
    return job is not None and app.job_manager.cancel_job_by_id(job.pk, delete_job=True)
