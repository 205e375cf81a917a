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
from kwonik.escrow.codes import Custody, DepositReason, MilestoneState
from kwonik.escrow.models import Milestone, PayeeAccount, VirtualAccount
from kwonik.escrow.rules import deposits
from kwonik.people import vault
from kwonik.people.codes import Purpose, SealedKind
from kwonik.places.models import Centre

from .ledger import Told, tell


def issue_account(*, bank: port.Bank, milestone: Milestone) -> VirtualAccount:
    """The number into which the commissioner pays this milestone; asked for once. Raises NotAllowed, port.BankError."""
    if known := VirtualAccount.objects.filter(milestone=milestone).first():
        return known
    contract = milestone.contract
    if contract.custody != Custody.CUSTODY or milestone.state != MilestoneState.AWAITING_DEPOSIT:
        raise rules.NotAllowed("지금은 예치할 차수가 아닙니다.")
    commissioner = contract.commissioner
    names = vault.read(
        [commissioner.name_id], by=None, purpose=Purpose.ESCROW, action="escrow.deposit.account"
    )
    issued = bank.issue_virtual_account(f"m{milestone.pk}", milestone.terms.due_on)
    made, _ = VirtualAccount.objects.get_or_create(
        milestone=milestone,
        defaults={
            "bank": issued.bank,
            "number": issued.number,
            "holder_digest": vault.name_digest(contract.centre_id, names[commissioner.name_id]),
            "expires_on": issued.expires_on,
        },
    )
    return made


def take_lines(*, bank: port.Bank, on: date) -> int:
    """Takes every line of the bank's day that brings money, each once; how many were new. Raises port.BankError."""
    lines = list(port.lines_of(bank, on))
    taken = queries.money.lines_taken(line.number for line in lines)
    return sum(take_all(line for line in lines if line.number not in taken))


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
    came = deposits.Came(line.amount_won, 0, line.value_on, digest)
    return deposits.reason(number.awaited if number else None, came)


def _take(number: queries.money.PaidInto | None, line: port.Line, reason: str) -> Told:
    with transaction.atomic() if reason else nullcontext():
        told = tell(
            "take_deposit",
            f"line:{line.number}",
            line=line.number,
            virtual_account=number.pk if number else None,
            amount_won=line.amount_won,
            fee_won=0,
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
