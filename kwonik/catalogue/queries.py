"""Programmes, services, code lists, questions and settings as the rest of the software asks for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import wraps
from types import MappingProxyType
from typing import Any, ParamSpec, TypeVar

from django.db import connection
from django.db.models import F, Prefetch, QuerySet

from kwonik.kernel.calendar import WorkingCalendar
from kwonik.kernel.models import CalendarOverride
from kwonik.kernel.once import per_request
from kwonik.people.models import Role
from kwonik.places.models import Centre

from .codes import OWN_ROOM, LimitKind, Room, Shape
from .models import (
    Code,
    CodeList,
    ContractForm,
    DeskChange,
    ProfileLoad,
    Programme,
    Question,
    ReportTemplate,
    Service,
    ServiceLimit,
    ServiceList,
)


def services(shape: Shape | str, room: Room | str = "") -> QuerySet[Service]:
    """Services of a record shape that are in force, in the profile's order; of the shape's own room unless one is named."""
    found = Service.objects.filter(shape=shape, room=room or OWN_ROOM[Shape(shape)], retired_on__isnull=True)
    return found.select_related("programme")


def limit(service: Service, kind: LimitKind | str, day: date) -> int | None:
    """What the service asks on that day ("employees_below": 30); None where it asks nothing."""
    found = ServiceLimit.objects.as_of(day).filter(service=service, kind=kind).order_by("-from_on")
    return found.values_list("value", flat=True).first()


def service(code: str) -> Service:
    """The service with this code, in force or not. Raises Service.DoesNotExist."""
    return Service.objects.select_related("programme").get(code=code)


def codes(service: Service, field: str) -> list[Code]:
    """The codes in force that this service offers for "issue", "channel", "outcome", "forum", …; one query."""
    return list(
        Code.objects.filter(
            list__servicelist__service=service, list__servicelist__field=field, retired_on__isnull=True
        ).order_by("position", "pk")
    )


def codes_by_field(service: Service) -> dict[str, list[Code]]:
    """Every field of the service with its codes in force; one query."""
    found: dict[str, list[Code]] = defaultdict(list)
    rows = Code.objects.filter(list__servicelist__service=service, retired_on__isnull=True)
    for code in rows.annotate(field=F("list__servicelist__field")).order_by("position", "pk"):
        found[code.field].append(code)
    return dict(found)


def codes_of(list_code: str) -> list[Code]:
    """The codes in force of one code list, for questions that offer a choice."""
    return list(Code.objects.filter(list__code=list_code, retired_on__isnull=True).order_by("position", "pk"))


def contract_forms() -> QuerySet[ContractForm]:
    """Standard contracts of trades in force, in the profile's order."""
    return ContractForm.objects.filter(retired_on__isnull=True)


def card_templates() -> QuerySet[ReportTemplate]:
    """Reports in force that print a card of each thing they may be about (a pledge)."""
    return ReportTemplate.objects.filter(retired_on__isnull=True, body__has_key="subject").order_by("code")


Asked = ParamSpec("Asked")
Found = TypeVar("Found")


def until_next_load(read: Callable[Asked, Found]) -> Callable[Asked, Found]:
    """Keeps what `read(*args)` gave, per process, until somebody loads a profile: one index look-up per request tells.

    For what a profile says and nobody changes in place. What is kept is everybody's: it must not be changed.
    """
    kept: dict[tuple, tuple[tuple, Any]] = {}

    @wraps(read)
    def ask(*args: Asked.args, **kwargs: Asked.kwargs) -> Found:
        stamp, key = _stamp(), (args, tuple(kwargs.items()))
        known = kept.get(key)
        if known is None or known[0] != stamp:
            known = kept[key] = stamp, read(*args, **kwargs)
        return known[1]

    return ask


@per_request
def _stamp() -> tuple:
    """Numbers that grow with every load and every new code; sequences never go back, not even after a rollback."""
    tables = (ProfileLoad, DeskChange, Service, ServiceList, Code)
    columns = ", ".join(f'(SELECT max(id) FROM "{table._meta.db_table}")' for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}")
        return cursor.fetchone()


@until_next_load
def labels(shape: Shape | str, room: Room | str = "") -> Mapping[str, Mapping[str, str]]:
    """For each field ("issue", "channel", …) code -> label over all services of a shape; for "service" code -> name.

    Retired ones too: old records still count.
    """
    of = {"shape": shape, "room": room or OWN_ROOM[Shape(shape)]}
    rows = Code.objects.filter(**{f"list__servicelist__service__{name}": value for name, value in of.items()})
    in_force_first = F("retired_on").asc(nulls_first=True)
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for field, code, label in rows.order_by(in_force_first, "list__code", "position", "pk").values_list(
        "list__servicelist__field", "code", "label"
    ):
        found[field].setdefault(code, label)
    found["service"] = dict(Service.objects.filter(**of).values_list("code", "name"))
    return MappingProxyType({field: MappingProxyType(known) for field, known in found.items()})


def code_labels(field: str, shape: Shape | str, room: Room | str = "") -> Mapping[str, str]:
    """code -> label of one field over all services of a shape."""
    return labels(shape, room).get(field, {})


@until_next_load
def service_names(shape: Shape | str, room: Room | str = "") -> Mapping[str, str]:
    """code -> name of the services of a shape that are in force, in the profile's order."""
    return MappingProxyType({service.code: service.name for service in services(shape, room)})


@until_next_load
def words() -> Mapping[int, str]:
    """id -> label of every code: a list prints the words of its rows without joining the codes."""
    return MappingProxyType(dict(Code.objects.values_list("pk", "label")))


def questions(service: Service) -> QuerySet[Question]:
    """The service's further questions in force, with the code list each chooses from."""
    return service.questions.filter(retired_on__isnull=True).select_related("list")


@until_next_load
def settings() -> Mapping[str, Any]:
    """The loaded profile's settings (service_name, centre, hotline, help_line, …); empty before the first load."""
    loaded = ProfileLoad.objects.values_list("settings", flat=True).first()
    return MappingProxyType(loaded or {})


def setting(name: str, default: Any = None) -> Any:
    """One setting of the loaded profile; for several, ask `settings()` once."""
    return settings().get(name, default)


def working_year(today: date) -> int:
    """The year the installation works on: its fiscal year, once that has begun."""
    return min(int(setting("fiscal_year", today.year)), today.year)


def own_centre() -> Centre | None:
    """The installation's own centre; None before the first profile load."""
    return Centre.objects.filter(code=setting("centre", "")).first()


def working_calendar() -> WorkingCalendar:
    """The Korean calendar with this installation's corrections; one query."""
    corrections = CalendarOverride.objects.values_list("day", "name")
    return WorkingCalendar({day: name or None for day, name in corrections})


def settled_calendar() -> WorkingCalendar:
    """The same for whoever writes down a day that it reckons: nobody corrects it until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(f'LOCK TABLE "{CalendarOverride._meta.db_table}" IN SHARE MODE')
    return working_calendar()


def corrected_calendar(day: date, name: str | None) -> WorkingCalendar:
    """The calendar as it would be if `day` were a holiday of that name, "" a working day, None as the decrees have it."""
    overrides = {**working_calendar().overrides, day: name or None}
    if name is None:
        del overrides[day]
    return WorkingCalendar(overrides)


def own_programmes(centre: Centre) -> QuerySet[Programme]:
    """Programmes that the centre made at its desk, with their services, kinds and limits."""
    lists = Prefetch("lists", ServiceList.objects.select_related("list").prefetch_related("list__codes"))
    return Programme.objects.filter(owner=centre).prefetch_related(
        Prefetch("services", Service.objects.prefetch_related(lists))
    )


def own_service(centre: Centre, pk: int) -> Service | None:
    """A service that the centre made, with its programme."""
    return Service.objects.filter(owner=centre, pk=pk).select_related("programme").first()


def kinds(service: Service) -> QuerySet[Code]:
    """The codes of a desk-made service's one list, those out of use too."""
    return Code.objects.filter(list__servicelist__service=service).order_by("position", "pk")


# -- the catalogue's own pages --------------------------------------------------------------------------------


def programmes(*centres: Centre | int) -> QuerySet[Programme]:
    """All programmes these centres may meet, with their services and these with their code lists."""
    lists = Prefetch("lists", ServiceList.objects.select_related("list").order_by("field"))
    services = Service.objects.known_to(*centres).prefetch_related(lists)
    return Programme.objects.known_to(*centres).prefetch_related(Prefetch("services", services))


def code_lists() -> QuerySet[CodeList]:
    return CodeList.objects.prefetch_related("codes")


def all_questions() -> QuerySet[Question]:
    return Question.objects.select_related("service", "list").order_by("service__position", "position", "pk")


def roles() -> QuerySet[Role]:
    return Role.objects.prefetch_related("incompatible")


def loads() -> QuerySet[ProfileLoad]:
    """Profile loads, latest first."""
    return ProfileLoad.objects.all()


def calendar_corrections() -> QuerySet[CalendarOverride]:
    return CalendarOverride.objects.order_by("-day")


def holidays_of(year: int) -> list[tuple[date, str, bool]]:
    """(day, name, whether a correction made it so) of every holiday of a year; one query."""
    calendar = working_calendar()
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(366))
    named = ((day, calendar.holiday(day)) for day in days if day.year == year)
    return [(day, name, day in calendar.overrides) for day, name in named if name]
