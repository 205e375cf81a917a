"""조정기관의 결정: the paper of another body that settled a dispute which was handed over, recorded by one person and confirmed by another."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kwonik.escrow.codes import SettlementState
from kwonik.people.models import SealedText

from .disputes import Dispute

ACCOUNT = settings.AUTH_USER_MODEL

_HANDED_OVER = """
    IF NEW.state <> 'recorded' OR NOT EXISTS (
      SELECT FROM escrow_dispute d WHERE d.id = NEW.dispute_id AND d.state = 'handed_over' AND d.milestone_id IS NOT NULL
    ) THEN
      RAISE EXCEPTION 'only a dispute that was handed over comes back settled' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class Settlement(models.Model):
    """What the other body's paper says: the day, the freelancer's part before tax in won. The file lies sealed, with its digest."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="settlements", verbose_name="분쟁상담")
    state = models.CharField(
        "상태", max_length=10, choices=SettlementState, default=str(SettlementState.RECORDED)
    )
    decided_on = models.DateField("결정한 날")
    freelancer_won = models.BigIntegerField("프리랜서 몫")
    note = models.TextField("결정의 요지")
    paper = models.ForeignKey(SealedText, models.PROTECT, related_name="+", verbose_name="결정문")
    paper_name = models.CharField("결정문 파일 이름", max_length=120)
    paper_sha256 = models.CharField("결정문의 지문", max_length=64)
    recorded_by = models.ForeignKey(ACCOUNT, models.PROTECT, related_name="+", verbose_name="적은 사람")
    recorded_at = models.DateTimeField("적은 일시", auto_now_add=True)
    answered_by = models.ForeignKey(
        ACCOUNT, models.PROTECT, null=True, related_name="+", verbose_name="확인한 사람"
    )
    answered_at = models.DateTimeField("확인한 일시", null=True)
    form_token = models.UUIDField("제출 표", null=True, unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "조정기관의 결정"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dispute"], condition=~Q(state="refused"), name="escrow_one_standing_settlement"
            ),
            models.CheckConstraint(
                condition=Q(state="recorded", answered_by__isnull=True, answered_at__isnull=True)
                | (
                    Q(
                        state__in=["confirmed", "refused"],
                        answered_at__isnull=False,
                        answered_by__isnull=False,
                    )
                    & ~Q(answered_by=F("recorded_by"))
                ),
                name="escrow_settlement_by_two",
            ),
            models.CheckConstraint(
                condition=Q(freelancer_won__gte=0) & Q(paper_sha256__regex="^[0-9a-f]{64}$"),
                name="escrow_settlement_possible",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="of_what_was_handed_over",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=_HANDED_OVER,
            ),
            pgtrigger.ReadOnly(name="stays_as_recorded", exclude=["state", "answered_by", "answered_at"]),
            pgtrigger.Protect(
                name="answered_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.state <> 'recorded'"),
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.dispute} 결정 {self.decided_on}"
