"""Consultations as lists and pages print them, and the drafts of those not stored yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Prefetch, Q, QuerySet, Window
from django.db.models.functions import Coalesce, RowNumber

from kwonik.catalogue import queries as catalogue
from kwonik.catalogue.codes import Shape
from kwonik.catalogue.models import Service
from kwonik.counselling.models import Consultation, ConsultationCalculation, OtherIssue, Referral
from kwonik.people.models import Client, Draft
from kwonik.places.models import Centre

RECORD_DRAFT = "record:"
"""Draft.form of a consultation not stored yet is this and the service's code; Draft.subject is its form token."""


def services() -> QuerySet[Service]:
    """The services recorded as consultations (legal, tax, ...), in the profile's order."""
    return catalogue.services(Shape.CONSULTATION)


def with_words(rows: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """Consultations with everything a list prints, in one statement."""
    return rows.select_related(
        "service", "channel", "issue", "outcome", "site", "district", "workplace", "counsellor", "client"
    )


def listed(rows: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """What the list prints of each row and no more; `words` of the catalogue has the words of its codes.

    Four tables instead of ten: the database plans ten for longer than it reads a page of them.
    """
    return rows.values_list(*LISTED, named=True)


LISTED = (
    "pk",
    "reference",
    "occurred_on",
    "party",
    "channel_id",
    "site__name",
    "issue_id",
    "district__name",
    "client__reference",
    "counsellor__name",
    "counsellor__username",
    "outcome_id",
    "follow_up_on",
    "followed_up_at",
    "is_business_contact",
    "withdrawn_at",
)


def with_file(rows: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """One consultation with everything its own page prints."""
    others = OtherIssue.objects.select_related("issue")
    sheets = ConsultationCalculation.objects.filter(kept__erased_at__isnull=True).select_related("kept")
    return (
        with_words(rows)
        .select_related("centre", "booth", "hotline", "memo", "withdrawn_by", "request")
        .prefetch_related(
            Prefetch("other_issues", others),
            Prefetch("calculations", sheets),
            Prefetch("referrals", Referral.objects.select_related("to_centre", "result")),
        )
    )


def sorted_by(rows: QuerySet[Consultation], key: str) -> QuerySet[Consultation]:
    """The list in the order a column asks for; anything unknown is newest first."""
    name = key.removeprefix("-")
    if name not in SORTS:
        return rows.order_by("-occurred_on", "-pk")
    sign = "-" if key.startswith("-") else ""
    return rows.order_by(*(f"{sign}{path}" for path in SORTS[name]), f"{sign}pk")


SORTS = {
    "reference": ("reference",),
    "occurred_on": ("occurred_on",),
    "party": ("party",),
    "channel": ("channel__position",),
    "issue": ("issue__position",),
    "follow_up_on": ("follow_up_on",),
}


def follow_ups_due(centre: Centre, until: date) -> QuerySet[Consultation]:
    """Consultations of the centre whose next call is due by that day and has not been made."""
    return Consultation.objects.filter(
        centre=centre, follow_up_on__lte=until, followed_up_at__isnull=True, withdrawn_at__isnull=True
    ).order_by("follow_up_on", "pk")


def earlier(clients: Sequence[int], most: int = 3) -> dict[int, list[Consultation]]:
    """What each client came for before, newest first, at most `most` each; one statement.

    What stands under a second entry merged into the client counts as the client's.
    """
    found: dict[int, list[Consultation]] = {client: [] for client in clients}
    person = Coalesce("client__merged_into", "client")
    newest = Window(RowNumber(), partition_by=[person], order_by=["-occurred_on", "-pk"])
    rows = (
        Consultation.objects.filter(
            Q(client__in=clients) | Q(client__merged_into__in=clients), withdrawn_at__isnull=True
        )
        .annotate(person=person, nth=newest)
        .filter(nth__lte=most)
        .select_related("service", "issue")
        .order_by("-occurred_on", "-pk")
    )
    for row in rows:
        found[row.person].append(row)
    return found


def with_further_issue(code: str) -> QuerySet[OtherIssue]:
    """The numbers of consultations that have this issue besides their main one."""
    return OtherIssue.objects.filter(issue__code=code).values("consultation")


def client_of(centre: Centre, pk: str) -> Client | None:
    """The centre's client of that number; one merged into another gives the other."""
    if not pk.isdecimal():
        return None
    client = Client.objects.filter(centre=centre, pk=pk).select_related("merged_into").first()
    return (client.merged_into or client) if client else None


def by_token(token, centre: Centre, account) -> Consultation | None:
    """The consultation this very form was already stored as."""
    return Consultation.objects.filter(form_token=token, centre=centre, recorded_by=account).first()


def unfinished(account) -> QuerySet[Draft]:
    """Consultations somebody began to write and has not stored, newest first."""
    return Draft.objects.filter(account=account, form__startswith=RECORD_DRAFT).order_by("-updated_at")
