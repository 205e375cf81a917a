"""A service request: received with its target time, corrected, moved from state to state."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from kwonik.catalogue import queries as catalogue
from kwonik.catalogue.models import Code, Service
from kwonik.kernel import audit
from kwonik.people.access import may, require
from kwonik.places.actions import next_reference
from kwonik.places.models import Centre

from . import queries, rules
from .access import ASK, WORK
from .codes import OPEN_STATES, RequestState, Urgency
from .models import ServiceRequest
from .rules import Refused


@transaction.atomic
def receive_request(
    *,
    by,
    centre: Centre,
    service: Service,
    kind: Code,
    title: str,
    text: str = "",
    urgency: str = Urgency.NORMAL,
    requested_at: datetime | None = None,
    requester: str = "",
    form_token: UUID | None = None,
) -> ServiceRequest:
    """Takes a request in under the next number; its target time is reckoned on the working calendar.

    `requester` is somebody else for whom it is written down; otherwise it is whoever asks. The same form twice makes
    one. Raises Refused, PermissionDenied.
    """
    require(by, ASK, centre)
    if form_token:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [form_token.int & (2**63 - 1)])
        if known := queries.stored_by(form_token):
            if (known.title, known.kind_id) != (title, kind.pk):
                raise Refused("이 화면으로 이미 올렸습니다. 더 올리려면 목록에서 새로 여세요.")
            return known
    now = timezone.now()
    requested_at = requested_at or now
    rules.check_times(requested_at, now)
    _check_kind(service, kind)
    year = timezone.localdate(requested_at).year
    row = ServiceRequest(
        centre=centre,
        service=service,
        reference=f"{service.prefix}-{year}-{next_reference(centre, service.code, year):06}",
        kind=kind,
        title=title,
        text=text,
        requested_at=requested_at,
        requested_by=None if requester else by,
        requester=requester or by.name,
        urgency=urgency,
        due_at=rules.due_at(requested_at, urgency, catalogue.working_calendar()),
        form_token=form_token,
        recorded_by=by,
    )
    row.save(force_insert=True)
    audit.record("servicedesk.request.received", row, by=by)
    return row


@transaction.atomic
def amend_request(
    *, by, request: ServiceRequest, kind: Code, title: str, text: str, urgency: str
) -> ServiceRequest:
    """Corrects what is asked; another urgency has another target. Raises Refused, PermissionDenied."""
    stored = _locked(request)
    own = stored.requested_by_id == by.pk and may(by, ASK, stored.centre)
    if not own and not may(by, WORK, stored.centre):
        raise PermissionDenied("이 요청을 고칠 권한이 없습니다.")
    if stored.state not in OPEN_STATES:
        raise Refused("끝난 요청입니다. 고치려면 먼저 다시 접수하세요.")
    _check_kind(stored.service, kind, kept=stored.kind_id)
    if urgency != stored.urgency:
        stored.due_at = rules.due_at(stored.requested_at, urgency, catalogue.working_calendar())
    stored.kind, stored.title, stored.text, stored.urgency = kind, title, text, urgency
    stored.save()
    audit.record("servicedesk.request.amended", stored, by=by, detail={"urgency": str(urgency)})
    return stored


@transaction.atomic
def assign_request(*, by, request: ServiceRequest, assignee: Any) -> ServiceRequest:
    """Gives it to somebody who works on requests at the centre. Raises Refused, PermissionDenied."""
    require(by, WORK, request.centre)
    stored = _locked(request)
    if not may(assignee, WORK, stored.centre):
        raise Refused("전산 요청을 처리하는 역할이 없는 사람입니다. 담당자를 다시 고르세요.")
    rules.check_move(stored.state, RequestState.ASSIGNED, "")
    stored.assignee, stored.assignee_name = assignee, assignee.name
    return _moved(stored, RequestState.ASSIGNED, "assigned", by, {"assignee": assignee.pk})


@transaction.atomic
def start_request(*, by, request: ServiceRequest) -> ServiceRequest:
    """Somebody works on it from now on: whom it was given to, or whoever starts. A done one is taken up again."""
    require(by, WORK, request.centre)
    stored = _locked(request)
    if stored.state == RequestState.WORKING:
        return stored
    rules.check_move(stored.state, RequestState.WORKING, "")
    if not stored.assignee_name:
        stored.assignee, stored.assignee_name = by, by.name
    return _moved(stored, RequestState.WORKING, "working", by)


@transaction.atomic
def finish_request(
    *, by, request: ServiceRequest, answer: str, done_at: datetime | None = None
) -> ServiceRequest:
    """It is done, with what was done; `done_at` when it was before now. Raises Refused, PermissionDenied."""
    require(by, WORK, request.centre)
    stored = _locked(request)
    if stored.state == RequestState.DONE:
        return stored
    now = timezone.now()
    rules.check_move(stored.state, RequestState.DONE, "")
    rules.check_times(stored.requested_at, now, done_at)
    if not stored.assignee_name:
        stored.assignee, stored.assignee_name = by, by.name
    stored.done_at, stored.answer = done_at or now, answer.strip()
    return _moved(stored, RequestState.DONE, "done", by)


@transaction.atomic
def return_request(*, by, request: ServiceRequest, reason: str) -> ServiceRequest:
    """It cannot or need not be done; it still was a request. Raises Refused, PermissionDenied."""
    require(by, WORK, request.centre)
    return _ended(_locked(request), RequestState.RETURNED, reason, "returned", by)


@transaction.atomic
def cancel_request(*, by, request: ServiceRequest, reason: str) -> ServiceRequest:
    """Whoever asked takes it back, or the desk does for them: it counts nowhere. Raises Refused, PermissionDenied."""
    stored = _locked(request)
    own = stored.requested_by_id == by.pk and may(by, ASK, stored.centre)
    if not own and not may(by, WORK, stored.centre):
        raise PermissionDenied("이 요청을 취소할 권한이 없습니다.")
    return _ended(stored, RequestState.CANCELLED, reason, "cancelled", by)


@transaction.atomic
def reopen_request(*, by, request: ServiceRequest) -> ServiceRequest:
    """Undoes a return or a cancellation. Raises Refused, PermissionDenied."""
    require(by, WORK, request.centre)
    stored = _locked(request)
    if stored.state == RequestState.RECEIVED:
        return stored
    rules.check_move(stored.state, RequestState.RECEIVED, "")
    return _moved(stored, RequestState.RECEIVED, "reopened", by)


def _check_kind(service: Service, kind: Code, kept: int | None = None) -> None:
    if kind.pk != kept and kind.pk not in {code.pk for code in queries.kinds(service)}:
        raise Refused(f"'{service}'에서 쓰지 않는 종류입니다. 다시 고르세요.")


def _locked(request: ServiceRequest) -> ServiceRequest:
    rows = ServiceRequest.objects.select_for_update(of=("self",)).select_related("centre", "service")
    return rows.get(pk=request.pk)


def _ended(stored: ServiceRequest, state: RequestState, reason: str, what: str, by) -> ServiceRequest:
    if stored.state == state:
        return stored
    rules.check_move(stored.state, state, reason)
    stored.reason = reason.strip()
    return _moved(stored, state, what, by)


def _moved(
    stored: ServiceRequest, state: RequestState, what: str, by, detail: dict | None = None
) -> ServiceRequest:
    before, stored.state = stored.state, state
    if state != RequestState.DONE:
        stored.done_at = None
    if state in OPEN_STATES:
        stored.reason = ""
    stored.save()
    told = {"from": str(before), "to": str(state)} | (detail or {})
    audit.record(f"servicedesk.request.{what}", stored, by=by, detail=told)
    return stored
