"""The numbers printed about counselling, each with the rows it is counted from.

The 3,860 of the Seoul report includes what was counselled at its booths: a booth's talk is a consultation like any
other, `booth_kind` cuts it out (docs/decisions).
"""

from __future__ import annotations

from django.db.models import Q

from kwonik.catalogue.codes import Shape
from kwonik.catalogue.queries import code_labels
from kwonik.kernel import figures
from kwonik.kernel.figures import Column, Condition, Count, Cut, Distinct, Figure, Window
from kwonik.places.codes import SiteKind

from . import queries
from .access import VIEW
from .codes import BoothKind, Party
from .models import BoothSession, Consultation


def _labels(field: str):
    return lambda: code_labels(field, Shape.CONSULTATION)


def _within(path: str):
    def test(window: Window) -> Q:
        days = window.counted
        return Q(**{f"{path}__gte": days.first_on, f"{path}__lt": days.after_on})

    return test


OF_THE_CENTRE = Condition("우리 센터가 한 상담입니다", lambda window: Q(centre__in=window.centres))
IN_THE_PERIOD = Condition("상담일이 기간 안에, 기준일까지입니다", _within("occurred_on"))
NOT_WITHDRAWN = Condition("철회하지 않았습니다", lambda window: Q(withdrawn_at__isnull=True))
A_CONSULTATION = Condition("업무 연락이 아니라 상담입니다", lambda window: Q(is_business_contact=False))

CONSULTATIONS = Figure(
    code="counselling.{service}",
    label="상담 건수",
    meaning="한 사람과 한 번 이야기한 것을 한 건으로 셉니다. 부스와 찾아가는 상담도 들어갑니다. 철회한 것과 업무 연락은 뺍니다.",
    unit="건",
    source=lambda: Consultation.objects.all(),
    conditions=(OF_THE_CENTRE, IN_THE_PERIOD, NOT_WITHDRAWN, A_CONSULTATION),
    measure=Count(),
    by=(
        Cut("party", "구분", "party", lambda: dict(Party.choices)),
        Cut("channel", "경로", "channel__code", _labels("channel")),
        Cut("issue", "주된 유형", "issue__code", _labels("issue")),
        Cut("outcome", "결과", "outcome__code", _labels("outcome")),
        Cut("site", "찾아간 곳", "site__code", queries.site_labels),
        Cut("site_kind", "찾아간 곳의 종류", "site__kind", lambda: dict(SiteKind.choices)),
        Cut("booth_kind", "부스 구분", "booth__kind", lambda: dict(BoothKind.choices)),
        Cut("district", "자치구", "district__code", queries.district_labels),
        Cut("centre", "센터", "centre__code", queries.centre_labels),
    ),
    family=Cut("service", "서비스", "service__code", queries.service_labels),
    dated="occurred_on",
    columns=(
        Column("상담 번호", "reference"),
        Column("상담일", "occurred_on", "date"),
        Column("구분", "party", labels=lambda: dict(Party.choices)),
        Column("경로", "channel__label"),
        Column("주된 유형", "issue__label"),
        Column("결과", "outcome__label"),
        Column("자치구", "district__name"),
        Column("찾아간 곳", "site__name"),
    ),
    permission=VIEW,
    page="counselling:consultation",
)

OF_THE_NETWORK = Condition(
    "대표전화를 함께 쓰는 센터의 부스입니다", lambda window: Q(centre__in=window.network or window.centres)
)
HELD_IN_THE_PERIOD = Condition("연 날이 기간 안에, 기준일까지입니다", _within("held_on"))
HELD = Condition("취소하지 않았습니다", lambda window: Q(withdrawn_at__isnull=True))


def _booths(code: str, label: str, meaning: str, unit: str, measure: Count | Distinct) -> Figure:
    return Figure(
        code=code,
        label=label,
        meaning=meaning,
        unit=unit,
        source=lambda: BoothSession.objects.all(),
        conditions=(OF_THE_NETWORK, HELD_IN_THE_PERIOD, HELD),
        measure=measure,
        by=(
            Cut("kind", "부스 구분", "kind", lambda: dict(BoothKind.choices)),
            Cut("site", "역", "site__code", queries.site_labels),
            Cut("centre", "센터", "centre__code", queries.centre_labels),
        ),
        dated="held_on",
        columns=(
            Column("연 날", "held_on", "date"),
            Column("역", "site__name"),
            Column("센터", "centre__name"),
            Column("구분", "kind", labels=lambda: dict(BoothKind.choices)),
            Column("나간 사람", "staff"),
        ),
        permission="counselling.booth:view",
        page="counselling:booth",
    )


BOOTH_STATIONS = _booths(
    "counselling.booth_stations",
    "부스를 연 역",
    "센터들이 지하철 상담 부스를 연 서로 다른 역의 수입니다. 같은 역은 몇 번 열어도 하나입니다.",
    "개소",
    Distinct("site"),
)
BOOTH_CENTRES = _booths(
    "counselling.booth_centres",
    "부스에 참여한 센터",
    "지하철 상담 부스를 한 번이라도 연 서로 다른 센터의 수입니다.",
    "개소",
    Distinct("centre"),
)
BOOTH_SESSIONS = _booths(
    "counselling.booth_sessions",
    "부스를 연 횟수",
    "한 센터가 한 역에서 하루 연 부스를 한 회로 셉니다.",
    "회",
    Count(),
)

for _figure in (CONSULTATIONS, BOOTH_STATIONS, BOOTH_CENTRES, BOOTH_SESSIONS):
    figures.declare(_figure)
