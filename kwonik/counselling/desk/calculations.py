"""The worksheet of a calculation that hangs on a consultation or came with a request: read, printed, taken off."""

from __future__ import annotations

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from kwonik.calculators.access import get_ending
from kwonik.calculators.rules import paper
from kwonik.counselling import access, actions
from kwonik.people.answers import file_answer, pressed
from kwonik.people.guard import page

RECORD = "counselling.consultation:record"


@page(access.VIEW)
def calculation(request, pk: int):
    one = access.get_calculation(request.user, pk)
    back = (one.consultation.reference, reverse("counselling:consultation", args=(one.consultation_id,)))
    may_change = request.may(RECORD) and not one.consultation.withdrawn_at
    return _page(request, one, back, may_change=may_change, files=True)


@page("counselling.request:view")
def request_calculation(request, pk: int):
    one = access.get_request_calculation(request.user, pk)
    back = (f"상담 신청 {one.request}", reverse("counselling:request", args=(one.request_id,)))
    return _page(request, one, back)


def _page(request, one, back: tuple[str, str], *, may_change: bool = False, files: bool = False):
    context = {"one": one, "sheet": one.kept.sheet, "back": back, "may_change": may_change, "files": files}
    return render(request, "counselling/calculation.html", context)


@page(access.VIEW)
def file(request, pk: int, extension: str):
    """The worksheet as a document."""
    one = access.get_calculation(request.user, pk)
    return file_answer(*paper.file(one.kept.sheet, str(one.consultation.centre), get_ending(extension)))


@page(RECORD)
@require_POST
def detach(request, pk: int):
    one = access.get_calculation(request.user, pk, RECORD)
    pressed(request, actions.detach_calculation, "계산서를 뗐습니다.", calculation=one)
    return redirect("counselling:calculation", pk)


@page(RECORD)
@require_POST
def reattach(request, pk: int):
    one = access.get_calculation(request.user, pk, RECORD)
    pressed(request, actions.reattach_calculation, "계산서를 다시 붙였습니다.", calculation=one)
    return redirect("counselling:calculation", pk)
