"""Requests with what their pages print, and who may be asked to do them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from kwonik.catalogue import queries as catalogue
from kwonik.catalogue.codes import Room, Shape
from kwonik.catalogue.models import Code, Service
from kwonik.people.models import Account
from kwonik.places.models import Centre

from .codes import OPEN_STATES
from .models import ServiceRequest


def services() -> QuerySet[Service]:
    return catalogue.services(Shape.CASE, Room.SERVICEDESK)


def service_names() -> Mapping[str, str]:
    return catalogue.service_names(Shape.CASE, Room.SERVICEDESK)


def kind_labels() -> Mapping[str, str]:
    return catalogue.code_labels("kind", Shape.CASE, Room.SERVICEDESK)


def kinds(service: Service) -> list[Code]:
    return catalogue.codes(service, "kind")


def kind_choices(service: Service, kept: int | None = None) -> QuerySet[Code]:
    """The same as rows to choose from; `kept` is one no longer in force that a request has."""
    rows = Code.objects.filter(list__servicelist__service=service, list__servicelist__field="kind")
    return rows.filter(Q(retired_on__isnull=True) | Q(pk=kept)).order_by("position", "pk")


def requests(rows: QuerySet[ServiceRequest]) -> QuerySet[ServiceRequest]:
    return rows.select_related("kind", "service").order_by("-requested_at", "-pk")


def with_all(rows: QuerySet[ServiceRequest]) -> QuerySet[ServiceRequest]:
    return rows.select_related("centre", "service", "kind", "requested_by", "assignee", "recorded_by")


def overdue(now: datetime) -> Q:
    """Still to be done, and later than its target."""
    return Q(state__in=OPEN_STATES, due_at__lt=now)


def open_requests(rows: QuerySet[ServiceRequest]) -> QuerySet[ServiceRequest]:
    """What is still to be done, by its target."""
    return rows.filter(state__in=OPEN_STATES).select_related("kind").order_by("due_at", "pk")


def standing(rows: QuerySet[ServiceRequest], now: datetime) -> dict[str, int]:
    """How many are open, and how many of these late."""
    return rows.aggregate(
        open=Count("pk", filter=Q(state__in=OPEN_STATES)), late=Count("pk", filter=overdue(now))
    )


def workers(centre: Centre, permission: str) -> QuerySet[Account]:
    """Accounts with a role at the centre that gives this permission."""
    held = Q(grants__centre=centre, grants__role__permissions__contains=[permission])
    return Account.objects.filter(held, is_active=True).distinct().order_by("name", "pk")


def stored_by(token: Any) -> ServiceRequest | None:
    return ServiceRequest.objects.filter(form_token=token).first() if token else None
