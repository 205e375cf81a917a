"""The register of shelters: list, page, opening and amending, hours, days kept otherwise, rooms."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.shortcuts import redirect, render
from django.utils import timezone

from kwonik.kernel import audit
from kwonik.kernel.doors import link
from kwonik.people.guard import page
from kwonik.shelters import access, actions, queries, rules
from kwonik.shelters.access import EDIT, VIEW
from kwonik.shelters.actions.registers import ROOM, SHELTER
from kwonik.shelters.codes import WEEKDAYS
from kwonik.shelters.forms import HoursForm, RoomForm, ShelterForm, SpecialDayForm, SureForm, facts_of

from .answers import posted, status, tried


@page(VIEW)
def shelters(request):
    """Every shelter with today's hours and people."""
    rows = list(queries.with_places(access.shelters(request.user, request.centre)))
    today = timezone.localdate()
    tables = queries.timetables(rows)
    days = {row.pk: tables[row.pk].business_day(timezone.now()) for row in rows}
    counted = queries.counted(rows, min(days.values(), default=today), today)
    for row in rows:
        row.stands = row.from_on <= today and (row.until_on is None or today <= row.until_on)
        row.today = tables[row.pk].on(days[row.pk])
        row.exception = tables[row.pk].exception(days[row.pk])
        row.people = counted.get((row.pk, days[row.pk]))
        row.known = tables[row.pk].known
    return render(request, "shelters/shelters.html", {"shelters": rows})


@page(VIEW)
def shelter(request, pk: int):
    row = access.get_shelter(request.user, pk)
    today = timezone.localdate()
    in_force = {one.weekday: one for one in queries.hours_in_force(row, today)}
    week = [
        (name, rules.hours(in_force[number].opens_at, in_force[number].closes_at) or "쉼")
        for number, name in enumerate(WEEKDAYS)
        if number in in_force
    ]
    context = {
        "shelter": row,
        "week": week,
        "special_days": queries.special_days(row)[:30],
        "rooms": queries.rooms([row], today),
        "people": queries.people_on(row, today),
        "standing_url": link(request, "reports:standing", row._meta.label_lower, row.pk),
        "history": audit.history(row),
    }
    return render(request, "shelters/shelter.html", context)


@page(EDIT)
def open_shelter(request):
    form = ShelterForm(posted(request), centre=request.centre)
    act = partial(actions.open_shelter, centre=request.centre, **_typed(form))
    if row := tried(request, form, act, "쉼터를 올렸습니다. 이어서 운영 시간을 정하세요."):
        return redirect("shelters:shelter", row.pk)
    context = {"form": form, "title": "쉼터 올리기", "back": ("shelters:shelters",)}
    return render(request, "shelters/register.html", context, status=status(form))


@page(EDIT)
def amend_shelter(request, pk: int):
    row = access.get_shelter(request.user, pk, EDIT)
    form = ShelterForm(posted(request), centre=row.centre, initial=facts_of(row, SHELTER))
    act = partial(actions.amend_shelter, shelter=row, **_typed(form, token=False))
    if tried(request, form, act, "쉼터를 고쳤습니다."):
        return redirect("shelters:shelter", pk)
    context = {"form": form, "shelter": row, "title": f"{row} 고치기", "back": ("shelters:shelter", pk)}
    return render(request, "shelters/register.html", context, status=status(form))


@page(EDIT)
def set_hours(request, pk: int):
    row = access.get_shelter(request.user, pk, EDIT)
    initial = HoursForm.initial_of(queries.timetable(row), timezone.localdate())
    form = HoursForm(posted(request), initial=initial)
    found = form.cleaned_data if form.is_bound and form.is_valid() else {}
    act = partial(actions.set_hours, shelter=row, from_on=found.get("from_on"), week=found.get("week"))
    if tried(request, form, act, "운영 시간을 정했습니다."):
        return redirect("shelters:shelter", pk)
    return render(request, "shelters/hours.html", {"form": form, "shelter": row}, status=status(form))


@page(EDIT)
def add_special_day(request, pk: int):
    row = access.get_shelter(request.user, pk, EDIT)
    form = SpecialDayForm(posted(request))
    found: dict[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else {}
    dates: dict[str, Any] = {
        name: found.get(name) for name in ("from_on", "until_on", "reason", "form_token")
    }
    act = partial(
        actions.add_special_day,
        shelter=row,
        hours=rules.hours(found.get("opens_at"), found.get("closes_at")),
        **dates,
    )
    if tried(request, form, act, "올렸습니다. 그동안에는 대관 신청도 이 시간에 맞춰 받습니다."):
        return redirect("shelters:shelter", pk)
    context = {
        "form": form,
        "shelter": row,
        "title": "휴관·특별 운영 올리기",
        "back": ("shelters:shelter", pk),
    }
    return render(request, "shelters/register.html", context, status=status(form))


@page(EDIT)
def withdraw_special_day(request, pk: int):
    """Asks once more."""
    row = access.get_special_day(request.user, pk)
    form = SureForm(posted(request))
    act = partial(actions.withdraw_special_day, special_day=row)
    if tried(request, form, act, "거두었습니다. 여느 때의 운영 시간으로 돌아갑니다."):
        return redirect("shelters:shelter", row.shelter_id)
    context = {"day": row, "form": form}
    return render(request, "shelters/withdraw_day.html", context, status=status(form))


@page(EDIT)
def open_room(request, pk: int):
    row = access.get_shelter(request.user, pk, EDIT)
    form = RoomForm(posted(request), initial={"from_on": row.from_on})
    act = partial(actions.open_room, shelter=row, **_typed(form))
    if tried(request, form, act, "공간을 올렸습니다."):
        return redirect("shelters:shelter", pk)
    context = {"form": form, "shelter": row, "title": "공간 올리기", "back": ("shelters:shelter", pk)}
    return render(request, "shelters/register.html", context, status=status(form))


@page(EDIT)
def amend_room(request, pk: int):
    row = access.get_room(request.user, pk, EDIT)
    form = RoomForm(posted(request), initial=facts_of(row, ROOM))
    act = partial(actions.amend_room, room=row, **_typed(form, token=False))
    if tried(request, form, act, "공간을 고쳤습니다. 이미 잡힌 대관은 그대로입니다."):
        return redirect("shelters:shelter", row.shelter_id)
    back = ("shelters:shelter", row.shelter_id)
    context = {"form": form, "shelter": row.shelter, "title": f"{row} 고치기", "back": back}
    return render(request, "shelters/register.html", context, status=status(form))


def _typed(form, token: bool = True) -> dict:
    """What a valid form says; nothing while it is not."""
    if not (form.is_bound and form.is_valid()):
        return {}
    return {name: value for name, value in form.cleaned_data.items() if token or name != "form_token"}
