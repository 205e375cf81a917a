"""Agreements with partner organisations: made, corrected, ended."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from kwonik.kernel import audit
from kwonik.people.access import require
from kwonik.places.models import Centre
from kwonik.wellbeing.access import EDIT_HUBS
from kwonik.wellbeing.models import Hub
from kwonik.wellbeing.rules import Refused

from .steps import locked, sent_before


@transaction.atomic
def agree_hub(
    *,
    by,
    centre: Centre,
    region: str,
    name: str,
    from_on: date,
    until_on: date | None = None,
    note: str = "",
    form_token: UUID | None = None,
) -> Hub:
    """An organisation becomes a hub of its part of town from a day on. Raises Refused, PermissionDenied."""
    require(by, EDIT_HUBS, centre)
    if known := sent_before(Hub, form_token, name=name, from_on=from_on):
        return known
    Centre.objects.select_for_update().get(pk=centre.pk)
    hub = Hub(centre=centre, form_token=form_token, recorded_by=by)
    _set(hub, region, name, from_on, until_on, note)
    hub.save(force_insert=True)
    audit.record("wellbeing.hub.agreed", hub, by=by)
    return hub


@transaction.atomic
def amend_hub(
    *, by, hub: Hub, region: str, name: str, from_on: date, until_on: date | None = None, note: str = ""
) -> Hub:
    """Corrects an agreement or ends it (`until_on` is its last day). Raises Refused, PermissionDenied."""
    require(by, EDIT_HUBS, hub.centre)
    Centre.objects.select_for_update().get(pk=hub.centre_id)
    stored = locked(Hub, hub.pk)
    if stored.withdrawn_at:
        raise Refused("철회한 협약입니다. 고치려면 먼저 철회를 되돌리세요.")
    _set(stored, region, name, from_on, until_on, note)
    stored.save()
    audit.record("wellbeing.hub.amended", stored, by=by)
    return stored


def _set(hub: Hub, region: str, name: str, from_on: date, until_on: date | None, note: str) -> None:
    if until_on and until_on < from_on:
        raise Refused("협약이 끝난 날이 시작일보다 앞섭니다. 날짜를 다시 확인하세요.")
    same = Hub.objects.filter(centre=hub.centre, name=name, withdrawn_at__isnull=True).exclude(pk=hub.pk)
    running = same.filter(from_on__lte=until_on or date.max).exclude(until_on__lt=from_on)
    if running.exists():
        raise Refused("이 기관과 맺은 협약이 그 기간에 이미 있습니다. 그 협약의 날짜를 고치세요.")
    hub.region, hub.name, hub.from_on, hub.until_on, hub.note = region, name, from_on, until_on, note
