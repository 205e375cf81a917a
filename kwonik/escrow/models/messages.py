"""문자: the outbox of text messages to members, written in the transaction that is their cause."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from kwonik.escrow.codes import MessageKind, MessageState

from .members import Member, sealed
from .running import ContractEvent


class Message(models.Model):
    """문자 한 통. Its words follow from its kind; `secret` is the number of a code, gone once it was sent.

    `to` is another number than the member's own: the former one, or one that is still to be confirmed. `shown` is filled by the
    sandbox alone, which sends nothing: what would have been sent, for the operator of a sample installation.
    """

    member = models.ForeignKey(Member, models.PROTECT, related_name="messages", verbose_name="이용자")
    kind = models.CharField("무엇", max_length=20, choices=MessageKind)
    event = models.ForeignKey(
        ContractEvent, models.PROTECT, null=True, related_name="messages", verbose_name="계약의 이력"
    )
    to = sealed("받는 번호")
    secret = sealed("인증번호")
    state = models.CharField("상태", max_length=10, choices=MessageState, default=str(MessageState.WAITING))
    made_at = models.DateTimeField("쓴 일시", auto_now_add=True)
    due_at = models.DateTimeField("보낼 일시", default=timezone.now)
    tries = models.PositiveSmallIntegerField("보낸 횟수", default=0)
    ended_at = models.DateTimeField("끝난 일시", null=True)
    shown = models.CharField("체험판에서 보낸 글", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "이용자에게 보내는 문자"
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(state__in=["waiting", "sending"]), name="escrow_message_due"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "member", "kind"],
                condition=Q(event__isnull=False),
                name="escrow_told_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["sent", "given_up"],
                    ended_at__isnull=False,
                    secret__isnull=True,
                    to__isnull=True,
                )
                | Q(state__in=["waiting", "sending"], ended_at__isnull=True),
                name="escrow_message_ends_empty",
            ),
            models.CheckConstraint(
                condition=Q(kind="phone_code") | Q(secret__isnull=True), name="escrow_only_codes_are_secret"
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(tries__gte=1, ended_at__gte=F("made_at")),
                name="escrow_sent_was_tried",
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="never_sent_twice",
                field="state",
                transitions=[
                    ("waiting", "sending"),
                    ("waiting", "given_up"),
                    ("sending", "waiting"),
                    ("sending", "sent"),
                    ("sending", "given_up"),
                ],
            ),
            pgtrigger.ReadOnly(name="stays_as_written", fields=["member", "kind", "event", "made_at"]),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.get_kind_display()}"
