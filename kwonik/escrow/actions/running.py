"""Work on a signed contract: beginning, handing over, asking for changes, taking over, and what the clock does. No money."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kwonik.catalogue import queries as catalogue
from kwonik.escrow import queries, rules
from kwonik.escrow.bank import port
from kwonik.escrow.codes import (
    DONE,
    MOST_FILES,
    OF_CONTRACTS,
    OVER,
    RUNNING,
    Actor,
    Custody,
    MilestoneState,
)
from kwonik.escrow.models import ChangeRequest, Contract, DeliveredFile, Delivery, Milestone, VirtualAccount
from kwonik.people import vault

from .banking import learn
from .moves import (
    actor_of,
    known,
    locked_milestone,
    member_at,
    move_milestone,
    note_contract,
    refuse_resident_number,
    settle_contract,
)


@dataclass(frozen=True)
class Upload:
    """A file as it came."""

    name: str
    content: bytes


def _direct(milestone: Milestone) -> bool:
    return milestone.contract.custody == Custody.DIRECT


@transaction.atomic
def deliver(
    *, by: Any, milestone: Milestone, statement: str, uploads: Sequence[Upload], token: UUID | None = None
) -> Milestone:
    """Hands a result over: the days of acceptance begin. A statement and a file are needed. Raises NotAllowed."""
    stored = locked_milestone(milestone)
    actor = actor_of(stored.contract, by)
    if known(token, by):
        return stored
    said = refuse_resident_number(statement, "statement")
    if not said:
        raise rules.NotAllowed("무엇을 넘기는지 적으세요.", "statement")
    if not 1 <= len(uploads) <= MOST_FILES:
        raise rules.NotAllowed(f"파일을 하나부터 {MOST_FILES}개까지 올리세요.", "files")
    endings = [rules.persons.check_file(each.name, each.content) for each in uploads]
    version = queries.signed(stored.contract)
    assert version is not None
    today = timezone.localdate()

    def change(row: Milestone) -> None:
        row.delivered_on = today
        row.accept_by = rules.deadlines.accepted_on(
            today, version.acceptance_days, catalogue.settled_calendar()
        )

    prints = [rules.persons.file_digest(each.content) for each in uploads]
    moved = move_milestone(
        stored,
        "deliver_directly" if _direct(stored) else "deliver",
        actor=actor,
        by=by,
        change=change,
        note=said,
        detail={"sha256": prints},
        token=token,
    )
    made = Delivery.objects.create(
        milestone=moved,
        number=moved.deliveries.count() + 1,
        statement=said,
        by=member_at(moved.contract, actor),
    )
    for each, ending, digest in zip(uploads, endings, prints, strict=True):
        DeliveredFile.objects.create(
            delivery=made,
            name=each.name[-120:],
            ending=ending,
            size=len(each.content),
            sha256=digest,
            content=vault.seal_file(each.content, centre=moved.contract.centre),
        )
    return moved


@transaction.atomic
def ask_changes(
    *, by: Any, milestone: Milestone, clause: int, text: str, token: UUID | None = None
) -> Milestone:
    """The delivery does not meet a clause of the signed contract: the clock stops until the next one. Raises NotAllowed."""
    stored = locked_milestone(milestone)
    actor = actor_of(stored.contract, by)
    if known(token, by):
        return stored
    said = refuse_resident_number(text, "text")
    version = queries.signed(stored.contract)
    assert version is not None
    if not 1 <= clause <= len(version.form.clauses):
        raise rules.NotAllowed("어느 조항에 맞지 않는지 고르세요.", "clause")
    if not said:
        raise rules.NotAllowed("무엇을 어떻게 고쳐야 하는지 적으세요.", "text")

    def change(row: Milestone) -> None:
        row.accept_by = None

    moved = move_milestone(
        stored,
        "ask_changes_directly" if _direct(stored) else "ask_changes",
        actor=actor,
        by=by,
        change=change,
        note=said,
        detail={"clause": clause},
        token=token,
    )
    last = moved.deliveries.order_by("-number").first()
    assert last is not None
    ChangeRequest.objects.create(delivery=last, clause=clause, text=said, by=member_at(moved.contract, actor))
    return moved


@transaction.atomic
def take_over(*, by: Any, milestone: Milestone, token: UUID | None = None) -> Milestone:
    """The result of a direct-pay milestone is taken; with the last one the contract is complete. Raises NotAllowed."""
    stored = locked_milestone(milestone)
    actor = actor_of(stored.contract, by)
    if known(token, by):
        return stored
    moved = move_milestone(stored, "take_over", actor=actor, by=by, token=token)
    settle(moved.contract, actor, by)
    return moved


@transaction.atomic
def start(*, by: Any, milestone: Milestone, token: UUID | None = None) -> Milestone:
    """Work has begun: from here on the commissioner cannot call it off alone. Raises NotAllowed."""
    stored = locked_milestone(milestone)
    actor = actor_of(stored.contract, by)
    if known(token, by):
        return stored

    def change(row: Milestone) -> None:
        row.started_on = timezone.localdate()

    return move_milestone(stored, "start", actor=actor, by=by, change=change, token=token)


@transaction.atomic
def ask_to_cancel(*, by: Any, milestone: Milestone, note: str, token: UUID | None = None) -> Milestone:
    """Asks the other party to call it off with the whole deposit going back; they answer. Raises NotAllowed."""
    stored = locked_milestone(milestone)
    actor = actor_of(stored.contract, by)
    if known(token, by):
        return stored
    said = refuse_resident_number(note, "note")
    return move_milestone(stored, "ask_to_cancel", actor=actor, by=by, note=said, token=token)


def settle(contract: Contract, actor: str, by: Any) -> None:
    """Closes the contract once every milestone is over: complete if something was done, else ended."""
    states = list(contract.milestones.values_list("state", flat=True))
    if contract.state not in RUNNING or not states or any(state not in OVER for state in states):
        return
    verb = "close" if any(state in DONE for state in states) else "end"
    transition, before = OF_CONTRACTS[verb], str(contract.state)
    settle_contract(contract, transition.target)
    note_contract(contract, transition, actor, by, before=before, after=str(contract.state))


# -- the clock -----------------------------------------------------------------------------------------------------


def _each(rows: Any, act: Callable[[Milestone], bool]) -> int:
    """Does `act` for every milestone in a transaction of its own; how many moved."""
    done = 0
    for pk in rows.values_list("pk", flat=True):
        with transaction.atomic():
            found = Milestone.objects.select_related("contract").get(pk=pk)
            done += act(locked_milestone(found))
    return done


def expire_overdue(*, now: datetime, bank: port.Bank | None = None) -> int:
    """Milestones that nobody deposited for by their day are over; how many that were.

    One for which the bank has a card page is over only when the bank says that no card was charged there in time: without that answer
    it waits for the next morning.
    """
    today = timezone.localdate(now)
    rows = Milestone.objects.filter(
        state=MilestoneState.AWAITING_DEPOSIT, terms__due_on__lt=today, contract__state__in=RUNNING
    )

    orders = queries.money.open_orders(today).filter(milestone__in=rows)
    unanswered = [order.milestone_id for order in orders if not _is_answered(bank, order)]
    rows = rows.exclude(pk__in=unanswered)

    def expire(row: Milestone) -> bool:
        facts = queries.milestone_facts(row, card_under_way=bool(queries.money.under_way([row])))
        if rules.milestone_obstacles("expire", facts, Actor.CLOCK):
            return False
        move_milestone(row, "expire", actor=str(Actor.CLOCK), by=None)
        settle(row.contract, str(Actor.CLOCK), None)
        return True

    return _each(rows, expire)


def _is_answered(bank: port.Bank | None, order: VirtualAccount) -> bool:
    """Whether the bank has said what became of a card order; what it says is noted."""
    if bank is None:
        return False
    try:
        learn(order, bank.card_payment(order.number))
    except port.BankError:
        return False
    return True


def take_over_in_silence(*, now: datetime) -> int:
    """Direct-pay deliveries on which the commissioner said nothing are taken; those with money are `due_in_silence`."""
    rows = due_in_silence(timezone.localdate(now)).filter(state=MilestoneState.DIRECT_DELIVERED)

    def take(row: Milestone) -> bool:
        if rules.milestone_obstacles("take_over_silently", queries.milestone_facts(row), Actor.CLOCK):
            return False
        move_milestone(row, "take_over_silently", actor=str(Actor.CLOCK), by=None)
        settle(row.contract, str(Actor.CLOCK), None)
        return True

    return _each(rows, take)


def due_in_silence(today: date) -> Any:
    """Deliveries whose last day has gone by: for money to move, the ledger says `accept_silently` of each."""
    return Milestone.objects.filter(
        state__in=(MilestoneState.DELIVERED, MilestoneState.DIRECT_DELIVERED), accept_by__lt=today
    ).order_by("pk")


def warn_of_silence(*, now: datetime) -> int:
    """Warns both of the end of the days of acceptance, each warning once; how many were given."""
    today = timezone.localdate(now)
    before = queries.policy(today).warning_days
    rows = Milestone.objects.filter(
        state__in=(MilestoneState.DELIVERED, MilestoneState.DIRECT_DELIVERED), accept_by__gte=today
    ).order_by("pk")

    def warn(row: Milestone) -> bool:
        if row.accept_by is None or row.delivered_on is None:
            return False
        due = rules.deadlines.warning_due(today, row.accept_by, row.delivered_on, before)
        told = {"days": due, "accept_by": row.accept_by.isoformat()}
        if due is None or row.events.filter(code="milestone.warn", detail=told).exists():
            return False
        move_milestone(row, "warn", actor=str(Actor.CLOCK), by=None, detail=told)
        return True

    return _each(rows, warn)
