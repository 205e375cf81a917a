"""The psychological counselling of the world that tests watch: courses in every state, a sealed note, groups, hubs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from kwonik.catalogue.models import Service
from kwonik.people.models import Account, Appointment
from kwonik.places.models import Centre
from kwonik.wellbeing import actions
from kwonik.wellbeing.queries import issues
from tests.factories import make_appointment


def counselling_courses(
    by: Account, counsellor: Account, centre: Centre, day: date, number: int, told: str
) -> dict[str, Any]:
    """A running course with sittings held, planned and withdrawn; one closed, one withdrawn; all by the counsellor."""
    service = Service.objects.get(code="psych_sitting")
    visiting = Appointment.objects.filter(account=counsellor, centre=centre).first() or make_appointment(
        "visiting_counsellor", centre, account=counsellor, qualification="counsellor"
    )
    hub = actions.agree_hub(
        by=by, centre=centre, region=f"{number}권역", name=f"마음숲 {number}", from_on=date(2025, 1, 2)
    )

    def opened(**fields: Any):
        given = {
            "route": "individual",
            "counsellor": visiting,
            "name": "홍길동",
            "phone": f"010-5555-{number:04}",
        }
        return actions.open_course(
            by=by,
            centre=centre,
            service=service,
            issue=issues(service)[0],
            opened_on=day,
            **{**given, **fields},
        )

    def sat(course, days: int = 0, state: str = "held"):
        return actions.record_sitting(
            by=by, course=course, held_on=day + timedelta(days=days), state=state, minutes=50
        )

    course = opened()
    withdrawn = actions.withdraw(by=by, row=sat(course, 1), reason="두 번 적음")
    sitting = actions.write_note(by=counsellor, sitting=sat(course, 2), text=told)
    ahead = sat(course, 9, "planned")
    closed = opened(route="hub", hub=hub, counsellor=None, counsellor_name="윤서연")
    actions.close_course(by=by, course=closed, closed_on=day)
    return {
        "psych_course": course,
        "psych_sitting": sitting,
        "psych_ahead": ahead,
        "psych_withdrawn_sitting": withdrawn,
        "psych_settled": opened(),
        "psych_closed": closed,
        "psych_withdrawn": actions.withdraw(by=by, row=opened(), reason="잘못 엶"),
        "psych_hub": hub,
        **_hubs_and_groups(by, centre, day, number),
    }


def _hubs_and_groups(by: Account, centre: Centre, day: date, number: int) -> dict[str, Any]:
    def agreed(name: str):
        return actions.agree_hub(
            by=by, centre=centre, region="서부", name=f"{name} {number}", from_on=date(2025, 1, 2)
        )

    def group(name: str):
        return actions.open_group(
            by=by, centre=centre, name=f"{name} {number}", theme="원예치유", workplace="다온콜센터"
        )

    met = group("다온 모임")
    first, second = (
        actions.record_group_sitting(by=by, group=met, held_on=day + timedelta(days=days), people=12)
        for days in (0, 7)
    )
    return {
        "psych_empty_hub": agreed("온기"),
        "psych_withdrawn_hub": actions.withdraw(by=by, row=agreed("늘봄"), reason="잘못 적음"),
        "psych_group": met,
        "psych_empty_group": group("빈 모임"),
        "psych_withdrawn_group": actions.withdraw(by=by, row=group("지운 모임"), reason="잘못 엶"),
        "psych_group_sitting": first,
        "psych_withdrawn_group_sitting": actions.withdraw(by=by, row=second, reason="잘못 적음"),
    }


def longer_course(by: Account, rows: dict[str, Any], day: date, number: int) -> None:
    """More sittings of the course and of the group, an extension, a second entry of the client merged."""
    course = rows["psych_course"]
    actions.extend_course(by=by, course=course, sittings=2, reason="위기 개입", year=day.year)
    for days in (number, number + 1):
        actions.record_sitting(
            by=by, course=course, held_on=day + timedelta(days=20 + days), state="cancelled"
        )
        actions.record_group_sitting(
            by=by, group=rows["psych_group"], held_on=day + timedelta(days=20 + days), people=9
        )
