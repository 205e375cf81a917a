"""Who may move money in which state, asked of the database itself and of the actions: generated from the tables, with strangers."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from kwonik.escrow import actions, queries
from kwonik.escrow.actions import Upload, paying
from kwonik.escrow.actions.ledger import tell
from kwonik.escrow.codes import OF_MILESTONES, Actor, MilestoneState, PaymentState
from kwonik.escrow.models import Deposit, Milestone, Payment
from kwonik.escrow.rules import NotAllowed, NotYours, Overtaken
from tests.escrow import factories
from tests.escrow.factories import PDF, FakeBank, approved, deliver, fresh, funded, paid_in
from tests.escrow.test_money import operator
from tests.escrow.test_work import mediated

pytestmark = pytest.mark.django_db

WON = 500_000
OF_PAYMENTS = {"sent", "done", "failed", "returned", "unanswered"}
SAID = [code for code, one in OF_MILESTONES.items() if one.moves_money and one.event not in OF_PAYMENTS]
NOT_SAID = [code for code in OF_MILESTONES if code not in SAID]


def put(milestone: Milestone, state: str) -> None:
    """As nobody can but the owner of the database with its guards off."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            """UPDATE escrow_milestone SET state = %(state)s, delivered_on = day, accept_by = day
               FROM (SELECT CASE WHEN %(state)s LIKE '%%delivered' THEN date '2020-01-01' END AS day) AS term
               WHERE id = %(milestone)s""",
            {"state": str(state), "milestone": milestone.pk},
        )
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.fixture
def ready() -> Milestone:
    """Everything that any verb asks for is there: money, silence that is over, both wish to cancel, a split both signed."""
    milestone = funded(wishes=factories.wishes(WON))
    contract = milestone.contract
    for member in (contract.freelancer, contract.commissioner):
        actions.ask_to_cancel(by=member.account, milestone=milestone, note="함께 그만둠")
    dispute, adviser = mediated(milestone)
    split = actions.propose_split(by=adviser, dispute=dispute, freelancer_won=200_000, reason="반만 됨")
    for member in (contract.freelancer, contract.commissioner):
        actions.sign_split(
            by=member.account, split=split, sha256=split.sha256, address=None, authentication="비밀번호"
        )
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE escrow_milestone SET state_since = '2020-01-01' WHERE id = %s",
            [milestone.pk],
        )
        cursor.execute("SET LOCAL session_replication_role = origin")
    return fresh(milestone)


@pytest.fixture
def unmatched() -> Milestone:
    """The exact amount lies in suspense, because of the name."""
    contract = factories.signed(wishes=factories.wishes(WON))
    return paid_in(contract.milestones.get(), depositor="모르는 사람")


def tried(act: Callable[[], Any]) -> Exception | None:
    """What refused it; whatever it did is undone."""
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except (NotAllowed, PermissionDenied) as refusal:
        return refusal
    return None


def accounts(milestone: Milestone) -> dict[str, Any]:
    contract = milestone.contract
    return {
        Actor.FREELANCER: contract.freelancer.account,
        Actor.COMMISSIONER: contract.commissioner.account,
        Actor.OPERATOR: operator(milestone),
    }


def said(verb: str, milestone: Milestone, actor: str, account: Any) -> Callable[[], Any]:
    deposit = Deposit.objects.filter(virtual_account__milestone=milestone).last()
    return lambda: tell(
        "say",
        f"form:{uuid4()}",
        verb=verb,
        milestone=milestone.pk,
        actor=str(actor),
        account=account.pk if account else None,
        value_on="2026-11-23",
        deposit=deposit.pk if deposit else None,
    )


@pytest.mark.parametrize("verb", SAID)
def test_the_database_lets_a_verb_through_exactly_where_the_table_lists_it(verb, request):
    milestone = request.getfixturevalue("unmatched" if verb == "match" else "ready")
    transition, who = OF_MILESTONES[verb], accounts(milestone)
    for state in MilestoneState:
        put(milestone, state)
        for actor in Actor:
            refusal = tried(said(verb, milestone, actor, who.get(actor)))
            if state in transition.sources and actor in transition.who:
                assert refusal is None, (state, actor, refusal)
            else:
                assert isinstance(refusal, NotAllowed), (state, actor)
                assert isinstance(refusal, Overtaken) == (state not in transition.sources), (state, actor)


@pytest.mark.parametrize("verb", SAID)
def test_nobody_says_it_in_anothers_name(verb, request):
    """The actor is right and the account is not: a stranger, the other party, the centre, nobody."""
    milestone = request.getfixturevalue("unmatched" if verb == "match" else "ready")
    transition, who = OF_MILESTONES[verb], accounts(milestone)
    everybody = [*who.values(), factories.commissioner().account, factories.freelancer().account, None]
    for state, actor in product(transition.sources, transition.who):
        put(milestone, state)
        if actor in (Actor.CLOCK, Actor.BANK):
            continue  # machines have no account: the door is the worker's
        for account in everybody:
            right = account == who[actor]
            assert (tried(said(verb, milestone, actor, account)) is None) == right, (state, actor, account)


@pytest.mark.parametrize("verb", NOT_SAID)
def test_what_a_payment_says_or_moves_no_money_is_not_said_to_the_ledger(verb, ready):
    who = accounts(ready)
    for state, actor in product(OF_MILESTONES[verb].sources, Actor):
        put(ready, state)
        assert isinstance(tried(said(verb, ready, actor, who.get(actor))), NotAllowed), (state, actor)


# -- the actions ------------------------------------------------------------------------------------------------------

DOORS: dict[str, Callable[[Any, Milestone], Any]] = {
    "start": lambda by, one: actions.start(by=by, milestone=one),
    "deliver": lambda by, one: actions.deliver(
        by=by, milestone=one, statement="시안", uploads=[Upload("시안.pdf", PDF)]
    ),
    "ask_changes": lambda by, one: actions.ask_changes(by=by, milestone=one, clause=1, text="색"),
    "approve": lambda by, one: actions.approve(by=by, milestone=one),
    "dispute": lambda by, one: actions.open_dispute(by=by, milestone=one, text="다툼"),
    "ask_to_cancel": lambda by, one: actions.ask_to_cancel(by=by, milestone=one, note="그만"),
    "cancel_before_work": lambda by, one: actions.cancel_before_work(by=by, milestone=one),
    "cancel_together": lambda by, one: actions.cancel_together(by=by, milestone=one),
    "match": lambda by, one: actions.match_deposit(by=by, deposit=Deposit.objects.get()),
    "send_payout": lambda by, one: actions.prepare(by=by, milestone=one),
}


@pytest.mark.parametrize("verb", DOORS)
def test_an_action_is_open_exactly_to_whom_and_where_the_table_says(verb):
    """Parties, a stranger with a contract of their own, a member without, the centre: in every state there is."""
    milestone = funded(wishes=factories.wishes(WON)) if verb != "match" else None
    if milestone is None:
        contract = factories.signed(wishes=factories.wishes(WON))
        milestone = paid_in(contract.milestones.get(), depositor="모르는 사람")
    _make_possible(verb, milestone)
    who = accounts(milestone)
    strangers = {
        "a freelancer": factories.freelancer().account,
        "a commissioner": factories.commissioner().account,
    }
    transition = OF_MILESTONES[verb]
    for state, (actor, by) in product(MilestoneState, {**who, **strangers}.items()):
        put(milestone, state)
        refusal = tried(lambda by=by: DOORS[verb](by, fresh(milestone)))
        listed = state in transition.sources and actor in transition.who
        if verb == "send_payout" and actor == Actor.OPERATOR and state == MilestoneState.PAYOUT_FAILED:
            listed = True  # the same page says `resend` there
        assert (refusal is None) == listed, (state, actor, refusal)
        if actor in strangers:
            assert isinstance(refusal, (NotYours, PermissionDenied)), (state, actor, refusal)


def _make_possible(verb: str, milestone: Milestone) -> None:
    """What the verb asks for besides state and actor."""
    contract = milestone.contract
    if verb == "cancel_together":
        for member in (contract.freelancer, contract.commissioner):
            actions.ask_to_cancel(by=member.account, milestone=milestone, note="함께 그만둠")
    elif verb == "ask_changes":
        deliver(milestone)
    elif verb == "send_payout":
        approved(deliver(milestone))
        actions.verify_payees(bank=FakeBank())


# -- payments -----------------------------------------------------------------------------------------------------------

WAYS = {
    PaymentState.HELD: (),
    PaymentState.WRITTEN: ("release",),
    PaymentState.SENDING: ("release", "send"),
    PaymentState.UNKNOWN: ("release", "send", "lose"),
    PaymentState.DONE: ("release", "send", "pay"),
    PaymentState.FAILED: ("release", "send", "fail"),
    PaymentState.RETURNED: ("release", "send", "pay", "return"),
}


def test_a_payment_steps_exactly_where_the_table_lists_it():
    milestone = approved(deliver(funded(wishes=factories.wishes(6_000_000))))
    actions.verify_payees(bank=FakeBank())
    first, second = operator(milestone), operator(milestone)
    made = actions.prepare(by=first, milestone=milestone).number
    with connection.cursor() as cursor:
        cursor.execute("SELECT verb, from_state FROM ledger.payment_move")
        listed = set(cursor.fetchall())
    assert set(WAYS) == set(PaymentState)

    def walk(way: tuple[str, ...]) -> Payment:
        for verb in way:
            paying.step(Payment.objects.get(pk=made), verb, actor="operator", by=second)
        return Payment.objects.get(pk=made)

    for (state, way), verb in product(WAYS.items(), sorted({verb for verb, _ in listed})):

        def act(way: tuple[str, ...] = way, verb: str = verb) -> None:
            payment = walk(way)
            paying.step(payment, verb, actor="operator", by=second)

        refusal = tried(act)
        assert (refusal is None) == ((verb, str(state)) in listed), (state, verb, refusal)
    for verb in ("release", "fail"):  # four eyes: not the writer's own
        payment = queries.money.payments_in(PaymentState.HELD).get()
        assert isinstance(
            tried(lambda p=payment, v=verb: paying.step(p, v, actor="operator", by=first)), NotAllowed
        )
