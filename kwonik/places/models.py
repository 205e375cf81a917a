"""Centres and their network, districts, sites, facilities, teams, workplaces. Registers carry dates."""

from __future__ import annotations

from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .codes import CentreKind, ClosingLevel, PurposeKind, SiteKind, UnitKind


class DatedQuerySet(models.QuerySet):
    def as_of(self, day: date) -> DatedQuerySet:
        """Rows in force on that day."""
        return self.filter(standing_on(day))


def standing_on(day: date, prefix: str = "") -> Q:
    """In force on `day`: begun, and not ended before it."""
    return Q(**{f"{prefix}from_on__lte": day}) & (
        Q(**{f"{prefix}until_on__isnull": True}) | Q(**{f"{prefix}until_on__gte": day})
    )


class Dated(models.Model):
    """A register row in force from a first day to a last day (both included; no last day: still in force)."""

    from_on = models.DateField("시작일")
    until_on = models.DateField("끝난 날", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="%(app_label)s_%(class)s_dates",
            )
        ]


class District(models.Model):
    """자치구 (or 시·군): where somebody works or lives, never finer."""

    code = models.SlugField("코드", unique=True)
    name = models.CharField("이름", max_length=40, unique=True)
    position = models.PositiveSmallIntegerField("순서", default=0)
    retired_on = models.DateField("그만 쓴 날", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "자치구"
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class Hotline(models.Model):
    """대표전화: one number that many centres answer."""

    number = models.CharField("전화번호", max_length=20, unique=True)
    name = models.CharField("이름", max_length=60)
    hours = models.CharField("운영 시간", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "대표전화"

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


class Centre(Dated):
    """노동센터: the tenant. Every row of work belongs to exactly one centre."""

    code = models.SlugField("코드", unique=True)
    name = models.CharField("이름", max_length=80, unique=True)
    kind = models.CharField("구분", max_length=10, choices=CentreKind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name="상위 센터")
    hotline = models.ForeignKey(Hotline, models.PROTECT, null=True, blank=True, verbose_name="대표전화")
    districts = models.ManyToManyField(District, blank=True, verbose_name="맡은 자치구")
    legal_basis = models.TextField("설치 근거", blank=True)

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "노동센터"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A place where work is done away from the desk: a station, a shelter, a partner's office."""

    code = models.SlugField("코드", unique=True)
    name = models.CharField("이름", max_length=80, unique=True)
    kind = models.CharField("구분", max_length=10, choices=SiteKind)
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, verbose_name="자치구")
    aliases = models.JSONField("다른 이름", default=list, blank=True)
    retired_on = models.DateField("그만 쓴 날", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "장소"
        ordering = ["kind", "name"]

    def __str__(self) -> str:
        return self.name


class Facility(Dated):
    """시설: an office or shelter the centre uses, as the main report's table prints it."""

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="센터")
    name = models.CharField("이름(비고)", max_length=60)
    address = models.CharField("주소", max_length=200)
    floors = models.CharField("층별", max_length=60)
    structure = models.CharField("구조", max_length=60)
    use = models.CharField("용도", max_length=60)
    area_m2 = models.DecimalField("면적(㎡)", max_digits=9, decimal_places=2)
    holder = models.CharField("사용자", max_length=60)
    rooms = models.CharField("공간 구성", max_length=300, blank=True)
    position = models.PositiveSmallIntegerField("순서", default=0)

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "시설"
        ordering = ["position", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=Q(area_m2__gt=0), name="places_facility_area"),
            models.UniqueConstraint(fields=["centre", "name", "from_on"], name="places_facility_once"),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationUnit(Dated):
    """A box of the organisation chart: 센터장, 사무국, 팀; `duties` is what the report says it does."""

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="센터")
    code = models.SlugField("코드")
    name = models.CharField("이름", max_length=60)
    kind = models.CharField("구분", max_length=10, choices=UnitKind)
    duties = models.JSONField("주요 업무", default=list, blank=True)
    position = models.PositiveSmallIntegerField("순서", default=0)

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "부서"
        ordering = ["position", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["centre", "code", "from_on"], name="places_unit_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Purpose(Dated):
    """비전과 목표: a line of the centre's vision, values, goals or strategic tasks, in force from a day on."""

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="센터")
    kind = models.CharField("구분", max_length=6, choices=PurposeKind)
    text = models.CharField("내용", max_length=300)
    position = models.PositiveSmallIntegerField("순서", default=0)

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "비전과 목표"
        ordering = ["position", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["centre", "kind", "text", "from_on"], name="places_purpose_once"),
        ]

    def __str__(self) -> str:
        return self.text


class HistoryEntry(models.Model):
    """주요연혁: a dated line of the centre's history; months are stored as their first day."""

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="센터")
    happened_on = models.DateField("때")
    text = models.CharField("내용", max_length=300)
    note = models.CharField("덧붙임", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "연혁"
        ordering = ["happened_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "happened_on", "text"], name="places_history_once"),
        ]

    def __str__(self) -> str:
        return f"{self.happened_on:%Y.%m} {self.text}"


class Workplace(models.Model):
    """사업장: an employer's name as people give it; `name_key` finds it however it is written."""

    name = models.CharField("이름", max_length=120)
    name_key = models.CharField("찾는 이름", max_length=120, unique=True)
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, verbose_name="자치구")

    class Meta:
        verbose_name = verbose_name_plural = "사업장"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Series(models.Model):
    """A running number of a centre and year ("L-2025-003860"): taken by one UPDATE, never from a maximum."""

    centre = models.ForeignKey(Centre, models.PROTECT)
    key = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "일련번호"
        constraints = [models.UniqueConstraint(fields=["centre", "key", "year"], name="places_series_once")]

    def __str__(self) -> str:
        return f"{self.key} {self.year}: {self.last}"


class PeriodClosing(models.Model):
    """마감: a month of a centre that is settled, first by the centre, then by the city; a reopened one stays as a row.

    While one stands, no row that counts in that month comes, goes or changes what it counts: the database refuses it.
    """

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+", verbose_name="센터")
    level = models.CharField("단계", max_length=6, choices=ClosingLevel)
    month_on = models.DateField("달(첫날)")
    closed_at = models.DateTimeField("마감한 일시", auto_now_add=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="마감한 사람"
    )
    reopened_at = models.DateTimeField("마감을 푼 일시", null=True, blank=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="마감을 푼 사람",
    )
    reopened_reason = models.CharField("마감을 푼 까닭", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "마감"
        ordering = ["-month_on", "level", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "month_on", "level"],
                condition=Q(reopened_at__isnull=True),
                name="places_closing_once",
            ),
            models.CheckConstraint(condition=Q(month_on__day=1), name="places_closing_whole_month"),
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True, reopened_by__isnull=True, reopened_reason="")
                | (Q(reopened_at__isnull=False, reopened_by__isnull=False) & ~Q(reopened_reason="")),
                name="places_closing_reopened_with_reason",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="stays_as_closed", fields=["centre", "level", "month_on", "closed_at", "closed_by"]
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.month_on:%Y-%m} {self.get_level_display()}"


class LockException(models.Model):
    """마감 예외: somebody may write in closed months of one room until a moment, for a reason; taken back, it stays."""

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+", verbose_name="센터")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="고칠 사람"
    )
    room = models.SlugField("업무")
    first_on = models.DateField("첫 달")
    last_on = models.DateField("끝 달")
    until_at = models.DateTimeField("언제까지")
    reason = models.CharField("까닭", max_length=200)
    granted_at = models.DateTimeField("허락한 일시", auto_now_add=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="허락한 사람"
    )
    revoked_at = models.DateTimeField("거둔 일시", null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="거둔 사람",
    )

    class Meta:
        verbose_name = verbose_name_plural = "마감 예외"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["account", "until_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="places_exception_months"),
            models.CheckConstraint(condition=~Q(reason=""), name="places_exception_reason"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="places_exception_revoked_by_somebody",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="stays_as_granted",
                fields=[
                    "centre",
                    "account",
                    "room",
                    "first_on",
                    "last_on",
                    "until_at",
                    "reason",
                    "granted_by",
                ],
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.room} {self.first_on:%Y-%m}~{self.last_on:%Y-%m}"
