"""Consultations, legal and tax alike, and the station booths where some of them are held."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kwonik.catalogue.models import Code, Service
from kwonik.counselling.codes import BoothKind, Party
from kwonik.ledgers.models import Imported
from kwonik.people.models import Client, SealedText
from kwonik.places.models import Centre, District, Hotline, Site, Workplace


class BoothSession(Imported):
    """찾아가는 지하철 노동상담: one centre's booth at one station on one day, with who stood there."""

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="센터")
    site = models.ForeignKey(Site, models.PROTECT, verbose_name="역")
    held_on = models.DateField("연 날")
    kind = models.CharField("구분", max_length=10, choices=BoothKind, default=BoothKind.REGULAR)
    starts_at = models.TimeField("시작 시각", null=True, blank=True)
    ends_at = models.TimeField("마친 시각", null=True, blank=True)
    staff = models.CharField("나간 사람", max_length=200, blank=True)
    note = models.CharField("메모", max_length=300, blank=True)
    withdrawn_at = models.DateTimeField("취소 일시", null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="적은 사람"
    )
    recorded_at = models.DateTimeField("적은 일시", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "지하철 상담 부스"
        ordering = ["-held_on", "pk"]
        indexes = [models.Index(fields=["centre", "held_on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "site", "held_on"],
                condition=Q(withdrawn_at__isnull=True),
                name="counselling_booth_once",
            ),
            models.UniqueConstraint(
                fields=["centre", "import_key"],
                condition=Q(import_key__isnull=False),
                name="counselling_booth_import_once",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="counselling_booth_times",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.held_on} {self.site}"


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["import_key"])
class Consultation(Imported):
    """상담: one talk with one party. Counted unless withdrawn or marked as business contact (업무 연락).

    Who it was stands in `client` (sealed) or nowhere (`anonymous`); what was said stands sealed in `memo`. An index is
    kept where a page asks for rows by it: codes, places and recorders are never deleted, and a ledger of 100,000 lines
    pays for each.
    """

    centre = models.ForeignKey(Centre, models.PROTECT, db_index=False, verbose_name="센터")
    service = models.ForeignKey(Service, models.PROTECT, db_index=False, verbose_name="서비스")
    reference = models.CharField("상담 번호", max_length=24)
    occurred_on = models.DateField("상담일")
    minutes = models.PositiveSmallIntegerField("상담 시간(분)", null=True, blank=True)
    party = models.CharField("구분", max_length=8, choices=Party)
    channel = models.ForeignKey(Code, models.PROTECT, db_index=False, related_name="+", verbose_name="경로")
    issue = models.ForeignKey(
        Code, models.PROTECT, db_index=False, related_name="+", verbose_name="주된 유형"
    )
    outcome = models.ForeignKey(
        Code, models.PROTECT, null=True, blank=True, db_index=False, related_name="+", verbose_name="결과"
    )
    anonymous = models.BooleanField("익명", default=True)
    client = models.ForeignKey(
        Client, models.PROTECT, null=True, blank=True, db_index=False, verbose_name="내담자"
    )
    workplace = models.ForeignKey(
        Workplace, models.PROTECT, null=True, blank=True, db_index=False, verbose_name="사업장"
    )
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, db_index=False, verbose_name="자치구"
    )
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, db_index=False, verbose_name="찾아간 곳"
    )
    booth = models.ForeignKey(
        BoothSession,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="consultations",
        verbose_name="부스",
    )
    hotline = models.ForeignKey(
        Hotline, models.PROTECT, null=True, blank=True, db_index=False, verbose_name="대표전화"
    )
    memo = models.ForeignKey(
        SealedText, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="내용"
    )
    counsellor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name="상담한 사람",
    )
    follow_up_on = models.DateField("다시 연락할 날", null=True, blank=True)
    followed_up_at = models.DateTimeField("다시 연락한 일시", null=True, blank=True)
    is_business_contact = models.BooleanField("상담 아님(업무 연락)", default=False)
    answers = models.JSONField("물음의 답", default=dict, blank=True)
    form_token = models.UUIDField("제출 표", null=True, unique=True)
    version = models.PositiveIntegerField("판", default=1)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        verbose_name="적은 사람",
    )
    recorded_at = models.DateTimeField("적은 일시", auto_now_add=True)
    withdrawn_at = models.DateTimeField("철회 일시", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name="철회한 사람",
    )
    withdrawn_reason = models.CharField("철회 사유", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "상담"
        ordering = ["-occurred_on", "-pk"]
        indexes = [
            models.Index(fields=["centre", "service", "occurred_on"]),
            models.Index(fields=["centre", "-occurred_on", "-id"], name="counselling_newest_first"),
            *(
                models.Index(
                    fields=[name], condition=Q(**{f"{name}__isnull": False}), name=f"counselling_of_{name}"
                )
                for name in ("client", "workplace", "booth", "counsellor")
            ),
            models.Index(
                fields=["centre", "follow_up_on"],
                condition=Q(follow_up_on__isnull=False, followed_up_at__isnull=True),
                name="counselling_follow_up",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["centre", "reference"], name="counselling_reference_once"),
            models.UniqueConstraint(
                fields=["centre", "import_key", "service"],
                condition=Q(import_key__isnull=False),
                name="counselling_import_once",
            ),
            models.CheckConstraint(
                condition=Q(anonymous=True, client__isnull=True) | Q(anonymous=False, client__isnull=False),
                name="counselling_anonymous_or_client",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="counselling_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(booth__isnull=True) | Q(site__isnull=False), name="counselling_booth_has_site"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class OtherIssue(models.Model):
    """A further issue type of a consultation, after the main one."""

    consultation = models.ForeignKey(
        Consultation, models.CASCADE, related_name="other_issues", verbose_name="상담"
    )
    issue = models.ForeignKey(Code, models.PROTECT, related_name="+", verbose_name="유형")
    position = models.PositiveSmallIntegerField("순서")

    class Meta:
        verbose_name = verbose_name_plural = "다른 유형"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "issue"], name="counselling_issue_once"),
        ]

    def __str__(self) -> str:
        return str(self.issue)
