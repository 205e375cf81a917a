"""Applications: the board of a service, one application with who it is, its moves, the certificate, the rounds."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from kwonik.activities import access, actions, queries, rules
from kwonik.activities.access import DECIDE, SEE
from kwonik.activities.codes import DONE, MOVES, TONES, State
from kwonik.activities.forms import MoveForm, RoundForm
from kwonik.catalogue.codes import Shape
from kwonik.kernel.doors import link
from kwonik.people.guard import page
from kwonik.people.rules import Refused

from .entries import page_of, words_of

EDIT_ROUND = "activities.round:edit"


@page(SEE)
def board(request, service: str):
    """What stands where: a column for each open state, the oldest first; rounds with their places."""
    found = access.get_service(service, request.centre, Shape.APPLICATION, retired=True)
    rows = access.visible(request.user, Shape.APPLICATION).filter(centre=request.centre, service=found)
    context = {
        **words_of(found),
        "board": queries.board(rows),
        "rounds": list(queries.rounds(request.centre, found)),
        "tones": TONES,
        "may_record": not found.retired_on and request.may(access.WRITE),
        "may_edit_rounds": not found.retired_on and request.may(EDIT_ROUND),
    }
    return render(request, "activities/board.html", context)


@page(SEE)
def application(request, pk: int):
    """One application with who it is; the opening is logged."""
    row = access.get_application(request.user, pk)
    may_decide = request.may(DECIDE) and not row.withdrawn_at
    context = {
        **page_of(request, row),
        "who": access.open_client(request.user, row, action="application.view"),
        "client_url": link(request, "people:client", row.client_id) if row.client_id else "",
        "moves": rules.moves_from(row.state) if may_decide else [],
        "tone": TONES[State(row.state)],
        "done": row.state in DONE,
    }
    return render(request, "activities/application.html", context)


@page(DECIDE)
def move(request, pk: int, code: str):
    """Asks what the move needs, then does it."""
    row = access.get_application(request.user, pk, DECIDE)
    found = MOVES.get(code)
    if found is None:
        raise Http404
    if request.method != "POST" and (row.withdrawn_at or row.state not in found.sources):
        messages.error(request, f"지금은 '{found.button}'을(를) 할 수 없습니다.")
        return redirect("activities:application", pk)
    posted = request.POST if request.method == "POST" else None
    form = MoveForm(posted, move=found, application=row, today=timezone.localdate())
    if form.is_bound and form.is_valid():
        try:
            moved = actions.VERBS[code](by=request.user, application=row, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            _say(request, found, moved)
            return redirect("activities:application", pk)
    context = {**words_of(row.service), "entry": row, "told": queries.told(row), "form": form, "move": found}
    return render(request, "activities/move.html", context, status=422 if form.is_bound else 200)


def _say(request, found, moved) -> None:
    if moved.state == State.WAITING and found.code == "accept":
        messages.warning(request, "정원이 차서 대기로 두었습니다. 자리가 나면 '오늘 할 일'에 나옵니다.")
    else:
        messages.success(
            request, f"{moved.reference}: {found.label}. 지금 상태는 '{moved.get_state_display()}'입니다."
        )


@page(SEE)
def certificate(request, pk: int):
    """확인서: that this was given on that day, to print; the opening is logged."""
    row = access.get_application(request.user, pk)
    if row.state not in DONE or row.withdrawn_at:
        messages.error(request, "마친 신청에만 확인서를 낼 수 있습니다.")
        return redirect("activities:application", pk)
    context = {
        **words_of(row.service),
        "entry": row,
        "who": access.open_client(request.user, row, action="application.print"),
        "today": timezone.localdate(),
    }
    return render(request, "activities/certificate.html", context)


@page(EDIT_ROUND)
def open_round(request, service: str):
    found = access.get_service(service, request.centre, Shape.APPLICATION)
    posted = request.POST if request.method == "POST" else None
    initial = {"form_token": uuid4(), "opens_on": timezone.localdate()}
    form = RoundForm(posted, kinds=queries.kinds(found), initial=initial)
    if form.is_bound and form.is_valid():
        try:
            row = actions.open_round(
                by=request.user,
                centre=request.centre,
                service=found,
                form_token=form.cleaned_data["form_token"],
                **form.places(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{row.name} 모집을 열었습니다. 정원은 {row.capacity}명입니다.")
            return redirect("activities:board", found.code)
    context = {**words_of(found), "form": form, "title": "모집 열기", "sub": found.name}
    return render(request, "activities/round.html", context, status=422 if form.is_bound else 200)


@page(EDIT_ROUND)
def amend_round(request, pk: int):
    row = access.get_round(request.user, pk)
    posted = request.POST if request.method == "POST" else None
    names = ("name", "opens_on", "closes_on", "capacity", "version")
    form = RoundForm(posted, kinds=None, initial={name: getattr(row, name) for name in names})
    if form.is_bound and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            actions.amend_round(by=request.user, round=row, version=version, **form.places())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "고친 내용을 저장했습니다.")
            return redirect("activities:board", row.service.code)
    context = {
        **words_of(row.service),
        "form": form,
        "title": "모집 고치기",
        "sub": f"{row.service.name} {row.name}",
    }
    return render(request, "activities/round.html", context, status=422 if form.is_bound else 200)
