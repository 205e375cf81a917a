"""실태조사·연구: a study, its rounds of asking, who answered, and the meetings where it was told."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kwonik.catalogue.models import Code, Service
from kwonik.places.models import Workplace
from kwonik.research.codes import ResponseChannel, StudyState

from .base import Row, tracked

STANDING = Q(withdrawn_at__isnull=True)


@tracked
class Study(Row):
    """실태조사·연구: what is studied, from when, by whom, how far it is. Reports name it by its code."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+", verbose_name="세부사업")
    code = models.SlugField("부르는 이름(영문)")
    title = models.CharField("제목", max_length=200)
    owner = models.CharField("담당", max_length=60, blank=True)
    partner = models.CharField("함께하는 곳(수행 기관)", max_length=120, blank=True)
    state = models.CharField("상태", max_length=8, choices=StudyState, default=StudyState.PLANNED)
    from_on = models.DateField("시작한 날")
    until_on = models.DateField("끝나는 날", null=True, blank=True)
    interim_on = models.DateField("중간보고일", null=True, blank=True)
    final_on = models.DateField("최종보고일", null=True, blank=True)
    note = models.CharField("메모", max_length=300, blank=True)

    class Meta(Row.Meta):
        verbose_name = verbose_name_plural = "실태조사·연구"
        ordering = ["-from_on", "-pk"]
        constraints = [
            *Row.Meta.constraints,
            models.UniqueConstraint(fields=["centre", "code"], name="research_study_code_once"),
            models.UniqueConstraint(
                fields=["centre", "title"], condition=STANDING, name="research_study_title_once"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="research_study_dates",
            ),
            models.CheckConstraint(
                condition=Q(interim_on__isnull=True) | Q(interim_on__gte=F("from_on")),
                name="research_study_interim",
            ),
            models.CheckConstraint(
                condition=Q(final_on__isnull=True)
                | (
                    Q(final_on__gte=F("from_on"))
                    & (Q(interim_on__isnull=True) | Q(final_on__gte=F("interim_on")))
                ),
                name="research_study_final",
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked
class Round(Row):
    """One method on one group of respondents ("설문조사, 사업주"), with the n that is wanted; 0 where none is set."""

    study = models.ForeignKey(Study, models.PROTECT, related_name="rounds", verbose_name="실태조사·연구")
    method = models.ForeignKey(Code, models.PROTECT, related_name="+", verbose_name="조사 방법")
    group = models.ForeignKey(Code, models.PROTECT, related_name="+", verbose_name="조사 대상")
    target = models.PositiveIntegerField("목표 인원", default=0)

    class Meta(Row.Meta):
        verbose_name = verbose_name_plural = "조사"
        ordering = ["study_id", "pk"]
        constraints = [
            *Row.Meta.constraints,
            models.UniqueConstraint(
                fields=["study", "method", "group"], condition=STANDING, name="research_round_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.group}"


@tracked
class Response(Row):
    """설문 응답: one questionnaire that came back, one row a respondent. Nobody is named, only where it was asked."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="responses", verbose_name="조사")
    received_on = models.DateField("받은 날")
    channel = models.CharField("받은 방법", max_length=9, choices=ResponseChannel)
    valid = models.BooleanField("유효", default=True)
    invalid_reason = models.CharField("무효 사유", max_length=120, blank=True)
    workplace = models.ForeignKey(
        Workplace, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="사업장·기관"
    )

    class Meta(Row.Meta):
        verbose_name = verbose_name_plural = "설문 응답"
        ordering = ["-received_on", "-pk"]
        indexes = [
            models.Index(fields=["round", "received_on"]),
            models.Index(fields=["centre", "received_on"]),
        ]
        constraints = [
            *Row.Meta.constraints,
            models.CheckConstraint(
                condition=Q(valid=True, invalid_reason="") | (Q(valid=False) & ~Q(invalid_reason="")),
                name="research_response_valid_or_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.received_on} {self.get_channel_display()}"


@tracked
class Participant(Row):
    """면접 참여: somebody took part in a round on a day. `number` stands for one person throughout the study.

    Who it is stands nowhere: the list that ties numbers to people stays with the researcher.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="participants", verbose_name="조사")
    held_on = models.DateField("진행한 날")
    number = models.PositiveIntegerField("참여자 번호")

    class Meta(Row.Meta):
        verbose_name = verbose_name_plural = "면접 참여"
        ordering = ["held_on", "number", "pk"]
        indexes = [models.Index(fields=["centre", "held_on"])]
        constraints = [
            *Row.Meta.constraints,
            models.UniqueConstraint(
                fields=["round", "held_on", "number"], condition=STANDING, name="research_participant_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.held_on} {self.number}번"


@tracked
class Event(Row):
    """중간보고회, 토론회: where a study was told, when, to how many."""

    study = models.ForeignKey(Study, models.PROTECT, related_name="events", verbose_name="실태조사·연구")
    held_on = models.DateField("연 날")
    title = models.CharField("이름", max_length=120)
    place = models.CharField("장소", max_length=120, blank=True)
    people = models.PositiveIntegerField("참석 인원", null=True, blank=True)
    note = models.CharField("메모", max_length=300, blank=True)

    class Meta(Row.Meta):
        verbose_name = verbose_name_plural = "보고회·토론회"
        ordering = ["held_on", "pk"]

    def __str__(self) -> str:
        return f"{self.held_on} {self.title}"
