"""Registers of places as of a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from .codes import CentreKind
from .models import Centre, District, Facility, OrganisationUnit


def districts() -> QuerySet[District]:
    """자치구 still in use."""
    return District.objects.filter(retired_on=None)


def facilities(centre: Centre, day: date) -> QuerySet[Facility]:
    """시설 the centre used on that day, in the order of the report's table."""
    return Facility.objects.as_of(day).filter(centre=centre)


def units(centre: Centre, day: date) -> QuerySet[OrganisationUnit]:
    """부서 of that day, in the order of the organisation chart."""
    return OrganisationUnit.objects.as_of(day).filter(centre=centre)


def overseen(centre: Centre) -> list[int]:
    """The ids of the centres whose work a department of the city answers for; of a centre itself nothing."""
    if centre.kind != CentreKind.GOVERNMENT:
        return []
    return list(Centre.objects.filter(parent=centre).order_by("pk").values_list("pk", flat=True))


def overseers(centres: Iterable[int]) -> list[int]:
    """The ids of the departments of the city that oversee these centres."""
    found = Centre.objects.filter(pk__in=centres, parent__kind=CentreKind.GOVERNMENT)
    return sorted(set(found.values_list("parent_id", flat=True)))


def with_overseers(centres: Iterable[int]) -> list[int]:
    """These centres and the departments of the city that oversee them."""
    own = list(centres)
    return [*own, *(pk for pk in overseers(own) if pk not in own)]
