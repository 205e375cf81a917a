"""Members, contracts, disputes and the panel, as the operator sees them. Names are masked; a reason opens one."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kwonik.escrow import access, actions, figures, messenger, queries
from kwonik.escrow.access import (
    ASSIGN,
    IMPORT_EARLIER,
    SUSPEND,
    VIEW_CONTRACTS,
    VIEW_DISPUTES,
    VIEW_MEMBERS,
    VIEW_MESSAGES,
)
from kwonik.escrow.codes import (
    DISPUTE_OPEN,
    LABELS,
    Actor,
    ContractState,
    DisputeState,
    MilestoneState,
    OutsideBody,
    SettlementState,
)
from kwonik.escrow.forms import (
    AssignForm,
    ContractFilter,
    DisputeFilter,
    EarlierFilter,
    MemberFilter,
    ReasonForm,
)
from kwonik.kernel.doors import link
from kwonik.people.answers import form_of, pressed, tried
from kwonik.people.guard import page

PER_PAGE = 50


def _page_of(request, rows):
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


@page(VIEW_MEMBERS)
def members(request):
    """이용자: who signed up, newest first."""
    narrowed = MemberFilter(request.GET)
    found = _page_of(request, narrowed.narrow(access.members(request.user)))
    context = {
        "filter": narrowed,
        "page": found,
        "names": access.names_of(request.user, found, action="escrow.member.list"),
    }
    return render(request, "escrow/desk/members.html", context)


@page(VIEW_MEMBERS)
def member(request, pk: int):
    """One member, masked, with their contracts."""
    found = access.get_any_member(request.user, pk)
    seen = access.reveal(request.user, [found], action="escrow.member.view")[found.pk]
    rows = list(queries.contracts_of(found)[:PER_PAGE]) if request.may(VIEW_CONTRACTS) else []
    context = {
        "member": found,
        "seen": access.masked(seen),
        "rows": rows,
        "standing_url": link(request, "reports:standing", found._meta.label_lower, found.pk),
    }
    return render(request, "escrow/desk/member.html", context)


@page(SUSPEND)
def suspend(request, pk: int):
    """Nothing new may be begun; what runs goes on."""
    found = access.get_any_member(request.user, pk)
    form = form_of(request, ReasonForm)
    if tried(request, form, actions.suspend, "이용을 멈췄습니다.", member=found):
        return redirect("escrow:member", pk)
    status = 422 if form.errors else 200
    return render(request, "escrow/desk/suspend.html", {"member": found, "form": form}, status=status)


@page(SUSPEND)
@require_POST
def resume(request, pk: int):
    found = access.get_any_member(request.user, pk)
    pressed(request, actions.resume, "이용을 다시 열었습니다.", member=found)
    return redirect("escrow:member", pk)


@page(VIEW_CONTRACTS)
def contracts(request):
    """계약: newest first."""
    narrowed = ContractFilter(request.GET)
    found = _page_of(request, queries.in_order(narrowed.narrow(access.contracts(request.user))))
    found.object_list = list(found.object_list)
    people = {one.pk: one for row in found for one in (row.freelancer, row.commissioner)}
    context = {
        "filter": narrowed,
        "page": found,
        "names": access.names_of(request.user, people.values(), action="escrow.contract.list"),
        "numbers": figures.this_year(request.centre),
    }
    return render(request, "escrow/desk/contracts.html", context)


@page(VIEW_CONTRACTS)
def contract(request, pk: int):
    """One contract: what was signed and the timeline both parties see. Files stay between the parties and their adviser."""
    found = access.get_any_contract(request.user, pk)
    people = (found.freelancer, found.commissioner)
    version = queries.signed(found) or queries.pending(found)
    context = {
        "contract": found,
        "version": version,
        "names": access.names_of(request.user, people, action="escrow.contract.view"),
        "milestones": list(found.milestones.select_related("terms")),
        "events": list(queries.timeline(found)),
        "labels": LABELS,
        "actors": dict(Actor.choices),
        "states": dict(ContractState.choices),
        "milestone_states": dict(MilestoneState.choices),
        "standing_url": link(request, "reports:standing", found._meta.label_lower, found.pk),
    }
    return render(request, "escrow/desk/contract.html", context)


@page(VIEW_CONTRACTS)
def earlier(request):
    """이전 플랫폼의 계약: to be looked at, newest first."""
    narrowed = EarlierFilter(request.GET)
    found = _page_of(request, narrowed.narrow(access.earlier_contracts(request.user)))
    bring_url = link(request, "ledgers:upload", "escrow.earlier") if request.may(IMPORT_EARLIER) else ""
    context = {"filter": narrowed, "page": found, "bring_url": bring_url}
    return render(request, "escrow/desk/earlier.html", context)


@page(VIEW_DISPUTES)
def disputes(request):
    """분쟁상담: what waits first."""
    narrowed = DisputeFilter(request.GET)
    found = _page_of(request, narrowed.narrow(access.disputes(request.user)))
    return render(request, "escrow/desk/disputes.html", {"filter": narrowed, "page": found})


@page(VIEW_DISPUTES)
def dispute(request, pk: int):
    """One dispute as the operator sees it: who asked about what, who has it. What was told is the adviser's to read."""
    found = access.get_dispute(request.user, pk)
    names = access.names_of(request.user, [found.asked_by], action="escrow.dispute.view")
    context = {
        "dispute": found,
        "names": names,
        "open": found.state in DISPUTE_OPEN,
        "bodies": dict(OutsideBody.choices),
        **_about_money(found),
    }
    return render(request, "escrow/desk/dispute.html", context)


def _about_money(found) -> dict[str, Any]:
    """Whether the money can be divided now, or another body's paper is awaited."""
    frozen = found.milestone is not None and found.milestone.state == MilestoneState.DISPUTED
    standing = list(found.settlements.exclude(state=SettlementState.REFUSED))
    return {
        "may_divide": frozen and queries.agreed_split(found) is not None,
        "may_settle": frozen and found.state == DisputeState.HANDED_OVER and not standing,
        "settlements": standing,
    }


@page(ASSIGN)
def assign(request, pk: int):
    """자문위원 정하기."""
    found = access.get_dispute(request.user, pk)
    panel = list(queries.advisers(found.centre, timezone.localdate()))
    form = form_of(request, AssignForm, panel=panel)
    if request.method == "POST" and form.is_valid():
        pressed(request, actions.assign, "자문위원을 정했습니다.", dispute=found, adviser=form.chosen)
        return redirect("escrow:dispute", pk)
    context = {"dispute": found, "form": form, "panel": panel}
    return render(request, "escrow/desk/assign.html", context, status=422 if form.errors else 200)


@page(VIEW_DISPUTES)
def panel(request):
    """분쟁상담 자문단: who is appointed today and how many disputes each has."""
    rows = list(queries.advisers(request.centre, timezone.localdate()))
    return render(request, "escrow/desk/panel.html", {"rows": rows})


@page(VIEW_MESSAGES)
def messages_sent(request):
    """보낸 문자: what was told to whom, and whether it went out. The words stand here in a sample installation alone."""
    carrier = messenger.service()
    context = {
        "page": _page_of(request, queries.messages_listed(request.centre)),
        "sample": carrier is not None and carrier.name == messenger.SANDBOX,
        "silent": carrier is None,
    }
    return render(request, "escrow/desk/messages.html", context)
