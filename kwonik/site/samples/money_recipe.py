"""What `budget.yaml` may say: what each line was given and what was spent from it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from kwonik.catalogue.rules.profile import Code, Line80, Line120, Line200, Part

Month = Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")]


class Later(Part):
    """A change of an allotment after the original one; negative takes away."""

    decided_on: date
    kind: Literal["supplementary", "transfer"]
    amount_won: int
    basis: Line120


class Voucher(Part):
    """A kind of spending. `share`: its part of the line; `monthly`: once a month, else `times` in the year."""

    summary: Line200
    payee: Line80
    share: Annotated[int, Field(ge=1, le=1000)]
    monthly: bool = False
    times: Annotated[int, Field(ge=1, le=200)] = 1


class Money(Part):
    """A budget line: what it was given and what was spent from it by the day of the report, to the won.

    A line of another year says when it was decided and in which months it was spent.
    """

    line: Code
    decided_on: date | None = None
    months: list[Month] = []
    allotted_won: int = Field(gt=0)
    changes: list[Later] = []
    spent_won: int = Field(ge=0)
    returned_won: int = Field(default=0, ge=0)
    after_won: int = Field(default=0, ge=0)
    vouchers: list[Voucher] = Field(min_length=1)


class BudgetRecipe(Part):
    allotments_file: Line80
    spendings_file: Line80
    decided_on: date
    basis: Line120
    months: list[Month]
    after_months: list[Month] = []
    after_until_on: date | None = None
    lines: list[Money]
