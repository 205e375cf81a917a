"""What stands: shelters, their hours, the days they keep otherwise, their rooms. Registers carry dates."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q

from kwonik.ledgers.models import Imported
from kwonik.people.models.shapes import Days, never_twice
from kwonik.places.models import Centre, Dated, District, Facility, Site
from kwonik.shelters.codes import ShelterKind


def both_or_neither(name: str) -> models.CheckConstraint:
    """Open from and until, or closed."""
    return models.CheckConstraint(
        condition=Q(opens_at__isnull=True, closes_at__isnull=True)
        | Q(opens_at__isnull=False, closes_at__isnull=False),
        name=name,
    )


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["import_key"])
class Shelter(Dated, Imported):
    """쉼터: a place for people who work on the road, in force from the day it opened (개소) to its last."""

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="센터")
    name = models.CharField("이름", max_length=60)
    kind = models.CharField("구분", max_length=8, choices=ShelterKind)
    site = models.ForeignKey(Site, models.PROTECT, verbose_name="장소")
    facility = models.ForeignKey(Facility, models.PROTECT, null=True, blank=True, verbose_name="시설")
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, verbose_name="자치구")
    capacity = models.PositiveSmallIntegerField("정원", null=True, blank=True)
    note = models.CharField("메모", max_length=300, blank=True)
    position = models.PositiveSmallIntegerField("순서", default=0)
    form_token = models.UUIDField("제출 표", null=True, unique=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="적은 사람"
    )
    recorded_at = models.DateTimeField("적은 일시", auto_now_add=True)

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "쉼터"
        ordering = ["position", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            never_twice("shelters_shelter_site", "centre", "site"),
            never_twice("shelters_shelter_name", "centre", "name"),
            models.UniqueConstraint(
                fields=["centre", "import_key"],
                condition=Q(import_key__isnull=False),
                name="shelters_shelter_import",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OpeningHours(Dated, Imported):
    """운영 시간: of one weekday (7: public holidays), perhaps past midnight; without times it is closed."""

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="센터")
    shelter = models.ForeignKey(Shelter, models.PROTECT, related_name="hours", verbose_name="쉼터")
    weekday = models.PositiveSmallIntegerField("요일")
    opens_at = models.TimeField("여는 시각", null=True, blank=True)
    closes_at = models.TimeField("닫는 시각", null=True, blank=True)

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "운영 시간"
        ordering = ["shelter_id", "from_on", "weekday"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=Q(weekday__lte=7), name="shelters_hours_weekday"),
            both_or_neither("shelters_hours_times"),
            never_twice("shelters_hours_once", "shelter", "weekday"),
            models.UniqueConstraint(
                fields=["centre", "import_key"],
                condition=Q(import_key__isnull=False),
                name="shelters_hours_import",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shelter} {self.weekday} {self.opens_at}~{self.closes_at}"


class SpecialDay(Imported):
    """휴관·특별 운영: days on which a shelter is closed, or open at other hours, and why."""

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="센터")
    shelter = models.ForeignKey(Shelter, models.PROTECT, related_name="special_days", verbose_name="쉼터")
    from_on = models.DateField("첫날")
    until_on = models.DateField("끝날")
    opens_at = models.TimeField("여는 시각", null=True, blank=True)
    closes_at = models.TimeField("닫는 시각", null=True, blank=True)
    reason = models.CharField("까닭", max_length=120)
    form_token = models.UUIDField("제출 표", null=True, unique=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="적은 사람"
    )
    recorded_at = models.DateTimeField("적은 일시", auto_now_add=True)
    withdrawn_at = models.DateTimeField("거둔 일시", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "휴관·특별 운영"
        ordering = ["-from_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="shelters_day_dates"),
            both_or_neither("shelters_day_times"),
            ExclusionConstraint(
                name="shelters_day_once",
                expressions=[
                    ("shelter", RangeOperators.EQUAL),
                    (
                        Days("from_on", "until_on", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(withdrawn_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["centre", "import_key"],
                condition=Q(import_key__isnull=False),
                name="shelters_day_import",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shelter} {self.from_on}~{self.until_on} {self.reason}"


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["import_key"])
class Room(Dated, Imported):
    """공간: a room of a shelter that groups may book, with its seats and what it asks of a booking."""

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="센터")
    shelter = models.ForeignKey(Shelter, models.PROTECT, related_name="rooms", verbose_name="쉼터")
    name = models.CharField("이름", max_length=60)
    seats = models.PositiveSmallIntegerField("좌석")
    opens_at = models.TimeField("빌려주는 시각부터", null=True, blank=True)
    closes_at = models.TimeField("빌려주는 시각까지", null=True, blank=True)
    ahead_days = models.PositiveSmallIntegerField("며칠 뒤까지 신청", default=60)
    notice_hours = models.PositiveSmallIntegerField("몇 시간 전까지 신청", default=0)
    longest_hours = models.PositiveSmallIntegerField("한 번에 몇 시간까지", default=6)
    monthly_limit = models.PositiveSmallIntegerField("한 모임이 한 달에 몇 번까지", null=True, blank=True)
    form_token = models.UUIDField("제출 표", null=True, unique=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="적은 사람"
    )
    recorded_at = models.DateTimeField("적은 일시", auto_now_add=True)

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "공간"
        ordering = ["shelter_id", "name", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=Q(seats__gt=0), name="shelters_room_seats"),
            models.CheckConstraint(condition=Q(longest_hours__range=(1, 24)), name="shelters_room_longest"),
            both_or_neither("shelters_room_times"),
            never_twice("shelters_room_once", "shelter", "name"),
            models.UniqueConstraint(
                fields=["centre", "import_key"],
                condition=Q(import_key__isnull=False),
                name="shelters_room_import",
            ),
        ]

    def __str__(self) -> str:
        return self.name
