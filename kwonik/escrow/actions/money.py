"""Verbs that move money, as people and the clock say them. The database decides (`ledger.say`); a refusal is put in words here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone

from kwonik.escrow import access, queries, rules
from kwonik.escrow.codes import PARTIES, Actor, MilestoneState
from kwonik.escrow.models import Dispute, Milestone
from kwonik.people.access import require

from .ledger import Told, key_of, tell
from .moves import actor_of
from .running import due_in_silence


def say(verb: str, milestone: Milestone, actor: str, by: Any, key: str, **said: Any) -> Told:
    """A verb of the table that moves money. Nothing is asked before: the database knows who is which party.

    Raises NotYours, NotAllowed, Overtaken in words for whoever said it.
    """
    try:
        return tell(
            "say",
            key,
            verb=verb,
            milestone=milestone.pk,
            actor=str(actor),
            account=by.pk if by else None,
            value_on=timezone.localdate(),
            **said,
        )
    except rules.NotAllowed:
        found = Milestone.objects.select_related("contract__freelancer", "contract__commissioner", "terms")
        stored = found.get(pk=milestone.pk)
        actor = actor_of(stored.contract, by) if actor in PARTIES else actor
        rules.require_milestone(verb, queries.milestone_facts(stored, actor), actor)
        raise


def approve(*, by: Any, milestone: Milestone, token: UUID | None = None) -> Told:
    """확정: the commissioner takes the result; what was agreed on is payable from now on. Raises NotYours, NotAllowed."""
    return say("approve", milestone, str(Actor.COMMISSIONER), by, key_of(token))


def cancel_before_work(*, by: Any, milestone: Milestone, token: UUID | None = None) -> Told:
    """취소: the commissioner alone, as long as work has not begun; the whole deposit goes back. Raises NotYours, NotAllowed."""
    return say("cancel_before_work", milestone, str(Actor.COMMISSIONER), by, key_of(token))


def cancel_together(*, by: Any, milestone: Milestone, token: UUID | None = None) -> Told:
    """취소에 동의: the other party has asked; the whole deposit goes back. Raises NotYours, NotAllowed."""
    return say("cancel_together", milestone, actor_of(milestone.contract, by), by, key_of(token))


def divide(*, by: Any, dispute: Dispute, token: UUID | None = None) -> Told:
    """나누기: as both signed, or as another body settled. Raises NotAllowed, PermissionDenied."""
    require(by, access.MOVE_MONEY, dispute.centre)
    if dispute.milestone is None:
        raise rules.NotAllowed("이곳의 계약이 아니어서 나눌 대금이 없습니다.")
    return say("split", dispute.milestone, str(Actor.OPERATOR), by, key_of(token))


def accept_in_silence() -> int:
    """Deliveries on which the commissioner said nothing until the last day are taken; how many were. The same day twice is once."""
    done = 0
    rows = due_in_silence(timezone.localdate()).filter(state=MilestoneState.DELIVERED)
    for milestone in rows.select_related("contract"):
        key = f"clock:accept_silently:{milestone.pk}:{milestone.accept_by}"
        try:
            done += not say("accept_silently", milestone, str(Actor.CLOCK), None, key).replayed
        except rules.NotAllowed:
            continue  # a party was quicker: what they said counts
    return done
