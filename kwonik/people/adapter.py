"""How allauth and axes behave here: no public sign-up, a kind page when locked out, secrets in the vault."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from axes.helpers import get_cool_off
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from . import vault
from .models import Account


class StaffAdapter(DefaultAccountAdapter):
    """Accounts are made by whoever keeps them, never by signing up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "아이디나 비밀번호가 맞지 않습니다. 한글·영문 전환과 대소문자를 확인하세요.",
        "account_inactive": "닫힌 계정입니다. 센터의 정보 담당자에게 알리세요.",
        "too_many_login_attempts": "너무 여러 번 시도했습니다. 몇 분 뒤에 다시 하세요.",
        "enter_current_password": "지금 비밀번호가 맞지 않습니다. 다시 적으세요.",
        "incorrect_password": "비밀번호가 맞지 않습니다. 다시 적으세요.",
    }

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Wrong passwords are counted by axes, by name and place together: nobody can lock out a colleague."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str | None:
        return vault.origin.get().address

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """On to the day's work: with a password of one's own the desk is open."""
        return reverse("today")

    def set_password(self, user: Account, password: str) -> None:
        """A password of one's own: the temporary one has done its work."""
        user.must_change_password = False
        super().set_password(user, password)


class SecondFactorAdapter(DefaultMFAAdapter):
    """The TOTP secret and the recovery codes' seed are sealed under the vault's keys."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "번호가 맞지 않습니다. 앱에 지금 보이는 번호를 적으세요.",
    }

    def get_totp_label(self, user: Any) -> str:
        return user.username

    def encrypt(self, text: str) -> str:
        return vault.seal_token(text)

    def decrypt(self, encrypted_text: str) -> str:
        return vault.open_token(encrypted_text)


def locked_out(request: HttpRequest, credentials: dict[str, Any] | None = None, *args: Any) -> HttpResponse:
    """Too many wrong passwords for this name from this place: until when, and whom to ask."""
    context = {"minutes": round(get_cool_off(request).total_seconds() / 60)}
    return render(request, "people/locked_out.html", context, status=429)


def client_address(request: HttpRequest) -> str | None:
    """For axes: the address the guard goes by."""
    return vault.origin.get().address
