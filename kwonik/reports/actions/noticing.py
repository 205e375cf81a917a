"""Noticing that a published, settled number is no longer what was published: once per movement."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from kwonik.kernel import audit
from kwonik.reports import queries
from kwonik.reports.models import Edition, Movement

from .definitions import note_definitions


def notice_movements(editions: Iterable[Edition] | None = None) -> list[Movement]:
    """Looks at every edition in force; a number that moved since it was last looked at becomes a Movement and an event
    of the audit trail. One that moved back is a movement too.
    """
    found = queries.editions_in_force() if editions is None else editions
    return [movement for edition in found for movement in _notice(edition)]


@transaction.atomic
def _notice(edition: Edition) -> list[Movement]:
    Edition.objects.select_for_update(no_key=True, of=("self",)).get(pk=edition.pk)
    definitions = note_definitions()
    drift = queries.drift(edition, rows=False)
    last = queries.last_movements(edition)
    now = {one.figure.pk: one for one in (*drift.moved, *drift.shifted)}
    made = []
    for figure in edition.figures.filter(pk__in={*now, *last}).defer("rows", "measured"):
        one, before = now.get(figure.pk), last.get(figure.pk)
        stands = (one.now, one.digest) if one else (figure.value, figure.rows_digest)
        known = (before.value, before.rows_digest) if before else (figure.value, figure.rows_digest)
        if stands == known:
            continue
        movement = Movement.objects.create(
            figure=figure,
            centre_id=edition.centre_id,
            value=stands[0],
            rows_digest=stands[1],
            definition=definitions.get(figure.definition.code, figure.definition),
        )
        audit.record(
            "reports.figure.moved",
            movement,
            by=None,
            detail={"edition": edition.pk, "figure": figure.code, "place": figure.place},
        )
        made.append(movement)
    return made
