"""Counting: the keeper's telephone at five in the morning, the month's table, a day with its corrections."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kwonik.kernel import audit
from kwonik.kernel.doors import link
from kwonik.people.guard import page
from kwonik.people.rules import Refused
from kwonik.shelters import access, actions, queries, rules
from kwonik.shelters.access import CORRECT, COUNT, VIEW
from kwonik.shelters.forms import CorrectionForm, MonthFilter, PressForm

from .answers import posted, status, tried


@page(COUNT)
def counters(request):
    """At which shelter somebody stands; with one shelter the counter opens at once."""
    rows = list(queries.standing(access.shelters(request.user, request.centre, COUNT), timezone.localdate()))
    if len(rows) == 1:
        return redirect("shelters:counter", rows[0].pk)
    return render(request, "shelters/counters.html", {"shelters": rows})


@page(COUNT)
def counter(request, pk: int):
    """One thumb: +1, +5, back. Scripts (kw/counting.js) are answered in JSON; without them the page comes again."""
    row = access.get_shelter(request.user, pk, COUNT)
    if request.method == "POST":
        said = _press(request, row)
        if request.headers.get("Accept") == "application/json":
            _, people = _now(row)
            return JsonResponse({"sum": people, "said": said}, status=422 if said else 200)
        if not said:
            return redirect("shelters:counter", pk)
        messages.error(request, said)
    day, people = _now(row)
    context = {
        "shelter": row,
        "day": day,
        "people": people,
        "token": uuid4(),
        "hours": queries.timetable(row).on(day),
    }
    return render(request, "shelters/counter.html", context, status=422 if request.method == "POST" else 200)


def _press(request, row) -> str:
    """Counts, or takes the last press back; what is refused, in words."""
    form = PressForm(request.POST)
    if not form.is_valid():
        return "눌린 것을 읽지 못했습니다. 화면을 새로 열고 다시 누르세요."
    found = form.cleaned_data
    facts = {
        "by": request.user,
        "shelter": row,
        "form_token": found["token"],
        "pressed_at": found["pressed_at"],
    }
    try:
        if found["undo"]:
            actions.take_back(**facts)
        else:
            actions.count_visits(people=found["step"] or 1, **facts)
    except Refused as refused:
        return str(refused)
    return ""


def _now(row) -> tuple[date, int]:
    """The business day that runs, and the people counted on it."""
    day = queries.timetable(row).business_day(timezone.now())
    return day, queries.people_on(row, day)


@page(VIEW)
def month(request):
    """People by day and shelter."""
    form = MonthFilter(request.GET)
    valid = form.is_valid()
    first = form.first_on
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    rows = access.shelters(request.user, request.centre).exclude(until_on__lt=first).filter(from_on__lte=last)
    if valid and form.cleaned_data["kind"]:
        rows = rows.filter(kind=form.cleaned_data["kind"])
    shelters = list(rows)
    counted = queries.counted(shelters, first, last)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    tables = queries.timetables(shelters)
    context = {
        "filter": form,
        "first": first,
        "before": (first - timedelta(days=1)).strftime("%Y-%m"),
        "after": (last + timedelta(days=1)).strftime("%Y-%m"),
        "shelters": shelters,
        "rows": rules.month_rows(days, [one.pk for one in shelters], counted),
        "closed": {
            (one.pk, day)
            for one in shelters
            for day in days
            if tables[one.pk].known and tables[one.pk].on(day) is None
        },
        "totals": [sum(counted.get((one.pk, day), 0) for day in days) for one in shelters],
        "today": timezone.localdate(),
    }
    return render(request, "shelters/month.html", context, status=200 if valid else 422)


@page(VIEW)
def day(request, pk: int, day: str):
    """Every count of one shelter's day, and the form that corrects its sum."""
    row, on = access.get_shelter(request.user, pk), _day(day)
    people = queries.people_on(row, on)
    form = CorrectionForm(initial={"right": people}) if request.may(CORRECT) else None
    return _day_page(request, row, on, people, form)


@page(CORRECT)
@require_POST
def correct_day(request, pk: int, day: str):
    row, on = access.get_shelter(request.user, pk, CORRECT), _day(day)
    form = CorrectionForm(posted(request))
    act = partial(actions.correct_day, shelter=row, day=on, **_right(form))
    if tried(request, form, act, "바로잡았습니다. 앞의 기록은 그대로 남습니다.", "right"):
        return redirect("shelters:day", pk, day)
    return _day_page(request, row, on, queries.people_on(row, on), form)


def _day_page(request, row, on: date, people: int, form):
    table = queries.timetable(row)
    context = {
        "shelter": row,
        "day": on,
        "people": people,
        "rows": queries.counts_of(row, on),
        "form": form,
        "hours": table.on(on),
        "known": table.known,
        "exception": table.exception(on),
    }
    return render(request, "shelters/day.html", context, status=status(form) if form else 200)


@page(VIEW)
def visit(request, pk: int):
    """One count, its corrections, and the form that corrects it."""
    row = access.get_visit(request.user, pk)
    return _visit_page(request, row, CorrectionForm() if request.may(CORRECT) else None)


@page(CORRECT)
@require_POST
def correct_visit(request, pk: int):
    row = access.get_visit(request.user, pk, CORRECT)
    form = CorrectionForm(posted(request))
    act = partial(actions.correct_visit, visit=row, **_right(form))
    if tried(request, form, act, "바로잡았습니다. 앞의 기록은 그대로 남습니다.", "right"):
        return redirect("shelters:visit", pk)
    return _visit_page(request, row, form)


def _visit_page(request, row, form):
    context = {
        "visit": row,
        "corrections": row.corrections.select_related("recorded_by").order_by("pk"),
        "form": form,
        "standing_url": link(request, "reports:standing", row._meta.label_lower, row.pk),
        "history": audit.history(row),
    }
    return render(request, "shelters/visit.html", context, status=status(form) if form else 200)


def _right(form) -> dict:
    found = form.cleaned_data if form.is_bound and form.is_valid() else {}
    return {name: found.get(name) for name in ("right", "reason", "form_token")}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
