"""Closing months, reopening them, and exceptions from closed ones."""

from __future__ import annotations

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from kwonik.catalogue.queries import working_year
from kwonik.people.answers import form_of, pressed, tried
from kwonik.people.guard import page
from kwonik.places.codes import ClosingLevel
from kwonik.reports import access, actions, queries
from kwonik.reports.forms import ExceptionForm, MonthsForm, ReopenForm, YearForm

BACK = ("마감", "reports:closings")


@page(access.VIEW)
def closings(request):
    """How the months of a year stand."""
    form = YearForm(request.GET or {})
    year = form.chosen(working_year(timezone.localdate()))
    context = {
        "form": form,
        "year": year,
        "months": queries.year_of_closings(request.centre, year),
        "standing": queries.standing_exceptions(request.centre),
        "rooms": queries.rooms(),
        "may": {"centre": request.may(access.CLOSE), "city": request.may(access.SETTLE)},
    }
    return render(request, "reports/closings.html", context, status=200 if form.is_valid() else 422)


def _asked(request, form, title: str, submit: str, sub: str, back: tuple[str, str] = BACK):
    label, name = back
    context = {"form": form, "title": title, "submit": submit, "sub": sub, "back": (label, reverse(name))}
    return render(request, "reports/form.html", context, status=422 if form.errors else 200)


def close(level: str):
    """The door to one step of closing."""
    step = ClosingLevel(level)

    @page(actions.MAY_CLOSE[step])
    def door(request):
        form = form_of(request, MonthsForm, today=timezone.localdate())
        facts = {"centre": request.centre, "level": level}
        if tried(request, form, actions.close, "마감했습니다. 이제 이달의 수는 움직이지 않습니다.", **facts):
            return redirect("reports:closings")
        sub = "한 달, 한 분기, 한 해를 골라 한꺼번에 마감할 수 있습니다. 이미 마감한 달은 그대로 둡니다."
        return _asked(request, form, step.label, "마감", sub)

    return door


def reopen(level: str):
    """The door to taking one step of closing back."""
    step = ClosingLevel(level)

    @page(actions.MAY_CLOSE[step])
    def door(request):
        form = form_of(request, ReopenForm, today=timezone.localdate())
        facts = {"centre": request.centre, "level": level}
        if tried(request, form, actions.reopen, "마감을 풀었습니다. 까닭은 이력에 남습니다.", **facts):
            return redirect("reports:closings")
        sub = "푼 달에는 다시 적고 고칠 수 있습니다. 공표한 보고서는 그대로 남습니다."
        return _asked(request, form, f"{step.label} 풀기", "마감 풀기", sub)

    return door


@page(access.VIEW)
def exceptions(request):
    """Who may or could write in closed months, until when, why."""
    context = {
        "exceptions": queries.exceptions(request.centre),
        "rooms": queries.rooms(),
        "now": timezone.now(),
    }
    return render(request, "reports/exceptions.html", context)


@page(access.EXCEPT)
def grant_exception(request):
    given = {
        "today": timezone.localdate(),
        "accounts": access.colleagues(request.user, request.centre),
        "rooms": queries.rooms(),
    }
    form = form_of(request, ExceptionForm, **given)
    if tried(request, form, actions.grant_exception, "마감 예외를 허락했습니다.", centre=request.centre):
        return redirect("reports:exceptions")
    sub = "고른 사람은 고른 업무의 마감한 달에 정한 날까지 적고 고칠 수 있습니다. 한 일은 모두 남습니다."
    return _asked(request, form, "마감 예외 주기", "허락", sub, ("마감 예외", "reports:exceptions"))


@page(access.EXCEPT)
def revoke_exception(request, pk: int):
    found = access.get_exception(request.user, pk)
    if request.method == "POST":
        pressed(request, actions.revoke_exception, "마감 예외를 거두었습니다.", exception=found)
        return redirect("reports:exceptions")
    return render(request, "reports/revoke.html", {"exception": found, "rooms": queries.rooms()})
