"""Consultants with their load and fees; agreements with partners."""

from __future__ import annotations

from uuid import uuid4

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from kwonik.consulting import access, actions, queries
from kwonik.consulting.forms import AgreementForm, ConsultantFilter
from kwonik.kernel import audit
from kwonik.kernel.doors import link
from kwonik.people.answers import form_of, tried
from kwonik.people.forms import EndForm
from kwonik.people.guard import page

from .answers import PER_PAGE, asked

VIEW, RECORD = "consulting.engagement:view", "consulting.agreement:record"


@page(VIEW)
def consultants(request):
    """노동권리보호관 who are labour attorneys, with what they did in the days asked for."""
    today = timezone.localdate()
    form = ConsultantFilter.of_year(request.GET, today, until=str(today))
    rows = form.narrow(queries.consultants(request.centre, today))
    context = {
        "filter": form,
        "form": form,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "register_url": link(request, "people:appointments"),
    }
    return render(request, "consulting/consultants.html", context, status=422 if form.errors else 200)


@page(VIEW)
def agreements(request):
    rows = queries.agreements(access.agreements(request.user).filter(centre=request.centre))
    return render(request, "consulting/agreements.html", {"agreements": rows})


@page(VIEW)
def agreement(request, pk: int):
    row = access.get_agreement(request.user, pk)
    served = queries.engagements(access.engagements(request.user).filter(agreement=row))
    context = {
        "agreement": row,
        "page": Paginator(served.order_by("-requested_on", "-pk"), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "history": audit.history(row),
    }
    return render(request, "consulting/agreement.html", context)


@page(RECORD)
def new_agreement(request):
    form = form_of(request, AgreementForm, initial={"form_token": uuid4()})
    row = tried(request, form, actions.record_agreement, "협약을 적었습니다.", centre=request.centre)
    if row:
        return redirect("consulting:agreement", row.pk)
    back = reverse("consulting:agreements")
    return asked(request, form, "협약 적기", crumbs=[("협약", back)], cancel_url=back)


@page(RECORD)
def end_agreement(request, pk: int):
    row = access.get_agreement(request.user, pk, RECORD)
    form = form_of(request, EndForm)
    if tried(request, form, actions.end_agreement, "협약의 마지막 날을 적었습니다.", agreement=row):
        return redirect("consulting:agreement", pk)
    back = reverse("consulting:agreement", args=(pk,))
    crumbs = [("협약", reverse("consulting:agreements")), (row.name, back)]
    return asked(request, form, "협약 마치기", sub=row.partner, crumbs=crumbs, cancel_url=back)
