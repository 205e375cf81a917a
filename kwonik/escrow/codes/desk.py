"""What the operator's desk and both parties read of money, and what is noted of who did what at the desk. Data only."""

from typing import Any

from kwonik.kernel import audit
from kwonik.kernel.choices import TextChoices

from .states import DepositReason, PaymentState


class SettlementState(TextChoices):
    """Of another body's paper about a dispute that was handed over."""

    RECORDED = "recorded", "두 번째 사람의 확인 기다림"
    CONFIRMED = "confirmed", "확인함"
    REFUSED = "refused", "되돌림"


R: Any = DepositReason
P: Any = PaymentState

WHY_SUSPENSE: dict[str, str] = {
    R.SHORT: "계약에 적힌 금액보다 적게 들어왔습니다. 나누어 받지 않으니 돌려보내고 한 번에 다시 예치하게 하세요.",
    R.OVER: "계약에 적힌 금액보다 많이 들어왔습니다. 일부만 맡을 수 없으니 돌려보내고 다시 예치하게 하세요.",
    R.FEE: "카드사가 뗀 수수료가 계약서에 적힌 수수료와 다릅니다. 맡길 돈이 모자라거나 남으니 돌려보내고 다시 예치하게 하세요.",
    R.LATE: "예치할 마지막 날이 지나서 들어왔습니다. 계약이 아직 예치를 기다리면 맞출 수 있고, 끝났으면 돌려보내세요.",
    R.NAME: "금액은 맞지만 보낸 사람의 이름이 의뢰인과 다릅니다. 의뢰인이 보낸 돈이 맞는지 전화로 확인한 뒤 맞추세요.",
    R.AGAIN: "이미 예치했거나 예치를 기다리지 않는 차수에 다시 들어왔습니다. 돌려보내세요.",
    R.UNKNOWN: "어느 계약의 가상계좌인지 알 수 없습니다. 돌려보내세요.",
    R.FOUND: "하루 마감에서 두 사람이 장부에 올린 돈입니다. 누가 보냈는지 은행에 물은 뒤 돌려보내거나, 계약과 금액이 같으면 맞추세요.",
}
"""Why money waits, and what to do with it, for whoever looks at it at the desk."""

WHAT_FOR: dict[str, str] = {
    "payable": "프리랜서에게 보내는 대금",
    "withheld": "세금을 납부하도록 의뢰인에게 돌려주는 금액",
    "refundable": "의뢰인에게 돌려주는 대금",
    "suspense": "확인하던 입금을 보낸 곳으로 돌려보내는 금액",
}
"""What a payment is, by the account of the ledger that it comes from."""

WHERE_PAYMENT_IS: dict[str, str] = {
    P.HELD: "담당자 두 사람이 확인하고 있습니다",
    P.WRITTEN: "곧 은행에 보냅니다",
    P.SENDING: "은행에 보냈고 답을 기다립니다",
    P.UNKNOWN: "은행의 답을 확인 중입니다. 확인하기 전에는 다시 보내지 않습니다",
    P.DONE: "보냈습니다",
    P.FAILED: "보내지 못해 돈은 은행에 그대로 있습니다",
    P.RETURNED: "보낸 돈이 은행으로 되돌아왔습니다. 은행이 그대로 맡아 두고 있습니다",
}
"""Where a payment stands, for both parties. Neutral: nobody is blamed, no account is named."""

TONES: dict[str, str] = {
    P.HELD: "warning",
    P.UNKNOWN: "warning",
    P.FAILED: "danger",
    P.RETURNED: "danger",
    P.DONE: "success",
}

audit.declare(
    [
        audit.Event("escrow.deposit.seen", "입금한 사람의 이름을 봄"),
        audit.Event("escrow.dispute.settled", "조정기관의 결정에 따라 나누기로 함"),
        audit.Event("escrow.settlement.recorded", "조정기관의 결정을 적음"),
        audit.Event("escrow.settlement.confirmed", "조정기관의 결정을 확인함"),
        audit.Event("escrow.settlement.refused", "조정기관의 결정을 되돌림"),
        audit.Event("escrow.payment.released", "두 번째 사람이 지급을 내보냄"),
        audit.Event("escrow.payment.refused", "두 번째 사람이 지급을 되돌림"),
        audit.Event("escrow.payment.sent_again", "보내지 못한 환불을 다시 보냄"),
        audit.Event("escrow.withholding.taken", "원천징수 자료를 내려받음"),
    ]
)
