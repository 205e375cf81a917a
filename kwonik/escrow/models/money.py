"""Where a commissioner pays in, and what came in. Rows of deposits are written by the ledger's own functions alone."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Case, Q, When

from kwonik.escrow.codes import DepositReason, DepositState
from kwonik.people.models import SealedText

from .days import DayInSeoul
from .running import Milestone


class VirtualAccount(models.Model):
    """가상계좌: the bank's number into which one milestone is paid. `holder_digest` is the keyed digest of the commissioner's name."""

    milestone = models.OneToOneField(
        Milestone, models.PROTECT, related_name="virtual_account", verbose_name="차수"
    )
    bank = models.CharField("은행", max_length=3)
    number = models.CharField("가상계좌 번호", max_length=20, unique=True)
    holder_digest = models.BinaryField("예금주 색인", max_length=16)
    expires_on = models.DateField("예치할 마지막 날")
    issued_at = models.DateTimeField("만든 일시", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "가상계좌"
        ordering = ["pk"]
        triggers = [
            pgtrigger.ReadOnly(name="stays_as_issued"),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.milestone} {self.number}"


class Deposit(models.Model):
    """입금: a line of the bank by which money came in, taken once. What was not just what was signed waits in suspense.

    `held_on`: the day on which it became a contract's deposit, by itself or because somebody matched it.
    """

    line = models.CharField("은행 거래번호", max_length=60)
    virtual_account = models.ForeignKey(
        VirtualAccount, models.PROTECT, null=True, related_name="deposits", verbose_name="가상계좌"
    )
    amount_won = models.BigIntegerField("금액")
    fee_won = models.BigIntegerField("카드 수수료", default=0)
    value_on = models.DateField("입금한 날")
    booked_at = models.DateTimeField("은행에 들어온 일시")
    taken_at = models.DateTimeField("장부에 적은 일시")
    reason = models.CharField("확인할 까닭", max_length=12, choices=DepositReason, blank=True)
    state = models.CharField("상태", max_length=12, choices=DepositState)
    settled_at = models.DateTimeField("처리한 일시", null=True)
    held_on = models.GeneratedField(
        expression=Case(
            When(~Q(state="matched"), then=None),
            When(reason="", then="value_on"),
            default=DayInSeoul("settled_at"),
        ),
        output_field=models.DateField(null=True),
        db_persist=True,
        verbose_name="예치된 날",
    )
    depositor = models.ForeignKey(
        SealedText,
        models.SET_NULL,
        null=True,
        db_index=False,
        related_name="+",
        verbose_name="입금한 사람",
    )

    class Meta:
        verbose_name = verbose_name_plural = "입금"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["state", "taken_at"]),
            models.Index(fields=["value_on"]),
            models.Index(
                fields=["depositor"],
                condition=Q(depositor__isnull=False),
                name="escrow_deposit_with_a_name",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["line"], name="escrow_line_taken_once"),
            models.CheckConstraint(
                condition=Q(amount_won__gt=0, fee_won__gte=0), name="escrow_deposit_of_something"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["matched", "refunded"], settled_at__isnull=False)
                | Q(state__in=["suspense", "refund_sent"], settled_at__isnull=True),
                name="escrow_deposit_settled_once",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") | Q(state="matched"), name="escrow_deposit_waits_for_a_reason"
            ),
            models.UniqueConstraint(
                fields=["virtual_account"],
                condition=Q(state="matched"),
                name="escrow_one_deposit_a_milestone",
            ),
        ]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.line} {self.amount_won:,}원"
