"""The programmes' activities of the world that tests watch: one record of every shape, one of each withdrawn."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from kwonik.activities import actions
from kwonik.activities import queries as activities
from kwonik.catalogue.models import Service
from kwonik.people.models import Account
from kwonik.places.models import Centre

SERVICES = {
    "session": ("culture", {"people": 12, "title": "가죽 열쇠고리"}),
    "tally": ("truck_count", {"count": 7}),
    "handout": ("water", {"quantity": 300, "recipient": "라이더 모임"}),
    "application": ("health_check", {"workplace": "가온주얼리", "employees": 5, "people": 3}),
}


def _service(mode: str) -> Service:
    return Service.objects.get(code=SERVICES[mode][0])


def _facts(mode: str, day: date, **more: Any) -> dict[str, Any]:
    return {"day": day, "kind": activities.kinds(_service(mode))[0], **SERVICES[mode][1], **more}


def records(by: Account, centre: Centre, day: date, client: Any) -> dict[str, Any]:
    """Sessions, tallies, handouts, applications and a round of the centre."""

    def record(mode: str) -> Any:
        facts = _facts(mode, day, **({"client": client} if mode == "application" else {}))
        return actions.record(by=by, centre=centre, service=_service(mode), facts=facts)

    round = actions.open_round(
        by=by,
        centre=centre,
        service=_service("application"),
        name=f"모집 {uuid4().hex[:8]}",
        opens_on=day,
        capacity=1000,
    )
    rows = {mode: record(mode) for mode in SERVICES}
    gone = {mode: actions.withdraw(by=by, entry=record(mode), reason="두 번 적음") for mode in SERVICES}
    given = actions.accept(by=by, application=record("application"))
    given = actions.deliver(by=by, application=given, delivered_on=day + timedelta(days=3))
    press(by, centre)
    return {
        **rows,
        **{f"withdrawn_{mode}": row for mode, row in gone.items()},
        "delivered_application": given,
        "round": round,
    }


def press(by: Account, centre: Centre) -> Any:
    """One more on the day's counter."""
    service = _service("tally")
    return actions.press(
        by=by,
        centre=centre,
        service=service,
        kind=activities.kinds(service)[0],
        site=None,
        day=timezone.localdate(),
        step=1,
        token=uuid4(),
    )


def amended(by: Account, rows: dict[str, Any], number: int) -> None:
    """A correction more on each of these records."""
    for mode in SERVICES:
        row = rows[mode]
        row.refresh_from_db()
        facts = _facts(mode, row.day, note=f"{number}번째로 고침")
        actions.amend(by=by, entry=row, facts=facts, version=row.version)
    press(by, rows["session"].centre)
