"""The money of the world that tests watch: one line of the budget with its bookings."""

from __future__ import annotations

from datetime import date
from typing import Any

from kwonik.budget import actions as budget
from kwonik.budget.models import BudgetLine
from kwonik.people.models import Account
from kwonik.places.models import Centre


def bookings(by: Account, centre: Centre, day: date) -> dict[str, Any]:
    """A line with allotments and spendings, one of each withdrawn."""
    year = day.year
    line = BudgetLine.objects.filter(centre=centre, year=year).order_by("position").first()
    if line is None:
        line = BudgetLine.objects.create(
            centre=centre, year=year, code="legal_aid", group="programme", area="법률지원", name="법률구조"
        )

    def allot():
        return budget.record_allotment(
            by=by, line=line, kind="original", decided_on=date(year, 1, 2), amount_won=1_000_000, basis="계획"
        )

    def spend():
        return budget.record_spending(
            by=by, line=line, spent_on=day, amount_won=10_000, summary="노동법 책자", payee="나래인쇄"
        )

    allotments, spendings = [allot() for _ in range(3)], [spend() for _ in range(2)]
    for booking in (allotments[0], spendings[0]):
        budget.withdraw(by=by, booking=booking, reason="잘못 적음")
    return {
        "line": line,
        "withdrawn_allotment": allotments[0],
        "allotment": allotments[-1],
        "withdrawn_spending": spendings[0],
        "spending": spendings[-1],
    }


def more_bookings(by: Account, line: BudgetLine, day: date) -> None:
    """One more of each on a line."""
    budget.record_allotment(by=by, line=line, kind="original", decided_on=day, amount_won=5_000, basis="추가")
    budget.record_spending(by=by, line=line, spent_on=day, amount_won=2_000, summary="우편", payee="우체국")
