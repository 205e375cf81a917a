"""The tables without a domain (audit trail, journal, corrections of the calendar); the columns that rows of work share."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from . import events


class ThisTransaction(models.Func):
    """The number of the running transaction: what one action wrote, in whatever tables, bears the same."""

    template = "txid_current()"
    output_field = models.BigIntegerField()


class RightNow(models.Func):
    """The clock as it stands, also in the middle of a transaction."""

    template = "clock_timestamp()"
    output_field = models.DateTimeField()


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
    transaction = models.BigIntegerField("거래 번호", db_default=ThisTransaction(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "처리 이력"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"]),
            models.Index(fields=["centre", "at"]),
            models.Index(fields=["transaction"]),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return events.known(self.code).label


class Change(models.Model):
    """변경 일지: what a statement did to one of the tables that figures read. Written by the database alone, append-only.

    `was` is the whole row before an update or deletion; rows that were new stand together in `arrived`. Its numbers
    grow, so that "the state at change n" can be asked for ever (`kwonik.kernel.journal`).
    """

    at = models.DateTimeField("일시", db_default=RightNow())
    transaction = models.BigIntegerField("거래 번호", db_default=ThisTransaction())
    table = models.CharField("표", max_length=63)
    row = models.BigIntegerField("행", null=True)
    was = models.JSONField("바뀌기 전", null=True)
    arrived = ArrayField(models.BigIntegerField(), verbose_name="새로 온 행", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "변경 일지"
        ordering = ["pk"]
        indexes = [models.Index(fields=["table", "id"])]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(arrived__isnull=True, row__isnull=False, was__isnull=False)
                | models.Q(arrived__isnull=False, row__isnull=True, was__isnull=True),
                name="kernel_change_was_or_arrived",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.table}"


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
