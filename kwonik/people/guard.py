"""Every address is guarded: a view that says nothing about who may open it does not run.

`GuardMiddleware` gives every request `request.centre` (the working centre or None), `request.centres` (all centres
of the account), `request.role_names` and `request.may("permission")`, and tells the vault where it comes from.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django_htmx.http import HttpResponseClientRedirect

from kwonik.kernel import journal
from kwonik.kernel.doors import CITIZEN, MACHINES, PUBLIC, SIGNED_IN, View, citizen, page, public, signed_in
from kwonik.kernel.once import answering
from kwonik.kernel.refusals import PeriodClosed

from . import access, actions, vault
from .rules import ResidentNumberRefused

__all__ = ["GuardMiddleware", "address_of", "citizen", "page", "public", "signed_in"]

SESSION_CENTRE = "centre"

LIBRARY_PAGES = {
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_inactive": PUBLIC,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "mfa_authenticate": PUBLIC,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
}
"""Pages of allauth that are ours to show, by URL name; its others (sign-up, e-mail...) do not exist: 404."""

ON_THE_WAY_IN = {
    "account_logout",
    "account_reauthenticate",
    "account_change_password",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
    "stay",
}
"""What stays open while a password or a second factor is still to be set."""

OF_CITIZENS_TOO = {*LIBRARY_PAGES, "stay"}
"""Pages for whoever is signed in that are a citizen's too: their password, their second factor, their session."""


def rule_of(view: View, view_name: str | None) -> str:
    """PUBLIC, SIGNED_IN, CITIZEN, MACHINES or a permission. Raises ImproperlyConfigured for a view that declares nothing."""
    declared = getattr(view, "permission", None)
    if declared:
        return declared
    module = getattr(view, "__module__", "")
    if module.startswith("allauth."):
        if view_name not in LIBRARY_PAGES:
            raise Http404
        return LIBRARY_PAGES[view_name]
    if module == "django.contrib.staticfiles.views":
        return PUBLIC
    raise ImproperlyConfigured(f"{module}.{getattr(view, '__name__', view)} declares no permission")


def address_of(request: HttpRequest) -> str | None:
    """Where the request comes from: behind the proxy of an installation, what the proxy wrote last."""
    address = request.META.get("REMOTE_ADDR") or ""
    if settings.SECURE and (forwarded := request.META.get("HTTP_X_FORWARDED_FOR")):
        address = forwarded.rsplit(",", 1)[-1].strip()
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return None


class GuardMiddleware:
    """The last middleware: it knows the account, and runs right before the view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        request.centre, request.centres, request.role_names = None, [], []
        request.may = lambda permission: access.may(request.user, permission, request.centre)
        request.is_personal = False
        token = vault.origin.set(vault.Origin(address_of(request), uuid4().hex))
        try:
            with answering():
                response = self.get_response(request)
        finally:
            vault.origin.reset(token)
            journal.nobody_acting()
        if request.is_personal:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(self, request: Any, view: View, args: Any, kwargs: Any) -> HttpResponseBase | None:
        name = request.resolver_match.view_name
        rule = rule_of(view, name)
        if rule == MACHINES:
            request.user, request.is_personal = AnonymousUser(), True
            return None
        if request.user.is_authenticated:
            _settle(request)
        if rule == PUBLIC:
            return None
        if not request.user.is_authenticated:
            back_to = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
            return _go(request, redirect_to_login(back_to, settings.LOGIN_URL))
        if name not in ON_THE_WAY_IN and (first := _first_of_all(request)):
            return _go(request, first)
        if (outside := _at_the_gate(request, rule, name)) is not None:
            return outside
        if request.method == "POST":
            journal.acting(request.user.pk, for_long=True)
        request.is_personal = True
        return None

    def process_template_response(self, request: Any, response: Any) -> Any:
        """allauth's pages answer bad input as all others do: 422."""
        form = (response.context_data or {}).get("form")
        if request.method == "POST" and getattr(form, "errors", None):
            response.status_code = 422
        return response

    def process_exception(self, request: Any, exception: Exception) -> HttpResponse | None:
        """The last line: a resident number that no form caught was not stored; say so and keep that it was tried. A door
        that did not expect a closed month says it all the same.
        """
        if isinstance(exception, PeriodClosed):
            return render(request, "people/closed.html", {"problem": str(exception)}, status=422)
        if not isinstance(exception, ResidentNumberRefused):
            return None
        actions.note_resident_number(where=request.resolver_match.view_name)
        return render(request, "people/resident_number.html", {"problem": str(exception)}, status=422)


def _settle(request: Any) -> None:
    """The working centre: the one chosen, else the account's own, else the first it has a role at."""
    standing = access.standing(request.user)
    request.centres = list(standing.centres.values())
    chosen = request.session.get(SESSION_CENTRE)
    own = request.user.centre_id
    for centre_id in (chosen, own):
        if centre_id in standing.centres:
            request.centre = standing.centres[centre_id]
            break
    else:
        request.centre = request.centres[0] if request.centres else request.user.centre
    if request.centre:
        request.role_names = standing.roles.get(request.centre.pk, [])
    whence = vault.origin.get()
    vault.origin.set(vault.Origin(whence.address, whence.request_id, request.user, request.centre))


def _at_the_gate(request: Any, rule: str, name: str) -> HttpResponse | None:
    """Citizens have pages of their own and no others, staff have all the others: each is refused at the other's.

    Whoever logs in is led to the day's work; a citizen's stands elsewhere. Raises PermissionDenied.
    """
    if request.user.is_citizen:
        if name == "today":
            return _go(request, redirect(settings.CITIZENS_HOME))
        if rule != CITIZEN and name not in OF_CITIZENS_TOO:
            raise PermissionDenied
    elif rule == CITIZEN or (rule != SIGNED_IN and not request.may(rule)):
        raise PermissionDenied
    return None


def _first_of_all(request: Any) -> HttpResponse | None:
    """A page that comes before any other: a password of one's own, then the second factor a role asks for."""
    if request.user.must_change_password:
        messages.warning(
            request, "처음 받은 비밀번호입니다. 나만 아는 비밀번호로 바꾸면 업무를 시작할 수 있습니다."
        )
        return redirect("account_change_password")
    if access.standing(request.user).needs_mfa and not is_mfa_enabled(request.user):
        messages.warning(request, "맡은 역할에는 2단계 인증이 필요합니다. 한 번만 설정하면 됩니다.")
        return redirect("mfa_activate_totp")
    return None


def _go(request: Any, response: HttpResponse) -> HttpResponse:
    """A redirect that htmx follows with the whole page, not inside a fragment of it."""
    return HttpResponseClientRedirect(response.url) if request.htmx else response
