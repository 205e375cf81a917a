"""Who may see and keep pledges; the only way a door gets one of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.shortcuts import get_object_or_404

from kwonik.kernel import permissions
from kwonik.kernel.permissions import Permission
from kwonik.people import access
from kwonik.places.queries import with_overseers

from .codes import EventKind
from .models import Happening, Panel, PanelMember, Part, Pledge, Score

PERMISSIONS = (
    Permission("pledges.pledge:view", "공약과 이행 관리카드를 봅니다"),
    Permission("pledges.pledge:record", "공약과 관리카드의 모든 칸을 적고 철회합니다"),
    Permission("pledges.pledge:import", "공약 대장과 투자·소통·로드맵·목표 대장을 가져옵니다"),
    Permission("pledges.panel:view", "평가단과 그 평가를 봅니다"),
    Permission("pledges.panel:record", "평가단, 위원, 평가를 적고 변경 신청을 정합니다"),
)
permissions.declare(PERMISSIONS)
VIEW, RECORD = "pledges.pledge:view", "pledges.pledge:record"
VIEW_PANEL, RECORD_PANEL = "pledges.panel:view", "pledges.panel:record"


def centres(account, permission: str = VIEW) -> Iterable[int]:
    """Where the account holds the permission; who may look at a centre also sees the pledges of who oversees it."""
    own = access.centres_for(account, permission)
    return with_overseers(own) if permission.endswith(":view") else own


def visible(account, model: type[Model], permission: str = VIEW):
    return model._default_manager.filter(centre__in=centres(account, permission))


def pledges(account, centre):
    """Pledges of the working centre and of the organisations that oversee it."""
    return visible(account, Pledge).filter(centre__in=with_overseers([centre.pk]))


def panels(account, centre):
    return visible(account, Panel, VIEW_PANEL).filter(centre__in=with_overseers([centre.pk]))


def get_pledge(account, pk: int, permission: str = VIEW) -> Pledge:
    return get_object_or_404(visible(account, Pledge, permission).select_related("centre"), pk=pk)


def get_part(account, model: type[Part], pk: int, permission: str = VIEW) -> Any:
    return get_object_or_404(visible(account, model, permission).select_related("centre", "pledge"), pk=pk)


def get_panel(account, pk: int, permission: str = VIEW_PANEL) -> Panel:
    return get_object_or_404(visible(account, Panel, permission).select_related("centre"), pk=pk)


def get_member(account, pk: int, permission: str = VIEW_PANEL) -> PanelMember:
    return get_object_or_404(
        visible(account, PanelMember, permission).select_related("centre", "panel"), pk=pk
    )


def get_score(account, pk: int, permission: str = VIEW_PANEL) -> Score:
    return get_object_or_404(
        visible(account, Score, permission).select_related("centre", "panel", "pledge"), pk=pk
    )


def get_request(account, pk: int, permission: str = RECORD_PANEL) -> Happening:
    """A change asked for, to be decided."""
    rows = visible(account, Happening, permission).filter(kind=EventKind.CHANGE_REQUESTED)
    return get_object_or_404(rows.select_related("centre", "pledge__centre"), pk=pk)
