"""Next steps as dated rows, targets that are never overwritten, numbers that a document states."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from kwonik.catalogue.models import Programme, Service
from kwonik.kernel.models import Recorded, Withdrawable
from kwonik.ledgers.models import Imported
from kwonik.places.models import Centre

from .codes import Bound, PlanState


class RowQuerySet(models.QuerySet):
    def standing(self) -> RowQuerySet:
        """Rows that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class Row(Imported, Recorded):
    """Whose row it is and who wrote it; the same form twice makes it once."""

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+", verbose_name="센터")
    form_token = models.UUIDField("제출 표", null=True, unique=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "import_key"],
                condition=Q(import_key__isnull=False),
                name="%(app_label)s_%(class)s_import_once",
            ),
        ]


class WithdrawableRow(Row, Withdrawable):
    """A withdrawn row stays, with its reason, and counts nowhere."""

    objects = RowQuerySet.as_manager()

    class Meta(Row.Meta):
        abstract = True
        constraints = [
            *Row.Meta.constraints,
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="", withdrawn_by__isnull=True)
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="%(app_label)s_%(class)s_withdrawn_with_reason",
            ),
        ]


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["import_key"])
class Plan(WithdrawableRow):
    """향후계획: a next step of a programme, by when, how many. Reports name it by its code.

    It becomes done or dropped, each with its day; it is late when its last day passed and it is neither.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+", verbose_name="사업")
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="세부사업"
    )
    code = models.SlugField("부르는 이름(영문)")
    text = models.CharField("할 일", max_length=300)
    from_on = models.DateField("시작하는 날")
    until_on = models.DateField("끝나는 날")
    count = models.PositiveIntegerField("계획한 수", null=True, blank=True)
    unit = models.CharField("단위", max_length=10, blank=True)
    bound = models.CharField("수의 뜻", max_length=8, choices=Bound, default=Bound.EXACT)
    state = models.CharField("상태", max_length=7, choices=PlanState, default=PlanState.PLANNED)
    done_on = models.DateField("마친 날", null=True, blank=True)
    dropped_on = models.DateField("그만둔 날", null=True, blank=True)
    dropped_reason = models.CharField("그만둔 까닭", max_length=200, blank=True)

    class Meta(WithdrawableRow.Meta):
        verbose_name = verbose_name_plural = "향후계획"
        ordering = ["from_on", "until_on", "pk"]
        indexes = [models.Index(fields=["centre", "from_on"])]
        constraints = [
            *WithdrawableRow.Meta.constraints,
            models.UniqueConstraint(fields=["centre", "code"], name="planning_plan_code_once"),
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="planning_plan_dates"),
            models.CheckConstraint(
                condition=Q(count__isnull=True, unit="") | (Q(count__isnull=False) & ~Q(unit="")),
                name="planning_plan_count_with_unit",
            ),
            models.CheckConstraint(
                condition=Q(state="planned", done_on__isnull=True, dropped_on__isnull=True, dropped_reason="")
                | Q(state="done", done_on__isnull=False, dropped_on__isnull=True, dropped_reason="")
                | (
                    Q(state="dropped", done_on__isnull=True, dropped_on__isnull=False) & ~Q(dropped_reason="")
                ),
                name="planning_plan_state_with_its_day",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Target(Row):
    """목표: what a figure shall be in a year, under a cut. A row decided later wins from its day on.

    Rows are never changed or deleted, by nobody: the database refuses it.
    """

    figure = models.CharField("수치", max_length=80)
    cut = models.JSONField("구분", default=dict, blank=True)
    year = models.PositiveSmallIntegerField("연도")
    value = models.PositiveBigIntegerField("목표")
    decided_on = models.DateField("정한 날")
    reason = models.CharField("근거", max_length=200)

    class Meta(Row.Meta):
        verbose_name = verbose_name_plural = "목표"
        ordering = ["-year", "figure", "-decided_on", "-pk"]
        indexes = [models.Index(fields=["centre", "year"])]
        triggers = [pgtrigger.Protect(name="kept_as_decided", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            *Row.Meta.constraints,
            models.CheckConstraint(condition=~Q(reason=""), name="planning_target_reason"),
            models.CheckConstraint(
                condition=Q(year__gte=2000) & Q(year__lte=2100), name="planning_target_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.figure} {self.value:,}"


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["import_key"])
class Statement(WithdrawableRow):
    """문서로 밝힌 수: a number that no row supports, with the document that states it (약 10만병)."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="사업"
    )
    code = models.SlugField("부르는 이름(영문)")
    label = models.CharField("무엇", max_length=120)
    value = models.BigIntegerField("수")
    unit = models.CharField("단위", max_length=10)
    printed = models.CharField("문서의 표기", max_length=60, blank=True)
    about = models.BooleanField("어림수", default=False)
    document = models.CharField("문서", max_length=200)
    document_on = models.DateField("문서 날짜")

    class Meta(WithdrawableRow.Meta):
        verbose_name = verbose_name_plural = "문서로 밝힌 수"
        ordering = ["-document_on", "-pk"]
        indexes = [models.Index(fields=["centre", "document_on"])]
        constraints = [
            *WithdrawableRow.Meta.constraints,
            models.UniqueConstraint(fields=["centre", "code"], name="planning_statement_code_once"),
            models.CheckConstraint(condition=~Q(document=""), name="planning_statement_document"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.value:,}{self.unit}"
