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
    """The counter of a service that counts as it goes along. Scripts (kw/counting.js) are answered in JSON."""
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
        "counters": [(kind, shows.get(kind.pk, 0), uuid4()) for kind in kinds],
        "total": sum(shows.values()),
        "queue": f"activities:{request.user.pk}:{request.centre.pk}:{service.code}",
    }
    return render(request, "activities/count.html", context)


def _pressed(request, service):
    form = PressForm(request.POST, kinds=queries.kinds(service), sites=list(queries.sites()))
    said, sums = "", {}
    if form.is_valid():
        pressed = form.press()
        try:
            tally = actions.press(by=request.user, centre=request.centre, service=service, **pressed)
            sums = {"sum": tally.count}
        except Refused as refused:
            said = str(refused)
            shows = queries.counters(request.centre, service, pressed["site"], pressed["day"])
            sums = {"sum": shows.get(pressed["kind"].pk, 0)}
    else:
        said = "누른 것을 읽을 수 없습니다. 화면을 새로 고치고 다시 누르세요."
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({**sums, "said": said}, status=422 if said else 200)
    if said:
        messages.error(request, said)
    site = request.POST.get("site", "")
    back = reverse("activities:count", args=(service.code,))
    return redirect(f"{back}?site={site}" if site and form.knows(site) else back)
