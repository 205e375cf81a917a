"""Whom consulting is for, what an engagement may become, what it is made of. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kwonik.places.rules import Refused

from .codes import MOVES, EngagementState


def check_move(verb: str, state: str, reason: str = "") -> EngagementState:
    """The state a verb leads to. Raises Refused when the engagement is not where the verb begins, or no reason is given."""
    move = MOVES[verb]
    if state not in move.sources:
        now = EngagementState(state).label
        raise Refused(
            f"지금 상태({now})에서는 '{move.label}'(으)로 바꿀 수 없습니다. 화면을 새로 열어 확인하세요."
        )
    if move.reason and not reason:
        raise Refused("까닭을 적으세요. 처리 이력에 남습니다.")
    return move.target


def too_many(employees: int | None, below: int | None) -> str:
    """Why a workplace is too large on the day it is accepted, kindly; "" when it is not."""
    if below is None or (employees is not None and employees < below):
        return ""
    said = (
        "접수한 날의 고용 인원이 적혀 있지 않습니다"
        if employees is None
        else f"고용 인원이 {employees}명입니다"
    )
    return (
        f"{said}. {below}인 미만 사업장을 지원합니다. 고용 인원을 다시 확인하거나, "
        "그래도 받으려면 까닭을 적으세요."
    )


def check_delivery(delivered_on: date, accepted_on: date | None, today: date) -> None:
    """Raises Refused for a day before it was accepted, or to come."""
    if delivered_on > today:
        raise Refused("완료한 날이 오늘보다 뒤입니다. 날짜를 확인하세요.")
    if accepted_on and delivered_on < accepted_on:
        raise Refused("완료한 날이 접수한 날보다 앞섭니다. 날짜를 확인하세요.")


def check_parts(chosen: Iterable[str], done: Iterable[str], mandatory: Iterable[str]) -> None:
    """What must always be done is done, and nothing that nobody asked for. Raises Refused."""
    missing = set(mandatory) - set(done)
    if missing:
        raise Refused("반드시 하는 지원을 마치지 않았습니다. 마친 지원에 표시했는지 확인하세요.")
    if set(done) - set(chosen) - set(mandatory):
        raise Refused("신청하지 않은 지원이 있습니다. 신청 내용을 먼저 고치세요.")
