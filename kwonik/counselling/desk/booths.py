"""Station booths: the list, opening one, its page with what was counselled there, correcting, cancelling."""

from __future__ import annotations

from uuid import uuid4

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kwonik.counselling import access, actions, queries
from kwonik.counselling.forms import AmendBoothForm, BoothFilter, BoothForm, IntakeForm
from kwonik.kernel.doors import link
from kwonik.people.answers import pressed
from kwonik.people.guard import page

from .intake import Cause

VIEW, RECORD = "counselling.booth:view", "counselling.booth:record"
PER_PAGE = 50


@page(VIEW)
def booths(request):
    form = BoothFilter.of_year(request.GET, timezone.localdate())
    rows = form.narrow(queries.booths(access.visible_booths(request.user).filter(centre=request.centre)))
    listed = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"filter": form, "form": form, "page": listed}
    return render(request, "counselling/booths.html", context, status=200 if form.is_valid() else 422)


@page(RECORD)
def open_booth(request):
    form = BoothForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        booth = pressed(
            request, actions.open_booth, "부스를 열었습니다.", centre=request.centre, **form.cleaned_data
        )
        if booth:
            return redirect("counselling:booth", booth.pk)
    return render(
        request,
        "counselling/open_booth.html",
        {"form": form},
        status=422 if request.method == "POST" else 200,
    )


@page(VIEW)
def booth(request, pk: int):
    """The booth's session page: its consultations, and a quick way to write the next one down."""
    row = access.get_booth(request.user, pk)
    services = list(queries.services())
    chosen = next((service for service in services if service.code == request.GET.get("service")), None)
    service = chosen or (services[0] if services else None)
    may_record = (
        row.withdrawn_at is None and service is not None and request.may("counselling.consultation:record")
    )
    form = None
    if may_record and service is not None:
        form = IntakeForm(service=service, centre=row.centre, today=timezone.localdate(), booth=row)
    context = {
        "booth": row,
        "consultations": queries.with_words(access.visible(request.user).filter(booth=row)).order_by("pk"),
        "services": services,
        "service": service,
        "quick": form,
        "cause": Cause(booth=row),
        "token": uuid4(),
        "standing_url": link(request, "reports:standing", row._meta.label_lower, row.pk),
    }
    return render(request, "counselling/booth.html", context)


@page(RECORD)
def amend_booth(request, pk: int):
    row = access.get_booth(request.user, pk, RECORD)
    names = ("kind", "starts_at", "ends_at", "staff", "note")
    form = AmendBoothForm(request.POST or None, initial={name: getattr(row, name) for name in names})
    valid = request.method == "POST" and form.is_valid()
    if valid and pressed(request, actions.amend_booth, "부스를 고쳤습니다.", booth=row, **form.cleaned_data):
        return redirect("counselling:booth", pk)
    context = {"booth": row, "form": form}
    return render(
        request, "counselling/amend_booth.html", context, status=422 if request.method == "POST" else 200
    )


@page(RECORD)
def withdraw_booth(request, pk: int):
    """Asks once more."""
    row = access.get_booth(request.user, pk, RECORD)
    if request.method == "POST":
        pressed(request, actions.withdraw_booth, "부스를 취소했습니다.", booth=row)
        return redirect("counselling:booth", pk)
    return render(request, "counselling/withdraw_booth.html", {"booth": row})


@page(RECORD)
@require_POST
def reinstate_booth(request, pk: int):
    row = access.get_booth(request.user, pk, RECORD)
    pressed(request, actions.reinstate_booth, "부스 취소를 되돌렸습니다.", booth=row)
    return redirect("counselling:booth", pk)
