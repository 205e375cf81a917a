"""The one way contracts and milestones move: guard, lock, change, event and audit in one transaction.

A verb that moves money is marked in the table (`event`): it is the ledger's to say (`actions.money`), and is refused here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils import timezone

from kwonik.escrow import queries, rules
from kwonik.escrow.codes import OVER, Actor, ContractState, MilestoneState, Transition
from kwonik.escrow.models import Contract, ContractEvent, Member, Milestone, Version
from kwonik.kernel import audit, resident_numbers

from . import messages


def locked_contract(contract: Contract) -> Contract:
    """The contract's row, nobody else's until the transaction ends."""
    rows = queries.with_parties(Contract.objects.all()).select_for_update(of=("self",))
    return rows.get(pk=contract.pk)


def locked_milestone(milestone: Milestone) -> Milestone:
    """Contract first, then milestone: everybody locks in this order."""
    contract = locked_contract(milestone.contract)
    found = Milestone.objects.select_for_update(of=("self",)).select_related("terms").get(pk=milestone.pk)
    found.contract = contract
    return found


def actor_of(contract: Contract, by: Any) -> str:
    """Which party the account is. Raises NotYours for whoever is none."""
    member = Member.objects.of(by).first() if by is not None and by.is_citizen else None
    if member is not None and member.pk == contract.freelancer_id:
        return str(Actor.FREELANCER)
    if member is not None and member.pk == contract.commissioner_id:
        return str(Actor.COMMISSIONER)
    raise rules.NotYours("이 계약의 당사자가 아닙니다.")


def member_at(contract: Contract, actor: str) -> Member:
    return contract.freelancer if actor == Actor.FREELANCER else contract.commissioner


def known(token: UUID | None, by: Any) -> bool:
    """Whether this page was sent before by the same person."""
    return token is not None and ContractEvent.objects.filter(form_token=token, by=by).exists()


def refuse_resident_number(text: str, field: str) -> str:
    """Words that both parties read hold no resident registration number. Raises NotAllowed."""
    if resident_numbers.find(text):
        raise rules.NotAllowed(
            "주민등록번호로 보이는 숫자가 있습니다. 두 사람이 함께 보는 글이니 그 숫자를 지우세요.", field
        )
    return text.strip()


def note_contract(
    contract: Contract,
    transition: Transition,
    actor: str,
    by: Any,
    *,
    before: str = "",
    after: str = "",
    version: Version | None = None,
    note: str = "",
    detail: dict[str, Any] | None = None,
    token: UUID | None = None,
) -> None:
    """The event in the timeline and in the audit trail."""
    messages.tell(
        ContractEvent.objects.create(
            contract=contract,
            version=version,
            code=f"contract.{transition.code}",
            actor=actor,
            by=by,
            from_state=before,
            to_state=after,
            note=note,
            detail=detail or {},
            form_token=token,
        )
    )
    said = {"state": after or contract.state} | ({"version": version.number} if version else {})
    audit.record(f"escrow.contract.{transition.done}", contract, by=by, detail=said)


def settle_contract(contract: Contract, state: ContractState | str) -> None:
    """The contract's new state, with the day on which it ended."""
    contract.state = ContractState(state)
    if contract.state in (ContractState.CLOSED, ContractState.CANCELLED):
        contract.ended_at = timezone.now()
    contract.save()


def move_milestone(
    milestone: Milestone,
    verb: str,
    *,
    actor: str,
    by: Any,
    change: Callable[[Milestone], None] | None = None,
    target: str = "",
    note: str = "",
    detail: dict[str, Any] | None = None,
    token: UUID | None = None,
) -> Milestone:
    """Moves a locked milestone by a verb of the table. Belongs to the caller's transaction.

    Raises NotYours (another's verb), NotAllowed, MoneyNeeded (the verb moves money and nobody posts it).
    """
    transition = rules.require_milestone(verb, queries.milestone_facts(milestone, actor), actor)
    if transition.moves_money:
        raise rules.MoneyNeeded("대금이 움직이는 단계입니다. 은행과 장부를 거쳐야 합니다.")
    before = milestone.state
    if change:
        change(milestone)
    milestone.state = MilestoneState(transition.target or target or milestone.state)
    if milestone.state != before:
        milestone.state_since = timezone.now()
    milestone.ended_at = timezone.now() if milestone.state in OVER else None
    milestone.save()
    messages.tell(
        ContractEvent.objects.create(
            contract=milestone.contract,
            milestone=milestone,
            code=f"milestone.{verb}",
            actor=actor,
            by=by,
            from_state=before,
            to_state=milestone.state,
            note=note,
            detail=detail or {},
            form_token=token,
        )
    )
    audit.record(
        f"escrow.milestone.{transition.done}",
        milestone.contract,
        by=by,
        detail={"milestone": milestone.number, "state": str(milestone.state)},
    )
    return milestone
