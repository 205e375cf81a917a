"""Requests: written down as they come, decided, taken on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kwonik.catalogue.models import Service
from kwonik.education import queries, rules
from kwonik.education.codes import MOVES, RequestState
from kwonik.education.models import Request
from kwonik.kernel import audit
from kwonik.people import vault
from kwonik.people.access import require
from kwonik.people.actions.submissions import once
from kwonik.people.models import Client
from kwonik.places.actions import next_reference
from kwonik.places.models import Centre

RECORD, DECIDE = "education.request:record", "education.request:decide"
FIELDS = (
    *("kind", "applicant", "district", "place", "requested_on", "wished_on", "second_wish_on"),
    *("people", "classes", "note"),
)
EVENTS = {
    "review": "reviewed",
    "accept": "accepted",
    "wait": "waiting",
    "refuse": "refused",
    "finish": "done",
    "cancel": "cancelled",
    "reopen": "reopened",
}


def record_request(
    *,
    by,
    centre: Centre,
    service: Service,
    name: str = "",
    phone: str = "",
    form_token: UUID | None = None,
    **fields: Any,
) -> Request:
    """Writes down who asks for what; the same form twice makes one. Raises PermissionDenied, Refused."""
    require(by, RECORD, centre)
    _check(fields)

    def record() -> Request:
        day = fields["requested_on"]
        number = next_reference(centre, service.prefix, day.year)
        row = Request(
            centre=centre,
            service=service,
            reference=f"{service.prefix}-{day.year}-{number:06}",
            contact=_contact(centre, name, phone),
            form_token=form_token,
            recorded_by=by,
            **{key: fields[key] for key in FIELDS if key in fields},
        )
        row.save(force_insert=True)
        audit.record("education.request.recorded", row, by=by)
        return row

    return once(Request, centre, form_token, record)


@transaction.atomic
def amend_request(*, by, request: Request, name: str = "", phone: str = "", **fields: Any) -> Request:
    """Corrects what was written down; who is to be called changes only when a name is given."""
    require(by, RECORD, request.centre)
    _check(fields)
    stored = Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
    for key in FIELDS:
        if key in fields:
            setattr(stored, key, fields[key])
    if name:
        stored.contact = _contact(request.centre, name, phone)
    stored.save()
    audit.record("education.request.amended", stored, by=by)
    return stored


@transaction.atomic
def decide(*, by, request: Request, verb: str, reason: str = "", exception: str = "") -> Request:
    """One of MOVES. Raises Refused: not from this state, a reason is missing, or the group is too small to accept."""
    require(by, DECIDE, request.centre)
    stored = Request.objects.select_for_update(of=("self",)).select_related("service").get(pk=request.pk)
    if stored.withdrawn_at:
        raise rules.Refused("철회한 신청입니다. 철회를 되돌린 뒤 다시 하세요.")
    target = rules.check_move(verb, stored.state, reason)
    today = timezone.localdate()
    if target == RequestState.ACCEPTED:
        small = rules.too_few(stored.people, queries.at_least(stored.service, today))
        if small and not exception:
            raise rules.Refused(small)
        stored.accepted_on, stored.exception = today, exception if small else ""
    elif target in (RequestState.REVIEWED, RequestState.WAITING):
        stored.accepted_on = None
    stored.state, stored.reason = target, reason if MOVES[verb].reason else ""
    stored.save(update_fields=["state", "reason", "accepted_on", "exception"])
    audit.record(f"education.request.{EVENTS[verb]}", stored, by=by)
    return stored


def _check(fields: dict[str, Any]) -> None:
    if fields["requested_on"] > timezone.localdate():
        raise rules.Refused("신청한 날이 오늘보다 뒤입니다. 날짜를 확인하세요.")


def _contact(centre: Centre, name: str, phone: str) -> Client | None:
    """Who answers there: found again by the same name and number, sealed anew otherwise."""
    if not name:
        return None
    [pk] = vault.client_ids(centre, [(name, phone)])
    return Client(pk=pk)
