"""소요예산, 집행액, 집행잔액, 예산집행률: the four columns of the main report's budget table."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q

from kwonik.catalogue.models import Programme
from kwonik.kernel import figures
from kwonik.kernel.figures import (
    Column,
    Condition,
    Cut,
    Derived,
    Distinct,
    Figure,
    Listing,
    Sum,
    Window,
    difference,
    rate,
)
from kwonik.kernel.numbers import fixed
from kwonik.kernel.rounding import HALF_UP

from .codes import TIERS, AllotmentKind, BudgetGroup, SpendingKind
from .models import Allotment, BudgetLine, Spending


def line_labels() -> dict[str, str]:
    return dict(BudgetLine.objects.order_by("position").values_list("code", "name"))


def programme_labels() -> dict[str, str]:
    return dict(Programme.objects.values_list("code", "name"))


def area_labels() -> dict[str, str]:
    return {area: area for area in BudgetLine.objects.values_list("area", flat=True).distinct()}


CUTS = (
    Cut("line", "세부사업", "line__code", line_labels),
    Cut("programme", "사업", "line__programme__code", programme_labels),
    Cut("area", "사업 영역", "line__area", area_labels),
    Cut("group", "구분", "line__group", lambda: dict(BudgetGroup.choices)),
    Cut("tier", "사업비와 운영 경비", "line__tier", lambda: TIERS),
)
IN_CENTRES = Condition("이 센터의 예산임", lambda w: Q(centre__in=w.centres))
NOT_WITHDRAWN = Condition("철회되지 않음", lambda w: Q(withdrawn_at__isnull=True))

figures.declare(
    Figure(
        code="budget.allotted",
        label="소요예산",
        meaning="기준일이 든 해의 보조금에서 과목에 배정된 금액(본예산, 추가경정, 전용을 더한 것).",
        unit="원",
        source=Allotment.objects.all,
        conditions=(
            IN_CENTRES,
            Condition("기준일이 든 해의 예산임", lambda w: Q(line__year=w.as_of.year)),
            Condition("기준일까지 결정됨", lambda w: Q(decided_on__lte=w.as_of)),
            NOT_WITHDRAWN,
        ),
        measure=Sum("amount_won"),
        by=CUTS,
        closes="decided_on",
        columns=(
            Column("결정일", "decided_on", "date"),
            Column("세부사업", "line__name"),
            Column("구분", "kind", labels=lambda: dict(AllotmentKind.choices)),
            Column("금액(원)", "amount_won", "won"),
            Column("근거", "basis"),
        ),
        permission="budget.line:view",
        page="budget:allotment",
    )
)
figures.declare(
    Figure(
        code="budget.spent",
        label="집행액",
        meaning="기준일이 든 해의 보조금에서 기준일까지 쓴 금액. 반납된 금액은 뺀다.",
        unit="원",
        source=Spending.objects.all,
        conditions=(
            IN_CENTRES,
            Condition("기준일이 든 해의 예산에서 씀", lambda w: Q(line__year=w.as_of.year)),
            Condition("기준일까지 집행됨", lambda w: Q(spent_on__lte=w.as_of)),
            NOT_WITHDRAWN,
        ),
        measure=Sum("amount_won"),
        by=CUTS,
        closes="spent_on",
        columns=(
            Column("집행일", "spent_on", "date"),
            Column("세부사업", "line__name"),
            Column("구분", "kind", labels=lambda: dict(SpendingKind.choices)),
            Column("적요", "summary"),
            Column("금액(원)", "amount_won", "won"),
            Column("결의서 번호", "voucher"),
        ),
        permission="budget.line:view",
        page="budget:spending",
    )
)
figures.declare(
    Derived(
        code="budget.unspent",
        label="집행잔액",
        meaning="소요예산에서 집행액을 뺀 금액.",
        unit="원",
        of=("budget.allotted", "budget.spent"),
        formula=difference,
        words="소요예산 − 집행액",
    )
)
figures.declare(
    Derived(
        code="budget.execution_rate",
        label="예산집행률",
        meaning="소요예산 가운데 집행한 비율.",
        unit="%",
        of=("budget.spent", "budget.allotted"),
        formula=rate(),
        words="집행액 ÷ 소요예산 × 100, 소수 둘째 자리에서 반올림",
        printer=fixed(1),
    )
)


GRANTS: dict[str, Any] = {
    "source": Allotment.objects.all,
    "conditions": (
        IN_CENTRES,
        Condition(
            "기간에 드는 해의 예산임",
            lambda w: Q(line__year__range=(w.counted.first_on.year, w.counted.last_on.year)),
        ),
        Condition("기준일까지 결정됨", lambda w: Q(decided_on__lte=w.as_of)),
        NOT_WITHDRAWN,
    ),
    "by": CUTS,
    "closes": "decided_on",
    "columns": (
        Column("결정일", "decided_on", "date"),
        Column("사업 영역", "line__area"),
        Column("세부사업", "line__name"),
        Column("구분", "kind", labels=lambda: dict(AllotmentKind.choices)),
        Column("금액(원)", "amount_won", "won"),
        Column("근거", "basis"),
    ),
    "permission": "budget.line:view",
    "page": "budget:allotment",
}
figures.declare(
    Figure(
        code="budget.granted",
        label="지원 예산",
        meaning="기간에 드는 해마다 과목에 배정된 금액을 더한 것. 소요예산과 달리 지난해의 예산도 그 해를 기간으로 물으면 나온다.",
        unit="원",
        measure=Sum("amount_won"),
        **GRANTS,
    )
)
figures.declare(
    Figure(
        code="budget.granted_lines",
        label="예산을 받은 과목",
        meaning="기간에 드는 해에 예산을 배정받은 서로 다른 과목의 수. 한 단체를 한 과목으로 두면 지원받은 단체의 수다.",
        unit="개",
        measure=Distinct("line__code"),
        **GRANTS,
    )
)
figures.declare(
    Derived(
        code="budget.granted_thousands",
        label="지원 예산(천원)",
        meaning="지원 예산을 천원 단위로 적은 것.",
        unit="천원",
        of=("budget.granted",),
        formula=lambda won: HALF_UP(Decimal(won or 0) / 1000),
        words="지원 예산 ÷ 1,000, 천원 미만 반올림",
    )
)


def lines(window: Window) -> list[dict[str, Any]]:
    """The year's lines as the report prints them: grand total, each tier's total, then its lines.

    A retired line is printed as long as money stands on it; lines of several centres under one code are one line.
    """
    years = BudgetLine.objects.filter(centre__in=window.centres, year=window.as_of.year)
    printable = years.filter(
        Q(retired_on__isnull=True) | Exists(Allotment.objects.filter(line=OuterRef("pk")))
    )
    found = {line.code: line for line in printable.order_by("-position", "-pk")}
    printed: list[dict[str, Any]] = [
        {"area": f"{window.as_of.year}년 보조금 총 계", "name": "", "cut": {}, "shade": "total", "span": 2}
    ]
    for tier, label in TIERS.items():
        printed.append(
            {"area": f"{label} 계", "name": "", "cut": {"tier": tier}, "shade": "subtotal", "span": 2}
        )
        printed += [
            {"area": line.area, "name": line.name, "cut": {"line": line.code}}
            for line in reversed(found.values())
            if line.tier == tier
        ]
    return printed


figures.declare_listing(Listing("budget.lines", "예산 과목", ("area", "name"), lines))
