"""Dispatch requests, lectures with their instructors and rosters, videos and the readings of their views."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from kwonik.catalogue.models import Code, Service
from kwonik.kernel.models import Withdrawable
from kwonik.ledgers.models import Imported
from kwonik.people.models import Appointment, Client
from kwonik.places.models import Centre, District

from .codes import RequestState

VIEWS_NEVER_FALL = """
IF NEW.withdrawn_at IS NULL AND EXISTS (
    SELECT FROM education_videoreading other
    WHERE other.video_id = NEW.video_id AND other.withdrawn_at IS NULL AND other.id <> NEW.id
      AND ((other.read_on < NEW.read_on AND other.views > NEW.views)
        OR (other.read_on > NEW.read_on AND other.views < NEW.views))
) THEN
    RAISE EXCEPTION 'views of video % fall', NEW.video_id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'education_views_never_fall';
END IF;
RETURN NULL;
"""


class Kept(Imported, Withdrawable):
    """A row of work of one centre: who wrote it down, by which form or ledger, and whether it was withdrawn."""

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="센터")
    form_token = models.UUIDField("제출 표", null=True, unique=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="education_%(class)s_withdrawn",
            ),
            models.UniqueConstraint(
                fields=["centre", "import_key"],
                condition=Q(import_key__isnull=False),
                name="education_%(class)s_import",
            ),
        ]


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["import_key"])
class Request(Kept):
    """교육 신청: a group, school or firm asks that somebody comes. Who answers the telephone there is sealed.

    `accepted_on` is the day it was taken on (접수), `exception` why although the group was too small.
    """

    service = models.ForeignKey(Service, models.PROTECT, verbose_name="서비스")
    kind = models.ForeignKey(Code, models.PROTECT, related_name="+", verbose_name="종류")
    reference = models.CharField("신청 번호", max_length=24)
    state = models.CharField("상태", max_length=10, choices=RequestState, default=RequestState.REQUESTED)
    applicant = models.CharField("신청한 곳", max_length=120)
    contact = models.ForeignKey(Client, models.PROTECT, null=True, blank=True, verbose_name="연락할 사람")
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, verbose_name="자치구")
    place = models.CharField("장소", max_length=120, blank=True)
    requested_on = models.DateField("신청한 날")
    wished_on = models.DateField("바라는 날")
    second_wish_on = models.DateField("둘째로 바라는 날", null=True, blank=True)
    people = models.PositiveIntegerField("예상 인원", null=True, blank=True)
    classes = models.PositiveSmallIntegerField("학급", default=1)
    accepted_on = models.DateField("접수한 날", null=True, blank=True)
    exception = models.CharField("기준과 다르게 받은 까닭", max_length=200, blank=True)
    reason = models.CharField("거절·취소한 까닭", max_length=200, blank=True)
    note = models.CharField("메모", max_length=300, blank=True)

    class Meta(Kept.Meta):
        verbose_name = verbose_name_plural = "교육 신청"
        ordering = ["-requested_on", "-pk"]
        indexes = [
            models.Index(fields=["centre", "state"]),
            models.Index(fields=["centre", "requested_on"]),
        ]
        constraints = [
            *Kept.Meta.constraints,
            models.UniqueConstraint(fields=["centre", "reference"], name="education_reference_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "assigned", "done"]) | Q(accepted_on__isnull=False),
                name="education_request_accepted_on",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "cancelled"]) | ~Q(reason=""),
                name="education_request_reason",
            ),
            models.CheckConstraint(condition=Q(classes__gte=1), name="education_request_classes"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.applicant}"


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["import_key"])
class Lecture(Kept):
    """교육 한 회: planned until it is written down who came. People who came are counted, not who signed up."""

    service = models.ForeignKey(Service, models.PROTECT, verbose_name="서비스")
    kind = models.ForeignKey(Code, models.PROTECT, related_name="+", verbose_name="종류")
    request = models.ForeignKey(
        Request, models.PROTECT, null=True, blank=True, related_name="lectures", verbose_name="신청"
    )
    title = models.CharField("교육 이름", max_length=200)
    series = models.CharField("강좌", max_length=80, blank=True)
    audience = models.CharField("들은 곳", max_length=120, blank=True)
    held_on = models.DateField("교육한 날")
    starts_at = models.TimeField("시작 시각", null=True, blank=True)
    ends_at = models.TimeField("마친 시각", null=True, blank=True)
    place = models.CharField("장소", max_length=120, blank=True)
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, verbose_name="자치구")
    classes = models.PositiveSmallIntegerField("학급", default=1)
    people_registered = models.PositiveIntegerField("신청한 사람", null=True, blank=True)
    people_completed = models.PositiveIntegerField("마친 사람", null=True, blank=True)
    satisfaction = models.DecimalField("만족도(5점)", max_digits=3, decimal_places=2, null=True, blank=True)
    answered = models.PositiveIntegerField("만족도에 답한 사람", null=True, blank=True)
    note = models.CharField("메모", max_length=300, blank=True)
    version = models.PositiveIntegerField("판", default=1)

    class Meta(Kept.Meta):
        verbose_name = verbose_name_plural = "교육"
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["centre", "service", "held_on"])]
        constraints = [
            *Kept.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="education_lecture_times",
            ),
            models.CheckConstraint(
                condition=Q(satisfaction__isnull=True) | Q(satisfaction__range=(0, 5)),
                name="education_lecture_satisfaction",
            ),
            models.CheckConstraint(condition=Q(classes__gte=1), name="education_lecture_classes"),
        ]

    def __str__(self) -> str:
        return self.title


class LectureInstructor(models.Model):
    """강사 배정: who gives the lecture and for how much. `during` are its hours; nobody stands in two rooms at once.

    `stands` is false while the lecture is withdrawn: the hours are free again.
    """

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="센터")
    lecture = models.ForeignKey(Lecture, models.CASCADE, related_name="instructors", verbose_name="교육")
    instructor = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="강사")
    fee_won = models.PositiveBigIntegerField("강사비", null=True, blank=True)
    during = DateTimeRangeField("시간", null=True, blank=True)
    stands = models.BooleanField("유효", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "강사 배정"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["lecture", "instructor"], name="education_instructor_once"),
            ExclusionConstraint(
                name="education_instructor_one_place",
                expressions=[
                    ("instructor", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(stands=True, during__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instructor}"


class Attendee(models.Model):
    """명단: somebody who signed up for a lecture, by name sealed in the vault; a certificate has its number."""

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="센터")
    lecture = models.ForeignKey(Lecture, models.CASCADE, related_name="roster", verbose_name="교육")
    client = models.ForeignKey(Client, models.PROTECT, related_name="+", verbose_name="수강한 사람")
    attended = models.BooleanField("수료", default=False)
    certificate = models.CharField("수료증 번호", max_length=24, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "명단"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["lecture", "client"], name="education_attendee_once"),
            models.UniqueConstraint(
                fields=["centre", "certificate"],
                condition=~Q(certificate=""),
                name="education_certificate_once",
            ),
            models.CheckConstraint(
                condition=Q(certificate="") | Q(attended=True), name="education_certificate_attended"
            ),
        ]

    def __str__(self) -> str:
        return str(self.client_id)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["import_key"])
class Video(Kept):
    """교육 영상: a recorded lecture that a platform shows."""

    service = models.ForeignKey(Service, models.PROTECT, verbose_name="서비스")
    title = models.CharField("영상 이름", max_length=200)
    published_on = models.DateField("올린 날")
    platform = models.CharField("올린 곳", max_length=80)

    class Meta(Kept.Meta):
        verbose_name = verbose_name_plural = "교육 영상"
        ordering = ["-published_on", "-pk"]
        constraints = [
            *Kept.Meta.constraints,
            models.UniqueConstraint(
                fields=["centre", "title"],
                condition=Q(withdrawn_at__isnull=True),
                name="education_video_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["import_key"])
class VideoReading(Kept):
    """조회수: what the platform's counter showed on a day. The latest one stands, and it never falls."""

    video = models.ForeignKey(Video, models.PROTECT, related_name="readings", verbose_name="영상")
    read_on = models.DateField("읽은 날")
    views = models.PositiveIntegerField("조회수")
    source = models.CharField("어디에서 읽음", max_length=120, blank=True)

    class Meta(Kept.Meta):
        verbose_name = verbose_name_plural = "조회수"
        ordering = ["-read_on", "-pk"]
        triggers = [
            pgtrigger.Trigger(
                name="views_never_fall",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=VIEWS_NEVER_FALL,
            )
        ]
        constraints = [
            *Kept.Meta.constraints,
            models.UniqueConstraint(
                fields=["video", "read_on"],
                condition=Q(withdrawn_at__isnull=True),
                name="education_reading_once_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.read_on} {self.views:,}회"
