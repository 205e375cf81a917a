"""Text messages to members: when, to whom, in which words. Data only.

A text message lies open on a locked screen: it names nobody, no amount, no account and no contract (개인정보 보호법 제3조: no
more than is needed). It says that something waits behind the log-in, nothing else.
"""

from typing import Any

from kwonik.kernel.choices import TextChoices


class MessageKind(TextChoices):
    PHONE_CODE = "phone_code", "인증번호"
    PHONE_CHANGED = "phone_changed", "전화번호 바뀜"
    PASSWORD_CHANGED = "password_changed", "비밀번호 바뀜"
    ACCOUNT_CHANGED = "account_changed", "받을 계좌 바뀜"
    PAYEE_CHANGED = "payee_changed", "상대방의 받을 계좌 바뀜"
    OFFERED = "offered", "계약 제안"
    AGREED = "agreed", "서명 기다림"
    SIGNED = "signed", "서명 마침"
    CALLED_OFF = "called_off", "계약 취소"
    CARD_PAID = "card_paid", "카드로 결제됨"
    DEPOSITED = "deposited", "예치됨"
    EXPIRED = "expired", "예치 기한 지남"
    DELIVERED = "delivered", "결과물 받음"
    CHANGES_ASKED = "changes_asked", "고쳐 달라고 함"
    WARNED = "warned", "검수 기간이 곧 끝남"
    ACCEPTED = "accepted", "확정됨"
    PAID = "paid", "지급 마침"
    UNPAID = "unpaid", "지급되지 않음"
    DISPUTED = "disputed", "분쟁상담 신청"


class MessageState(TextChoices):
    WAITING = "waiting", "보낼 차례"
    SENDING = "sending", "보내는 중"
    SENT = "sent", "보냄"
    GIVEN_UP = "given_up", "보내지 못함"


class CodeFor(TextChoices):
    """What a number sent to a telephone is good for; one for one thing only."""

    JOINING = "joining", "가입"
    CHANGE = "change", "전화번호 바꾸기"
    RECOVERY = "recovery", "비밀번호 다시 정하기"


K: Any = MessageKind
_HEAD = "[안심결제] "
_LOG_IN = " 로그인해 확인하세요."
_NOT_ME = " 내가 한 일이 아니면 센터에 전화하세요."
WORDS = {
    K.PHONE_CODE: _HEAD + "인증번호 {secret}",
    K.PHONE_CHANGED: _HEAD + "전화번호가 새 번호로 바뀌었습니다." + _NOT_ME,
    K.PASSWORD_CHANGED: _HEAD + "비밀번호를 다시 정했습니다." + _NOT_ME,
    K.ACCOUNT_CHANGED: _HEAD + "받을 계좌가 바뀌어 24시간 뒤 쓰입니다." + _NOT_ME,
    K.PAYEE_CHANGED: _HEAD + "상대방이 대금을 받을 계좌를 바꾸었습니다." + _LOG_IN,
    K.OFFERED: _HEAD + "제안받은 계약이 있습니다." + _LOG_IN,
    K.AGREED: _HEAD + "서명을 기다리는 계약서가 있습니다." + _LOG_IN,
    K.SIGNED: _HEAD + "두 사람이 서명을 마친 계약이 있습니다." + _LOG_IN,
    K.CALLED_OFF: _HEAD + "상대방이 취소한 계약이 있습니다." + _LOG_IN,
    K.CARD_PAID: _HEAD + "카드로 결제한 계약이 있습니다. 은행에 들어오면 알립니다." + _LOG_IN,
    K.DEPOSITED: _HEAD + "대금을 은행에 맡긴 계약이 있습니다." + _LOG_IN,
    K.EXPIRED: _HEAD + "예치하기로 한 날이 지난 계약이 있습니다." + _LOG_IN,
    K.DELIVERED: _HEAD + "결과물이 왔습니다. 검수 기간이 시작되었습니다." + _LOG_IN,
    K.CHANGES_ASKED: _HEAD + "고쳐 달라는 요청이 있습니다." + _LOG_IN,
    K.WARNED: _HEAD + "검수 기간이 곧 끝납니다." + _LOG_IN,
    K.ACCEPTED: _HEAD + "결과물이 확정된 계약이 있습니다." + _LOG_IN,
    K.PAID: _HEAD + "지급을 마친 계약이 있습니다." + _LOG_IN,
    K.UNPAID: _HEAD + "은행에서 지급하지 못한 계약이 있습니다." + _LOG_IN,
    K.DISPUTED: _HEAD + "분쟁상담이 신청되어 검수 기간이 멈췄습니다." + _LOG_IN,
}
"""Every text; `{secret}` stands in that of a code alone."""

OTHER, BOTH, FREELANCER, COMMISSIONER = "other", "both", "freelancer", "commissioner"
TOLD = {
    "contract.offer": (K.OFFERED, OTHER),
    "contract.accept": (K.AGREED, OTHER),
    "contract.conclude": (K.SIGNED, BOTH),
    "contract.call_off": (K.CALLED_OFF, OTHER),
    "money.card_paid": (K.CARD_PAID, BOTH),
    "milestone.deposit": (K.DEPOSITED, FREELANCER),
    "milestone.deposit_by_card": (K.DEPOSITED, FREELANCER),
    "milestone.match": (K.DEPOSITED, FREELANCER),
    "milestone.expire": (K.EXPIRED, BOTH),
    "milestone.deliver": (K.DELIVERED, OTHER),
    "milestone.deliver_directly": (K.DELIVERED, OTHER),
    "milestone.ask_changes": (K.CHANGES_ASKED, OTHER),
    "milestone.ask_changes_directly": (K.CHANGES_ASKED, OTHER),
    "milestone.warn": (K.WARNED, BOTH),
    "milestone.approve": (K.ACCEPTED, FREELANCER),
    "milestone.accept_silently": (K.ACCEPTED, BOTH),
    "milestone.take_over": (K.ACCEPTED, FREELANCER),
    "milestone.take_over_silently": (K.ACCEPTED, BOTH),
    "milestone.pay": (K.PAID, BOTH),
    "milestone.fail": (K.UNPAID, BOTH),
    "milestone.return": (K.UNPAID, BOTH),
    "milestone.dispute": (K.DISPUTED, OTHER),
    "member.account_changed": (K.PAYEE_CHANGED, COMMISSIONER),
}
"""What is told when something stands in the timeline: the other of whoever said it, both, or one party."""

AGAIN_AFTER = (1, 2, 5, 15, 60)
"""Minutes until a message that did not go out is tried again, try by try; after the last it is given up."""
CODE_MINUTES = 5
"""How long a number by message counts; later there is no use in sending it."""
