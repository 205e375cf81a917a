"""Storing a ledger that was confirmed: every new line in one transaction, or none."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from kwonik.kernel import audit, journal
from kwonik.kernel.copying import copying_ahead
from kwonik.ledgers import queries, registry, rules
from kwonik.ledgers.codes import OPEN, BatchState
from kwonik.ledgers.models import ImportBatch, RememberedColumns
from kwonik.ledgers.progress import Tell, quiet
from kwonik.ledgers.reading import Found, LedgerReading
from kwonik.ledgers.registry import Refused
from kwonik.places.models import Centre

from . import jobs
from .batches import NotNow, all_or_nothing, end, move
from .ending import discard
from .inspecting import inspect, opened_again, take_in


def confirm(*, by, batch: ImportBatch) -> None:
    """The officer said yes: a short ledger is stored now, a long one by the worker. Raises Refused."""
    if batch.row_count > rules.INLINE_ROWS:
        with transaction.atomic():
            _take(batch)
            jobs.hand_over("ledgers.apply", batch, account_id=by.pk)
        return
    with all_or_nothing(batch, BatchState.APPLYING, *OPEN):
        _take(batch)
        with opened_again(batch, by) as (found, _):
            _store(batch, found, by)


def apply(*, by, batch: ImportBatch, tell: Tell = quiet) -> None:
    """The worker's part of a confirmation. Raises Refused; then, as after a stop or a fault, nothing is stored."""
    if batch.state != BatchState.APPLYING:
        return
    with all_or_nothing(batch, BatchState.APPLYING), opened_again(batch, by) as (found, _):
        _store(batch, found, by, tell)


@transaction.atomic
def bring_in(
    *, by, centre: Centre, sheet: str, variant: str = "", filename: str, content: bytes
) -> ImportBatch:
    """Upload, check and confirm in one go, for sample data and tests. A ledger with problems is left unconfirmed.

    Raises Refused for a file that cannot be read or stored. A ledger without anything new changes nothing.
    """
    kind = registry.get(sheet)
    kind.check_variant(centre, variant)
    whole: dict[str, Any] = {"sheet": kind, "variant": variant, "filename": filename, "content": content}
    with take_in(by=by, centre=centre, **whole) as (batch, found):
        if not _stored_at_sight(batch, found, by):
            inspect(batch, found)
            if batch.is_ready:
                with all_or_nothing(batch, BatchState.APPLYING, *OPEN):
                    _take(batch)
                    found.context.memo.clear()
                    _store(batch, found, by)
    if batch.state == BatchState.CHECKED and not batch.problem_count and not batch.new_count:
        discard(by=by, batch=batch)
    return batch


def _stored_at_sight(batch: ImportBatch, found: LedgerReading, by) -> bool:
    """A ledger without a problem is read once only; of any other nothing is stored, and it is read for its problems."""
    if not found.ready:
        return False
    try:
        with transaction.atomic():
            move(batch, BatchState.CHECKING, state=BatchState.APPLYING)
            _store(batch, found, by)
            connection.check_constraints()
    except (Refused, IntegrityError):
        batch.refresh_from_db()
        found.context.memo.clear()
        return False
    return True


def _take(batch: ImportBatch) -> None:
    """From here nobody else can confirm it. Raises NotNow."""
    try:
        taken = move(
            batch,
            *OPEN,
            only={"problem_count": 0, "new_count__gt": 0},
            state=BatchState.APPLYING,
            progress=0,
            stop_asked=False,
            trouble="",
        )
    except IntegrityError as error:
        raise NotNow(rules.TWICE) from error
    if not taken:
        raise NotNow(rules.NOT_READY)


def _store(batch: ImportBatch, found: LedgerReading, by, tell: Tell = quiet) -> None:
    journal.acting(by.pk if by else None)
    sheet, context, done = found.sheet, found.context, 0
    with copying_ahead():
        for chunk in found.chunks():
            stored = queries.stored_keys(sheet, context, [row.line.key for row in chunk])
            fresh = [row for row in chunk if row.line.key not in stored]
            for row in fresh:
                if not row.ok or sheet.check(context, row.line.values):
                    raise Refused(rules.CHANGED.format(place=_place(row)))
            if fresh:
                sheet.store(context, [row.line for row in fresh], batch)
            done += len(chunk)
            tell(done)
    if said := sheet.review(context):
        raise Refused(" ".join(said))
    brought = queries.rows_of(batch).count()
    if not brought:
        raise Refused(rules.NOTHING_NEW)
    _remember(batch, found.mapping())
    counts = {"new_count": brought, "known_count": done - brought}
    end(
        batch,
        BatchState.APPLYING,
        state=BatchState.APPLIED,
        applied_at=timezone.now(),
        rows_digest=found.digest,
        row_count=done,
        progress=done,
        stop_asked=False,
        **counts,
    )
    audit.record("ledgers.batch.applied", batch, by=by, detail=counts)


def _place(row: Found) -> str:
    return f"{row.worksheet} {row.line.number:,}행".lstrip()


def _remember(batch: ImportBatch, mapping: dict[str, str]) -> None:
    """Keeps how the headings were matched, for the next ledger of this kind."""
    name = queries.memory_name(registry.get(batch.sheet), batch.variant)
    RememberedColumns.objects.get_or_create(centre=batch.centre, sheet=name)
    memory = RememberedColumns.objects.select_for_update().get(centre=batch.centre, sheet=name)
    memory.mapping |= mapping
    memory.save()
