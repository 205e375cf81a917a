"""What the bank is told to send, and what becomes of it. A payment has one number for life; after silence only asking is allowed."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kwonik.escrow import access, queries, rules
from kwonik.escrow.bank import now, port
from kwonik.escrow.codes import Actor, DepositState, Fault, MilestoneState, PaymentState
from kwonik.escrow.models import Deposit, Milestone, PayeeAccount, Payment
from kwonik.kernel import audit
from kwonik.people import vault
from kwonik.people.access import require
from kwonik.people.codes import Purpose

from .ledger import Told, key_of, tell
from .money import say

P = PaymentState
ORGANISATION = "KWONIK0000"
"""이용기관코드 where no bank has given one yet: a payment may be written down before, and waits."""
NO_ACCOUNT = "은행이 확인한 받을 계좌가 없습니다. 프리랜서가 계좌를 확인해야 합니다."
ANOTHER_ACCOUNT = "은행이 그 계좌로는 보낼 수 없다고 했습니다. 프리랜서가 다른 계좌를 등록하고 은행이 확인한 뒤에 보낼 수 있습니다."
READY = (MilestoneState.APPROVED, MilestoneState.RESOLVED)


def _number() -> str:
    organisation = settings.ESCROW_BANK_CONNECTION.get("organisation", ORGANISATION)
    return port.mint(organisation, queries.money.next_payment_number())


# -- writing down ---------------------------------------------------------------------------------------------------


def payee_for(milestone: Milestone) -> PayeeAccount | None:
    """The account that the signed contract names. After a payout failed: the same again where the account is not at fault, another one
    that the freelancer has named since where it is, and where nobody knows the one that they go by now.

    Only what the bank has verified and what has waited its day after a change (`usable_from`).
    """
    if milestone.state != MilestoneState.PAYOUT_FAILED:
        version = queries.signed(milestone.contract)
        found = version and version.payee
    else:
        failure = queries.failing.failure_of("payable", f"m{milestone.pk}")
        tried = queries.money.payee_numbered(failure.destination) if failure else None
        found = queries.payee_of(milestone.contract.freelancer)
        if failure and failure.fault == Fault.ACCOUNT:
            found = None if found == tried else found
        elif failure and failure.fault in (Fault.BANK, Fault.CENTRE) and tried and tried.number_id:
            found = tried
    return found if found and found.verified_at and found.usable_from <= timezone.now() else None


def no_account(milestone: Milestone) -> str:
    """Why there is no account to which this payout could go now; "" where there is one."""
    if payee_for(milestone):
        return ""
    failure = queries.failing.failure_of("payable", f"m{milestone.pk}")
    return ANOTHER_ACCOUNT if failure and failure.fault == Fault.ACCOUNT else NO_ACCOUNT


def write_payouts() -> int:
    """The clock writes every payout that is due and needs no second person; how many. Others wait for people (`prepare`)."""
    limit = queries.today_policy().payout_limit_won
    done = 0
    for milestone in queries.money.payable().filter(state__in=READY):
        reference = f"m{milestone.pk}"
        won, payee = queries.money.balance("payable", reference), payee_for(milestone)
        if not won or won > limit or payee is None:
            continue
        key = f"clock:send_payout:{milestone.pk}:{milestone.state_since.isoformat()}"
        try:
            done += not write_payout("send_payout", milestone, payee, Actor.CLOCK, None, key).replayed
        except rules.NotAllowed:
            continue  # somebody was quicker
    return done


def prepare(*, by: Any, milestone: Milestone, token: UUID | None = None) -> Told:
    """A payout that a person writes; above the limit it waits until a second releases it. Raises NotAllowed."""
    require(by, access.MOVE_MONEY, milestone.contract.centre)
    if known := told_before(by, token):
        return known
    payee = payee_for(milestone)
    if payee is None:
        raise rules.NotAllowed(no_account(milestone))
    verb = "resend" if milestone.state == MilestoneState.PAYOUT_FAILED else "send_payout"
    return write_payout(verb, milestone, payee, Actor.OPERATOR, by, key_of(token))


def told_before(by: Any, token: UUID | None) -> Told | None:
    """What the same page of the same person wrote down before: it is sent once, whatever has become of it since."""
    found = queries.money.payment_asked_for(key_of(token), f"{Actor.OPERATOR}:{by.pk}") if token else None
    return Told(found, True) if found else None


def write_payout(verb: str, milestone: Milestone, payee: PayeeAccount, actor: Any, by: Any, key: str) -> Told:
    """What is payable of a milestone, written down to go to that account, once for this key. Raises NotAllowed."""
    return tell(
        "send_payout",
        key,
        verb=verb,
        milestone=milestone.pk,
        actor=str(actor),
        account=by.pk if by else None,
        value_on=timezone.localdate(),
        bank_number=_number(),
        payee=payee.pk,
    )


def see_depositor(*, by: Any, deposit: Deposit, reason: str) -> str:
    """Who sent the money, in full, for a reason that is kept. Raises PermissionDenied, NotAllowed (the name is not known any more)."""
    require(by, access.MOVE_MONEY, queries.paying.centre_of_deposit(deposit))
    if deposit.depositor_id is None:
        raise rules.NotAllowed("은행이 보낸 사람의 이름을 알려 주지 않았거나 보관 기간이 지났습니다.")
    audit.record("escrow.deposit.seen", deposit, by=by, detail={"reason": reason})
    seen = vault.read([deposit.depositor_id], by=by, purpose=Purpose.ESCROW, action="escrow.deposit.open")
    return seen[deposit.depositor_id]


def refund_deposit(*, by: Any, deposit: Deposit, token: UUID | None = None) -> Told:
    """Money in suspense goes back to where it came from, whole. Raises NotAllowed, PermissionDenied."""
    require(by, access.MOVE_MONEY, queries.paying.centre_of_deposit(deposit))
    if known := told_before(by, token):
        return known
    if deposit.state != DepositState.SUSPENSE:
        raise rules.Overtaken("이미 처리한 입금입니다.")
    return write_refund("suspense", f"d{deposit.pk}", Actor.OPERATOR, by, key_of(token))


def match_deposit(*, by: Any, deposit: Deposit, token: UUID | None = None) -> Told:
    """Somebody has made sure that the money is the commissioner's: the exact amount, by card with the
    exact fee, becomes the deposit. Raises NotAllowed."""
    require(by, access.MOVE_MONEY, queries.paying.centre_of_deposit(deposit))
    if deposit.virtual_account is None:
        raise rules.NotAllowed("어느 계약의 가상계좌에 들어온 돈이 아니어서 맞출 수 없습니다. 돌려보내세요.")
    milestone = deposit.virtual_account.milestone
    terms = milestone.terms
    wrong = rules.deposits.mismatch(terms.deposit_won, terms.card_fee_won, deposit.paid_won, deposit.fee_won)
    if wrong:
        raise rules.NotAllowed(wrong)
    return say("match", milestone, str(Actor.OPERATOR), by, key_of(token), deposit=deposit.pk)


def write_refund(kind: str, reference: str, actor: Any, by: Any, key: str) -> Told:
    """What lies on an account, whole, written down to go back where it came from, once for this key. Raises NotAllowed."""
    return tell(
        "send_refund",
        key,
        kind=kind,
        reference=reference,
        actor=str(actor),
        account=by.pk if by else None,
        value_on=timezone.localdate(),
        bank_number=_number(),
        held=False,
    )


@transaction.atomic
def release(*, by: Any, payment: Payment, token: UUID | None = None) -> Told:
    """The second person has looked: the payment takes its turn. Raises NotAllowed for whoever wrote it."""
    require(by, access.MOVE_MONEY, queries.paying.centre_of_payment(payment))
    if payment.writer == f"{Actor.OPERATOR}:{by.pk}":
        raise rules.NotAllowed("지급을 쓴 사람이 아닌 다른 담당자가 확인해야 합니다.")
    return noted(
        "released", step(payment, "release", key=key_of(token), actor=str(Actor.OPERATOR), by=by), payment, by
    )


@transaction.atomic
def refuse(*, by: Any, payment: Payment, token: UUID | None = None) -> Told:
    """The second person does not let it go out: the money lies where it lay. Raises NotAllowed for whoever wrote it."""
    require(by, access.MOVE_MONEY, queries.paying.centre_of_payment(payment))
    if payment.writer == f"{Actor.OPERATOR}:{by.pk}":
        raise rules.NotAllowed("지급을 쓴 사람이 아닌 다른 담당자가 확인해야 합니다.")
    return noted(
        "refused", step(payment, "fail", key=key_of(token), actor=str(Actor.OPERATOR), by=by), payment, by
    )


def noted(what: str, told: Told, payment: Payment, by: Any) -> Told:
    """With a line in the audit trail, once."""
    if not told.replayed:
        audit.record(f"escrow.payment.{what}", payment, by=by)
    return told


# -- sending --------------------------------------------------------------------------------------------------------


def step(
    payment: Payment,
    verb: str,
    *,
    key: str = "",
    actor: str = "bank",
    by: Any = None,
    on: date | None = None,
    answer: str = "",
) -> Told:
    """A step of a payment, with what follows for its milestone or deposit. Raises Overtaken, NotAllowed.

    Whoever has seen the payment at an earlier step is overtaken: what the bank said of one sending is no answer to the next.
    `answer`: the bank's code when it has not paid.
    """
    return tell(
        "step",
        key or f"pay:{payment.pk}:{verb}:{payment.steps}",
        verb=verb,
        payment=payment.pk,
        seen=payment.steps,
        actor=actor,
        account=by.pk if by else None,
        value_on=on or timezone.localdate(),
        answer=answer,
    )


def send_waiting(*, bank: port.Bank) -> int:
    """Sends what waits, one after another; how many were sent. What another worker has begun is left to it."""
    done = 0
    for payment in queries.money.payments_in(P.WRITTEN):
        try:
            at = now()
            if step(payment, "send", actor="clock", on=timezone.localdate(at)).replayed:
                continue
        except port.BankError:
            break
        except rules.NotAllowed:
            continue
        payment.refresh_from_db()
        try:
            outcome = _send(bank, payment, at)
        except port.BankError as trouble:
            _put_off(payment)
            if isinstance(trouble, port.Refused):
                continue  # this message was not to the bank's liking; the next may be
            break  # closed or out of reach: the others wait as well
        _settle(payment, outcome)
        done += 1
    return done


def _put_off(payment: Payment) -> None:
    """The bank carried nothing out: another turn. Whoever was asked about meanwhile waits for the bank's answer instead."""
    with suppress(rules.Overtaken):
        step(payment, "put_off", actor="clock")


def _send(bank: port.Bank, payment: Payment, at: datetime) -> port.Outcome:
    kind, number = payment.destination.split(":")
    if kind == "deposit":
        deposit = Deposit.objects.get(pk=number)
        return bank.send_refund(
            port.Refund(payment.bank_number, deposit.line, payment.amount_won, at, "안심결제 환불")
        )
    payee = PayeeAccount.objects.get(pk=number)
    seen = vault.read(
        [payee.number_id, payee.holder_id], by=None, purpose=Purpose.ESCROW, action="escrow.payout.send"
    )
    return bank.send_payout(
        port.Payout(
            payment.bank_number,
            payee.bank,
            seen[payee.number_id],
            seen[payee.holder_id],
            payment.amount_won,
            at,
            "안심결제 대금",
        )
    )


def _settle(payment: Payment, outcome: port.Outcome) -> None:
    """What the bank said, written down; another worker may have been quicker with the same."""
    try:
        match outcome:
            case port.Done(done_at=done_at):
                step(payment, "pay", on=timezone.localdate(done_at))
            case port.Failed(code=code):
                step(payment, "fail", answer=code)
            case port.Unknown() if payment.state == P.SENDING:
                step(payment, "lose")
    except rules.Overtaken:
        payment.refresh_from_db()


def inquire_unknown(*, bank: port.Bank) -> int:
    """Asks the bank what became of payments without an answer, never sends them; how many are settled now."""
    done = 0
    for payment in queries.money.payments_in(P.UNKNOWN, P.SENDING):
        on = queries.money.sent_on(payment)
        try:
            outcome = bank.inquire(payment.bank_number, on, payment.amount_won)
            _settle(payment, outcome)
        except port.BankError:
            continue
        done += not isinstance(outcome, port.Unknown)
    return done
