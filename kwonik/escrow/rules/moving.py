"""What may be said about a contract, a milestone, by whom, and whose turn it is. Plain Python on the tables of `codes`.

A verb is refused when the state does not know it, when it is another's to say, or when a guard does not hold; the refusal is
a Korean sentence that says what to do instead. Money is never moved here: verbs that need it say so (`moves_money`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kwonik.escrow.codes import (
    OF_CONTRACTS,
    OF_MILESTONES,
    OVER,
    RUNNING,
    Actor,
    ContractState,
    Fault,
    MilestoneState,
    Transition,
)
from kwonik.people import rules as people

UNTOUCHED = (MilestoneState.AWAITING_DEPOSIT, MilestoneState.CANCELLED, MilestoneState.EXPIRED)
"""A milestone for which no money came and nothing was begun."""


class NotAllowed(people.Refused):
    """A step that the contract as it stands does not allow. The message is Korean, for whoever asked.

    `field` names the form field that it concerns, if one does.
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class NotYours(NotAllowed):
    """A verb that is somebody else's to say."""


class Overtaken(NotAllowed):
    """Somebody else was quicker: the state no longer knows the verb."""


class MoneyNeeded(NotAllowed):
    """A verb that moves money was said without the ledger."""


@dataclass(frozen=True)
class ContractFacts:
    """What the guards need to know of a contract; `state` is the proposal's while one is pending, else the contract's."""

    state: str
    turn: str = ""
    signed_by: frozenset[str] = frozenset()
    lacks: tuple[str, ...] = ()
    verified: bool = True
    suspended: bool = False
    payee_bound: bool = True
    proposing: bool = True
    milestones: tuple[str, ...] = ()
    direct: bool = False
    card_under_way: bool = False


@dataclass(frozen=True)
class MilestoneFacts:
    """What the guards need to know of a milestone and of the contract that it is part of."""

    state: str
    contract_state: str = ContractState.ACTIVE
    overdue: bool = False
    silent_until_passed: bool = False
    suspended: bool = False
    dispute_open: bool = False
    opened_dispute: str = ""
    started: bool = False
    cancel_asked_by: frozenset[str] = frozenset()
    split_agreed: bool = False
    card_under_way: bool = False


@dataclass(frozen=True)
class Guard:
    """A condition of a verb; `words` tell what to do while it does not hold."""

    holds: Callable[..., bool]
    words: str


def _turn(facts: ContractFacts, actor: str) -> bool:
    return facts.turn == actor


YOUR_TURN = Guard(_turn, "지금은 상대방의 차례입니다.")
THEIR_TURN = Guard(lambda facts, actor: facts.turn != actor, "지금은 내 차례입니다. 받은 제안에 답하세요.")
COMPLETE = Guard(lambda facts, _: not facts.lacks, "아직 빠진 것이 있습니다.")
VERIFIED = Guard(lambda facts, _: facts.verified, "두 사람 모두 본인 확인을 마쳐야 합니다.")
NOT_SUSPENDED = Guard(
    lambda facts, _: not facts.suspended, "이용이 멈춘 동안에는 할 수 없습니다. 센터에 문의하세요."
)
PAYEE = Guard(
    lambda facts, _: facts.payee_bound or facts.direct,
    "프리랜서가 대금을 받을 계좌를 먼저 적어야 합니다. 서명할 계약서에 계좌가 들어갑니다.",
)
NOT_SIGNED = Guard(
    lambda facts, actor: actor not in facts.signed_by, "이미 서명했습니다. 상대방의 서명을 기다립니다."
)
BOTH_SIGNED = Guard(lambda facts, _: len(facts.signed_by) == 2, "두 사람의 서명이 모두 있어야 합니다.")
NONE_PENDING = Guard(
    lambda facts, _: not facts.proposing, "고치고 있는 내용이 이미 있습니다. 그것부터 마치세요."
)
DIRECT = Guard(lambda facts, _: facts.direct, "직접 지급 계약이 아닙니다.")
ALL_DONE = Guard(
    lambda facts, _: bool(facts.milestones) and all(state in OVER for state in facts.milestones),
    "아직 끝나지 않은 차수가 있습니다.",
)

NOTHING_DEPOSITED = Guard(
    lambda facts, _: bool(facts.milestones) and all(state in UNTOUCHED for state in facts.milestones),
    "대금을 맡긴 차수가 있습니다. 그 차수를 먼저 취소하거나 마치세요.",
)

NO_CARD_UNDER_WAY = Guard(
    lambda facts, _: not facts.card_under_way,
    "카드로 결제한 대금이 들어오고 있습니다. 은행에 들어온 뒤에 취소할 수 있습니다.",
)

CONTRACT_GUARDS: Mapping[str, tuple[Guard, ...]] = {
    "draft": (VERIFIED, NOT_SUSPENDED),
    "write": (YOUR_TURN, NOT_SUSPENDED),
    "offer": (YOUR_TURN, NOT_SUSPENDED, VERIFIED, COMPLETE),
    "take_back": (THEIR_TURN,),
    "counter": (YOUR_TURN, NOT_SUSPENDED),
    "accept": (YOUR_TURN, NOT_SUSPENDED, VERIFIED, COMPLETE, PAYEE),
    "sign": (NOT_SIGNED, NOT_SUSPENDED, VERIFIED),
    "conclude": (BOTH_SIGNED,),
    "begin_directly": (DIRECT,),
    "amend": (NONE_PENDING, NOT_SUSPENDED),
    "call_off": (NONE_PENDING, NOTHING_DEPOSITED, NO_CARD_UNDER_WAY),
    "close": (ALL_DONE,),
    "end": (ALL_DONE,),
}

IN_FORCE = Guard(
    lambda facts, _: facts.contract_state in (*RUNNING, ContractState.CLOSED),
    "서명을 마치고 진행하는 계약이 아닙니다.",
)
MAY_ACT = Guard(
    lambda facts, _: not facts.suspended, "이용이 멈춘 동안에는 할 수 없습니다. 센터에 문의하세요."
)
OVERDUE = Guard(lambda facts, _: facts.overdue, "예치하기로 한 날이 아직 지나지 않았습니다.")
SILENT = Guard(lambda facts, _: facts.silent_until_passed, "검수 기간이 아직 지나지 않았습니다.")
OPENER = Guard(
    lambda facts, actor: facts.opened_dispute == actor, "분쟁상담은 신청한 사람이 거둘 수 있습니다."
)
NO_DISPUTE = Guard(lambda facts, _: not facts.dispute_open, "열려 있는 분쟁상담이 있습니다.")

NOT_STARTED = Guard(
    lambda facts, _: not facts.started,
    "일이 시작되어 혼자서는 취소할 수 없습니다. 취소하자고 알리면 상대방이 답합니다.",
)
STILL_BEFORE = Guard(lambda facts, _: not facts.started, "이미 일을 시작했습니다.")
ASKED = Guard(
    lambda facts, actor: bool(facts.cancel_asked_by - {actor}),
    "상대방이 취소하자고 하지 않았습니다. 먼저 취소하자고 알리세요.",
)
NOT_ASKED = Guard(
    lambda facts, actor: actor not in facts.cancel_asked_by,
    "이미 취소하자고 알렸습니다. 상대방의 답을 기다립니다.",
)
AGREED_SPLIT = Guard(lambda facts, _: facts.split_agreed, "두 사람이 서명한 나누는 방법이 없습니다.")

MILESTONE_GUARDS: Mapping[str, tuple[Guard, ...]] = {
    "expire": (OVERDUE, NO_CARD_UNDER_WAY),
    "accept_silently": (SILENT, NO_DISPUTE),
    "take_over_silently": (SILENT,),
    "deliver": (MAY_ACT,),
    "deliver_directly": (MAY_ACT,),
    "approve": (NO_DISPUTE,),
    "take_back_dispute": (OPENER,),
    "dispute": (NO_DISPUTE,),
    "start": (MAY_ACT, STILL_BEFORE),
    "ask_to_cancel": (NOT_ASKED,),
    "cancel_before_work": (NOT_STARTED,),
    "cancel_together": (ASKED,),
    "split": (AGREED_SPLIT,),
}
"""A suspended member may still answer, approve, dispute and take back: nobody's money waits for somebody's suspension."""


def contract_obstacles(verb: str, facts: ContractFacts, actor: str) -> list[str]:
    """Why this actor cannot say the verb now, as Korean sentences; none: it can. KeyError for an unknown verb."""
    transition = OF_CONTRACTS[verb]
    if transition.sources and facts.state not in transition.sources:
        return [_wrong_state(transition, ContractState(facts.state).label)]
    found = [guard.words for guard in CONTRACT_GUARDS.get(verb, ()) if not guard.holds(facts, actor)]
    return [*found, *(facts.lacks if COMPLETE.words in found else ())]


def milestone_obstacles(verb: str, facts: MilestoneFacts, actor: str) -> list[str]:
    """The same of a milestone's verb."""
    transition = OF_MILESTONES[verb]
    if facts.state not in transition.sources:
        return [_wrong_state(transition, MilestoneState(facts.state).label)]
    guards = (IN_FORCE, *MILESTONE_GUARDS.get(verb, ()))
    return [guard.words for guard in guards if not guard.holds(facts, actor)]


def require_contract(verb: str, facts: ContractFacts, actor: str) -> Transition:
    """The transition, if this actor may say it now. Raises NotYours, NotAllowed."""
    return _required(OF_CONTRACTS[verb], contract_obstacles(verb, facts, actor), actor)


def require_milestone(verb: str, facts: MilestoneFacts, actor: str) -> Transition:
    """The transition, if this actor may say it now. Raises NotYours, NotAllowed."""
    return _required(OF_MILESTONES[verb], milestone_obstacles(verb, facts, actor), actor)


def _required(transition: Transition, obstacles: list[str], actor: str) -> Transition:
    if actor not in transition.who:
        who = ", ".join(Actor(one).label for one in transition.who)
        raise NotYours(f"‘{transition.button}’ 단계는 {who}의 몫입니다.")
    if obstacles:
        raise NotAllowed(" ".join(obstacles))
    return transition


def offered_to(actor: str, facts: ContractFacts, but: frozenset[str] = frozenset()) -> list[Transition]:
    """The verbs that this actor may say about the contract now, in the table's order."""
    return [
        one
        for one in OF_CONTRACTS.values()
        if one.code not in but
        and one.sources
        and actor in one.who
        and not one.moves_money
        and not contract_obstacles(one.code, facts, actor)
    ]


def _wrong_state(transition: Transition, label: str) -> str:
    return f"‘{label}’ 상태에서는 ‘{transition.button}’ 단계가 없습니다. 화면을 새로 열어 지금 할 수 있는 일을 보세요."


def other(actor: str) -> str:
    """The other party."""
    return str(Actor.COMMISSIONER if actor == Actor.FREELANCER else Actor.FREELANCER)


WAITS_FOR: Mapping[str, str] = {
    MilestoneState.AWAITING_DEPOSIT: Actor.COMMISSIONER,
    MilestoneState.FUNDED: Actor.FREELANCER,
    MilestoneState.DELIVERED: Actor.COMMISSIONER,
    MilestoneState.APPROVED: Actor.BANK,
    MilestoneState.PAYOUT_SENT: Actor.BANK,
    MilestoneState.PAYOUT_UNKNOWN: Actor.BANK,
    MilestoneState.DISPUTED: Actor.ADVISER,
    MilestoneState.RESOLVED: Actor.BANK,
    MilestoneState.REFUND_SENT: Actor.BANK,
    MilestoneState.DIRECT: Actor.FREELANCER,
    MilestoneState.DIRECT_DELIVERED: Actor.COMMISSIONER,
}
"""Whose turn a milestone's state is; the states that are missing wait for nobody."""


AFTER_FAULT: Mapping[str, str] = {
    Fault.ACCOUNT: Actor.FREELANCER,
    Fault.BANK: Actor.BANK,
    Fault.CENTRE: Actor.OPERATOR,
    Fault.UNCLEAR: Actor.OPERATOR,
}
"""Whose turn it is after a payout that did not arrive: only another account is the freelancer's to name."""


def milestone_turn(state: str, fault: str = "") -> str:
    """Whose turn it is at a milestone; "" where nobody has anything to do. `fault`: why its payout did not arrive."""
    return AFTER_FAULT[fault] if fault else WAITS_FOR.get(state, "")


def contract_turns(facts: ContractFacts) -> frozenset[str]:
    """Whose turn it is while a contract is being agreed on; nobody's once it is in force."""
    if facts.state in (ContractState.DRAFT, ContractState.OFFERED):
        return frozenset({facts.turn})
    if facts.state == ContractState.AGREED:
        return frozenset({str(Actor.FREELANCER), str(Actor.COMMISSIONER)}) - facts.signed_by
    return frozenset()
