"""Whom a case may be given to, with what the ranking of advocates needs to know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from kwonik.catalogue.codes import Behaviour
from kwonik.people.codes import AppointedRole, Qualification
from kwonik.people.models import Appointment, ConflictOfInterest
from kwonik.places.models import Centre, standing_on
from kwonik.places.rules import name_key
from kwonik.remedy.codes import LAWYERS_FORUMS, CaseState, OfferState
from kwonik.remedy.models import Offer, ReliefCase
from kwonik.scheduling.matching import Conflict, Expert, Matter


def advocate(centre: Centre, pk: int) -> Appointment | None:
    """The centre's rights advocate of that id."""
    return Appointment.objects.filter(centre=centre, role=AppointedRole.RIGHTS_ADVOCATE, pk=pk).first()


def advocates_with_cases(centre: Centre) -> list[tuple[str, str]]:
    """Whom the list of cases can be narrowed to: number and name."""
    with connection.cursor() as cursor:
        cursor.execute(_WITH_CASES, [centre.pk, AppointedRole.RIGHTS_ADVOCATE.value])
        return [(str(pk), f"{name} ({Qualification(kind).label})") for pk, name, kind in cursor.fetchall()]


_WITH_CASES = f"""
    SELECT id, name, qualification FROM {Appointment._meta.db_table} advocate
    WHERE centre_id = %s AND role = %s
        AND EXISTS (SELECT FROM {ReliefCase._meta.db_table} WHERE advocate_id = advocate.id)
    ORDER BY name, id
"""


def advocates(centre: Centre, day: date) -> QuerySet[Appointment]:
    """Rights advocates of the centre: those in force that day and those whose term begins later."""
    rows = Appointment.objects.filter(centre=centre, role=AppointedRole.RIGHTS_ADVOCATE)
    return rows.filter(standing_on(day) | Q(from_on__gt=day)).order_by("name", "pk")


def matter(case: ReliefCase, day: date) -> Matter:
    """The case as the ranking sees it (its codes and district are fetched with it)."""
    return Matter(
        on=day,
        issue=case.issue.code,
        issue_label=case.issue.label,
        forum=case.forum.code,
        forum_label=case.forum.label,
        district=case.district.code if case.district else "",
        district_label=case.district.name if case.district else "",
        lawyer_only=case.forum.behaviour == Behaviour.SMALL_CLAIM or case.forum.code in LAWYERS_FORUMS,
    )


def experts(case: ReliefCase, day: date) -> dict[int, tuple[Appointment, Expert]]:
    """Every advocate who might be asked about the case, with what the ranking needs; four statements."""
    appointments = list(advocates(case.centre, day).prefetch_related("districts"))
    conflicts = _conflicts(case, appointments)
    loads = _loads(case.centre)
    asked = _asked(case)
    return {
        row.pk: (
            row,
            Expert(
                key=row.pk,
                qualification=row.qualification,
                from_on=row.from_on,
                until_on=row.until_on,
                load=loads.get(row.pk, 0),
                capacity=row.capacity,
                specialities=tuple(sorted(row.specialities)),
                districts=tuple(sorted(district.code for district in row.districts.all())),
                suspended=row.suspended,
                conflict=conflicts.get(row.pk, ""),
                declined_on=asked[row.pk].get("declined_on"),
                last_asked_on=asked[row.pk].get("last_asked_on"),
            ),
        )
        for row in appointments
    }


def _conflicts(case: ReliefCase, appointments: Iterable[Appointment]) -> dict[int, Conflict]:
    """Who has a conflict with the case's workplace, by themselves or through their firm."""
    if case.workplace_id is None:
        return {}
    declared = ConflictOfInterest.objects.filter(
        workplace=case.workplace_id, appointment__centre=case.centre_id
    )
    own: set[int] = set()
    firms: set[str] = set()
    for appointment, firm in declared.values_list("appointment", "appointment__firm"):
        own.add(appointment)
        firms.add(name_key(firm))
    firms.discard("")
    return {
        row.pk: "workplace" if row.pk in own else "firm"
        for row in appointments
        if row.pk in own or name_key(row.firm) in firms
    }


def _loads(centre: Centre) -> dict[int, int]:
    """Cases in hand and questions still open, per advocate."""
    found: dict[int, int] = defaultdict(int)
    active = ReliefCase.objects.filter(centre=centre, state=CaseState.ACTIVE, advocate__isnull=False)
    asked = Offer.objects.filter(case__centre=centre, state=OfferState.OFFERED)
    both = (active.order_by().values_list("advocate"), asked.order_by().values_list("advocate"))
    for advocate, count in both[0].annotate(Count("pk")).union(both[1].annotate(Count("pk")), all=True):
        found[advocate] += count
    return dict(found)


def _asked(case: ReliefCase) -> dict[int, dict[str, date]]:
    """When each advocate was last asked about any case, and when they declined this one."""
    found: dict[int, dict[str, date]] = defaultdict(dict)
    declined = Max("answered_at", filter=Q(case=case, state=OfferState.DECLINED))
    rows = Offer.objects.filter(case__centre=case.centre_id).order_by().values("advocate")
    for row in rows.annotate(last=Max("offered_at"), declined=declined):
        moments = {"last_asked_on": row["last"], "declined_on": row["declined"]}
        found[row["advocate"]] = {
            name: timezone.localdate(moment) for name, moment in moments.items() if moment
        }
    return found
