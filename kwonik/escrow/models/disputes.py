"""Disputes: an adviser of the panel, what was talked about, a split that both sign, or another body."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kwonik.escrow.codes import DISPUTE_OPEN, Actor, DisputeState, MilestoneState, OutsideBody, TalkKind
from kwonik.people.models import Appointment, SealedText
from kwonik.places.models import Centre

from .members import Member
from .running import Milestone

ACCOUNT = settings.AUTH_USER_MODEL
_OPEN = [str(state.value) for state in DISPUTE_OPEN]

_SPLIT_SIGNATURE = """
    IF NOT EXISTS (
      SELECT FROM escrow_split s JOIN escrow_dispute d ON d.id = s.dispute_id
      JOIN escrow_milestone m ON m.id = d.milestone_id JOIN escrow_contract c ON c.id = m.contract_id
      WHERE s.id = NEW.split_id AND s.lapsed_at IS NULL AND d.state = 'mediating' AND s.sha256 = NEW.sha256
        AND NEW.member_id = CASE NEW.party WHEN 'freelancer' THEN c.freelancer_id WHEN 'commissioner' THEN c.commissioner_id END
    ) THEN
      RAISE EXCEPTION 'not the split that stands to be signed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""

_AGREED = """
    IF NEW.agreed_at IS NOT NULL AND NOT (CASE WHEN NEW.settlement_id IS NULL
      THEN (SELECT count(DISTINCT party) FROM escrow_splitsignature WHERE split_id = NEW.id AND sha256 = NEW.sha256) = 2
      ELSE EXISTS (
        SELECT FROM escrow_settlement s WHERE s.id = NEW.settlement_id AND s.state = 'confirmed'
          AND s.dispute_id = NEW.dispute_id AND s.freelancer_won = NEW.freelancer_won
      ) END)
    THEN
      RAISE EXCEPTION 'neither both parties nor another body agreed on split %', NEW.number USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class Dispute(models.Model):
    """분쟁상담: of a milestone, whose clock stands still meanwhile; or of somebody without a contract here."""

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+", verbose_name="센터")
    reference = models.CharField("번호", max_length=20)
    asked_by = models.ForeignKey(Member, models.PROTECT, related_name="disputes", verbose_name="신청한 사람")
    milestone = models.ForeignKey(
        Milestone, models.PROTECT, null=True, related_name="disputes", verbose_name="차수"
    )
    party = models.CharField("신청한 쪽", max_length=12, choices=Actor)
    told = models.ForeignKey(SealedText, models.PROTECT, related_name="+", verbose_name="적은 말")
    state = models.CharField("상태", max_length=12, choices=DisputeState, default=str(DisputeState.OPEN))
    frozen_state = models.CharField("멈춘 상태", max_length=16, choices=MilestoneState, blank=True)
    frozen_days = models.PositiveSmallIntegerField("남은 검수 일수", null=True)
    adviser = models.ForeignKey(
        Appointment, models.PROTECT, null=True, related_name="escrow_disputes", verbose_name="자문위원"
    )
    opened_at = models.DateTimeField("신청한 일시", auto_now_add=True)
    ended_at = models.DateTimeField("끝난 일시", null=True)
    outside_body = models.CharField("넘긴 곳", max_length=10, choices=OutsideBody, blank=True)
    form_token = models.UUIDField("제출 표", null=True, unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "분쟁상담"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["centre", "state"])]
        constraints = [
            models.UniqueConstraint(fields=["centre", "reference"], name="escrow_dispute_number_once"),
            models.UniqueConstraint(
                fields=["milestone"], condition=Q(state__in=_OPEN), name="escrow_one_open_dispute"
            ),
            models.CheckConstraint(
                condition=Q(state__in=_OPEN, ended_at__isnull=True)
                | (~Q(state__in=_OPEN) & Q(ended_at__isnull=False)),
                name="escrow_dispute_ends_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="mediating") | Q(adviser__isnull=False), name="escrow_mediated_by_somebody"
            ),
            models.CheckConstraint(
                condition=(Q(state="handed_over") & ~Q(outside_body=""))
                | (~Q(state="handed_over") & Q(outside_body="")),
                name="escrow_handed_over_to_somebody",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="over_for_good",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.ended_at IS NOT NULL"),
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Talk(models.Model):
    """상담한 일: what an adviser did and says to both parties."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="talks", verbose_name="분쟁상담")
    kind = models.CharField("방법", max_length=8, choices=TalkKind)
    held_on = models.DateField("날")
    note = models.TextField("적은 말")
    by = models.ForeignKey(ACCOUNT, models.PROTECT, related_name="+", verbose_name="적은 사람")
    noted_at = models.DateTimeField("적은 일시", auto_now_add=True)
    form_token = models.UUIDField("제출 표", null=True, unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "상담한 일"
        ordering = ["pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.dispute} {self.held_on}"


class Split(models.Model):
    """나누는 방법: how the milestone's amount is divided, with the digest that both sign. Money follows later, by the ledger."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="splits", verbose_name="분쟁상담")
    number = models.PositiveSmallIntegerField("몇 번째")
    gross_won = models.BigIntegerField("차수의 금액")
    freelancer_won = models.BigIntegerField("프리랜서 몫")
    commissioner_won = models.BigIntegerField("의뢰인 몫")
    payout_won = models.BigIntegerField("프리랜서에게 보낼 금액")
    withheld_won = models.BigIntegerField("의뢰인이 납부할 세금으로 돌려줄 금액")
    refund_won = models.BigIntegerField("의뢰인에게 돌려줄 금액")
    card_fee_won = models.BigIntegerField("카드 수수료", default=0)
    reason = models.TextField("까닭")
    document = models.BinaryField("서명할 문서")
    sha256 = models.CharField("문서의 지문", max_length=64)
    proposed_by = models.ForeignKey(ACCOUNT, models.PROTECT, related_name="+", verbose_name="제안한 사람")
    proposed_at = models.DateTimeField("제안한 일시", auto_now_add=True)
    lapsed_at = models.DateTimeField("거둔 일시", null=True)
    agreed_at = models.DateTimeField("정해진 일시", null=True)
    settlement = models.OneToOneField(
        "escrow.Settlement", models.PROTECT, null=True, related_name="split", verbose_name="조정기관의 결정"
    )
    form_token = models.UUIDField("제출 표", null=True, unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "나누는 방법"
        ordering = ["dispute", "number"]
        constraints = [
            models.UniqueConstraint(fields=["dispute", "number"], name="escrow_split_once"),
            models.CheckConstraint(
                condition=Q(
                    freelancer_won__gte=0,
                    commissioner_won__gte=0,
                    gross_won=F("freelancer_won") + F("commissioner_won"),
                ),
                name="escrow_split_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(payout_won__gte=0, withheld_won__gte=0, refund_won__gte=0, card_fee_won__gte=0)
                & Q(payout_won__lte=F("freelancer_won")),
                name="escrow_split_shares_possible",
            ),
            models.UniqueConstraint(
                fields=["dispute"], condition=Q(lapsed_at__isnull=True), name="escrow_one_standing_split"
            ),
            models.CheckConstraint(
                condition=Q(lapsed_at__isnull=True) | Q(agreed_at__isnull=True),
                name="escrow_agreed_split_stands",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="stays_as_proposed", exclude=["lapsed_at", "agreed_at"]),
            pgtrigger.Trigger(
                name="agreed_by_both_or_settled",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=_AGREED,
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.dispute} {self.number}안"


class SplitSignature(models.Model):
    """나누는 방법에 한 서명."""

    split = models.ForeignKey(Split, models.PROTECT, related_name="signatures", verbose_name="나누는 방법")
    party = models.CharField("누구", max_length=12, choices=Actor)
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="이용자")
    sha256 = models.CharField("문서의 지문", max_length=64)
    signed_at = models.DateTimeField("서명한 일시", auto_now_add=True)
    address = models.GenericIPAddressField("접속지", null=True)
    authentication = models.CharField("인증 방법", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "나누는 방법에 한 서명"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["split", "party"], name="escrow_split_signed_once")]
        triggers = [
            pgtrigger.Trigger(
                name="of_the_standing_split",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=_SPLIT_SIGNATURE,
            ),
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.split} {self.get_party_display()}"
