"""Psychological counselling with sensible defaults: say only what the test is about."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from django.db import transaction

from kwonik.catalogue.models import Service, ServiceLimit
from kwonik.people.models import Account, Appointment
from kwonik.places.models import Centre
from kwonik.wellbeing.models import Course, Group, GroupSitting, Hub, Sitting
from tests.factories import (
    LONG_AGO,
    code_of,
    make_account,
    make_appointment,
    make_centre,
    make_client,
    make_service,
)

A_DAY = date(2025, 5, 9)
OPENED = date(2025, 5, 2)
OFFICER = (
    *("wellbeing.course:view", "wellbeing.course:manage", "wellbeing.sitting:import"),
    *("wellbeing.group:view", "wellbeing.group:record", "wellbeing.hub:view", "wellbeing.hub:edit"),
    *("people.client:find", "people.client:register", "people.client:merge"),
)
OWN = "wellbeing.course:own"
ISSUES = (("exhaustion", "감정노동 소진"), ("harassment", "직장 내 괴롭힘"))
_numbers = count(1)


def make_psych(limit: int | None = 10) -> Service:
    service = make_service(
        "psych",
        name="감정노동 심리상담",
        shape="session",
        room="wellbeing",
        prefix="W",
        lists={"issue": ISSUES},
    )
    if limit and not service.limits.exists():
        ServiceLimit.objects.create(service=service, kind="sittings", value=limit, from_on=LONG_AGO)
    return service


def make_hub(centre: Centre | None = None, **fields: Any) -> Hub:
    defaults = {"region": "서부", "name": f"마음숲{next(_numbers)}", "from_on": date(2025, 1, 2)}
    return Hub.objects.create(centre=centre or make_centre("main"), **{**defaults, **fields})


def make_counsellor(centre: Centre | None = None, account: Account | None = None) -> Appointment:
    centre = centre or make_centre("main")
    account = account or make_account(OWN, centre=centre)
    return make_appointment(
        "visiting_counsellor",
        centre,
        qualification="counsellor",
        account=account,
        name=f"상담사{next(_numbers)}",
    )


def make_course(
    centre: Centre | None = None, hub: Hub | None = None, issue: str = "exhaustion", **fields: Any
) -> Course:
    """With a visiting counsellor; with `hub` it is the hub's."""
    centre = centre or make_centre("main")
    service = make_psych()
    number = next(_numbers)
    if hub is None and "counsellor" not in fields:
        fields["counsellor"] = make_counsellor(centre)
    defaults = {
        "service": service,
        "reference": f"W-2025-{number:06}",
        "route": "hub" if hub else "individual",
        "hub": hub,
        "counsellor_name": "윤서연" if hub else "",
        "issue": code_of(service, "issue", issue),
        "opened_on": OPENED,
        "quota": 10,
    }
    if "client" not in fields:
        fields["client"] = make_client(centre, f"내담자{number}", f"010-1111-{number:04}")
    return Course.objects.create(centre=centre, **{**defaults, **fields})


@transaction.atomic
def make_sitting(course: Course, held_on: date = A_DAY, state: str = "held", **fields: Any) -> Sitting:
    sitting = Sitting.objects.create(
        centre=course.centre, course=course, number=1, held_on=held_on, state=state, **fields
    )
    Sitting.objects.number_anew([course.pk])
    sitting.refresh_from_db()
    return sitting


def make_sittings(course: Course, count: int, first_on: date = A_DAY) -> list[Sitting]:
    return [make_sitting(course, date.fromordinal(first_on.toordinal() + number)) for number in range(count)]


def make_group(centre: Centre | None = None, **fields: Any) -> Group:
    defaults = {"name": f"다온콜센터 모임 {next(_numbers)}", "theme": "원예치유"}
    return Group.objects.create(centre=centre or make_centre("main"), **{**defaults, **fields})


@transaction.atomic
def make_group_sitting(group: Group, held_on: date = A_DAY, people: int = 12, **fields: Any) -> GroupSitting:
    sitting = GroupSitting.objects.create(
        centre=group.centre, group=group, number=1, held_on=held_on, people=people, **fields
    )
    GroupSitting.objects.number_anew([group.pk])
    sitting.refresh_from_db()
    return sitting
