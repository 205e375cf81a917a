"""Where the money of a milestone is, in plain words for both parties. Neutral: nobody is blamed, no account is named. Data only.

Why a payout did not arrive is said by `answers`.
"""

from typing import Any

from .states import DepositReason, DepositState, MilestoneState

S: Any = MilestoneState
R: Any = DepositReason
D: Any = DepositState

WHERE_MONEY_IS: dict[str, str] = {
    S.AWAITING_DEPOSIT: "의뢰인이 대금을 예치하면 시작합니다. 아직 보호되는 돈이 없으니 예치된 뒤에 일을 시작하세요.",
    S.FUNDED: "은행이 대금을 맡아 두고 있습니다.",
    S.DELIVERED: "은행이 대금을 맡아 두고 있습니다. 의뢰인이 결과물을 살펴볼 차례입니다.",
    S.APPROVED: "결과물이 확정되었습니다. 지급을 준비하고 있습니다. 금액이 크면 담당자 두 사람이 확인한 뒤 보냅니다.",
    S.PAYOUT_SENT: "은행에 지급을 보냈습니다. 답을 기다립니다.",
    S.PAYOUT_UNKNOWN: "은행의 답을 확인하고 있습니다. 같은 돈이 두 번 나가지 않게, 답을 확인할 때까지 다시 보내지 않습니다.",
    S.PAID: "프리랜서의 계좌로 지급했습니다.",
    S.DISPUTED: "분쟁상담 중이라 돈이 움직이지 않습니다. 은행이 그대로 맡아 두고 있습니다.",
    S.RESOLVED: "나누기로 한 대로 보낼 준비를 하고 있습니다.",
    S.REFUND_SENT: "예치한 대금을 들어온 곳으로 돌려보내고 있습니다.",
    S.REFUNDED: "예치한 대금을 들어온 곳으로 돌려보냈습니다.",
    S.EXPIRED: "정한 날까지 예치되지 않아 끝났습니다.",
}

ASKED_ONCE_MORE: dict[str, str] = {
    "approve": "결과물을 확정합니다. 확정하면 맡긴 대금이 프리랜서에게 지급되고 되돌릴 수 없습니다.",
    "start": "일을 시작했다고 알립니다. 이때부터는 의뢰인이 혼자 취소할 수 없습니다.",
    "ask_to_cancel": "상대방에게 취소하자고 알립니다. 상대방도 취소에 동의하면 예치한 대금이 모두 들어온 곳으로 돌아갑니다.",
    "cancel_before_work": "일을 시작하기 전이라 혼자 취소할 수 있습니다. 예치한 대금은 들어온 곳으로 돌아갑니다.",
    "cancel_together": "상대방이 취소하자고 했습니다. 동의하면 예치한 대금이 모두 들어온 곳으로 돌아갑니다.",
}
"""What a party reads before saying the verb."""

WHY_NOT_DEPOSITED: dict[str, str] = {
    R.SHORT: "계약보다 적은 금액이라",
    R.OVER: "계약보다 많은 금액이라",
    R.LATE: "예치할 날이 지나",
    R.NAME: "보낸 이름이 의뢰인과 달라",
    R.AGAIN: "예치를 기다리지 않는 차수라",
}
"""Of money that came in for a milestone and is not the deposit that was signed. Any other reason: it is not just what was signed."""

WHERE_DEPOSIT_IS: dict[str, str] = {
    D.SUSPENSE: "담당자가 확인하고 있습니다.",
    D.REFUND_SENT: "들어온 곳으로 돌려보내고 있습니다.",
    D.REFUNDED: "들어온 곳으로 돌려보냈습니다.",
}
"""Where such money is, for both parties. Who sent it and from which account stays with the centre."""

SAID: dict[str, str] = {
    "approve": "결과물을 확정했습니다. 이제 대금을 지급합니다.",
    "start": "일을 시작했다고 알렸습니다.",
    "ask_to_cancel": "취소하자고 알렸습니다. 상대방의 답을 기다립니다.",
    "cancel_before_work": "취소했습니다. 예치한 대금은 들어온 곳으로 돌아갑니다.",
    "cancel_together": "두 사람의 뜻에 따라 취소했습니다. 예치한 대금은 들어온 곳으로 돌아갑니다.",
    "offer": "상대방에게 제안했습니다.",
    "take_back": "제안을 거두었습니다. 고쳐서 다시 제안할 수 있습니다.",
    "counter": "이제 내용을 고칠 수 있습니다. 고친 뒤 다시 제안하세요.",
    "accept": "이 내용으로 정했습니다. 이제 두 사람이 서명합니다.",
    "reopen": "이제 내용을 다시 고칠 수 있습니다.",
    "drop": "서명하지 않은 내용을 취소했습니다.",
    "call_off": "계약을 취소했습니다.",
    "amend": "이제 계약을 고칠 수 있습니다. 고친 뒤 상대방에게 제안하세요.",
}
"""What a party reads when the verb is said; of a contract's and of a milestone's verbs."""

PENDING: dict[str, str] = {
    "draft": "쓰고 있습니다",
    "offered": "제안했습니다",
    "agreed": "정했고 서명을 기다립니다",
}
"""Of an amendment: "고친 내용(2판)을 …"."""
