"""What a freelancer completed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.utils import timezone

from kwonik.escrow.codes import DONE, ContractState, Custody
from kwonik.escrow.models import Contract, Member

from .contracts import in_order


@dataclass(frozen=True)
class Completed:
    """A completed contract: what was really done of it, in won; days are ISO text."""

    reference: str
    title: str
    trade: str
    from_on: str
    until_on: str
    gross_won: int
    custody: str

    @property
    def protected(self) -> bool:
        """Whether the bank held the money. A direct payment is never called protected."""
        return self.custody == Custody.CUSTODY

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Career:
    """경력 기록."""

    contracts: tuple[Completed, ...]

    @property
    def custody_won(self) -> int:
        return sum(one.gross_won for one in self.contracts if one.protected)

    @property
    def direct_won(self) -> int:
        return sum(one.gross_won for one in self.contracts if not one.protected)


def career(member: Member) -> Career:
    """The member's completed contracts as a freelancer, oldest first; milestones that came to nothing do not count."""
    rows = in_order(Contract.objects.filter(freelancer=member, state=ContractState.CLOSED))
    return Career(tuple(_completed(row) for row in reversed(rows)))


def _completed(contract: Contract) -> Completed:
    version = [one for one in contract.versions.all() if one.state == "signed"][-1]
    done = [row for row in contract.milestones.all() if row.state in DONE]
    assert contract.signed_at and contract.ended_at
    return Completed(
        contract.reference,
        version.title,
        version.form.trade,
        timezone.localdate(contract.signed_at).isoformat(),
        timezone.localdate(contract.ended_at).isoformat(),
        sum(row.terms.gross_won for row in done),
        str(contract.custody),
    )
