"""What happens to a pledge is only ever added: classes, rates by hand, splits, merges, changes asked for and decided."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kwonik.kernel import audit
from kwonik.pledges.access import RECORD, RECORD_PANEL
from kwonik.pledges.codes import EventKind
from kwonik.pledges.models import Happening, Pledge
from kwonik.pledges.rules import Refused

from .holding import guard, hold, sent_before


def _add(
    by, pledge: Pledge, kind: EventKind, form_token: UUID | None, permission: str = RECORD, **told: Any
) -> Happening:
    guard(by, permission, pledge.centre)
    stored = hold(pledge)
    if known := sent_before(Happening, form_token, pledge=stored, kind=kind):
        return known
    if told["decided_on"] > timezone.localdate():
        raise Refused("정한 날이 오늘보다 뒤입니다. 날짜를 확인하세요.")
    event = Happening(
        centre=stored.centre, pledge=stored, kind=kind, recorded_by=by, form_token=form_token, **told
    )
    event.save(force_insert=True)
    audit.record("pledges.happening.recorded", event, by=by, detail={"pledge": stored.pk, "kind": kind})
    return event


@transaction.atomic
def set_status(
    *,
    by,
    pledge: Pledge,
    status: str,
    decided_on: date,
    decided_by: str,
    basis: str,
    form_token: UUID | None = None,
) -> Happening:
    """The class of fulfilment from a day on. The one before stays and answers for its days. Raises Refused."""
    told: dict[str, Any] = {
        "status": status,
        "decided_on": decided_on,
        "decided_by": decided_by,
        "basis": basis,
    }
    return _add(by, pledge, EventKind.STATUS, form_token, **told)


@transaction.atomic
def override(
    *,
    by,
    pledge: Pledge,
    percent: int | None,
    decided_on: date,
    decided_by: str,
    basis: str,
    form_token: UUID | None = None,
) -> Happening:
    """A rate set by hand, shown as such beside the roadmap's own; None lifts it again. Raises Refused."""
    told: dict[str, Any] = {
        "percent": percent,
        "decided_on": decided_on,
        "decided_by": decided_by,
        "basis": basis,
    }
    return _add(by, pledge, EventKind.OVERRIDE, form_token, **told)


@transaction.atomic
def split_or_merge(
    *,
    by,
    pledge: Pledge,
    kind: str,
    other: Pledge,
    decided_on: date,
    decided_by: str,
    basis: str,
    form_token: UUID | None = None,
) -> Happening:
    """The pledge was split into another, or merged into it: then it counts with that one from the day on. Raises Refused."""
    if other.pk == pledge.pk:
        raise Refused("같은 공약입니다. 다른 공약을 고르세요.")
    if other.centre_id != pledge.centre_id:
        raise Refused("다른 기관의 공약입니다. 같은 기관의 공약을 고르세요.")
    told: dict[str, Any] = {
        "other": other,
        "decided_on": decided_on,
        "decided_by": decided_by,
        "basis": basis,
    }
    return _add(by, pledge, EventKind(kind), form_token, **told)


@transaction.atomic
def request_change(
    *,
    by,
    pledge: Pledge,
    change: str,
    decided_on: date,
    decided_by: str,
    basis: str,
    form_token: UUID | None = None,
) -> Happening:
    """The department asks to change what it promised to do; nothing changes before it is decided. Raises Refused."""
    told: dict[str, Any] = {
        "change": change,
        "decided_on": decided_on,
        "decided_by": decided_by,
        "basis": basis,
    }
    return _add(by, pledge, EventKind.CHANGE_REQUESTED, form_token, **told)


@transaction.atomic
def decide_change(
    *,
    by,
    request: Happening,
    approved: bool,
    decided_on: date,
    decided_by: str,
    basis: str,
    seats_for: int | None = None,
    seats_against: int | None = None,
    form_token: UUID | None = None,
) -> Happening:
    """The panel's answer to a change asked for, with its votes. A refusal stays and is published. Raises Refused."""
    kind = EventKind.APPROVED if approved else EventKind.REFUSED
    if request.kind != EventKind.CHANGE_REQUESTED:
        raise Refused("변경 신청이 아닙니다. 신청한 것을 고르세요.")
    known = Happening.objects.filter(request=request).first()
    if known is not None and (known.form_token != form_token or form_token is None):
        raise Refused(f"이미 '{known}'(으)로 정한 신청입니다. 바꾸려면 새로 신청하세요.")
    if decided_on < request.decided_on:
        raise Refused("정한 날이 신청한 날보다 앞섭니다. 날짜를 확인하세요.")
    if (seats_for is None) != (seats_against is None):
        raise Refused("찬성과 반대의 수는 함께 적거나 함께 비워 두세요.")
    if seats_for is not None and seats_against is not None and approved != (seats_for > seats_against):
        raise Refused("찬성이 반대보다 많을 때에만 승인입니다. 수와 결과를 확인하세요.")
    told: dict[str, Any] = {"decided_on": decided_on, "decided_by": decided_by, "basis": basis}
    votes: dict[str, Any] = {"seats_for": seats_for, "seats_against": seats_against}
    return _add(by, request.pledge, kind, form_token, RECORD_PANEL, request=request, **told, **votes)
