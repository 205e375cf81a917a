"""How many people came: rows that are added, never edited."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from kwonik.ledgers.models import Imported
from kwonik.places.models import Centre
from kwonik.shelters.codes import Source

from .registers import Shelter

NEVER_BELOW_NONE = """
PERFORM FROM shelters_shelter WHERE id IN (SELECT shelter_id FROM {rows}) ORDER BY id FOR NO KEY UPDATE;
SELECT shelter_id, day, sum(people) INTO worst FROM shelters_visitcount
    WHERE (shelter_id, day) IN (SELECT shelter_id, day FROM {rows})
    GROUP BY shelter_id, day HAVING sum(people) < 0 LIMIT 1;
IF FOUND THEN
    RAISE EXCEPTION 'shelter % would have % people on %', worst.shelter_id, worst.sum, worst.day
        USING ERRCODE = 'check_violation', CONSTRAINT = 'shelters_visit_not_below_none';
END IF;
RETURN NULL;
"""
OWN_SHELTER = """
IF EXISTS (
    SELECT FROM new_rows n JOIN shelters_shelter s ON s.id = n.shelter_id WHERE s.centre_id <> n.centre_id
) OR EXISTS (
    SELECT FROM new_rows n JOIN shelters_visitcount c ON c.id = n.correction_of_id
    WHERE (c.shelter_id, c.day) <> (n.shelter_id, n.day)
) THEN
    RAISE EXCEPTION 'a count stands at another shelter, day or centre than what it belongs to'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'shelters_visit_own_shelter';
END IF;
RETURN NULL;
"""
BOTH = (
    "(SELECT shelter_id, day, people FROM old_rows UNION SELECT shelter_id, day, people FROM new_rows) rows"
)
LESS = "(SELECT shelter_id, day FROM new_rows WHERE people < 0) rows"


def triggers() -> list[pgtrigger.Trigger]:
    """What takes people away locks its shelter and asks the day's sum; adding people locks nothing."""
    statements = (
        ("insert", pgtrigger.Insert, pgtrigger.Referencing(new="new_rows"), LESS),
        ("update", pgtrigger.Update, pgtrigger.Referencing(old="old_rows", new="new_rows"), BOTH),
        ("delete", pgtrigger.Delete, pgtrigger.Referencing(old="old_rows"), "old_rows"),
    )
    return [
        *(
            pgtrigger.Trigger(
                name=f"not_below_none_on_{name}",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=operation,
                referencing=referencing,
                declare=[("worst", "record")],
                func=NEVER_BELOW_NONE.format(rows=rows),
            )
            for name, operation, referencing, rows in statements
        ),
        pgtrigger.Trigger(
            name="own_shelter",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            referencing=pgtrigger.Referencing(new="new_rows"),
            func=OWN_SHELTER,
        ),
    ]


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["import_key"])
class VisitCount(Imported):
    """이용자 수: people counted at a shelter on its business day (a visit at 02:00 belongs to the evening before).

    A correction is a row of its own, plus or minus, with its reason. The sum of a shelter's day never falls below 0.
    """

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="센터")
    shelter = models.ForeignKey(Shelter, models.PROTECT, related_name="visits", verbose_name="쉼터")
    day = models.DateField("이용일")
    hour = models.PositiveSmallIntegerField("시간대", null=True, blank=True)
    people = models.IntegerField("사람 수")
    source = models.CharField("센 방법", max_length=8, choices=Source, default=Source.HAND)
    correction_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name="바로잡은 기록",
    )
    reason = models.CharField("바로잡은 까닭", max_length=200, blank=True)
    form_token = models.UUIDField("제출 표", null=True, unique=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="적은 사람"
    )
    recorded_at = models.DateTimeField("적은 일시", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "쉼터 이용자 수"
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["shelter", "day"]), models.Index(fields=["centre", "day"])]
        triggers = triggers()
        constraints = [
            models.CheckConstraint(
                condition=Q(people__gte=0) | ~Q(reason=""), name="shelters_visit_less_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(correction_of__isnull=True) | ~Q(reason=""),
                name="shelters_visit_corrected_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(people__range=(-100_000, 100_000)), name="shelters_visit_people"
            ),
            models.CheckConstraint(
                condition=Q(hour__isnull=True) | Q(hour__lte=23), name="shelters_visit_hour"
            ),
            models.UniqueConstraint(
                fields=["centre", "import_key"],
                condition=Q(import_key__isnull=False),
                name="shelters_visit_import",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shelter} {self.day} {self.people:+,}명"
