"""Shelters, rooms, counts and bookings with sensible defaults; straight to the tables."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from kwonik.catalogue.codes import Room as Keeper
from kwonik.catalogue.codes import Shape
from kwonik.catalogue.models import Code, CodeList, Programme, Service, ServiceList
from kwonik.kernel.periods import SEOUL
from kwonik.places.models import Centre
from kwonik.shelters.models import Booking, OpeningHours, Room, Shelter, VisitCount
from kwonik.shelters.rules import group_key
from tests.factories import LONG_AGO, make_centre, make_site

_numbers = count(1)
PURPOSES = (("meeting", "소모임"), ("education", "교육"), ("counselling", "상담"))


def make_service(code: str = "shelter_visits") -> Service:
    """The service of shelters with its list of purposes."""
    programme, _ = Programme.objects.get_or_create(code="mobile_shelters", defaults={"name": "쉼터 운영"})
    service, _ = Service.objects.get_or_create(
        code=code,
        defaults={
            "name": "쉼터 운영",
            "programme": programme,
            "shape": Shape.TALLY,
            "room": Keeper.SHELTERS,
            "prefix": "S",
        },
    )
    purposes, _ = CodeList.objects.get_or_create(code="shelter_purposes", defaults={"name": "대관 목적"})
    for number, (name, label) in enumerate(PURPOSES):
        Code.objects.get_or_create(list=purposes, code=name, defaults={"label": label, "position": number})
    ServiceList.objects.get_or_create(service=service, field="purpose", defaults={"list": purposes})
    return service


def make_purpose(code: str = "meeting") -> Code:
    make_service()
    return Code.objects.get(list__code="shelter_purposes", code=code)


def make_shelter(centre: Centre | None = None, **fields: Any) -> Shelter:
    number = next(_numbers)
    site = fields.pop("site", None) or make_site(
        f"shelter-{number}", name=f"쉼터 자리 {number}", kind="shelter"
    )
    defaults = {"name": f"쉼터{number}", "kind": "hub", "from_on": LONG_AGO, "position": number}
    return Shelter.objects.create(centre=centre or make_centre("main"), site=site, **{**defaults, **fields})


def make_hours(
    shelter: Shelter, opens: str | None = "13:00", closes: str | None = "06:00", days=range(7), **fields: Any
) -> None:
    for day in days:
        OpeningHours.objects.create(
            centre=shelter.centre,
            shelter=shelter,
            weekday=day,
            opens_at=opens and time.fromisoformat(opens),
            closes_at=closes and time.fromisoformat(closes),
            **{"from_on": LONG_AGO, **fields},
        )


def make_room(shelter: Shelter | None = None, **fields: Any) -> Room:
    shelter = shelter or make_shelter()
    defaults = {"name": f"교육실{next(_numbers)}", "seats": 20, "from_on": LONG_AGO}
    return Room.objects.create(centre=shelter.centre, shelter=shelter, **{**defaults, **fields})


def make_visits(shelter: Shelter, day: date, people: int = 10, **fields: Any) -> VisitCount:
    defaults = {"source": "kiosk", "reason": "" if people >= 0 else "잘못 셈", "centre": shelter.centre}
    return VisitCount.objects.create(shelter=shelter, day=day, people=people, **{**defaults, **fields})


def at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), SEOUL)


def make_booking(room: Room, day: date, clock: str = "14:00", hours: int = 2, **fields: Any) -> Booking:
    starts_at = at(day, clock)
    group = fields.pop("group", f"모임{next(_numbers)}")
    defaults: dict[str, Any] = {"heads": 8, "state": "requested", "held_on": day}
    if fields.get("state") == "used":
        defaults["actual_heads"] = 7
    if "purpose" not in fields:
        defaults["purpose"] = make_purpose()
    return Booking.objects.create(
        centre=room.centre,
        room=room,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
        group=group,
        group_key=group_key(group),
        **{**defaults, **fields},
    )
