"""The shared record shapes: sessions, tallies (with counter presses), handouts, applications (with rounds)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, TypeVar

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kwonik.catalogue.codes import Counting, Shape
from kwonik.catalogue.models import Code, Service
from kwonik.kernel.models import Withdrawable
from kwonik.ledgers.models import Imported
from kwonik.people.models import Appointment, Client
from kwonik.places.models import Centre, District, Site, Workplace

from .codes import State

Model = TypeVar("Model", bound=type[models.Model])


class Entry(Imported, Withdrawable):
    """What the four shapes share. `DAY` names the field of the day that decides in which period it counts."""

    SHAPE: ClassVar[Shape]
    DAY: ClassVar[str]

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="센터")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+", verbose_name="서비스")
    reference = models.CharField("번호", max_length=24)
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="장소"
    )
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="자치구"
    )
    note = models.CharField("메모", max_length=300, blank=True)
    answers = models.JSONField("물음의 답", default=dict, blank=True)
    form_token = models.UUIDField("제출 표", null=True, unique=True)
    version = models.PositiveIntegerField("판", default=1)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.reference

    @property
    def day(self) -> date:
        return getattr(self, self.DAY)


def kinds(label: str = "종류") -> models.ForeignKey:
    return models.ForeignKey(Code, models.PROTECT, related_name="+", verbose_name=label)


def entry_constraints(name: str) -> list[models.BaseConstraint]:
    """A number once, a line of a ledger once, withdrawn with a reason or not at all."""
    return [
        models.UniqueConstraint(fields=["centre", "reference"], name=f"activities_{name}_reference_once"),
        models.UniqueConstraint(
            fields=["centre", "service", "import_key"],
            condition=Q(import_key__isnull=False),
            name=f"activities_{name}_import_once",
        ),
        models.CheckConstraint(
            condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason="")
            | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
            name=f"activities_{name}_withdrawn_with_reason",
        ),
    ]


def tracked(model: Model) -> Model:
    """What a row was before every change stays (pghistory), bulk and raw changes included."""
    old = pghistory.UpdateEvent(row=pghistory.Old)
    pghistory.track(old, pghistory.DeleteEvent(), exclude=["import_key"])(model)
    return model


def tracked_but_presses(model: Model) -> Model:
    """The same; what a press adds to its counter stands in the presses and not a second time."""
    counted = pgtrigger.Condition("NOT NEW.pressed OR OLD.version <> NEW.version")
    old = pghistory.UpdateEvent(row=pghistory.Old, condition=counted)
    pghistory.track(old, pghistory.DeleteEvent(), exclude=["import_key"])(model)
    return model


@tracked
class Session(Entry):
    """회차: something held once, with how many people came (캠페인, 토론회, 문화 프로그램)."""

    SHAPE, DAY = Shape.SESSION, "held_on"

    kind = kinds()
    held_on = models.DateField("진행한 날")
    title = models.CharField("이름", max_length=120, blank=True)
    starts_at = models.TimeField("시작 시각", null=True, blank=True)
    ends_at = models.TimeField("마친 시각", null=True, blank=True)
    partner = models.CharField("함께한 기관", max_length=120, blank=True)
    people = models.PositiveIntegerField("참여한 사람", null=True, blank=True)
    quantity = models.PositiveIntegerField("수량", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "회차"
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["centre", "service", "held_on"])]
        constraints = [
            *entry_constraints("session"),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="activities_session_times",
            ),
        ]


@tracked_but_presses
class Tally(Entry):
    """집계: a number that somebody counted (flow, added up) or read off (level: the latest reading counts).

    A counter (`pressed`) is one row of a day, kind and place that grows press by press.
    """

    SHAPE, DAY = Shape.TALLY, "counted_on"

    kind = kinds()
    counted_on = models.DateField("센 날")
    subject = models.CharField("무엇의", max_length=80, blank=True)
    count = models.PositiveIntegerField("수")
    counting = models.CharField("세는 방법", max_length=5, choices=Counting)
    pressed = models.BooleanField("단추로 셈", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "집계"
        ordering = ["-counted_on", "-pk"]
        indexes = [models.Index(fields=["centre", "service", "kind", "counted_on"])]
        constraints = [
            *entry_constraints("tally"),
            models.UniqueConstraint(
                fields=["centre", "service", "kind", "subject", "site", "counted_on"],
                condition=Q(counting=Counting.LEVEL, withdrawn_at__isnull=True),
                nulls_distinct=False,
                name="activities_reading_once_a_day",
            ),
            models.UniqueConstraint(
                fields=["centre", "service", "kind", "subject", "site", "counted_on"],
                condition=Q(pressed=True, withdrawn_at__isnull=True),
                nulls_distinct=False,
                name="activities_counter_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(pressed=True) | Q(counting=Counting.LEVEL) | Q(count__gt=0),
                name="activities_tally_counts",
            ),
            models.CheckConstraint(
                condition=Q(pressed=False) | Q(counting=Counting.FLOW), name="activities_counter_flows"
            ),
        ]


class Press(models.Model):
    """단추를 한 번 누름: +1 or -1 on a day's counter. The token makes a press sent again the same press."""

    tally = models.ForeignKey(Tally, models.PROTECT, related_name="presses", verbose_name="집계")
    token = models.UUIDField("누름 표", unique=True)
    by = models.SmallIntegerField("더함")
    pressed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="누른 사람"
    )
    pressed_at = models.DateTimeField("누른 일시", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "누름"
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=Q(by__in=[1, -1]), name="activities_press_one")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.by:+}"


@tracked
class Handout(Entry):
    """배부: so many of one thing went to somebody on a day (생수 12,000병)."""

    SHAPE, DAY = Shape.HANDOUT, "handed_on"

    kind = kinds("물품")
    handed_on = models.DateField("나눈 날")
    quantity = models.PositiveIntegerField("수량")
    recipient = models.CharField("받은 곳", max_length=120, blank=True)
    donor = models.CharField("보낸 곳", max_length=120, blank=True)
    people = models.PositiveIntegerField("받은 사람", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "배부"
        ordering = ["-handed_on", "-pk"]
        indexes = [models.Index(fields=["centre", "service", "handed_on"])]
        constraints = [
            *entry_constraints("handout"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="activities_handout_quantity"),
        ]


class Round(models.Model):
    """모집: how many places a service has, of one kind or of all, from a day to a day."""

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="센터")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+", verbose_name="서비스")
    kind = models.ForeignKey(
        Code, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="종류"
    )
    name = models.CharField("이름", max_length=60)
    opens_on = models.DateField("여는 날")
    closes_on = models.DateField("닫는 날", null=True, blank=True)
    capacity = models.PositiveIntegerField("정원")
    form_token = models.UUIDField("제출 표", null=True, unique=True)
    version = models.PositiveIntegerField("판", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "모집"
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "service", "name"], name="activities_round_once"),
            models.CheckConstraint(
                condition=Q(closes_on__isnull=True) | Q(closes_on__gte=F("opens_on")),
                name="activities_round_days",
            ),
            models.CheckConstraint(condition=Q(capacity__gt=0), name="activities_round_capacity"),
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class Application(Entry):
    """신청: somebody asks for a support of the programme. `state` moves by codes.MOVES only.

    Who it is stands in `client` (sealed) or, for an organisation, in `applicant`. Results of examinations or treatments
    are never kept here.
    """

    SHAPE, DAY = Shape.APPLICATION, "requested_on"

    kind = kinds()
    requested_on = models.DateField("신청한 날")
    state = models.CharField("상태", max_length=9, choices=State, default=State.REQUESTED)
    client = models.ForeignKey(
        Client, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="신청한 사람"
    )
    applicant = models.CharField("신청한 곳", max_length=120, blank=True)
    workplace = models.ForeignKey(
        Workplace, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="사업장"
    )
    employees = models.PositiveIntegerField("고용 인원", null=True, blank=True)
    appointee = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="위촉된 사람"
    )
    people = models.PositiveIntegerField("인원", null=True, blank=True)
    wished_on = models.DateField("바라는 날", null=True, blank=True)
    round = models.ForeignKey(
        Round, models.PROTECT, null=True, blank=True, related_name="applications", verbose_name="모집"
    )
    decided_on = models.DateField("결정한 날", null=True, blank=True)
    reason = models.CharField("까닭", max_length=200, blank=True)
    delivered_on = models.DateField("마친 날", null=True, blank=True)
    score = models.PositiveSmallIntegerField("만족도", null=True, blank=True)
    remark = models.CharField("평가 의견", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "신청"
        ordering = ["-requested_on", "-pk"]
        indexes = [
            models.Index(fields=["centre", "service", "requested_on"]),
            models.Index(fields=["centre", "service", "state"]),
            models.Index(fields=["round", "state"]),
        ]
        constraints = [
            *entry_constraints("application"),
            models.CheckConstraint(
                condition=Q(state__in=["delivered", "evaluated"], delivered_on__isnull=False)
                | (~Q(state__in=["delivered", "evaluated"]) & Q(delivered_on__isnull=True)),
                name="activities_application_delivered",
            ),
            models.CheckConstraint(
                condition=Q(delivered_on__isnull=True) | Q(delivered_on__gte=F("requested_on")),
                name="activities_application_days",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "assigned", "delivered", "evaluated"])
                | Q(decided_on__isnull=False),
                name="activities_application_decided",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=["refused", "withdrawn"]) & ~Q(reason=""))
                | (~Q(state__in=["refused", "withdrawn"]) & Q(reason="")),
                name="activities_application_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="evaluated", score__gte=1, score__lte=5)
                | (~Q(state="evaluated") & Q(score__isnull=True)),
                name="activities_application_score",
            ),
            models.CheckConstraint(
                condition=~Q(state="assigned") | Q(appointee__isnull=False),
                name="activities_application_assigned",
            ),
        ]
