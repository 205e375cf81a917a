"""How every action here begins: may they, hold the pledge, was the same form sent before."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model

from kwonik.people.access import require
from kwonik.places.models import Centre
from kwonik.pledges.models import Pledge
from kwonik.pledges.rules import Refused

Kept = TypeVar("Kept", bound=Model)


def guard(by, permission: str, centre: Centre) -> None:
    require(by, permission, centre)


def locked(row: Kept) -> Kept:
    """The row, held until the transaction ends."""
    return type(row)._default_manager.select_for_update(of=("self",), no_key=True).get(pk=row.pk)


def hold(pledge: Pledge) -> Pledge:
    """The pledge, held; nothing is added to one that was withdrawn. Raises Refused."""
    stored = locked(pledge)
    if stored.withdrawn_at:
        raise Refused("철회한 공약에는 적을 수 없습니다. 먼저 공약의 철회를 되돌리세요.")
    return stored


def sent_before(model: type[Kept], token: UUID | None, **same: Any) -> Kept | None:
    """What the same form made already. Raises Refused when it now says something else (the page was gone back to)."""
    known = model._default_manager.filter(form_token=token).first() if token else None
    if known is not None and any(getattr(known, name) != value for name, value in same.items()):
        raise Refused("이 화면으로 이미 적었습니다. 더 적으려면 적기를 다시 누르세요.")
    return known
