"""Stopping, throwing away, undoing an import; and what is done when the worker died or nobody came back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone

from kwonik.kernel import audit, journal
from kwonik.ledgers import queries, registry, rules
from kwonik.ledgers.codes import OPEN, RUNNING, BatchState
from kwonik.ledgers.models import ImportBatch
from kwonik.ledgers.progress import Tell, quiet
from kwonik.ledgers.registry import Refused
from kwonik.people import vault

from . import jobs
from .batches import NotNow, all_or_nothing, end, held, move

AT_REST: dict[str, Any] = {"stop_asked": False, "trouble": ""}


@transaction.atomic
def ask_to_stop(*, by, batch: ImportBatch) -> None:
    """What runs ends at its next step and keeps nothing; what has not begun does not begin."""
    if not move(batch, *RUNNING, stop_asked=True):
        return
    audit.record("ledgers.batch.stopped", batch, by=by)
    if jobs.take_back(batch):
        move(batch, batch.state, **_back(batch))


@transaction.atomic
def discard(*, by, batch: ImportBatch) -> None:
    """Throws away an upload that was never stored. Raises Refused."""
    held_one = held(batch, *OPEN, BatchState.CHECKING)
    jobs.take_back(held_one)
    end(held_one, held_one.state, state=BatchState.DISCARDED, **AT_REST)
    batch.state, batch.file, batch.findings = BatchState.DISCARDED, None, None
    audit.record("ledgers.batch.discarded", batch, by=by)


def expire(*, now: datetime) -> int:
    """Throws away uploads that nobody confirmed for KEPT_DAYS; how many."""
    for running in ImportBatch.objects.filter(state__in=RUNNING):
        recover(running)
    old = ImportBatch.objects.filter(state__in=OPEN, uploaded_at__lt=now - timedelta(days=rules.KEPT_DAYS))
    expired = 0
    for batch in old:
        try:
            discard(by=None, batch=batch)
            expired += 1
        except NotNow:
            continue
    return expired


def undo(*, by, batch: ImportBatch, tell: Tell = quiet) -> int:
    """Removes exactly the rows this import brought; how many. A long one is handed to the worker (then 0).

    Raises Refused when other records rest on one of them; then all of them stay.
    """
    if batch.state == BatchState.APPLIED and batch.new_count > rules.INLINE_ROWS:
        with transaction.atomic():
            if not move(batch, BatchState.APPLIED, state=BatchState.UNDOING, progress=0, trouble=""):
                raise NotNow(rules.NOT_OPEN)
            jobs.hand_over("ledgers.undo", batch, account_id=by.pk)
        return 0
    count = 0
    with all_or_nothing(batch, BatchState.UNDOING, BatchState.APPLIED):
        if batch.state != BatchState.UNDOING and not move(
            batch, BatchState.APPLIED, state=BatchState.UNDOING
        ):
            raise NotNow(rules.NOT_OPEN)
        journal.acting(by.pk if by else None)
        count = _remove_rows(batch, tell)
        end(
            batch,
            BatchState.UNDOING,
            state=BatchState.UNDONE,
            undone_by=by,
            undone_at=timezone.now(),
            **AT_REST,
        )
        audit.record("ledgers.batch.undone", batch, by=by, detail={"removed": count})
    return count


def give_up(*, batch: ImportBatch) -> None:
    """What was handed over is not done: who asked for it may not ask any more."""
    if batch.state in RUNNING:
        move(batch, batch.state, **_back(batch), trouble=rules.NO_RIGHT)


def recover(batch: ImportBatch) -> ImportBatch:
    """An import whose worker died: nothing was kept, so it stands where it can be begun again."""
    dead = batch.state in RUNNING and not queries.is_worked_on(batch)
    if dead and not move(batch, batch.state, **_back(batch), trouble=rules.DIED):
        batch.refresh_from_db()
    return batch


def _back(batch: ImportBatch) -> dict[str, Any]:
    return {"state": RUNNING[BatchState(batch.state)], "progress": 0, "stop_asked": False}


def _remove_rows(batch: ImportBatch, tell: Tell) -> int:
    sheet, removed, held = registry.get(batch.sheet), 0, []
    try:
        with transaction.atomic():
            if sheet.prepare_undo:
                sheet.prepare_undo(batch)
            for model in (sheet.model, *sheet.also):
                rows = model._default_manager.filter(import_batch_id=batch.pk)
                held.append(vault.held_by(rows))
                while ids := list(rows.values_list("pk", flat=True)[: rules.CHUNK]):
                    _, counts = rows.filter(pk__in=ids).delete()
                    removed += counts.get(sheet.model._meta.label, 0)
                    tell(removed)
            vault.let_go(held, since=batch.uploaded_at)
            connection.check_constraints()
    except ProtectedError as error:
        raise Refused(_still_used(error.protected_objects)) from error
    except RestrictedError as error:
        raise Refused(_still_used(error.restricted_objects)) from error
    except IntegrityError as error:
        raise Refused(rules.STILL_COUNTED) from error
    return removed


def _still_used(rows) -> str:
    users = sorted({str(row._meta.verbose_name) for row in rows})
    return rules.STILL_USED.format(users=", ".join(users))
