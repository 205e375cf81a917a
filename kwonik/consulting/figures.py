"""Workplaces, parts, consultants and fees: what the reports print about consulting and manual advice."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat

from kwonik.kernel import figures
from kwonik.kernel.figures import Column, Condition, Count, Cut, Distinct, Figure, Sum, Window

from . import queries
from .access import VIEW
from .codes import DONE, EngagementState
from .models import Engagement, EngagementPart


def delivered_by_person() -> QuerySet[Engagement]:
    """With `person`, the consultant: one name at one office is one person, however many appointments they had."""
    person = Concat("consultant__name", Value(" · "), "consultant__firm")
    return Engagement.objects.annotate(person=person)


def _conditions(of: str = "") -> tuple[Condition, ...]:
    """An engagement of the centre, delivered in the period; `of` leads there from the row."""

    def delivered(window: Window) -> Q:
        days = window.counted
        return Q(**{f"{of}delivered_on__gte": days.first_on, f"{of}delivered_on__lt": days.after_on})

    return (
        Condition("우리 센터의 기록입니다", lambda window: Q(centre__in=window.centres)),
        Condition("완료했습니다", lambda window: Q(**{f"{of}state__in": DONE})),
        Condition("완료한 날이 기간 안에, 기준일까지입니다", delivered),
        Condition("철회하지 않았습니다", lambda window: Q(**{f"{of}withdrawn_at__isnull": True})),
    )


def _cuts(of: str = "") -> tuple[Cut, ...]:
    return (
        Cut("service", "서비스", f"{of}service__code", queries.service_names),
        Cut("agreement", "협약", f"{of}agreement__number", queries.agreement_names, numbered=True),
        Cut("district", "자치구", f"{of}district__code", queries.district_names),
        Cut("centre", "센터", "centre__code", queries.centre_names),
    )


def _columns(of: str = "") -> tuple[Column, ...]:
    return (
        Column("완료한 날", f"{of}delivered_on", "date"),
        Column("신청 번호", f"{of}reference"),
        Column("사업장", f"{of}workplace__name"),
        Column("자치구", f"{of}district__name"),
        Column("맡은 사람", f"{of}consultant__name"),
    )


def _engagements(code: str, label: str, meaning: str, unit: str, measure: Count | Distinct) -> Figure:
    return Figure(
        code=code,
        label=label,
        meaning=meaning,
        unit=unit,
        source=delivered_by_person,
        conditions=_conditions(),
        measure=measure,
        by=_cuts(),
        dated="delivered_on",
        columns=_columns(),
        permission=VIEW,
        page="consulting:engagement",
        protects="nobody",
    )


A_PART = Condition("마친 지원입니다", lambda window: Q(done_on__isnull=False))
PART = Cut("part", "지원 내용", "part__code", queries.part_names)


def _parts(code: str, label: str, meaning: str, unit: str, measure: Distinct | Sum) -> Figure:
    of = "engagement__"
    return Figure(
        code=code,
        label=label,
        meaning=meaning,
        unit=unit,
        source=lambda: EngagementPart.objects.all(),
        conditions=(*_conditions(of), A_PART),
        measure=measure,
        by=(PART, *_cuts(of)),
        dated=f"{of}delivered_on",
        columns=(
            *_columns(of),
            Column("지원 내용", "part__label"),
            Column("마친 날", "done_on", "date"),
            Column("비용(원)", "fee_won", "won"),
        ),
        permission=VIEW,
        page="consulting:engagement",
        protects="nobody",
        page_of="engagement_id",
    )


def _requested() -> Callable[[Window], Q]:
    def test(window: Window) -> Q:
        days = window.counted
        return Q(requested_on__gte=days.first_on, requested_on__lt=days.after_on)

    return test


for _figure in (
    _engagements(
        "consulting.sites",
        "지원을 마친 사업장",
        "기간 안에 컨설팅이나 자문을 마친 서로 다른 사업장의 수입니다. 같은 사업장은 몇 번이어도 하나입니다.",
        "개소",
        Distinct("workplace"),
    ),
    _engagements(
        "consulting.engagements",
        "마친 컨설팅",
        "기간 안에 마친 컨설팅이나 자문을 한 회씩 셉니다. 같은 사업장에 두 번 가면 두 회입니다.",
        "회",
        Count(),
    ),
    _engagements(
        "consulting.consultants",
        "컨설팅을 한 사람",
        "기간 안에 컨설팅이나 자문을 마친 서로 다른 전문가의 수입니다. 같은 사무소의 같은 이름은 위촉이 여럿이어도 한 사람입니다.",
        "명",
        Distinct("person"),
    ),
    _parts(
        "consulting.part_sites",
        "지원 내용별 사업장",
        "기간 안에 마친 컨설팅에서 그 지원을 받은 서로 다른 사업장의 수입니다. 필수와 선택을 따로 셉니다.",
        "개소",
        Distinct("engagement__workplace"),
    ),
    _parts(
        "consulting.fees",
        "컨설팅 비용",
        "기간 안에 마친 컨설팅에서 마친 지원의 비용을 더합니다.",
        "원",
        Sum("fee_won"),
    ),
    Figure(
        code="consulting.requests",
        label="컨설팅·자문 신청",
        meaning="기간 안에 들어온 신청의 수입니다. 거절하거나 취소한 것도 들어가고, 잘못 적어 철회한 것은 뺍니다.",
        unit="건",
        source=lambda: Engagement.objects.all(),
        conditions=(
            Condition("우리 센터의 기록입니다", lambda window: Q(centre__in=window.centres)),
            Condition("신청한 날이 기간 안에, 기준일까지입니다", _requested()),
            Condition("철회하지 않았습니다", lambda window: Q(withdrawn_at__isnull=True)),
        ),
        measure=Count(),
        by=(Cut("state", "상태", "state", lambda: dict(EngagementState.choices)), *_cuts()),
        dated="requested_on",
        goes_on=("state",),
        columns=(
            Column("신청한 날", "requested_on", "date"),
            Column("신청 번호", "reference"),
            Column("사업장", "workplace__name"),
            Column("상태", "state", labels=lambda: dict(EngagementState.choices)),
        ),
        permission=VIEW,
        page="consulting:engagement",
        protects="nobody",
    ),
):
    figures.declare(_figure)
