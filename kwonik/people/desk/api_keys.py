"""API 인증키: what other programs come in with. Shown once, revoked by whoever may make one."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from kwonik.kernel.doors import page
from kwonik.people import access, actions, queries
from kwonik.people.forms.accounts import ApiKeyForm
from kwonik.people.rules import Refused

PER_PAGE = 50


@page(access.MAKE_KEYS)
def api_keys(request: HttpRequest) -> HttpResponse:
    """The keys of the working centre: whose, how long, last used when."""
    rows = queries.api_keys(access.api_keys(request.user), request.centre)
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/api_keys.html", {"page": shown, "today": timezone.localdate()})


@page(access.MAKE_KEYS)
@never_cache
def add_api_key(request: HttpRequest) -> HttpResponse:
    """A new key; its secret is shown once, here and nowhere else."""
    form = ApiKeyForm(request.POST or None, initial={"form_token": uuid4()})
    if form.is_bound and form.is_valid():
        try:
            key, secret = actions.make_api_key(by=request.user, centre=request.centre, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return render(request, "people/api_key.html", {"key": key, "secret": secret})
    return render(request, "people/add_api_key.html", {"form": form}, status=422 if form.is_bound else 200)


@page(access.MAKE_KEYS)
def revoke_api_key(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a key at once, after asking once more."""
    key = access.get_api_key(request.user, pk)
    if request.method == "POST":
        actions.revoke_api_key(by=request.user, key=key)
        messages.success(
            request, f"'{key.name}' 인증키를 없앴습니다. 이제 이 키로는 아무것도 열리지 않습니다."
        )
        return redirect("people:api_keys")
    return render(request, "people/revoke_api_key.html", {"key": key})
