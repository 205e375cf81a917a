"""What was published, for ever: definitions of figures in their versions, editions with their files and figures."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kwonik.catalogue.models import ReportTemplate
from kwonik.kernel.periods import Period
from kwonik.places.models import Centre

from .codes import FigureKind, Form


class FigureDefinition(models.Model):
    """수치 정의: what a figure meant from a moment on. A changed definition is a new version; the old ones stay.

    Only owner and approval are told later, by people.
    """

    code = models.CharField("수치", max_length=80)
    version = models.PositiveIntegerField("판")
    label = models.CharField("이름", max_length=120)
    meaning = models.TextField("뜻")
    unit = models.CharField("단위", max_length=20, blank=True)
    kind = models.CharField("종류", max_length=8, choices=FigureKind)
    conditions = models.JSONField("조건", default=list)
    measure = models.CharField("세는 법", max_length=200)
    cuts = models.JSONField("구분", default=dict)
    statement = models.TextField("질의", blank=True)
    digest = models.CharField("지문", max_length=64)
    first_seen_at = models.DateTimeField("처음 쓰인 일시", auto_now_add=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="맡은 사람",
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="승인한 사람",
    )
    approved_at = models.DateTimeField("승인한 일시", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "수치 정의"
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="reports_definition_version_once"),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="reports_definition_approved_by_somebody",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="stays_as_defined", exclude=["owner", "approved_by", "approved_at"]),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.version}판"


def kept() -> list[pgtrigger.Trigger]:
    """Never changed, never deleted, by nobody."""
    return [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class Edition(models.Model):
    """판: a report as it was published. A correction is the next number, with its reason.

    `subject` is whom a report about one thing is about, `title` what it is called.
    `position` is the last change of the journal that it saw; `root` the end of the chain of its figures and files.
    """

    template = models.ForeignKey(ReportTemplate, models.PROTECT, related_name="+", verbose_name="보고서")
    body = models.JSONField("서식")
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+", verbose_name="센터")
    first_on = models.DateField("기간 시작")
    last_on = models.DateField("기간 끝")
    as_of = models.DateField("기준일")
    dated_on = models.DateField("보고일")
    subject = models.CharField("대상", max_length=80, blank=True)
    title = models.CharField("제목", max_length=200, blank=True)
    number = models.PositiveIntegerField("판")
    supersedes = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        verbose_name="바로잡은 판",
    )
    reason = models.CharField("정정 사유", max_length=300, blank=True)
    checks = models.JSONField("검산", default=list)
    tree = models.JSONField("문서 구조")
    position = models.BigIntegerField("변경 일지의 자리")
    root = models.CharField("지문", max_length=64)
    published_at = models.DateTimeField("공표한 일시")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="공표한 사람"
    )
    form_token = models.UUIDField("제출 표", null=True, unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "공표한 판"
        ordering = ["-published_at", "-pk"]
        triggers = kept()
        constraints = [
            models.UniqueConstraint(
                fields=["template", "subject", "centre", "first_on", "last_on", "number"],
                name="reports_edition_number_once",
            ),
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="reports_edition_period"),
            models.CheckConstraint(
                condition=Q(number=1, supersedes__isnull=True, reason="")
                | (Q(number__gt=1, supersedes__isnull=False) & ~Q(reason="")),
                name="reports_edition_corrected_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.period.label} {self.number}판"

    @property
    def name(self) -> str:
        """What was published: the report, and of a report about one thing (a pledge's card) that thing."""
        return f"{self.template.name}: {self.title}" if self.subject else self.template.name

    @property
    def period(self) -> Period:
        return Period(self.first_on, self.last_on)


class EditionFile(models.Model):
    """An edition in one of its four forms, byte by byte as it was published."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="files", verbose_name="판")
    form = models.CharField("형식", max_length=4, choices=Form)
    name = models.CharField("파일 이름", max_length=200)
    content = models.BinaryField("내용")
    size = models.PositiveIntegerField("크기")
    digest = models.CharField("지문", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "공표한 파일"
        ordering = ["edition", "pk"]
        triggers = kept()
        constraints = [
            models.UniqueConstraint(fields=["edition", "form"], name="reports_file_once"),
        ]

    def __str__(self) -> str:
        return self.name


class EditionFigure(models.Model):
    """공표한 수치: a number as printed, its meaning, its rows, and the very statement that found them.

    `rows` and `measured` are what `statement` gave, in order of the rows: their numbers and, unless rows are simply
    counted, what each held (an amount, a person). Each is chained to the one before it. A number that only others are
    made of is kept too (`shown` is false); a derived one names its parts by their places.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="figures", verbose_name="판")
    place = models.PositiveIntegerField("차례")
    ref = models.CharField("원문 번호", max_length=120, blank=True)
    shown = models.BooleanField("찍힌 수", default=True)
    code = models.CharField("수치", max_length=80)
    label = models.CharField("이름", max_length=300)
    cut = models.JSONField("구분", default=dict)
    first_on = models.DateField("기간 시작")
    last_on = models.DateField("기간 끝")
    own_period = models.BooleanField("제 기간이 따로 있음", default=False)
    value = models.DecimalField("값", max_digits=24, decimal_places=6, null=True)
    printed = models.CharField("찍힌 글", max_length=60)
    unit = models.CharField("단위", max_length=20, blank=True)
    kind = models.CharField("종류", max_length=8, choices=FigureKind)
    definition = models.ForeignKey(
        FigureDefinition, models.PROTECT, related_name="editions", verbose_name="정의"
    )
    parts = ArrayField(models.PositiveIntegerField(), verbose_name="이룬 수", default=list)
    table = models.CharField("표", max_length=63, blank=True)
    statement = models.TextField("질의", blank=True)
    rows = ArrayField(models.BigIntegerField(), verbose_name="근거 행", default=list)
    measured = ArrayField(models.TextField(null=True), verbose_name="행마다 센 것", null=True)
    row_count = models.PositiveIntegerField("근거 행 수", default=0)
    rows_digest = models.CharField("근거 행의 지문", max_length=64, blank=True)
    digest = models.CharField("지문", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "공표한 수치"
        ordering = ["edition", "place"]
        triggers = kept()
        indexes = [models.Index(fields=["code"])]
        constraints = [
            models.UniqueConstraint(fields=["edition", "place"], name="reports_figure_place_once"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.printed}"

    @property
    def period(self) -> Period:
        return Period(self.first_on, self.last_on)


class Movement(models.Model):
    """움직인 수치: a settled figure that was found to be something else now, or made of other rows. The last one is how it stands."""

    figure = models.ForeignKey(
        EditionFigure, models.PROTECT, related_name="movements", verbose_name="공표한 수치"
    )
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+", verbose_name="센터")
    value = models.DecimalField("지금 값", max_digits=24, decimal_places=6, null=True)
    rows_digest = models.CharField("지금 근거의 지문", max_length=64, blank=True)
    definition = models.ForeignKey(
        FigureDefinition, models.PROTECT, related_name="+", verbose_name="지금 정의"
    )
    noticed_at = models.DateTimeField("알아챈 일시", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "움직인 수치"
        ordering = ["-noticed_at", "-pk"]
        triggers = kept()

    def __str__(self) -> str:
        return f"{self.figure} → {self.value}"
