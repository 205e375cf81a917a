"""What may be said about a contract and about a milestone: by whom, from which state to which, and what money does. Data only.

`event` is the kind of the ledger's event that a verb posts; a verb with one cannot be said without the ledger. The state
machine is that of the service's design: a superset of the public one, one milestone being what was one contract there.
"""

from dataclasses import dataclass
from typing import Any

from kwonik.kernel import audit

from .states import PARTIES, Actor, ContractState, MilestoneState


@dataclass(frozen=True)
class Transition:
    """One verb: from which states, to which (None: it stays), by whom. `button` on the page, `label` in the history.

    `done` completes the audit code. `event`: what it posts in the ledger ("": no money moves).
    """

    code: str
    done: str
    button: str
    label: str
    sources: tuple[Any, ...]
    target: Any
    who: tuple[Any, ...]
    event: str = ""

    @property
    def moves_money(self) -> bool:
        return bool(self.event)


S: Any = MilestoneState
C: Any = ContractState
A: Any = Actor
_F, _C, _BOTH, _CLOCK, _BANK = (A.FREELANCER,), (A.COMMISSIONER,), PARTIES, (A.CLOCK,), (A.BANK,)
_OF_DISPUTES = (*PARTIES, A.ADVISER)

OF_CONTRACTS = {
    t.code: t
    for t in (
        Transition("draft", "drafted", "계약 쓰기", "계약을 쓰기 시작함", (), C.DRAFT, _BOTH),
        Transition("write", "written", "고쳐 쓰기", "계약 내용을 적음", (C.DRAFT,), None, _BOTH),
        Transition("offer", "offered", "제안하기", "계약을 제안함", (C.DRAFT,), C.OFFERED, _BOTH),
        Transition("take_back", "taken_back", "제안 거두기", "제안을 거둠", (C.OFFERED,), C.DRAFT, _BOTH),
        Transition("counter", "countered", "고쳐서 다시 제안하기", "고쳐서 다시 제안하려 함", (C.OFFERED,), C.DRAFT, _BOTH),
        Transition("accept", "accepted", "이 내용으로 정하기", "제안을 받아들임", (C.OFFERED,), C.AGREED, _BOTH),
        Transition("reopen", "reopened", "내용 다시 고치기", "서명하기 전에 내용을 다시 고치려 함", (C.AGREED,), C.DRAFT, _BOTH),
        Transition("sign", "signed", "서명하기", "서명함", (C.AGREED,), None, _BOTH),
        Transition("conclude", "concluded", "서명 마침", "두 사람의 서명을 마침", (C.AGREED,), C.SIGNED, _BOTH),
        Transition("begin", "begun", "시작", "첫 대금이 맡겨져 계약이 시작됨", (C.SIGNED,), C.ACTIVE, _BANK, "deposited"),
        Transition("begin_directly", "begun_directly", "시작", "직접 지급 계약이 시작됨", (C.SIGNED,), C.ACTIVE, _BOTH),
        Transition("amend", "amending", "계약 고치기", "계약을 고치려 함", (C.SIGNED, C.ACTIVE), None, _BOTH),
        Transition("drop", "dropped", "취소하기", "서명하기 전에 취소함", (C.DRAFT, C.OFFERED, C.AGREED), C.CANCELLED, _BOTH),
        Transition("call_off", "called_off", "계약 취소하기", "대금을 맡기기 전에 계약을 취소함", (C.SIGNED,), C.CANCELLED, _BOTH),
        Transition("close", "closed", "완료", "모든 차수를 마침", (C.SIGNED, C.ACTIVE), C.CLOSED, (*_BOTH, A.BANK)),
        Transition("end", "ended", "끝냄", "일하지 않고 끝냄", (C.SIGNED, C.ACTIVE), C.CANCELLED, (*_BOTH, A.CLOCK, A.BANK)),
        Transition("resume", "resumed", "다시 진행", "보낸 돈이 되돌아와 다시 진행함", (C.CLOSED, C.CANCELLED), C.ACTIVE, _BANK, "returned"),
    )
}  # fmt: skip

OF_MILESTONES = {
    t.code: t
    for t in (
        Transition("deposit", "deposited", "예치", "대금이 맡겨짐", (S.AWAITING_DEPOSIT,), S.FUNDED, _BANK, "deposited"),
        Transition("deposit_by_card", "deposited_by_card", "카드 예치", "대금이 카드로 맡겨짐", (S.AWAITING_DEPOSIT,), S.FUNDED, _BANK,
                   "deposited_by_card"),
        Transition("match", "matched", "확인한 입금 맞춤", "확인하던 입금을 이 차수에 맞춤", (S.AWAITING_DEPOSIT,), S.FUNDED, (A.OPERATOR,),
                   "matched"),
        Transition("expire", "expired", "예치 기한 지남", "정한 날까지 예치하지 않아 끝남", (S.AWAITING_DEPOSIT,), S.EXPIRED, _CLOCK),
        Transition("start", "started", "일 시작하기", "일을 시작함", (S.FUNDED,), None, _F),
        Transition("deliver", "delivered", "결과물 넘기기", "결과물을 넘김", (S.FUNDED,), S.DELIVERED, _F),
        Transition("ask_changes", "changes_asked", "고쳐 달라고 하기", "고쳐 달라고 함", (S.DELIVERED,), S.FUNDED, _C),
        Transition("approve", "approved", "확정하기", "결과물을 확정함", (S.DELIVERED,), S.APPROVED, _C, "approved"),
        Transition("accept_silently", "accepted_silently", "자동 확정", "검수 기간이 지나 자동으로 확정됨", (S.DELIVERED,), S.APPROVED,
                   _CLOCK, "approved"),
        Transition("send_payout", "payout_sent", "지급 보내기", "지급을 은행에 보냄", (S.APPROVED, S.RESOLVED), S.PAYOUT_SENT, (A.CLOCK, A.OPERATOR),
                   "sent"),
        Transition("lose_answer", "payout_unknown", "은행 답 없음", "은행의 답을 확인하는 중", (S.PAYOUT_SENT,), S.PAYOUT_UNKNOWN, _BANK,
                   "unanswered"),
        Transition("pay", "paid", "지급됨", "지급이 끝남", (S.PAYOUT_SENT, S.PAYOUT_UNKNOWN), S.PAID, _BANK, "done"),
        Transition("fail", "payout_failed", "지급 안 됨", "지급되지 않음", (S.PAYOUT_SENT, S.PAYOUT_UNKNOWN), S.PAYOUT_FAILED, _BANK, "failed"),
        Transition("resend", "payout_resent", "다시 보내기", "확인한 새 계좌로 다시 보냄", (S.PAYOUT_FAILED,), S.PAYOUT_SENT,
                   (A.CLOCK, A.OPERATOR), "sent"),
        Transition("return", "payout_returned", "되돌아옴", "지급한 돈이 은행에서 되돌아옴", (S.PAID,), S.PAYOUT_FAILED, _BANK, "returned"),
        Transition("dispute", "disputed", "분쟁상담 신청", "분쟁상담을 신청해 검수 기간이 멈춤", (S.FUNDED, S.DELIVERED), S.DISPUTED, _BOTH),
        Transition("take_back_dispute", "dispute_taken_back", "분쟁상담 거두기", "분쟁상담을 거둠", (S.DISPUTED,), None, _BOTH),
        Transition("split", "split", "나누기", "합의한 대로 나눔", (S.DISPUTED,), S.RESOLVED, (A.OPERATOR,), "split"),
        Transition("send_refund", "refund_sent", "돌려보내기", "나누기로 한 대로 의뢰인에게 돌려보냄", (S.RESOLVED,), S.REFUND_SENT,
                   (A.CLOCK, A.OPERATOR), "sent"),
        Transition("ask_to_cancel", "asked_to_cancel", "취소하자고 하기", "계약을 취소하자고 함", (S.FUNDED,), None, _BOTH),
        Transition("cancel_before_work", "cancelled_before_work", "일 시작 전 취소", "일을 시작하기 전에 취소함", (S.FUNDED,), S.REFUND_SENT, _C,
                   "cancelled"),
        Transition("cancel_together", "cancelled_together", "뜻을 모아 취소", "두 사람이 뜻을 모아 취소함", (S.FUNDED,), S.REFUND_SENT, _BOTH,
                   "cancelled"),
        Transition("refund", "refunded", "환불됨", "환불이 끝남", (S.REFUND_SENT,), S.REFUNDED, _BANK, "done"),
        Transition("return_refund", "refund_returned", "환불이 되돌아옴", "돌려보낸 돈이 은행에서 되돌아옴", (S.REFUNDED,), S.REFUND_SENT, _BANK,
                   "returned"),
        Transition("call_off", "called_off", "예치 전 취소", "예치하기 전에 취소함", (S.AWAITING_DEPOSIT, S.DIRECT), S.CANCELLED, _BOTH),
        Transition("reinstate", "reinstated", "되살리기", "고친 계약에 따라 되살림", (S.CANCELLED,), None, _BOTH),
        Transition("deliver_directly", "delivered_directly", "결과물 넘기기", "결과물을 넘김(직접 지급)", (S.DIRECT,), S.DIRECT_DELIVERED, _F),
        Transition("ask_changes_directly", "changes_asked_directly", "고쳐 달라고 하기", "고쳐 달라고 함(직접 지급)", (S.DIRECT_DELIVERED,),
                   S.DIRECT, _C),
        Transition("take_over", "taken_over", "결과물 받기", "결과물을 받아 일을 마침(직접 지급)", (S.DIRECT_DELIVERED,), S.DIRECT_DONE, _C),
        Transition("take_over_silently", "taken_over_silently", "자동 확정", "검수 기간이 지나 자동으로 확정됨(직접 지급)", (S.DIRECT_DELIVERED,),
                   S.DIRECT_DONE, _CLOCK),
        Transition("warn", "warned", "미리 알림", "검수 기간이 곧 끝남을 두 사람에게 알림", (S.DELIVERED, S.DIRECT_DELIVERED), None, _CLOCK),
    )
}  # fmt: skip

LABELS = {f"contract.{t.code}": t.label for t in OF_CONTRACTS.values()} | {
    f"milestone.{t.code}": t.label for t in OF_MILESTONES.values()
}
"""How the timeline of both parties calls what happened."""
LABELS |= {
    "money.card_paid": "카드로 결제함. 대금은 카드사가 은행에 넣은 뒤에 맡겨짐",
    "money.withheld_pay": "납부할 세금을 의뢰인에게 돌려줌",
    "money.withheld_return": "돌려준 세금이 되돌아옴",
    "money.refundable_pay": "나눈 금액을 의뢰인에게 돌려줌",
    "money.refundable_return": "돌려준 금액이 되돌아옴",
    "member.account_changed": "프리랜서가 대금을 받을 계좌를 바꿈. 이 계약서에 적힌 계좌는 그대로임",
    "dispute.assigned": "자문위원을 정함",
    "dispute.noted": "자문위원이 상담한 일을 적음",
    "dispute.proposed": "자문위원이 나누는 방법을 제안함",
    "dispute.split_signed": "나누는 방법에 서명함",
    "dispute.agreed": "나누는 방법에 합의함",
    "dispute.handed_over": "조정기관에 넘김",
    "dispute.settled": "조정기관의 결정을 두 담당자가 확인함",
    "dispute.withdrawn": "분쟁상담을 거둠",
    "dispute.advised": "상담을 마침",
}

audit.declare(
    [
        *(audit.Event(f"escrow.contract.{t.done}", t.label) for t in OF_CONTRACTS.values()),
        *(audit.Event(f"escrow.milestone.{t.done}", t.label) for t in OF_MILESTONES.values()),
        audit.Event("escrow.member.joined", "안심결제에 가입함"),
        audit.Event("escrow.member.phone_confirmed", "전화번호를 확인함"),
        audit.Event("escrow.member.phone_changed", "전화번호를 바꿈"),
        audit.Event("escrow.member.recovery_begun", "비밀번호를 다시 정하려 함"),
        audit.Event("escrow.member.recovery_refused", "비밀번호를 다시 정하다 본인 확인이 되지 않음"),
        audit.Event("escrow.member.recovered", "비밀번호를 다시 정함"),
        audit.Event("escrow.policy.set", "안심결제 기준을 정함"),
        audit.Event("escrow.member.verified", "본인 확인을 마침"),
        audit.Event("escrow.member.verification_refused", "본인 확인이 되지 않음"),
        audit.Event("escrow.member.amended", "이용자 정보를 고침"),
        audit.Event("escrow.member.account_bound", "받을 계좌를 적음"),
        audit.Event("escrow.member.suspended", "이용을 멈춤"),
        audit.Event("escrow.member.resumed", "이용을 다시 엶"),
        audit.Event("escrow.member.left", "탈퇴해 신원을 지움"),
        audit.Event("escrow.member.seen", "담당자가 이용자 신원을 봄"),
        audit.Event("escrow.dispute.opened", "분쟁상담을 신청함"),
        audit.Event("escrow.dispute.assigned", "자문위원을 정함"),
        audit.Event("escrow.dispute.noted", "상담한 일을 적음"),
        audit.Event("escrow.dispute.proposed", "나누는 방법을 제안함"),
        audit.Event("escrow.dispute.split_signed", "나누는 방법에 서명함"),
        audit.Event("escrow.dispute.agreed", "나누는 방법에 합의함"),
        audit.Event("escrow.dispute.handed_over", "조정기관에 넘김"),
        audit.Event("escrow.dispute.withdrawn", "분쟁상담을 거둠"),
        audit.Event("escrow.dispute.advised", "상담을 마침"),
        audit.Event("escrow.certificate.issued", "실적확인서를 발급함"),
        audit.Event("escrow.sandbox.turned", "연습 은행의 고장이나 설정을 바꿈"),
        audit.Event("escrow.sandbox.mended", "연습 은행의 고장을 모두 되돌림"),
        audit.Event("escrow.sandbox.advanced", "연습 은행의 시계를 돌림"),
        audit.Event("escrow.sandbox.paid_in", "연습 은행에서 가상계좌에 입금해 봄"),
        audit.Event("escrow.sandbox.card_charged", "연습 은행에서 카드로 결제해 봄"),
    ]
)  # fmt: skip
