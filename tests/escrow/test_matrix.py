"""Who may say what in which state: generated from the tables, allowed exactly where they list it."""

from __future__ import annotations

from itertools import product

import pytest

from kwonik.escrow.codes import (
    OF_CONTRACTS,
    OF_MILESTONES,
    Actor,
    ContractState,
    MilestoneState,
)
from kwonik.escrow.rules import (
    ContractFacts,
    MilestoneFacts,
    NotAllowed,
    NotYours,
    milestone_turn,
    require_contract,
    require_milestone,
)


def open_facts(state: str, actor: str, verb: str) -> MilestoneFacts:
    """Every guard holds: what is refused is refused by the table."""
    asked = {"ask_to_cancel": frozenset(), "cancel_together": frozenset({"somebody else"})}
    waiting = not OF_MILESTONES_NEED_DISPUTE & {state}
    return MilestoneFacts(
        state=state,
        overdue=True,
        silent_until_passed=True,
        dispute_open=not waiting,
        opened_dispute=actor,
        started=False,
        cancel_asked_by=asked.get(verb, frozenset()),
        split_agreed=True,
    )


OF_MILESTONES_NEED_DISPUTE = {"disputed"}


@pytest.mark.parametrize("verb", OF_MILESTONES)
def test_a_milestones_verb_is_said_exactly_where_the_table_lists_it(verb):
    transition = OF_MILESTONES[verb]
    for state, actor in product(MilestoneState, Actor):
        listed = state in transition.sources and actor in transition.who
        try:
            require_milestone(verb, open_facts(state, actor, verb), actor)
        except NotAllowed as refusal:
            assert not listed, (verb, state, actor, str(refusal))
            assert isinstance(refusal, NotYours) == (actor not in transition.who)
        else:
            assert listed, (verb, state, actor)


@pytest.mark.parametrize("verb", [verb for verb, one in OF_CONTRACTS.items() if one.sources])
def test_a_contracts_verb_is_said_exactly_where_the_table_lists_it(verb):
    transition = OF_CONTRACTS[verb]
    for state, actor in product(ContractState, Actor):
        listed = state in transition.sources and actor in transition.who
        facts = ContractFacts(
            state=state,
            turn=actor if verb != "take_back" else "",
            signed_by=frozenset(Actor) if verb == "conclude" else frozenset(),
            proposing=False,
            milestones=("awaiting_deposit",) if verb == "call_off" else ("paid",),
            direct=True,
        )
        if verb == "conclude":
            facts = ContractFacts(**{**vars(facts), "signed_by": frozenset({"freelancer", "commissioner"})})
        try:
            require_contract(verb, facts, actor)
        except NotAllowed as refusal:
            assert not listed, (verb, state, actor, str(refusal))
        else:
            assert listed, (verb, state, actor)


@pytest.mark.parametrize("verb", OF_MILESTONES)
def test_whoever_is_suspended_may_still_answer(verb):
    """Nobody's money waits for somebody's suspension: only new work is held back."""
    transition = OF_MILESTONES[verb]
    for state, actor in product(transition.sources, transition.who):
        facts = MilestoneFacts(**{**vars(open_facts(state, actor, verb)), "suspended": True})
        if verb in ("start", "deliver", "deliver_directly"):
            with pytest.raises(NotAllowed):
                require_milestone(verb, facts, actor)
        else:
            require_milestone(verb, facts, actor)


def test_an_open_dispute_holds_everything_that_releases_money():
    for verb in ("approve", "accept_silently", "dispute"):
        transition = OF_MILESTONES[verb]
        facts = MilestoneFacts(
            state="delivered", silent_until_passed=True, dispute_open=True, opened_dispute="freelancer"
        )
        with pytest.raises(NotAllowed):
            require_milestone(verb, facts, transition.who[0])


def test_money_moves_only_where_a_kind_of_event_is_named():
    kinds = {one.event for one in OF_MILESTONES.values() if one.moves_money}
    assert kinds == {
        "deposited",
        "deposited_by_card",
        "matched",
        "approved",
        "split",
        "cancelled",
        "sent",
        "done",
        "failed",
        "returned",
        "unanswered",
    }


def test_every_state_that_waits_is_left_by_whoever_it_waits_for():
    for state in MilestoneState:
        if turn := milestone_turn(state):
            who = {actor for one in OF_MILESTONES.values() if state in one.sources for actor in one.who}
            by_other_means = (
                ("bank", "adviser") if state != "payout_failed" else ("freelancer",)
            )  # a new account
            assert turn in who or turn in by_other_means, state
