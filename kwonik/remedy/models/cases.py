"""Relief cases (권리구제), offers to rights advocates, steps and the complete history of every transition."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kwonik.catalogue.models import Code, Service
from kwonik.ledgers.models import Imported
from kwonik.people.models import Appointment, Client, SealedText
from kwonik.places.models import Centre, District, Workplace
from kwonik.remedy.codes import CaseState, Instrument, OfferState, Turn, Withdrawal


def closes_without_dates() -> pgtrigger.Trigger:
    """A case with a critical date still to be kept is not closed, whoever asks the database."""
    return pgtrigger.Trigger(
        name="closes_without_dates",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("state"),
        condition=pgtrigger.Condition("NEW.state = 'closed' AND OLD.state <> 'closed'"),
        func="""
            IF EXISTS (SELECT FROM remedy_criticaldate
                       WHERE case_id = NEW.id AND state IN ('proposed', 'open')) THEN
                RAISE EXCEPTION 'case % has critical dates to be kept', NEW.id USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["import_key"])
class ReliefCase(Imported):
    """권리구제 사건: from facts to outcome. Counts in the period it was opened in, unless withdrawn as an error.

    `recovered_won` is what the client got back; `turn` says who acts next, since when, and until when. An
    advocate stands on it only while (or after) they work on it, an outcome only from the day it fell.
    """

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="센터")
    service = models.ForeignKey(Service, models.PROTECT, verbose_name="서비스")
    reference = models.CharField("사건 번호", max_length=24)
    consultation = models.ForeignKey(
        "counselling.Consultation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="상담",
    )
    client = models.ForeignKey(Client, models.PROTECT, null=True, blank=True, verbose_name="내담자")
    client_group = models.ForeignKey(Code, models.PROTECT, related_name="+", verbose_name="노동자 구분")
    issue = models.ForeignKey(Code, models.PROTECT, related_name="+", verbose_name="유형")
    forum = models.ForeignKey(Code, models.PROTECT, related_name="+", verbose_name="구제 절차")
    instruments = ArrayField(
        models.CharField(max_length=24, choices=Instrument),
        default=list,
        blank=True,
        verbose_name="소액소송 방법",
    )
    workplace = models.ForeignKey(Workplace, models.PROTECT, null=True, blank=True, verbose_name="사업장")
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, verbose_name="자치구")
    claimed_won = models.BigIntegerField("청구액(원)", null=True, blank=True)
    facts = models.ForeignKey(
        SealedText, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="사실관계"
    )
    opened_on = models.DateField("접수일")
    state = models.CharField("상태", max_length=10, choices=CaseState, default=CaseState.PREPARING)
    turn = models.CharField("누구 차례", max_length=10, choices=Turn, blank=True, default=Turn.CENTRE)
    turn_since = models.DateTimeField("차례가 된 일시")
    due_on = models.DateField("기한", null=True, blank=True)
    advocate = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, verbose_name="노동권리보호관"
    )
    outcome = models.ForeignKey(
        Code, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="결과"
    )
    concluded_on = models.DateField("결과 난 날", null=True, blank=True)
    recovered_won = models.BigIntegerField("돌려받은 금액(원)", null=True, blank=True)
    closed_on = models.DateField("종결일", null=True, blank=True)
    withdrawal = models.CharField("취하 구분", max_length=8, choices=Withdrawal, blank=True, default="")
    withdrawn_on = models.DateField("취하일", null=True, blank=True)
    version = models.PositiveIntegerField("판", default=1)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="적은 사람"
    )
    recorded_at = models.DateTimeField("적은 일시", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "권리구제 사건"
        ordering = ["-opened_on", "-pk"]
        indexes = [
            models.Index(fields=["centre", "opened_on"]),
            models.Index(fields=["centre", "state", "turn"]),
            models.Index(fields=["centre", "concluded_on"]),
            models.Index(fields=["centre", "due_on"], condition=Q(due_on__isnull=False), name="remedy_due"),
            models.Index(fields=["advocate", "state"]),
            models.Index(fields=["client"]),
            models.Index(fields=["workplace"]),
        ]
        triggers = [closes_without_dates()]
        constraints = [
            models.UniqueConstraint(fields=["centre", "reference"], name="remedy_reference_once"),
            models.UniqueConstraint(
                fields=["centre", "import_key"],
                condition=Q(import_key__isnull=False),
                name="remedy_import_once",
            ),
            models.CheckConstraint(
                condition=Q(recovered_won__isnull=True) | Q(recovered_won__gte=0), name="remedy_recovered"
            ),
            models.CheckConstraint(
                condition=Q(claimed_won__isnull=True) | Q(claimed_won__gt=0), name="remedy_claimed"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["concluded", "closed"]) | Q(outcome__isnull=False),
                name="remedy_concluded_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(outcome__isnull=False, concluded_on__isnull=False)
                | Q(outcome__isnull=True, concluded_on__isnull=True, recovered_won__isnull=True),
                name="remedy_outcome_dated",
            ),
            models.CheckConstraint(
                condition=Q(outcome__isnull=True) | Q(state__in=["concluded", "closed", "withdrawn"]),
                name="remedy_outcome_not_before",
            ),
            models.CheckConstraint(
                condition=Q(advocate__isnull=True) | ~Q(state__in=["preparing", "ready", "offered"]),
                name="remedy_advocate_not_before",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False)
                | (~Q(state="closed") & Q(closed_on__isnull=True)),
                name="remedy_closed_on",
            ),
            models.CheckConstraint(
                condition=(Q(state="withdrawn", withdrawn_on__isnull=False) & ~Q(withdrawal=""))
                | (~Q(state="withdrawn") & Q(withdrawn_on__isnull=True, withdrawal="")),
                name="remedy_withdrawn_on",
            ),
            models.CheckConstraint(
                condition=(Q(concluded_on__isnull=True) | Q(concluded_on__gte=models.F("opened_on")))
                & (Q(closed_on__isnull=True) | Q(closed_on__gte=models.F("concluded_on")))
                & (Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=models.F("opened_on"))),
                name="remedy_dates",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Offer(models.Model):
    """배정 제안: one advocate was asked, with the ranking's reasons as they stood, and how they answered.

    `ranking` holds the ranking's inputs (`scheduling.matching.snapshot`), so the decision can be replayed.
    Before `cleared_at` the advocate sees who the parties are; then, having denied any conflict, the facts too.
    """

    case = models.ForeignKey(ReliefCase, models.PROTECT, related_name="offers", verbose_name="사건")
    advocate = models.ForeignKey(
        Appointment, models.PROTECT, related_name="offers", verbose_name="노동권리보호관"
    )
    state = models.CharField("상태", max_length=10, choices=OfferState, default=OfferState.OFFERED)
    rank = models.PositiveSmallIntegerField("순위")
    score = models.IntegerField("점수")
    reasons = models.JSONField("까닭", default=list)
    ranking = models.JSONField("순위를 매긴 근거", default=dict)
    choice_reason = models.CharField("1순위가 아닌 까닭", max_length=200, blank=True)
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="물은 사람"
    )
    offered_at = models.DateTimeField("물은 일시", auto_now_add=True)
    due_on = models.DateField("답할 기한", null=True, blank=True)
    cleared_at = models.DateTimeField("이해충돌이 없음을 확인한 일시", null=True, blank=True)
    answered_at = models.DateTimeField("답한 일시", null=True, blank=True)
    answer_reason = models.CharField("거절 사유", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "배정 제안"
        ordering = ["pk"]
        indexes = [models.Index(fields=["advocate", "state"])]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="as_asked",
                fields=[
                    "case",
                    "advocate",
                    "rank",
                    "score",
                    "reasons",
                    "ranking",
                    "offered_by",
                    "offered_at",
                ],
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="offered"), name="remedy_one_open_offer"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="accepted"), name="remedy_one_accepted_offer"
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(answer_reason=""), name="remedy_decline_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(cleared_at__isnull=False),
                name="remedy_accepted_when_cleared",
            ),
            models.CheckConstraint(
                condition=Q(state="offered", answered_at__isnull=True)
                | (~Q(state="offered") & Q(answered_at__isnull=False)),
                name="remedy_answered_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} → {self.advocate}"


class Step(models.Model):
    """진행 단계: something done on a day. A wrong step is struck with a reason and stays visible.

    `corrects` names the struck step that this one replaces. The database lets nobody rewrite a step: only the
    strike can be added, once.
    """

    case = models.ForeignKey(ReliefCase, models.PROTECT, related_name="steps", verbose_name="사건")
    done_on = models.DateField("한 날")
    kind = models.ForeignKey(Code, models.PROTECT, related_name="+", verbose_name="단계")
    note = models.ForeignKey(
        SealedText, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="내용"
    )
    next_turn = models.CharField("다음 차례", max_length=10, choices=Turn, blank=True)
    due_on = models.DateField("다음 기한", null=True, blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="correction", verbose_name="바로잡는 단계"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="적은 사람"
    )
    recorded_at = models.DateTimeField("적은 일시", auto_now_add=True)
    struck_at = models.DateTimeField("지운 일시", null=True, blank=True)
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="지운 사람",
    )
    struck_reason = models.CharField("지운 사유", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "진행 단계"
        ordering = ["done_on", "pk"]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="as_recorded", exclude=["struck_at", "struck_by", "struck_reason"]),
            pgtrigger.Protect(
                name="struck_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.struck_at IS NOT NULL"),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(struck_at__isnull=True, struck_reason="")
                | (Q(struck_at__isnull=False) & ~Q(struck_reason="")),
                name="remedy_struck_with_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.done_on} {self.kind}"


class CaseEvent(models.Model):
    """One transition of one case: by whom, from which state to which, whose turn then. Append-only.

    `changes` are [label, before, after] in words of what it changed on the case, sealed texts excepted.
    `form_token` is the page that asked for it: the same page sent twice makes one transition.
    """

    case = models.ForeignKey(ReliefCase, models.PROTECT, related_name="events", verbose_name="사건")
    at = models.DateTimeField("일시", auto_now_add=True)
    code = models.CharField("한 일", max_length=20)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="한 사람"
    )
    from_state = models.CharField("앞 상태", max_length=10, blank=True)
    to_state = models.CharField("뒤 상태", max_length=10)
    turn = models.CharField("누구 차례", max_length=10, choices=Turn, blank=True)
    due_on = models.DateField("기한", null=True, blank=True)
    reason = models.CharField("사유", max_length=200, blank=True)
    changes = models.JSONField("바뀐 것", default=list)
    form_token = models.UUIDField("제출 표", null=True, unique=True)
    step = models.ForeignKey(Step, models.PROTECT, null=True, blank=True, verbose_name="단계")
    offer = models.ForeignKey(Offer, models.PROTECT, null=True, blank=True, verbose_name="배정 제안")

    class Meta:
        verbose_name = verbose_name_plural = "사건 이력"
        ordering = ["pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.case} {self.code}"
