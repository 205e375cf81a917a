"""What the ledger holds, to be looked at: tables of its own schema, which Django neither makes nor writes (escrow/ledger/*.sql)."""

from __future__ import annotations

from django.db import models

from kwonik.escrow.codes import PaymentState


class LedgerAccount(models.Model):
    """An account: its kind, and whose it is (a milestone `m…`, a deposit `d…`, a payment's number, or `bank`)."""

    kind = models.TextField("구분")
    reference = models.TextField("누구의 것")

    class Meta:
        managed = False
        db_table = '"ledger"."account"'
        verbose_name = verbose_name_plural = "장부의 계정"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


class Payment(models.Model):
    """지급: what the bank is told to send, under one number for life; `destination` names our row of the receiving account."""

    bank_number = models.TextField("은행 거래번호")
    source = models.ForeignKey(
        LedgerAccount, models.PROTECT, related_name="payments", db_column="source", verbose_name="나가는 계정"
    )
    amount_won = models.BigIntegerField("금액")
    destination = models.TextField("받는 곳")
    writer = models.TextField("쓴 사람")
    value_on = models.DateField("쓴 날")
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        db_column="replaces",
        related_name="replaced_by",
        verbose_name="다시 보냄",
    )
    state = models.TextField("상태", choices=PaymentState)
    steps = models.SmallIntegerField("단계 수")

    class Meta:
        managed = False
        db_table = '"ledger"."payment"'
        verbose_name = verbose_name_plural = "지급"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.bank_number} {self.amount_won:,}원"
