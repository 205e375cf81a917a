"""Targets with their history and how far the figures are."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from kwonik.kernel import audit
from kwonik.people.answers import attempted, posted
from kwonik.people.guard import page
from kwonik.planning import access, actions, queries
from kwonik.planning.forms import (
    FigureForm,
    TargetForm,
    YearForm,
)

from .answers import asked


@page("planning.target:view")
def targets(request):
    today = timezone.localdate()
    rows = access.targets(request.user, request.centre)
    form = YearForm(request.GET or {}, years=queries.years(rows))
    year = form.chosen(today.year)
    found = queries.aims(rows.filter(year=year), today)
    context = {
        "filter": form,
        "form": form,
        "year": year,
        "aims": queries.reach(found, (request.centre.pk,), year, today),
    }
    return render(request, "planning/targets.html", context, status=200 if form.is_valid() else 422)


@page("planning.target:view")
def target(request, pk: int):
    """One decided target and the others for the same figure, cut and year."""
    found = access.get_target(request.user, pk)
    same = access.targets(request.user, found.centre).filter(
        figure=found.figure, cut=found.cut, year=found.year
    )
    label, unit = queries.named(queries.ask_of(found))
    context = {"target": found, "same": same, "label": label, "unit": unit, "history": audit.history(found)}
    return render(request, "planning/target.html", context)


TARGET_LIST = "목표와 달성률"


@page("planning.target:record")
def choose_figure(request):
    """First which figure; its own cuts are asked on the next page."""
    form = FigureForm(request.GET if "figure" in request.GET else None, centre=request.centre)
    if form.is_bound and form.is_valid():
        return redirect("planning:set_target", form.cleaned_data["figure"])
    back = (TARGET_LIST, reverse("planning:targets"))
    context = {"form": form, "back": back}
    return render(request, "planning/choose_figure.html", context, status=422 if form.errors else 200)


@page("planning.target:record")
def set_target(request, code: str):
    try:
        cuts = queries.cuts_of(code, request.centre)
    except LookupError:
        raise Http404 from None
    initial = {"form_token": uuid4(), "year": timezone.localdate().year}
    form = TargetForm(posted(request), initial=initial, cuts=cuts)
    made = attempted(
        request,
        form,
        lambda: actions.set_target(by=request.user, centre=request.centre, figure=code, **form.told()),
    )
    if made:
        messages.success(request, "목표를 정했습니다. 앞서 정한 목표는 이력에 남습니다.")
        return redirect("planning:targets")
    label, unit = queries.named(queries.Ask(code))
    sub = f"{label} ({unit})" if unit else label
    back = (TARGET_LIST, reverse("planning:targets"))
    return asked(request, form, "목표 정하기", back, sub=sub)
