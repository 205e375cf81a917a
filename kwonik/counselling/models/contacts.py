"""What comes from elsewhere: calls to the shared number, and matters that centres ask each other to take over."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kwonik.counselling.codes import ContactState, ReferralState
from kwonik.people.models import SealedText
from kwonik.places.models import Centre, District, Hotline

from .consultations import Consultation


class Contact(models.Model):
    """대표전화 접수: one call to the shared number. It belongs to exactly one centre at any time.

    `note` holds, sealed, who rang and what they said (`rules.Caller`).
    """

    hotline = models.ForeignKey(Hotline, models.PROTECT, verbose_name="대표전화")
    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="맡은 센터")
    received_at = models.DateTimeField("받은 일시")
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, verbose_name="자치구")
    state = models.CharField("상태", max_length=8, choices=ContactState, default=ContactState.WAITING)
    callback_on = models.DateField("다시 걸 날", null=True, blank=True)
    note = models.ForeignKey(
        SealedText, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="내용"
    )
    consultation = models.OneToOneField(
        Consultation, models.PROTECT, null=True, blank=True, related_name="contact", verbose_name="상담"
    )
    form_token = models.UUIDField("제출 표", null=True, unique=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="받은 사람"
    )

    class Meta:
        verbose_name = verbose_name_plural = "대표전화 접수"
        ordering = ["received_at"]
        indexes = [models.Index(fields=["centre", "state"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="taken", consultation__isnull=False)
                | (~Q(state="taken") & Q(consultation__isnull=True)),
                name="counselling_contact_taken",
            )
        ]

    def __str__(self) -> str:
        return f"{self.received_at:%m.%d %H:%M} {self.centre}"


class Referral(models.Model):
    """연계: one centre asks another to take a matter over. Both see this row; the file behind stays closed.

    `snapshot` is what the sending centre let the other see of the file at that moment (words, no names); `message` holds
    the sealed words and, with the client's consent, name and telephone number (`rules.Caller`).
    """

    centre = models.ForeignKey(
        Centre, models.PROTECT, related_name="referrals_made", verbose_name="보낸 센터"
    )
    to_centre = models.ForeignKey(
        Centre, models.PROTECT, related_name="referrals_got", verbose_name="받는 센터"
    )
    consultation = models.ForeignKey(
        Consultation, models.PROTECT, related_name="referrals", verbose_name="상담"
    )
    state = models.CharField("상태", max_length=10, choices=ReferralState, default=ReferralState.OFFERED)
    message = models.ForeignKey(SealedText, models.PROTECT, related_name="+", verbose_name="전하는 말")
    snapshot = models.JSONField("보낼 때의 모습", default=dict)
    consented = models.BooleanField("내담자 동의", default=False)
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="보낸 사람"
    )
    offered_at = models.DateTimeField("보낸 일시", auto_now_add=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="답한 사람",
    )
    answered_at = models.DateTimeField("답한 일시", null=True, blank=True)
    answer_reason = models.CharField("답한 사유", max_length=200, blank=True)
    result = models.OneToOneField(
        Consultation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="came_by",
        verbose_name="받은 센터의 상담",
    )

    class Meta:
        verbose_name = verbose_name_plural = "연계"
        ordering = ["-offered_at"]
        indexes = [models.Index(fields=["to_centre", "state"]), models.Index(fields=["centre", "state"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(centre=F("to_centre")), name="counselling_referral_elsewhere"
            ),
            models.CheckConstraint(condition=Q(consented=True), name="counselling_referral_consented"),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(answer_reason=""),
                name="counselling_referral_decline_reason",
            ),
            models.UniqueConstraint(
                fields=["consultation", "to_centre"],
                condition=Q(state__in=["offered", "accepted"]),
                name="counselling_referral_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation} → {self.to_centre}"
