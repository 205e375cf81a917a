"""How every door here answers a form: what the rules refuse is said on it, nothing typed is lost."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect, render

from kwonik.people.answers import attempted, posted
from kwonik.planning import actions
from kwonik.planning.forms import SureForm, WithdrawForm

PER_PAGE = 50


def asked(request, form, title: str, back: tuple[str, str], *, sub: str = "", submit: str = "저장", **more):
    context = {"form": form, "title": title, "sub": sub, "submit": submit, "back": back, **more}
    return render(request, "planning/form.html", context, status=422 if form.errors else 200)


def withdraw(request, row, back: tuple[str, str]):
    form = WithdrawForm(posted(request))
    if attempted(request, form, lambda: actions.withdraw(by=request.user, row=row, **form.cleaned_data)):
        messages.success(request, "철회했습니다. 어느 수치에도 들어가지 않습니다.")
        return redirect(back[1])
    return asked(request, form, "이 기록을 철회할까요?", back, sub=str(row), submit="철회")


def reinstate(request, row, back: tuple[str, str]):
    form = SureForm(posted(request))
    if attempted(request, form, lambda: actions.reinstate(by=request.user, row=row)):
        messages.success(request, "철회를 되돌렸습니다.")
        return redirect(back[1])
    return asked(request, form, "철회를 되돌릴까요?", back, sub=str(row), submit="되돌리기")
