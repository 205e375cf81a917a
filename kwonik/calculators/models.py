"""What somebody asked to keep: a result as it was computed, at an address nobody can guess."""

from __future__ import annotations

from datetime import datetime
from secrets import token_urlsafe

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kwonik.places.models import Centre

from .rules.worksheet import Sheet


def new_token() -> str:
    """192 random bits: an address that nobody guesses."""
    return token_urlsafe(24)


class KeptQuerySet(models.QuerySet):
    def standing(self, at: datetime) -> KeptQuerySet:
        """Neither erased nor past their time."""
        return self.filter(erased_at__isnull=True).filter(Q(expires_at__isnull=True) | Q(expires_at__gt=at))

    def expired(self, at: datetime) -> KeptQuerySet:
        """Whose time is over and which still hold something."""
        return self.filter(erased_at__isnull=True, expires_at__lte=at)


class KeptCalculation(models.Model):
    """보관한 계산 결과: facts, result and worksheet as they stood. Nobody changes it; when it is erased, that it was remains.

    A citizen's lasts until `expires_at` or until they erase it; one that belongs to a centre stays.
    """

    token = models.CharField("주소", max_length=40, unique=True, default=new_token, editable=False)
    calculation = models.CharField("계산", max_length=80)
    inputs = models.JSONField("적은 사실", null=True)
    result = models.JSONField("결과", null=True)
    printed = models.JSONField("계산서", null=True)
    made_at = models.DateTimeField("계산한 일시", auto_now_add=True)
    expires_at = models.DateTimeField("보관하는 때까지", null=True)
    erased_at = models.DateTimeField("지운 일시", null=True)
    centre = models.ForeignKey(Centre, models.PROTECT, null=True, related_name="+", verbose_name="센터")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="보관한 사람"
    )
    form_token = models.UUIDField("제출 표", null=True, unique=True, editable=False)

    objects = KeptQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "보관한 계산 결과"
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(
                fields=["expires_at"], condition=Q(erased_at__isnull=True), name="calculators_kept_to_erase"
            )
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="stays_as_computed", exclude=["inputs", "result", "printed", "erased_at"]
            ),
            pgtrigger.Protect(
                name="only_erased",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("NEW.erased_at IS NULL OR OLD.erased_at IS NOT NULL"),
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    erased_at__isnull=True, inputs__isnull=False, result__isnull=False, printed__isnull=False
                )
                | Q(erased_at__isnull=False, inputs__isnull=True, result__isnull=True, printed__isnull=True),
                name="calculators_kept_whole_or_erased",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=F("made_at")),
                name="calculators_kept_expires_later",
            ),
            models.CheckConstraint(
                condition=Q(centre__isnull=False, expires_at__isnull=True)
                | Q(centre__isnull=True, expires_at__isnull=False),
                name="calculators_kept_of_a_centre_or_for_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet.title} {self.sheet.made_on}" if self.printed else self.calculation

    @property
    def sheet(self) -> Sheet:
        """The worksheet as it was computed. Only while it stands: nothing is left of an erased one."""
        return Sheet.from_json(self.printed)
