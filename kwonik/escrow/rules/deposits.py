"""Whether money that came in is the deposit that was signed. Nothing is guessed: what is not, waits for a person to look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kwonik.escrow.codes import DepositReason, MilestoneState


@dataclass(frozen=True)
class Awaited:
    """What a virtual account waits for: won, until a day, from a name (its keyed digest)."""

    state: str
    deposit_won: int
    fee_won: int
    expires_on: date
    holder_digest: bytes


@dataclass(frozen=True)
class Came:
    """What the bank's line says: won, the card company's fee in won, the day of value, the digest of the depositor's name."""

    amount_won: int
    fee_won: int
    value_on: date
    depositor_digest: bytes


def reason(awaited: Awaited | None, came: Came) -> str:
    """ "" when it is the deposit that was signed; else the first thing that is wrong with it (a code of DepositReason)."""
    if awaited is None:
        return str(DepositReason.UNKNOWN)
    wrong = (
        (came.value_on > awaited.expires_on or awaited.state == MilestoneState.EXPIRED, DepositReason.LATE),
        (awaited.state != MilestoneState.AWAITING_DEPOSIT, DepositReason.AGAIN),
        (came.amount_won < awaited.deposit_won, DepositReason.SHORT),
        (came.amount_won > awaited.deposit_won or came.fee_won != awaited.fee_won, DepositReason.OVER),
        (came.depositor_digest != awaited.holder_digest, DepositReason.NAME),
    )
    return next((str(code) for is_wrong, code in wrong if is_wrong), "")
