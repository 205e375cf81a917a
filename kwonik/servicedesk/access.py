"""Who may ask, see and do service requests."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kwonik.kernel import permissions, queues
from kwonik.kernel.permissions import Permission
from kwonik.kernel.queues import Queue, Todo
from kwonik.people.access import centres_for
from kwonik.places.models import Centre

from . import queries
from .models import ServiceRequest

PERMISSIONS = (
    Permission("servicedesk.request:view", "전산 요청을 봅니다"),
    Permission("servicedesk.request:ask", "전산 요청을 올립니다"),
    Permission("servicedesk.request:work", "전산 요청을 맡기고 처리하고 반려합니다"),
    Permission("servicedesk.request:import", "전산 요청 대장을 가져옵니다"),
)
permissions.declare(PERMISSIONS)

VIEW, ASK, WORK = "servicedesk.request:view", "servicedesk.request:ask", "servicedesk.request:work"


def visible(account, permission: str = VIEW) -> QuerySet[ServiceRequest]:
    """The requests of the centres at which the account has the permission."""
    return ServiceRequest.objects.filter(centre__in=centres_for(account, permission))


def get_request(account, pk: int, permission: str = VIEW) -> ServiceRequest:
    return get_object_or_404(queries.with_all(visible(account, permission)), pk=pk)


def get_request_to_change(account, pk: int) -> ServiceRequest:
    """For whoever works on requests, and for whoever asked; 404 for everybody else."""
    own = Q(requested_by=account, centre__in=centres_for(account, ASK))
    rows = visible(account).filter(Q(centre__in=centres_for(account, WORK)) | own)
    return get_object_or_404(queries.with_all(rows), pk=pk)


MOST = 50


def _waiting(account, centre: Centre, today: date) -> list[Todo]:
    rows = queries.open_requests(ServiceRequest.objects.filter(centre=centre))[:MOST]
    return [
        Todo(
            f"{row.reference} {row.title}",
            "servicedesk:request",
            (row.pk,),
            note=f"{row.kind} · {row.get_urgency_display()}",
            turn="나" if row.assignee_id == account.pk else row.assignee_name or "담당자 없음",
            since=row.requested_at,
            due_on=timezone.localdate(row.due_at),
        )
        for row in rows
    ]


queues.declare(Queue("servicedesk.open", "전산 요청", WORK, _waiting, "처리할 전산 요청이 없습니다.", 50))
