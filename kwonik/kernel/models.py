"""The two tables without a domain, the audit trail and the corrections of the calendar; the columns that rows of work share."""

import pgtrigger
from django.conf import settings
from django.db import models

from . import events


class Recorded(models.Model):
    """A row of work knows who wrote it down and when."""

    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="적은 사람"
    )
    recorded_at = models.DateTimeField("적은 일시", auto_now_add=True)

    class Meta:
        abstract = True


class Withdrawable(Recorded):
    """A row that turns out wrong stays, withdrawn with its reason, and counts nowhere."""

    withdrawn_at = models.DateTimeField("철회 일시", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="철회한 사람",
    )
    withdrawn_reason = models.CharField("철회 사유", max_length=200, blank=True)

    class Meta:
        abstract = True


class AuditEvent(models.Model):
    """One thing that happened to one record. Append-only: the database refuses change and deletion."""

    at = models.DateTimeField("일시", auto_now_add=True)
    code = models.CharField("사건", max_length=80)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="한 사람")
    subject_type = models.CharField("대상 종류", max_length=60)
    subject_id = models.BigIntegerField("대상 번호")
    centre = models.ForeignKey("places.Centre", models.PROTECT, null=True, verbose_name="기관")
    detail = models.JSONField("내용", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "처리 이력"
        ordering = ["pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"]), models.Index(fields=["centre", "at"])]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return events.known(self.code).label


class CalendarOverride(models.Model):
    """A day that the holiday library has wrong or could not know: a temporary holiday, or one called off."""

    day = models.DateField("날짜", unique=True)
    name = models.CharField("공휴일 이름", max_length=60, blank=True, help_text="비워 두면 근무일로 봅니다.")
    declared_on = models.DateField("고시일")
    source = models.CharField("근거", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "달력 고침"
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name or '근무일'}"
