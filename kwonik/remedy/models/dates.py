"""Days of a matter and the critical dates that follow from them, as the calendar was known when they were reckoned."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from kwonik.kernel.models import Withdrawable
from kwonik.remedy.codes import PENDING, DateState, Nature, Unit

from .cases import ReliefCase, Step

IN_AN_OPEN_CASE = """
    IF (SELECT state FROM remedy_reliefcase WHERE id = NEW.case_id FOR SHARE) = 'closed' THEN
        RAISE EXCEPTION 'case % is closed', NEW.case_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
OF_ITS_CASE = """
    IF EXISTS (SELECT FROM remedy_step WHERE id = NEW.met_step_id AND case_id <> NEW.case_id)
        OR EXISTS (SELECT FROM remedy_matterdate WHERE id = NEW.matter_date_id AND case_id <> NEW.case_id) THEN
        RAISE EXCEPTION 'step or day of another case' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class MatterDate(Withdrawable):
    """사건의 날짜: a day on which something happened (dismissal, last pay day, a ruling received).

    A wrong one is withdrawn with its reason and stays; the database lets nobody rewrite it.
    """

    case = models.ForeignKey(ReliefCase, models.PROTECT, related_name="matter_dates", verbose_name="사건")
    matter = models.CharField("무슨 날", max_length=30)
    happened_on = models.DateField("일이 있은 날")

    class Meta:
        verbose_name = verbose_name_plural = "사건의 날짜"
        ordering = ["happened_on", "pk"]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="as_recorded", fields=["case", "matter", "happened_on", "recorded_by", "recorded_at"]
            ),
            pgtrigger.Protect(
                name="withdrawn_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.withdrawn_at IS NOT NULL"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "matter", "happened_on"],
                condition=Q(withdrawn_at__isnull=True),
                name="remedy_matter_date_once",
            ),
            models.CheckConstraint(condition=~Q(matter=""), name="remedy_matter_date_named"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="", withdrawn_by__isnull=True)
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")),
                name="remedy_matter_date_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.happened_on}"


class CriticalDateQuerySet(models.QuerySet):
    def pending(self) -> CriticalDateQuerySet:
        """Those still to be kept."""
        return self.filter(state__in=PENDING)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old, level=pghistory.Statement), pghistory.DeleteEvent())
class CriticalDate(models.Model):
    """기한: until when something must be done in a case, lest a right is lost.

    The term stands here as it was when reckoned (name, law, length), `raw_last_on` by the calendar of months alone,
    `last_on` with the holidays known on `known_on`. Only a corrected calendar moves `last_on`, and only while it is to
    be kept. It becomes met (on a day, by a step) or not needed (with a reason); both can be undone, nothing is rewritten.
    """

    case = models.ForeignKey(ReliefCase, models.PROTECT, related_name="critical_dates", verbose_name="사건")
    matter_date = models.ForeignKey(
        MatterDate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="critical_dates",
        verbose_name="사건의 날짜",
    )
    term = models.CharField("기한", max_length=100)
    law = models.CharField("근거", max_length=120, blank=True)
    nature = models.CharField("성질", max_length=12, choices=Nature)
    amount = models.PositiveSmallIntegerField("기간")
    unit = models.CharField("단위", max_length=6, choices=Unit)
    first_counts = models.BooleanField("첫날을 셈", default=False)
    event_on = models.DateField("일이 있은 날")
    raw_last_on = models.DateField("역법으로 센 마지막 날")
    last_on = models.DateField("마지막 날")
    known_on = models.DateField("달력을 안 날")
    state = models.CharField("상태", max_length=10, choices=DateState, default=DateState.PROPOSED)
    met_on = models.DateField("한 날", null=True, blank=True)
    met_step = models.ForeignKey(
        Step, models.PROTECT, null=True, blank=True, related_name="dates_met", verbose_name="지킨 단계"
    )
    reason = models.CharField("까닭", max_length=200, blank=True)
    settled_at = models.DateTimeField("정한 일시", null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="정한 사람",
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="적은 사람"
    )
    recorded_at = models.DateTimeField("적은 일시", auto_now_add=True)

    objects = CriticalDateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "기한"
        ordering = ["last_on", "pk"]
        indexes = [
            models.Index(fields=["last_on"], condition=Q(state__in=PENDING), name="remedy_pending_dates"),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="as_reckoned",
                fields=[
                    *("case", "matter_date", "term", "law", "nature", "amount", "unit", "first_counts"),
                    *("event_on", "raw_last_on", "recorded_by", "recorded_at"),
                ],
            ),
            pgtrigger.Protect(
                name="settled_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "((OLD.state IN ('met', 'not_needed') AND NEW.state <> 'open')"
                    " OR (NEW.state = 'proposed' AND OLD.state <> 'proposed'))"
                ),
            ),
            pgtrigger.Trigger(
                name="in_an_open_case",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
                condition=pgtrigger.Condition("NEW.state IN ('proposed', 'open')"),
                func=IN_AN_OPEN_CASE,
            ),
            pgtrigger.Trigger(
                name="of_its_case",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("met_step_id"),
                func=OF_ITS_CASE,
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "term", "event_on"],
                condition=Q(state__in=PENDING),
                name="remedy_date_pending_once",
            ),
            models.CheckConstraint(condition=~Q(term=""), name="remedy_date_named"),
            models.CheckConstraint(
                condition=Q(raw_last_on__gte=F("event_on"), last_on__gte=F("raw_last_on")),
                name="remedy_date_after_its_event",
            ),
            models.CheckConstraint(
                condition=Q(last_on__iso_week_day__lte=5), name="remedy_date_ends_on_a_weekday"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=PENDING,
                    settled_at__isnull=True,
                    settled_by__isnull=True,
                    met_on__isnull=True,
                    met_step__isnull=True,
                    reason="",
                )
                | Q(
                    state=DateState.MET,
                    met_on__isnull=False,
                    settled_at__isnull=False,
                    settled_by__isnull=False,
                )
                | (
                    Q(
                        state=DateState.NOT_NEEDED,
                        met_on__isnull=True,
                        met_step__isnull=True,
                        settled_at__isnull=False,
                        settled_by__isnull=False,
                    )
                    & ~Q(reason="")
                ),
                name="remedy_date_settled_in_full",
            ),
            models.CheckConstraint(
                condition=Q(met_on__isnull=True) | Q(met_on__lte=F("last_on")) | ~Q(reason=""),
                name="remedy_date_late_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.term} {self.last_on}"


class Redating(models.Model):
    """다시 센 기한: a correction of the calendar moved critical dates of a centre's cases. Append-only.

    `name` is what the day became: a holiday of that name, or a working day (empty).
    """

    centre = models.ForeignKey("places.Centre", models.PROTECT, related_name="+", verbose_name="센터")
    day = models.DateField("고친 날", null=True)
    name = models.CharField("고친 뜻", max_length=60, blank=True)
    count = models.PositiveIntegerField("옮긴 기한 수")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="한 사람"
    )
    at = models.DateTimeField("일시", db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "다시 센 기한"
        ordering = ["-pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class RedatedDate(models.Model):
    """옮긴 기한: one critical date before and after a correction of the calendar. Append-only."""

    redating = models.ForeignKey(Redating, models.PROTECT, related_name="moved", verbose_name="다시 셈")
    date = models.ForeignKey(CriticalDate, models.PROTECT, related_name="redated", verbose_name="기한")
    before_on = models.DateField("전의 마지막 날")
    after_on = models.DateField("새 마지막 날")

    class Meta:
        verbose_name = verbose_name_plural = "옮긴 기한"
        ordering = ["pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.UniqueConstraint(fields=["redating", "date"], name="remedy_redated_once"),
            models.CheckConstraint(condition=~Q(before_on=F("after_on")), name="remedy_redated_elsewhere"),
        ]

    def __str__(self) -> str:
        return f"{self.before_on} → {self.after_on}"
