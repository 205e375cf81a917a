"""Reading: the list of reports, a report in every form, the rows behind a number, a record's standing."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.apps import apps
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from kwonik.catalogue.queries import working_year
from kwonik.documents import html, hwpx, pdf, workbook, xlsx
from kwonik.kernel import figures, periods
from kwonik.people.answers import file_answer
from kwonik.people.guard import page
from kwonik.reports import access, queries
from kwonik.reports.forms import FORMATS, DaysForm, ReportForm

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WRITERS = {
    "pdf": (pdf.write, "application/pdf"),
    "hwpx": (hwpx.write, "application/hwp+zip"),
    "xlsx": (xlsx.write, XLSX),
    "html": (html.write, "text/html; charset=utf-8"),
}
PER_PAGE = 50


@page("reports.report:view")
def reports(request):
    """The reports of the profile."""
    return render(request, "reports/reports.html", {"templates": access.templates()})


@page("reports.report:view")
def report(request, code: str):
    """One report for a period and an as-of date; `format` downloads the same tree."""
    template = access.get_template(code)
    return _report(request, template, queries.spec_of(template))


@page("reports.report:view")
def card(request, subject: str):
    """The card of one thing (a pledge), printed from the file that prints such cards; as of today if nobody says."""
    template = access.get_card()
    spec = queries.spec_of(template, subject)
    own = queries.spec_of(template).subject == subject
    return _report(request, template, spec, {} if own else _until_today(spec), subject)


def _until_today(spec) -> dict[str, str]:
    today = str(timezone.localdate())
    return {"last_on": today, "as_of": today, "dated_on": today}


def _report(request, template, spec, usual=None, subject: str = ""):
    days = days_of(spec) | (usual or {})
    asked = {name: request.GET.get(name) or value for name, value in days.items()}
    form = ReportForm(asked)
    context = {"template": template, "form": form, "formats": FORMATS, "heading": ""}
    if not form.is_valid():
        return render(request, "reports/report.html", context | {"body": None}, status=422)
    found = form.cleaned_data
    dated_on = found["dated_on"] or timezone.localdate()
    try:
        composed = queries.composed(
            template, request.centre, found["period"], found["as_of"], dated_on, subject
        )
    except queries.NoSubject as nothing:
        raise Http404 from nothing
    extension = request.GET.get("format", "")
    if extension in WRITERS:
        write, content_type = WRITERS[extension]
        title = f"{spec.name} {composed.report.title}" if subject else spec.name
        name = f"{title} {found['as_of']:%Y-%m-%d}.{extension}"
        return file_answer(write(composed.report), content_type, name)
    context |= {
        "heading": f"{spec.name}: {composed.report.title}" if spec.subject else "",
        "body": html.fragment(composed.report, start_level=2),
        "checks": composed.checks,
        "asked": urlencode(asked | {"subject": subject} if subject else asked),
    }
    return render(request, "reports/report.html", context)


def days_of(spec) -> dict[str, str]:
    period = periods.parse(spec.period)
    return {
        "first_on": str(period.first_on),
        "last_on": str(period.last_on),
        "as_of": str(spec.as_of),
        "dated_on": str(spec.dated_on),
    }


@page("reports.report:view")
def programmes(request):
    """How every programme stands: so far, the year before, the target, the money, what comes next."""
    form = days_asked(request)
    window = window_asked(request, form)
    found = queries.centre_standing(window) if window else []
    context = {"form": form, "standings": found, "window": window}
    return render(request, "reports/programmes.html", context, status=200 if window else 422)


@page("reports.report:view")
def programme(request, code: str):
    """One programme with its months."""
    programme = access.get_programme(code, request.centre)
    form = days_asked(request)
    window = window_asked(request, form)
    context = {
        "form": form,
        "programme": programme,
        "window": window,
        "standing": queries.programme_standing(programme, window) if window else None,
    }
    return render(request, "reports/programme.html", context, status=200 if window else 422)


def days_asked(request) -> DaysForm:
    """The days in the address, else the working year until today."""
    return DaysForm({name: request.GET.get(name) or value for name, value in usual_days().data.items()})


def usual_days() -> DaysForm:
    """The working year until today."""
    today = timezone.localdate()
    year = working_year(today)
    last = min(date(year, 12, 31), today)
    return DaysForm({"first_on": f"{year}-01-01", "last_on": str(last), "as_of": str(last)})


def window_asked(request, form: DaysForm) -> figures.Window | None:
    """The working centre's window; none while the days are wrong."""
    if not form.is_valid():
        return None
    return queries.window_of(request.centre, form.cleaned_data["period"], form.cleaned_data["as_of"])


@page("reports.figure:explain")
def rows(request):
    """The rows behind one number: the same list the number was counted from, on screen or as a spreadsheet."""
    found = _evidence(request)
    figure = found.answer.figure
    context = {
        "evidence": found,
        "figure": figure,
        "may_see": access.may_see_rows(
            request.user, figure, found.window, queries.owners(found, request.centre)
        ),
        "parts": found.parts,
    }
    if isinstance(figure, figures.Derived):
        return render(request, "reports/derived.html", context)
    if request.GET.get("format") == "xlsx" and context["may_see"]:
        return file_answer(_spreadsheet(found), XLSX, f"{figure.label} {found.period}.xlsx".replace("/", "~"))
    listed = Paginator(found.lines() if context["may_see"] else (), PER_PAGE).get_page(
        request.GET.get("page")
    )
    months = [
        {"label": label, "value": answer.value, "url": queries.rows_url(answer.ask, found.window)}
        for label, answer in found.months()
    ]
    return render(
        request,
        "reports/rows.html",
        context
        | {
            "listed": listed,
            "lines": [
                {
                    "pk": pk,
                    "cells": found.shown((pk, owner, *cells)),
                    "linked": figure.page and owner == request.centre.pk,
                }
                for pk, owner, *cells in listed
            ],
            "heads": [
                {"label": column.label, "number": column.kind in ("number", "won")}
                for column in figure.columns
            ],
            "months": months,
            "year_earlier": found.year_earlier(),
        },
    )


def _spreadsheet(found: queries.Evidence) -> bytes:
    """All rows behind the number, streamed: numbers as numbers, no personal data."""
    figure = found.figure
    return workbook.write(
        workbook.RowList(
            title=f"{figure.label} 근거",
            columns=tuple(workbook.Column(column.label, column.kind) for column in figure.columns),
            rows=(found.shown(line) for line in found.lines().iterator(chunk_size=5_000)),
            made_on=timezone.localdate(),
            remark=f"{found.cut or '전체'} · {found.period.label} · 기준일 {found.window.as_of}",
        )
    )


def _evidence(request) -> queries.Evidence:
    """The number the address names; an address that names none is not found."""
    get = request.GET
    try:
        period, as_of = periods.parse(get["period"]), date.fromisoformat(get["as_of"])
        cut = {key.removeprefix("cut."): value for key, value in get.items() if key.startswith("cut.")}
        window = queries.window_of(request.centre, period, as_of)
        return queries.evidence(figures.Ask.of(get["figure"], **cut), window)
    except (KeyError, ValueError, LookupError) as error:
        raise Http404 from error


@page("reports.figure:explain")
def standing(request, model: str, pk: int):
    """In which figures one record counts, in which not, and because of which condition."""
    try:
        found = apps.get_model(model)
    except (LookupError, ValueError) as error:
        raise Http404 from error
    counted_in = figures.registry.behind(found)
    if not counted_in:
        raise Http404
    record = access.get_record(request.user, found, pk, counted_in)
    form = days_asked(request)
    context = {"record": record, "form": form, "model": model, "standings": []}
    if form.is_valid():
        window = queries.window_of(record.centre, form.cleaned_data["period"], form.cleaned_data["as_of"])
        context["standings"] = figures.standings(record, window)
    return render(request, "reports/standing.html", context, status=200 if form.is_valid() else 422)
