"""Whether money that came in is the deposit that was signed. Nothing is guessed: what is not, waits for a person to look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kwonik.escrow.codes import DepositReason, MilestoneState


@dataclass(frozen=True)
class Awaited:
    """What a virtual account or a card order waits for: won, of which a card costs `fee_won`, until a day, from a name (its keyed digest)."""

    state: str
    deposit_won: int
    fee_won: int
    expires_on: date
    holder_digest: bytes


@dataclass(frozen=True)
class Came:
    """What the bank's line says: won that the payer paid, what of it the card company kept, the digest of the depositor's name.

    `paid_on`: the day of the payment. By card it is the day on which the card was charged, whenever its money came.
    """

    paid_won: int
    fee_won: int
    paid_on: date
    depositor_digest: bytes


def reason(awaited: Awaited | None, came: Came) -> str:
    """ "" when it is the deposit that was signed; else the first thing that is wrong with it (a code of DepositReason)."""
    if awaited is None:
        return str(DepositReason.UNKNOWN)
    wrong = (
        (came.paid_on > awaited.expires_on or awaited.state == MilestoneState.EXPIRED, DepositReason.LATE),
        (awaited.state != MilestoneState.AWAITING_DEPOSIT, DepositReason.AGAIN),
        (came.paid_won < awaited.deposit_won, DepositReason.SHORT),
        (came.paid_won > awaited.deposit_won, DepositReason.OVER),
        (came.fee_won != awaited.fee_won, DepositReason.FEE),
        (came.depositor_digest != awaited.holder_digest, DepositReason.NAME),
    )
    return next((str(code) for is_wrong, code in wrong if is_wrong), "")


def mismatch(deposit_won: int, card_fee_won: int, paid_won: int, fee_won: int) -> str:
    """Why nobody may match the money with the contract, whoever sent it and whenever: "" when amount and fee are those that were signed."""
    if paid_won != deposit_won:
        return f"예치할 금액은 {deposit_won:,}원입니다. 금액이 다르면 돌려보내고 다시 예치하게 하세요."
    if fee_won != card_fee_won:
        return (
            f"계약서에 적힌 카드 수수료는 {card_fee_won:,}원입니다. 수수료가 다르면 맡길 돈이 모자라거나 남으니 "
            "돌려보내고 다시 예치하게 하세요."
        )
    return ""
