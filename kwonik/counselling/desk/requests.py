"""Requests for counselling at the desk: the list, one request, and whose turn it is."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kwonik.counselling import access, actions, queries
from kwonik.counselling.codes import REQUEST_OPEN, Hours, RequestState
from kwonik.counselling.forms import CloseForm, RequestFilter, TransferForm, TryForm
from kwonik.kernel import audit
from kwonik.people.answers import form_of, pressed, tried
from kwonik.people.guard import page

VIEW, TAKE = "counselling.request:view", "counselling.request:take"
PER_PAGE = 50


@page(VIEW)
def requests(request):
    """The working centre's requests; what is still to be rung, the most pressing first, until more is asked for."""
    form = RequestFilter(request.GET)
    rows = form.narrow(access.visible_requests(request.user).filter(centre=request.centre), request.user)
    order = ("-ended_at", "-pk") if form["state"].value() == "ended" else ("due_on", "received_at", "pk")
    shown = Paginator(queries.with_answer(rows).order_by(*order), PER_PAGE).get_page(request.GET.get("page"))
    context = {"filter": form, "page": shown, "today": timezone.localdate()}
    return render(request, "counselling/requests.html", context, status=200 if form.is_valid() else 422)


@page(VIEW)
def one(request, pk: int):
    """One request: who and what (logged), whether they came before, and where it goes from here."""
    row = access.get_request(request.user, pk)
    return _page(request, row)


def _page(request, row, status: int = 200, **given):
    told = access.open_caller(request.user, row.told, action="counselling.request.view")
    may_take = request.may(TAKE)
    is_open = row.state in REQUEST_OPEN
    context = {
        "row": row,
        "told": told,
        "open": is_open,
        "mine": row.taken_by_id == request.user.pk,
        "today": timezone.localdate(),
        "may_take": may_take,
        "callers": _callers(request, row, told) if is_open and may_take else [],
        "others": list(queries.same_telephone(row)),
        "transfer": TransferForm(centre=row.centre),
        "shared": queries.network(row.centre).exclude(pk=row.centre_id).exists(),
        "try_form": TryForm(),
        "close_form": CloseForm(),
        "history": audit.history(row),
        "hours": [Hours(one).label for one in row.hours],
        "reopens": row.state == RequestState.CLOSED and row.told_id,
        **given,
    }
    return render(request, "counselling/request.html", context, status=status)


def _callers(request, row, told):
    """Who of that name or number came before, so that the repeat caller is known before anybody rings."""
    if not request.may("counselling.consultation:record"):
        return []
    return access.find_callers(request.user, row.centre, told.name, told.phone)


@page(TAKE)
@require_POST
def take(request, pk: int):
    row = access.get_request(request.user, pk, TAKE)
    pressed(request, actions.take_request, "신청을 맡았습니다. 이제 내 차례입니다.", request=row)
    return redirect("counselling:request", pk)


@page(TAKE)
@require_POST
def put_back(request, pk: int):
    row = access.get_request(request.user, pk, TAKE)
    pressed(
        request,
        actions.put_back_request,
        "신청을 내려놓았습니다. 센터의 누구나 맡을 수 있습니다.",
        request=row,
    )
    return redirect("counselling:request", pk)


@page(TAKE)
@require_POST
def note_try(request, pk: int):
    row = access.get_request(request.user, pk, TAKE)
    form = TryForm(request.POST)
    if not form.is_valid():
        return _page(request, row, 422, try_form=form)
    again_on = form.cleaned_data["again_on"]
    pressed(request, actions.try_request, "닿지 않은 것을 적었습니다.", request=row, again_on=again_on)
    return redirect("counselling:request", pk)


@page(TAKE)
@require_POST
def transfer(request, pk: int):
    row = access.get_request(request.user, pk, TAKE)
    form = TransferForm(request.POST, centre=row.centre)
    if not form.is_valid():
        messages.error(request, "넘겨받을 센터를 고르세요.")
        return redirect("counselling:request", pk)
    to = form.cleaned_data["to"]
    moved = pressed(request, actions.transfer_request, f"{to}에 넘겼습니다.", request=row, to=to)
    return redirect("counselling:requests") if moved else redirect("counselling:request", pk)


@page(TAKE)
def close(request, pk: int):
    """Asks for the reason, which whoever asked reads."""
    row = access.get_request(request.user, pk, TAKE)
    form = form_of(request, CloseForm)
    if tried(request, form, actions.close_request, "상담 없이 마쳤습니다.", request=row):
        return redirect("counselling:request", pk)
    context = {"row": row, "form": form}
    return render(request, "counselling/close_request.html", context, status=422 if form.errors else 200)


@page(TAKE)
@require_POST
def reopen(request, pk: int):
    row = access.get_request(request.user, pk, TAKE)
    pressed(request, actions.reopen_request, "다시 열었습니다.", request=row)
    return redirect("counselling:request", pk)
