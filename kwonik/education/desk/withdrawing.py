"""Withdrawing a record and putting it back: one page each, for every kind of record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.shortcuts import redirect
from django.urls import reverse

from kwonik.education import access, actions
from kwonik.education.forms import ConfirmForm, ReasonForm
from kwonik.people.answers import Given, form_of, tried
from kwonik.people.guard import page

from .answers import asked


@dataclass(frozen=True)
class Kept:
    """A kind of record: how a door gets one, who may withdraw it, and where it is shown."""

    get: Callable[..., Any]
    permission: str
    label: str
    home: str
    url_name: str


KINDS = {
    "lecture": Kept(
        access.get_lecture, "education.lecture:record", "교육", "education:lectures", "education:lecture"
    ),
    "request": Kept(
        access.get_request, "education.request:record", "교육 신청", "education:requests", "education:request"
    ),
    "video": Kept(
        access.get_video, "education.video:record", "교육 영상", "education:videos", "education:video"
    ),
    "reading": Kept(
        access.get_reading, "education.video:record", "조회수", "education:videos", "education:reading"
    ),
}


def _withdraw(kind: Kept):
    @page(kind.permission)
    def view(request, pk: int):
        row = kind.get(request.user, pk, kind.permission)
        form = form_of(request, ReasonForm)
        done = "철회했습니다. 어느 수치에도 들어가지 않습니다."
        if tried(request, form, actions.withdraw, done, row=row):
            return redirect(kind.url_name, pk)
        words = "지워지지 않고 남지만 어느 수치에도 들어가지 않습니다. 나중에 되돌릴 수 있습니다."
        return asked(
            request,
            form,
            f"이 {kind.label} 기록을 철회할까요?",
            submit="철회",
            words=words,
            danger=True,
            **_of(kind, row),
        )

    return view


def _reinstate(kind: Kept):
    @page(kind.permission)
    def view(request, pk: int):
        row = kind.get(request.user, pk, kind.permission)
        form = form_of(request, ConfirmForm)
        if request.method == "POST" and form.is_valid():
            form.cleaned_data.pop("confirmed")
            if tried(request, Given(form), actions.reinstate, "철회를 되돌렸습니다.", row=row):
                return redirect(kind.url_name, pk)
        words = "되돌리면 다시 모든 수치에 들어갑니다."
        return asked(
            request,
            form,
            f"이 {kind.label}의 철회를 되돌릴까요?",
            submit="되돌리기",
            words=words,
            **_of(kind, row),
        )

    return view


def _of(kind: Kept, row) -> dict:
    back = reverse(kind.url_name, args=(row.pk,))
    return {
        "sub": str(row),
        "crumbs": [(kind.label, reverse(kind.home)), (str(row), back)],
        "cancel_url": back,
    }


WITHDRAW = {name: _withdraw(kind) for name, kind in KINDS.items()}
REINSTATE = {name: _reinstate(kind) for name, kind in KINDS.items()}
