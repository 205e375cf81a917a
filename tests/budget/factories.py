"""Budget lines and bookings with sensible defaults; a line holds a million won unless told otherwise."""

from datetime import date
from itertools import count

from kwonik.budget.models import Allotment, BudgetLine, Spending
from kwonik.places.models import Centre
from tests.factories import make_centre

YEAR = 2025
_numbers = count(1)


def make_line(centre: Centre | None = None, allotted_won: int = 1_000_000, **fields) -> BudgetLine:
    number = next(_numbers)
    defaults = {
        "year": YEAR,
        "code": f"line-{number}",
        "group": "programme",
        "area": "법률지원 사업",
        "name": f"세부사업 {number}",
        "position": number,
    }
    line = BudgetLine.objects.create(centre=centre or make_centre("main"), **{**defaults, **fields})
    if allotted_won:
        make_allotment(line, allotted_won)
    return line


def make_allotment(line: BudgetLine, amount_won: int = 1_000_000, **fields) -> Allotment:
    kind = "original" if amount_won > 0 else "transfer"
    defaults = {"kind": kind, "decided_on": date(line.year, 1, 2), "centre": line.centre}
    return Allotment.objects.create(line=line, amount_won=amount_won, **{**defaults, **fields})


def make_spending(line: BudgetLine, amount_won: int = 100_000, **fields) -> Spending:
    defaults = {
        "kind": "spent" if amount_won > 0 else "returned",
        "spent_on": date(line.year, 5, 9),
        "summary": "상담 안내문 인쇄",
        "centre": line.centre,
    }
    return Spending.objects.create(line=line, amount_won=amount_won, **{**defaults, **fields})
