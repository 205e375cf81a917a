"""A town as attackers like it: a contract in each state in which money could be made to move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kwonik.escrow import actions, queries
from kwonik.escrow.models import Deposit, Member, Milestone
from tests.escrow import factories
from tests.escrow.factories import FakeBank, approved, deliver, fresh, paid_in
from tests.escrow.moneys import WON, one, operator
from tests.escrow.test_work import mediated


@dataclass(frozen=True)
class Town:
    """Who and what is attacked."""

    awaiting: Milestone
    held: Milestone
    begun: Milestone
    delivered: Milestone
    asked: Milestone  # the freelancer has asked to call it off
    quarrel: Milestone  # in dispute, nothing agreed
    due: Milestone  # approved, not paid yet
    suspense: Deposit  # the exact amount, under another name
    short: Deposit
    stranger: Member
    clerk: Any
    payment: int  # written, not sent
    paying: Milestone


def town() -> Town:
    held = one()
    begun = one()
    actions.start(by=begun.contract.freelancer.account, milestone=begun)
    asked = one()
    actions.ask_to_cancel(by=asked.contract.freelancer.account, milestone=asked, note="그만둠")
    quarrel = one()
    mediated(quarrel)
    paying = approved(deliver(one()))
    actions.verify_payees(bank=FakeBank())
    actions.write_payouts()
    (payment,) = queries.money.payments_of(paying).filter(source__kind="payable")
    due = approved(deliver(one()))
    actions.verify_payees(bank=FakeBank())
    wrong = factories.signed(wishes=factories.wishes(WON)).milestones.get()
    paid_in(wrong, depositor="모르는 사람")
    short = factories.signed(wishes=factories.wishes(WON)).milestones.get()
    paid_in(short, amount_won=WON - 1)
    awaiting = factories.signed(wishes=factories.wishes(WON)).milestones.get()
    actions.issue_account(bank=FakeBank(), milestone=awaiting)
    return Town(
        awaiting, *map(fresh, (held, begun)), deliver(one()), *map(fresh, (asked, quarrel, due)),
        *(Deposit.objects.get(virtual_account__milestone=one) for one in (wrong, short)),
        factories.commissioner(), operator(held), payment.pk, fresh(paying),
    )  # fmt: skip
