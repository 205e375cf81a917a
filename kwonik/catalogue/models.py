"""Programmes, services, code lists and questions: what a profile loads. Nothing is deleted, it is retired."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kwonik.places.models import Centre, Dated

from .codes import AnswerKind, Behaviour, Counting, LimitKind, Room, Shape

empty_list = list  # inside `Code` the name `list` is a field


class Retirable(models.Model):
    retired_on = models.DateField("그만 쓴 날", null=True, blank=True)

    class Meta:
        abstract = True


class KeptQuerySet(models.QuerySet):
    def known_to(self, *centres: Centre | int) -> KeptQuerySet:
        """The profile's, and what these centres made themselves: nobody meets what another centre made."""
        return self.filter(Q(owner__isnull=True) | Q(owner__in=centres))


class Kept(Retirable):
    """A row of the profile, or one that a centre made at its desk (`owner`): a profile load leaves those alone."""

    owner = models.ForeignKey(
        Centre, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="만든 센터"
    )

    objects = KeptQuerySet.as_manager()

    class Meta:
        abstract = True


class CodeList(Kept):
    """분류표: a list of codes such as issues, channels, forums, outcomes."""

    code = models.SlugField("코드", unique=True)
    name = models.CharField("이름", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "분류표"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Code(Retirable):
    """One entry of a code list. `aliases` are other spellings met in ledgers (취업노동자 for 취약노동자)."""

    list = models.ForeignKey(CodeList, models.PROTECT, related_name="codes", verbose_name="분류표")
    code = models.SlugField("코드")
    label = models.CharField("이름", max_length=60)
    aliases = models.JSONField("다른 이름", default=empty_list, blank=True)
    behaviour = models.CharField("쓰임", max_length=20, choices=Behaviour, blank=True, default=Behaviour.NONE)
    position = models.PositiveSmallIntegerField("순서", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "분류"
        ordering = ["list", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["list", "code"], name="catalogue_code_once"),
            models.UniqueConstraint(
                fields=["list", "label"], condition=Q(retired_on__isnull=True), name="catalogue_label_once"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Programme(Kept):
    """사업: a numbered chapter of the main report (Ⅲ-1 취약노동자 법률구조)."""

    code = models.SlugField("코드", unique=True)
    number = models.PositiveSmallIntegerField("번호", null=True, blank=True)
    name = models.CharField("이름", max_length=80)
    purpose = models.TextField("목적", blank=True)
    aliases = models.JSONField("다른 이름", default=list, blank=True)
    position = models.PositiveSmallIntegerField("순서", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "사업"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class Service(Kept):
    """세부사업: what staff record, in one of the seven shapes, with its own code lists.

    `asks` says, in the order of the page, what is asked of a record of `activities` besides kind and day:
    [{"field": "people", "label": "참여한 사람", "required": true, "help": ""}]. `words` are how its pages call one
    record and its day: {"one": "캠페인", "day": "진행한 날"}.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="services", verbose_name="사업")
    code = models.SlugField("코드", unique=True)
    name = models.CharField("이름", max_length=80)
    shape = models.CharField("형태", max_length=12, choices=Shape)
    room = models.CharField("맡은 방", max_length=12, choices=Room)
    asks = models.JSONField("묻는 것", default=list, blank=True)
    words = models.JSONField("부르는 말", default=dict, blank=True)
    counting = models.CharField("세는 방법", max_length=5, choices=Counting, default=Counting.FLOW)
    prefix = models.CharField("번호 머리글자", max_length=6, default="K")
    position = models.PositiveSmallIntegerField("순서", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "서비스"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class ServiceLimit(Dated):
    """지원 기준: a number that decides whom a service is for (30인 미만 사업장), in force from a day on."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="limits", verbose_name="서비스")
    kind = models.CharField("기준", max_length=16, choices=LimitKind)
    value = models.PositiveIntegerField("값")

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "지원 기준"
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["service", "kind", "from_on"], name="catalogue_limit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.get_kind_display()} {self.value}"


class ServiceList(models.Model):
    """Which code list a service uses for which field ("issue", "channel", "outcome", "forum", "client_group")."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="lists", verbose_name="서비스")
    field = models.SlugField("항목")
    list = models.ForeignKey(CodeList, models.PROTECT, verbose_name="분류표")

    class Meta:
        verbose_name = verbose_name_plural = "서비스의 분류표"
        constraints = [
            models.UniqueConstraint(fields=["service", "field"], name="catalogue_service_field_once")
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.field}"


class Question(Retirable):
    """A further question of a service; the answer is validated and kept with the record."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="questions", verbose_name="서비스")
    code = models.SlugField("코드")
    label = models.CharField("물음", max_length=120)
    help = models.CharField("도움말", max_length=200, blank=True)
    kind = models.CharField("답의 형태", max_length=8, choices=AnswerKind)
    list = models.ForeignKey(CodeList, models.PROTECT, null=True, blank=True, verbose_name="고를 분류표")
    required = models.BooleanField("꼭 답함", default=False)
    position = models.PositiveSmallIntegerField("순서", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "물음"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["service", "code"], name="catalogue_question_once"),
            models.CheckConstraint(
                condition=Q(kind="choice", list__isnull=False) | (~Q(kind="choice") & Q(list__isnull=True)),
                name="catalogue_question_choices",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class ReportTemplate(Retirable):
    """A report of the profile as loaded: its checked text, and the version it is."""

    code = models.SlugField("코드", unique=True)
    name = models.CharField("이름", max_length=80)
    body = models.JSONField("내용")
    digest = models.CharField("지문", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "보고서 서식"

    def __str__(self) -> str:
        return self.name


class ContractForm(Retirable):
    """표준계약서: the standard contract of a trade as loaded. `clauses` are numbered in their order: code, title, text.

    `wants` are what the scope must say, each a line of the draft: [{"code", "label", "help"}].
    """

    code = models.SlugField("코드", unique=True)
    name = models.CharField("이름", max_length=80)
    trade = models.CharField("업종", max_length=40)
    edition = models.PositiveSmallIntegerField("판")
    wants = models.JSONField("적을 것", default=list)
    clauses = models.JSONField("조항", default=list)
    position = models.PositiveSmallIntegerField("순서", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "표준계약서"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class DeskChange(models.Model):
    """What a centre changed in its own programmes: the history, and by its growing number the sign to read anew."""

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="센터")
    service = models.ForeignKey(Service, models.PROTECT, null=True, verbose_name="서비스")
    changed_at = models.DateTimeField("바꾼 일시", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "화면에서 바꾼 것"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.service} {self.changed_at:%Y-%m-%d}"


class ProfileLoad(models.Model):
    """A load of a profile: which, when, its digest and what it changed."""

    profile = models.SlugField("프로필")
    digest = models.CharField("지문", max_length=64)
    loaded_at = models.DateTimeField("읽은 일시", auto_now_add=True)
    changes = models.JSONField("바뀐 것", default=list)
    settings = models.JSONField("설정", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "프로필 읽기"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.profile} {self.loaded_at:%Y-%m-%d}"
