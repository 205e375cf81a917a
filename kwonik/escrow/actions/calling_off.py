"""Calling off a signed contract as a whole while nobody deposited anything for it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from kwonik.escrow import queries, rules
from kwonik.escrow.codes import OF_CONTRACTS, MilestoneState
from kwonik.escrow.models import Contract, Milestone

from .moves import actor_of, known, locked_contract, move_milestone, note_contract, settle_contract


@transaction.atomic
def call_off(*, by: Any, contract: Contract, token: UUID | None = None) -> Contract:
    """Either party ends a contract in which no money came: nobody owes anybody work or pay by it. The other is told.

    Raises NotAllowed (money came for a milestone, an amendment is being agreed on), NotYours.
    """
    stored = locked_contract(contract)
    actor = actor_of(stored, by)
    if known(token, by):
        return stored
    transition = rules.require_contract("call_off", queries.facts_of(stored, actor), actor)
    waiting = Milestone.objects.select_for_update(of=("self",)).select_related("terms")
    for row in waiting.filter(contract=stored, state=MilestoneState.AWAITING_DEPOSIT).order_by("number"):
        row.contract = stored
        move_milestone(row, "call_off", actor=actor, by=by)
    before = str(stored.state)
    settle_contract(stored, transition.target)
    note_contract(
        stored,
        OF_CONTRACTS["call_off"],
        actor,
        by,
        before=before,
        after=str(stored.state),
        version=queries.signed(stored),
        token=token,
    )
    return stored
