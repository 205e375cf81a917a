"""Who may see what the profile loaded, and who may correct the calendar."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from kwonik.kernel import permissions
from kwonik.kernel.models import CalendarOverride
from kwonik.kernel.permissions import Permission
from kwonik.people.access import name_specialities
from kwonik.places.models import Centre

from . import queries
from .codes import Shape
from .models import ProfileLoad, Programme, Service

PERMISSIONS = (
    Permission("catalogue.profile:view", "사업·분류표·역할과 프로필을 읽은 내역을 봅니다"),
    Permission("catalogue.programme:edit", "우리 센터의 사업과 서비스를 만들고 고칩니다"),
    Permission("catalogue.calendar:view", "공휴일 달력을 봅니다"),
    Permission("catalogue.calendar:edit", "공휴일을 더하거나 근무일로 되돌립니다"),
)
permissions.declare(PERMISSIONS)
name_specialities(lambda: queries.code_labels("issue", Shape.CASE))


def get_own_service(centre: Centre, pk: int) -> Service:
    """A service that this very centre made, or 404."""
    found = queries.own_service(centre, pk)
    if found is None:
        raise Http404
    return found


def get_own_programme(centre: Centre, pk: int) -> Programme:
    """A programme that this very centre made, or 404."""
    return get_object_or_404(queries.own_programmes(centre), pk=pk)


def get_load(pk: int) -> ProfileLoad:
    """One profile load, or 404. Loads belong to the installation, not to a centre."""
    return get_object_or_404(queries.loads(), pk=pk)


def get_correction(pk: int) -> CalendarOverride:
    """One correction of the calendar, or 404."""
    return get_object_or_404(queries.calendar_corrections(), pk=pk)
