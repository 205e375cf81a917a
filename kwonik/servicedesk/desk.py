"""The desk of service requests: what is to be done, one request, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from kwonik.kernel import audit
from kwonik.kernel.doors import link
from kwonik.people.guard import page
from kwonik.people.rules import Refused

from . import access, actions, queries
from .access import ASK, VIEW, WORK
from .codes import MOVES, OPEN_STATES, RequestState
from .forms import AgainForm, AssignForm, FinishForm, NewRequestForm, ReasonForm, RequestFilter, RequestForm

PER_PAGE = 50


@page(VIEW)
def requests(request):
    """What is still to be done, latest first, until another state is asked for."""
    now = timezone.now()
    form = RequestFilter(request.GET)
    own = access.visible(request.user).filter(centre=request.centre)
    rows = queries.requests(form.narrow(own, now))
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"filter": form, "page": shown, "now": now, "standing": queries.standing(own, now)}
    return render(request, "servicedesk/requests.html", context, status=200 if form.is_valid() else 422)


@page(ASK)
def new(request):
    service = queries.services().first()
    if service is None:
        messages.error(request, "전산 요청 서비스가 없습니다. 프로필을 먼저 읽어 오세요.")
        return redirect("servicedesk:requests")
    form = NewRequestForm(
        _posted(request), service=service, initial={"form_token": uuid4(), "urgency": "normal"}
    )
    facts = {"centre": request.centre, "service": service}
    row = _tried(request, form, actions.receive_request, "요청을 올렸습니다.", **facts)
    if row:
        return redirect("servicedesk:request", row.pk)
    return _asked(request, form, "전산 요청 올리기", reverse("servicedesk:requests"), submit="올리기")


@page(VIEW)
def one(request, pk: int):
    row = access.get_request(request.user, pk)
    own = row.requested_by_id == request.user.pk and request.may(ASK)
    may_work = request.may(WORK)
    context = {
        "row": row,
        "late": row.state in OPEN_STATES and row.due_at < timezone.now(),
        "missed": row.done_at and row.done_at > row.due_at,
        "next": set(MOVES[row.state]) if may_work else set(),
        "may_amend": (may_work or own) and row.state in OPEN_STATES,
        "may_cancel": (may_work or own) and RequestState.CANCELLED in MOVES[row.state],
        "standing_url": link(request, "reports:standing", row._meta.label_lower, row.pk),
        "history": audit.history(row),
    }
    return render(request, "servicedesk/request.html", context)


@page(VIEW)
def amend(request, pk: int):
    """Whoever asked, and whoever works on requests."""
    row = access.get_request_to_change(request.user, pk)
    form = RequestForm(
        _posted(request), service=row.service, kept=row.kind_id, initial=RequestForm.as_stands(row)
    )
    return _changed(request, row, form, actions.amend_request, "요청 고치기", "고쳤습니다.")


@page(WORK)
def assign(request, pk: int):
    row = access.get_request(request.user, pk, WORK)
    form = AssignForm(
        _posted(request), centre=row.centre, initial={"assignee": row.assignee_id or request.user}
    )
    return _changed(
        request, row, form, actions.assign_request, "담당자 정하기", "담당자를 정했습니다.", "맡기기"
    )


@page(WORK)
def start(request, pk: int):
    row = access.get_request(request.user, pk, WORK)
    form = AgainForm(_posted(request))
    title = "처리한 요청을 다시 처리할까요?" if row.state == RequestState.DONE else "처리를 시작할까요?"
    return _changed(request, row, form, actions.start_request, title, "처리를 시작했습니다.", "시작하기")


@page(WORK)
def finish(request, pk: int):
    row = access.get_request(request.user, pk, WORK)
    form = FinishForm(_posted(request), initial={"answer": row.answer})
    return _changed(request, row, form, actions.finish_request, "처리 마치기", "처리를 마쳤습니다.", "마치기")


@page(WORK)
def give_back(request, pk: int):
    row = access.get_request(request.user, pk, WORK)
    form = ReasonForm(_posted(request))
    return _changed(
        request, row, form, actions.return_request, "요청 반려하기", "반려했습니다.", "반려", danger=True
    )


@page(VIEW)
def cancel(request, pk: int):
    """Whoever asked takes it back, or the desk does for them."""
    row = access.get_request_to_change(request.user, pk)
    form = ReasonForm(_posted(request))
    return _changed(
        request,
        row,
        form,
        actions.cancel_request,
        "요청 취소하기",
        "취소했습니다. 어느 수치에도 들어가지 않습니다.",
        "요청 취소",
        danger=True,
    )


@page(WORK)
def reopen(request, pk: int):
    row = access.get_request(request.user, pk, WORK)
    form = AgainForm(_posted(request))
    return _changed(
        request, row, form, actions.reopen_request, "다시 접수할까요?", "다시 접수했습니다.", "다시 접수"
    )


# -- shared -------------------------------------------------------------------------------------------------------


def _posted(request) -> Any:
    """What was sent, be it nothing."""
    return request.POST if request.method == "POST" else None


def _tried(request, form: Any, act: Callable[..., Any], done: str, /, **facts: Any) -> Any:
    """What `act` gives for a valid form; None when nothing was sent, or what was refused stands on the form."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        result = act(by=request.user, **facts, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused))
        return None
    messages.success(request, done)
    return result


def _changed(
    request,
    row: Any,
    form: Any,
    act: Callable[..., Any],
    title: str,
    done: str,
    submit: str = "저장",
    danger=False,
):
    if _tried(request, form, act, done, request=row):
        return redirect("servicedesk:request", row.pk)
    back = reverse("servicedesk:request", args=(row.pk,))
    return _asked(request, form, title, back, submit=submit, row=row, danger=danger)


def _asked(request, form: Any, title: str, back: str, submit: str, row: Any = None, danger: bool = False):
    context = {"form": form, "title": title, "back": back, "submit": submit, "row": row, "danger": danger}
    return render(request, "servicedesk/form.html", context, status=422 if form.errors else 200)
