"""Keeping the versions of what figures mean."""

from __future__ import annotations

from django.db import transaction

from kwonik.kernel import figures
from kwonik.reports.models import FigureDefinition
from kwonik.reports.rules.defining import described


@transaction.atomic
def note_definitions() -> dict[str, FigureDefinition]:
    """The version in force of every declared figure by its code; a changed definition becomes a new one.

    Done at every deployment and before every publication.
    """
    with_lock = FigureDefinition.objects.order_by("code", "version")
    latest = {definition.code: definition for definition in with_lock}
    fresh = []
    for figure in figures.registry.all():
        found, known = described(figure), latest.get(figure.code)
        if known is None or known.digest != found.digest:
            fresh.append(
                FigureDefinition(
                    code=figure.code,
                    version=known.version + 1 if known else 1,
                    label=found.label,
                    meaning=found.meaning,
                    unit=found.unit,
                    kind=found.kind,
                    conditions=list(found.conditions),
                    measure=found.measure,
                    cuts=found.cuts,
                    statement=found.statement,
                    digest=found.digest,
                    owner_id=known.owner_id if known else None,
                )
            )
    return latest | {one.code: one for one in FigureDefinition.objects.bulk_create(fresh)}
