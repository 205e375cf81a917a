"""이전 플랫폼의 계약: what an earlier service knew of a contract, brought in from its ledger to be looked at. No money of ours: it
stands in no ledger, is nobody's career here and is never counted as protected."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from kwonik.ledgers.models import Imported
from kwonik.places.models import Centre


class EarlierContract(Imported):
    """One contract of the earlier service, as its ledger said: nobody's name stands in it."""

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+", verbose_name="센터")
    reference = models.CharField("계약번호", max_length=40)
    signed_on = models.DateField("계약일")
    amount_won = models.BigIntegerField("금액")
    state = models.CharField("상태", max_length=40)
    trade = models.CharField("업종", max_length=60, blank=True)
    brought_at = models.DateTimeField("가져온 일시", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "이전 플랫폼의 계약"
        ordering = ["-signed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "reference"], name="escrow_earlier_contract_once"),
            models.UniqueConstraint(
                fields=["centre", "import_key"],
                condition=Q(import_key__isnull=False),
                name="escrow_earlier_contract_import",
            ),
            models.CheckConstraint(condition=Q(amount_won__gte=0), name="escrow_earlier_amount"),
        ]
        triggers = [pgtrigger.Protect(name="stays_as_brought", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.reference
