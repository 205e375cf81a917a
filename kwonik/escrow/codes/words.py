"""Where the money of a milestone is, in plain words for both parties. Neutral: nobody is blamed, no account is named. Data only.

Why a payout did not arrive is said by `answers`.
"""

from typing import Any

from .states import MilestoneState

S: Any = MilestoneState

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
