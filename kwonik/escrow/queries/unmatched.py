"""What came in for a milestone and is not the deposit that was signed, for its two parties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kwonik.escrow.codes import DepositState
from kwonik.escrow.models import Deposit, Milestone


def strays_of(milestones: Iterable[Milestone]) -> dict[int, list[Deposit]]:
    """By the milestone's key, the oldest first; what was matched after all is its deposit. One statement."""
    rows = Deposit.objects.filter(virtual_account__milestone__in=list(milestones)).order_by("pk")
    found: dict[int, list[Deposit]] = defaultdict(list)
    for one in rows.exclude(state=DepositState.MATCHED).select_related("virtual_account"):
        assert one.virtual_account
        found[one.virtual_account.milestone_id].append(one)
    return found
