"""What is planned, and what only a document states: numbers for reports that no work supports yet, or ever."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q

from kwonik.kernel import figures
from kwonik.kernel.figures import Column, Condition, Cut, Figure, Listing, Sum, Window
from kwonik.kernel.periods import Period

from . import queries, rules
from .codes import Bound, PlanState
from .models import Plan, Statement, Target


def _within(window: Window) -> Q:
    days = window.counted
    return Q(document_on__gte=days.first_on, document_on__lt=days.after_on)


OWN = Condition("우리 센터의 기록입니다", lambda w: Q(centre__in=w.centres))
NOT_WITHDRAWN = Condition("철회하지 않았습니다", lambda w: Q(withdrawn_at__isnull=True))
PROGRAMME = Cut("programme", "사업", "programme__code", queries.programme_labels)

figures.declare(
    Figure(
        code="planning.planned",
        label="계획",
        meaning="기간 안에 하기로 한 수입니다. 기준일 뒤의 계획도 들어갑니다. 기준일까지 그만둔 것은 뺍니다.",
        unit="",
        source=lambda: Plan.objects.all(),
        conditions=(
            OWN,
            Condition(
                "기간 안에 시작하고 끝납니다",
                lambda w: Q(from_on__gte=w.period.first_on, until_on__lt=w.period.after_on),
            ),
            Condition("계획한 수가 있습니다", lambda w: Q(count__isnull=False)),
            Condition(
                "기준일까지 그만두지 않았습니다",
                lambda w: Q(dropped_on__isnull=True) | Q(dropped_on__gt=w.as_of),
            ),
            NOT_WITHDRAWN,
        ),
        measure=Sum("count"),
        ahead=True,
        by=(
            Cut("plan", "할 일", "code", queries.plan_labels, open=True),
            PROGRAMME,
            Cut("service", "세부사업", "service__code", queries.service_labels),
        ),
        columns=(
            Column("할 일", "text"),
            Column("사업", "programme__name"),
            Column("시작하는 날", "from_on", "date"),
            Column("끝나는 날", "until_on", "date"),
            Column("계획한 수", "count", "number"),
            Column("단위", "unit"),
            Column("수의 뜻", "bound", labels=lambda: dict(Bound.choices)),
            Column("상태", "state", labels=lambda: dict(PlanState.choices)),
        ),
        permission="planning.plan:view",
        page="planning:plan",
    )
)
figures.declare(
    Figure(
        code="planning.stated",
        label="문서로 밝힌 수",
        meaning="낱낱의 기록이 없어 문서에 적힌 대로 옮긴 수입니다. 어느 문서인지 함께 적혀 있습니다.",
        unit="",
        source=lambda: Statement.objects.all(),
        conditions=(
            OWN,
            Condition("문서 날짜가 기간 안에, 기준일까지입니다", _within),
            NOT_WITHDRAWN,
        ),
        measure=Sum("value"),
        by=(Cut("statement", "무엇", "code", queries.statement_labels, open=True), PROGRAMME),
        dated="document_on",
        columns=(
            Column("문서 날짜", "document_on", "date"),
            Column("무엇", "label"),
            Column("수", "value", "number"),
            Column("단위", "unit"),
            Column("문서", "document"),
            Column("문서의 표기", "printed"),
        ),
        permission="planning.statement:view",
        page="planning:statement",
        kind="stated",
        document="document",
    )
)


def targets(window: Window) -> list[dict[str, Any]]:
    """The targets of the as-of date's year as they were decided by that day; the latest decision wins."""
    rows = Target.objects.filter(
        centre__in=window.centres, year=window.as_of.year, decided_on__lte=window.as_of
    ).order_by("decided_on", "pk")
    return [{"figure": row.figure, "cut": row.cut, "value": row.value} for row in rows]


def plans(window: Window) -> list[dict[str, Any]]:
    """Next steps of the as-of date's year, in the order of their days."""
    year = window.as_of.year
    rows = Plan.objects.filter(
        centre__in=window.centres,
        withdrawn_at__isnull=True,
        from_on__year__lte=year,
        until_on__year__gte=year,
    ).select_related("programme")
    return [
        {
            "programme": plan.programme.code,
            "text": plan.text,
            "when": Period(plan.from_on, plan.until_on).label,
            "quantity": rules.in_words(plan.count, plan.unit, plan.bound),
            "state": _state(plan, window.as_of),
            "open": plan.state == PlanState.PLANNED,
        }
        for plan in rows.order_by("from_on", "until_on", "pk")
    ]


def _state(plan: Plan, today: date) -> str:
    return "늦음" if rules.is_late(plan.state, plan.until_on, today) else plan.get_state_display()


figures.declare_listing(Listing("planning.targets", "목표", ("figure", "cut", "value"), targets))
figures.declare_listing(
    Listing("planning.plans", "향후계획", ("programme", "text", "when", "quantity", "state", "open"), plans)
)
