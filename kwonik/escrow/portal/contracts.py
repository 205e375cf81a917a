"""Contracts as members write, offer, answer and sign them."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache

from kwonik.escrow import access, actions, queries, rules
from kwonik.escrow.codes import (
    BANKS,
    LABELS,
    OF_CONTRACTS,
    OF_MILESTONES,
    WHERE_MONEY_IS,
    Actor,
    ContractState,
    Custody,
    Fault,
    MilestoneState,
    PaysBy,
    Withholding,
)
from kwonik.escrow.codes.words import PENDING, SAID, WHERE_DEPOSIT_IS, WHY_NOT_DEPOSITED
from kwonik.escrow.forms import (
    DraftForm,
    ScopeForm,
    SignForm,
    SureForm,
    TermsForm,
    lines_formset,
    wishes_of,
)
from kwonik.escrow.queries import unmatched
from kwonik.kernel import pace
from kwonik.people.answers import pressed
from kwonik.people.guard import address_of, citizen
from kwonik.people.rules import Refused

from .answers import attempted, form_of, shown

STEPS = ("scope", "lines", "terms", "check")
STEP_WORDS = ["상대방과 서식", "일의 내용", "대금", "조건", "확인"]
VERBS = {
    "offer": (actions.offer, "상대방에게 이 내용으로 제안합니다. 상대방이 답할 때까지 고칠 수 없습니다."),
    "take_back": (actions.take_back, "제안을 거두고 다시 고칩니다."),
    "counter": (actions.counter, "내용을 고쳐 내가 다시 제안합니다."),
    "accept": (
        actions.accept,
        "이 내용을 계약서로 정합니다. 이때부터 글자 하나도 바뀌지 않고, 두 사람이 같은 계약서에 서명합니다.",
    ),
    "reopen": (
        actions.reopen,
        "서명하기 전에 내용을 다시 고칩니다. 이미 한 서명은 쓸모가 없어지고 새 계약서에 다시 서명합니다.",
    ),
    "drop": (actions.drop, "서명하지 않은 내용을 취소합니다. 이미 서명한 판이 있으면 그 판은 그대로입니다."),
    "call_off": (
        actions.call_off,
        "아직 대금을 맡기지 않은 계약을 취소합니다. 되돌릴 수 없으며 상대방에게 알립니다. 다시 하려면 계약을 새로 써야 합니다.",
    ),
    "amend": (
        actions.amend,
        "고친 내용에 두 사람이 다시 서명해야 바뀝니다. 그 전에는 지금 계약이 그대로입니다.",
    ),
}
BUTTONS = (
    *("deliver", "deliver_directly", "ask_changes", "ask_changes_directly"),
    *("take_over", "dispute"),
    *("approve", "start", "ask_to_cancel", "cancel_before_work", "cancel_together"),
)
"""What a milestone's card offers."""
MOST_DRAFTS = (20, 3600)


@citizen
@never_cache
def draft(request):
    """First step: with whom, on which form."""
    member = access.get_member(request.user)
    if not member.may_begin:
        messages.info(request, "본인 확인을 마치면 계약을 쓸 수 있습니다.")
        return redirect("escrow:verify" if member.state == "active" else "escrow:home")
    kinds = [code for code in ("freelancer", "commissioner") if getattr(member, f"is_{code}")]
    form = form_of(request, DraftForm, kinds=kinds)
    if form.is_bound and form.is_valid():
        most, within = MOST_DRAFTS
        if pace.seconds_to_wait("escrow-draft", request.user.pk, most=most, within=within):
            form.add_error(None, "너무 여러 번 했습니다. 한 시간 뒤에 다시 하세요.")
            return shown(request, "draft", form, status=429, steps=STEP_WORDS)
    if made := attempted(request, form, lambda: actions.draft_contract(by=request.user, **form.facts)):
        return redirect("escrow:step", made.pk, "scope")
    return shown(request, "draft", form, steps=STEP_WORDS)


@citizen
@never_cache
def step(request, pk: int, step: str):
    """The next steps: what is to be done, for how much, on which terms, and everything once more."""
    contract = access.get_own_contract(request.user, pk)
    version = queries.pending(contract)
    if step not in STEPS:
        raise Http404
    if version is None or version.state != "draft" or version.turn != _party(request, contract):
        messages.info(request, "지금은 고칠 수 없는 계약입니다.")
        return redirect("escrow:contract", pk)
    return {"scope": _scope, "lines": _lines, "terms": _terms, "check": _check}[step](
        request, contract, version
    )


def _party(request, contract) -> str:
    member = access.get_member(request.user)
    return str(Actor.FREELANCER if contract.freelancer_id == member.pk else Actor.COMMISSIONER)


def _scope(request, contract, version):
    form = form_of(request, ScopeForm, version=version)
    if attempted(
        request, form, lambda: actions.write_scope(by=request.user, contract=contract, **form.facts)
    ):
        return redirect("escrow:step", contract.pk, "lines")
    return shown(request, "step_scope", form, contract=contract, version=version, steps=STEP_WORDS)


def _lines(request, contract, version):
    data = request.POST if request.method == "POST" else None
    formset = lines_formset(data, version)
    problem = ""
    if data is not None and formset.is_valid():
        try:
            actions.write_lines(by=request.user, contract=contract, wishes=wishes_of(formset))
            return redirect("escrow:step", contract.pk, "terms")
        except Refused as refusal:
            problem = str(refusal)
    status = 422 if data is not None else 200
    context = {"formset": formset, "problem": problem, "contract": contract, "steps": STEP_WORDS}
    return render(request, "escrow/step_lines.html", context, status=status)


def _terms(request, contract, version):
    allowed = rules.terms.allowed_withholding(contract.freelancer.standing, contract.commissioner.standing)
    form = form_of(request, TermsForm, version=version, allowed=allowed)
    if attempted(
        request, form, lambda: actions.write_terms(by=request.user, contract=contract, **form.cleaned_data)
    ):
        return redirect("escrow:step", contract.pk, "check")
    return shown(
        request,
        "step_terms",
        form,
        contract=contract,
        version=version,
        steps=STEP_WORDS,
        policy=queries.today_policy(),
    )


def _check(request, contract, version):
    context = _told(request, contract, version) | {"steps": STEP_WORDS, "token": uuid4()}
    return render(request, "escrow/step_check.html", context)


@citizen
@never_cache
def contract(request, pk: int):
    """One contract: whose turn, what it says, its milestones, and everything that happened."""
    found = access.get_own_contract(request.user, pk)
    actor = _party(request, found)
    version = queries.pending(found)
    facts = queries.facts_of(found, actor)
    verbs = [one for one in rules.offered_to(actor, facts) if one.code in VERBS]
    context = _told(request, found, queries.signed(found) or version) | {
        "pending": version,
        "pending_words": PENDING.get(version.state, "") if version else "",
        "actor": actor,
        "verbs": verbs,
        "may_sign": not rules.contract_obstacles("sign", facts, actor),
        "may_write": not rules.contract_obstacles("write", facts, actor),
        "mine": actor in rules.contract_turns(facts),
        "turns": rules.contract_turns(facts),
        "milestones": _milestones(found, actor),
        "payee": queries.payee_of(found.freelancer),
        "now": timezone.now(),
        "papers": found.versions.filter(state="signed").order_by("number"),
    }
    return render(request, "escrow/contract.html", context)


def _milestones(contract, actor: str) -> list[dict[str, Any]]:
    rows = contract.milestones.select_related("terms").prefetch_related(
        "deliveries__files", "deliveries__change_request", "disputes", "events"
    )
    strays = unmatched.strays_of(rows)
    held = queries.money.protected(rows)
    payments = queries.paying.of_milestones(rows)
    faults = queries.failing.faults_of_payouts(rows)
    cards = queries.money.under_way(rows)
    found = []
    for row in rows:
        row.contract = contract
        facts = queries.milestone_facts(row, actor)
        may = {
            verb: actor in OF_MILESTONES[verb].who and not rules.milestone_obstacles(verb, facts, actor)
            for verb in BUTTONS
        }
        found.append(
            {
                "row": row,
                "strays": [_stray(one) for one in strays.get(row.pk, [])],
                "state": MilestoneState(row.state).label,
                "held_won": held.get(row.pk, 0),
                "payments": payments.get(row.pk, []),
                "words": queries.failing.why_unpaid(faults[row.pk])
                if row.pk in faults
                else WHERE_MONEY_IS.get(row.state, ""),
                "turn": Actor.BANK
                if row.pk in cards
                else rules.milestone_turn(row.state, faults.get(row.pk, "")),
                "needs_account": actor == Actor.FREELANCER and faults.get(row.pk) == Fault.ACCOUNT,
                "card": cards.get(row.pk),
                "may": may,
                "dispute": max(row.disputes.all(), key=lambda one: one.pk, default=None),
            }
        )
    return found


def _stray(deposit) -> str:
    """What both parties read of money that came in and is not the deposit that was signed."""
    why = WHY_NOT_DEPOSITED.get(deposit.reason, "계약과 똑같지 않아")
    return (
        f"{deposit.amount_won:,}원이 들어왔지만 {why} 예치되지 않았습니다. {WHERE_DEPOSIT_IS[deposit.state]}"
    )


def _told(request, contract, version) -> dict[str, Any]:
    """What a page says of a contract to its party."""
    people = (contract.freelancer, contract.commissioner)
    names = access.names_of(request.user, people, action="escrow.contract.view")
    return {
        "contract": contract,
        "version": version,
        "lines": list(version.lines.order_by("number")) if version else [],
        "names": names,
        "clauses": rules.terms.clauses_with(version.form.clauses, version.acceptance_days) if version else [],
        "events": list(queries.timeline(contract)),
        "labels": LABELS,
        "actors": dict(Actor.choices),
        "states": dict(ContractState.choices),
        "direct": contract.custody == Custody.DIRECT,
        "withholdings": dict(Withholding.choices),
        "ways": dict(PaysBy.choices),
        "banks": BANKS,
    }


@citizen
@never_cache
def say(request, pk: int, verb: str):
    """A verb that needs no more than being sure."""
    found = access.get_own_contract(request.user, pk)
    if verb not in VERBS:
        raise Http404
    act, words = VERBS[verb]
    actor = _party(request, found)
    form = form_of(request, SureForm)
    if request.method == "POST" and form.is_valid():
        token = form.cleaned_data["form_token"]
        done = pressed(request, act, SAID[verb], contract=found, token=token)
        writes = done is not None and verb in ("counter", "take_back", "reopen", "amend")
        return redirect("escrow:step", pk, "scope") if writes else redirect("escrow:contract", pk)
    return shown(
        request,
        "say",
        form,
        contract=found,
        transition=OF_CONTRACTS[verb],
        words=words,
        obstacles=rules.contract_obstacles(verb, queries.facts_of(found, actor), actor),
    )


@citizen
@never_cache
def sign(request, pk: int):
    """The whole document, its digest, and the password once more."""
    found = access.get_own_contract(request.user, pk)
    version = queries.pending(found)
    if version is None or version.state != "agreed":
        messages.info(request, "지금 서명할 계약서가 없습니다.")
        return redirect("escrow:contract", pk)
    form = form_of(request, SignForm, account=request.user, initial={"sha256": version.sha256})
    strong = is_mfa_enabled(request.user)
    by = actions.PASSWORD_AND_SECOND_FACTOR if strong else actions.PASSWORD

    def act():
        return actions.sign(
            by=request.user,
            contract=found,
            sha256=form.cleaned_data["sha256"],
            address=address_of(request),
            authentication=by,
        )

    if attempted(request, form, act):
        messages.success(request, "서명했습니다.")
        return redirect("escrow:contract", pk)
    context = _told(request, found, version) | {"document": json.loads(bytes(version.document))}
    return shown(request, "sign", form, **context)


@citizen
@never_cache
def paper(request, pk: int):
    """The signed contract as PDF, for either party."""
    version = access.get_own_version(request.user, pk)
    content = access.open_content(request.user, version.paper, action="escrow.contract.paper")
    return as_file(content, "application/pdf", f"{version.contract.reference} 계약서 {version.number}판.pdf")


def as_file(content: bytes, content_type: str, name: str) -> HttpResponse:
    """A download that no browser opens by itself and nobody keeps on the way."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
