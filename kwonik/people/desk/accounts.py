"""Accounts of the centre and the roles they hold: for the information team."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from kwonik.kernel.doors import page
from kwonik.people import access, actions, queries
from kwonik.people.forms import EndForm
from kwonik.people.forms.accounts import AccountForm, GrantForm
from kwonik.people.rules import Refused

PER_PAGE = 50


@page("people.account:view")
def accounts(request: HttpRequest) -> HttpResponse:
    """Everybody of the centre, with the roles of today."""
    rows = queries.accounts_with_roles(access.accounts(request.user), request.centre, timezone.localdate())
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/accounts.html", {"page": shown})


@page("people.account:view")
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: its roles from first to last, what happened to it."""
    found = access.get_account(request.user, pk)
    context = {
        "row": found,
        "grants": queries.grants(found),
        "history": queries.account_history(found),
        "second_factor": queries.has_second_factor(found),
        "today": timezone.localdate(),
        "is_self": found == request.user,
    }
    return render(request, "people/account.html", context)


@page("people.account:edit")
@never_cache
def add_account(request: HttpRequest) -> HttpResponse:
    """A new account; its temporary password is shown once, here and nowhere else."""
    form = AccountForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            row, password = actions.create_account(
                by=request.user, centre=request.centre, **form.cleaned_data
            )
        except Refused as refused:
            form.add_error("username", str(refused))
        else:
            context = {"row": row, "password": password, "title": "계정을 만들었습니다"}
            return render(request, "people/password.html", context)
    return render(request, "people/add_account.html", {"form": form}, status=422 if form.is_bound else 200)


@page("people.account:edit")
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives a role at the working centre."""
    found = access.get_account(request.user, pk)
    form = GrantForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            given = actions.grant_role(
                by=request.user, account=found, centre=request.centre, **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{found} 님에게 '{given.role}' 역할을 주었습니다.")
            return redirect("people:account", found.pk)
    context = {"form": form, "row": found}
    return render(request, "people/grant.html", context, status=422 if form.is_bound else 200)


@page("people.account:edit")
def end_grant(request: HttpRequest, pk: int) -> HttpResponse:
    """The last day of a role, after asking once more."""
    found = access.get_grant(request.user, pk)
    form = EndForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            actions.end_grant(by=request.user, grant=found, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "역할의 마지막 날을 적었습니다.")
            return redirect("people:account", found.account_id)
    context = {"form": form, "grant": found}
    return render(request, "people/end_grant.html", context, status=422 if form.is_bound else 200)


_QUESTIONS: dict[str, tuple[str, str, str, Callable[..., Any], str]] = {
    "close": (
        "계정을 닫습니다",
        "이 계정으로는 더 로그인할 수 없고, 가진 역할은 어제까지로 끝납니다. 기록은 그대로 남습니다.",
        "계정 닫기",
        actions.close_account,
        "계정을 닫았습니다.",
    ),
    "reopen": (
        "닫은 계정을 다시 엽니다",
        "역할은 다시 주어야 합니다.",
        "다시 열기",
        actions.reopen_account,
        "계정을 다시 열었습니다. 필요한 역할을 주세요.",
    ),
    "second-factor": (
        "2단계 인증을 풉니다",
        "전화기를 잃어버린 경우에만 하세요. 본인인지 먼저 확인하세요. 다음에 로그인할 때 다시 설정합니다.",
        "2단계 인증 풀기",
        actions.remove_second_factor,
        "2단계 인증을 풀었습니다.",
    ),
}
"""Verb -> title, what will happen, button, action, what happened."""


@page("people.account:edit")
def change_account(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Closes or reopens an account or takes its second factor off, after asking once more."""
    found = access.get_account(request.user, pk)
    title, text, button, action, done = _QUESTIONS[verb]
    if request.method == "POST":
        try:
            action(by=request.user, account=found)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, done)
        return redirect("people:account", found.pk)
    context = {"row": found, "title": title, "text": text, "button": button}
    return render(request, "people/change_account.html", context)


@page("people.account:edit")
@never_cache
def reset_password(request: HttpRequest, pk: int) -> HttpResponse:
    """A new temporary password, shown once, after asking once more."""
    found = access.get_account(request.user, pk)
    if request.method == "POST":
        try:
            password = actions.reset_password(by=request.user, account=found)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("people:account", found.pk)
        context = {"row": found, "password": password, "title": "임시 비밀번호를 새로 만들었습니다"}
        return render(request, "people/password.html", context)
    context = {
        "row": found,
        "title": "임시 비밀번호를 새로 줍니다",
        "text": "지금 비밀번호는 쓸 수 없게 되고, 열어 둔 화면은 모두 로그아웃됩니다. 본인인지 먼저 확인하세요.",
        "button": "새로 만들기",
    }
    return render(request, "people/change_account.html", context)
