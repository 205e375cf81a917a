"""How allauth and axes behave here: no public sign-up, a kind page when locked out, secrets in the vault."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from . import vault
from .models import Account


class StaffAdapter(DefaultAccountAdapter):
    """Accounts are made by whoever keeps them, never by signing up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str | None:
        return vault.origin.get().address

    def set_password(self, user: Account, password: str) -> None:
        """A password of one's own: the temporary one has done its work."""
        user.must_change_password = False
        super().set_password(user, password)


class SecondFactorAdapter(DefaultMFAAdapter):
    """The TOTP secret and the recovery codes' seed are sealed under the vault's keys."""

    def get_totp_label(self, user: Any) -> str:
        return user.username

    def encrypt(self, text: str) -> str:
        return vault.seal_token(text)

    def decrypt(self, encrypted_text: str) -> str:
        return vault.open_token(encrypted_text)


def locked_out(request: HttpRequest, credentials: dict[str, Any] | None = None, *args: Any) -> HttpResponse:
    """Too many wrong passwords for this name from this place: until when, and whom to ask."""
    return render(request, "people/locked_out.html", {}, status=429)


def client_address(request: HttpRequest) -> str | None:
    """For axes: the address the guard goes by."""
    return vault.origin.get().address
