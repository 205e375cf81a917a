"""Finding somebody before registering them, and the page of a client."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from kwonik.kernel import audit
from kwonik.kernel.doors import page
from kwonik.people import access, actions, queries, vault
from kwonik.people.codes import Purpose
from kwonik.people.forms import AmendClientForm, MergeForm, OpenForm, RegisterForm, SearchForm
from kwonik.people.rules import Refused, Stale

SHOWN = 20


@page("people.client:find")
def search(request: HttpRequest) -> HttpResponse:
    """By name and number, sent by POST so that neither enters an address or a server's log."""
    form = SearchForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        found = list(queries.clients_matching(request.centre, **form.cleaned_data)[: SHOWN + 1])
        opened = vault.identities(
            [client.pk for client in found[:SHOWN]],
            by=request.user,
            purpose=Purpose.SEARCH,
            action="people.client.search",
        )
        context |= {
            "found": [(client, opened[client.pk]) for client in found[:SHOWN]],
            "too_many": len(found) > SHOWN,
            "register": RegisterForm(auto_id="new_%s", initial={**form.cleaned_data, "form_token": uuid4()}),
        }
    return render(request, "people/clients.html", context, status=422 if form.errors else 200)


@page("people.client:register")
@require_POST
def register(request: HttpRequest) -> HttpResponse:
    """Registers whom the search did not find."""
    form = RegisterForm(request.POST)
    if form.is_valid():
        try:
            client = actions.register_client(by=request.user, centre=request.centre, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"내담자 {client.reference}을(를) 등록했습니다.")
            return redirect("people:client", client.pk)
    return render(request, "people/register.html", {"form": form}, status=422)


@page("people.client:find")
@require_GET
def client(request: HttpRequest, pk: int) -> HttpResponse:
    """The client's number and records; name and telephone number stay closed until somebody opens them."""
    return _client_page(request, access.get_client(request.user, pk))


@page("people.client:find")
@require_POST
def open_identity(request: HttpRequest, pk: int) -> HttpResponse:
    """Name and telephone number, for a purpose that is logged with it."""
    found = access.get_client(request.user, pk)
    form = OpenForm(request.POST)
    if not form.is_valid():
        return _client_page(request, found, form=form, status=422)
    opened = vault.identities(
        [found.pk], by=request.user, purpose=form.cleaned_data["purpose"], action="people.client.open"
    )
    return _client_page(request, found, opened=opened[found.pk])


def _client_page(
    request: Any, found: Any, form: OpenForm | None = None, opened: Any = None, status: int = 200
) -> HttpResponse:
    same = queries.same_person(found)
    records = [
        {"records": kind, "rows": list(queries.newest(kind.rows(same), kind.dated, SHOWN))}
        for kind in access.records_of_clients(request.user, found.centre)
    ]
    context = {
        "client": found,
        "identity": opened,
        "open_form": form or OpenForm(),
        "records": records,
        "merged": queries.merged_into(found),
        "history": audit.history(found),
    }
    return render(request, "people/client.html", context, status=status)


@page("people.client:amend")
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Corrects name and telephone number; what stood there is opened, and logged, to be corrected."""
    found = access.get_client(request.user, pk)
    if request.method != "POST":
        now = _opened(request, found)
        form = AmendClientForm(initial={"name": now.name, "phone": now.phone, "version": found.version})
        return render(request, "people/amend_client.html", {"client": found, "form": form, "now": None})
    form = AmendClientForm(request.POST)
    context: dict[str, Any] = {"client": found, "form": form, "now": None}
    if form.is_valid():
        try:
            actions.amend_client(by=request.user, client=found, **form.cleaned_data)
        except Stale as stale:
            form.renew(access.get_client(request.user, pk).version, str(stale))
            context["now"] = _opened(request, found)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "고친 내용을 저장했습니다.")
            return redirect("people:client", found.pk)
    return render(request, "people/amend_client.html", context, status=422)


def _opened(request: Any, found: Any) -> vault.Identified:
    opened = vault.identities(
        [found.pk], by=request.user, purpose=Purpose.CORRECTION, action="people.client.amend"
    )
    return opened[found.pk]


@page("people.client:merge")
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Two entries of one person: names the other, shows both, asks once more."""
    keep = access.get_client(request.user, pk)
    form = MergeForm(request.POST or None)
    context: dict[str, Any] = {"client": keep, "form": form}
    if not (form.is_bound and form.is_valid()):
        return render(request, "people/merge.html", context, status=422 if form.is_bound else 200)
    other = queries.client_called(keep.centre, form.cleaned_data["reference"])
    if other is None:
        form.add_error("reference", "이 번호의 내담자가 우리 센터에 없습니다. 번호를 다시 확인하세요.")
        return render(request, "people/merge.html", context, status=422)
    if "confirmed" in request.POST:
        try:
            actions.merge_clients(by=request.user, keep=keep, other=other)
        except Refused as refused:
            form.add_error(None, str(refused))
            return render(request, "people/merge.html", context, status=422)
        messages.success(
            request, f"{other.reference}을(를) {keep.reference}에 합쳤습니다. 이 화면에서 되돌릴 수 있습니다."
        )
        return redirect("people:client", keep.pk)
    pair = vault.identities(
        [keep.pk, other.pk], by=request.user, purpose=Purpose.CORRECTION, action="people.client.merge"
    )
    context |= {"other": other, "pair": pair}
    return render(request, "people/merge_confirm.html", context)


@page("people.client:merge")
def part(request: HttpRequest, pk: int) -> HttpResponse:
    """Undoes a merge, after asking once more."""
    found = access.get_client(request.user, pk)
    if request.method == "POST":
        try:
            actions.part_client(by=request.user, client=found)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"{found.reference}을(를) 다시 따로 두었습니다.")
        return redirect("people:client", found.pk)
    return render(request, "people/part.html", {"client": found})
