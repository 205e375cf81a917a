"""Agreements with partners, engagements at workplaces, and the parts each is made of."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q

from kwonik.catalogue.models import Code, Service
from kwonik.kernel.models import Recorded, Withdrawable
from kwonik.ledgers.models import Imported
from kwonik.people.models import Appointment, Client
from kwonik.places.models import Centre, Dated, District, Workplace

from .codes import EngagementState


def imported_once(name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=["centre", "import_key"], condition=Q(import_key__isnull=False), name=name
    )


class Agreement(Dated, Imported, Recorded):
    """협약: a partner whose members come by an agreement; it goes by its number at the centre."""

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="센터")
    number = models.PositiveSmallIntegerField("번호")
    name = models.CharField("협약 이름", max_length=120)
    partner = models.CharField("협약한 기관", max_length=120)
    note = models.CharField("메모", max_length=300, blank=True)
    form_token = models.UUIDField("제출 표", null=True, unique=True)

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "협약"
        ordering = ["number"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["centre", "number"], name="consulting_agreement_once"),
            models.UniqueConstraint(fields=["centre", "name"], name="consulting_agreement_name_once"),
            imported_once("consulting_agreement_import"),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["import_key"])
class Engagement(Imported, Withdrawable):
    """컨설팅·자문 한 건: what is done at one workplace, from the request to what the workplace thinks of it.

    `employees_accepted` is how many worked there on the day it was accepted: it decides whether the service is for
    them. `exception` says why it was taken on all the same.
    """

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="센터")
    service = models.ForeignKey(Service, models.PROTECT, verbose_name="서비스")
    reference = models.CharField("신청 번호", max_length=24)
    state = models.CharField(
        "상태", max_length=10, choices=EngagementState, default=EngagementState.REQUESTED
    )
    workplace = models.ForeignKey(Workplace, models.PROTECT, related_name="+", verbose_name="사업장")
    contact = models.ForeignKey(Client, models.PROTECT, null=True, blank=True, verbose_name="연락할 사람")
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, verbose_name="자치구")
    industry = models.CharField("업종", max_length=60, blank=True)
    requested_on = models.DateField("신청한 날")
    employees = models.PositiveIntegerField("고용 인원", null=True, blank=True)
    accepted_on = models.DateField("접수한 날", null=True, blank=True)
    employees_accepted = models.PositiveIntegerField("접수한 날의 고용 인원", null=True, blank=True)
    exception = models.CharField("기준과 다르게 받은 까닭", max_length=200, blank=True)
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="engagements",
        verbose_name="협약",
    )
    consultant = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="맡은 사람"
    )
    delivered_on = models.DateField("완료한 날", null=True, blank=True)
    satisfaction = models.DecimalField("만족도(5점)", max_digits=3, decimal_places=2, null=True, blank=True)
    reason = models.CharField("거절·취소한 까닭", max_length=200, blank=True)
    note = models.CharField("메모", max_length=300, blank=True)
    version = models.PositiveIntegerField("판", default=1)
    form_token = models.UUIDField("제출 표", null=True, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "컨설팅·자문"
        ordering = ["-requested_on", "-pk"]
        indexes = [
            models.Index(fields=["centre", "service", "delivered_on"]),
            models.Index(fields=["centre", "state"]),
        ]
        constraints = [
            imported_once("consulting_engagement_import"),
            models.UniqueConstraint(fields=["centre", "reference"], name="consulting_reference_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "assigned", "delivered", "evaluated"])
                | Q(accepted_on__isnull=False),
                name="consulting_accepted_on",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["delivered", "evaluated"], delivered_on__isnull=False)
                | (~Q(state__in=["delivered", "evaluated"]) & Q(delivered_on__isnull=True)),
                name="consulting_delivered_on",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["assigned", "delivered", "evaluated"]) | Q(consultant__isnull=False),
                name="consulting_consultant",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "cancelled"]) | ~Q(reason=""), name="consulting_reason"
            ),
            models.CheckConstraint(
                condition=Q(satisfaction__isnull=True) | Q(satisfaction__range=(0, 5)),
                name="consulting_satisfaction",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="consulting_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.workplace}"


class EngagementPart(models.Model):
    """지원 내용: one part of an engagement (인사노무컨설팅, 취업규칙, …), done on a day, for a fee."""

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="센터")
    engagement = models.ForeignKey(
        Engagement, models.CASCADE, related_name="parts", verbose_name="컨설팅·자문"
    )
    part = models.ForeignKey(Code, models.PROTECT, related_name="+", verbose_name="지원 내용")
    done_on = models.DateField("마친 날", null=True, blank=True)
    fee_won = models.PositiveBigIntegerField("비용", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "지원 내용"
        ordering = ["part__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["engagement", "part"], name="consulting_part_once"),
        ]

    def __str__(self) -> str:
        return str(self.part)
