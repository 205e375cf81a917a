"""What `escrow.yaml` may say: half a year of the freelancer escrow, as its members, the bank and the operator lived it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from kwonik.catalogue.rules.profile import Code, Line40, Line80, Part

Number = Annotated[int, Field(ge=0, le=10_000)]
Months = dict[Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")], Annotated[int, Field(ge=0, le=1000)]]
Story = Literal[
    "paid",
    "halves",
    "silent",
    "changes",
    "returned",
    "split",
    "withdrawn",
    "cancelled",
    "together",
    "short",
    "named",
    "unpaid",
    "direct",
]
"""How a contract goes: paid at once, in two milestones, accepted in silence, corrected once, paid after the bank brought the money
back, divided after a dispute, paid after a dispute was taken back, cancelled before the work, cancelled by both, short deposit first,
deposit under another name, never deposited; and paid directly, which no figure counts."""


class Trade(Part):
    """A kind of work: the standard form it is agreed on, titles, what the form asks for."""

    form: Code
    titles: list[Line80] = Field(min_length=1)
    answers: dict[Code, Line80]


class MemberLogin(Part):
    """A member whose password is the try-out's: they are the parties of some of the contracts."""

    username: Code
    name: Line40
    role: Line40


class EscrowRecipe(Part):
    """Everything begins on `from_on` and is over, sealed and paid by `until_on`.

    `members` join in their `months`; `freelancers` of them are freelancers. `contracts` says how many go how; their deposits make
    `held_won` together.
    """

    from_on: date
    until_on: date
    members: Number
    freelancers: Number
    months: Months
    contracts: dict[Story, Number]
    signed_months: Months
    held_won: Annotated[int, Field(ge=1)]
    trades: list[Trade] = Field(min_length=1)
    freelancer: MemberLogin
    commissioner: MemberLogin
    operator: Code
    adviser: Code
    seal: tuple[Code, Code] = Field(strict=False)
