"""Hubs, courses of sittings of one client. Who a client is and what was said stand sealed in the vault."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q

from kwonik.catalogue.models import Code, Service
from kwonik.people.models import Appointment, Client, SealedText
from kwonik.places.models import Centre, Dated
from kwonik.wellbeing.codes import Confirmation, CourseState, Route, SittingState

from .shapes import (
    WITHDRAWN,
    Kept,
    NumberedQuerySet,
    brought_once,
    numbered_without_gaps,
    together,
    withdrawn_with_reason,
)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["import_key"])
class Hub(Dated, Kept):
    """거점센터: an organisation that counsels for the centre in one part of town, by an agreement from a day on."""

    region = models.CharField("권역", max_length=40)
    name = models.CharField("기관", max_length=80)
    note = models.CharField("메모", max_length=200, blank=True)

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "거점센터"
        ordering = ["region", "name", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["centre", "name", "from_on"], condition=~WITHDRAWN, name="wellbeing_hub_once"
            ),
            withdrawn_with_reason("wellbeing_hub_withdrawn"),
            brought_once("wellbeing_hub_import_once"),
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.name}"


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["import_key"])
class Course(Kept):
    """One client's run of sittings with one counsellor. A counsellor who has sealed notes in it stays its counsellor."""

    service = models.ForeignKey(Service, models.PROTECT, verbose_name="서비스")
    reference = models.CharField("접수번호", max_length=24)
    client = models.ForeignKey(Client, models.PROTECT, verbose_name="내담자")
    route = models.CharField("경로", max_length=10, choices=Route)
    hub = models.ForeignKey(Hub, models.PROTECT, null=True, blank=True, verbose_name="거점센터")
    counsellor = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="객원 심리상담사"
    )
    counsellor_name = models.CharField("거점센터의 상담사", max_length=60, blank=True)
    issue = models.ForeignKey(Code, models.PROTECT, related_name="+", verbose_name="유형")
    opened_on = models.DateField("시작일")
    quota = models.PositiveSmallIntegerField("정한 회기")
    state = models.CharField("상태", max_length=10, choices=CourseState, default=CourseState.OPEN)
    closed_on = models.DateField("마친 날", null=True, blank=True)
    stopped_reason = models.CharField("중단한 까닭", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "심리상담"
        ordering = ["-opened_on", "-pk"]
        indexes = [
            models.Index(fields=["centre", "-opened_on", "-id"], name="wellbeing_newest_first"),
            models.Index(fields=["client"]),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="keeps_its_counsellor",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("counsellor_id"),
                func="""
                    IF NEW.counsellor_id IS DISTINCT FROM OLD.counsellor_id AND EXISTS (
                        SELECT FROM wellbeing_sitting WHERE course_id = NEW.id AND note_id IS NOT NULL
                    ) THEN
                        RAISE EXCEPTION 'course % holds sealed notes of its counsellor', NEW.id
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'wellbeing_keeps_its_counsellor';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["centre", "reference"], name="wellbeing_reference_once"),
            models.UniqueConstraint(
                fields=["centre", "client", "route", "opened_on"],
                condition=~WITHDRAWN,
                name="wellbeing_course_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    route="individual", hub__isnull=True, counsellor__isnull=False, counsellor_name=""
                )
                | Q(route="hub", hub__isnull=False, counsellor__isnull=False, counsellor_name="")
                | (Q(route="hub", hub__isnull=False, counsellor__isnull=True) & ~Q(counsellor_name="")),
                name="wellbeing_course_route",
            ),
            together(~Q(state="open"), Q(closed_on__isnull=False), name="wellbeing_course_closed"),
            together(Q(state="stopped"), ~Q(stopped_reason=""), name="wellbeing_course_stopped"),
            models.CheckConstraint(condition=Q(quota__gte=1), name="wellbeing_course_quota"),
            withdrawn_with_reason("wellbeing_course_withdrawn"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def counselled_by(self) -> str:
        return self.counsellor.name if self.counsellor else self.counsellor_name


class Extension(models.Model):
    """회기 늘리기: sittings above what the programme gives one person in a year, with the reason."""

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="센터")
    course = models.ForeignKey(Course, models.PROTECT, related_name="extensions", verbose_name="심리상담")
    year = models.PositiveSmallIntegerField("연도")
    sittings = models.PositiveSmallIntegerField("늘린 회기")
    reason = models.CharField("까닭", max_length=200)
    form_token = models.UUIDField("제출 표", null=True, unique=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="늘린 사람"
    )
    granted_at = models.DateTimeField("늘린 일시", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "회기 늘리기"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sittings__gte=1) & ~Q(reason=""), name="wellbeing_extension_with_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.course} {self.year} +{self.sittings}"


class SittingQuerySet(NumberedQuerySet):
    of = "course"

    def let_go(self, parents: Collection[int]) -> None:
        brought = Course.objects.filter(pk__in=parents, sittings=None, import_batch__isnull=False)
        empty = brought.filter(extensions=None)
        clients = list(empty.values_list("client", "import_batch__uploaded_at"))
        empty.delete()
        for client, since in clients:
            with suppress(models.ProtectedError), transaction.atomic():
                Client.objects.filter(pk=client, created_at__gte=since).delete()


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["import_key"])
class Sitting(Kept):
    """회기: one meeting of client and counsellor. Standing ones are numbered by their days, a withdrawn one has none.

    `note` is sealed; only whoever wrote it (`note_by`), as the course's counsellor, opens it (access.open_note).
    """

    course = models.ForeignKey(Course, models.PROTECT, related_name="sittings", verbose_name="심리상담")
    number = models.PositiveSmallIntegerField("회기", null=True)
    held_on = models.DateField("상담일")
    minutes = models.PositiveSmallIntegerField("시간(분)", null=True, blank=True)
    place = models.CharField("장소", max_length=80, blank=True)
    state = models.CharField("상태", max_length=10, choices=SittingState, default=SittingState.PLANNED)
    confirmation = models.CharField("내담자 확인", max_length=10, choices=Confirmation, blank=True)
    confirmed_at = models.DateTimeField("확인 일시", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="확인을 받은 사람",
    )
    note = models.ForeignKey(
        SealedText, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="상담 기록"
    )
    note_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="기록한 상담사",
    )

    objects = SittingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "심리상담 회기"
        ordering = ["held_on", "pk"]
        indexes = [
            models.Index(fields=["centre", "held_on"]),
            models.Index(
                fields=["centre", "held_on"],
                condition=Q(state="planned", withdrawn_at__isnull=True),
                name="wellbeing_sitting_ahead",
            ),
        ]
        triggers = [numbered_without_gaps("wellbeing_sitting", "course", "wellbeing_course")]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "number"],
                deferrable=models.Deferrable.DEFERRED,
                name="wellbeing_sitting_number_once",
            ),
            together(WITHDRAWN, Q(number__isnull=True), name="wellbeing_sitting_numbered"),
            models.CheckConstraint(condition=Q(number__gte=1), name="wellbeing_sitting_number"),
            models.CheckConstraint(condition=Q(minutes__gte=1), name="wellbeing_sitting_minutes"),
            together(
                ~Q(confirmation=""),
                Q(confirmed_at__isnull=False),
                Q(confirmed_by__isnull=False),
                name="wellbeing_sitting_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(state="held"), name="wellbeing_confirmed_is_held"
            ),
            together(Q(note__isnull=False), Q(note_by__isnull=False), name="wellbeing_sitting_note"),
            withdrawn_with_reason("wellbeing_sitting_withdrawn"),
            brought_once("wellbeing_sitting_import_once"),
        ]

    def __str__(self) -> str:
        return f"{self.course} {self.number or '철회한'}회기"
