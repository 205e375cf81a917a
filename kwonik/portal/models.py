"""What anybody may see: editions that were made public, and their figures as they are public, for ever."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from kwonik.kernel.models import Withdrawable
from kwonik.places.models import Centre
from kwonik.reports.models import Edition, EditionFigure

from .codes import Method


class Release(Withdrawable):
    """공개한 판: an edition that anybody may see. One made public by mistake is taken back and says why."""

    edition = models.OneToOneField(Edition, models.PROTECT, related_name="release", verbose_name="공표한 판")
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+", verbose_name="센터")
    digest = models.CharField("지문", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "공개한 판"
        ordering = ["-recorded_at", "-pk"]
        triggers = [
            pgtrigger.ReadOnly(
                name="stays_as_released", exclude=["withdrawn_at", "withdrawn_by", "withdrawn_reason"]
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="portal_release_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.edition)


class PublicFigure(models.Model):
    """공개한 수치: a number as anybody may see it, and the key of its rows if it counts people."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="figures", verbose_name="공개한 판")
    figure = models.OneToOneField(
        EditionFigure, models.PROTECT, related_name="public", verbose_name="공표한 수치"
    )
    method = models.CharField("보호 방법", max_length=9, choices=Method)
    words = models.CharField("구분", max_length=300, blank=True)
    value = models.DecimalField("공개한 값", max_digits=24, decimal_places=6, null=True)
    printed = models.CharField("공개한 글", max_length=60)
    key = models.DecimalField("근거의 열쇠", max_digits=20, decimal_places=0, null=True)

    class Meta:
        verbose_name = verbose_name_plural = "공개한 수치"
        ordering = ["release", "figure__place"]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(method=Method.WITHHELD) | Q(value__isnull=True),
                name="portal_withheld_has_no_value",
            ),
            models.CheckConstraint(
                condition=~Q(method=Method.PROTECTED) | Q(value__isnull=False, key__isnull=False),
                name="portal_protected_has_its_key",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.figure.label} {self.printed}"
