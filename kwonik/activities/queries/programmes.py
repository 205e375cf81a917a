"""Services kept here, their kinds and limits, and what the hub shows of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Count, F, Max, Q, QuerySet, Sum, Value

from kwonik.activities import rules
from kwonik.activities.models import Application, Entry, Handout, Session, Tally
from kwonik.catalogue import queries as catalogue
from kwonik.catalogue.codes import Counting, LimitKind, Room, Shape
from kwonik.catalogue.models import Code, Programme, Service
from kwonik.places.models import Centre

from .counting import standing_readings

MODELS: dict[Shape, type[Entry]] = {
    Shape.SESSION: Session,
    Shape.TALLY: Tally,
    Shape.HANDOUT: Handout,
    Shape.APPLICATION: Application,
}
KIND = {Shape.HANDOUT: "item"}
"""The field of a service's lists whose codes are the kinds of its records, where it is not "kind"."""


def model_of(shape: str) -> type[Entry]:
    return MODELS[Shape(shape)]


def services(centre: Centre, retired: bool = False) -> QuerySet[Service]:
    """Every service whose records are kept here: the profile's in its order, then the centre's own; those in force,
    or with those given up (`retired`)."""
    found = Service.objects.known_to(centre).filter(room=Room.ACTIVITIES)
    if not retired:
        found = found.filter(retired_on__isnull=True)
    return found.select_related("programme").order_by(F("owner").asc(nulls_first=True), "position", "pk")


def kinds(service: Service) -> list[Code]:
    return catalogue.codes(service, KIND.get(Shape(service.shape), "kind"))


def every_kind(service: Service) -> QuerySet[Code]:
    """Kinds of the service, those in force first, retired ones too."""
    field = KIND.get(Shape(service.shape), "kind")
    rows = Code.objects.filter(list__servicelist__service=service, list__servicelist__field=field)
    return rows.order_by(F("retired_on").asc(nulls_first=True), "position", "pk")


def kind_labels(shape: Shape) -> Mapping[str, str]:
    return catalogue.code_labels(KIND.get(shape, "kind"), shape)


def limits(service: Service, day: date) -> dict[str, int | None]:
    """What the service asks of those it supports on that day, by LimitKind."""
    return {kind: catalogue.limit(service, kind, day) for kind in LimitKind.values}


@dataclass(frozen=True)
class Standing:
    """A service on the hub: how many records in the year, what they add up to (a level: where it stands), the last day."""

    service: Service
    one: str
    records: int
    amount: int | None
    unit: str
    last_on: date | None


AMOUNTS = {
    Shape.SESSION: ("people", "명"),
    Shape.TALLY: ("count", ""),
    Shape.HANDOUT: ("quantity", "개"),
    Shape.APPLICATION: ("", ""),
}
"""What the records of a shape add up to, and its unit."""


def hub(centre: Centre, year: int, shapes: Iterable[Shape]) -> dict[Programme, list[Standing]]:
    """The programmes with their services and what was recorded in that year: one statement for each shape, one for levels.

    A service given up stays in the years in which something was recorded.
    """
    wanted, counted = set(shapes), dict[int, dict[str, Any]]()
    for shape in wanted:
        counted |= _counted(centre, year, shape)
    if Shape.TALLY in wanted:
        standing = standing_readings(date(year, 12, 31))
        rows = Tally.objects.filter(
            standing, centre=centre, counting=Counting.LEVEL, withdrawn_at__isnull=True
        )
        for service, total in rows.order_by().values_list("service").annotate(total=Sum("count")):
            counted[service]["total"] = total
    found: dict[Programme, list[Standing]] = defaultdict(list)
    for service in services(centre, retired=True):
        row = counted.get(service.pk, {})
        if service.shape in wanted and (service.retired_on is None or row.get("n")):
            unit = AMOUNTS[Shape(service.shape)][1]
            one = rules.one(service.words, service.shape)
            found[service.programme].append(
                Standing(service, one, row.get("n", 0), row.get("total"), unit, row.get("last"))
            )
    return dict(found)


def _counted(centre: Centre, year: int, shape: Shape) -> dict[int, dict[str, Any]]:
    """service -> how many records in the year, what they add up to, the last day ever."""
    model, (amount, _) = MODELS[shape], AMOUNTS[shape]
    then = Q(**{f"{model.DAY}__year": year})
    total: Any = Sum(amount, filter=then) if amount else Value(None, output_field=models.IntegerField())
    rows = (
        model._default_manager.filter(centre=centre, withdrawn_at__isnull=True).order_by().values("service")
    )
    found = rows.annotate(n=Count("pk", filter=then), last=Max(model.DAY), total=total)
    return {row["service"]: row for row in found}


def latest_year(centre: Centre, shapes: Iterable[Shape], today: date) -> int:
    """This year, or the last one in which anything was recorded."""
    found = [
        MODELS[shape]
        ._default_manager.filter(centre=centre, withdrawn_at__isnull=True)
        .aggregate(last=Max(MODELS[shape].DAY))["last"]
        for shape in shapes
    ]
    return max((day.year for day in found if day), default=today.year)
