"""What was handed over and what was asked to be changed."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from kwonik.people.models import SealedText

from .members import Member
from .running import Milestone


class Delivery(models.Model):
    """넘긴 결과물: what the freelancer says about it, and its files. A new one follows each request for changes."""

    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="deliveries", verbose_name="차수")
    number = models.PositiveSmallIntegerField("몇 번째")
    statement = models.TextField("설명")
    by = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="넘긴 사람")
    delivered_at = models.DateTimeField("넘긴 일시", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "넘긴 결과물"
        ordering = ["milestone", "number"]
        constraints = [models.UniqueConstraint(fields=["milestone", "number"], name="escrow_delivery_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.milestone} {self.number}번째"


class DeliveredFile(models.Model):
    """넘긴 파일: sealed as it came, with the SHA-256 of its bytes. Only the parties and their adviser get it."""

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="files", verbose_name="넘긴 결과물")
    name = models.CharField("이름", max_length=120)
    ending = models.CharField("형식", max_length=8)
    size = models.PositiveIntegerField("크기")
    sha256 = models.CharField("파일의 지문", max_length=64)
    content = models.ForeignKey(SealedText, models.PROTECT, related_name="+", verbose_name="내용")

    class Meta:
        verbose_name = verbose_name_plural = "넘긴 파일"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gt=0, size__lte=20 * 1024 * 1024), name="escrow_file_size"
            )
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.name


class ChangeRequest(models.Model):
    """고쳐 달라는 말: names the clause of the signed contract that the delivery does not meet."""

    delivery = models.OneToOneField(
        Delivery, models.PROTECT, related_name="change_request", verbose_name="넘긴 결과물"
    )
    clause = models.PositiveSmallIntegerField("조")
    text = models.TextField("고칠 것")
    by = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="말한 사람")
    asked_at = models.DateTimeField("말한 일시", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "고쳐 달라는 말"
        constraints = [
            models.CheckConstraint(condition=Q(clause__gte=1), name="escrow_change_names_a_clause")
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.delivery} 제{self.clause}조"
