"""Paying in, and the verbs that move money: each is asked once more before it is said."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from kwonik.escrow import access, actions, bank, queries, rules
from kwonik.escrow.codes import (
    ASKED_ONCE_MORE,
    BANKS,
    OF_MILESTONES,
    Actor,
    Custody,
    DepositState,
    MilestoneState,
    PaysBy,
)
from kwonik.escrow.codes.words import SAID
from kwonik.escrow.forms import SureForm, WhyForm
from kwonik.people.guard import citizen

from .answers import attempted, form_of, shown
from .contracts import _party

VERBS = {
    "approve": actions.approve,
    "start": actions.start,
    "ask_to_cancel": actions.ask_to_cancel,
    "cancel_before_work": actions.cancel_before_work,
    "cancel_together": actions.cancel_together,
}


@citizen
@never_cache
def deposit(request, pk: int):
    """예치하기: the number to pay into or the bank's page for a card, how much, until when, in whose name; and what happens if anything
    differs. The card itself is seen by the bank alone.
    """
    milestone = access.get_own_milestone(request.user, pk)
    contract = milestone.contract
    if _party(request, contract) != Actor.COMMISSIONER or contract.custody != Custody.CUSTODY:
        raise Http404
    number = _place(milestone)
    paid = getattr(number, "card_payment", None)
    last = queries.money.last_deposit(number) if number else None
    form = form_of(request, SureForm)
    problem = ""

    def issue():
        back_to = request.build_absolute_uri(reverse("escrow:deposit", args=[pk]))
        return actions.issue_account(bank=bank.connected(), milestone=milestone, back_to=back_to)

    if request.method == "POST" and number is None and form.is_valid():
        try:
            if attempted(request, form, issue):
                return redirect("escrow:deposit", pk)
        except bank.port.BankError as wrong:
            problem = f"{wrong} 잠시 뒤에 다시 누르세요."
    return shown(
        request,
        "deposit",
        form,
        status=503 if problem else 200,
        milestone=milestone,
        contract=contract,
        number=number,
        paid=paid,
        checked=last is not None and last.state == DepositState.SUSPENSE,
        by_card=milestone.terms.version.pays_by == PaysBy.CARD,
        problem=problem,
        banks=BANKS,
        waits=milestone.state == MilestoneState.AWAITING_DEPOSIT,
        practising=access.is_practising(),
    )


def _place(milestone):
    """Where it is paid in today; None where the bank is to be asked: for the first time, after an amendment, after a card got its money
    back."""
    number = queries.money.number_of(milestone)
    if number is None or queries.money.is_given_back(number):
        return None
    waits = milestone.state == MilestoneState.AWAITING_DEPOSIT and not hasattr(number, "card_payment")
    return None if waits and not queries.money.is_of_today(number, milestone) else number


@citizen
@never_cache
def say(request, pk: int, verb: str):
    """A verb about a milestone's money or work, asked once more."""
    milestone = access.get_own_milestone(request.user, pk)
    if verb not in VERBS:
        raise Http404
    actor = _party(request, milestone.contract)
    form = form_of(request, WhyForm if verb == "ask_to_cancel" else SureForm)

    def act():
        given = {name: value for name, value in form.cleaned_data.items() if name == "note"}
        return VERBS[verb](
            by=request.user, milestone=milestone, token=form.cleaned_data["form_token"], **given
        )

    if attempted(request, form, act):
        messages.success(request, SAID[verb])
        return redirect("escrow:contract", milestone.contract_id)
    transition = OF_MILESTONES[verb]
    facts = queries.milestone_facts(milestone, actor)
    obstacles = rules.milestone_obstacles(verb, facts, actor)
    if actor not in transition.who:
        obstacles = [f"이 단계는 {', '.join(Actor(one).label for one in transition.who)}의 몫입니다."]
    return shown(
        request,
        "say_of_milestone",
        form,
        milestone=milestone,
        contract=milestone.contract,
        transition=transition,
        words=ASKED_ONCE_MORE[verb] + _lost(verb, milestone.terms.card_fee_won),
        obstacles=[] if form.errors else obstacles,
        danger=verb.startswith("cancel"),
    )


def _lost(verb: str, card_fee_won: int) -> str:
    """What does not come back when a milestone that was paid by card is called off."""
    if not card_fee_won or "cancel" not in verb:
        return ""
    return f" 카드 수수료 {card_fee_won:,}원은 카드사가 이미 떼어 돌아가지 않습니다."
