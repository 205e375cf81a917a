"""Counting with one thumb: +1 and -1 for each kind, at one place, today. Every press is a form of its own."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from kwonik.activities import access, actions, queries
from kwonik.activities.access import RECORD
from kwonik.activities.forms import PressForm
from kwonik.catalogue.codes import Counting, Shape
from kwonik.people.guard import page
from kwonik.people.rules import Refused

from .entries import words_of


@page(RECORD)
def count(request, service: str):
    """The counter of a service that counts as it goes along. Scripts are answered in JSON, with what it shows now."""
    found = access.get_service(service, request.centre, Shape.TALLY)
    if found.counting != Counting.FLOW:
        raise Http404
    if request.method == "POST":
        return _pressed(request, found)
    sites = list(queries.sites()) if any(ask["field"] == "site" for ask in found.asks) else []
    site = next((row for row in sites if row.code == request.GET.get("site")), None)
    return _page(request, found, sites, site)


def _page(request, service, sites, site):
    today = timezone.localdate()
    shows = queries.counters(request.centre, service, site, today)
    kinds = queries.kinds(service)
    context = {
        **words_of(service),
        "sites": sites,
        "site": site,
        "today": today,
        "counters": [(kind, shows.get(kind.pk, 0), uuid4(), uuid4()) for kind in kinds],
        "total": sum(shows.values()),
        "queue": f"kwonik-count-{request.user.pk}-{request.centre.pk}-{service.code}",
    }
    return render(request, "activities/count.html", context)


def _pressed(request, service):
    scripted = "application/json" in request.headers.get("Accept", "")
    form = PressForm(request.POST, kinds=queries.kinds(service), sites=list(queries.sites()))
    refused, tally = "", None
    if form.is_valid():
        try:
            tally = actions.press(by=request.user, centre=request.centre, service=service, **form.press())
        except Refused as refusal:
            refused = str(refusal)
    else:
        refused = "누른 것을 읽을 수 없습니다. 화면을 새로 고치고 다시 누르세요."
    if scripted:
        if tally is None:
            return JsonResponse({"refused": refused}, status=422)
        return JsonResponse({"kind": tally.kind.code, "count": tally.count})
    if refused:
        messages.error(request, refused)
    site = request.POST.get("site", "")
    back = reverse("activities:count", args=(service.code,))
    return redirect(f"{back}?site={site}" if site and form.knows(site) else back)
