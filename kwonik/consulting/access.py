"""Who may see and do what with engagements, consultants and agreements; the only way a door gets a row."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from kwonik.kernel import permissions, queues
from kwonik.kernel.permissions import Permission
from kwonik.kernel.queues import Queue, Todo
from kwonik.people import vault
from kwonik.people.access import ClientRecords, centres_for, keep_clients
from kwonik.people.codes import Purpose
from kwonik.people.vault import Identified
from kwonik.places.models import Centre

from . import queries
from .codes import OPEN, RUNNING
from .models import Agreement, Engagement

PERMISSIONS = (
    Permission("consulting.engagement:view", "컨설팅과 자문, 맡은 사람, 협약을 봅니다"),
    Permission("consulting.engagement:record", "컨설팅과 자문의 신청을 적고 고칩니다"),
    Permission("consulting.engagement:decide", "컨설팅과 자문을 접수하고 맡기고 완료를 적습니다"),
    Permission("consulting.engagement:import", "컨설팅과 자문 대장을 가져옵니다"),
    Permission("consulting.agreement:record", "협약을 적고 협약 대장을 가져옵니다"),
)
permissions.declare(PERMISSIONS)

VIEW = "consulting.engagement:view"
NOBODY = Identified("", "")


def engagements(account, permission: str = VIEW) -> QuerySet[Engagement]:
    """Engagements of the centres at which the account has the permission."""
    return Engagement.objects.filter(centre__in=centres_for(account, permission))


def agreements(account, permission: str = VIEW) -> QuerySet[Agreement]:
    return Agreement.objects.filter(centre__in=centres_for(account, permission))


def get_engagement(account, pk: int, permission: str = VIEW) -> Engagement:
    return get_object_or_404(
        queries.engagements(engagements(account, permission)).select_related("contact"), pk=pk
    )


def get_agreement(account, pk: int, permission: str = VIEW) -> Agreement:
    return get_object_or_404(
        queries.agreements(agreements(account, permission)).select_related("centre"), pk=pk
    )


def get_service(code: str):
    """The consulting service of that code, or 404."""
    return get_object_or_404(queries.services(), code=code)


def open_contact(account, engagement: Engagement) -> Identified:
    """Who answers for the workplace, of an engagement the account was given."""
    known = vault.identities(
        [engagement.contact_id],
        by=account,
        purpose=Purpose.CONSULTING,
        action="consulting.engagement.view",
    )
    return known.get(engagement.contact_id or 0, NOBODY)


# -- today -----------------------------------------------------------------------------------------------------

MOST = 30


def _waiting(account, centre: Centre, today: date) -> list[Todo]:
    rows = Engagement.objects.filter(
        centre=centre, state__in=(*OPEN, *RUNNING[:1]), withdrawn_at__isnull=True
    ).select_related("workplace", "service")
    return [
        Todo(
            f"{row.workplace} · {row.service}",
            "consulting:engagement",
            (row.pk,),
            note=row.get_state_display(),
            turn="센터",
            since=row.requested_on,
        )
        for row in rows.order_by("requested_on", "pk")[:MOST]
    ]


queues.declare(
    Queue(
        "consulting.engagements",
        "정할 컨설팅·자문",
        "consulting.engagement:decide",
        _waiting,
        "정하거나 맡길 컨설팅과 자문이 없습니다.",
        62,
    )
)
keep_clients(
    ClientRecords(
        label="컨설팅·자문",
        permission=VIEW,
        url_name="consulting:engagement",
        rows=lambda client_ids: Engagement.objects.filter(contact__in=client_ids).select_related("workplace"),
        dated="requested_on",
    )
)
