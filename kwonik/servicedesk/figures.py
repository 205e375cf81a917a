"""SR 요청, 처리, 처리율: requests of the period, and those of them that were done by its last counted day."""

from __future__ import annotations

from django.db.models import F, Q

from kwonik.kernel import figures
from kwonik.kernel.figures import Column, Condition, Count, Cut, Derived, Figure, Window, rate
from kwonik.kernel.rounding import HALF_UP

from . import queries
from .access import VIEW
from .codes import RequestState, Urgency
from .models import ServiceRequest


def _asked(window: Window) -> Q:
    days = window.counted
    return Q(requested_on__gte=days.first_on, requested_on__lt=days.after_on)


OF_THE_CENTRE = Condition("우리 센터의 요청입니다", lambda window: Q(centre__in=window.centres))
ASKED_IN_THE_PERIOD = Condition("요청일이 기간 안에, 기준일까지입니다", _asked)
NOT_CANCELLED = Condition(
    "요청한 사람이 취소하지 않았습니다", lambda window: ~Q(state=RequestState.CANCELLED)
)
DONE_BY_THE_DAY = Condition(
    "기간의 마지막 날(기준일까지)에 처리되어 있습니다", lambda window: Q(done_on__lt=window.counted.after_on)
)
ON_TIME = Condition("목표 시각 안에 처리했습니다", lambda window: Q(done_at__lte=F("due_at")))


def _requests(code: str, label: str, meaning: str, *more: Condition, dated: str | None = None) -> Figure:
    return Figure(
        code=code,
        label=label,
        meaning=meaning,
        unit="건",
        source=ServiceRequest.objects.all,
        conditions=(OF_THE_CENTRE, ASKED_IN_THE_PERIOD, NOT_CANCELLED, *more),
        measure=Count(),
        by=(
            Cut("kind", "종류", "kind__code", queries.kind_labels),
            Cut("urgency", "급한 정도", "urgency", lambda: dict(Urgency.choices)),
        ),
        dated=dated,
        closes="done_on",
        columns=(
            Column("접수번호", "reference"),
            Column("요청일", "requested_on", "date"),
            Column("종류", "kind__label"),
            Column("제목", "title"),
            Column("급한 정도", "urgency", labels=lambda: dict(Urgency.choices)),
            Column("상태", "state", labels=lambda: dict(RequestState.choices)),
            Column("처리일", "done_on", "date"),
        ),
        permission=VIEW,
        page="servicedesk:request",
    )


REQUESTS = _requests(
    "servicedesk.requests",
    "전산 요청(SR)",
    "기간 안에 요청된 건수입니다. 반려한 요청도 세고, 요청한 사람이 취소한 것은 뺍니다.",
    dated="requested_on",
)
DONE = _requests(
    "servicedesk.done",
    "처리한 전산 요청",
    "기간 안에 요청된 것 가운데 그 기간의 마지막 날까지 처리한 건수입니다. 그 뒤에 처리한 것은 세지 않습니다.",
    DONE_BY_THE_DAY,
)
DONE_ON_TIME = _requests(
    "servicedesk.on_time",
    "목표 시각을 지킨 전산 요청",
    "기간 안에 요청되어 그 기간의 마지막 날까지 처리한 것 가운데 목표 시각 안에 처리한 건수입니다.",
    DONE_BY_THE_DAY,
    ON_TIME,
)
for _figure in (REQUESTS, DONE, DONE_ON_TIME):
    figures.declare(_figure)

figures.declare(
    Derived(
        code="servicedesk.done_rate",
        label="전산 요청 처리율",
        meaning="기간 안에 요청된 것 가운데 그 기간의 마지막 날까지 처리한 비율.",
        unit="%",
        of=("servicedesk.done", "servicedesk.requests"),
        formula=rate(HALF_UP),
        words="처리한 전산 요청 ÷ 전산 요청 × 100, 소수 첫째 자리에서 반올림",
    )
)
figures.declare(
    Derived(
        code="servicedesk.on_time_rate",
        label="목표 시각 준수율",
        meaning="처리한 전산 요청 가운데 목표 시각 안에 처리한 비율.",
        unit="%",
        of=("servicedesk.on_time", "servicedesk.done"),
        formula=rate(HALF_UP),
        words="목표 시각을 지킨 전산 요청 ÷ 처리한 전산 요청 × 100, 소수 첫째 자리에서 반올림",
    )
)
