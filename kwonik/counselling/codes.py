"""Parties, booth kinds and transitions of referrals and hotline contacts. Data only."""

from django.db.models import TextChoices


class Party(TextChoices):
    WORKER = "worker", "노동자"
    EMPLOYER = "employer", "사용자"


class BoothKind(TextChoices):
    """A standing booth (상시 부스) or the monthly day on which all centres go out together (집중상담)."""

    REGULAR = "regular", "상시 부스"
    FOCUS_DAY = "focus_day", "집중상담"


class ContactState(TextChoices):
    WAITING = "waiting", "받기 전"
    TAKEN = "taken", "상담함"
    CLOSED = "closed", "상담 아님"


class ReferralState(TextChoices):
    OFFERED = "offered", "답을 기다림"
    ACCEPTED = "accepted", "받음"
    DECLINED = "declined", "거절함"
    WITHDRAWN = "withdrawn", "거둠"
