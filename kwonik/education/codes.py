"""States of a dispatch request, its moves, and what is kept as events. Data only."""

from __future__ import annotations

from dataclasses import dataclass

from kwonik.kernel import audit
from kwonik.kernel.choices import TextChoices


class RequestState(TextChoices):
    REQUESTED = "requested", "신청"
    REVIEWED = "reviewed", "검토함"
    ACCEPTED = "accepted", "접수"
    WAITING = "waiting", "대기"
    REFUSED = "refused", "거절"
    ASSIGNED = "assigned", "강사 배정"
    DONE = "done", "마침"
    CANCELLED = "cancelled", "취소"


OPEN = (RequestState.REQUESTED, RequestState.REVIEWED, RequestState.WAITING)
"""Nobody has decided yet."""
TAKEN = (RequestState.ACCEPTED, RequestState.ASSIGNED, RequestState.DONE)
"""The centre took it on: 접수."""


@dataclass(frozen=True)
class Move:
    """A verb of a request: from which states, to which, what the button says and what happens in words."""

    sources: tuple[RequestState, ...]
    target: RequestState
    label: str
    words: str
    reason: bool = False
    danger: bool = False


MOVES: dict[str, Move] = {
    "review": Move(
        (RequestState.REQUESTED,),
        RequestState.REVIEWED,
        "검토함",
        "신청 내용을 확인했습니다. 이제 접수하거나 대기, 거절로 정할 수 있습니다.",
    ),
    "accept": Move(OPEN, RequestState.ACCEPTED, "접수", "이 신청을 받습니다. 접수한 뒤 강사를 배정합니다."),
    "wait": Move(
        (RequestState.REQUESTED, RequestState.REVIEWED),
        RequestState.WAITING,
        "대기",
        "지금은 받을 수 없어 기다리게 합니다. 자리가 나면 접수하세요.",
    ),
    "refuse": Move(
        OPEN,
        RequestState.REFUSED,
        "거절",
        "신청한 곳에 까닭을 알린 뒤 적어 두세요. 나중에 다시 검토할 수 있습니다.",
        reason=True,
        danger=True,
    ),
    "finish": Move(
        (RequestState.ACCEPTED, RequestState.ASSIGNED),
        RequestState.DONE,
        "마침",
        "이 신청으로 하기로 한 교육을 다 마쳤습니다.",
    ),
    "cancel": Move(
        (*OPEN, RequestState.ACCEPTED, RequestState.ASSIGNED),
        RequestState.CANCELLED,
        "취소",
        "신청한 곳이 그만두었거나 교육을 할 수 없게 되었습니다. 접수한 신청의 수에서 빠집니다.",
        reason=True,
        danger=True,
    ),
    "reopen": Move(
        (RequestState.REFUSED, RequestState.CANCELLED, RequestState.DONE),
        RequestState.REVIEWED,
        "다시 검토",
        "정한 것을 무르고 다시 검토합니다. 앞에 적은 까닭은 처리 이력에 남습니다.",
    ),
}
"""verb -> what it does; `assign` is no verb of its own: a lecture planned for the request makes it so."""

DECIDING = ("review", "accept", "wait", "refuse", "finish", "cancel", "reopen")

audit.declare(
    [
        audit.Event("education.request.recorded", "교육 신청을 적음"),
        audit.Event("education.request.amended", "교육 신청을 고침"),
        audit.Event("education.request.reviewed", "신청을 검토함"),
        audit.Event("education.request.accepted", "신청을 접수함"),
        audit.Event("education.request.waiting", "신청을 기다리게 함"),
        audit.Event("education.request.refused", "신청을 거절함"),
        audit.Event("education.request.assigned", "신청에 강사를 배정함"),
        audit.Event("education.request.done", "신청한 교육을 마침"),
        audit.Event("education.request.cancelled", "신청을 취소함"),
        audit.Event("education.request.reopened", "신청을 다시 검토함"),
        audit.Event("education.request.withdrawn", "잘못 적은 신청을 철회함"),
        audit.Event("education.request.reinstated", "신청의 철회를 되돌림"),
        audit.Event("education.lecture.planned", "교육을 잡음"),
        audit.Event("education.lecture.amended", "교육을 고침"),
        audit.Event("education.lecture.held", "교육 결과를 적음"),
        audit.Event("education.lecture.assigned", "강사를 배정함"),
        audit.Event("education.lecture.released", "강사 배정을 거둠"),
        audit.Event("education.lecture.enrolled", "명단에 올림"),
        audit.Event("education.lecture.attended", "출석을 적음"),
        audit.Event("education.lecture.struck", "명단에서 뺌"),
        audit.Event("education.lecture.withdrawn", "교육을 철회함"),
        audit.Event("education.lecture.reinstated", "교육의 철회를 되돌림"),
        audit.Event("education.video.recorded", "영상을 올림"),
        audit.Event("education.video.withdrawn", "영상을 철회함"),
        audit.Event("education.video.reinstated", "영상의 철회를 되돌림"),
        audit.Event("education.videoreading.recorded", "조회수를 적음"),
        audit.Event("education.videoreading.withdrawn", "조회수를 철회함"),
        audit.Event("education.videoreading.reinstated", "조회수의 철회를 되돌림"),
    ]
)
