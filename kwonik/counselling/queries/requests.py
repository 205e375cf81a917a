"""Requests for counselling: what waits, what ended, and what one of them needs."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet

from kwonik.counselling.codes import RequestState
from kwonik.counselling.models import Request, RequestCalculation
from kwonik.places.models import Centre


def with_answer(rows: QuerySet[Request]) -> QuerySet[Request]:
    """Requests with all that a list prints of them."""
    return rows.select_related("centre", "service", "district", "taken_by", "consultation").prefetch_related(
        "issues"
    )


def with_calculations(rows: QuerySet[Request]) -> QuerySet[Request]:
    """With the worksheets that came along and were not erased."""
    standing = RequestCalculation.objects.filter(kept__erased_at__isnull=True).select_related("kept")
    return rows.prefetch_related(Prefetch("calculations", standing))


def requests_of(account, centre: Centre) -> QuerySet[Request]:
    """Requests of the centre whose turn is the account's or anybody's there, the most pressing first."""
    open_to = Q(state=RequestState.WAITING) | Q(state=RequestState.TAKEN, taken_by=account)
    rows = with_answer(Request.objects.filter(open_to, centre=centre))
    return rows.order_by(F("taken_by").asc(nulls_last=True), "due_on", "received_at")


def requests_ended(until: datetime) -> QuerySet[Request]:
    """Requests that ended before that moment and still hold what was told."""
    return Request.objects.filter(ended_at__lt=until, told__isnull=False)


def requests_sent(digest: bytes, since: datetime) -> int:
    """How many requests came from that source since then."""
    return Request.objects.filter(sender_digest=digest, received_at__gte=since).count()


def request_by_token(token: UUID) -> Request | None:
    """The request this very form was already stored as."""
    return Request.objects.filter(form_token=token).first()


def same_telephone(request: Request) -> QuerySet[Request]:
    """Other requests that the same telephone number sent to this centre, newest first."""
    if request.phone_digest is None:
        return Request.objects.none()
    rows = Request.objects.filter(centre=request.centre_id, phone_digest=request.phone_digest)
    return with_answer(rows.exclude(pk=request.pk))
