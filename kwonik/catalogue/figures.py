"""What programmes ask of those they serve, printed as it stood on the as-of date (30인 미만 사업장)."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q

from kwonik.kernel import figures
from kwonik.kernel.figures import Column, Condition, Cut, Figure, Highest

from .codes import LimitKind
from .models import Service, ServiceLimit


def _services() -> Mapping[str, str]:
    return dict(Service.objects.values_list("code", "name"))


figures.declare(
    Figure(
        code="catalogue.limit",
        label="지원 기준",
        meaning="기준일에 그 서비스가 누구를 위한 것인지 정하는 수. 바뀌면 새 줄이 생기고 옛 줄은 남는다.",
        unit="",
        source=ServiceLimit.objects.all,
        conditions=(
            Condition("기준일에 이미 시작됨", lambda w: Q(from_on__lte=w.as_of)),
            Condition("기준일에 끝나지 않음", lambda w: Q(until_on__isnull=True) | Q(until_on__gte=w.as_of)),
        ),
        measure=Highest("value"),
        by=(
            Cut("service", "서비스", "service__code", _services),
            Cut("kind", "기준", "kind", lambda: dict(LimitKind.choices)),
        ),
        columns=(
            Column("서비스", "service__name"),
            Column("기준", "kind", labels=lambda: dict(LimitKind.choices)),
            Column("값", "value", "number"),
            Column("시작일", "from_on", "date"),
            Column("끝난 날", "until_on", "date"),
        ),
        permission="catalogue.profile:view",
        listed="catalogue:programmes",
    )
)
