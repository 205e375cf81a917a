"""The desk's pages about places: facilities and units of the working centre as of a day."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kwonik.kernel.doors import page

from . import access, actions, queries
from .forms import DayForm, EndForm, FacilityForm, UnitForm
from .rules import Refused


@page("places.facility:view")
def facilities(request: HttpRequest) -> HttpResponse:
    return _register(request, queries.facilities, "places/facilities.html")


@page("places.unit:view")
def units(request: HttpRequest) -> HttpResponse:
    return _register(request, queries.units, "places/units.html")


@page("places.facility:edit")
def add_facility(request: HttpRequest) -> HttpResponse:
    return _add(request, FacilityForm, actions.add_facility, "시설 올리기", "시설", "places:facilities")


@page("places.unit:edit")
def add_unit(request: HttpRequest) -> HttpResponse:
    return _add(request, UnitForm, actions.add_unit, "부서 만들기", "부서", "places:units")


@page("places.facility:edit")
def end_facility(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_facility(request.centre, pk)
    return _end(request, row, {"facility": row}, actions.end_facility, "시설", "places:facilities")


@page("places.unit:edit")
def end_unit(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_unit(request.centre, pk)
    return _end(request, row, {"unit": row}, actions.end_unit, "부서", "places:units")


def _register(request, rows, template: str) -> HttpResponse:
    form = DayForm(request.GET)
    day = (form.is_valid() and form.cleaned_data["day"]) or timezone.localdate()
    context = {"form": form, "day": day, "rows": rows(request.centre, day)}
    return render(request, template, context, status=422 if form.errors else 200)


def _add(request, form_class, action, title: str, back_label: str, back: str) -> HttpResponse:
    form = form_class(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            row = action(by=request.user, centre=request.centre, **form.cleaned_data)
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, f"'{row.name}'을(를) 올렸습니다.")
            return redirect(back)
    context = {"form": form, "title": title, "back_label": back_label, "back": back}
    return render(request, "places/add.html", context, status=422 if form.is_bound else 200)


def _end(request, row, named, action, back_label: str, back: str) -> HttpResponse:
    form = EndForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            action(by=request.user, **named, **form.cleaned_data)
        except Refused as refused:
            form.add_error("until_on", str(refused))
        else:
            messages.success(request, f"'{row.name}'의 마지막 날을 적었습니다.")
            return redirect(back)
    context = {"form": form, "row": row, "back_label": back_label, "back": back}
    return render(request, "places/end.html", context, status=422 if form.is_bound else 200)
