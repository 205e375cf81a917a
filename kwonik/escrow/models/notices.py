"""What the bank told of its own accord: which line of which day to go and look at, and whether somebody did."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from kwonik.escrow.bank.port import Kind

KINDS = ((Kind.DEPOSIT.value, "입금"), (Kind.RETURNED.value, "되돌아온 돈"))


class BankNotice(models.Model):
    """은행 알림: a verified notice, once however often it came. It says where to look and never how much; nothing
    personal stands in it.
    """

    notice_id = models.CharField("알림 번호", max_length=64, unique=True)
    kind = models.CharField("무엇", max_length=12, choices=KINDS)
    line = models.CharField("은행의 줄 번호", max_length=40, blank=True)
    on = models.DateField("은행의 날")
    received_at = models.DateTimeField("받은 일시", auto_now_add=True)
    handled_at = models.DateTimeField("그날의 줄을 받아 온 일시", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "은행 알림"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["on"], condition=Q(handled_at__isnull=True), name="escrow_notice_unhandled")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[code for code, _ in KINDS]), name="escrow_notice_kind"
            ),
            models.CheckConstraint(condition=~Q(notice_id=""), name="escrow_notice_has_its_id"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="stays", fields=["notice_id", "kind", "line", "on", "received_at"]),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.notice_id
