"""Figures explained: what each means, who answers for it, where it is printed, how it ran."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render

from kwonik.kernel import figures
from kwonik.kernel.doors import link
from kwonik.people.answers import form_of, tried
from kwonik.people.guard import page
from kwonik.reports import access, actions
from kwonik.reports.forms import FigureFilter, OwnerForm
from kwonik.reports.queries import explaining

from .reading import PER_PAGE, days_asked, usual_days, window_asked


@page("reports.report:view")
def figure_list(request):
    """Every figure there is, by the room that declares it."""
    form = FigureFilter(request.GET, rooms=explaining.rooms())
    listed = Paginator(form.narrow(explaining.entries()), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": listed}
    return render(request, "reports/figures.html", context, status=200 if form.is_valid() else 422)


@page("reports.report:view")
def figure(request, code: str):
    """One figure: what it means, since when, who answers for it, where it is printed, how it ran."""
    form = days_asked(request)
    window = window_asked(request, form)
    context = {
        "form": form,
        "window": window,
        "found": _explained(request, code, window or window_asked(request, usual_days())),
        "approve_url": link(request, "reports:approve", code),
        "rows_open": link(request, "reports:rows"),
        "public_url": link(request, "portal:statistics"),
    }
    return render(request, "reports/figure.html", context, status=200 if window else 422)


@page("reports.figure:approve")
def approve(request, code: str):
    """Somebody answers for a figure, somebody else approves what it means."""
    found = _explained(request, code, window_asked(request, usual_days()))
    form = form_of(request, OwnerForm, people=explaining.staff(request.centre))
    facts = {"centre": request.centre, "code": found.figure.code}
    if tried(request, form, actions.approve_definition, "정의를 승인했습니다.", **facts):
        return redirect("reports:figure", code)
    context = {"form": form, "found": found}
    return render(request, "reports/approve.html", context, status=422 if form.errors else 200)


def _explained(request, code: str, window) -> explaining.Explained:
    """The figure of that code, or 404."""
    try:
        return explaining.explained(code, window, access.templates())
    except figures.UndeclaredFigure as error:
        raise Http404 from error
