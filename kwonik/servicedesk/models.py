"""Service requests (SR) to whoever runs the centre's systems."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kwonik.catalogue.models import Code, Service
from kwonik.ledgers.models import Imported
from kwonik.places.models import Centre

from .codes import RequestState, Urgency


class DayInSeoul(models.Func):
    """The day of an instant, as a column of its own."""

    template = "((%(expressions)s) AT TIME ZONE 'Asia/Seoul')::date"
    output_field = models.DateField()


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["import_key"])
class ServiceRequest(Imported):
    """SR: somebody asks for a repair, a change or data. Counted unless cancelled; what is done has its moment."""

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="센터")
    service = models.ForeignKey(Service, models.PROTECT, verbose_name="서비스")
    reference = models.CharField("접수번호", max_length=24)
    kind = models.ForeignKey(Code, models.PROTECT, related_name="+", verbose_name="종류")
    title = models.CharField("제목", max_length=120)
    text = models.TextField("내용", max_length=4000, blank=True)
    requested_at = models.DateTimeField("요청 일시")
    requested_on = models.GeneratedField(
        expression=DayInSeoul("requested_at"),
        output_field=models.DateField(),
        db_persist=True,
        verbose_name="요청일",
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="요청한 계정",
    )
    requester = models.CharField("요청한 사람", max_length=60)
    urgency = models.CharField("급한 정도", max_length=8, choices=Urgency, default=Urgency.NORMAL)
    due_at = models.DateTimeField("목표 시각")
    state = models.CharField("상태", max_length=10, choices=RequestState, default=RequestState.RECEIVED)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="담당 계정",
    )
    assignee_name = models.CharField("담당자", max_length=60, blank=True)
    done_at = models.DateTimeField("처리 일시", null=True, blank=True)
    done_on = models.GeneratedField(
        expression=DayInSeoul("done_at"),
        output_field=models.DateField(null=True),
        db_persist=True,
        verbose_name="처리일",
    )
    answer = models.CharField("처리 내용", max_length=500, blank=True)
    reason = models.CharField("반려·취소한 까닭", max_length=200, blank=True)
    form_token = models.UUIDField("제출 표", null=True, unique=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="적은 사람"
    )
    recorded_at = models.DateTimeField("적은 일시", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "전산 요청"
        ordering = ["-requested_at", "-pk"]
        indexes = [
            models.Index(fields=["centre", "requested_on"]),
            models.Index(
                fields=["centre", "due_at"],
                condition=Q(state__in=["received", "assigned", "working"]),
                name="servicedesk_open",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["centre", "reference"], name="servicedesk_reference_once"),
            models.UniqueConstraint(
                fields=["centre", "import_key"],
                condition=Q(import_key__isnull=False),
                name="servicedesk_import_once",
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False)
                | (~Q(state="done") & Q(done_at__isnull=True)),
                name="servicedesk_done_at",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(done_at__gte=F("requested_at")),
                name="servicedesk_done_after",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=["returned", "cancelled"]) & ~Q(reason=""))
                | (~Q(state__in=["returned", "cancelled"]) & Q(reason="")),
                name="servicedesk_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["assigned", "working"]) | ~Q(assignee_name=""),
                name="servicedesk_assigned",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
