"""Contracts with their versions, milestones and timeline; and what the rules ask of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from kwonik.escrow import rules
from kwonik.escrow.codes import (
    DISPUTE_OPEN,
    Actor,
    Custody,
    DisputeState,
    MemberState,
    MilestoneState,
    VersionState,
)
from kwonik.escrow.models import (
    Contract,
    ContractEvent,
    EarlierContract,
    Member,
    Milestone,
    MilestoneTerms,
    Policy,
    Version,
)

from .members import payee_of
from .money import is_card_under_way, under_way

PENDING = (VersionState.DRAFT, VersionState.OFFERED, VersionState.AGREED)
CHANGEABLE = (MilestoneState.AWAITING_DEPOSIT, MilestoneState.DIRECT)


def policy(day: date) -> Policy:
    """What holds on that day. Raises Policy.DoesNotExist before the first."""
    return Policy.objects.as_of(day).order_by("-from_on")[:1].get()


def policies() -> QuerySet[Policy]:
    """All that held or will hold, the last first."""
    return Policy.objects.order_by("-from_on")


def today_policy() -> Policy:
    return policy(timezone.localdate())


def with_parties(rows: QuerySet[Contract]) -> QuerySet[Contract]:
    return rows.select_related("freelancer", "commissioner", "centre")


def contracts_of(member: Member) -> QuerySet[Contract]:
    """The member's contracts on either side, newest first, with what a list shows."""
    rows = Contract.objects.filter(Q(freelancer=member) | Q(commissioner=member))
    return in_order(rows)


def in_order(rows: QuerySet[Contract]) -> QuerySet[Contract]:
    """Newest first, with versions and milestones read at once."""
    versions = Prefetch(
        "versions", Version.objects.select_related("form").defer("document").order_by("number")
    )
    milestones = Prefetch("milestones", Milestone.objects.select_related("terms").order_by("number"))
    return with_parties(rows).prefetch_related(versions, milestones).order_by("-pk")


def pending(contract: Contract) -> Version | None:
    """The version that is written, offered or waits for signatures."""
    return contract.versions.filter(state__in=PENDING).select_related("form", "payee").first()


def signed(contract: Contract) -> Version | None:
    """The version in force."""
    found = contract.versions.filter(state=VersionState.SIGNED).select_related("form", "payee")
    return found.order_by("-number").first()


def lines_of(version: Version) -> list[rules.terms.Line]:
    """The version's milestones as the rules know them."""
    return [line_of(row) for row in version.lines.order_by("number")]


def line_of(row: MilestoneTerms) -> rules.terms.Line:
    names = ("gross_won", "income_tax_won", "local_tax_won", "net_won", "deposit_won", "card_fee_won")
    amounts = {name: getattr(row, name) for name in names}
    return rules.terms.Line(row.number, row.kind, row.title, row.due_on, **amounts)


def draft_of(contract: Contract, version: Version) -> rules.terms.Draft:
    """What the version says while it is written, for the rule that names what is missing."""
    limits = today_policy()
    rows = contract.milestones.select_related("terms")
    paid = under_way(rows)
    fixed = {
        row.number: (row.terms.gross_won, row.terms.due_on)
        for row in rows
        if row.state not in (*CHANGEABLE, MilestoneState.CANCELLED) or row.pk in paid
    }
    return rules.terms.Draft(
        title=version.title,
        scope=version.scope,
        wanted=tuple((one["code"], one["label"]) for one in version.form.wants),
        lines=tuple(lines_of(version)),
        withholding=version.withholding,
        allowed=rules.terms.allowed_withholding(contract.freelancer.standing, contract.commissioner.standing),
        acceptance_days=version.acceptance_days,
        shortest_days=limits.shortest_days,
        longest_days=limits.longest_days,
        direct=contract.custody == Custody.DIRECT,
        pays_by=version.pays_by,
        settled=fixed,
    )


def facts_of(contract: Contract, actor: str = "") -> rules.ContractFacts:
    """What the guards need to know; `actor`: whose suspension counts."""
    version = pending(contract)
    milestones = tuple(contract.milestones.values_list("state", flat=True))
    mine = {Actor.FREELANCER: contract.freelancer, Actor.COMMISSIONER: contract.commissioner}
    common: dict[str, Any] = {
        "verified": bool(contract.freelancer.verified_at and contract.commissioner.verified_at),
        "suspended": any(
            who.state != MemberState.ACTIVE for party, who in mine.items() if not actor or party == actor
        ),
        "payee_bound": payee_of(contract.freelancer) is not None,
        "milestones": milestones,
        "direct": contract.custody == Custody.DIRECT,
        "card_under_way": is_card_under_way(contract),
    }
    if version is None:
        return rules.ContractFacts(state=contract.state, proposing=False, **common)
    return rules.ContractFacts(
        state=version.state,
        turn=version.turn,
        signed_by=frozenset(version.signatures.values_list("party", flat=True)),
        lacks=tuple(rules.terms.lacks(draft_of(contract, version), timezone.localdate())),
        **common,
    )


def milestone_facts(
    milestone: Milestone, actor: str = "", card_under_way: bool = False
) -> rules.MilestoneFacts:
    """What the guards need to know of a milestone today; whether a card was charged for it is asked by whoever needs it."""
    today, contract = timezone.localdate(), milestone.contract
    dispute = next((one for one in milestone.disputes.all() if one.state in DISPUTE_OPEN), None)
    parties = {str(Actor.FREELANCER): contract.freelancer, str(Actor.COMMISSIONER): contract.commissioner}
    who = parties.get(str(actor))
    asked = [
        one.actor
        for one in milestone.events.all()
        if one.code == "milestone.ask_to_cancel" and one.at >= milestone.state_since
    ]
    return rules.MilestoneFacts(
        state=milestone.state,
        contract_state=contract.state,
        overdue=rules.deadlines.has_passed(milestone.terms.due_on, today),
        silent_until_passed=rules.deadlines.has_passed(milestone.accept_by, today),
        suspended=who is not None and who.state != MemberState.ACTIVE,
        dispute_open=dispute is not None,
        opened_dispute=dispute.party if dispute else "",
        started=milestone.started_on is not None or milestone.delivered_on is not None,
        cancel_asked_by=frozenset(asked),
        split_agreed=any(
            one.state in (DisputeState.AGREED, DisputeState.HANDED_OVER) for one in milestone.disputes.all()
        ),
        card_under_way=card_under_way,
    )


def timeline(contract: Contract) -> QuerySet[ContractEvent]:
    """Everything that happened, oldest first, as both parties and their adviser read it."""
    return contract.events.select_related("milestone", "version")


def earlier_references(centre: Any) -> set[str]:
    """Numbers of contracts of the earlier service that the centre has brought in."""
    return set(EarlierContract.objects.filter(centre=centre).values_list("reference", flat=True))
