"""Rooms: the week's calendar, the list, a request, a booking with its moves, the day's sheet for the wall."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from kwonik.kernel import audit
from kwonik.kernel.doors import link
from kwonik.people.guard import page
from kwonik.shelters import access, actions, queries, rules
from kwonik.shelters.access import BOOK, DECIDE, SEE
from kwonik.shelters.codes import BookingState
from kwonik.shelters.forms import (
    BookingFilter,
    BookingForm,
    CalendarFilter,
)

from .answers import posted, status, tried
from .moves import MOVES

PER_PAGE = 50
ON_THE_WALL = (BookingState.REQUESTED, BookingState.APPROVED, BookingState.USED, BookingState.NO_SHOW)


@page(SEE)
def bookings(request):
    """The list, newest first."""
    shelters = access.shelters(request.user, request.centre, SEE)
    form = BookingFilter(request.GET, shelters=shelters)
    rows = form.narrow(queries.with_words(access.bookings(request.user, request.centre)))
    listed = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"filter": form, "page": listed}
    return render(request, "shelters/bookings.html", context, status=200 if form.is_valid() else 422)


@page(SEE)
def calendar(request):
    """The week of a day, day by day: who holds which room, and who waits."""
    form, on, shelter = _asked(request)
    first = on - timedelta(days=on.weekday())
    days = [first + timedelta(days=number) for number in range(7)]
    found = queries.between(_of(request, shelter), days[0], days[-1]).filter(
        state__in=[*ON_THE_WALL, BookingState.WAITING]
    )
    rows = list(found)
    context = {
        "filter": form,
        "days": [(day, [row for row in rows if row.held_on == day]) for day in days],
        "before": first - timedelta(days=7),
        "after": first + timedelta(days=7),
        "shelter": shelter,
        "today": timezone.localdate(),
    }
    return render(request, "shelters/calendar.html", context, status=200 if form.is_valid() else 422)


@page(SEE)
def sheet(request):
    """The day's bookings by shelter, to be printed and put on the wall."""
    form, on, shelter = _asked(request)
    found = queries.between(_of(request, shelter), on, on).filter(state__in=ON_THE_WALL)
    by_shelter: dict[Any, list] = {}
    for row in found:
        by_shelter.setdefault(row.room.shelter, []).append(row)
    context = {"filter": form, "day": on, "by_shelter": by_shelter, "at": timezone.now()}
    return render(request, "shelters/sheet.html", context, status=200 if form.is_valid() else 422)


def _asked(request) -> tuple[CalendarFilter, date, Any]:
    """Which day and which shelter are looked at; today and all of them when nothing is asked."""
    form = CalendarFilter(request.GET, shelters=access.shelters(request.user, request.centre, SEE))
    found = form.cleaned_data if form.is_valid() else {}
    return form, found.get("day") or timezone.localdate(), found.get("shelter")


def _of(request, shelter):
    rows = access.bookings(request.user, request.centre)
    return rows.filter(room__shelter=shelter) if shelter else rows


@page(BOOK)
def book(request):
    """A group asks for a room."""
    shelters = access.shelters(request.user, request.centre, BOOK)
    today = timezone.localdate()
    asked = {name: request.GET.get(name, "") for name in ("room", "day")}
    initial = {**asked, "day": asked["day"] or today}
    form = BookingForm(
        posted(request),
        rooms=queries.rooms(shelters, today),
        purposes=queries.purpose_rows(),
        initial=initial,
    )
    facts = form.facts if form.is_bound and form.is_valid() else {}
    act = partial(actions.request_booking, **facts)
    if row := tried(request, form, act, "적었습니다. 상태를 확인하세요."):
        return redirect("shelters:booking", row.pk)
    holders = []
    if facts and form.errors:
        holders = list(queries.holders(facts["room"], facts["starts_at"], facts["ends_at"]))
    context = {"form": form, "holders": holders}
    return render(request, "shelters/book.html", context, status=status(form))


@page(SEE)
def booking(request, pk: int):
    row = access.get_booking(request.user, pk)
    context = {
        "booking": row,
        "contact": access.open_contact(request.user, row) if request.may(BOOK) else None,
        "moves": [
            (MOVES[verb].label, MOVES[verb].door, verb)
            for verb in rules.moves_from(row.state)
            if request.may(MOVES[verb].permission)
        ],
        "rivals": _rivals(row),
        "standing_url": link(request, "reports:standing", row._meta.label_lower, row.pk),
        "history": audit.history(row),
    }
    return render(request, "shelters/booking.html", context)


def _rivals(row) -> list:
    """Who else asks for the time: the holder, where this one waits; those who wait, where this one holds it."""
    if row.state == BookingState.WAITING:
        return list(queries.holders(row.room, row.starts_at, row.ends_at))
    waiting = queries.waiting(row.room, row.starts_at, row.ends_at)
    return (
        list(queries.with_words(waiting))
        if row.state in (BookingState.REQUESTED, BookingState.APPROVED)
        else []
    )


@page(DECIDE)
def decide(request, pk: int, verb: str):
    """Approving, refusing, offering, restoring: each asks once more."""
    return _move(request, pk, verb, DECIDE)


@page(BOOK)
def move(request, pk: int, verb: str):
    """Cancelling, confirming the use: each asks once more."""
    return _move(request, pk, verb, BOOK)


def _move(request, pk: int, verb: str, permission: str):
    asked = MOVES.get(verb)
    if asked is None or asked.permission != permission:
        raise Http404
    row = access.get_booking(request.user, pk, permission)
    form = asked.form(posted(request), initial={"heads": row.heads})
    found = form.cleaned_data if form.is_bound and form.is_valid() else {}
    facts = {name: value for name, value in found.items() if name != "sure"}
    if tried(request, form, partial(asked.act, booking=row, **facts), asked.done):
        return redirect("shelters:booking", pk)
    context = {"booking": row, "form": form, "asked": asked}
    return render(request, "shelters/move.html", context, status=status(form))
