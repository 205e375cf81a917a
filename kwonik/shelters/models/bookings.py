"""공간 대관: a group asks for a room, waits, is approved, comes or does not come."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q

from kwonik.catalogue.models import Code
from kwonik.ledgers.models import Imported
from kwonik.people.models import Client
from kwonik.places.models import Centre
from kwonik.shelters.codes import HOLDING, BookingState

from .registers import Room

KOREAN_DAY = "(%(expressions)s AT TIME ZONE 'Asia/Seoul')::date"


class Instants(models.Func):
    """tstzrange(from, until, '[)'): one group may begin when the other ends."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["import_key"])
class Booking(Imported):
    """대관 한 번. A room holds one group at a time, a request included: the database refuses a second one.

    `group` is the name of a group, never of a person; whom to call is a client, sealed. Counted when it was used.
    """

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="센터")
    room = models.ForeignKey(Room, models.PROTECT, related_name="bookings", verbose_name="공간")
    starts_at = models.DateTimeField("시작")
    ends_at = models.DateTimeField("끝")
    held_on = models.DateField("이용일")
    heads = models.PositiveSmallIntegerField("신청 인원")
    group = models.CharField("모임", max_length=80)
    group_key = models.CharField("찾는 이름", max_length=80)
    purpose = models.ForeignKey(Code, models.PROTECT, related_name="+", verbose_name="목적")
    contact = models.ForeignKey(Client, models.PROTECT, null=True, blank=True, verbose_name="연락할 사람")
    state = models.CharField("상태", max_length=10, choices=BookingState, default=BookingState.REQUESTED)
    actual_heads = models.PositiveSmallIntegerField("이용 인원", null=True, blank=True)
    reason = models.CharField("까닭", max_length=200, blank=True)
    offered_at = models.DateTimeField("자리가 난 일시", null=True, blank=True)
    form_token = models.UUIDField("제출 표", null=True, unique=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="적은 사람"
    )
    recorded_at = models.DateTimeField("적은 일시", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "공간 대관"
        ordering = ["-starts_at", "-pk"]
        indexes = [
            models.Index(fields=["centre", "held_on"]),
            models.Index(fields=["room", "starts_at"]),
            models.Index(fields=["room", "group_key", "held_on"]),
        ]
        constraints = [
            ExclusionConstraint(
                name="shelters_booking_once",
                expressions=[
                    ("room", RangeOperators.EQUAL),
                    (Instants("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=[str(state) for state in HOLDING]),
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shelters_booking_times"),
            models.CheckConstraint(
                condition=Q(
                    held_on=models.Func(F("starts_at"), template=KOREAN_DAY, output_field=models.DateField())
                ),
                name="shelters_booking_day",
            ),
            models.CheckConstraint(condition=Q(heads__gt=0), name="shelters_booking_heads"),
            models.CheckConstraint(
                condition=Q(state="used", actual_heads__gt=0)
                | (~Q(state="used") & Q(actual_heads__isnull=True)),
                name="shelters_booking_used_with_heads",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""), name="shelters_booking_refused_with_reason"
            ),
            models.UniqueConstraint(
                fields=["centre", "import_key"],
                condition=Q(import_key__isnull=False),
                name="shelters_booking_import",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.held_on} {self.room} {self.group}"
