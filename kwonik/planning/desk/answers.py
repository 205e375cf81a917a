"""How every door here answers a form: what the rules refuse is said on it, nothing typed is lost."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.shortcuts import redirect, render

from kwonik.planning import actions, rules
from kwonik.planning.forms import SureForm, WithdrawForm

PER_PAGE = 50


def posted(request):
    return request.POST if request.method == "POST" else None


def tried(request, form, act) -> Any:
    """What `act` gave if the form was sent, is whole and the rules allow it; else None, with the form saying why."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return act()
    except rules.Refused as refused:
        form.add_error(None, str(refused))
        return None


def asked(request, form, title: str, back: tuple[str, str], *, sub: str = "", submit: str = "저장", **more):
    context = {"form": form, "title": title, "sub": sub, "submit": submit, "back": back, **more}
    return render(request, "planning/form.html", context, status=422 if form.errors else 200)


def withdraw(request, row, back: tuple[str, str]):
    form = WithdrawForm(posted(request))
    if tried(request, form, lambda: actions.withdraw(by=request.user, row=row, **form.cleaned_data)):
        messages.success(request, "철회했습니다. 어느 수치에도 들어가지 않습니다.")
        return redirect(back[1])
    return asked(request, form, "이 기록을 철회할까요?", back, sub=str(row), submit="철회")


def reinstate(request, row, back: tuple[str, str]):
    form = SureForm(posted(request))
    if tried(request, form, lambda: actions.reinstate(by=request.user, row=row)):
        messages.success(request, "철회를 되돌렸습니다.")
        return redirect(back[1])
    return asked(request, form, "철회를 되돌릴까요?", back, sub=str(row), submit="되돌리기")
