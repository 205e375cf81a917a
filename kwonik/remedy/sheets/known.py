"""What a ledger is read against: the service's codes, districts and advocates, looked up once per import."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from kwonik.catalogue import queries as catalogue
from kwonik.catalogue.models import Code, Service
from kwonik.ledgers.registry import Context
from kwonik.people.codes import AppointedRole
from kwonik.people.models import Appointment
from kwonik.places.models import District
from kwonik.remedy import queries


def service(context: Context) -> Service:
    if "service" not in context.memo:
        context.memo["service"] = catalogue.service(context.variant)
    return context.memo["service"]


def codes_of(context: Context) -> dict[str, dict[str, Code]]:
    if "codes" not in context.memo:
        fields = catalogue.codes_by_field(service(context))
        context.memo["codes"] = {name: {code.code: code for code in codes} for name, codes in fields.items()}
    return context.memo["codes"]


def districts_of(context: Context) -> dict[str, District]:
    if "districts" not in context.memo:
        context.memo["districts"] = {district.code: district for district in queries.districts()}
    return context.memo["districts"]


def advocates_of(context: Context) -> dict[str, list[Appointment]]:
    """The centre's rights advocates by name; several terms of one person stand together."""
    if "advocates" not in context.memo:
        found: dict[str, list[Appointment]] = defaultdict(list)
        rows = Appointment.objects.filter(centre=context.centre, role=AppointedRole.RIGHTS_ADVOCATE)
        for row in rows.order_by("-from_on", "pk"):
            found["".join(row.name.split())].append(row)
        context.memo["advocates"] = found
    return context.memo["advocates"]


def advocate_of(context: Context, name: str | None, day: date) -> Appointment | None:
    """The advocate of that name in force on the day, else the only one of that name ever; None when unclear."""
    known = advocates_of(context).get("".join((name or "").split()), [])
    standing = [row for row in known if row.from_on <= day and (row.until_on is None or row.until_on >= day)]
    if len(standing) == 1:
        return standing[0]
    return known[0] if len(known) == 1 and not standing else None
