"""What a worker asks for on the public page: a call or a visit, until somebody of the centre has talked to them."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kwonik.catalogue.models import Code, Service
from kwonik.counselling.codes import CloseReason, Hours, Party, RequestState, Wish
from kwonik.people.models import SealedText
from kwonik.places.models import Centre, District

from .consultations import Consultation


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    exclude=["phone_digest", "sender_digest"],
)
class Request(models.Model):
    """상담 신청: no consultation yet, and counted nowhere. It belongs to exactly one centre at any time.

    `told` holds, sealed, name, telephone number and words (`rules.Caller`); `phone_digest` finds the number again at
    this centre. Both are gone once the request is taken back or the time of the consent is over. `turn_at` is since
    when it is the turn of whoever has it now.
    """

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+", verbose_name="맡은 센터")
    number = models.CharField("접수번호", max_length=9, unique=True)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+", verbose_name="서비스")
    issues = models.ManyToManyField(Code, related_name="+", verbose_name="유형")
    party = models.CharField("구분", max_length=8, choices=Party)
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="자치구"
    )
    wish = models.CharField("상담 방법", max_length=8, choices=Wish)
    hours = ArrayField(
        models.CharField(max_length=10, choices=Hours),
        verbose_name="연락하기 좋은 때",
        default=list,
        blank=True,
    )
    wished_on = models.DateField("바라는 날", null=True, blank=True)
    anonymous = models.BooleanField("익명")
    told = models.ForeignKey(
        SealedText, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="내용"
    )
    phone_digest = models.BinaryField("전화번호 색인", max_length=16, null=True)
    sender_digest = models.BinaryField("보낸 곳 색인", max_length=16, null=True)
    terms = models.CharField("동의한 글", max_length=10)
    sensitive_consented = models.BooleanField("민감정보 동의", default=False)
    received_at = models.DateTimeField("받은 일시")
    due_on = models.DateField("연락할 날")
    state = models.CharField("상태", max_length=10, choices=RequestState, default=RequestState.WAITING)
    turn_at = models.DateTimeField("차례가 된 일시")
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="맡은 사람",
    )
    tries = models.PositiveSmallIntegerField("연락한 횟수", default=0)
    close_reason = models.CharField("마친 까닭", max_length=15, choices=CloseReason, blank=True)
    close_note = models.CharField("신청한 사람에게 하는 말", max_length=200, blank=True)
    ended_at = models.DateTimeField("마친 일시", null=True, blank=True)
    consultation = models.OneToOneField(
        Consultation, models.PROTECT, null=True, blank=True, related_name="request", verbose_name="상담"
    )
    form_token = models.UUIDField("제출 표", unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "상담 신청"
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["centre", "state", "due_on"], name="counselling_request_turn"),
            models.Index(fields=["phone_digest"], name="counselling_request_phone"),
            models.Index(fields=["sender_digest", "received_at"], name="counselling_request_sender"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["taken", "talked"], taken_by__isnull=False)
                | Q(state="waiting", taken_by__isnull=True)
                | Q(state__in=["closed", "taken_back"]),
                name="counselling_request_taken_by",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "taken"], ended_at__isnull=True, told__isnull=False)
                | Q(state__in=["talked", "closed", "taken_back"], ended_at__isnull=False),
                name="counselling_request_ended",
            ),
            models.CheckConstraint(
                condition=Q(state="talked", consultation__isnull=False)
                | (~Q(state="talked") & Q(consultation__isnull=True)),
                name="counselling_request_talked",
            ),
            models.CheckConstraint(
                condition=(Q(state="closed") & ~Q(close_reason=""))
                | (~Q(state="closed") & Q(close_reason="", close_note="")),
                name="counselling_request_closed_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(close_reason="out_of_scope") | ~Q(close_note=""),
                name="counselling_request_told_where_to",
            ),
            models.CheckConstraint(
                condition=Q(told__isnull=False) | Q(phone_digest__isnull=True),
                name="counselling_request_forgotten_whole",
            ),
            models.CheckConstraint(condition=~Q(terms=""), name="counselling_request_consented"),
        ]

    def __str__(self) -> str:
        return self.number
