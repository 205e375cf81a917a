"""States, turns and transitions of relief cases. Data only: `rules.py` reads the table, nobody branches on states."""

from dataclasses import dataclass

from django.db.models import TextChoices


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
    FORUM = "forum", "기관(노동청·노동위·법원)"
    NOBODY = "", "없음"


class OfferState(TextChoices):
    OFFERED = "offered", "답을 기다림"
    ACCEPTED = "accepted", "수락"
    DECLINED = "declined", "거절"
    WITHDRAWN = "withdrawn", "거둠"


class Instrument(TextChoices):
    """What a small claim uses (민사소송법 지급명령, 민사집행법 가압류)."""

    PAYMENT_ORDER = "payment_order", "지급명령"
    PROVISIONAL_ATTACHMENT = "provisional_attachment", "가압류"
    SMALL_CLAIM_SUIT = "small_claim_suit", "소액심판"


@dataclass(frozen=True)
class Transition:
    """One verb of a case: from which states, to which state (None: stays), whose turn then, and its permission."""

    code: str
    label: str
    sources: tuple[CaseState, ...]
    target: CaseState | None
    turn: Turn
    permission: str


S, T = CaseState, Turn
OPEN = (S.PREPARING, S.READY, S.OFFERED, S.ACTIVE, S.CONCLUDED)
TRANSITIONS = {
    t.code: t
    for t in (
        Transition("open", "사건을 엶", (), S.PREPARING, T.CENTRE, "remedy.case:open"),
        Transition("ready", "사실관계를 마침", (S.PREPARING,), S.READY, T.CENTRE, "remedy.case:edit"),
        Transition("assign", "보호관에게 배정을 물음", (S.READY,), S.OFFERED, T.ADVOCATE, "remedy.case:assign"),
        Transition("retract", "배정을 거둠", (S.OFFERED,), S.READY, T.CENTRE, "remedy.case:assign"),
        Transition("accept", "배정을 수락함", (S.OFFERED,), S.ACTIVE, T.ADVOCATE, "remedy.offer:answer"),
        Transition("decline", "배정을 거절함", (S.OFFERED,), S.READY, T.CENTRE, "remedy.offer:answer"),
        Transition("handle", "센터가 직접 진행함", (S.READY,), S.ACTIVE, T.CENTRE, "remedy.case:assign"),
        Transition("step", "진행 단계를 적음", (S.ACTIVE,), None, T.ADVOCATE, "remedy.case:progress"),
        Transition("reassign", "배정을 풂", (S.ACTIVE,), S.READY, T.CENTRE, "remedy.case:assign"),
        Transition("conclude", "결과를 적음", (S.ACTIVE,), S.CONCLUDED, T.CENTRE, "remedy.case:progress"),
        Transition("resume", "결과를 무르고 다시 진행함", (S.CONCLUDED,), S.ACTIVE, T.ADVOCATE, "remedy.case:edit"),
        Transition("close", "종결함", (S.CONCLUDED,), S.CLOSED, T.NOBODY, "remedy.case:close"),
        Transition("reopen", "종결을 풂", (S.CLOSED,), S.CONCLUDED, T.CENTRE, "remedy.case:close"),
        Transition("withdraw", "취하함", OPEN, S.WITHDRAWN, T.NOBODY, "remedy.case:close"),
        Transition("correct", "기록을 바로잡음", (*OPEN, S.CLOSED), None, T.CENTRE, "remedy.case:edit"),
    )
}
