"""The desk's deadlines: what is due, what passed, which cases have no date; and which dates a holiday moved."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse
from django.shortcuts import render
from django.utils import timezone

from kwonik.kernel import audit
from kwonik.people.access import may
from kwonik.people.guard import page
from kwonik.remedy import access, queries, rules
from kwonik.remedy.access import VIEW, VIEW_DATES
from kwonik.remedy.codes import WITHIN
from kwonik.remedy.forms import DateFilter

from . import exports

PER_PAGE = 50


@page(VIEW_DATES)
def deadlines(request):
    """Critical dates of the cases one may see at this centre, what passes first on top; as a spreadsheet too."""
    today = timezone.localdate()
    as_staff = may(request.user, VIEW, request.centre)
    form = DateFilter(request.GET, centre=request.centre, today=today, as_staff=as_staff)
    seen = access.visible(request.user, VIEW_DATES).filter(centre=request.centre)
    cases = form.cases(seen)
    rows = queries.without_dates(cases) if form.wants_none else _dates(form, cases)
    if request.GET.get("format") == "xlsx" and form.is_valid():
        return _spreadsheet(request, form, rows, today)
    context = {
        "filter": form,
        "form": form,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "tally": queries.tally(seen, today),
        "within": WITHIN,
        "today": today,
        "rules": rules,
        "case_page": "remedy:case" if as_staff else "remedy:my-case",
        "wants_none": form.wants_none,
    }
    return render(request, "remedy/deadlines.html", context, status=422 if form.errors else 200)


def _dates(form: DateFilter, cases: Any) -> Any:
    return queries.with_case(form.dates(queries.running(cases)))


def _spreadsheet(request, form: DateFilter, rows: Any, today):
    write = exports.cases_without_dates if form.wants_none else exports.critical_dates
    file, count = write(rows, request.centre, today)
    audit.record("remedy.dates.exported", request.centre, by=request.user, detail={"rows": count})
    return FileResponse(file, as_attachment=True, filename=f"권리구제 기한 {today}.xlsx")


@page(VIEW)
def redatings(request):
    """Corrections of the calendar that moved dates of this centre's cases."""
    found = Paginator(queries.redatings(request.centre), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "remedy/redatings.html", {"page": found})


@page(VIEW)
def redating(request, pk: int):
    """Which dates of which cases one of them moved."""
    found = access.get_redating(request.user, pk)
    moved = Paginator(queries.redated(found), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "remedy/redating.html", {"redating": found, "page": moved})
