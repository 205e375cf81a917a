"""Requests: the list, the board by state, one request with its decisions."""

from __future__ import annotations

from uuid import uuid4

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from kwonik.education import access, actions, queries, rules
from kwonik.education.codes import MOVES
from kwonik.education.forms import AmendRequestForm, DecideForm, RequestFilter, RequestForm
from kwonik.kernel import audit
from kwonik.kernel.doors import link
from kwonik.people.answers import Given, form_of, tried
from kwonik.people.guard import page

from .answers import PER_PAGE, asked

VIEW, RECORD, DECIDE = "education.request:view", "education.request:record", "education.request:decide"
TYPED = (
    *("applicant", "kind", "district", "place", "requested_on", "wished_on", "second_wish_on"),
    *("people", "classes", "note"),
)


@page(VIEW)
def requests(request):
    form = RequestFilter.of_year(request.GET, timezone.localdate())
    rows = form.narrow(access.requests(request.user).filter(centre=request.centre))
    listed = queries.requests(rows).order_by("-requested_on", "-pk")
    context = {
        "filter": form,
        "form": form,
        "page": Paginator(listed, PER_PAGE).get_page(request.GET.get("page")),
        "taken": queries.people_taken(rows),
        "services": queries.services(),
    }
    return render(request, "education/requests.html", context, status=422 if form.errors else 200)


@page(VIEW)
def board(request):
    """Requests that are still alive, state by state."""
    rows = queries.requests(access.requests(request.user).filter(centre=request.centre))
    return render(request, "education/board.html", {"columns": queries.board(rows)})


@page(RECORD)
def new_request(request, service: str):
    found = access.get_service(service)
    initial = {"form_token": uuid4(), "requested_on": timezone.localdate()}
    form = form_of(request, RequestForm, service=found, initial=initial)
    row = tried(
        request, form, actions.record_request, "신청을 적었습니다.", centre=request.centre, service=found
    )
    if row:
        return redirect("education:request", row.pk)
    back = reverse("education:requests")
    return asked(request, form, f"{found} 신청 적기", crumbs=[("교육 신청", back)], cancel_url=back)


@page(VIEW)
def one_request(request, pk: int):
    row = access.get_request(request.user, pk)
    may_open = request.may("people.client:find")
    below = rules.too_few(row.people, queries.at_least(row.service, timezone.localdate()))
    context = {
        "row": row,
        "who": access.open_contact(request.user, row) if may_open and row.contact_id else None,
        "lectures": queries.lectures(access.lectures(request.user).filter(request=row)).order_by(
            "held_on", "pk"
        )
        if request.may("education.lecture:view")
        else [],
        "moves": [(verb, move) for verb, move in MOVES.items() if row.state in move.sources],
        "below": below,
        "history": audit.history(row),
        "standing_url": link(request, "reports:standing", row._meta.label_lower, row.pk),
    }
    return render(request, "education/request.html", context)


@page(RECORD)
def amend_request(request, pk: int):
    row = access.get_request(request.user, pk, RECORD)
    form = form_of(
        request,
        AmendRequestForm,
        service=row.service,
        initial={name: getattr(row, name) for name in TYPED},
    )
    if tried(request, form, actions.amend_request, "고친 내용을 저장했습니다.", request=row):
        return redirect("education:request", pk)
    return asked(request, form, "신청 고치기", **_of(row))


@page(DECIDE)
def decide(request, pk: int, verb: str):
    """One page that asks once more, for every verb."""
    if verb not in MOVES:
        raise Http404
    row, move = access.get_request(request.user, pk, DECIDE), MOVES[verb]
    below = ""
    if verb == "accept":
        below = rules.too_few(row.people, queries.at_least(row.service, timezone.localdate()))
    form = form_of(request, DecideForm, asks_reason=move.reason, accepts=bool(below))
    if request.method == "POST" and form.is_valid():
        form.cleaned_data.pop("decided")
        done = f"{row.reference}: {move.label}."
        if tried(request, Given(form), actions.decide, done, request=row, verb=verb):
            return redirect("education:request", pk)
    given = _of(row) | {"submit": move.label, "words": below or move.words, "danger": move.danger}
    return asked(request, form, f"{row.applicant}: {move.label}", **given)


def _of(row) -> dict:
    back = reverse("education:request", args=(row.pk,))
    crumbs = [("교육 신청", reverse("education:requests")), (row.reference, back)]
    return {"sub": str(row.service), "crumbs": crumbs, "cancel_url": back}
