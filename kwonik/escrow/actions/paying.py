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
from kwonik.escrow.codes import Actor, DepositState, MilestoneState, PaymentState
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
READY = (MilestoneState.APPROVED, MilestoneState.RESOLVED)


def _number() -> str:
    organisation = settings.ESCROW_BANK_CONNECTION.get("organisation", ORGANISATION)
    return port.mint(organisation, queries.money.next_payment_number())


# -- writing down ---------------------------------------------------------------------------------------------------


def payee_for(milestone: Milestone) -> PayeeAccount | None:
    """The account that the signed contract names; after a payout failed, the one that the freelancer has named since.

    Only what the bank has verified and what has waited its day after a change (`usable_from`).
    """
    failed = milestone.state == MilestoneState.PAYOUT_FAILED
    version = queries.signed(milestone.contract)
    found = queries.payee_of(milestone.contract.freelancer) if failed else version and version.payee
    return found if found and found.verified_at and found.usable_from <= timezone.now() else None


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
            done += not _write_payout("send_payout", milestone, payee, Actor.CLOCK, None, key).replayed
        except rules.NotAllowed:
            continue  # somebody was quicker
    return done


def prepare(*, by: Any, milestone: Milestone, token: UUID | None = None) -> Told:
    """A payout that a person writes; above the limit it waits until a second releases it. Raises NotAllowed."""
    require(by, access.MOVE_MONEY, milestone.contract.centre)
    if known := _told_before(by, token):
        return known
    payee = payee_for(milestone)
    if payee is None:
        raise rules.NotAllowed("은행이 확인한 받을 계좌가 없습니다. 프리랜서가 계좌를 확인해야 합니다.")
    verb = "resend" if milestone.state == MilestoneState.PAYOUT_FAILED else "send_payout"
    return _write_payout(verb, milestone, payee, Actor.OPERATOR, by, key_of(token))


def _told_before(by: Any, token: UUID | None) -> Told | None:
    """What the same page of the same person wrote down before: it is sent once, whatever has become of it since."""
    found = queries.money.payment_asked_for(key_of(token), f"{Actor.OPERATOR}:{by.pk}") if token else None
    return Told(found, True) if found else None


def _write_payout(
    verb: str, milestone: Milestone, payee: PayeeAccount, actor: Any, by: Any, key: str
) -> Told:
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


def resend_payouts() -> int:
    """Payouts that failed go to the account that the freelancer has named since, once the bank has verified it; how many.

    Above the limit two people write and release it again (`prepare`): a new account is just what they look at.
    """
    done, limit = 0, queries.today_policy().payout_limit_won
    for milestone in queries.money.payable().filter(state=MilestoneState.PAYOUT_FAILED):
        payee = payee_for(milestone)
        last = queries.money.payments_of(milestone).filter(source__kind="payable").last()
        if (
            payee is None
            or last is None
            or last.destination == f"payee:{payee.pk}"
            or last.amount_won > limit
        ):
            continue
        key = f"clock:resend:{last.pk}"
        try:
            done += not _write_payout("resend", milestone, payee, Actor.CLOCK, None, key).replayed
        except rules.NotAllowed:
            continue
    return done


def write_refunds() -> int:
    """What is to go back to commissioners is written down, whole, to the deposit it came by; how many."""
    done = 0
    for kind, reference, won in queries.money.balances_left("refundable", "withheld"):
        failed = queries.money.last_failed(kind, reference)
        if failed is not None:
            continue  # a person looks at it: `refund_again`
        key = f"clock:refund:{kind}:{reference}:{won}"
        try:
            done += not _write_refund(kind, reference, Actor.CLOCK, None, key).replayed
        except rules.NotAllowed:
            continue  # somebody was quicker
    return done


@transaction.atomic
def refund_again(*, by: Any, payment: Payment, token: UUID | None = None) -> Told:
    """A refund that failed or came back is sent again to where it came from. Raises NotAllowed, PermissionDenied."""
    require(by, access.MOVE_MONEY, queries.paying.centre_of_payment(payment))
    if known := _told_before(by, token):
        return known
    source = payment.source
    told = _write_refund(source.kind, source.reference, Actor.OPERATOR, by, key_of(token))
    return _noted("sent_again", told, payment, by)


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
    if known := _told_before(by, token):
        return known
    if deposit.state != DepositState.SUSPENSE:
        raise rules.Overtaken("이미 처리한 입금입니다.")
    return _write_refund("suspense", f"d{deposit.pk}", Actor.OPERATOR, by, key_of(token))


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


def _write_refund(kind: str, reference: str, actor: Any, by: Any, key: str) -> Told:
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
    return _noted(
        "released", step(payment, "release", key=key_of(token), actor=str(Actor.OPERATOR), by=by), payment, by
    )


@transaction.atomic
def refuse(*, by: Any, payment: Payment, token: UUID | None = None) -> Told:
    """The second person does not let it go out: the money lies where it lay. Raises NotAllowed for whoever wrote it."""
    require(by, access.MOVE_MONEY, queries.paying.centre_of_payment(payment))
    if payment.writer == f"{Actor.OPERATOR}:{by.pk}":
        raise rules.NotAllowed("지급을 쓴 사람이 아닌 다른 담당자가 확인해야 합니다.")
    return _noted(
        "refused", step(payment, "fail", key=key_of(token), actor=str(Actor.OPERATOR), by=by), payment, by
    )


def _noted(what: str, told: Told, payment: Payment, by: Any) -> Told:
    """With a line in the audit trail, once."""
    if not told.replayed:
        audit.record(f"escrow.payment.{what}", payment, by=by)
    return told


# -- sending --------------------------------------------------------------------------------------------------------


def step(
    payment: Payment, verb: str, *, key: str = "", actor: str = "bank", by: Any = None, on: date | None = None
) -> Told:
    """A step of a payment, with what follows for its milestone or deposit. Raises Overtaken, NotAllowed.

    Whoever has seen the payment at an earlier step is overtaken: what the bank said of one sending is no answer to the next.
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
            case port.Failed():
                step(payment, "fail")
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
