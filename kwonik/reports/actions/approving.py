"""Answering for what a figure means."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from kwonik.kernel import audit
from kwonik.people.access import require
from kwonik.places.models import Centre
from kwonik.places.rules import Refused
from kwonik.reports.models import FigureDefinition

from .definitions import note_definitions


@transaction.atomic
def approve_definition(*, by, centre: Centre, code: str, owner: Any) -> FigureDefinition:
    """The definition in force, kept by `owner` and approved by `by`, who are two people. Raises Refused."""
    require(by, "reports.figure:approve", centre)
    if owner.pk == by.pk:
        raise Refused("맡은 사람과 승인하는 사람은 달라야 합니다. 다른 사람을 고르세요.")
    definition = note_definitions()[code]
    stored = FigureDefinition.objects.select_for_update(of=("self",), no_key=True).get(pk=definition.pk)
    stored.owner, stored.approved_by, stored.approved_at = owner, by, timezone.now()
    stored.save(update_fields=["owner", "approved_by", "approved_at"])
    audit.record("reports.figure.approved", stored, by=by, detail={"owner": owner.pk})
    return stored
