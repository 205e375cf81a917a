"""What happened to a pledge: rows that are only ever added."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from kwonik.kernel.models import Recorded
from kwonik.ledgers.models import Imported
from kwonik.places.models import Centre
from kwonik.pledges.codes import EventKind, Progress

from .pledges import Pledge

_DECISIONS = ["approved", "refused"]


class Happening(Imported, Recorded):
    """A split, a merge, a change asked for and decided, a class of fulfilment, a rate set by hand.

    Never changed or deleted, by nobody; what was wrong is put right by the next event. Only the undo of the ledger
    that brought a pledge takes its events along. Refusals stay and are published.
    """

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+", verbose_name="기관")
    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="events", verbose_name="공약")
    kind = models.CharField("일", max_length=16, choices=EventKind)
    decided_on = models.DateField("정한 날")
    status = models.CharField("이행구분", max_length=12, choices=Progress, blank=True)
    percent = models.PositiveSmallIntegerField("손으로 정한 이행률(%)", null=True, blank=True)
    other = models.ForeignKey(
        Pledge,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="events_as_other",
        verbose_name="다른 공약",
    )
    request = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="decision", verbose_name="변경 신청"
    )
    change = models.CharField("무엇을 어떻게", max_length=300, blank=True)
    decided_by = models.CharField("정한 사람이나 기구", max_length=80)
    basis = models.CharField("근거", max_length=300)
    seats_for = models.PositiveSmallIntegerField("찬성", null=True, blank=True)
    seats_against = models.PositiveSmallIntegerField("반대", null=True, blank=True)
    form_token = models.UUIDField("제출 표", null=True, unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "공약에 일어난 일"
        ordering = ["decided_on", "pk"]
        indexes = [models.Index(fields=["pledge", "kind", "decided_on"])]
        triggers = [
            pgtrigger.Protect(name="stays_as_written", operation=pgtrigger.Update),
            pgtrigger.Protect(
                name="stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__import_batch__isnull=True),  # type: ignore[call-arg]
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(basis=""), name="pledges_event_basis"),
            models.CheckConstraint(
                condition=(Q(kind="status") & ~Q(status="")) | (~Q(kind="status") & Q(status="")),
                name="pledges_event_status",
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(kind="override", percent__lte=100),
                name="pledges_event_percent",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["split", "merged"], other__isnull=False)
                | (~Q(kind__in=["split", "merged"]) & Q(other__isnull=True)),
                name="pledges_event_other",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=_DECISIONS, request__isnull=False)
                | (~Q(kind__in=_DECISIONS) & Q(request__isnull=True)),
                name="pledges_event_decides_a_request",
            ),
            models.UniqueConstraint(
                fields=["centre", "import_key"],
                condition=Q(import_key__isnull=False),
                name="pledges_happening_import_once",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def told(self) -> str:
        """What it says in words besides its kind: the class, the rate, the other pledge, the change."""
        if self.status:
            return self.get_status_display()
        if self.kind == EventKind.OVERRIDE:
            return "로드맵의 이행률로 되돌림" if self.percent is None else f"{self.percent}%"
        change = self.change or (self.request.change if self.request else "")
        return ", ".join(filter(None, (self.other.title if self.other else "", change)))
