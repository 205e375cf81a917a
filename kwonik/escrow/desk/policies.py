"""The dated rows by which the escrow goes, at the operator's desk."""

from __future__ import annotations

from django.shortcuts import redirect, render
from django.utils import timezone

from kwonik.escrow import actions, queries
from kwonik.escrow.access import SET_POLICY, VIEW_POLICY
from kwonik.escrow.forms import PolicyForm
from kwonik.people.answers import form_of, tried
from kwonik.people.guard import page

_SAME = ("acceptance_days", "shortest_days", "longest_days", "card_basis_points")


@page(VIEW_POLICY)
def policy(request):
    """안심결제 기준: what holds today, what will, what did."""
    context = {
        "rows": list(queries.policies()),
        "today": timezone.localdate(),
        "may_set": request.may(SET_POLICY),
    }
    return render(request, "escrow/desk/policy.html", context)


@page(SET_POLICY)
def set_policy(request):
    """새 기준 정하기: begins with what holds now."""
    last = queries.policies().first()
    given = {name: getattr(last, name) for name in _SAME} if last else {}
    if last:
        given["warning_days"] = ", ".join(str(day) for day in last.warning_days)
    form = form_of(request, PolicyForm, initial=given)
    if tried(request, form, actions.set_policy, "기준을 정했습니다. 이미 서명한 계약은 바뀌지 않습니다."):
        return redirect("escrow:policy")
    return render(request, "escrow/desk/set_policy.html", {"form": form}, status=422 if form.errors else 200)
