"""What the bank answers when it has not paid: whose fault it is, and what both parties and the desk read of it. Data only.

The codes are those of Korean open banking (docs/escrow/bank.md); the ledger holds the same table (`ledger.bank_answer`).
"""

from typing import Any

from kwonik.kernel.choices import TextChoices


class Fault(TextChoices):
    """Why a payment did not arrive. Of money that comes back the bank says no reason: that is unclear."""

    ACCOUNT = "account", "받는 계좌가 돈을 받지 못함"
    BANK = "bank", "은행 사정"
    CENTRE = "centre", "두 번째 사람이 내보내지 않음"
    UNCLEAR = "unclear", "까닭을 알 수 없음"


F: Any = Fault
ANSWERS: dict[str, tuple[str, str]] = {
    "412": (F.ACCOUNT, "없는 계좌번호입니다."),
    "415": (F.ACCOUNT, "해지된 계좌입니다."),
    "416": (F.ACCOUNT, "입금을 받을 수 없는 계좌입니다."),
    "419": (F.ACCOUNT, "사고 신고가 된 계좌입니다."),
    "420": (F.ACCOUNT, "거래가 정지된 계좌입니다."),
    "499": (F.BANK, "은행이 이 이체를 처리하지 못했습니다."),
    "702": (F.BANK, "은행이 그날 이 이체를 받지 못했습니다."),
    "815": (F.ACCOUNT, "예금주 이름이 다릅니다."),
}
"""The bank's code: whose fault, and what it says. A code that is not here is `unclear`: a person asks the bank."""

TRIES_BY_ITSELF = 3
"""So often in a row, on one day after another, the clock sends again what failed by the bank's fault; then a person looks."""

WHY_UNPAID: dict[str, str] = {
    F.ACCOUNT: "받을 계좌로 넣지 못해 돈은 은행에 그대로 있습니다. 프리랜서가 다른 계좌를 등록하고 은행이 확인하면 이어서 보냅니다.",
    F.BANK: "은행 사정으로 보내지 못해 돈은 은행에 그대로 있습니다. 같은 계좌로 다시 보내니 계좌를 바꾸지 않아도 됩니다.",
    F.CENTRE: "센터가 보내기 전에 다시 살펴보고 있습니다. 돈은 은행에 그대로 있고, 계좌를 바꾸지 않아도 됩니다.",
    F.UNCLEAR: "대금이 받을 계좌에 닿지 못했습니다. 돈은 은행에 그대로 있고, 센터가 은행에 까닭을 묻고 있습니다. 곧 안내합니다.",
}
"""Of a payout that did not arrive, for both parties. Neutral: nobody is blamed, no account is named."""

WHY_NOT_GIVEN_BACK: dict[str, str] = {
    F.ACCOUNT: "돈이 들어온 계좌로 넣지 못했습니다. 돈은 은행에 그대로 있고 센터가 연락해 살펴봅니다",
    F.BANK: "은행 사정으로 보내지 못했습니다. 돈은 은행에 그대로 있고 다시 보냅니다",
    F.CENTRE: "센터가 보내기 전에 다시 살펴보고 있습니다",
    F.UNCLEAR: "보내지 못했습니다. 돈은 은행에 그대로 있고 센터가 은행에 묻고 있습니다",
}
"""The same of money that was to go back to where it came from."""

WHAT_NOW: dict[str, str] = {
    F.ACCOUNT: "그 계좌로는 다시 보내지 않습니다. 프리랜서가 다른 계좌를 등록하고 은행이 확인하면 보낼 수 있습니다.",
    F.BANK: "계좌에는 문제가 없습니다. 다음 날 저절로 다시 보내고, 지금 담당자가 다시 보낼 수도 있습니다.",
    F.CENTRE: "두 번째 사람이 내보내지 않았습니다. 까닭을 나눈 뒤 같은 계좌로 다시 쓸 수 있습니다.",
    F.UNCLEAR: "은행에 전화해 까닭을 물으세요. 계좌에 문제가 없으면 같은 계좌로 다시 보내고, 있으면 프리랜서가 다른 계좌를 등록하게 하세요.",
}
"""What the desk does about a payout."""

WHAT_NOW_BACK: dict[str, str] = {
    **WHAT_NOW,
    F.ACCOUNT: "돈이 들어온 계좌로만 돌려보낼 수 있습니다. 보낸 사람이 그 계좌를 은행에서 고친 뒤에 다시 보내세요.",
    F.CENTRE: "두 번째 사람이 내보내지 않았습니다. 까닭을 나눈 뒤 다시 쓸 수 있습니다.",
}
"""The same of money that goes back to where it came from."""
