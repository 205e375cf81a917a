"""Permissions of places, and rows of the centre somebody works at; who holds them is for `people` to say."""

from django.shortcuts import get_object_or_404

from kwonik.kernel import permissions
from kwonik.kernel.permissions import Permission

from .models import Centre, Facility, OrganisationUnit

PERMISSIONS = (
    Permission("places.facility:view", "시설 대장을 봅니다"),
    Permission("places.facility:edit", "시설 대장을 고칩니다"),
    Permission("places.unit:view", "부서와 조직을 봅니다"),
    Permission("places.unit:edit", "부서를 고칩니다"),
)
permissions.declare(PERMISSIONS)


def get_facility(centre: Centre, pk: int) -> Facility:
    """A facility of that centre, or Http404."""
    return get_object_or_404(Facility, centre=centre, pk=pk)


def get_unit(centre: Centre, pk: int) -> OrganisationUnit:
    """A unit of that centre, or Http404."""
    return get_object_or_404(OrganisationUnit, centre=centre, pk=pk)
