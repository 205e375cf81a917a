"""Contracts, their versions, and what both signed."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kwonik.catalogue.models import ContractForm
from kwonik.escrow.codes import (
    Actor,
    ContractState,
    Custody,
    MilestoneKind,
    PaysBy,
    VersionState,
    Withholding,
)
from kwonik.people.models import SealedText
from kwonik.places.models import Centre, Dated

from .days import DayInSeoul
from .members import Member, PayeeAccount


class Policy(Dated):
    """안심결제 기준: how long a commissioner may stay silent, when both are warned, what a card costs; in force from a day on."""

    acceptance_days = models.PositiveSmallIntegerField("검수 기간(일)", default=14)
    shortest_days = models.PositiveSmallIntegerField("가장 짧은 검수 기간(일)", default=3)
    longest_days = models.PositiveSmallIntegerField("가장 긴 검수 기간(일)", default=60)
    warning_days = ArrayField(models.PositiveSmallIntegerField(), verbose_name="미리 알리는 날(며칠 전)")
    card_basis_points = models.PositiveSmallIntegerField("카드 수수료(만분율)", default=0)
    payout_limit_won = models.BigIntegerField("두 사람이 확인하는 금액", default=5_000_000)

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "안심결제 기준"
        ordering = ["from_on"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(
                    shortest_days__gte=1,
                    shortest_days__lte=F("acceptance_days"),
                    acceptance_days__lte=F("longest_days"),
                    card_basis_points__lte=1000,
                ),
                name="escrow_policy_possible",
            ),
            models.UniqueConstraint(fields=["from_on"], name="escrow_policy_once"),
        ]

    def __str__(self) -> str:
        return f"{self.from_on} {self.acceptance_days}일"


class Contract(models.Model):
    """계약: two members, never the same person on both sides. What it says stands in its versions."""

    centre = models.ForeignKey(Centre, models.PROTECT, db_index=False, related_name="+", verbose_name="센터")
    reference = models.CharField("계약번호", max_length=20)
    freelancer = models.ForeignKey(
        Member, models.PROTECT, related_name="freelance_contracts", verbose_name="프리랜서"
    )
    commissioner = models.ForeignKey(
        Member, models.PROTECT, related_name="commissioned_contracts", verbose_name="의뢰인"
    )
    custody = models.CharField("대금", max_length=8, choices=Custody)
    state = models.CharField("상태", max_length=10, choices=ContractState, default=str(ContractState.DRAFT))
    made_at = models.DateTimeField("쓰기 시작한 일시", auto_now_add=True)
    signed_at = models.DateTimeField("두 사람이 서명한 일시", null=True)
    signed_on = models.GeneratedField(
        expression=DayInSeoul("signed_at"),
        output_field=models.DateField(null=True),
        db_persist=True,
        verbose_name="서명을 마친 날",
    )
    ended_at = models.DateTimeField("끝난 일시", null=True)
    form_token = models.UUIDField("제출 표", null=True, unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "안심결제 계약"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["centre", "state"])]
        constraints = [
            models.UniqueConstraint(fields=["centre", "reference"], name="escrow_contract_number_once"),
            models.CheckConstraint(
                condition=~Q(freelancer=F("commissioner")), name="escrow_never_both_parties"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["closed", "cancelled"], ended_at__isnull=False)
                | (~Q(state__in=["closed", "cancelled"]) & Q(ended_at__isnull=True)),
                name="escrow_ended_with_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["signed", "active", "closed"]) | Q(signed_at__isnull=False),
                name="escrow_in_force_is_signed",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="parties_stay", fields=["centre", "reference", "freelancer", "commissioner", "custody"]
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.reference


_VERSION = """
    IF TG_OP = 'INSERT' THEN
      IF NEW.state <> 'draft' THEN RAISE EXCEPTION 'a version begins as a draft' USING ERRCODE = 'check_violation'; END IF;
      RETURN NEW;
    END IF;
    IF OLD.state IN ('signed', 'lapsed') THEN
      RAISE EXCEPTION 'version % stands for good', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state = 'agreed' AND (NEW.state NOT IN ('agreed', 'signed', 'lapsed')
        OR (to_jsonb(NEW) - 'state' - 'signed_at' - 'paper_id' - 'paper_sha256')
          IS DISTINCT FROM (to_jsonb(OLD) - 'state' - 'signed_at' - 'paper_id' - 'paper_sha256')) THEN
      RAISE EXCEPTION 'version % is being signed', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'agreed' AND OLD.state <> 'agreed' THEN
      IF NEW.document IS NULL OR encode(sha256(NEW.document), 'hex') IS DISTINCT FROM NEW.sha256 THEN
        RAISE EXCEPTION 'version % has not the digest of its document', NEW.id USING ERRCODE = 'check_violation';
      END IF;
      IF NOT coalesce((SELECT (sum(gross_won), sum(income_tax_won), sum(local_tax_won), sum(net_won), sum(deposit_won), sum(card_fee_won))
            = (NEW.gross_won, NEW.income_tax_won, NEW.local_tax_won, NEW.net_won, NEW.deposit_won, NEW.card_fee_won)
          FROM escrow_milestoneterms WHERE version_id = NEW.id), FALSE) THEN
        RAISE EXCEPTION 'the milestones of version % are not its amount', NEW.id USING ERRCODE = 'check_violation';
      END IF;
    END IF;
    IF NEW.state = 'signed' THEN
      IF OLD.state <> 'agreed' OR (SELECT count(DISTINCT party) FROM escrow_signature
          WHERE version_id = NEW.id AND sha256 = NEW.sha256) <> 2 THEN
        RAISE EXCEPTION 'version % lacks a signature', NEW.id USING ERRCODE = 'check_violation';
      END IF;
    END IF;
    RETURN NEW;
"""

_TERMS = """
    IF NOT EXISTS (SELECT FROM escrow_version WHERE id = coalesce(NEW.version_id, OLD.version_id) AND state = 'draft') THEN
      RAISE EXCEPTION 'only a draft is written' USING ERRCODE = 'check_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
"""

_SIGNATURE = """
    IF NOT EXISTS (
      SELECT FROM escrow_version v JOIN escrow_contract c ON c.id = v.contract_id
      WHERE v.id = NEW.version_id AND v.state = 'agreed' AND v.sha256 = NEW.sha256
        AND NEW.member_id = CASE NEW.party WHEN 'freelancer' THEN c.freelancer_id WHEN 'commissioner' THEN c.commissioner_id END
    ) THEN
      RAISE EXCEPTION 'not the document that stands to be signed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class Version(models.Model):
    """계약서의 판: what a contract says. Agreed on it is a document with its digest, and nothing in it changes any more.

    `turn` is whose hand it lies in while it is written and offered. Amounts are the sums of its milestones.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="versions", verbose_name="계약")
    number = models.PositiveSmallIntegerField("판")
    state = models.CharField("상태", max_length=8, choices=VersionState, default=str(VersionState.DRAFT))
    turn = models.CharField("차례", max_length=12, choices=Actor)
    form = models.ForeignKey(ContractForm, models.PROTECT, related_name="+", verbose_name="표준계약서")
    title = models.CharField("계약 이름", max_length=80, blank=True)
    scope = models.JSONField("일의 내용", default=dict, blank=True)
    withholding = models.CharField(
        "원천징수", max_length=13, choices=Withholding, default=str(Withholding.NONE)
    )
    pays_by = models.CharField("지급 방법", max_length=8, choices=PaysBy, default=str(PaysBy.TRANSFER))
    acceptance_days = models.PositiveSmallIntegerField("검수 기간(일)", default=14)
    payee = models.ForeignKey(
        PayeeAccount, models.PROTECT, null=True, related_name="+", verbose_name="받을 계좌"
    )
    gross_won = models.BigIntegerField("계약 금액", default=0)
    income_tax_won = models.BigIntegerField("소득세", default=0)
    local_tax_won = models.BigIntegerField("지방소득세", default=0)
    net_won = models.BigIntegerField("세금을 뺀 금액", default=0)
    deposit_won = models.BigIntegerField("예치할 금액", default=0)
    card_fee_won = models.BigIntegerField("카드 수수료", default=0)
    document = models.BinaryField("서명할 문서", null=True)
    sha256 = models.CharField("문서의 지문", max_length=64, blank=True)
    paper = models.ForeignKey(
        SealedText, models.PROTECT, null=True, related_name="+", verbose_name="계약서 PDF"
    )
    paper_sha256 = models.CharField("PDF의 지문", max_length=64, blank=True)
    agreed_at = models.DateTimeField("내용을 정한 일시", null=True)
    signed_at = models.DateTimeField("서명을 마친 일시", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "계약서의 판"
        ordering = ["contract", "number"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="escrow_version_once"),
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(state__in=["draft", "offered", "agreed"]),
                name="escrow_one_pending_version",
            ),
            models.CheckConstraint(
                condition=Q(gross_won=F("net_won") + F("income_tax_won") + F("local_tax_won")),
                name="escrow_version_gross_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "offered"])
                | Q(state="lapsed")
                | (Q(document__isnull=False, agreed_at__isnull=False) & ~Q(sha256="")),
                name="escrow_agreed_is_a_document",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="stands_once_agreed",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=_VERSION,
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.contract} {self.number}판"


class MilestoneTerms(models.Model):
    """차수의 조건: what a version says of one milestone, in won."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="lines", verbose_name="판")
    number = models.PositiveSmallIntegerField("차수")
    kind = models.CharField("구분", max_length=8, choices=MilestoneKind)
    title = models.CharField("내용", max_length=80)
    due_on = models.DateField("지급일")
    gross_won = models.BigIntegerField("금액")
    income_tax_won = models.BigIntegerField("소득세", default=0)
    local_tax_won = models.BigIntegerField("지방소득세", default=0)
    net_won = models.BigIntegerField("세금을 뺀 금액")
    deposit_won = models.BigIntegerField("예치할 금액")
    card_fee_won = models.BigIntegerField("카드 수수료", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "차수의 조건"
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="escrow_terms_once"),
            models.CheckConstraint(
                condition=Q(gross_won=F("net_won") + F("income_tax_won") + F("local_tax_won")),
                name="escrow_terms_gross_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(
                    gross_won__gt=0,
                    income_tax_won__gte=0,
                    local_tax_won__gte=0,
                    card_fee_won__gte=0,
                    net_won__gt=F("card_fee_won"),
                )
                & (Q(deposit_won=F("gross_won")) | Q(deposit_won=F("net_won"))),
                name="escrow_terms_possible",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="only_in_a_draft",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func=_TERMS,
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.number}차"

    @property
    def payout_won(self) -> int:
        """What reaches the freelancer."""
        return self.net_won - self.card_fee_won


class Signature(models.Model):
    """서명: one party signed the document with this digest: who, when, from where, by which authentication."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="signatures", verbose_name="판")
    party = models.CharField("누구", max_length=12, choices=Actor)
    member = models.ForeignKey(Member, models.PROTECT, related_name="signatures", verbose_name="이용자")
    sha256 = models.CharField("문서의 지문", max_length=64)
    signed_at = models.DateTimeField("서명한 일시", auto_now_add=True)
    address = models.GenericIPAddressField("접속지", null=True)
    authentication = models.CharField("인증 방법", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "서명"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["version", "party"], name="escrow_signed_once")]
        triggers = [
            pgtrigger.Trigger(
                name="of_the_standing_document",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=_SIGNATURE,
            ),
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.get_party_display()}"
