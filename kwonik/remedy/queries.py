"""Lists of relief cases, their offers, steps and history, and what the ranking of advocates needs to know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, Max, Q, QuerySet, Value, When
from django.utils import timezone

from kwonik.catalogue import queries as catalogue
from kwonik.catalogue.codes import Behaviour, Shape
from kwonik.catalogue.models import Service
from kwonik.people.codes import AppointedRole
from kwonik.people.models import Appointment, ConflictOfInterest
from kwonik.places.models import Centre, District, standing_on
from kwonik.places.rules import name_key
from kwonik.scheduling.matching import Conflict, Expert, Matter

from .codes import LAWYERS_FORUMS, OPEN, CaseState, OfferState, Turn
from .models import CaseEvent, Offer, ReliefCase, Step
from .rules import Standing


def services() -> QuerySet[Service]:
    """The services recorded as relief cases, in the profile's order."""
    return catalogue.services(Shape.CASE)


def districts() -> QuerySet[District]:
    return District.objects.filter(retired_on__isnull=True)


# -- cases ----------------------------------------------------------------------------------------------------


def with_words(rows: QuerySet[ReliefCase]) -> QuerySet[ReliefCase]:
    """Cases with everything a list prints, in one statement."""
    return rows.select_related(
        "service", "client_group", "issue", "forum", "outcome", "district", "workplace", "advocate"
    )


def with_file(rows: QuerySet[ReliefCase]) -> QuerySet[ReliefCase]:
    """One case with everything its own page prints."""
    return with_words(rows).select_related(
        "centre", "client", "consultation", "advocate__account", "recorded_by"
    )


def pressing_first(rows: QuerySet[ReliefCase], today: date) -> QuerySet[ReliefCase]:
    """Overdue cases first, the longest overdue on top, then the newest."""
    overdue = Q(due_on__lt=today, state__in=OPEN)
    order = Case(When(overdue, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.annotate(overdue_order=order).order_by(
        "overdue_order", Case(When(overdue, then=F("due_on"))), "-opened_on", "-pk"
    )


SORTS = {
    "reference": ("reference",),
    "opened_on": ("opened_on",),
    "issue": ("issue__position",),
    "state": ("state",),
    "due_on": ("due_on",),
}


def sorted_by(rows: QuerySet[ReliefCase], key: str, today: date) -> QuerySet[ReliefCase]:
    """The list in the order a column asks for; anything unknown puts what presses first."""
    name = key.removeprefix("-")
    if name not in SORTS:
        return pressing_first(rows, today)
    paths = [
        F(path).desc(nulls_last=True) if key.startswith("-") else F(path).asc(nulls_last=True)
        for path in SORTS[name]
    ]
    return rows.order_by(*paths, "-pk")


def from_consultation(consultation_id: int) -> QuerySet[ReliefCase]:
    """Cases that were opened from this consultation."""
    return with_words(ReliefCase.objects.filter(consultation=consultation_id)).order_by("pk")


def by_token(token: UUID | None, by) -> ReliefCase | None:
    """The case that this very page, sent by the same person, already moved."""
    if token is None:
        return None
    event = CaseEvent.objects.filter(form_token=token, by=by).select_related("case").first()
    return event.case if event else None


def standing(case: ReliefCase) -> Standing:
    """What the rules need to know of a case (its forum is fetched with it)."""
    return Standing(
        state=case.state,
        has_client=case.client_id is not None,
        has_facts=case.facts_id is not None,
        review_only=case.forum.behaviour == Behaviour.REVIEW_ONLY,
        small_claim=case.forum.behaviour == Behaviour.SMALL_CLAIM,
        instruments=tuple(case.instruments),
        has_advocate=case.advocate_id is not None,
        has_outcome=case.outcome_id is not None,
    )


def history(case: ReliefCase) -> QuerySet[CaseEvent]:
    """Everything that happened to a case, oldest first."""
    return case.events.select_related(
        "by", "offer__advocate", "step__kind", "step__correction", "step__struck_by"
    ).order_by("pk")


def offers(case: ReliefCase) -> QuerySet[Offer]:
    """배정 제안 of a case, oldest first."""
    return case.offers.select_related("advocate", "offered_by").order_by("pk")


def steps(case: ReliefCase) -> QuerySet[Step]:
    """Steps in the order of their days, the struck ones too."""
    return case.steps.select_related("kind", "recorded_by", "struck_by", "correction").order_by(
        "done_on", "pk"
    )


def standing_steps(case: ReliefCase) -> list[tuple[str, date | None]]:
    """(next turn, due) of the steps that stand, as they were recorded."""
    return list(case.steps.filter(struck_at__isnull=True).order_by("pk").values_list("next_turn", "due_on"))


# -- what waits -----------------------------------------------------------------------------------------------


def waiting_for_centre(centre: Centre) -> QuerySet[ReliefCase]:
    """Open cases in which the centre acts next, those with an outcome left out."""
    rows = ReliefCase.objects.filter(centre=centre, turn=Turn.CENTRE, state__in=OPEN)
    return _by_due(rows.exclude(state=CaseState.CONCLUDED))


def concluded(centre: Centre) -> QuerySet[ReliefCase]:
    """Cases with an outcome that nobody has closed yet."""
    rows = ReliefCase.objects.filter(centre=centre, state=CaseState.CONCLUDED)
    return with_words(rows).order_by("concluded_on", "pk")


def due_elsewhere(centre: Centre, until: date) -> QuerySet[ReliefCase]:
    """Open cases whose due date is reached while somebody else than the centre has the turn."""
    rows = ReliefCase.objects.filter(centre=centre, state__in=OPEN, due_on__lte=until)
    return _by_due(rows.exclude(turn=Turn.CENTRE).exclude(state=CaseState.CONCLUDED))


def in_hand(account, centre: Centre) -> QuerySet[ReliefCase]:
    """Cases that an advocate works on, their own turn first."""
    rows = ReliefCase.objects.filter(centre=centre, advocate__account=account, state=CaseState.ACTIVE)
    mine = Case(When(turn=Turn.ADVOCATE, then=Value(0)), default=Value(1), output_field=IntegerField())
    return with_words(rows).order_by(mine, F("due_on").asc(nulls_last=True), "pk")


def unanswered(account, centre: Centre) -> QuerySet[Offer]:
    """Offers that wait for this advocate's answer."""
    rows = Offer.objects.filter(case__centre=centre, advocate__account=account, state=OfferState.OFFERED)
    return rows.select_related("case__issue", "case__forum").order_by("due_on", "pk")


def answered(account, centre: Centre) -> QuerySet[Offer]:
    """What this advocate answered before, newest first."""
    rows = Offer.objects.filter(case__centre=centre, advocate__account=account)
    return rows.exclude(state=OfferState.OFFERED).select_related("case__issue").order_by("-pk")


def _by_due(rows: QuerySet[ReliefCase]) -> QuerySet[ReliefCase]:
    return with_words(rows).order_by(F("due_on").asc(nulls_last=True), "turn_since", "pk")


# -- ranking --------------------------------------------------------------------------------------------------


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
