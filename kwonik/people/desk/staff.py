"""정원과 현원: who sits on which post on a day."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kwonik.kernel.doors import page
from kwonik.people import access, actions, queries
from kwonik.people.forms import DayForm, EndForm
from kwonik.people.forms.registers import PostForm, StaffForm
from kwonik.people.rules import Refused


@page("people.staff:view")
def staff(request: HttpRequest) -> HttpResponse:
    """Every post of the day with who sits on it, and how many there are by grade."""
    form = DayForm(request.GET)
    day = (form.is_valid() and form.cleaned_data["day"]) or timezone.localdate()
    posts = queries.posts_with_holders(request.centre, day)
    context = {"form": form, "day": day, "posts": posts, "totals": queries.totals_by_grade(posts)}
    return render(request, "people/staff.html", context, status=422 if form.errors else 200)


@page("people.staff:edit")
def add_post(request: HttpRequest) -> HttpResponse:
    """정원 늘리기."""
    form = PostForm(request.POST or None, centre=request.centre, initial={"form_token": uuid4()})
    if form.is_bound and form.is_valid():
        try:
            post = actions.add_post(by=request.user, centre=request.centre, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"정원 {post.number}번({post.get_grade_display()})을 늘렸습니다.")
            return redirect("people:staff")
    return render(request, "people/add_post.html", {"form": form}, status=422 if form.is_bound else 200)


@page("people.staff:edit")
def add_staff(request: HttpRequest) -> HttpResponse:
    """Somebody starts."""
    form = StaffForm(request.POST or None, initial={"form_token": uuid4()})
    if form.is_bound and form.is_valid():
        try:
            row = actions.appoint_staff(by=request.user, centre=request.centre, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{row.name} 님을 현원에 올렸습니다.")
            return redirect("people:staff")
    return render(request, "people/add_staff.html", {"form": form}, status=422 if form.is_bound else 200)


@page("people.staff:edit")
def end_post(request: HttpRequest, pk: int) -> HttpResponse:
    """정원 줄이기, after asking once more."""
    post = access.get_staff_post(request.user, pk)
    return _end(request, post, f"정원 {post.number}번을 없앱니다", actions.end_post, "post")


@page("people.staff:edit")
def end_staff(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody leaves, after asking once more."""
    row = access.get_staff_appointment(request.user, pk)
    return _end(request, row, f"{row.name} 님을 현원에서 내립니다", actions.end_staff, "appointment")


def _end(request, row, title: str, action, name: str) -> HttpResponse:
    form = EndForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            action(by=request.user, **{name: row}, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "마지막 날을 적었습니다.")
            return redirect("people:staff")
    context = {"form": form, "row": row, "title": title}
    return render(request, "people/end_staff.html", context, status=422 if form.is_bound else 200)
