"""What waits for whom."""

from __future__ import annotations

from datetime import date

from django.db.models import Case, F, IntegerField, QuerySet, Value, When

from kwonik.places.models import Centre
from kwonik.remedy.codes import OPEN, CaseState, OfferState, Turn
from kwonik.remedy.models import Offer, ReliefCase

from .cases import with_words


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


def finished(rows: QuerySet[ReliefCase], most: int = 20) -> QuerySet[ReliefCase]:
    """Of these cases those that are over for the advocate, newest first."""
    return with_words(rows.exclude(state=CaseState.ACTIVE)).order_by("-concluded_on", "-pk")[:most]


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
