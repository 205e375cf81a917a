"""What may be done with a case, from which state to which, whose turn then, and the events of it. Data only."""

from dataclasses import dataclass
from typing import Any

from kwonik.kernel import audit

from .states import OPEN, CaseState, Turn


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
_EDIT, _ASSIGN, _ANSWER = "remedy.case:edit", "remedy.case:assign", "remedy.offer:answer"
_PROGRESS, _CLOSE = "remedy.case:progress", "remedy.case:close"
_SETTLE = "remedy.date:settle"
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
        *(
            Transition(code, done, button, label, OPEN, None, None, _SETTLE, asks_reason)
            for code, done, button, label, asks_reason in (
                ("date", "dated", "사건 날짜 적기", "사건의 날짜를 적음", False),
                ("undate", "date_withdrawn", "사건 날짜 무르기", "사건의 날짜를 무름", True),
                ("confirm", "terms_confirmed", "기한 확인", "기한을 확인함", False),
                ("term", "term_added", "기한 더하기", "기한을 더함", False),
                ("meet", "term_met", "기한 지킴", "기한을 지킴", False),
                ("drop", "term_dropped", "기한 빼기", "필요 없는 기한이라 뺌", True),
                ("revive", "term_revived", "기한 되살리기", "기한을 되살림", True),
            )
        ),
    )
}
IMPORTED = "imported"
"""The first event of a case that a ledger brought: no transition leads to it."""

REDATED = "redate"
"""A holiday was declared or called off: nobody moves the case, its dates move."""

LABELS = {t.code: t.label for t in TRANSITIONS.values()} | {
    IMPORTED: "대장에서 가져옴",
    REDATED: "공휴일이 바뀌어 기한을 다시 셈",
}

audit.declare(
    [
        *(audit.Event(f"remedy.case.{t.done}", t.label) for t in TRANSITIONS.values()),
        audit.Event("remedy.case.conflict_excluded", "이해충돌이 있는 보호관을 순위에서 뺌"),
        audit.Event("remedy.offer.cleared", "이해충돌이 없음을 확인하고 사실관계를 봄"),
        audit.Event("remedy.offer.conflict_declared", "보호관이 이해충돌을 알림"),
        audit.Event("remedy.dates.redated", "공휴일이 바뀌어 사건들의 기한을 다시 셈"),
        audit.Event("remedy.dates.exported", "기한 목록을 내려받음"),
        audit.Event("remedy.feed.made", "기한 달력 주소를 만듦"),
        audit.Event("remedy.feed.revoked", "기한 달력 주소를 없앰"),
    ]
)
