"""거래명세: the bank's closed days as it wrote them. Names and account numbers stay in the vault."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from kwonik.people.models import SealedText
from kwonik.places.models import Centre


class BankStatement(models.Model):
    """거래명세: a closed day as the bank wrote it. A later one of the same day takes its place; none is thrown away."""

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+", verbose_name="센터")
    dated_on = models.DateField("날")
    number = models.CharField("은행의 명세 번호", max_length=60)
    opening_won = models.BigIntegerField("첫 잔액")
    closing_won = models.BigIntegerField("마감 잔액")
    told_won = models.BigIntegerField("은행이 따로 답한 마감 잔액")
    digest = models.CharField("지문", max_length=64)
    raw = models.ForeignKey(
        SealedText, models.PROTECT, null=True, related_name="+", verbose_name="은행이 쓴 그대로"
    )
    taken_at = models.DateTimeField("받은 일시", auto_now_add=True)
    replaced_at = models.DateTimeField("새 명세로 바뀐 일시", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "거래명세"
        ordering = ["-dated_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dated_on"], condition=Q(replaced_at__isnull=True), name="escrow_one_statement_a_day"
            )
        ]
        triggers = [
            pgtrigger.ReadOnly(name="stays_as_taken", exclude=["replaced_at"]),
            pgtrigger.Protect(
                name="replaced_for_good",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.replaced_at IS NOT NULL"),
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.dated_on} {self.number}"


class StatementLine(models.Model):
    """거래내역 한 줄, without the names that stand in the sealed statement. `times`: how often the bank wrote it."""

    statement = models.ForeignKey(
        BankStatement, models.PROTECT, related_name="lines", verbose_name="거래명세"
    )
    digest = models.CharField("지문", max_length=64)
    times = models.PositiveSmallIntegerField("적힌 횟수", default=1)
    number = models.CharField("은행의 줄 번호", max_length=60)
    kind = models.CharField("구분", max_length=10)
    value_on = models.DateField("거래일")
    booked_at = models.DateTimeField("거래 일시")
    won = models.BigIntegerField("금액")
    bank_tran_id = models.CharField("은행거래고유번호", max_length=40, blank=True)
    account_index = models.CharField("가상계좌 색인", max_length=32, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "거래내역"
        ordering = ["statement", "booked_at", "number"]
        indexes = [models.Index(fields=["number"]), models.Index(fields=["bank_tran_id"])]
        constraints = [
            models.UniqueConstraint(fields=["statement", "digest"], name="escrow_line_once"),
            models.CheckConstraint(condition=Q(times__gte=1), name="escrow_line_written"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.value_on} {self.number}"
