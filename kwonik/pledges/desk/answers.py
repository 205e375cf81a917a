"""How every door here answers a form: what the rules refuse is said on it, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from kwonik.people.answers import attempted, posted
from kwonik.pledges import actions
from kwonik.pledges.forms import SureForm, WithdrawForm

PER_PAGE = 50
Way = list[tuple[str, str]]
"""The pages that lead to this one: (label, address)."""


def pledge_list() -> Way:
    return [("공약", reverse("pledges:pledges"))]


def to_pledge(pledge) -> Way:
    return [*pledge_list(), (pledge.title, reverse("pledges:pledge", args=[pledge.pk]))]


def asked(
    request, form, title: str, way: Way, *, sub: str = "", submit: str = "저장", multipart: bool = False
):
    context = {"form": form, "title": title, "sub": sub, "submit": submit, "way": way, "multipart": multipart}
    return render(request, "pledges/form.html", context, status=422 if form.errors else 200)


def token(**known: Any) -> dict[str, Any]:
    return {"form_token": uuid4(), **known}


def done(request, form, act: Callable[[], Any], said: str, to: str):
    """The answer to a form that did what it says, or None: nothing was done and the form says why."""
    if not attempted(request, form, act):
        return None
    messages.success(request, said)
    return redirect(to)


def withdraw(request, row, way: Way):
    form = WithdrawForm(posted(request))
    answer = done(
        request,
        form,
        lambda: actions.withdraw(by=request.user, row=row, **form.cleaned_data),
        "철회했습니다. 어느 수치에도, 카드에도 들어가지 않습니다.",
        way[-1][1],
    )
    return answer or asked(request, form, "이 기록을 철회할까요?", way, sub=str(row), submit="철회")


def reinstate(request, row, way: Way):
    form = SureForm(posted(request))
    answer = done(
        request,
        form,
        lambda: actions.reinstate(by=request.user, row=row),
        "철회를 되돌렸습니다.",
        way[-1][1],
    )
    return answer or asked(request, form, "철회를 되돌릴까요?", way, sub=str(row), submit="되돌리기")
