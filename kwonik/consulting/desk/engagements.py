"""Engagements: the list, the board by state, writing one down, its page."""

from __future__ import annotations

from uuid import uuid4

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from kwonik.consulting import access, actions, queries, rules
from kwonik.consulting.codes import MOVES
from kwonik.consulting.forms import (
    AmendEngagementForm,
    ConfirmForm,
    EngagementFilter,
    EngagementForm,
    ReasonForm,
)
from kwonik.kernel import audit
from kwonik.kernel.doors import link
from kwonik.people.answers import Given, form_of, tried
from kwonik.people.guard import page
from kwonik.people.rules import Stale

from .answers import PER_PAGE, asked

VIEW, RECORD = "consulting.engagement:view", "consulting.engagement:record"


@page(VIEW)
def engagements(request):
    form = EngagementFilter.of_year(request.GET, timezone.localdate(), dated="requested_on")
    rows = form.narrow(access.engagements(request.user).filter(centre=request.centre))
    listed = queries.engagements(rows).order_by("-requested_on", "-pk")
    context = {
        "filter": form,
        "form": form,
        "page": Paginator(listed, PER_PAGE).get_page(request.GET.get("page")),
        "totals": queries.totals(rows),
        "services": queries.services(),
    }
    return render(request, "consulting/engagements.html", context, status=422 if form.errors else 200)


@page(VIEW)
def board(request):
    """Engagements still running, state by state."""
    rows = queries.engagements(access.engagements(request.user).filter(centre=request.centre))
    return render(request, "consulting/board.html", {"columns": queries.board(rows)})


@page(VIEW)
def engagement(request, pk: int):
    row = access.get_engagement(request.user, pk)
    may_open = request.may("people.client:find")
    large = rules.too_many(row.employees, queries.below(row.service, timezone.localdate()))
    context = {
        "row": row,
        "parts": list(row.parts.all()),
        "who": access.open_contact(request.user, row) if may_open and row.contact_id else None,
        "moves": [(verb, move) for verb, move in MOVES.items() if row.state in move.sources],
        "large": large if row.state in ("requested", "reviewed", "waiting") else "",
        "history": audit.history(row),
        "standing_url": link(request, "reports:standing", row._meta.label_lower, row.pk),
    }
    return render(request, "consulting/engagement.html", context)


@page(RECORD)
def new_engagement(request, service: str):
    found = access.get_service(service)
    initial = {"form_token": uuid4(), "requested_on": timezone.localdate()}
    form = form_of(request, EngagementForm, service=found, centre=request.centre, initial=initial)
    facts = {"centre": request.centre, "service": found}
    row = tried(request, form, actions.record_engagement, "신청을 적었습니다.", **facts)
    if row:
        return redirect("consulting:engagement", row.pk)
    back = reverse("consulting:engagements")
    return asked(request, form, f"{found} 신청 적기", crumbs=[("컨설팅·자문", back)], cancel_url=back)


@page(RECORD)
def amend_engagement(request, pk: int):
    row = access.get_engagement(request.user, pk, RECORD)
    initial = {
        "workplace": row.workplace.name,
        "district": row.district_id,
        "industry": row.industry,
        "requested_on": row.requested_on,
        "employees": row.employees,
        "agreement": row.agreement_id,
        "parts": [part.part_id for part in row.parts.all()],
        "note": row.note,
        "version": row.version,
    }
    form = form_of(request, AmendEngagementForm, service=row.service, centre=row.centre, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            done = tried(request, form, actions.amend_engagement, "고친 내용을 저장했습니다.", engagement=row)
        except Stale as stale:
            done = None
            form.renew(access.get_engagement(request.user, pk).version, str(stale))
        if done:
            return redirect("consulting:engagement", pk)
    return asked(request, form, "신청 고치기", **of(row))


@page(RECORD)
def withdraw(request, pk: int):
    row = access.get_engagement(request.user, pk, RECORD)
    form = form_of(request, ReasonForm)
    done = "철회했습니다. 어느 수치에도 들어가지 않습니다."
    if tried(request, form, actions.withdraw, done, engagement=row):
        return redirect("consulting:engagement", pk)
    words = "지워지지 않고 남지만 어느 수치에도 들어가지 않습니다. 나중에 되돌릴 수 있습니다."
    given = of(row) | {"submit": "철회", "words": words, "danger": True}
    return asked(request, form, "이 기록을 철회할까요?", **given)


@page(RECORD)
def reinstate(request, pk: int):
    row = access.get_engagement(request.user, pk, RECORD)
    form = form_of(request, ConfirmForm)
    if request.method == "POST" and form.is_valid():
        form.cleaned_data.pop("confirmed")
        if tried(request, Given(form), actions.reinstate, "철회를 되돌렸습니다.", engagement=row):
            return redirect("consulting:engagement", pk)
    given = of(row) | {"submit": "되돌리기", "words": "되돌리면 다시 모든 수치에 들어갑니다."}
    return asked(request, form, "철회를 되돌릴까요?", **given)


def of(row) -> dict:
    """The way back from a form to the engagement."""
    back = reverse("consulting:engagement", args=(row.pk,))
    crumbs = [("컨설팅·자문", reverse("consulting:engagements")), (row.reference, back)]
    return {"sub": f"{row.workplace} · {row.service}", "crumbs": crumbs, "cancel_url": back}
