"""Addresses under which a person's calendar program reads the critical dates of cases."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from kwonik.places.models import Centre


class CalendarFeed(models.Model):
    """기한 달력 주소: secret, of one person at one centre; of the secret only its digest is kept. One works at a time."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="calendar_feeds", verbose_name="쓰는 사람"
    )
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+", verbose_name="센터")
    digest = models.BinaryField("지문", max_length=32, unique=True)
    made_at = models.DateTimeField("만든 일시", auto_now_add=True)
    revoked_at = models.DateTimeField("없앤 일시", null=True, blank=True)
    form_token = models.UUIDField("제출 표", null=True, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "기한 달력 주소"
        ordering = ["-pk"]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="as_made", fields=["account", "centre", "digest", "made_at"]),
            pgtrigger.Protect(
                name="revoked_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.revoked_at IS NOT NULL"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "centre"],
                condition=Q(revoked_at__isnull=True),
                name="remedy_feed_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.made_at}"
