"""발간물: what was published, how many copies were printed, and where they went. Stock never falls below nothing."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from kwonik.catalogue.models import Code, Service
from kwonik.places.models import District, Workplace

from .base import Row, tracked
from .studies import Study

IN_STOCK = """
PERFORM FROM research_publication WHERE id IN (SELECT publication_id FROM {rows}) ORDER BY id FOR NO KEY UPDATE;
IF EXISTS (
    SELECT FROM research_publication book WHERE book.id IN (SELECT publication_id FROM {rows})
    AND (SELECT coalesce(sum(copies), 0) FROM research_distribution
         WHERE publication_id = book.id AND withdrawn_at IS NULL)
      > (SELECT coalesce(sum(copies), 0) FROM research_printing
         WHERE publication_id = book.id AND withdrawn_at IS NULL)
) THEN
    RAISE EXCEPTION 'more copies handed out than printed'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'research_publication_in_stock';
END IF;
RETURN NULL;
"""
BOTH = "(SELECT publication_id FROM old_rows UNION SELECT publication_id FROM new_rows) rows"


def keeps_stock() -> list[pgtrigger.Trigger]:
    """Whatever changes copies locks their publications first, then weighs them: two at once count one after the other."""
    statements = (
        ("insert", pgtrigger.Insert, pgtrigger.Referencing(new="new_rows"), "new_rows"),
        ("update", pgtrigger.Update, pgtrigger.Referencing(old="old_rows", new="new_rows"), BOTH),
        ("delete", pgtrigger.Delete, pgtrigger.Referencing(old="old_rows"), "old_rows"),
    )
    return [
        pgtrigger.Trigger(
            name=f"in_stock_on_{name}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=referencing,
            func=IN_STOCK.format(rows=rows),
        )
        for name, operation, referencing, rows in statements
    ]


@tracked
class Publication(Row):
    """발간물: newsletter, card news, poster, leaflet, map, guidebook, manual, report… Reports name it by its code."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+", verbose_name="세부사업")
    study = models.ForeignKey(
        Study,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="publications",
        verbose_name="실태조사·연구",
    )
    kind = models.ForeignKey(Code, models.PROTECT, related_name="+", verbose_name="종류")
    code = models.SlugField("부르는 이름(영문)")
    title = models.CharField("제목", max_length=200)
    published_on = models.DateField("펴낸 날")
    edition = models.PositiveSmallIntegerField("판", default=1)
    link = models.URLField("볼 수 있는 주소", max_length=300, blank=True)
    note = models.CharField("메모", max_length=300, blank=True)

    class Meta(Row.Meta):
        verbose_name = verbose_name_plural = "발간물"
        ordering = ["-published_on", "-pk"]
        indexes = [models.Index(fields=["centre", "published_on"])]
        constraints = [
            *Row.Meta.constraints,
            models.UniqueConstraint(fields=["centre", "code"], name="research_publication_code_once"),
            models.UniqueConstraint(
                fields=["centre", "title", "edition"],
                condition=Q(withdrawn_at__isnull=True),
                name="research_publication_edition_once",
            ),
            models.CheckConstraint(condition=Q(edition__gte=1), name="research_publication_edition"),
        ]

    def __str__(self) -> str:
        return self.title


@tracked
class Printing(Row):
    """인쇄: copies that came from the printer on a day, the first time or again."""

    publication = models.ForeignKey(
        Publication, models.PROTECT, related_name="printings", verbose_name="발간물"
    )
    printed_on = models.DateField("인쇄한 날")
    copies = models.PositiveIntegerField("부수")
    printer = models.CharField("인쇄한 곳", max_length=120, blank=True)

    class Meta(Row.Meta):
        verbose_name = verbose_name_plural = "인쇄"
        ordering = ["printed_on", "pk"]
        indexes = [models.Index(fields=["centre", "printed_on"])]
        triggers = keeps_stock()
        constraints = [
            *Row.Meta.constraints,
            models.CheckConstraint(condition=Q(copies__gt=0), name="research_printing_copies"),
        ]

    def __str__(self) -> str:
        return f"{self.printed_on} {self.copies:,}부"


@tracked
class Distribution(Row):
    """배부: copies handed to somebody on a day; the district where they went, if it is one."""

    publication = models.ForeignKey(
        Publication, models.PROTECT, related_name="distributions", verbose_name="발간물"
    )
    handed_on = models.DateField("나눠 준 날")
    copies = models.PositiveIntegerField("부수")
    recipient = models.CharField("받은 곳", max_length=120)
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="자치구"
    )
    workplace = models.ForeignKey(
        Workplace, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="사업장"
    )

    class Meta(Row.Meta):
        verbose_name = verbose_name_plural = "배부"
        ordering = ["-handed_on", "-pk"]
        indexes = [models.Index(fields=["centre", "handed_on"])]
        triggers = keeps_stock()
        constraints = [
            *Row.Meta.constraints,
            models.CheckConstraint(condition=Q(copies__gt=0), name="research_distribution_copies"),
            models.CheckConstraint(condition=~Q(recipient=""), name="research_distribution_recipient"),
        ]

    def __str__(self) -> str:
        return f"{self.handed_on} {self.recipient} {self.copies:,}부"
