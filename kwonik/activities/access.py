"""Who may see and do what with the records of the programmes; the only way a door gets one of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from kwonik.catalogue.codes import Shape
from kwonik.catalogue.models import Service
from kwonik.kernel import permissions, queues
from kwonik.kernel.permissions import Permission
from kwonik.kernel.queues import Queue, Todo
from kwonik.people import vault
from kwonik.people.access import ClientRecords, centres_for, keep_clients
from kwonik.people.codes import Purpose
from kwonik.people.vault import Identified
from kwonik.places.models import Centre

from . import queries
from .codes import State
from .models import Application, Round

PERMISSIONS = (
    Permission("activities.record:view", "사업 활동(회차, 집계, 나눔)의 기록과 목록을 봅니다"),
    Permission("activities.record:record", "사업 활동을 적고 고치고 단추로 셉니다"),
    Permission("activities.record:withdraw", "적은 사업 활동을 철회하거나 되살립니다"),
    Permission("activities.record:import", "사업 활동 대장을 가져옵니다"),
    Permission("activities.application:view", "사업의 신청과 신청한 사람을 봅니다"),
    Permission("activities.application:record", "신청을 적고 고칩니다"),
    Permission("activities.application:decide", "신청을 검토하고 지원을 정하고 마친 것을 적습니다"),
    Permission("activities.application:withdraw", "잘못 적은 신청을 철회하거나 되살립니다"),
    Permission("activities.application:import", "신청 대장을 가져옵니다"),
    Permission("activities.round:edit", "모집과 정원을 정합니다"),
)
permissions.declare(PERMISSIONS)

VIEW, RECORD, WITHDRAW = "activities.record:view", "activities.record:record", "activities.record:withdraw"
SEE, WRITE = "activities.application:view", "activities.application:record"
DECIDE, TAKE_BACK = "activities.application:decide", "activities.application:withdraw"
OF_RECORDS = {"view": VIEW, "record": RECORD, "withdraw": WITHDRAW}
OF_APPLICATIONS = {"view": SEE, "record": WRITE, "withdraw": TAKE_BACK}


def permission_for(shape: str, verb: str) -> str:
    """Who may view, record or withdraw records of a shape: applications have permissions of their own."""
    return (OF_APPLICATIONS if shape == Shape.APPLICATION else OF_RECORDS)[verb]


def visible(account, shape: str, permission: str = "") -> QuerySet:
    """Rows of a shape at the centres where the account has the permission (to view, unless another is named)."""
    centres = centres_for(account, permission or permission_for(shape, "view"))
    return queries.model_of(shape)._default_manager.filter(centre__in=centres)


def get_entry(account, shape: str, pk: int, permission: str = "") -> Any:
    """The row with what its page prints, or 404."""
    return get_object_or_404(queries.with_words(visible(account, shape, permission)), pk=pk)


def get_application(account, pk: int, permission: str = SEE) -> Application:
    return get_entry(account, Shape.APPLICATION, pk, permission)


def get_round(account, pk: int, permission: str = "activities.round:edit") -> Round:
    rows = Round.objects.filter(centre__in=centres_for(account, permission))
    return get_object_or_404(rows.select_related("service", "kind", "centre"), pk=pk)


def get_service(code: str, centre: Centre, *shapes: str, retired: bool = False) -> Service:
    """The service of that code if the centre keeps its records here in one of these shapes, or 404.

    `retired`: also one that nothing more is recorded of; its records are read as before.
    """
    return get_object_or_404(queries.services(centre, retired), code=code, shape__in=shapes)


def open_client(account, application: Application, *, action: str) -> Identified:
    """Who applied, of an application the account was given; the opening is logged."""
    known = vault.identities(
        [application.client_id], by=account, purpose=Purpose.SUPPORT, action=f"activities.{action}"
    )
    return known.get(application.client_id or 0, Identified("", ""))


def known_clients(account, centre, name: str, phone: str) -> list[tuple[int, str]]:
    """(id, "홍길동 010-… C-2025-000001") of clients of the centre with that name and number; the opening is logged."""
    clients = list(queries.clients_like(centre, name, phone))
    ids = [client.pk for client in clients]
    who = vault.identities(ids, by=account, purpose=Purpose.SEARCH, action="activities.find")
    return [
        (client.pk, f"{who[client.pk].name} {who[client.pk].phone} {client.reference}") for client in clients
    ]


# -- today --------------------------------------------------------------------------------------------------------

MOST = 50


def _undecided(account, centre, today: date) -> list[Todo]:
    """Applications nobody decided yet, and those that wait though their round has room again."""
    rows = Application.objects.filter(centre=centre, withdrawn_at__isnull=True)
    asked = rows.filter(state__in=(State.REQUESTED, State.REVIEWED)).order_by("requested_on", "pk")
    return [
        Todo(
            f"{row.service.name} {row.reference}",
            "activities:application",
            (row.pk,),
            note=f"{row.get_state_display()} · {row.kind}",
            turn="센터",
            since=row.requested_on,
            due_on=row.wished_on,
        )
        for row in (*_called(centre), *queries.with_words(asked)[:MOST])
    ]


def _called(centre) -> list[Application]:
    """The first that wait in rounds with a place for them."""
    waiting = queries.with_words(
        Application.objects.filter(centre=centre, withdrawn_at__isnull=True, state=State.WAITING)
    ).order_by("round", "requested_on", "pk")
    free = queries.free_places(centre)
    return [row for row in waiting[:MOST] if queries.fits(free, row)]


queues.declare(
    Queue(
        "activities.applications",
        "결정할 신청",
        DECIDE,
        _undecided,
        "결정을 기다리는 신청이 없습니다.",
        60,
    )
)
keep_clients(
    ClientRecords(
        label="사업 신청",
        permission=SEE,
        url_name="activities:application",
        rows=lambda client_ids: Application.objects.filter(client__in=client_ids),
        dated="requested_on",
    )
)
