"""The bank of the sample's months: it keeps its books in memory, closes every day, and does at once what it is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from kwonik.escrow.bank import port
from kwonik.escrow.models import BankStatement


class SampleBank:
    """A `port.Bank` of one day at a time: days before it stand in the statements that were taken."""

    def __init__(self) -> None:
        self.lines: dict[date, list[port.Line]] = {}

    # -- what people do at it ---------------------------------------------------------------------------------

    def pay_in(self, number: str, won: int, depositor: str) -> None:
        """Somebody pays into a virtual account."""
        self._book(port.Kind.DEPOSIT, won, incoming=True, virtual_account=number, depositor=depositor)

    def give_back(self, bank_number: str, won: int) -> None:
        """The other bank sends a payout back."""
        self._book(port.Kind.RETURNED, won, incoming=True, bank_tran_id=bank_number)

    def _book(self, kind: port.Kind, won: int, *, incoming: bool, **said: Any) -> None:
        now = timezone.now()
        on = timezone.localdate(now)
        lines = self.lines.setdefault(on, [])
        number = f"{on:%Y%m%d}{len(lines) + 1:05}"
        lines.append(port.Line(number, kind, on, now, incoming, won, **said))

    # -- what it is asked -------------------------------------------------------------------------------------

    def issue_virtual_account(self, reference: str, expires_on: date) -> port.VirtualAccount:
        return port.VirtualAccount("088", f"562{int(reference[1:]):011}", reference, expires_on)

    def issue_card_order(
        self, reference: str, amount_won: int, expires_on: date, back_to: str
    ) -> port.CardOrder:
        raise port.Refused("A0006", "표본의 계약은 계좌이체로 예치합니다.")

    def card_payment(self, number: str) -> port.CardPaid | None:
        raise port.Refused("A0006", "표본의 계약은 계좌이체로 예치합니다.")

    def verify_payee(self, bank: str, account: str, name: str) -> port.Verified | port.Failed:
        return port.Verified()

    def send_payout(self, payout: port.Payout) -> port.Outcome:
        self._book(port.Kind.PAYOUT, payout.amount_won, incoming=False, bank_tran_id=payout.bank_tran_id)
        return port.Done(payout.bank_tran_id, timezone.now())

    def send_refund(self, refund: port.Refund) -> port.Outcome:
        self._book(port.Kind.REFUND, refund.amount_won, incoming=False, bank_tran_id=refund.bank_tran_id)
        return port.Done(refund.bank_tran_id, timezone.now())

    def inquire(self, bank_tran_id: str, on: date, amount_won: int) -> port.Outcome:
        return port.Done(bank_tran_id, timezone.now())

    def list_transactions(self, on: date, after: str = "") -> port.Page:
        return port.Page(tuple(self.lines.get(on, ())), None)

    def closing_balance(self, on: date) -> int:
        return self._opening(on) + sum(line.signed_won for line in self.lines.get(on, ()))

    def statement(self, on: date) -> port.Statement:
        lines = tuple(self.lines.get(on, ()))
        return port.Statement(f"S{on:%Y%m%d}", on, self._opening(on), self.closing_balance(on), lines, b"")

    def verify_notice(self, raw: bytes, headers: Mapping[str, str]) -> port.Notice:
        raise port.Forged

    def _opening(self, on: date) -> int:
        """The balance at which the day before ended, as the last statement says."""
        last = BankStatement.objects.filter(dated_on__lt=on, replaced_at=None).order_by("-dated_on").first()
        return last.closing_won if last else 0
