"""States and moves of an application, and the events of everything recorded here. Data only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kwonik.catalogue.codes import Shape
from kwonik.kernel import audit
from kwonik.kernel.choices import TextChoices


class State(TextChoices):
    REQUESTED = "requested", "접수"
    REVIEWED = "reviewed", "검토함"
    ACCEPTED = "accepted", "지원 결정"
    WAITING = "waiting", "대기"
    REFUSED = "refused", "지원 안 함"
    ASSIGNED = "assigned", "배정함"
    DELIVERED = "delivered", "마침"
    EVALUATED = "evaluated", "평가까지 마침"
    WITHDRAWN = "withdrawn", "신청 취소"


TONES = {
    State.REQUESTED: "info",
    State.REVIEWED: "info",
    State.ACCEPTED: "primary",
    State.WAITING: "warning",
    State.REFUSED: "danger",
    State.ASSIGNED: "primary",
    State.DELIVERED: "success",
    State.EVALUATED: "success",
    State.WITHDRAWN: "neutral",
}
BOARD = (State.REQUESTED, State.REVIEWED, State.WAITING, State.ACCEPTED, State.ASSIGNED, State.DELIVERED)
"""The columns of the board: what somebody has still to do with."""

SEATED = (State.ACCEPTED, State.ASSIGNED, State.DELIVERED, State.EVALUATED)
"""Who takes a place of a round."""

DONE = (State.DELIVERED, State.EVALUATED)


@dataclass(frozen=True)
class Move:
    """One verb of an application: from which states to which, what its page asks, which permission it needs.

    `done` completes the audit code `activities.application.<done>`; `label` stands in the history.
    """

    code: str
    done: str
    button: str
    label: str
    sources: tuple[State, ...]
    target: State
    asks: tuple[str, ...] = ()
    permission: str = "activities.application:decide"


S: Any = State
MOVES = {
    move.code: move
    for move in (
        Move("review", "reviewed", "검토 마치기", "검토를 마침", (S.REQUESTED,), S.REVIEWED),
        Move(
            "accept",
            "accepted",
            "지원 결정",
            "지원하기로 함",
            (S.REQUESTED, S.REVIEWED, S.WAITING),
            S.ACCEPTED,
            ("decided_on",),
        ),
        Move("wait", "put_off", "대기로 두기", "대기로 둠", (S.REQUESTED, S.REVIEWED), S.WAITING),
        Move(
            "refuse",
            "refused",
            "지원하지 않기",
            "지원하지 않기로 함",
            (S.REQUESTED, S.REVIEWED, S.WAITING),
            S.REFUSED,
            ("reason",),
        ),
        Move(
            "assign",
            "assigned",
            "맡을 사람 정하기",
            "맡을 사람을 정함",
            (S.ACCEPTED,),
            S.ASSIGNED,
            ("appointee",),
        ),
        Move(
            "deliver",
            "delivered",
            "마친 것 적기",
            "마침",
            (S.ACCEPTED, S.ASSIGNED),
            S.DELIVERED,
            ("delivered_on", "people"),
        ),
        Move(
            "evaluate",
            "evaluated",
            "만족도 적기",
            "만족도를 적음",
            (S.DELIVERED,),
            S.EVALUATED,
            ("score", "remark"),
        ),
        Move(
            "cancel",
            "cancelled",
            "신청 취소",
            "신청을 취소함",
            (S.REQUESTED, S.REVIEWED, S.WAITING, S.ACCEPTED, S.ASSIGNED),
            S.WITHDRAWN,
            ("reason",),
        ),
        Move(
            "reopen",
            "reopened",
            "다시 접수하기",
            "다시 접수함",
            (S.REVIEWED, S.WAITING, S.ACCEPTED, S.REFUSED, S.WITHDRAWN),
            S.REQUESTED,
        ),
        Move("undo", "undone", "마친 것 되돌리기", "마친 것을 되돌림", DONE, S.ACCEPTED),
    )
}

MODES: dict[Shape, str] = {
    Shape.SESSION: "session",
    Shape.TALLY: "tally",
    Shape.HANDOUT: "handout",
    Shape.APPLICATION: "application",
}
"""The word of a shape in permissions, events and addresses."""

ONE = {Shape.SESSION: "회차", Shape.TALLY: "집계", Shape.HANDOUT: "나눔", Shape.APPLICATION: "신청"}
DAY = {
    Shape.SESSION: "진행한 날",
    Shape.TALLY: "센 날",
    Shape.HANDOUT: "나눈 날",
    Shape.APPLICATION: "신청한 날",
}
"""How a record and its day are called where the profile says nothing."""

audit.declare(
    [
        audit.Event(f"activities.{thing}.{done}", label)
        for thing in MODES.values()
        for done, label in (
            ("recorded", "적음"),
            ("amended", "고침"),
            ("withdrawn", "철회함"),
            ("reinstated", "철회를 되돌림"),
        )
    ]
    + [audit.Event(f"activities.application.{move.done}", move.label) for move in MOVES.values()]
    + [
        audit.Event("activities.round.opened", "모집을 엶"),
        audit.Event("activities.round.amended", "모집을 고침"),
        audit.Event("activities.record.exported", "목록을 내려받음"),
    ]
)
