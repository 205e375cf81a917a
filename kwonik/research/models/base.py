"""What every row of this room has: its centre, who wrote it, and whether it was withdrawn."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q

from kwonik.kernel.models import Withdrawable
from kwonik.ledgers.models import Imported
from kwonik.places.models import Centre


class RowQuerySet(models.QuerySet):
    def standing(self) -> RowQuerySet:
        """Rows that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class Row(Imported, Withdrawable):
    """A withdrawn row stays, with its reason, and counts nowhere. The same form twice makes its rows once."""

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+", verbose_name="센터")
    form_token = models.UUIDField("제출 표", null=True, editable=False)
    serial = models.PositiveSmallIntegerField("제출 안의 순서", default=0, editable=False)

    objects = RowQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="", withdrawn_by__isnull=True)
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="%(app_label)s_%(class)s_withdrawn_with_reason",
            ),
            models.UniqueConstraint(
                fields=["form_token", "serial"], name="%(app_label)s_%(class)s_form_once"
            ),
            models.UniqueConstraint(
                fields=["centre", "import_key"],
                condition=Q(import_key__isnull=False),
                name="%(app_label)s_%(class)s_import_once",
            ),
        ]


def tracked(model):
    """Every change keeps the row as it was before."""
    events = pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent()
    return pghistory.track(*events, exclude=["import_key"])(model)
