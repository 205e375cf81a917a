"""Booths, calls to the shared number and referrals, with what their pages need."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from kwonik.counselling.codes import ContactState, ReferralState
from kwonik.counselling.models import BoothSession, Contact, Referral
from kwonik.places.models import Centre


def booths(rows: QuerySet[BoothSession]) -> QuerySet[BoothSession]:
    """Booth sessions with their station and how many consultations they brought."""
    standing = Q(consultations__withdrawn_at__isnull=True)
    counted = rows.select_related("site", "centre").annotate(brought=Count("consultations", filter=standing))
    return counted.order_by("-held_on", "-pk")


def waiting(rows: QuerySet[Contact]) -> QuerySet[Contact]:
    """Hotline contacts nobody has called back yet, oldest first."""
    return rows.filter(state=ContactState.WAITING).select_related(
        "district", "centre", "hotline", "recorded_by"
    )


def finished(rows: QuerySet[Contact], most: int = 20) -> QuerySet[Contact]:
    """The newest hotline contacts that are done."""
    return (
        rows.exclude(state=ContactState.WAITING)
        .select_related("district", "centre", "consultation")
        .order_by("-received_at")[:most]
    )


def with_ends(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    """Referrals with both centres and what came of them."""
    return rows.select_related("centre", "to_centre", "consultation", "result", "offered_by", "answered_by")


def referrals_open_for(centre: Centre) -> QuerySet[Referral]:
    """Referrals whose next move is this centre's: asked, or accepted and not yet talked about."""
    return with_ends(
        Referral.objects.filter(to_centre=centre).filter(
            Q(state=ReferralState.OFFERED) | Q(state=ReferralState.ACCEPTED, result__isnull=True)
        )
    ).order_by("offered_at")


def referrals_declined_to(centre: Centre) -> QuerySet[Referral]:
    """Referrals that this centre sent and another declined: its turn to find another way."""
    declined = Referral.objects.filter(centre=centre, state=ReferralState.DECLINED)
    return with_ends(declined).order_by("answered_at")
