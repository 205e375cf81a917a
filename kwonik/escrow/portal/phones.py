"""A member's telephone: the number that came by message, and another telephone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kwonik.escrow import access, actions, messenger
from kwonik.escrow.codes import MemberState
from kwonik.escrow.forms import CodeForm, PhoneChangeForm
from kwonik.people.answers import pressed
from kwonik.people.guard import citizen

from .answers import attempted, form_of, shown, too_often

SENT = "인증번호를 문자로 보냈습니다."


def show_code(request: Any, sent: str) -> None:
    """In a sample installation no message goes out: the page says what would have."""
    if sent:
        messages.info(request, f"체험판이라 문자 대신 여기에 보입니다: {sent}")


def send(request: Any, act: Callable[..., str]) -> None:
    """Sends a number, not too often, and says so."""
    if why := too_often("code", request.user.pk):
        messages.error(request, why)
        return
    show_code(request, pressed(request, act, SENT, service=messenger.service()) or "")


@citizen
@never_cache
def confirm_phone(request):
    """The number that came by text message."""
    member = access.get_member(request.user)
    if member.state != MemberState.JOINING:
        return redirect("escrow:home")
    form = form_of(request, CodeForm)
    if attempted(
        request, form, lambda: actions.confirm_phone(by=request.user, code=form.cleaned_data["code"])
    ):
        messages.success(request, "전화번호를 확인했습니다. 다음은 본인 확인입니다.")
        return redirect("escrow:verify")
    return shown(request, "confirm_phone", form)


@citizen
@require_POST
def send_code(request):
    """Another number."""
    access.get_member(request.user)
    send(request, actions.send_code)
    return redirect("escrow:confirm-phone")


@citizen
@never_cache
def ask_phone_change(request):
    """전화번호 바꾸기: the new number and the password."""
    member = access.get_member(request.user)
    if member.state == MemberState.JOINING:
        return redirect("escrow:confirm-phone")
    form = form_of(request, PhoneChangeForm, account=request.user)
    if form.is_bound and form.is_valid():
        if why := too_often("code", request.user.pk):
            form.add_error(None, why)
            return shown(request, "ask_phone_change", form, status=429)
        sent = attempted(
            request,
            form,
            lambda: (
                actions.ask_phone_change(
                    by=request.user, phone=form.cleaned_data["phone"], service=messenger.service()
                ),
            ),
        )
        if sent:
            messages.success(request, "새 번호로 인증번호를 보냈습니다.")
            show_code(request, sent[0])
            return redirect("escrow:change-phone")
    return shown(request, "ask_phone_change", form)


@citizen
@never_cache
def change_phone(request):
    """The number that came to the new telephone."""
    access.get_member(request.user)
    form = form_of(request, CodeForm)
    if attempted(
        request, form, lambda: actions.change_phone(by=request.user, code=form.cleaned_data["code"])
    ):
        messages.success(request, "전화번호를 바꿨습니다. 앞 번호에도 바뀐 사실을 알렸습니다.")
        return redirect("escrow:me")
    return shown(request, "change_phone", form)
