"""Budget lines of a year's subsidy, what was allotted to them and what was spent. Won are whole integers."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from kwonik.catalogue.models import Programme
from kwonik.ledgers.models import Imported
from kwonik.places.models import Centre

from .codes import AllotmentKind, BudgetGroup, SpendingKind

IN_BALANCE = """
IF EXISTS (SELECT FROM budget_budgetline WHERE id = NEW.id AND revision <> NEW.revision) THEN
    RETURN NULL;  -- changed again since: the last change asks for all
END IF;
SELECT coalesce(sum(amount_won), 0) INTO allotted FROM budget_allotment
    WHERE line_id = NEW.id AND withdrawn_at IS NULL;
SELECT coalesce(sum(amount_won), 0) INTO spent FROM budget_spending
    WHERE line_id = NEW.id AND withdrawn_at IS NULL;
IF spent < 0 OR spent > allotted THEN
    RAISE EXCEPTION 'budget line % holds % won, % are spent', NEW.id, allotted, spent
        USING ERRCODE = 'check_violation', CONSTRAINT = 'budget_line_in_balance';
END IF;
IF EXISTS (SELECT FROM budget_allotment WHERE line_id = NEW.id AND centre_id <> NEW.centre_id)
    OR EXISTS (SELECT FROM budget_spending WHERE line_id = NEW.id
               AND (centre_id <> NEW.centre_id OR date_part('year', spent_on) <> NEW.year)) THEN
    RAISE EXCEPTION 'a booking on budget line % is of another centre or year', NEW.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'budget_line_own_bookings';
END IF;
RETURN NULL;
"""
MARK_LINES = """
PERFORM FROM budget_budgetline WHERE id IN (SELECT line_id FROM {rows}) ORDER BY id FOR NO KEY UPDATE;
UPDATE budget_budgetline SET revision = revision + 1 WHERE id IN (SELECT line_id FROM {rows});
RETURN NULL;
"""
BOTH = "(SELECT line_id FROM old_rows UNION SELECT line_id FROM new_rows) rows"


def marks_its_line() -> list[pgtrigger.Trigger]:
    """Whatever changes bookings locks and marks their lines, once per statement: a marked line must balance at commit.

    The lock makes two bookings at once count one after the other; the mark (`revision`) costs a ledger of any length
    one sum per line.
    """
    statements = (
        ("insert", pgtrigger.Insert, pgtrigger.Referencing(new="new_rows"), "new_rows"),
        ("update", pgtrigger.Update, pgtrigger.Referencing(old="old_rows", new="new_rows"), BOTH),
        ("delete", pgtrigger.Delete, pgtrigger.Referencing(old="old_rows"), "old_rows"),
    )
    return [
        pgtrigger.Trigger(
            name=f"marks_line_on_{name}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=referencing,
            func=MARK_LINES.format(rows=rows),
        )
        for name, operation, referencing, rows in statements
    ]


class BudgetLine(models.Model):
    """세부사업: a line of the subsidy in one year, under its area (사업 영역) and group (사업비, 인건비, …).

    At commit no line has spent more than it holds, nor less than nothing, and its bookings are of its centre and year:
    the database refuses it, whoever asks (지방자치단체 보조금 관리에 관한 법률 제13조).
    """

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
    revision = models.PositiveIntegerField("판", default=0, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "예산 과목"
        ordering = ["-year", "position", "pk"]
        triggers = [
            pgtrigger.Trigger(
                name="in_balance",
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                timing=pgtrigger.Deferred,
                declare=[("allotted", "bigint"), ("spent", "bigint")],
                func=IN_BALANCE,
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["centre", "year", "code"], name="budget_line_once"),
            models.UniqueConstraint(fields=["centre", "year", "area", "name"], name="budget_name_once"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.name}"


def withdrawn_with_reason(name: str) -> models.CheckConstraint:
    """A booking is withdrawn with its reason, or stands without one."""
    stands = Q(withdrawn_at__isnull=True, withdrawn_reason="")
    withdrawn = Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")
    return models.CheckConstraint(condition=stands | withdrawn, name=name)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["import_key"])
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
        triggers = marks_its_line()
        constraints = [
            models.CheckConstraint(condition=~Q(amount_won=0), name="budget_allotment_amount"),
            withdrawn_with_reason("budget_allotment_withdrawn_with_reason"),
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


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["import_key"])
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
        triggers = marks_its_line()
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="spent", amount_won__gt=0) | Q(kind="returned", amount_won__lt=0),
                name="budget_spending_sign",
            ),
            withdrawn_with_reason("budget_spending_withdrawn_with_reason"),
            models.UniqueConstraint(
                fields=["centre", "import_key"],
                condition=Q(import_key__isnull=False),
                name="budget_spending_import",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.spent_on} {self.summary} {self.amount_won:,}"
