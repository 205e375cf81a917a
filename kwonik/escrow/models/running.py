"""Milestones of signed contracts, and the one timeline both parties see."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from kwonik.escrow.codes import OF_MILESTONES, Actor, MilestoneState

from .contracts import Contract, MilestoneTerms, Version

ACCOUNT = settings.AUTH_USER_MODEL

MOVES = sorted(
    {
        (str(source.value), str(one.target.value))
        for one in OF_MILESTONES.values()
        for source in one.sources
        if one.target
    }
    | {
        ("disputed", "funded"),
        ("disputed", "delivered"),
        ("cancelled", "awaiting_deposit"),
        ("cancelled", "direct"),
    }
)
"""What the table of verbs allows; a dispute taken back returns to where it froze, a milestone reinstated to its beginning."""


class Milestone(models.Model):
    """차수: one delivery and one payment of a signed contract. `terms` are those of the version in force."""

    contract = models.ForeignKey(
        Contract, models.PROTECT, db_index=False, related_name="milestones", verbose_name="계약"
    )
    number = models.PositiveSmallIntegerField("차수")
    terms = models.OneToOneField(
        MilestoneTerms, models.PROTECT, related_name="milestone", verbose_name="조건"
    )
    state = models.CharField("상태", max_length=16, choices=MilestoneState)
    state_since = models.DateTimeField("이 상태가 된 일시")
    started_on = models.DateField("일을 시작한 날", null=True)
    delivered_on = models.DateField("넘긴 날", null=True)
    accept_by = models.DateField("검수 기간의 마지막 날", null=True)
    ended_at = models.DateTimeField("끝난 일시", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "차수"
        ordering = ["contract", "number"]
        indexes = [models.Index(fields=["state", "accept_by"])]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="escrow_milestone_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["delivered", "direct_delivered"])
                | Q(delivered_on__isnull=False, accept_by__isnull=False),
                name="escrow_delivered_has_a_term",
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="along_the_table", field="state", transitions=MOVES),
            pgtrigger.ReadOnly(name="stays_in_its_contract", fields=["contract", "number"]),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.contract} {self.number}차"


class ContractEvent(models.Model):
    """처리 이력: one thing that happened, as both parties read it. `note` are words for both; nothing personal stands in it."""

    contract = models.ForeignKey(
        Contract, models.PROTECT, db_index=False, related_name="events", verbose_name="계약"
    )
    milestone = models.ForeignKey(
        Milestone, models.PROTECT, null=True, related_name="events", verbose_name="차수"
    )
    version = models.ForeignKey(
        Version, models.PROTECT, null=True, db_index=False, related_name="+", verbose_name="판"
    )
    code = models.CharField("무엇", max_length=40)
    actor = models.CharField("누가", max_length=12, choices=Actor)
    by = models.ForeignKey(
        ACCOUNT, models.PROTECT, null=True, db_index=False, related_name="+", verbose_name="계정"
    )
    at = models.DateTimeField("일시", auto_now_add=True)
    from_state = models.CharField("전 상태", max_length=16, blank=True)
    to_state = models.CharField("뒤 상태", max_length=16, blank=True)
    note = models.TextField("적은 말", blank=True)
    detail = models.JSONField("덧붙임", default=dict)
    form_token = models.UUIDField("제출 표", null=True, unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "계약의 이력"
        ordering = ["pk"]
        indexes = [models.Index(fields=["contract", "id"])]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.contract} {self.code}"
