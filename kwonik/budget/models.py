"""Budget lines of a year's subsidy, what was allotted to them and what was spent. Won are whole integers."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from kwonik.catalogue.models import Programme
from kwonik.ledgers.models import Imported
from kwonik.places.models import Centre

from .codes import AllotmentKind, BudgetGroup, SpendingKind


class BudgetLine(models.Model):
    """세부사업: a line of the subsidy in one year, under its area (사업 영역) and group (사업비, 인건비, …)."""

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="센터")
    year = models.PositiveSmallIntegerField("회계연도")
    code = models.SlugField("코드")
    group = models.CharField("구분", max_length=12, choices=BudgetGroup)
    area = models.CharField("사업 영역", max_length=60)
    name = models.CharField("세부사업", max_length=80)
    aliases = models.JSONField("다른 이름", default=list, blank=True)
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, verbose_name="사업")
    tier = models.GeneratedField(
        expression=models.Case(
            models.When(group="programme", then=models.Value("programme")), default=models.Value("upkeep")
        ),
        output_field=models.CharField(max_length=10),
        db_persist=True,
        verbose_name="사업비와 운영 경비",
    )
    position = models.PositiveSmallIntegerField("순서", default=0)
    retired_on = models.DateField("그만 쓴 날", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "예산 과목"
        ordering = ["-year", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "year", "code"], name="budget_line_once"),
            models.UniqueConstraint(fields=["centre", "year", "area", "name"], name="budget_name_once"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.name}"


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["import_key"])
class Allotment(Imported):
    """소요예산: won given to a line (or taken from it, negative, by a transfer) on a day, with its basis."""

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="센터")
    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="allotments", verbose_name="예산 과목")
    kind = models.CharField("구분", max_length=14, choices=AllotmentKind, default=AllotmentKind.ORIGINAL)
    decided_on = models.DateField("결정일")
    amount_won = models.BigIntegerField("금액(원)")
    basis = models.CharField("근거", max_length=200, blank=True)
    form_token = models.UUIDField("제출 표", null=True, unique=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="적은 사람"
    )
    recorded_at = models.DateTimeField("적은 일시", auto_now_add=True)
    withdrawn_at = models.DateTimeField("철회 일시", null=True, blank=True)
    withdrawn_reason = models.CharField("철회 사유", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "예산 배정"
        ordering = ["decided_on", "pk"]
        indexes = [models.Index(fields=["centre", "decided_on"])]
        constraints = [
            models.CheckConstraint(condition=~Q(amount_won=0), name="budget_allotment_amount"),
            models.CheckConstraint(
                condition=Q(amount_won__gt=0) | Q(kind__in=["transfer", "supplementary"]),
                name="budget_allotment_negative_kind",
            ),
            models.UniqueConstraint(
                fields=["centre", "import_key"],
                condition=Q(import_key__isnull=False),
                name="budget_allotment_import",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.amount_won:,}"


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["import_key"])
class Spending(Imported):
    """집행액: won spent from a line on a day; money that came back is a row of its own with a negative amount."""

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="센터")
    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="spendings", verbose_name="예산 과목")
    kind = models.CharField("구분", max_length=10, choices=SpendingKind, default=SpendingKind.SPENT)
    spent_on = models.DateField("집행일")
    amount_won = models.BigIntegerField("금액(원)")
    summary = models.CharField("적요", max_length=200)
    payee = models.CharField("거래처", max_length=120, blank=True)
    voucher = models.CharField("결의서 번호", max_length=40, blank=True)
    form_token = models.UUIDField("제출 표", null=True, unique=True)
    version = models.PositiveIntegerField("판", default=1)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="적은 사람"
    )
    recorded_at = models.DateTimeField("적은 일시", auto_now_add=True)
    withdrawn_at = models.DateTimeField("철회 일시", null=True, blank=True)
    withdrawn_reason = models.CharField("철회 사유", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "집행"
        ordering = ["-spent_on", "-pk"]
        indexes = [models.Index(fields=["centre", "spent_on"]), models.Index(fields=["line", "spent_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="spent", amount_won__gt=0) | Q(kind="returned", amount_won__lt=0),
                name="budget_spending_sign",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="budget_spending_withdrawn_with_reason",
            ),
            models.UniqueConstraint(
                fields=["centre", "import_key"],
                condition=Q(import_key__isnull=False),
                name="budget_spending_import",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.spent_on} {self.summary} {self.amount_won:,}"
