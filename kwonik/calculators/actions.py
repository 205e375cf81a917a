"""Keeping a result because somebody asked for it; copying it to a centre; erasing it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from kwonik.kernel import audit
from kwonik.labourlaw import Result
from kwonik.places.models import Centre

from .codes import DAYS_KEPT
from .models import KeptCalculation
from .rules import worksheet

AT_ONCE = 500
"""So many are erased in one go."""


def keep(
    *, by: Any, result: Result, inputs: dict[str, Any], form_token: UUID | None = None
) -> KeptCalculation:
    """Keeps a citizen's result for `DAYS_KEPT` days at an address of its own. The same form twice keeps it once.

    Anybody may: `by` is None for whoever is not signed in.
    """
    try:
        return _kept(by, result, inputs, form_token)
    except IntegrityError:  # the same form, pressed twice at once
        if form_token is None:
            raise
        return KeptCalculation.objects.get(form_token=form_token)


@transaction.atomic
def _kept(by: Any, result: Result, inputs: dict[str, Any], form_token: UUID | None) -> KeptCalculation:
    if form_token and (known := KeptCalculation.objects.filter(form_token=form_token).first()):
        return known
    made_at = timezone.now()
    kept = KeptCalculation.objects.create(
        calculation=result.calculation.name,
        inputs=inputs,
        result=result.as_json(),
        printed=worksheet.sheet_of(result, timezone.localdate(made_at)).as_json(),
        expires_at=made_at + timedelta(days=DAYS_KEPT),
        made_by=by,
        form_token=form_token,
    )
    audit.record("calculators.kept.made", kept, by=by)
    return kept


@transaction.atomic
def attach(*, by: Any, kept: KeptCalculation, centre: Centre) -> KeptCalculation:
    """A copy that belongs to the centre and stays: what is attached to a request outlives the citizen's own.

    The caller checks that whoever asks may attach it there.
    """
    copy = KeptCalculation.objects.create(
        calculation=kept.calculation,
        inputs=kept.inputs,
        result=kept.result,
        printed=kept.printed,
        centre=centre,
        made_by=by,
    )
    audit.record("calculators.kept.attached", copy, by=by, detail={"from": kept.pk})
    return copy


@transaction.atomic
def erase(*, by: Any, kept: KeptCalculation) -> KeptCalculation:
    """Facts, result and worksheet go; that something was kept and erased remains. Erasing twice erases once."""
    stored = KeptCalculation.objects.select_for_update(of=("self",), no_key=True).get(pk=kept.pk)
    if stored.erased_at:
        return stored
    stored.inputs = stored.result = stored.printed = None
    stored.erased_at = timezone.now()
    stored.save(update_fields=["inputs", "result", "printed", "erased_at"])
    audit.record("calculators.kept.erased", stored, by=by)
    return stored


def erase_expired(*, now: datetime) -> int:
    """Erases whose time is over; how many that were."""
    expired = [*KeptCalculation.objects.expired(now).order_by("expires_at")[:AT_ONCE]]
    for kept in expired:
        erase(by=None, kept=kept)
    return len(expired)
