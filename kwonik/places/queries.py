"""Registers of places as of a day."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

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
