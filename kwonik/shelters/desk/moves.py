"""What may be done with a booking, in the words in which its page asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kwonik.shelters import actions
from kwonik.shelters.access import BOOK, DECIDE
from kwonik.shelters.forms import CancelForm, HeadsForm, ReasonForm, SureForm


@dataclass(frozen=True)
class Move:
    """A move as its page asks for it."""

    label: str
    question: str
    text: str
    done: str
    permission: str
    act: Callable[..., Any]
    form: type = SureForm
    danger: bool = False

    @property
    def door(self) -> str:
        return "shelters:decide" if self.permission == DECIDE else "shelters:move"


MOVES = {
    "approve": Move(
        "승인",
        "이 대관을 승인할까요?",
        "모임에 승인되었다고 알리세요.",
        "승인했습니다.",
        DECIDE,
        actions.approve_booking,
    ),
    "refuse": Move(
        "거절",
        "이 대관을 거절할까요?",
        "그 시간을 기다리는 모임이 있으면 자리가 넘어갑니다.",
        "거절했습니다.",
        DECIDE,
        actions.refuse_booking,
        ReasonForm,
        True,
    ),
    "offer": Move(
        "신청으로 올리기",
        "대기를 신청으로 올릴까요?",
        "그 시간이 비어 있어야 합니다.",
        "신청으로 올렸습니다.",
        DECIDE,
        actions.offer_booking,
    ),
    "restore": Move(
        "되살리기",
        "이 대관을 되살릴까요?",
        "다시 신청 상태가 되어 그 시간을 잡습니다.",
        "되살렸습니다.",
        DECIDE,
        actions.restore_booking,
    ),
    "cancel": Move(
        "취소",
        "이 대관을 취소할까요?",
        "그 시간을 기다리는 모임이 있으면 자리가 넘어갑니다.",
        "취소했습니다.",
        BOOK,
        actions.cancel_booking,
        CancelForm,
        True,
    ),
    "use": Move(
        "이용 확인",
        "몇 사람이 왔습니까?",
        "적은 사람 수가 보고서에 들어갑니다.",
        "이용을 확인했습니다.",
        BOOK,
        actions.use_booking,
        HeadsForm,
    ),
    "no_show": Move(
        "오지 않음",
        "이 모임이 오지 않았습니까?",
        "보고서에 들어가지 않습니다.",
        "오지 않음으로 적었습니다.",
        BOOK,
        actions.miss_booking,
    ),
    "reopen": Move(
        "이용 확인 되돌리기",
        "이용 확인을 되돌릴까요?",
        "다시 승인 상태가 되고 보고서에서 빠집니다.",
        "되돌렸습니다.",
        BOOK,
        actions.reopen_booking,
    ),
}
