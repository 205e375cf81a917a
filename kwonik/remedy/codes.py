"""States, turns, transitions and events of relief cases. Data only: `rules.py` reads it."""

from dataclasses import dataclass
from typing import Any

from kwonik.kernel import audit
from kwonik.kernel.choices import TextChoices


class CaseState(TextChoices):
    PREPARING = "preparing", "사실관계 정리"
    READY = "ready", "배정 대기"
    OFFERED = "offered", "수락 대기"
    ACTIVE = "active", "진행 중"
    CONCLUDED = "concluded", "결과 나옴"
    CLOSED = "closed", "종결"
    WITHDRAWN = "withdrawn", "취하"


class Turn(TextChoices):
    """누구 차례: who has to act next."""

    CENTRE = "centre", "센터"
    ADVOCATE = "advocate", "노동권리보호관"
    CLIENT = "client", "내담자"
    FORUM = "forum", "기관"
    NOBODY = "", "없음"


class OfferState(TextChoices):
    OFFERED = "offered", "답을 기다림"
    ACCEPTED = "accepted", "수락"
    DECLINED = "declined", "거절"
    RETRACTED = "withdrawn", "거둠"
    RELEASED = "released", "배정을 풂"


class Withdrawal(TextChoices):
    """Why a case ended without an outcome. The first two were supported and count; an error never does."""

    CLIENT = "client", "내담자가 취하함"
    CENTRE = "centre", "지원을 이어 갈 수 없음"
    ERROR = "error", "잘못 연 사건(실적에서 빠짐)"


class Instrument(TextChoices):
    """What a small claim uses (민사소송법 제462조 지급명령, 민사집행법 제276조 가압류, 소액사건심판법)."""

    PAYMENT_ORDER = "payment_order", "지급명령"
    PROVISIONAL_ATTACHMENT = "provisional_attachment", "가압류"
    SMALL_CLAIM_SUIT = "small_claim_suit", "소액심판"


class ForumKind(TextChoices):
    """자료 검토 or 권리구제: the two columns into which the yearly table groups the procedures."""

    REVIEW = "review", "자료 검토"
    RELIEF = "relief", "권리구제"


LAWYERS_FORUMS = frozenset({"lawsuit", "small_claim"})
"""Procedures of the courts, where a party may be represented by a lawyer only (민사소송법 제87조)."""

ANSWER_DAYS = 3
"""Working days that an advocate has to answer an offer."""


@dataclass(frozen=True)
class Transition:
    """One verb of a case: from which states, to which (None: it stays), whose turn then (None: unchanged).

    `label` stands in the history, `button` on the page; `done` completes the audit code `remedy.case.<done>`.
    `asks_reason`: the person must say why. The centre has the advocate's turn while there is no advocate.
    """

    code: str
    done: str
    button: str
    label: str
    sources: tuple[CaseState, ...]
    target: CaseState | None
    turn: Turn | None
    permission: str
    asks_reason: bool = False


S: Any = CaseState
T: Any = Turn
OPEN = (S.PREPARING, S.READY, S.OFFERED, S.ACTIVE, S.CONCLUDED)
_EDIT, _ASSIGN, _ANSWER = "remedy.case:edit", "remedy.case:assign", "remedy.offer:answer"
_PROGRESS, _CLOSE = "remedy.case:progress", "remedy.case:close"
TRANSITIONS = {
    t.code: t
    for t in (
        Transition("open", "opened", "사건 열기", "사건을 엶", (), S.PREPARING, T.CENTRE, "remedy.case:open"),
        Transition(
            "facts", "facts_set", "사실관계 적기", "사실관계를 적음", (*OPEN, S.CLOSED), None, None, _EDIT
        ),
        Transition("amend", "amended", "사건 고치기", "사건을 고침", (*OPEN, S.CLOSED), None, None, _EDIT),
        Transition(
            "ready", "readied", "사실관계 마치기", "사실관계를 마침", (S.PREPARING,), S.READY, T.CENTRE, _EDIT
        ),
        Transition(
            "assign",
            "assigned",
            "보호관에게 묻기",
            "보호관에게 배정을 물음",
            (S.READY,),
            S.OFFERED,
            T.ADVOCATE,
            _ASSIGN,
        ),
        Transition(
            "retract",
            "retracted",
            "물음 거두기",
            "배정 물음을 거둠",
            (S.OFFERED,),
            S.READY,
            T.CENTRE,
            _ASSIGN,
            True,
        ),
        Transition(
            "accept", "accepted", "수락", "배정을 수락함", (S.OFFERED,), S.ACTIVE, T.ADVOCATE, _ANSWER
        ),
        Transition(
            "decline", "declined", "거절", "배정을 거절함", (S.OFFERED,), S.READY, T.CENTRE, _ANSWER, True
        ),
        Transition(
            "handle",
            "handled",
            "센터가 직접 진행",
            "센터가 직접 진행함",
            (S.READY,),
            S.ACTIVE,
            T.CENTRE,
            _ASSIGN,
        ),
        Transition(
            "step",
            "step_added",
            "진행 단계 적기",
            "진행 단계를 적음",
            (S.ACTIVE,),
            None,
            T.ADVOCATE,
            _PROGRESS,
        ),
        Transition(
            "strike",
            "step_struck",
            "단계 지우기",
            "진행 단계를 지움",
            (*OPEN, S.CLOSED),
            None,
            None,
            _PROGRESS,
            True,
        ),
        Transition(
            "correct",
            "step_corrected",
            "단계 바로잡기",
            "진행 단계를 바로잡음",
            (*OPEN, S.CLOSED),
            None,
            None,
            _PROGRESS,
            True,
        ),
        Transition(
            "reassign", "released", "배정 풀기", "배정을 풂", (S.ACTIVE,), S.READY, T.CENTRE, _ASSIGN, True
        ),
        Transition(
            "conclude", "concluded", "결과 적기", "결과를 적음", (S.ACTIVE,), S.CONCLUDED, T.CENTRE, _PROGRESS
        ),
        Transition(
            "revise",
            "revised",
            "결과 고치기",
            "결과를 고침",
            (S.CONCLUDED, S.CLOSED),
            None,
            None,
            _EDIT,
            True,
        ),
        Transition(
            "resume",
            "resumed",
            "다시 진행",
            "결과를 무르고 다시 진행함",
            (S.CONCLUDED,),
            S.ACTIVE,
            T.ADVOCATE,
            _EDIT,
            True,
        ),
        Transition("close", "closed", "종결", "종결함", (S.CONCLUDED,), S.CLOSED, T.NOBODY, _CLOSE),
        Transition(
            "reopen", "reopened", "종결 풀기", "종결을 풂", (S.CLOSED,), S.CONCLUDED, T.CENTRE, _CLOSE, True
        ),
        Transition("withdraw", "withdrawn", "취하", "취하함", OPEN, S.WITHDRAWN, T.NOBODY, _CLOSE, True),
        Transition(
            "restore",
            "restored",
            "취하 무르기",
            "취하를 무름",
            (S.WITHDRAWN,),
            S.PREPARING,
            T.CENTRE,
            _CLOSE,
            True,
        ),
    )
}
IMPORTED = "imported"
"""The first event of a case that a ledger brought: no transition leads to it."""

LABELS = {t.code: t.label for t in TRANSITIONS.values()} | {IMPORTED: "대장에서 가져옴"}

audit.declare(
    [
        *(audit.Event(f"remedy.case.{t.done}", t.label) for t in TRANSITIONS.values()),
        audit.Event("remedy.case.conflict_excluded", "이해충돌이 있는 보호관을 순위에서 뺌"),
        audit.Event("remedy.offer.cleared", "이해충돌이 없음을 확인하고 사실관계를 봄"),
        audit.Event("remedy.offer.conflict_declared", "보호관이 이해충돌을 알림"),
    ]
)
