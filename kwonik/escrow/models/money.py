"""Where a commissioner pays in, and what came in. Rows of deposits are written by the ledger's own functions alone."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from kwonik.escrow.codes import DepositReason, DepositState, PaysBy
from kwonik.people.models import SealedText

from .days import DayInSeoul
from .running import Milestone


class VirtualAccount(models.Model):
    """입금처: the bank's number under which one milestone is paid: a virtual account, or an order of the bank's own card page (another one
    after what a card paid was given back). `holder_digest` is the keyed digest of the commissioner's name; `address` is that of the
    page, `amount_won` what it charges.
    """

    milestone = models.ForeignKey(
        Milestone, models.PROTECT, related_name="virtual_accounts", verbose_name="차수"
    )
    way = models.CharField("내는 방법", max_length=10, choices=PaysBy, default=PaysBy.TRANSFER)
    bank = models.CharField("은행", max_length=3)
    number = models.CharField("가상계좌나 카드 주문의 번호", max_length=20, unique=True)
    address = models.URLField("카드 결제 화면", max_length=300, blank=True)
    amount_won = models.BigIntegerField("카드로 낼 금액", null=True)
    holder_digest = models.BinaryField("예금주 색인", max_length=16)
    expires_on = models.DateField("예치할 마지막 날")
    issued_at = models.DateTimeField("만든 일시", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "입금처"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["milestone"], condition=Q(way="transfer"), name="escrow_one_virtual_account"
            ),
            models.CheckConstraint(
                condition=Q(way="transfer", address="", amount_won__isnull=True)
                | Q(~Q(address=""), way="card", amount_won__isnull=False, amount_won__gt=0),
                name="escrow_card_order_has_a_page",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="stays_as_issued",
                fields=["milestone", "way", "bank", "number", "holder_digest", "issued_at"],
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.milestone} {self.number}"


class CardPayment(models.Model):
    """카드 결제: that a card was paid with, as the bank told it when asked. No money is held yet: it comes into custody, less the card
    company's fee, by `settles_on`. `amount_won` is what the card was charged.
    """

    order = models.OneToOneField(
        VirtualAccount, models.PROTECT, related_name="card_payment", verbose_name="카드 주문"
    )
    paid_at = models.DateTimeField("결제한 일시")
    paid_on = models.GeneratedField(
        expression=DayInSeoul("paid_at"),
        output_field=models.DateField(),
        db_persist=True,
        verbose_name="결제한 날",
    )
    amount_won = models.BigIntegerField("결제한 금액")
    fee_won = models.BigIntegerField("카드 수수료")
    settles_on = models.DateField("예치기관에 들어올 날")
    learned_at = models.DateTimeField("알게 된 일시", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "카드 결제"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["settles_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(fee_won__gte=0, amount_won__gt=F("fee_won")), name="escrow_card_paid_something"
            )
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.amount_won:,}원"


class Deposit(models.Model):
    """입금: a line of the bank by which money came in, taken once. What was not just what was signed waits in suspense.

    `paid_won` is what the payer paid; `fee_won` of it a card company kept, `amount_won` came into custody.
    `held_on`: the day on which the ledger booked it as a contract's deposit: the bank's, the day on which somebody matched it, or the first
    that was open, so that the figures of a closed day stay.
    """

    line = models.CharField("은행 거래번호", max_length=60)
    virtual_account = models.ForeignKey(
        VirtualAccount, models.PROTECT, null=True, related_name="deposits", verbose_name="입금처"
    )
    amount_won = models.BigIntegerField("들어온 금액")
    fee_won = models.BigIntegerField("카드 수수료", default=0)
    paid_won = models.GeneratedField(
        expression=F("amount_won") + F("fee_won"),
        output_field=models.BigIntegerField(),
        db_persist=True,
        verbose_name="낸 금액",
    )
    value_on = models.DateField("입금한 날")
    booked_at = models.DateTimeField("은행에 들어온 일시")
    taken_at = models.DateTimeField("장부에 적은 일시")
    reason = models.CharField("확인할 까닭", max_length=12, choices=DepositReason, blank=True)
    state = models.CharField("상태", max_length=12, choices=DepositState)
    settled_at = models.DateTimeField("처리한 일시", null=True)
    held_on = models.DateField("예치된 날", null=True)
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
                condition=Q(state="matched", held_on__isnull=False)
                | (~Q(state="matched") & Q(held_on__isnull=True)),
                name="escrow_deposit_held_on_a_day",
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
