"""이행점검: how far an organisation keeps what was asked of it, on paper first, then on the spot."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from kwonik.catalogue.models import Service
from kwonik.places.models import Workplace
from kwonik.research.codes import CheckStage, CheckState

from .base import Row, tracked

SAME = (
    "centre_id = {row}.centre_id AND service_id = {row}.service_id AND year = {row}.year "
    "AND number = {row}.number AND organisation_id = {row}.organisation_id"
)
DESK_FIRST = """
PERFORM FROM research_compliancecheck WHERE {same} ORDER BY id FOR NO KEY UPDATE;
IF EXISTS (
    SELECT FROM research_compliancecheck site
    WHERE {same} AND site.stage = 'site' AND site.withdrawn_at IS NULL AND site.checked_on IS NOT NULL
    AND NOT EXISTS (
        SELECT FROM research_compliancecheck desk
        WHERE {same} AND desk.stage = 'desk' AND desk.withdrawn_at IS NULL AND desk.checked_on <= site.checked_on
    )
) THEN
    RAISE EXCEPTION 'site check without a desk check of the same round'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'research_check_desk_first';
END IF;
"""


@tracked
class ComplianceCheck(Row):
    """이행점검: one stage of one organisation in one round of a year.

    `results` answers the service's indicators (its questions), `score` says how many were met. At commit no site check
    stands without the desk check before it: the database refuses it, whoever asks.
    """

    service = models.ForeignKey(Service, models.PROTECT, related_name="+", verbose_name="세부사업")
    year = models.PositiveSmallIntegerField("연도")
    number = models.PositiveSmallIntegerField("차수", default=1)
    organisation = models.ForeignKey(Workplace, models.PROTECT, related_name="+", verbose_name="기관")
    stage = models.CharField("점검 방법", max_length=4, choices=CheckStage)
    state = models.CharField("상태", max_length=8, choices=CheckState, default=CheckState.DONE)
    checked_on = models.DateField("점검일", null=True, blank=True)
    results = models.JSONField("지표별 결과", default=dict, blank=True)
    score = models.PositiveSmallIntegerField("이행 점수", null=True, blank=True)
    follow_up = models.CharField("개선할 것", max_length=300, blank=True)
    follow_up_on = models.DateField("개선 기한", null=True, blank=True)

    class Meta(Row.Meta):
        verbose_name = verbose_name_plural = "이행점검"
        ordering = ["-year", "-number", "pk"]
        indexes = [
            models.Index(fields=["centre", "checked_on"]),
            models.Index(fields=["organisation", "year", "number"]),
        ]
        triggers = [
            pgtrigger.Trigger(
                name=f"desk_first_on_{name}",
                when=pgtrigger.After,
                operation=operation,
                timing=pgtrigger.Deferred,
                func="".join(DESK_FIRST.format(same=SAME.format(row=row)) for row in rows) + "RETURN NULL;",
            )
            for name, operation, rows in (
                ("insert", pgtrigger.Insert, ("NEW",)),
                ("update", pgtrigger.Update, ("OLD", "NEW")),
                ("delete", pgtrigger.Delete, ("OLD",)),
            )
        ]
        constraints = [
            *Row.Meta.constraints,
            models.UniqueConstraint(
                fields=["centre", "service", "year", "number", "organisation", "stage"],
                condition=Q(withdrawn_at__isnull=True),
                name="research_check_once",
            ),
            models.CheckConstraint(
                condition=Q(state="planned", checked_on__isnull=True)
                | (~Q(state="planned") & Q(checked_on__isnull=False)),
                name="research_check_planned_or_checked",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__lte=100), name="research_check_score"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="research_check_number"),
        ]

    def __str__(self) -> str:
        return f"{self.year}년 {self.number}차 {self.organisation} {self.get_stage_display()}"
