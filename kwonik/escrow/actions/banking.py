"""What the bank brings: numbers to pay into, deposits, money that came back. Every won is taken from the bank's own lines, once."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext, suppress
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from kwonik.catalogue import queries as catalogue
from kwonik.escrow import queries, rules
from kwonik.escrow.bank import port
from kwonik.escrow.codes import Actor, Custody, DepositReason, MilestoneState, PaysBy
from kwonik.escrow.models import CardPayment, ContractEvent, Milestone, PayeeAccount, VirtualAccount
from kwonik.escrow.rules import deposits
from kwonik.people import vault
from kwonik.people.codes import Purpose, SealedKind
from kwonik.places.models import Centre

from .ledger import Told, tell


def issue_account(*, bank: port.Bank, milestone: Milestone, back_to: str = "") -> VirtualAccount:
    """Where the commissioner pays this milestone in, the way that was signed: a number, or the bank's page for a card, which leads back
    to `back_to`. Asked for once, and again when an amendment changed amount or day. Raises NotAllowed, port.BankError.
    """
    known = queries.money.number_of(milestone)
    if known and queries.money.is_of_today(known, milestone) and not queries.money.is_given_back(known):
        return known
    contract, way = milestone.contract, milestone.terms.version.pays_by
    if contract.custody != Custody.CUSTODY or milestone.state != MilestoneState.AWAITING_DEPOSIT:
        raise rules.NotAllowed("지금은 예치할 차수가 아닙니다.")
    issued = (_order if way == PaysBy.CARD else _account)(bank, milestone, back_to)
    commissioner = contract.commissioner
    names = vault.read(
        [commissioner.name_id], by=None, purpose=Purpose.ESCROW, action="escrow.deposit.account"
    )
    holder = vault.name_digest(contract.centre_id, names[commissioner.name_id])
    number, changing = issued.pop("number"), {key: issued[key] for key in issued if key != "bank"}
    made, _ = VirtualAccount.objects.update_or_create(
        number=number,
        defaults=changing,
        create_defaults={"milestone": milestone, "way": way, "holder_digest": holder, **issued},
    )
    return made


def _account(bank: port.Bank, milestone: Milestone, _: str) -> dict[str, Any]:
    issued = bank.issue_virtual_account(f"m{milestone.pk}", milestone.terms.due_on)
    return {"bank": issued.bank, "number": issued.number, "expires_on": issued.expires_on}


def _order(bank: port.Bank, milestone: Milestone, back_to: str) -> dict[str, Any]:
    """The order to be paid. What a card paid that was given back is over: then it is another."""
    orders = VirtualAccount.objects.filter(milestone=milestone, way=PaysBy.CARD).select_related(
        "card_payment"
    )
    over = {one.pk for one in orders if queries.money.is_given_back(one)}
    if any(hasattr(one, "card_payment") and one.pk not in over for one in orders):
        raise rules.NotAllowed("이미 카드로 결제했습니다.")
    reference, terms = f"m{milestone.pk}n{len(over) + 1}", milestone.terms
    issued = bank.issue_card_order(reference, terms.deposit_won, terms.due_on, back_to)
    return {
        "number": issued.number,
        "address": issued.address,
        "amount_won": issued.amount_won,
        "expires_on": issued.expires_on,
    }


def ask_cards(*, bank: port.Bank, numbers: Iterable[str] | None = None) -> int:
    """Asks what became of card orders that are still open (of `numbers` alone, if given); how many were paid. Raises port.BankError."""
    done = 0
    for order in queries.money.open_orders(timezone.localdate(), numbers):
        with suppress(port.Refused):  # an order that the bank never gave stands in nobody else's way
            done += learn(order, bank.card_payment(order.number))
    return done


def learn(order: VirtualAccount, paid: port.CardPaid | None) -> bool:
    """Notes, once, that a card was charged: both parties are told, and until when the money comes. Whether that was new."""
    if paid is None:
        return False
    facts = {name: getattr(paid, name) for name in ("paid_at", "amount_won", "fee_won", "settles_on")}
    with transaction.atomic():
        _, is_new = CardPayment.objects.get_or_create(order=order, defaults=facts)
        if is_new:
            ContractEvent.objects.create(
                contract_id=order.milestone.contract_id,
                milestone=order.milestone,
                code="money.card_paid",
                actor=Actor.BANK,
                detail={"settles_on": paid.settles_on.isoformat()},
            )
    return is_new


def take_lines(*, bank: port.Bank, on: date) -> int:
    """Takes every line of the bank's day that brings money, each once; how many were new. Raises port.BankError.

    When a card was charged is asked before its money is taken: by that day, not by this, it was in time or late.
    """
    lines = list(port.lines_of(bank, on))
    taken = queries.money.lines_taken(line.number for line in lines)
    new = [line for line in lines if line.number not in taken]
    ask_cards(bank=bank, numbers={line.virtual_account for line in new if line.virtual_account})
    return sum(take_all(new))


def take_all(lines: Iterable[port.Line]) -> Iterable[bool]:
    """For each line whether it was new to the books. What the books refuse is left to the daily reconciliation, and stops no other line."""
    for line in lines:
        try:
            if line.kind is port.Kind.DEPOSIT and line.incoming:
                new = not take_deposit(line).replayed
            elif line.kind is port.Kind.RETURNED and line.incoming:
                new = take_return(line)
            else:
                continue
        except rules.NotAllowed:
            new = False
        yield new


def take_deposit(line: port.Line) -> Told:
    """A line by which money came in: the deposit that was signed, or suspense with what is wrong with it."""
    number = queries.money.paid_into(line.virtual_account)
    reason = _reason(number, line)
    try:
        return _take(number, line, reason)
    except rules.NotAllowed:
        if reason:
            raise
        number = queries.money.paid_into(line.virtual_account)  # somebody was quicker
        return _take(number, line, _reason(number, line) or str(DepositReason.AGAIN))


def _reason(number: queries.money.PaidInto | None, line: port.Line) -> str:
    digest = vault.name_digest(number.centre_id, line.depositor) if number else b""
    paid_on = (number.card_paid_on if number else None) or line.value_on
    came = deposits.Came(line.paid_won, line.fee_won, paid_on, digest)
    return deposits.reason(number.awaited if number else None, came)


def _take(number: queries.money.PaidInto | None, line: port.Line, reason: str) -> Told:
    with transaction.atomic() if reason else nullcontext():
        told = tell(
            "take_deposit",
            f"line:{line.number}",
            line=line.number,
            virtual_account=number.pk if number else None,
            amount_won=line.amount_won,
            fee_won=line.fee_won,
            value_on=line.value_on,
            booked_at=line.booked_at,
            reason=reason,
            depositor=_sealed(number, line) if reason else None,
        )
        if reason and told.replayed:
            transaction.set_rollback(True)  # taken before: no name stays behind that belongs to nothing
        return told


def _sealed(number: queries.money.PaidInto | None, line: port.Line) -> int | None:
    """The depositor's name, kept for whoever looks at the ticket."""
    centre = Centre.objects.get(pk=number.centre_id) if number else catalogue.own_centre()
    return (
        vault.seal(SealedKind.MEMBER, line.depositor, centre=centre).pk if line.depositor and centre else None
    )


def take_return(line: port.Line) -> bool:
    """Money that the bank brought back: the payment that it was sent by is undone. Whether that was new.

    A number that we never sent under is no payment of ours, and what was not paid, or is back already, cannot come back:
    such a line waits for the daily reconciliation and holds up no other.
    """
    payment = queries.money.payment_numbered(line.bank_tran_id)
    if payment is None or payment.amount_won != line.amount_won:
        return False
    said: dict[str, Any] = {"payment": payment.pk, "actor": "bank", "account": None}
    if payment.state in ("sending", "unknown"):  # it cannot come back unless it was paid
        sent_on = queries.money.sent_on(payment)
        with suppress(rules.Overtaken):
            tell("step", f"pay:{payment.pk}:pay", verb="pay", value_on=sent_on, **said)
    try:
        return not tell("step", f"line:{line.number}", verb="return", value_on=line.value_on, **said).replayed
    except rules.Overtaken:
        return False


def verify_payees(*, bank: port.Bank) -> int:
    """Asks the bank of every account that nobody has asked about: does it take money, and is the name its holder's. How many are."""
    done = 0
    for row in PayeeAccount.objects.filter(verified_at=None, refused_at=None, replaced_at=None):
        seen = vault.read(
            [row.number_id, row.holder_id], by=None, purpose=Purpose.ESCROW, action="escrow.account.verify"
        )
        try:
            answer = bank.verify_payee(row.bank, seen[row.number_id], seen[row.holder_id])
        except port.BankError:
            continue  # asked again next time
        field = "verified_at" if isinstance(answer, port.Verified) else "refused_at"
        PayeeAccount.objects.filter(pk=row.pk).update(**{field: timezone.now()})
        done += field == "verified_at"
    return done
