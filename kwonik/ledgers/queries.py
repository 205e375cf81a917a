"""Imports, what they brought, what was remembered of them, and the jobs that work on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from kwonik.places.models import Centre

from . import registry, rules
from .codes import HOLDING
from .models import ImportBatch, RememberedColumns
from .registry import Context, Sheet


def batches_in_full() -> QuerySet[ImportBatch]:
    return ImportBatch.objects.select_related("centre", "uploaded_by", "undone_by", "file", "findings")


def batch(pk: int) -> ImportBatch:
    return batches_in_full().get(pk=pk)


def account(pk: int):
    return get_user_model().objects.get(pk=pk)


def listed(batches: QuerySet[ImportBatch], sheets: Iterable[Sheet]) -> QuerySet[ImportBatch]:
    """Imports of these kinds for the list, latest first, thrown-away ones left out."""
    found = batches.filter(sheet__in=[sheet.code for sheet in sheets]).exclude(state="discarded")
    return found.select_related("uploaded_by").only(*LISTED).order_by("-pk")


LISTED = (
    *("sheet", "variant", "filename", "state", "new_count", "uploaded_at"),
    *("uploaded_by__name", "uploaded_by__username"),
)


def same_before(batch: ImportBatch) -> ImportBatch | None:
    """An import that brought this very file, or a file with these very lines."""
    same = Q(file_digest=batch.file_digest)
    if batch.rows_digest:
        same |= Q(rows_digest=batch.rows_digest)
    others = ImportBatch.objects.filter(
        same, centre=batch.centre_id, sheet=batch.sheet, variant=batch.variant, state__in=HOLDING
    )
    return others.exclude(pk=batch.pk).select_related("uploaded_by").first()


def rows_of(batch: ImportBatch) -> QuerySet:
    """The records that the import brought."""
    return registry.get(batch.sheet).model._default_manager.filter(import_batch_id=batch.pk)


def stored_keys(sheet: Sheet, context: Context, keys: Sequence[bytes]) -> set[bytes]:
    """Which of these lines are stored already."""
    owners = list(sheet.owners(context))
    among = RawSQL(
        "import_key = ANY(%s)", [list(keys)], output_field=BooleanField()
    )  # one parameter, not thousands
    found = sheet.model._default_manager.filter(among, centre_id__in=owners)
    return {bytes(key) for key in found.values_list("import_key", flat=True)}


def memory_name(sheet: Sheet, variant: str) -> str:
    return f"{sheet.code}/{variant}" if variant else sheet.code


def remembered(centre: Centre, sheet: Sheet, variant: str) -> dict[str, str]:
    """How the headings of such ledgers were matched before."""
    found = RememberedColumns.objects.filter(centre=centre, sheet=memory_name(sheet, variant))
    return found.values_list("mapping", flat=True).first() or {}


# -- jobs -----------------------------------------------------------------------------------------------------


def job_name(batch: ImportBatch) -> str:
    return f"ledgers-{batch.pk}"


def waiting_job(batch: ImportBatch) -> ProcrastinateJob | None:
    """The import's job that no worker has begun."""
    return ProcrastinateJob.objects.filter(queueing_lock=job_name(batch), status="todo").first()


def is_worked_on(batch: ImportBatch) -> bool:
    """Whether a job of the import waits, or is under way at a worker that lives."""
    lately = timezone.now() - timedelta(seconds=rules.DEAD_SECONDS)
    alive = Q(status="todo") | Q(status="doing", worker__last_heartbeat__gte=lately)
    return ProcrastinateJob.objects.filter(alive, queueing_lock=job_name(batch)).exists()
