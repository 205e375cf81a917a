"""Finance's doors: the year's lines, one line with its bookings, booking and withdrawing."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone

from kwonik.kernel import audit
from kwonik.kernel.doors import link
from kwonik.people.guard import page

from . import access, actions, queries, rules
from .forms import AllotmentForm, ReinstateForm, SpendingForm, WithdrawForm

PER_PAGE = 50


@page("budget.line:view")
def lines(request):
    """The year's lines with allotted, spent, balance and rate; totals at the foot."""
    own = access.lines(request.user, request.centre)
    years = queries.years(own)
    asked = request.GET.get("year", "")
    year = (
        int(asked)
        if asked.isdecimal() and int(asked) in years
        else (years[0] if years else timezone.localdate().year)
    )
    found = list(queries.lines(own.filter(year=year)))
    context = {
        "year": year,
        "years": years,
        "lines": found,
        "totals": queries.totals(found),
        "rate": rules.rate_in_words,
    }
    return render(request, "budget/lines.html", context)


@page("budget.line:view")
def line(request, pk: int):
    """One line: its money, its allotments, its spendings."""
    found = access.get_line(request.user, pk)
    allotments, spendings = queries.bookings(found)
    return render(
        request,
        "budget/line.html",
        {
            "line": found,
            "balance": queries.balance(found),
            "rate": rules.rate_in_words,
            "allotments": allotments,
            "page": Paginator(spendings, PER_PAGE).get_page(request.GET.get("page")),
        },
    )


@page("budget.spending:record")
def record_spending(request, pk: int):
    return _record(request, pk, SpendingForm, actions.record_spending, "budget.spending:record", "집행 적기")


@page("budget.allotment:record")
def record_allotment(request, pk: int):
    return _record(
        request, pk, AllotmentForm, actions.record_allotment, "budget.allotment:record", "예산 배정 적기"
    )


def _posted(request):
    """What was sent, be it nothing."""
    return request.POST if request.method == "POST" else None


def _record(request, pk: int, form_class, action, permission: str, title: str):
    """A form for one booking on a line; what the rules refuse is said on the form."""
    found = access.get_line(request.user, pk, permission)
    today = timezone.localdate()
    day = today if today.year == found.year else None
    initial = {"form_token": uuid4(), "spent_on": day, "decided_on": day}
    form = form_class(_posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            action(by=request.user, line=found, **form.cleaned_data)
        except rules.Refused as refused:
            form.add_error("amount_won", str(refused))
        else:
            messages.success(request, f"{found.name}에 적었습니다.")
            return redirect("budget:line", found.pk)
    context = {"line": found, "form": form, "title": title, "balance": queries.balance(found)}
    return render(request, "budget/record.html", context, status=422 if form.errors else 200)


@page("budget.line:view")
def spending(request, pk: int):
    return _booking(request, access.get_spending(request.user, pk), "budget.spending:record")


@page("budget.line:view")
def allotment(request, pk: int):
    return _booking(request, access.get_allotment(request.user, pk), "budget.allotment:record")


def _booking(request, booking, permission: str):
    return render(
        request,
        "budget/booking.html",
        {
            "booking": booking,
            "kind": booking._meta.model_name,
            "standing_url": link(request, "reports:standing", booking._meta.label_lower, booking.pk),
            "history": audit.history(booking),
            "may_change": request.may(permission),
        },
    )


@page("budget.spending:record")
def withdraw_spending(request, pk: int):
    return _withdraw(request, access.get_spending(request.user, pk, "budget.spending:record"))


@page("budget.allotment:record")
def withdraw_allotment(request, pk: int):
    return _withdraw(request, access.get_allotment(request.user, pk, "budget.allotment:record"))


@page("budget.spending:record")
def reinstate_spending(request, pk: int):
    return _reinstate(request, access.get_spending(request.user, pk, "budget.spending:record"))


@page("budget.allotment:record")
def reinstate_allotment(request, pk: int):
    return _reinstate(request, access.get_allotment(request.user, pk, "budget.allotment:record"))


def _withdraw(request, booking):
    """Asks once more, and for the reason."""
    form = WithdrawForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(by=request.user, booking=booking, reason=form.cleaned_data["reason"])
        except rules.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "철회했습니다. 어느 수치에도 들어가지 않습니다.")
            return _back_to(booking)
    return _ask(request, "budget/withdraw.html", booking, form)


def _reinstate(request, booking):
    """Asks once more whether a withdrawn booking counts again."""
    form = ReinstateForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.reinstate(by=request.user, booking=booking)
        except rules.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "철회를 되돌렸습니다. 다시 모든 수치에 들어갑니다.")
            return _back_to(booking)
    return _ask(request, "budget/reinstate.html", booking, form)


def _back_to(booking):
    return redirect(f"budget:{booking._meta.model_name}", booking.pk)


def _ask(request, template: str, booking, form):
    context = {"booking": booking, "kind": booking._meta.model_name, "form": form}
    return render(request, template, context, status=422 if form.errors else 200)
