"""위촉: 상담노무사, 노동권리보호관 and the other experts of the centre, and their conflicts of interest."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kwonik.kernel import audit
from kwonik.kernel.doors import link, page
from kwonik.people import access, actions, queries
from kwonik.people.forms import EndForm
from kwonik.people.forms.registers import (
    AmendAppointmentForm,
    AppointmentFilter,
    AppointmentForm,
    ConflictForm,
)
from kwonik.people.rules import Refused, Stale

PER_PAGE = 50


@page("people.appointment:view")
def appointments(request: HttpRequest) -> HttpResponse:
    """Whose appointment is in force on a day, by role and term."""
    form = AppointmentFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    day = wanted.get("day") or timezone.localdate()
    rows = queries.appointments_like(request.centre, day, wanted)
    context = {
        "form": form,
        "day": day,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "specialities": access.specialities(),
    }
    return render(request, "people/appointments.html", context, status=422 if form.errors else 200)


@page("people.appointment:view")
def appointment(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_appointment(request.user, pk)
    context = {
        "row": row,
        "districts": row.districts.all(),
        "conflicts": queries.conflicts(row),
        "specialities": access.specialities(),
        "history": audit.history(row),
        "today": timezone.localdate(),
        "standing_url": link(request, "reports:standing", row._meta.label_lower, row.pk),
    }
    return render(request, "people/appointment.html", context)


@page("people.appointment:edit")
def add_appointment(request: HttpRequest) -> HttpResponse:
    form = AppointmentForm(
        request.POST or None,
        specialities=list(access.specialities().items()),
        initial={"form_token": uuid4()},
    )
    if form.is_bound and form.is_valid():
        try:
            row = actions.appoint(by=request.user, centre=request.centre, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{row.name} 님을 {row.get_role_display()}(으)로 위촉했습니다.")
            return redirect("people:appointment", row.pk)
    return render(
        request, "people/add_appointment.html", {"form": form}, status=422 if form.is_bound else 200
    )


@page("people.appointment:edit")
def amend_appointment(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_appointment(request.user, pk)
    known = list(access.specialities().items())
    initial = {name: getattr(row, name) for name in AmendAppointmentForm.base_fields if hasattr(row, name)}
    form = AmendAppointmentForm(
        request.POST or None, specialities=known, initial={**initial, "districts": row.districts.all()}
    )
    if form.is_bound and form.is_valid():
        try:
            actions.amend_appointment(by=request.user, appointment=row, **form.cleaned_data)
        except Stale as stale:
            form.renew(access.get_appointment(request.user, pk).version, str(stale))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "고친 내용을 저장했습니다.")
            return redirect("people:appointment", row.pk)
    context = {"form": form, "row": row}
    return render(request, "people/amend_appointment.html", context, status=422 if form.is_bound else 200)


@page("people.appointment:edit")
def end_appointment(request: HttpRequest, pk: int) -> HttpResponse:
    """해촉, after asking once more."""
    row = access.get_appointment(request.user, pk)
    form = EndForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            actions.end_appointment(by=request.user, appointment=row, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{row.name} 님의 위촉 마지막 날을 적었습니다.")
            return redirect("people:appointment", row.pk)
    context = {"form": form, "row": row}
    return render(request, "people/end_appointment.html", context, status=422 if form.is_bound else 200)


@page("people.appointment:edit")
def declare_conflict(request: HttpRequest, pk: int) -> HttpResponse:
    """이해충돌 적기."""
    row = access.get_appointment(request.user, pk)
    form = ConflictForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            actions.declare_conflict(by=request.user, appointment=row, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "이해충돌을 적었습니다. 이 사업장의 사건은 배정되지 않습니다.")
            return redirect("people:appointment", row.pk)
    context = {"form": form, "row": row}
    return render(request, "people/declare_conflict.html", context, status=422 if form.is_bound else 200)


@page("people.appointment:edit")
def withdraw_conflict(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes back a conflict entered by mistake, after asking once more."""
    conflict = access.get_conflict(request.user, pk)
    if request.method == "POST":
        actions.withdraw_conflict(by=request.user, conflict=conflict)
        messages.success(request, "이해충돌을 지웠습니다.")
        return redirect("people:appointment", conflict.appointment_id)
    return render(request, "people/withdraw_conflict.html", {"conflict": conflict})
