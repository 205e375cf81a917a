"""What happened to a case: its events, offers and steps, and how its head reads."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from kwonik.people.models import Account
from kwonik.remedy.codes import Instrument, Withdrawal
from kwonik.remedy.models import CaseEvent, Offer, ReliefCase, Step

ASSIGNMENT = ("assign", "retract", "accept", "decline", "reassign")
"""Verbs that tell whom the centre asked and what they said."""

WATCHED = (
    "opened_on",
    "client",
    "client_group",
    "issue",
    "forum",
    "instruments",
    "workplace",
    "district",
    "claimed_won",
    "advocate",
    "outcome",
    "concluded_on",
    "recovered_won",
    "closed_on",
    "withdrawal",
)
"""What the history tells the changes of. A client stands there by number, sealed texts not at all."""


def words_of(case: ReliefCase) -> dict[str, str]:
    """label -> how the case reads now, for what the history watches (related rows are fetched with it)."""
    return {str(case._meta.get_field(name).verbose_name): _words(case, name) for name in WATCHED}


def _words(case: ReliefCase, name: str) -> str:
    value = getattr(case, name)
    if value is None or value == "":
        return ""
    if name == "instruments":
        return ", ".join(str(Instrument(one).label) for one in value)
    if name == "withdrawal":
        return str(Withdrawal(value).label)
    if isinstance(value, date):
        return f"{value.year}. {value.month}. {value.day}."
    return f"{value:,}" if isinstance(value, int) else str(value)


def history(case: ReliefCase, advocate: Account | None = None) -> QuerySet[CaseEvent]:
    """Everything that happened to a case, oldest first. For an advocate: without what concerns other advocates."""
    rows = case.events.all()
    if advocate:
        others = ~Q(offer__advocate__account=advocate) | Q(offer__isnull=True)
        rows = rows.exclude(others & Q(code__in=ASSIGNMENT))
    return rows.select_related("by", "offer__advocate", "step__kind", "step__struck_by").order_by("pk")


def offers(case: ReliefCase) -> QuerySet[Offer]:
    """배정 제안 of a case, oldest first."""
    return case.offers.select_related("advocate", "offered_by").order_by("pk")


def steps(case: ReliefCase) -> QuerySet[Step]:
    """Steps in the order of their days, the struck ones too."""
    corrected = Exists(Step.objects.filter(corrects=OuterRef("pk")))
    rows = case.steps.select_related("kind", "recorded_by", "struck_by").annotate(was_corrected=corrected)
    return rows.order_by("done_on", "pk")


def standing_steps(case: ReliefCase) -> list[tuple[str, date | None]]:
    """(next turn, due) of the steps that stand, as they were recorded."""
    return list(case.steps.filter(struck_at__isnull=True).order_by("pk").values_list("next_turn", "due_on"))
