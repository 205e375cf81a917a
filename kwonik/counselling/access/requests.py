"""Requests for counselling: those of one's centre, and a worker's own by number and telephone."""

from __future__ import annotations

from collections.abc import Iterable
from hmac import compare_digest

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kwonik.calculators.models import KeptCalculation
from kwonik.counselling import queries, rules
from kwonik.counselling.models import Request, RequestCalculation
from kwonik.people import vault
from kwonik.people.access import centres_for

MOST_CALCULATIONS = 10


def visible_requests(account, permission: str = "counselling.request:view") -> QuerySet[Request]:
    """The requests that belong to the account's centres now; one handed on is gone."""
    return Request.objects.filter(centre__in=centres_for(account, permission))


def get_request(account, pk: int, permission: str = "counselling.request:view") -> Request:
    """The request with what its page needs, or 404."""
    rows = queries.with_calculations(queries.with_answer(visible_requests(account, permission)))
    return get_object_or_404(rows.select_related("told"), pk=pk)


def find_own_request(number: str, phone: str) -> Request | None:
    """The request of that number, for whoever knows the telephone number it was made with; nothing is opened.

    One that was taken back or forgotten has no telephone number any more and is not found.
    """
    found = queries.with_answer(Request.objects.filter(number=rules.folded_number(number))).first()
    if found is None or found.phone_digest is None:
        return None
    known = compare_digest(bytes(found.phone_digest), vault.phone_digest(found.centre_id, phone))
    return found if known else None


def get_request_calculation(account, pk: int) -> RequestCalculation:
    """A worksheet that came with a request of the account's centres, or 404."""
    rows = RequestCalculation.objects.filter(
        request__in=visible_requests(account), kept__erased_at__isnull=True
    )
    return get_object_or_404(rows.select_related("kept", "request__centre"), pk=pk)


def kept_calculations(tokens: Iterable[str]) -> list[KeptCalculation]:
    """What people kept at these addresses and still stands, each once, in order; unknown ones are left out, and so
    are a centre's own copies.
    """
    wanted = list(dict.fromkeys(tokens))[:MOST_CALCULATIONS]
    standing = KeptCalculation.objects.standing(timezone.now()).filter(centre=None)
    known = {one.token: one for one in standing.filter(token__in=wanted)}
    return [known[token] for token in wanted if token in known]


def get_own_request(pk: int) -> Request | None:
    """The request that the session knows as the visitor's own."""
    return queries.with_answer(Request.objects.filter(pk=pk)).first()
