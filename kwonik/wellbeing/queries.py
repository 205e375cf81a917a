"""Courses with what their lists print, what a person has had in a year, groups, hubs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from kwonik.catalogue import queries as catalogue
from kwonik.catalogue.codes import LimitKind, Room, Shape
from kwonik.catalogue.models import Code, Service
from kwonik.people.codes import AppointedRole
from kwonik.people.models import Appointment, Client
from kwonik.people.queries import same_person
from kwonik.places.models import Centre

from .codes import TAKING, SittingState
from .models import Course, Extension, Group, GroupSitting, Hub, Sitting
from .rules import Use

STANDING = Q(withdrawn_at__isnull=True)


def services() -> QuerySet[Service]:
    return catalogue.services(Shape.SESSION, Room.WELLBEING)


def service_names() -> Mapping[str, str]:
    return catalogue.service_names(Shape.SESSION, Room.WELLBEING)


def issue_labels() -> Mapping[str, str]:
    return catalogue.code_labels("issue", Shape.SESSION, Room.WELLBEING)


def issues(service: Service) -> list[Code]:
    return catalogue.codes(service, "issue")


def issue_choices(service: Service) -> QuerySet[Code]:
    """The same as rows to choose from."""
    rows = Code.objects.filter(list__servicelist__service=service, list__servicelist__field="issue")
    return rows.filter(retired_on__isnull=True).order_by("position", "pk")


def hub_labels() -> dict[str, str]:
    return {name: name for name in Hub.objects.order_by("region", "name").values_list("name", flat=True)}


def region_labels() -> dict[str, str]:
    return {
        region: region
        for region in Hub.objects.order_by("region").values_list("region", flat=True).distinct()
    }


def theme_labels() -> dict[str, str]:
    return {
        theme: theme for theme in Group.objects.order_by("theme").values_list("theme", flat=True).distinct()
    }


# -- sittings of a person ---------------------------------------------------------------------------------------


def sittings_by_person() -> QuerySet[Sitting]:
    """Sittings with `person`: the client, or whom they were merged into."""
    return Sitting.objects.annotate(person=Coalesce("course__client__merged_into_id", "course__client_id"))


def use_of(client: Client, service: Service, year: int, apart_from: Sitting | None = None) -> Use:
    """What the person (whatever entries they stand under) has of a year's sittings, over all routes and counsellors.

    Hold the person first (actions.hold_person) when the answer decides something.
    """
    return uses_of([same_person(client)], service, year, apart_from)[0]


def uses_of(
    people: Iterable[list[int]], service: Service, year: int, apart_from: Sitting | None = None
) -> list[Use]:
    limit = catalogue.limit(service, LimitKind.SITTINGS, date(year, 12, 31))
    found = []
    for ids in people:
        rows = Sitting.objects.filter(
            STANDING, course__client__in=ids, course__service=service, held_on__year=year, state__in=TAKING
        )
        if apart_from:
            rows = rows.exclude(pk=apart_from.pk)
        extra = Extension.objects.filter(
            course__client__in=ids, course__service=service, course__withdrawn_at__isnull=True, year=year
        ).aggregate(sum=Sum("sittings"))["sum"]
        found.append(Use(year, limit, extra or 0, rows.count()))
    return found


def taken_of(course: Course, apart_from: Sitting | None = None) -> int:
    """How many of its sittings the course has used or agreed."""
    rows = Sitting.objects.filter(STANDING, course=course, state__in=TAKING)
    return (rows.exclude(pk=apart_from.pk) if apart_from else rows).count()


# -- courses ----------------------------------------------------------------------------------------------------

_HELD = Q(sittings__state=SittingState.HELD, sittings__withdrawn_at__isnull=True)
_AHEAD = Q(sittings__state=SittingState.PLANNED, sittings__withdrawn_at__isnull=True)


def courses(rows: QuerySet[Course]) -> QuerySet[Course]:
    """With how many sittings were held, the last of them and the next one; one statement."""
    return (
        rows.select_related("hub", "counsellor", "issue")
        .annotate(
            held=Count("sittings", filter=_HELD),
            last_on=Max("sittings__held_on", filter=_HELD),
            next_on=Min("sittings__held_on", filter=_AHEAD),
        )
        .order_by("-opened_on", "-pk")
    )


def with_all(rows: QuerySet[Course]) -> QuerySet[Course]:
    return rows.select_related("centre", "service", "client", "hub", "counsellor", "issue", "recorded_by")


def sittings_of(course: Course) -> QuerySet[Sitting]:
    """All of a course, withdrawn ones too, in their order; notes stay sealed."""
    return course.sittings.order_by("held_on", "pk")


def standing_sittings(course: Course) -> QuerySet[Sitting]:
    return sittings_of(course).filter(STANDING)


def counsellors(centre: Centre, day: date) -> QuerySet[Appointment]:
    """Visiting counsellors in office on that day."""
    rows = Appointment.objects.as_of(day).filter(centre=centre, role=AppointedRole.VISITING_COUNSELLOR)
    return rows.order_by("name", "pk")


def counsellors_by_name(centre: Centre) -> dict[str, list[Appointment]]:
    """Everybody who is or was a visiting counsellor, newest term first."""
    rows = Appointment.objects.filter(centre=centre, role=AppointedRole.VISITING_COUNSELLOR)
    found: dict[str, list[Appointment]] = defaultdict(list)
    for row in rows.order_by("-from_on", "-pk"):
        found[row.name].append(row)
    return found


def sittings_ahead(rows: QuerySet[Sitting], until: date) -> QuerySet[Sitting]:
    """Planned sittings up to a day, the oldest first: those behind it wait for their result."""
    found = rows.filter(STANDING, state=SittingState.PLANNED, held_on__lte=until)
    return found.select_related("course__counsellor", "course__hub").order_by("held_on", "pk")


def extensions_of(course: Course) -> QuerySet[Extension]:
    return course.extensions.select_related("granted_by")


# -- hubs and groups --------------------------------------------------------------------------------------------


def hubs(rows: QuerySet[Hub]) -> QuerySet[Hub]:
    """With how many courses they have; the newest agreement of a region first."""
    return rows.annotate(courses=Count("course", filter=Q(course__withdrawn_at__isnull=True))).order_by(
        F("until_on").desc(nulls_first=True), "region", "name"
    )


def hubs_in_force(centre: Centre, day: date) -> QuerySet[Hub]:
    return Hub.objects.as_of(day).filter(STANDING, centre=centre).order_by("region", "name")


_STANDS = Q(sittings__withdrawn_at__isnull=True)


def groups(rows: QuerySet[Group]) -> QuerySet[Group]:
    """With their sittings, people and last day; one statement."""
    return (
        rows.select_related("workplace")
        .annotate(
            held=Count("sittings", filter=_STANDS),
            people=Coalesce(Sum("sittings__people", filter=_STANDS), 0),
            last_on=Max("sittings__held_on", filter=_STANDS),
        )
        .order_by(F("last_on").desc(nulls_first=True), "-pk")
    )


def group_sittings(group: Group) -> QuerySet[GroupSitting]:
    return group.sittings.order_by("held_on", "pk")


def stored_by(model: Any, token: Any) -> Any:
    """What a form with this token became before, if it was sent before."""
    return model._default_manager.filter(form_token=token).first() if token else None
