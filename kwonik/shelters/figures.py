"""쉼터 수, 이용자 수와 증가율, 공간 대관 횟수와 인원."""

from __future__ import annotations

from django.db.models import Q

from kwonik.catalogue import queries as catalogue
from kwonik.catalogue.codes import Room, Shape
from kwonik.kernel import figures
from kwonik.kernel.figures import (
    Column,
    Condition,
    Count,
    Cut,
    Derived,
    Figure,
    Highest,
    Sum,
    growth,
    year_earlier,
)
from kwonik.kernel.rounding import HALF_UP
from kwonik.places.codes import SiteKind
from kwonik.places.models import Centre, Site, standing_on

from . import queries
from .codes import WEEKDAYS, BookingState, ShelterKind, Source
from .models import Booking, Shelter, VisitCount


def kind_labels() -> dict[str, str]:
    return dict(ShelterKind.choices)


def shelter_labels() -> dict[str, str]:
    """Code of the place where a shelter stands -> the shelter's name, the latest one; a free place its own."""
    places = dict(Site.objects.filter(kind=SiteKind.SHELTER).values_list("code", "name"))
    return places | dict(Shelter.objects.order_by("from_on").values_list("site__code", "name"))


def purpose_labels():
    return catalogue.code_labels("purpose", Shape.TALLY, Room.SHELTERS)


def centre_labels() -> dict[str, str]:
    return dict(Centre.objects.values_list("code", "name"))


IN_CENTRES = Condition("이 센터의 쉼터임", lambda w: Q(centre__in=w.centres))

figures.declare(
    Figure(
        code="shelters.shelters",
        label="쉼터 수",
        meaning="기준일에 운영하는 이동노동자 쉼터.",
        unit="개소",
        source=Shelter.objects.all,
        conditions=(IN_CENTRES, Condition("기준일에 운영함", lambda w: standing_on(w.as_of))),
        measure=Count(),
        by=(
            Cut("kind", "쉼터 구분", "kind", kind_labels),
            Cut("centre", "센터", "centre__code", centre_labels),
        ),
        columns=(
            Column("쉼터", "name"),
            Column("구분", "kind", labels=kind_labels),
            Column("장소", "site__name"),
            Column("개소일", "from_on", "date"),
            Column("닫은 날", "until_on", "date"),
        ),
        permission="shelters.shelter:view",
        page="shelters:shelter",
    )
)
figures.declare(
    Figure(
        code="shelters.daily_hours",
        label="쉼터 하루 운영 시간",
        meaning="기간의 마지막 날(기준일)에 정해져 있던 운영 시간에서 하루에 가장 길게 여는 시간. 자정을 넘겨도 여는 날의 시간이다.",
        unit="시간",
        source=queries.opening_lengths,
        conditions=(
            IN_CENTRES,
            Condition("기간의 마지막 날(기준일)에 적용됨", lambda w: standing_on(w.counted.last_on)),
            Condition("여는 요일임", lambda w: Q(opens_at__isnull=False)),
        ),
        measure=Highest("hours"),
        by=(
            Cut("kind", "쉼터 구분", "shelter__kind", kind_labels),
            Cut("shelter", "쉼터", "shelter__site__code", shelter_labels),
            Cut("centre", "센터", "centre__code", centre_labels),
        ),
        columns=(
            Column("쉼터", "shelter__name"),
            Column("요일", "weekday", labels=lambda: dict(enumerate(WEEKDAYS))),
            Column("여는 시각", "opens_at"),
            Column("닫는 시각", "closes_at"),
            Column("시간", "hours", "number"),
            Column("적용일", "from_on", "date"),
            Column("끝난 날", "until_on", "date"),
        ),
        permission="shelters.shelter:view",
        listed="shelters:shelters",
    )
)
figures.declare(
    Figure(
        code="shelters.visits",
        label="쉼터 이용자 수",
        meaning="기간 안의 이용일에 쉼터를 찾은 사람. 자정을 넘긴 이용은 그 영업이 시작된 날에 들고, 바로잡은 수를 더하고 뺀다.",
        unit="명",
        source=VisitCount.objects.all,
        conditions=(
            IN_CENTRES,
            Condition("기간 안의 이용일임", lambda w: Q(day__range=(w.counted.first_on, w.counted.last_on))),
        ),
        measure=Sum("people"),
        dated="day",
        by=(
            Cut("kind", "쉼터 구분", "shelter__kind", kind_labels),
            Cut("shelter", "쉼터", "shelter__site__code", shelter_labels),
            Cut("source", "센 방법", "source", lambda: dict(Source.choices)),
            Cut("centre", "센터", "centre__code", centre_labels),
        ),
        columns=(
            Column("이용일", "day", "date"),
            Column("쉼터", "shelter__name"),
            Column("사람 수", "people", "number"),
            Column("센 방법", "source", labels=lambda: dict(Source.choices)),
            Column("바로잡은 까닭", "reason"),
        ),
        permission="shelters.shelter:view",
        page="shelters:visit",
    )
)
figures.declare(
    Derived(
        code="shelters.visits_growth",
        label="쉼터 이용자 증가율",
        meaning="쉼터 이용자 수가 전년도 동기간보다 늘어난 비율.",
        unit="%",
        of=("shelters.visits", year_earlier("shelters.visits")),
        formula=growth(HALF_UP),
        words="(이용자 수 − 전년도 동기간) ÷ 전년도 동기간 × 100, 소수 첫째 자리에서 반올림",
    )
)

BOOKING_CONDITIONS = (
    IN_CENTRES,
    Condition("기간 안에 이용함", lambda w: Q(held_on__range=(w.counted.first_on, w.counted.last_on))),
    Condition("이용을 확인함", lambda w: Q(state=BookingState.USED)),
)
BOOKING_CUTS = (
    Cut("kind", "쉼터 구분", "room__shelter__kind", kind_labels),
    Cut("shelter", "쉼터", "room__shelter__site__code", shelter_labels),
    Cut("purpose", "목적", "purpose__code", purpose_labels),
    Cut("centre", "센터", "centre__code", centre_labels),
)
BOOKING_COLUMNS = (
    Column("이용일", "held_on", "date"),
    Column("쉼터", "room__shelter__name"),
    Column("공간", "room__name"),
    Column("모임", "group"),
    Column("목적", "purpose__label"),
    Column("이용 인원", "actual_heads", "number"),
)

figures.declare(
    Figure(
        code="shelters.bookings",
        label="공간 대관 횟수",
        meaning="기간 안에 실제로 쓴 쉼터 공간 대관. 오지 않은 것과 이용을 확인하지 않은 것은 세지 않는다.",
        unit="회",
        source=Booking.objects.all,
        conditions=BOOKING_CONDITIONS,
        measure=Count(),
        dated="held_on",
        by=BOOKING_CUTS,
        columns=BOOKING_COLUMNS,
        permission="shelters.booking:view",
        page="shelters:booking",
        protects="nobody",
    )
)
figures.declare(
    Figure(
        code="shelters.booking_people",
        label="공간 대관 인원",
        meaning="기간 안에 대관한 쉼터 공간을 실제로 쓴 사람.",
        unit="명",
        source=Booking.objects.all,
        conditions=BOOKING_CONDITIONS,
        measure=Sum("actual_heads"),
        dated="held_on",
        by=BOOKING_CUTS,
        columns=BOOKING_COLUMNS,
        permission="shelters.booking:view",
        page="shelters:booking",
        protects="nobody",
    )
)
