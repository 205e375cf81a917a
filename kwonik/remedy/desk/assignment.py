"""Asking an advocate, and the advocate's answer in two stages: the parties first, then the facts."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from kwonik.people.codes import Purpose
from kwonik.people.guard import page
from kwonik.people.rules import Refused
from kwonik.remedy import access, actions, queries, rules
from kwonik.remedy.access import ANSWER
from kwonik.remedy.codes import OfferState
from kwonik.remedy.forms import AssignForm, ConfirmForm, DeclineForm

from .answers import form_of, shown, to_case, tried

ASSIGN = "remedy.case:assign"


@page(ASSIGN)
def assign(request, pk: int):
    """The ranked table with reasons; one press asks the advocate of that row."""
    found = access.get_case(request.user, pk, ASSIGN)
    form = form_of(request, AssignForm)
    if request.method == "POST" and form.is_valid():
        advocate = queries.advocate(found.centre, form.cleaned_data["advocate"])
        reason = form.cleaned_data["choice_reason"]
        done = f"{advocate} 보호관에게 배정을 물었습니다." if advocate else ""
        if advocate is None:
            form.add_error(None, "이 센터의 노동권리보호관이 아닙니다. 다시 고르세요.")
        elif case := tried(
            request, form, actions.assign, done, case=found, advocate=advocate, choice_reason=reason
        ):
            return to_case(request, case)
    ranking = actions.rank_advocates(case=found, day=timezone.localdate())
    return shown(
        request,
        "assign",
        form,
        case=found,
        obstacles=rules.obstacles("assign", queries.standing(found)),
        ranked=[one for one in ranking if not one.placement.barred],
        barred=[one for one in ranking if one.placement.barred],
        asked_before=queries.offers(found),
    )


@page(ANSWER)
def offer(request, pk: int):
    """The advocate's page of an offer. Who the parties are comes first; the facts once no conflict is confirmed."""
    found = access.get_offer(request.user, pk)
    is_open = found.state == OfferState.OFFERED
    cleared = bool(found.cleared_at)
    opened = access.disclosed(request.user, found) if is_open else None
    return shown(
        request,
        "offer",
        ConfirmForm(),
        offer=found,
        case=found.case,
        is_open=is_open,
        cleared=cleared,
        file=opened,
    )


@page(ANSWER)
@require_POST
def clear(request, pk: int):
    """이해충돌 없음: the second stage opens."""
    found = access.get_offer(request.user, pk)
    try:
        actions.clear(by=request.user, offer=found)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("remedy:offer", pk)


@page(ANSWER)
@require_POST
def accept(request, pk: int):
    found = access.get_offer(request.user, pk)
    form = form_of(request, ConfirmForm)
    if case := tried(request, form, actions.accept, "사건을 맡았습니다.", offer=found):
        return to_case(request, case)
    for errors in form.errors.values():
        messages.error(request, " ".join(errors))
    return redirect("remedy:offer", pk)


@page(ANSWER)
def decline(request, pk: int):
    """With a reason, and with the conflict of interest kept for the next cases if that is the reason."""
    found = access.get_offer(request.user, pk)
    form = form_of(request, DeclineForm)
    if request.method == "POST" and form.is_valid():
        answer = {name: form.cleaned_data[name] for name in ("reason", "conflict")}
        if tried(request, form, actions.decline, "거절했습니다. 센터에 알렸습니다.", offer=found, **answer):
            return redirect("remedy:mine")
    who = access.who_is(request.user, found.case, purpose=Purpose.ASSIGNMENT, action="remedy.offer")
    is_open = found.state == OfferState.OFFERED
    return shown(
        request, "decline", form, offer=found, case=found.case, who=who if is_open else None, is_open=is_open
    )
