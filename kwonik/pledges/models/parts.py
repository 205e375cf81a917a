"""The parts of a pledge card. Each row may be taken back with a reason; the history keeps what it said before."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from kwonik.planning.models import WithdrawableRow
from kwonik.pledges.codes import Channel, FundSource, MoneyStage, NoteKind

from .pledges import Pledge

STANDS = Q(withdrawn_at__isnull=True)


def tracked(model):
    """Keeps what a row said before, as everywhere in this room."""
    return pghistory.track(
        pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["import_key"]
    )(model)


def of_its_centre() -> pgtrigger.Trigger:
    """A part belongs to the organisation that keeps its pledge."""
    return pgtrigger.Trigger(
        name="of_its_centre",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func="""
            IF NOT EXISTS (SELECT FROM pledges_pledge p WHERE p.id = NEW.pledge_id AND p.centre_id = NEW.centre_id) THEN
                RAISE EXCEPTION 'part of another centre than its pledge';
            END IF;
            RETURN NEW;
        """,
    )


def is_quarter(name: str) -> Q:
    """A year and one of its four quarters, 20223."""
    return Q(**{f"{name}__gte": 20001, f"{name}__lte": 21004})


class Part(WithdrawableRow):
    """A row of one pledge's card, in the order of `position`."""

    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="%(class)ss", verbose_name="공약")
    position = models.PositiveSmallIntegerField("순서", default=0)

    class Meta(WithdrawableRow.Meta):
        abstract = True
        ordering = ["position", "pk"]


@tracked
class Officer(Part):
    """추진부서 담당자: a public official with position and office telephone, as cards print them."""

    post = models.CharField("직위", max_length=40)
    name = models.CharField("이름", max_length=40)
    phone = models.CharField("전화", max_length=20, blank=True)

    class Meta(Part.Meta):
        verbose_name = verbose_name_plural = "담당자"
        triggers = [of_its_centre()]

    def __str__(self) -> str:
        return f"{self.post} {self.name}"


@tracked
class Goal(Part):
    """연차별 목표: what an area of the pledge shall reach in a year; one bullet a line."""

    area = models.CharField("분야", max_length=60)
    year = models.PositiveSmallIntegerField("연도")
    text = models.TextField("목표", max_length=500)

    class Meta(Part.Meta):
        verbose_name = verbose_name_plural = "연차별 목표"
        triggers = [of_its_centre()]
        constraints = [
            *Part.Meta.constraints,
            models.UniqueConstraint(
                fields=["pledge", "area", "year"], condition=STANDS, name="pledges_goal_once"
            ),
            models.CheckConstraint(condition=Q(year__gte=2000, year__lte=2100), name="pledges_goal_year"),
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.year}"


@tracked
class Note(Part):
    """A line of the card: 확인지표, 잘된 점, 개선계획, 시민소통 계획."""

    kind = models.CharField("무엇", max_length=20, choices=NoteKind)
    text = models.CharField("내용", max_length=300)

    class Meta(Part.Meta):
        verbose_name = verbose_name_plural = "지표와 점검"
        triggers = [of_its_centre()]

    def __str__(self) -> str:
        return self.text


@tracked
class Milestone(Part):
    """로드맵의 한 줄: planned from a quarter to a quarter, done in one, with its weight and its evidence."""

    text = models.CharField("세부 추진계획", max_length=200)
    weight = models.PositiveSmallIntegerField("가중치", default=1)
    first_quarter = models.PositiveIntegerField("시작 분기")
    last_quarter = models.PositiveIntegerField("마칠 분기")
    done_quarter = models.PositiveIntegerField("마친 분기", null=True, blank=True)
    evidence = models.CharField("마친 근거", max_length=200, blank=True)

    class Meta(Part.Meta):
        verbose_name = verbose_name_plural = "로드맵"
        triggers = [of_its_centre()]
        constraints = [
            *Part.Meta.constraints,
            models.CheckConstraint(condition=Q(weight__gt=0), name="pledges_milestone_weight"),
            models.CheckConstraint(
                condition=Q(last_quarter__gte=F("first_quarter"))
                & is_quarter("first_quarter")
                & is_quarter("last_quarter"),
                name="pledges_milestone_quarters",
            ),
            models.CheckConstraint(
                condition=Q(done_quarter__isnull=True, evidence="")
                | (Q(done_quarter__isnull=False) & is_quarter("done_quarter") & ~Q(evidence="")),
                name="pledges_milestone_done_with_evidence",
            ),
        ]

    def __str__(self) -> str:
        return self.text


@tracked
class Money(Part):
    """투자: so much won of a source in a year, planned, secured or executed, with the document that says so.

    `year` is empty after the term. With a budget `line` the sum stands for what that line's ledger says.
    """

    year = models.PositiveSmallIntegerField("연도", null=True, blank=True)
    after_term = models.BooleanField("임기후", default=False)
    source = models.CharField("재원", max_length=10, choices=FundSource)
    stage = models.CharField("단계", max_length=10, choices=MoneyStage)
    amount_won = models.PositiveBigIntegerField("금액")
    document = models.CharField("근거 문서", max_length=200)
    decided_on = models.DateField("정한 날")
    line = models.ForeignKey(
        "budget.BudgetLine", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="예산 과목"
    )

    class Meta(Part.Meta):
        verbose_name = verbose_name_plural = "투자와 집행"
        triggers = [of_its_centre()]
        indexes = [models.Index(fields=["pledge", "stage", "year"])]
        constraints = [
            *Part.Meta.constraints,
            models.CheckConstraint(
                condition=Q(year__isnull=True, after_term=True)
                | Q(year__isnull=False, year__gte=2000, year__lte=2100, after_term=False),
                name="pledges_money_year",
            ),
            models.CheckConstraint(condition=~Q(document=""), name="pledges_money_document"),
            models.CheckConstraint(
                condition=Q(line__isnull=True) | Q(stage="executed"), name="pledges_money_line"
            ),
        ]

    def __str__(self) -> str:
        when = "임기후" if self.year is None else f"{self.year}년"
        return f"{when} {self.get_source_display()} {self.get_stage_display()} {self.amount_won:,}원"


@tracked
class Communication(Part):
    """시민소통: what was told to or asked of citizens, through which channel; `listed` ones stand in the card by title.

    A number that only the title tells (450여명 참여) stands in `told`, and in the title as {수}.
    """

    channel = models.CharField("길", max_length=10, choices=Channel)
    held_on = models.DateField("한 날")
    title = models.CharField("제목", max_length=200)
    url = models.URLField("주소", max_length=300, blank=True)
    count = models.PositiveIntegerField("횟수", default=1)
    listed = models.BooleanField("카드에 제목을 실음", default=True)
    told = models.PositiveIntegerField("제목이 말하는 수", null=True, blank=True)
    code = models.SlugField("부르는 이름(영문)", blank=True)

    class Meta(Part.Meta):
        verbose_name = verbose_name_plural = "시민소통"
        triggers = [of_its_centre()]
        ordering = ["held_on", "position", "pk"]
        indexes = [models.Index(fields=["pledge", "channel", "held_on"])]
        constraints = [
            *Part.Meta.constraints,
            models.CheckConstraint(condition=Q(count__gt=0), name="pledges_communication_count"),
            models.CheckConstraint(
                condition=Q(told__isnull=True) | ~Q(code=""), name="pledges_communication_told_has_code"
            ),
            models.UniqueConstraint(
                fields=["pledge", "code"],
                condition=STANDS & ~Q(code=""),
                name="pledges_communication_code_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title.replace("{수}", f"{self.told or ''}")


@tracked
class Result(Part):
    """추진실적의 한 줄: a figure of the operational records, of whichever organisation, in a sentence with {수}."""

    area = models.CharField("분야", max_length=60)
    text = models.CharField("내용", max_length=200)
    figure = models.CharField("수치", max_length=80, blank=True)
    cut = models.JSONField("구분", default=dict, blank=True)
    days = models.CharField("기간", max_length=30, blank=True)

    class Meta(Part.Meta):
        verbose_name = verbose_name_plural = "추진실적"
        triggers = [of_its_centre()]

    def __str__(self) -> str:
        return self.text


@tracked
class NextStep(Part):
    """향후 추진계획: what comes next in an area, all the year round or so many times."""

    area = models.CharField("분야", max_length=60)
    text = models.CharField("할 일", max_length=200)
    from_on = models.DateField("시작하는 날")
    until_on = models.DateField("끝나는 날")
    count = models.PositiveIntegerField("계획한 수", null=True, blank=True)
    unit = models.CharField("단위", max_length=10, blank=True)
    code = models.SlugField("부르는 이름(영문)", blank=True)

    class Meta(Part.Meta):
        verbose_name = verbose_name_plural = "향후 추진계획"
        triggers = [of_its_centre()]
        constraints = [
            *Part.Meta.constraints,
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="pledges_nextstep_dates"),
            models.CheckConstraint(
                condition=Q(count__isnull=True, unit="") | (Q(count__isnull=False) & ~Q(unit="")),
                name="pledges_nextstep_count_with_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.text


@tracked
class Picture(Part):
    """A photograph of the work (PNG) with its text alternative and its caption."""

    image = models.BinaryField("그림")
    alt = models.CharField("그림을 설명하는 글", max_length=200)
    caption = models.CharField("그림 아래의 글", max_length=100)
    taken_on = models.DateField("찍은 날", null=True, blank=True)

    class Meta(Part.Meta):
        verbose_name = verbose_name_plural = "사진"
        triggers = [of_its_centre()]
        constraints = [
            *Part.Meta.constraints,
            models.CheckConstraint(condition=~Q(alt=""), name="pledges_picture_alt"),
        ]

    def __str__(self) -> str:
        return self.caption
