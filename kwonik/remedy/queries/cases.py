"""Cases for lists and pages, and what the rules need to know of one."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Case, F, Q, QuerySet, When

from kwonik.catalogue import queries as catalogue
from kwonik.catalogue.codes import Behaviour, Shape
from kwonik.catalogue.models import Service
from kwonik.people.models import Client
from kwonik.places.models import Centre, District
from kwonik.remedy.codes import OPEN, CaseState
from kwonik.remedy.models import CaseEvent, ReliefCase
from kwonik.remedy.rules import Standing

from .dates import pending_words


def services() -> QuerySet[Service]:
    """The services recorded as relief cases, in the profile's order."""
    return catalogue.services(Shape.CASE)


def districts() -> QuerySet[District]:
    return District.objects.filter(retired_on__isnull=True)


def with_words(rows: QuerySet[ReliefCase]) -> QuerySet[ReliefCase]:
    """Cases with everything a list prints, in one statement."""
    return rows.select_related(
        "service", "client_group", "issue", "forum", "outcome", "district", "workplace", "advocate"
    )


def listed(rows: QuerySet[ReliefCase]) -> QuerySet[ReliefCase]:
    """What the list prints of each row and no more; `words` of the catalogue has the words of its codes."""
    return rows.values_list(
        "pk",
        "reference",
        "client_id",
        "issue_id",
        "forum_id",
        "state",
        "turn",
        "advocate__name",
        "opened_on",
        "due_on",
        named=True,
    )


def with_file(rows: QuerySet[ReliefCase]) -> QuerySet[ReliefCase]:
    """One case with everything its own page prints."""
    return with_words(rows).select_related(
        "centre", "client", "consultation", "advocate__account", "recorded_by"
    )


def pressing_first(rows: QuerySet[ReliefCase], today: date) -> QuerySet[ReliefCase]:
    """Overdue cases first, the longest overdue on top, then the newest."""
    overdue_since = Case(When(due_on__lt=today, state__in=OPEN, then=F("due_on")))
    return rows.order_by(overdue_since.asc(nulls_last=True), "-opened_on", "-pk")


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
    """What the rules need to know of a case (its forum is fetched with it). Its dates matter once it may be closed."""
    return Standing(
        state=case.state,
        has_client=case.client_id is not None,
        has_facts=case.facts_id is not None,
        review_only=case.forum.behaviour == Behaviour.REVIEW_ONLY,
        small_claim=case.forum.behaviour == Behaviour.SMALL_CLAIM,
        instruments=tuple(case.instruments),
        has_advocate=case.advocate_id is not None,
        has_outcome=case.outcome_id is not None,
        dates=pending_words(case) if case.state == CaseState.CONCLUDED else (),
    )


def client_of(centre: Centre, number: object) -> Client | None:
    """The centre's client of that id as a form sends it; nobody for anything else."""
    text = str(number or "")
    return Client.objects.filter(centre=centre, pk=int(text)).first() if text.isdecimal() else None


def due(when: str, today: date) -> Q:
    """ "overdue", or "soon": within a week from today."""
    if when == "overdue":
        return Q(due_on__lt=today)
    return Q(due_on__range=(today, today + timedelta(days=7)))
