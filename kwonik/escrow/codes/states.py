"""States of members, contracts, milestones and disputes, and who acts. Data only: `rules` reads it."""

from typing import Any

from kwonik.kernel.choices import TextChoices


class Actor(TextChoices):
    """Who says a verb. A member is one of the two parties; the clock and the bank are machines."""

    FREELANCER = "freelancer", "프리랜서"
    COMMISSIONER = "commissioner", "의뢰인"
    ADVISER = "adviser", "자문위원"
    OPERATOR = "operator", "센터"
    CLOCK = "clock", "자동(정한 날에)"
    BANK = "bank", "은행"


A: Any = Actor
PARTIES = (A.FREELANCER, A.COMMISSIONER)


class MemberState(TextChoices):
    JOINING = "joining", "전화번호 확인 전"
    ACTIVE = "active", "이용 중"
    SUSPENDED = "suspended", "이용 정지"
    LEFT = "left", "탈퇴"


class Standing(TextChoices):
    """A natural person or a business: who withholds tax and who issues a tax invoice follows from it."""

    INDIVIDUAL = "individual", "개인"
    BUSINESS = "business", "사업자"


class CheckState(TextChoices):
    BEGUN = "begun", "번호를 기다림"
    ACCEPTED = "accepted", "확인됨"
    REFUSED = "refused", "맞지 않음"
    TIMED_OUT = "timed_out", "시간이 지남"


class ContractState(TextChoices):
    DRAFT = "draft", "작성 중"
    OFFERED = "offered", "제안함"
    AGREED = "agreed", "서명 기다림"
    SIGNED = "signed", "서명함"
    ACTIVE = "active", "진행 중"
    CLOSED = "closed", "완료"
    CANCELLED = "cancelled", "취소"


class VersionState(TextChoices):
    """A version is written until it is agreed; then its document stands, and both sign it or it lapses. Until it is signed it
    goes through the states of the contract by the same verbs: an amendment is proposed and signed as the first version was.
    """

    DRAFT = "draft", "작성 중"
    OFFERED = "offered", "제안함"
    AGREED = "agreed", "서명 기다림"
    SIGNED = "signed", "서명함"
    LAPSED = "lapsed", "서명하지 않음"


class MilestoneState(TextChoices):
    AWAITING_DEPOSIT = "awaiting_deposit", "예치 기다림"
    FUNDED = "funded", "예치됨"
    DELIVERED = "delivered", "검수 기다림"
    APPROVED = "approved", "확정"
    PAYOUT_SENT = "payout_sent", "지급 보냄"
    PAYOUT_UNKNOWN = "payout_unknown", "은행 답 확인 중"
    PAYOUT_FAILED = "payout_failed", "지급되지 않음"
    PAID = "paid", "지급 완료"
    DISPUTED = "disputed", "분쟁상담 중"
    RESOLVED = "resolved", "나누기로 함"
    REFUND_SENT = "refund_sent", "환불 보냄"
    REFUNDED = "refunded", "환불 완료"
    EXPIRED = "expired", "예치하지 않아 끝남"
    CANCELLED = "cancelled", "취소"
    DIRECT = "direct", "직접 지급으로 진행"
    DIRECT_DELIVERED = "direct_delivered", "직접 지급: 검수 기다림"
    DIRECT_DONE = "direct_done", "직접 지급: 인수함"


class Custody(TextChoices):
    """Whether the bank keeps the money (안심결제) or the parties pay each other and it is only written down (바로이체)."""

    CUSTODY = "custody", "안심결제(은행이 대금을 맡음)"
    DIRECT = "direct", "바로이체(기록만 남고 대금은 보호되지 않음)"


class Withholding(TextChoices):
    """Whether the tax part is deposited too. The withholding agent is the commissioner, never the centre."""

    NONE = "none", "원천징수 없음"
    DEPOSIT_GROSS = "deposit_gross", "세금까지 예치(세금은 의뢰인에게 돌아가 의뢰인이 납부)"
    DEPOSIT_NET = "deposit_net", "세금을 뺀 금액만 예치(세금은 의뢰인이 따로 납부)"


class PaysBy(TextChoices):
    TRANSFER = "transfer", "계좌이체"
    CARD = "card", "카드(수수료는 프리랜서가 받는 금액에서 뺌)"


class DepositReason(TextChoices):
    """Why money that came in is not taken for the deposit that was signed."""

    SHORT = "short", "계약보다 적은 금액"
    OVER = "over", "계약보다 많은 금액"
    FEE = "fee", "계약과 다른 카드 수수료"
    LATE = "late", "예치 기한이 지남"
    NAME = "name", "의뢰인과 다른 이름"
    AGAIN = "again", "이미 예치한 차수"
    UNKNOWN = "unknown", "어느 계약인지 알 수 없음"
    FOUND = "found", "하루 마감에서 찾은 돈"


class DepositState(TextChoices):
    SUSPENSE = "suspense", "확인 기다림"
    MATCHED = "matched", "계약에 예치함"
    REFUND_SENT = "refund_sent", "돌려보내는 중"
    REFUNDED = "refunded", "돌려보냄"


class PaymentState(TextChoices):
    """Of a payment to a freelancer or back to a commissioner, as the ledger keeps it."""

    HELD = "held", "두 번째 사람의 확인 기다림"
    WRITTEN = "written", "보낼 차례"
    SENDING = "sending", "은행에 보냄"
    UNKNOWN = "unknown", "은행의 답을 확인하는 중"
    DONE = "done", "이체됨"
    FAILED = "failed", "이체되지 않음"
    RETURNED = "returned", "되돌아옴"


class MilestoneKind(TextChoices):
    ADVANCE = "advance", "선금"
    INTERIM = "interim", "중도금"
    BALANCE = "balance", "잔금"


class DisputeState(TextChoices):
    OPEN = "open", "자문위원 정하는 중"
    MEDIATING = "mediating", "상담 중"
    AGREED = "agreed", "나누기로 합의함"
    HANDED_OVER = "handed_over", "조정기관에 넘김"
    WITHDRAWN = "withdrawn", "거둠"
    ADVISED = "advised", "상담을 마침"


class OutsideBody(TextChoices):
    """기관 that settle such disputes (공개된 넘겨주기 대상)."""

    FAIR_TRADE = "fair_trade", "한국공정거래조정원"
    CONTENT = "content", "한국콘텐츠진흥원"
    ARTISTS = "artists", "한국예술인복지재단"
    BAR = "bar", "지방변호사회"
    COURT = "court", "법원"


S: Any = MilestoneState
C: Any = ContractState
D: Any = DisputeState
OVER = (S.PAID, S.REFUNDED, S.EXPIRED, S.CANCELLED, S.DIRECT_DONE)
"""A milestone with which nothing happens any more (a payment may still come back from the bank)."""
DONE = (S.PAID, S.DIRECT_DONE)
RUNNING = (C.SIGNED, C.ACTIVE)
DISPUTE_OPEN = (D.OPEN, D.MEDIATING)
