"""Lines with their balances, and the bookings behind them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Model, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from .codes import TIERS
from .models import Allotment, BudgetLine, Spending
from .rules import Balance


def _total(model: type[Model]) -> Coalesce:
    rows = model._default_manager.filter(line=OuterRef("pk"), withdrawn_at__isnull=True)
    totals = rows.order_by().values("line").annotate(total=Sum("amount_won")).values("total")
    return Coalesce(Subquery(totals), 0)


def lines(rows: QuerySet[BudgetLine]) -> QuerySet[BudgetLine]:
    """Lines with `allotted_won` and `spent_won`: one statement."""
    return rows.annotate(allotted_won=_total(Allotment), spent_won=_total(Spending)).order_by(
        "position", "pk"
    )


def totals(found: Sequence[Any]) -> list[dict[str, Any]]:
    """What stands under the year's lines, as in the report: each tier's total, then the grand total."""
    parts = [(f"{label} 계", [line for line in found if line.tier == tier]) for tier, label in TIERS.items()]
    return [
        {
            "label": label,
            "allotted_won": sum(line.allotted_won for line in part),
            "spent_won": sum(line.spent_won for line in part),
        }
        for label, part in (*parts, ("보조금 총 계", found))
    ]


def years(rows: QuerySet[BudgetLine]) -> list[int]:
    """The years that have lines, latest first."""
    return list(rows.order_by("-year").values_list("year", flat=True).distinct())


def balance(line: BudgetLine) -> Balance:
    """The line's money now. Lock the line first when the answer decides something."""
    found = lines(BudgetLine.objects.filter(pk=line.pk)).values("allotted_won", "spent_won").get()
    return Balance(**found)


def hold(rows: Iterable[BudgetLine]) -> None:
    """Locks lines until the transaction ends, always in one order: two ledgers at once wait, they never block each other."""
    held = BudgetLine.objects.filter(pk__in=[line.pk for line in rows]).order_by("pk")
    list(held.select_for_update(no_key=True).values_list("pk"))


def bookings(line: BudgetLine) -> tuple[QuerySet[Allotment], QuerySet[Spending]]:
    """The line's allotments and spendings, withdrawn ones included."""
    return (
        line.allotments.select_related("recorded_by").order_by("decided_on", "pk"),
        line.spendings.select_related("recorded_by").order_by("-spent_on", "-pk"),
    )
