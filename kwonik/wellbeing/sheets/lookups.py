"""What the ledgers look up once for a whole file, and how a heading is written in many ways."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models.functions import Coalesce
from django.utils import timezone

from kwonik.catalogue import queries as catalogue
from kwonik.catalogue.codes import LimitKind
from kwonik.catalogue.models import Code, Service
from kwonik.ledgers.registry import Context, once
from kwonik.people.models import Appointment, Client
from kwonik.spreadsheets import Column
from kwonik.wellbeing import queries
from kwonik.wellbeing.codes import SittingState
from kwonik.wellbeing.models import Hub


def today(context: Context) -> date:
    return once(context, "today", timezone.localdate)


def service_of(context: Context) -> Service:
    return once(context, "service", lambda: queries.services().get(code=context.variant))


def issues(context: Context) -> dict[str, Code]:
    return once(context, "issues", lambda: {code.code: code for code in queries.issues(service_of(context))})


def spellings(codes: dict[str, Code]) -> dict[str, str]:
    """Every label and other spelling -> code; a label wins over another code's spelling."""
    labels = {code.label: code.code for code in codes.values()}
    spelt = {alias: code.code for code in codes.values() for alias in code.aliases if alias not in labels}
    return labels | spelt


def column(key: str, label: str, aliases: str = "", kind: str = "text", **options: Any) -> Column:
    """A column whose other headings are parted by "|"."""
    return Column(key, label, kind, aliases=tuple(filter(None, aliases.split("|"))), **options)


def hubs(context: Context) -> list[Hub]:
    def find() -> list[Hub]:
        return list(Hub.objects.filter(queries.STANDING, centre=context.centre).order_by("-from_on"))

    return once(context, "hubs", find)


def hub_on(context: Context, name: str | None, day: date) -> Hub | None:
    """The agreement of that organisation in force on the day."""
    return next(
        (
            hub
            for hub in hubs(context)
            if hub.name == name and hub.from_on <= day and (hub.until_on is None or hub.until_on >= day)
        ),
        None,
    )


def counsellor_on(context: Context, name: str, day: date) -> Appointment | None:
    everybody = once(context, "counsellors", lambda: queries.counsellors_by_name(context.centre))
    return next(
        (
            one
            for one in everybody.get(name, ())
            if one.from_on <= day and (one.until_on is None or one.until_on >= day)
        ),
        None,
    )


def clients_by_reference(context: Context) -> dict[str, int]:
    def find() -> dict[str, int]:
        rows = Client.objects.filter(centre=context.centre)
        head = Coalesce("merged_into_id", "pk")
        return dict(rows.annotate(head=head).values_list("reference", "head"))

    return once(context, "references", find)


def limit_of(context: Context, year: int) -> int | None:
    return once(
        context,
        ("limit", year),
        lambda: catalogue.limit(service_of(context), LimitKind.SITTINGS, date(year, 12, 31)),
    )


def state_of(values: dict[str, Any]) -> str:
    return values.get("state") or SittingState.HELD
