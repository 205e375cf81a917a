"""States of relief cases, turns, offers, instruments. Data only: `rules` reads it."""

from typing import Any

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

S: Any = CaseState
OPEN = (S.PREPARING, S.READY, S.OFFERED, S.ACTIVE, S.CONCLUDED)
