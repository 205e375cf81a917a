"""Engagements, agreements and consultants, with what their pages need already fetched."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery, Sum

from kwonik.catalogue import queries as catalogue
from kwonik.catalogue.codes import Behaviour, LimitKind, Room, Shape
from kwonik.catalogue.models import Code, Service
from kwonik.people.codes import AppointedRole, Qualification
from kwonik.people.models import Appointment
from kwonik.places.models import Centre, District, standing_on

from .codes import DONE, OPEN, RUNNING, EngagementState
from .models import Agreement, Engagement, EngagementPart


def services() -> QuerySet[Service]:
    """The services kept as engagements, in the profile's order."""
    return catalogue.services(Shape.APPLICATION, Room.CONSULTING)


def service_names() -> dict[str, str]:
    return dict(catalogue.labels(Shape.APPLICATION, Room.CONSULTING)["service"])


def part_names() -> dict[str, str]:
    return dict(catalogue.code_labels("part", Shape.APPLICATION, Room.CONSULTING))


def district_names() -> dict[str, str]:
    return dict(District.objects.values_list("code", "name"))


def centre_names() -> dict[str, str]:
    return dict(Centre.objects.values_list("code", "name"))


def agreement_names() -> dict[str, str]:
    rows = Agreement.objects.order_by("number", "pk").values_list("number", "name")
    return {str(number): name for number, name in rows}


def parts(service: Service) -> list[Code]:
    return catalogue.codes(service, "part")


def mandatory(codes: list[Code]) -> list[Code]:
    return [code for code in codes if code.behaviour == Behaviour.MANDATORY]


def below(service: Service, day: date) -> int | None:
    """Fewer than how many employees a workplace must have on that day, if the service asks that."""
    return catalogue.limit(service, LimitKind.EMPLOYEES_BELOW, day)


def engagements(rows: QuerySet[Engagement]) -> QuerySet[Engagement]:
    """Engagements with what lists and pages print; the parts in a second statement."""
    return rows.select_related(
        "service", "workplace", "district", "agreement", "consultant", "centre", "withdrawn_by"
    ).prefetch_related("parts__part")


def with_part(code: str) -> QuerySet[EngagementPart]:
    """The ids of engagements that have this part."""
    return EngagementPart.objects.filter(part__code=code).values("engagement")


def board(rows: QuerySet[Engagement]) -> list[tuple[EngagementState, list[Engagement]]]:
    """Engagements still running by state, the oldest request first."""
    alive = (*OPEN, *RUNNING)
    found: dict[str, list[Engagement]] = defaultdict(list)
    for row in rows.filter(state__in=alive, withdrawn_at__isnull=True).order_by("requested_on", "pk"):
        found[row.state].append(row)
    return [(state, found[state]) for state in alive]


def totals(rows: QuerySet[Engagement]) -> dict[str, int]:
    """Workplaces (each once) and consultants of what was delivered among these rows."""
    done = rows.filter(state__in=DONE, withdrawn_at__isnull=True).order_by()
    return done.aggregate(
        sites=Count("workplace", distinct=True), consultants=Count("consultant", distinct=True)
    ) | EngagementPart.objects.filter(engagement__in=done.values("pk")).aggregate(
        fees=Sum("fee_won", default=0)
    )


# -- consultants -----------------------------------------------------------------------------------------------


def consultants(centre: Centre, day: date) -> QuerySet[Appointment]:
    """노동권리보호관 who are labour attorneys, in force on that day."""
    rows = Appointment.objects.filter(standing_on(day), centre=centre, role=AppointedRole.RIGHTS_ADVOCATE)
    return rows.filter(qualification=Qualification.LABOUR_ATTORNEY).order_by("name", "pk")


def with_load(rows: QuerySet[Appointment], first_on: date, last_on: date) -> QuerySet[Appointment]:
    """Consultants with `running`, and in these days `delivered` and `fees_won`; `last_on` when they last finished."""
    mine = Engagement.objects.filter(consultant=OuterRef("pk"), withdrawn_at__isnull=True).order_by()
    days = Q(delivered_on__gte=first_on, delivered_on__lte=last_on)
    fees = EngagementPart.objects.filter(
        engagement__consultant=OuterRef("pk"),
        engagement__withdrawn_at__isnull=True,
        engagement__delivered_on__gte=first_on,
        engagement__delivered_on__lte=last_on,
    ).order_by()

    def of(found, measure):
        return Subquery(found.values("consultant").annotate(n=measure).values("n"))

    return rows.prefetch_related("districts").annotate(
        running=of(mine.filter(state__in=RUNNING), Count("pk")),
        delivered=of(mine.filter(days), Count("pk")),
        finished_on=of(mine, Max("delivered_on")),
        fees_won=Subquery(
            fees.values("engagement__consultant").annotate(n=Sum("fee_won")).values("n"),
        ),
    )


def suggested(rows: QuerySet[Appointment], district: District | None) -> QuerySet[Appointment]:
    """Who has least in hand comes first, those active in the district before the others, who worked longest ago first."""
    near = Q(pk__in=Appointment.districts.through.objects.filter(district=district).values("appointment"))
    return rows.annotate(near=Count("pk", filter=near if district else Q(pk__lt=0))).order_by(
        F("running").asc(nulls_first=True), "-near", F("finished_on").asc(nulls_first=True), "pk"
    )


def agreements(rows: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """Agreements with `sites`: different workplaces served under them."""
    done = Q(engagements__state__in=DONE, engagements__withdrawn_at__isnull=True)
    return rows.annotate(sites=Count("engagements__workplace", filter=done, distinct=True)).order_by("number")


def next_number(centre: Centre) -> int:
    return (Agreement.objects.filter(centre=centre).aggregate(last=Max("number"))["last"] or 0) + 1
