"""States of an engagement, its moves, and what is kept as events. Data only."""

from __future__ import annotations

from dataclasses import dataclass

from kwonik.kernel import audit
from kwonik.kernel.choices import TextChoices


class EngagementState(TextChoices):
    REQUESTED = "requested", "신청"
    REVIEWED = "reviewed", "검토함"
    ACCEPTED = "accepted", "접수"
    WAITING = "waiting", "대기"
    REFUSED = "refused", "거절"
    ASSIGNED = "assigned", "배정"
    DELIVERED = "delivered", "완료"
    EVALUATED = "evaluated", "평가 마침"
    CANCELLED = "cancelled", "취소"


OPEN = (EngagementState.REQUESTED, EngagementState.REVIEWED, EngagementState.WAITING)
"""Nobody has decided yet."""
RUNNING = (EngagementState.ACCEPTED, EngagementState.ASSIGNED)
"""Taken on and not done yet."""
DONE = (EngagementState.DELIVERED, EngagementState.EVALUATED)


@dataclass(frozen=True)
class Move:
    """A verb of an engagement: from which states, to which, what the button says and what happens in words."""

    sources: tuple[EngagementState, ...]
    target: EngagementState
    label: str
    words: str
    reason: bool = False
    danger: bool = False


MOVES: dict[str, Move] = {
    "review": Move(
        (EngagementState.REQUESTED,),
        EngagementState.REVIEWED,
        "검토함",
        "신청 내용을 확인했습니다. 이제 접수하거나 대기, 거절로 정할 수 있습니다.",
    ),
    "accept": Move(
        OPEN,
        EngagementState.ACCEPTED,
        "접수",
        "이 신청을 받습니다. 접수한 날의 고용 인원으로 지원 대상인지 정해집니다.",
    ),
    "wait": Move(
        (EngagementState.REQUESTED, EngagementState.REVIEWED),
        EngagementState.WAITING,
        "대기",
        "지금은 받을 수 없어 기다리게 합니다. 자리가 나면 접수하세요.",
    ),
    "refuse": Move(
        OPEN,
        EngagementState.REFUSED,
        "거절",
        "신청한 곳에 까닭을 알린 뒤 적어 두세요. 나중에 다시 검토할 수 있습니다.",
        reason=True,
        danger=True,
    ),
    "assign": Move(
        RUNNING, EngagementState.ASSIGNED, "맡을 사람 정하기", "이 사업장을 맡을 사람을 정합니다."
    ),
    "deliver": Move(
        RUNNING,
        EngagementState.DELIVERED,
        "완료 적기",
        "마친 지원 내용과 날짜, 비용을 적습니다.",
    ),
    "evaluate": Move(
        DONE, EngagementState.EVALUATED, "만족도 적기", "사업장이 답한 만족도를 적고 평가를 마칩니다."
    ),
    "cancel": Move(
        (*OPEN, *RUNNING),
        EngagementState.CANCELLED,
        "취소",
        "사업장이 그만두었거나 할 수 없게 되었습니다.",
        reason=True,
        danger=True,
    ),
    "reopen": Move(
        (EngagementState.REFUSED, EngagementState.CANCELLED),
        EngagementState.REVIEWED,
        "다시 검토",
        "정한 것을 무르고 다시 검토합니다. 앞에 적은 까닭은 처리 이력에 남습니다.",
    ),
    "resume": Move(
        DONE,
        EngagementState.ASSIGNED,
        "완료 무르기",
        "적은 완료를 무르고 다시 진행합니다. 완료한 사업장의 수에서 빠집니다.",
        reason=True,
    ),
}

audit.declare(
    [
        audit.Event("consulting.engagement.recorded", "신청을 적음"),
        audit.Event("consulting.engagement.amended", "신청을 고침"),
        audit.Event("consulting.engagement.reviewed", "신청을 검토함"),
        audit.Event("consulting.engagement.accepted", "신청을 접수함"),
        audit.Event("consulting.engagement.waiting", "신청을 기다리게 함"),
        audit.Event("consulting.engagement.refused", "신청을 거절함"),
        audit.Event("consulting.engagement.assigned", "맡을 사람을 정함"),
        audit.Event("consulting.engagement.delivered", "완료를 적음"),
        audit.Event("consulting.engagement.evaluated", "만족도를 적음"),
        audit.Event("consulting.engagement.cancelled", "신청을 취소함"),
        audit.Event("consulting.engagement.reopened", "신청을 다시 검토함"),
        audit.Event("consulting.engagement.resumed", "완료를 무름"),
        audit.Event("consulting.engagement.withdrawn", "잘못 적은 신청을 철회함"),
        audit.Event("consulting.engagement.reinstated", "신청의 철회를 되돌림"),
        audit.Event("consulting.agreement.recorded", "협약을 적음"),
        audit.Event("consulting.agreement.ended", "협약의 마지막 날을 적음"),
    ]
)
