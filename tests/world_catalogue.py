"""What belongs to the installation in the world that tests watch, and what a centre made at its desk."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from kwonik.catalogue import actions as catalogue
from kwonik.catalogue.models import ProfileLoad

A_DAY = date(2025, 5, 9)


def installation(one: Any, number: int) -> dict[str, Any]:
    """What belongs to the installation and to no centre."""
    day = date(2026, 12, 1) + timedelta(days=number)
    correction = catalogue.correct_calendar(
        by=one.people["centre_director"],
        centre=one.centre,
        day=day,
        name="임시공휴일",
        declared_on=A_DAY,
        source="관보",
    )
    return {"load": ProfileLoad.objects.latest("pk"), "correction": correction}


def own_programme(one: Any, number: int) -> dict[str, Any]:
    """A programme that the centre made at its desk, with a service."""
    given = {"by": one.people["centre_director"], "centre": one.centre}
    programme = catalogue.add_programme(name=f"우리 사업 {one.centre.pk} {number}", **given)
    service = catalogue.add_service(
        programme=programme,
        name=f"우리 모임 {one.centre.pk} {number}",
        shape="session",
        kinds=["모임"],
        asks=[{"field": "people"}],
        **given,
    )
    return {"own_programme": programme, "own_service": service}
