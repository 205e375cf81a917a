"""Worksheets of calculations that hang on a request or a consultation. Each belongs to the centre and stays."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from kwonik.calculators.models import KeptCalculation

from .consultations import Consultation
from .requests import Request


class RequestCalculation(models.Model):
    """A result that whoever asks for counselling sends along; the centre's own copy."""

    request = models.ForeignKey(
        Request, models.CASCADE, related_name="calculations", verbose_name="상담 신청"
    )
    kept = models.OneToOneField(KeptCalculation, models.PROTECT, related_name="+", verbose_name="계산")

    class Meta:
        verbose_name = verbose_name_plural = "신청에 붙인 계산"
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.kept)


class ConsultationCalculation(models.Model):
    """A result that was worked out in a consultation, or came with the request for it. One taken off stays as a row."""

    consultation = models.ForeignKey(
        Consultation, models.PROTECT, related_name="calculations", verbose_name="상담"
    )
    kept = models.OneToOneField(KeptCalculation, models.PROTECT, related_name="+", verbose_name="계산")
    attached_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="붙인 사람"
    )
    attached_at = models.DateTimeField("붙인 일시", auto_now_add=True)
    withdrawn_at = models.DateTimeField("뗀 일시", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="뗀 사람",
    )

    class Meta:
        verbose_name = verbose_name_plural = "상담에 붙인 계산"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="counselling_calculation_withdrawn_by",
            )
        ]

    def __str__(self) -> str:
        return str(self.kept)
