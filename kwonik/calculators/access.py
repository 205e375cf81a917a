"""Who may compute through the desk's menu and by machine; how a kept result is found by its address."""

from __future__ import annotations

from django.http import Http404
from django.utils import timezone

from kwonik.kernel import permissions
from kwonik.kernel.permissions import Permission
from kwonik.labourlaw import CALCULATIONS, Calculation

from .models import KeptCalculation
from .rules.paper import WRITERS

COMPUTE = "calculators.calculation:use"
PERMISSIONS = (Permission(COMPUTE, "노동법 계산기를 업무 메뉴와 프로그램에서 씁니다"),)
permissions.declare(PERMISSIONS)


def get_calculation(name: str) -> Calculation:
    """The calculation of this name; else 404."""
    if name not in CALCULATIONS:
        raise Http404
    return CALCULATIONS[name]


def get_kept(token: str) -> KeptCalculation:
    """What a citizen kept at this address; 404 for one that never was, was erased, is a centre's, or whose time is over."""
    found = KeptCalculation.objects.standing(timezone.now()).filter(token=token, centre=None).first()
    if found is None:
        raise Http404
    return found


def get_ending(extension: str) -> str:
    """The ending of a worksheet's file as an address asks for it; 404 for one that we do not write."""
    if extension not in WRITERS:
        raise Http404
    return extension
