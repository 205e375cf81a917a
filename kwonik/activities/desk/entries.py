"""A service's records: the list, writing one down, its page, correcting, withdrawing. Sessions, tallies, handouts and
applications share these doors; applications have permissions of their own."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kwonik.activities import access, actions, queries, rules
from kwonik.activities.access import RECORD, SEE, TAKE_BACK, VIEW, WITHDRAW, WRITE
from kwonik.activities.codes import MODES, TONES
from kwonik.activities.forms import EntryForm, ListFilter, ReasonForm, initial_of
from kwonik.catalogue.codes import Counting, Shape
from kwonik.kernel import audit
from kwonik.kernel.doors import link
from kwonik.people.answers import pressed
from kwonik.people.guard import page
from kwonik.people.rules import Refused

from . import exports

PER_PAGE = 50
PLAIN = (Shape.SESSION, Shape.TALLY, Shape.HANDOUT)


@page(VIEW)
def hub(request):
    """The programmes with their services, what was recorded this year and when last."""
    shapes = [shape for shape in MODES if request.may(access.permission_for(shape, "view"))]
    asked, latest = (
        request.GET.get("year", ""),
        queries.latest_year(request.centre, shapes, timezone.localdate()),
    )
    year = int(asked) if asked.isdecimal() and 2000 <= int(asked) <= latest else latest
    writable = {shape for shape in shapes if request.may(access.permission_for(shape, "record"))}
    context = {
        "programmes": list(queries.hub(request.centre, year, shapes).items()),
        "year": year,
        "latest": latest,
        "writable": writable,
    }
    return render(request, "activities/hub.html", context)


# -- the list -----------------------------------------------------------------------------------------------------


@page(VIEW)
def listing(request, service: str):
    return _listing(request, access.get_service(service, request.centre, *PLAIN, retired=True))


@page(SEE)
def applications(request, service: str):
    return _listing(request, access.get_service(service, request.centre, Shape.APPLICATION, retired=True))


def _listing(request, service):
    rows = access.visible(request.user, service.shape).filter(centre=request.centre, service=service)
    form = ListFilter(request.GET, service=service, model=rows.model)
    rows = queries.newest_first(form.narrow(rows))
    if request.GET.get("format") == "xlsx" and form.is_valid():
        return _spreadsheet(request, service, rows)
    listed = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    listed.object_list = list(queries.with_words(listed.object_list))
    context = {
        **words_of(service),
        "filter": form,
        "form": form,
        "page": listed,
        "shown": queries.shown(service),
        "numbers": queries.NUMBERS,
        "tones": TONES,
        "may_record": not service.retired_on and request.may(access.permission_for(service.shape, "record")),
    }
    return render(request, "activities/list.html", context, status=200 if form.is_valid() else 422)


def words_of(service) -> dict[str, Any]:
    """How the pages of a service speak of its records, and the names of their addresses."""
    shape = Shape(service.shape)
    of_applications = shape == Shape.APPLICATION
    return {
        "service": service,
        "one": rules.one(service.words, shape),
        "day": rules.day_word(service.words, shape),
        "mode": MODES[shape],
        "list_name": "activities:applications" if of_applications else "activities:list",
        "new_name": "activities:new_application" if of_applications else "activities:new",
        "counts": shape == Shape.TALLY and service.counting == Counting.FLOW,
        "of_applications": of_applications,
    }


def _spreadsheet(request, service, rows):
    today = timezone.localdate()
    file, count = exports.records(queries.with_words(rows), service, request.centre, today)
    detail = {"service": service.code, "rows": count}
    audit.record("activities.record.exported", request.centre, by=request.user, detail=detail)
    return FileResponse(file, as_attachment=True, filename=f"{service.name} 목록 {today}.xlsx")


# -- writing down -------------------------------------------------------------------------------------------------


@page(RECORD)
def new(request, service: str):
    return _new(request, access.get_service(service, request.centre, *PLAIN))


@page(WRITE)
def new_application(request, service: str):
    return _new(request, access.get_service(service, request.centre, Shape.APPLICATION))


def _new(request, service):
    posted = request.POST if request.method == "POST" else None
    form = _form(request, service, posted, initial={"form_token": uuid4()})
    words = words_of(service)
    if form.is_bound and form.is_valid():
        try:
            row = actions.record(
                by=request.user,
                centre=request.centre,
                service=service,
                facts=form.facts(),
                form_token=form.cleaned_data["form_token"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{words['one']} 기록을 저장했습니다. 번호는 {row.reference}입니다.")
            return redirect(f"activities:{words['mode']}", row.pk)
    context = {**words, "form": form}
    return render(request, "activities/new.html", context, status=422 if form.is_bound else 200)


def _form(request, service, posted, stored=None, **kwargs) -> EntryForm:
    return EntryForm(
        posted,
        service=service,
        centre=stored.centre if stored else request.centre,
        account=request.user,
        today=timezone.localdate(),
        stored=stored,
        **kwargs,
    )


# -- one record ---------------------------------------------------------------------------------------------------


@page(VIEW)
def entry(request, pk: int, shape: str):
    """A session, tally or handout with what was told and what happened to it."""
    row = access.get_entry(request.user, shape, pk)
    context = page_of(request, row)
    if row.SHAPE == Shape.TALLY and row.pressed:
        context["presses"] = queries.presses(row)
    return render(request, "activities/entry.html", context)


def page_of(request, row) -> dict[str, Any]:
    """What the page of any record shows."""
    return {
        **words_of(row.service),
        "entry": row,
        "told": queries.told(row),
        "history": audit.history(row),
        "amendments": queries.amendments(row),
        "standing_url": link(request, "reports:standing", row._meta.label_lower, row.pk),
        "may_amend": request.may(access.permission_for(row.SHAPE, "record")),
        "may_withdraw": request.may(access.permission_for(row.SHAPE, "withdraw")),
    }


@page(RECORD)
def amend(request, pk: int, shape: str):
    return _amend(request, access.get_entry(request.user, shape, pk, RECORD))


@page(WRITE)
def amend_application(request, pk: int):
    return _amend(request, access.get_application(request.user, pk, WRITE))


def _amend(request, stored):
    """Correcting: who comes second sees what they typed and saves it again over the record as it is now."""
    words = words_of(stored.service)
    home = f"activities:{words['mode']}"
    if stored.withdrawn_at:
        messages.error(request, "철회한 기록은 고칠 수 없습니다. 먼저 철회를 되돌리세요.")
        return redirect(home, stored.pk)
    posted = request.POST if request.method == "POST" else None
    form = _form(request, stored.service, posted, stored, initial=initial_of(stored))
    if form.is_bound and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            actions.amend(by=request.user, entry=stored, facts=form.facts(), version=version)
        except actions.Overtaken as overtaken:
            form.renew(overtaken.current.version, str(overtaken))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "고친 내용을 저장했습니다.")
            return redirect(home, stored.pk)
    context = {**words, "entry": stored, "form": form}
    return render(request, "activities/amend.html", context, status=422 if form.is_bound else 200)


@page(WITHDRAW)
def withdraw(request, pk: int, shape: str):
    return _withdraw(request, access.get_entry(request.user, shape, pk, WITHDRAW))


@page(TAKE_BACK)
def withdraw_application(request, pk: int):
    return _withdraw(request, access.get_application(request.user, pk, TAKE_BACK))


def _withdraw(request, row):
    """Asks once more, for the reason."""
    words = words_of(row.service)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        done = f"{row.reference} 기록을 철회했습니다. 기록 화면에서 되돌릴 수 있습니다."
        pressed(request, actions.withdraw, done, entry=row, reason=form.cleaned_data["reason"])
        return redirect(f"activities:{words['mode']}", row.pk)
    context = {**words, "entry": row, "told": queries.told(row), "form": form}
    return render(request, "activities/withdraw.html", context, status=422 if form.is_bound else 200)


@page(WITHDRAW)
def reinstate(request, pk: int, shape: str):
    return _reinstate(request, access.get_entry(request.user, shape, pk, WITHDRAW))


@page(TAKE_BACK)
def reinstate_application(request, pk: int):
    return _reinstate(request, access.get_application(request.user, pk, TAKE_BACK))


def _reinstate(request, row):
    """Asks once more whether a withdrawn record counts again."""
    words = words_of(row.service)
    if request.method == "POST":
        pressed(request, actions.reinstate, "철회를 되돌렸습니다. 다시 모든 수치에 들어갑니다.", entry=row)
        return redirect(f"activities:{words['mode']}", row.pk)
    context = {**words, "entry": row, "told": queries.told(row)}
    return render(request, "activities/reinstate.html", context)
