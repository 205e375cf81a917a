"""여러 날 마감: days that were left open are closed in one go. Each of them is still sealed by itself (`closing.BusinessDay`)."""

from __future__ import annotations

from datetime import timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kwonik.escrow.codes import GOING_ON, RUN_ENDS, WORKING, RunState
from kwonik.places.models import Centre

ACCOUNT = settings.AUTH_USER_MODEL


class ClosingRun(models.Model):
    """여러 날 마감: a run of days from `from_on` to `until_on`, one after another, seen by one person and sealed by another.

    `progress`: days that the worker has done of what it is at. `trouble`: at which day it stopped, and why.
    """

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+", verbose_name="센터")
    from_on = models.DateField("첫날")
    until_on = models.DateField("마지막 날")
    state = models.CharField("상태", max_length=10, choices=RunState, default=str(RunState.PREPARING))
    progress = models.PositiveIntegerField("마친 날 수", default=0)
    stop_asked = models.BooleanField("멈추게 함", default=False)
    trouble = models.CharField("멈춘 까닭", max_length=500, blank=True)
    begun_by = models.ForeignKey(ACCOUNT, models.PROTECT, related_name="+", verbose_name="준비한 사람")
    begun_at = models.DateTimeField("준비한 일시", auto_now_add=True)
    first_by = models.ForeignKey(
        ACCOUNT, models.PROTECT, null=True, related_name="+", verbose_name="첫 번째 사람"
    )
    first_at = models.DateTimeField("확인한 일시", null=True)
    second_by = models.ForeignKey(
        ACCOUNT, models.PROTECT, null=True, related_name="+", verbose_name="두 번째 사람"
    )
    ended_at = models.DateTimeField("끝난 일시", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "여러 날 마감"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre"], condition=Q(state__in=GOING_ON), name="escrow_one_closing_run"
            ),
            models.CheckConstraint(
                condition=Q(from_on__lte=F("until_on")), name="escrow_run_of_at_least_a_day"
            ),
            models.CheckConstraint(
                condition=Q(first_by__isnull=True, first_at__isnull=True)
                | Q(first_by__isnull=False, first_at__isnull=False),
                name="escrow_run_seen_at_an_instant",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state__in=["sealing", "done"], first_by__isnull=False, second_by__isnull=False)
                    & ~Q(first_by=F("second_by"))
                )
                | Q(state="proposed", first_by__isnull=False, second_by__isnull=True)
                | Q(state__in=["preparing", "ready"], first_by__isnull=True, second_by__isnull=True)
                | Q(state="ended"),
                name="escrow_run_of_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state__in=GOING_ON, ended_at__isnull=True)
                | (~Q(state__in=GOING_ON) & Q(ended_at__isnull=False)),
                name="escrow_run_ends_once",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="stays_as_begun", fields=["centre", "from_on", "begun_by", "begun_at"]),
            pgtrigger.FSM(
                name="along_the_table",
                field="state",
                transitions=[(one, other) for one, ends in RUN_ENDS.items() for other in ends],
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.from_on} ~ {self.until_on}"

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.until_on - self.from_on).days + 1

    @property
    def percent(self) -> int:
        return min(100, self.progress * 100 // self.days)

    @property
    def working(self) -> bool:
        """Whether the worker is at it."""
        return self.state in WORKING

    @property
    def reached_on(self):
        """The last day that is done of what the worker is at; the day before the first where none is."""
        return self.from_on + timedelta(days=self.progress - 1)
