"""실적확인서: what a freelancer completed, as it stood on the day of issue."""

from __future__ import annotations

from secrets import token_urlsafe

import pgtrigger
from django.db import models

from kwonik.people.models import SealedText
from kwonik.places.models import Centre

from .members import Member


def new_token() -> str:
    """144 random bits: an address that nobody guesses."""
    return token_urlsafe(18)


class Certificate(models.Model):
    """실적확인서: its rows in plain values, the sealed PDF, and the address at which anybody checks it."""

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+", verbose_name="센터")
    member = models.ForeignKey(Member, models.PROTECT, related_name="certificates", verbose_name="프리랜서")
    reference = models.CharField("번호", max_length=20)
    token = models.CharField("주소", max_length=40, unique=True, default=new_token, editable=False)
    body = models.JSONField("내용")
    sha256 = models.CharField("내용의 지문", max_length=64)
    paper = models.ForeignKey(SealedText, models.PROTECT, null=True, related_name="+", verbose_name="PDF")
    issued_on = models.DateField("발급한 날")
    issued_at = models.DateTimeField("발급한 일시", auto_now_add=True)
    form_token = models.UUIDField("제출 표", null=True, unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "실적확인서"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "reference"], name="escrow_certificate_number_once")
        ]
        triggers = [
            pgtrigger.ReadOnly(name="stays_as_issued", exclude=["paper"]),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.reference
