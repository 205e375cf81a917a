"""The numbers printed about the programmes' activities, each with the rows it is counted from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Q

from kwonik.catalogue.codes import Counting, Shape
from kwonik.catalogue.queries import code_labels
from kwonik.kernel import figures
from kwonik.kernel.figures import (
    Column,
    Condition,
    Count,
    Cut,
    Derived,
    Distinct,
    Figure,
    Sum,
    Window,
    difference,
    just_before,
    mean,
)

from . import queries
from .access import SEE, VIEW
from .codes import State
from .models import Session, Tally


def _services(shape: Shape) -> Callable[[], Mapping[str, str]]:
    return lambda: code_labels("service", shape)


def _kinds(shape: Shape) -> Callable[[], Mapping[str, str]]:
    return lambda: queries.kind_labels(shape)


def _cuts(shape: Shape) -> tuple[Cut, ...]:
    kind = ("item", "물품") if shape == Shape.HANDOUT else ("kind", "종류")
    return (
        Cut("service", "서비스", "service__code", _services(shape)),
        Cut(*kind, "kind__code", _kinds(shape)),
        Cut("site", "장소", "site__code", queries.site_labels),
        Cut("district", "자치구", "district__code", queries.district_labels),
        Cut("centre", "센터", "centre__code", queries.centre_labels),
    )


def _within(path: str, words: str) -> Condition:
    def test(window: Window) -> Q:
        days = window.counted
        return Q(**{f"{path}__gte": days.first_on, f"{path}__lt": days.after_on})

    return Condition(words, test)


OF_THE_CENTRE = Condition("우리 센터의 기록입니다", lambda window: Q(centre__in=window.centres))
NOT_WITHDRAWN = Condition("철회하지 않았습니다", lambda window: Q(withdrawn_at__isnull=True))


def _declare(
    code: str, label: str, meaning: str, unit: str, measure: Any, *conditions: Condition, **rest: Any
) -> None:
    every = (OF_THE_CENTRE, *conditions, NOT_WITHDRAWN)
    figures.declare(
        Figure(code=code, label=label, meaning=meaning, unit=unit, measure=measure, conditions=every, **rest)
    )


# -- sessions -----------------------------------------------------------------------------------------------------

SESSIONS: dict[str, Any] = {
    "source": Session.objects.all,
    "by": _cuts(Shape.SESSION),
    "dated": "held_on",
    "columns": (
        Column("번호", "reference"),
        Column("진행한 날", "held_on", "date"),
        Column("서비스", "service__name"),
        Column("종류", "kind__label"),
        Column("이름", "title"),
        Column("장소", "site__name"),
        Column("참여한 사람", "people", "number"),
        Column("수량", "quantity", "number"),
    ),
    "permission": VIEW,
    "page": "activities:session",
}
HELD = _within("held_on", "진행한 날이 기간 안에, 기준일까지입니다")

_declare(
    "activities.sessions",
    "진행한 횟수",
    "사업에서 한 번 진행한 것(캠페인, 토론회, 문화 프로그램)을 한 회로 셉니다.",
    "회",
    Count(),
    HELD,
    **SESSIONS,
)
_declare(
    "activities.people",
    "참여한 사람",
    "진행할 때마다 참여한 사람을 더합니다. 두 번 온 사람은 두 번 셉니다.",
    "명",
    Sum("people"),
    HELD,
    **SESSIONS,
)
_declare(
    "activities.quantity",
    "진행하며 센 수량",
    "진행할 때마다 적은 수량(참여 건수 등)을 더합니다.",
    "개",
    Sum("quantity"),
    HELD,
    **SESSIONS,
)

_declare(
    "activities.partners",
    "함께한 기관",
    "진행하며 함께한(협약을 맺은, 뽑힌) 서로 다른 기관의 수입니다. 적은 이름으로 셉니다.",
    "개",
    Distinct("partner"),
    HELD,
    Condition("함께한 기관을 적었습니다", lambda window: ~Q(partner="")),
    **{**SESSIONS, "columns": (*SESSIONS["columns"], Column("함께한 기관", "partner"))},
)

# -- tallies ------------------------------------------------------------------------------------------------------

TALLIES: dict[str, Any] = {
    "source": Tally.objects.all,
    "by": _cuts(Shape.TALLY),
    "columns": (
        Column("번호", "reference"),
        Column("센 날", "counted_on", "date"),
        Column("서비스", "service__name"),
        Column("종류", "kind__label"),
        Column("무엇의", "subject"),
        Column("장소", "site__name"),
        Column("수", "count", "number"),
    ),
    "permission": VIEW,
    "page": "activities:tally",
}

_declare(
    "activities.counted",
    "센 수",
    "그때그때 센 수를 더합니다.",
    "",
    Sum("count"),
    Condition("더해 가는 집계입니다", lambda window: Q(counting=Counting.FLOW)),
    _within("counted_on", "센 날이 기간 안에, 기준일까지입니다"),
    dated="counted_on",
    **TALLIES,
)
_declare(
    "activities.level",
    "마지막으로 읽은 값",
    "기간의 마지막 날(기준일)까지 읽은 값 가운데 대상마다 마지막 것을 더합니다. 기간이 시작되기 전에 읽은 값도 그 뒤에 새로 "
    "읽지 않았으면 그대로입니다.",
    "",
    Sum("count"),
    Condition("그날의 값을 읽은 집계입니다", lambda window: Q(counting=Counting.LEVEL)),
    Condition(
        "기준일까지 읽은 마지막 값입니다", lambda window: queries.standing_readings(window.counted.last_on)
    ),
    **TALLIES,
)
figures.declare(
    Derived(
        code="activities.risen",
        label="늘어난 값",
        meaning="마지막으로 읽은 값이 기간 첫날의 전날보다 얼마나 늘었는지.",
        unit="",
        of=("activities.level", just_before("activities.level")),
        formula=difference,
        words="기간 끝의 마지막 값 − 기간이 시작되기 전날까지의 마지막 값",
    )
)

# -- handouts -----------------------------------------------------------------------------------------------------

HANDOUTS: dict[str, Any] = {
    "source": queries.handouts,
    "by": _cuts(Shape.HANDOUT),
    "dated": "handed_on",
    "columns": (
        Column("번호", "reference"),
        Column("나눈 날", "handed_on", "date"),
        Column("서비스", "service__name"),
        Column("물품", "kind__label"),
        Column("장소", "site__name"),
        Column("받은 곳", "recipient"),
        Column("자치구", "district__name"),
        Column("수량", "quantity", "number"),
    ),
    "permission": VIEW,
    "page": "activities:handout",
}
HANDED = _within("handed_on", "나눈 날이 기간 안에, 기준일까지입니다")

_declare(
    "activities.handed_out",
    "나눈 수량",
    "나눈 물품의 수량을 더합니다.",
    "개",
    Sum("quantity"),
    HANDED,
    **HANDOUTS,
)
_declare(
    "activities.handout_places",
    "나눈 곳",
    "물품을 받은 서로 다른 곳의 수입니다. 장소를 골랐으면 그 장소, 아니면 적은 이름으로 셉니다.",
    "곳",
    Distinct("place"),
    HANDED,
    **HANDOUTS,
)
_declare(
    "activities.handout_districts",
    "나눈 자치구",
    "물품이 간 서로 다른 자치구의 수입니다.",
    "개",
    Distinct("district"),
    HANDED,
    **HANDOUTS,
)

_declare(
    "activities.handouts",
    "나눈 횟수",
    "한 곳에서 한 번 나눈 것을 한 회로 셉니다.",
    "회",
    Count(),
    HANDED,
    **HANDOUTS,
)
_declare(
    "activities.handed_people",
    "받은 사람",
    "나눌 때마다 받은 사람을 더합니다. 두 번 받은 사람은 두 번 셉니다.",
    "명",
    Sum("people"),
    HANDED,
    **{**HANDOUTS, "columns": (*HANDOUTS["columns"], Column("받은 사람", "people", "number"))},
)
figures.declare(
    Derived(
        code="activities.people_each",
        label="한 번에 받은 사람",
        meaning="물품을 한 번 나눌 때 받은 사람(50명씩).",
        unit="명",
        of=("activities.handed_people", "activities.handouts"),
        formula=mean(),
        words="받은 사람 ÷ 나눈 횟수, 소수 첫째 자리에서 반올림",
    )
)

# -- applications -------------------------------------------------------------------------------------------------

APPLICATIONS: dict[str, Any] = {
    "source": queries.applications,
    "by": (*_cuts(Shape.APPLICATION), Cut("state", "상태", "state", lambda: dict(State.choices))),
    "columns": (
        Column("번호", "reference"),
        Column("신청한 날", "requested_on", "date"),
        Column("서비스", "service__name"),
        Column("종류", "kind__label"),
        Column("상태", "state", labels=lambda: dict(State.choices)),
        Column("자치구", "district__name"),
        Column("인원", "people", "number"),
        Column("마친 날", "delivered_on", "date"),
    ),
    "permission": SEE,
    "page": "activities:application",
}
REQUESTED = _within("requested_on", "신청한 날이 기간 안에, 기준일까지입니다")
DELIVERED = _within("delivered_on", "마친 날이 기간 안에, 기준일까지입니다")

_declare(
    "activities.applications",
    "신청",
    "들어온 신청을 셉니다. 나중에 취소하거나 지원하지 않은 것도 들어온 것은 들어온 것입니다.",
    "건",
    Count(),
    REQUESTED,
    dated="requested_on",
    goes_on=("state",),
    **APPLICATIONS,
)
_declare(
    "activities.applicants",
    "신청한 사람",
    "신청한 서로 다른 사람의 수입니다. 여러 번 신청해도, 나중에 같은 사람으로 합쳐도 한 사람입니다.",
    "명",
    Distinct("person"),
    REQUESTED,
    dated="requested_on",
    goes_on=("state",),
    **APPLICATIONS,
)
_declare(
    "activities.delivered",
    "지원을 마친 신청",
    "마친 날이 기간 안에 있는 신청을 셉니다.",
    "건",
    Count(),
    DELIVERED,
    dated="delivered_on",
    **APPLICATIONS,
)
_declare(
    "activities.delivered_people",
    "지원받은 사람",
    "마친 신청의 인원을 더합니다. 인원을 적지 않은 신청은 한 사람으로 셉니다.",
    "명",
    Sum("served"),
    DELIVERED,
    dated="delivered_on",
    **APPLICATIONS,
)
_declare(
    "activities.delivered_workplaces",
    "지원받은 사업장",
    "지원을 마친 서로 다른 사업장의 수입니다.",
    "개소",
    Distinct("workplace"),
    DELIVERED,
    dated="delivered_on",
    **APPLICATIONS,
)
