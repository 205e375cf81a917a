"""Booking money against a line: the line is locked, its balance asked, the row written, the event kept."""

from __future__ import annotations

from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kwonik.kernel import audit

from . import queries, rules
from .codes import AllotmentKind, SpendingKind
from .models import Allotment, BudgetLine, Spending

Booking = TypeVar("Booking", Spending, Allotment)
_TYPED: dict[type, tuple[str, ...]] = {
    Spending: ("line_id", "spent_on", "amount_won", "summary", "payee", "voucher"),
    Allotment: ("line_id", "kind", "decided_on", "amount_won", "basis"),
}


def _locked(line: BudgetLine) -> BudgetLine:
    """The line, held until the transaction ends: two bookings never count the same balance."""
    return BudgetLine.objects.select_for_update(no_key=True).get(pk=line.pk)


@transaction.atomic
def record_spending(
    *,
    by,
    line: BudgetLine,
    spent_on: date,
    amount_won: int,
    summary: str,
    payee: str = "",
    voucher: str = "",
    form_token: UUID | None = None,
) -> Spending:
    """Books money spent (above zero) or returned (below zero). The same form twice books once. Raises Refused."""
    line = _locked(line)
    spending = Spending(
        centre_id=line.centre_id,
        line=line,
        kind=SpendingKind.SPENT if amount_won > 0 else SpendingKind.RETURNED,
        spent_on=spent_on,
        amount_won=amount_won,
        summary=summary,
        payee=payee,
        voucher=voucher,
        form_token=form_token,
        recorded_by=by,
    )
    if known := _sent_before(spending):
        return known
    rules.check_spending(queries.balance(line), amount_won, spent_on, line.year, timezone.localdate())
    return _book(spending, by)


@transaction.atomic
def record_allotment(
    *,
    by,
    line: BudgetLine,
    kind: str,
    decided_on: date,
    amount_won: int,
    basis: str = "",
    form_token: UUID | None = None,
) -> Allotment:
    """Gives money to a line or takes it away (전용, 감추경). The same form twice books once. Raises Refused."""
    line = _locked(line)
    allotment = Allotment(
        centre_id=line.centre_id,
        line=line,
        kind=kind,
        decided_on=decided_on,
        amount_won=amount_won,
        basis=basis,
        form_token=form_token,
        recorded_by=by,
    )
    if known := _sent_before(allotment):
        return known
    if amount_won < 0 and kind == AllotmentKind.ORIGINAL:
        raise rules.Refused("본예산은 줄일 수 없습니다. 추가경정이나 전용으로 적으세요.")
    rules.check_allotment(queries.balance(line), amount_won)
    return _book(allotment, by)


def _sent_before(booking: Booking) -> Booking | None:
    """What the same form booked already. Raises Refused when it now says something else (the page was gone back to)."""
    if booking.form_token is None:
        return None
    known = type(booking).objects.filter(form_token=booking.form_token).first()
    if known and any(getattr(known, name) != getattr(booking, name) for name in _TYPED[type(booking)]):
        raise rules.Refused("이 화면으로 이미 적었습니다. 더 적으려면 과목에서 적기를 다시 누르세요.")
    return known


def _book(booking, by):
    booking.save(force_insert=True)
    audit.record(
        f"budget.{booking._meta.model_name}.recorded",
        booking,
        by=by,
        detail={"line": booking.line_id, "amount_won": booking.amount_won},
    )
    return booking


@transaction.atomic
def withdraw(*, by, booking: Spending | Allotment, reason: str) -> None:
    """Takes a wrong booking out of every figure; it stays visible, with the reason. Raises Refused."""
    line = _locked(booking.line)
    booking = type(booking).objects.select_for_update().get(pk=booking.pk)
    if booking.withdrawn_at:
        return
    balance = queries.balance(line)
    if isinstance(booking, Allotment):
        rules.check_allotment(balance, -booking.amount_won)
    elif balance.spent_won - booking.amount_won < 0 or (
        booking.amount_won < 0 and -booking.amount_won > balance.unspent_won
    ):
        raise rules.Refused(
            "이 행을 빼면 집행액이 예산과 어긋납니다. 딸린 집행이나 반납을 먼저 바로잡으세요."
        )
    booking.withdrawn_at, booking.withdrawn_reason = timezone.now(), reason
    booking.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    audit.record(f"budget.{booking._meta.model_name}.withdrawn", booking, by=by, detail={"line": line.pk})


@transaction.atomic
def reinstate(*, by, booking: Spending | Allotment) -> None:
    """Undoes a withdrawal, if the line's money still allows it. Raises Refused."""
    line = _locked(booking.line)
    booking = type(booking).objects.select_for_update().get(pk=booking.pk)
    if not booking.withdrawn_at:
        return
    balance = queries.balance(line)
    if isinstance(booking, Allotment):
        rules.check_allotment(balance, booking.amount_won)
    else:
        rules.check_spending(balance, booking.amount_won, booking.spent_on, line.year, timezone.localdate())
    booking.withdrawn_at, booking.withdrawn_reason = None, ""
    booking.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    audit.record(f"budget.{booking._meta.model_name}.reinstated", booking, by=by, detail={"line": line.pk})
