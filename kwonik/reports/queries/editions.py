"""Editions as they were published: the ones in force, their corrections, what of them has moved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from kwonik.catalogue.models import ReportTemplate
from kwonik.kernel.periods import Period
from kwonik.places.models import Centre
from kwonik.reports.models import Edition, EditionFigure, Movement


def editions(centre: Centre) -> QuerySet[Edition]:
    """The centre's editions, newest first, without their bulk."""
    rows = Edition.objects.filter(centre=centre).defer("body", "tree")
    return rows.select_related("template", "centre", "published_by", "supersedes")


def latest_edition(
    template: ReportTemplate, centre: Centre, period: Period, subject: str = ""
) -> Edition | None:
    """The edition in force of a report about that period, and about that subject if it is about one."""
    days = {"first_on": period.first_on, "last_on": period.last_on}
    same = editions(centre).filter(template=template, subject=subject, **days)
    return same.order_by("-number").first()


def editions_in_force() -> QuerySet[Edition]:
    """Of every report and period the last edition."""
    rows = Edition.objects.filter(corrected_by__isnull=True).defer("body", "tree")
    return rows.select_related("template", "centre").order_by("pk")


def last_movements(edition: Edition) -> dict[int, Movement]:
    """How the moved numbers of an edition stood when they were last looked at, by figure."""
    rows = Movement.objects.filter(figure__edition=edition).order_by("figure_id", "-pk").distinct("figure_id")
    return {row.figure_id: row for row in rows}


def moved_editions(centre: Centre) -> list[tuple[Edition, int, datetime]]:
    """Editions in force with numbers that stand elsewhere than published: how many, and when that was noticed."""
    rows = (
        Movement.objects.filter(centre=centre, figure__edition__corrected_by__isnull=True)
        .order_by("figure_id", "-pk")
        .distinct("figure_id")
        .values_list(
            "figure__edition", "noticed_at", "value", "rows_digest", "figure__value", "figure__rows_digest"
        )
    )
    found: dict[int, list[datetime]] = {}
    for edition, noticed_at, value, digest, published, published_digest in rows:
        if (value, digest) != (published, published_digest):
            found.setdefault(edition, []).append(noticed_at)
    kept = editions(centre).in_bulk(list(found))
    return [(kept[pk], len(times), max(times)) for pk, times in sorted(found.items())]


def corrections(centres: Iterable[Centre] | None = None) -> QuerySet[Edition]:
    """Editions that correct another, newest first."""
    rows = Edition.objects.filter(number__gt=1).defer("body", "tree")
    if centres is not None:
        rows = rows.filter(centre__in=centres)
    return rows.select_related("template", "centre", "supersedes").order_by("-published_at", "-pk")


@dataclass(frozen=True)
class Corrected:
    """A number that a correction prints otherwise than the edition before it."""

    label: str
    before: str
    after: str
    unit: str

    @property
    def told(self) -> str:
        return f"{self.before or '없음'} → {self.after or '없음'}"


def corrected_numbers(editions: Iterable[Edition]) -> dict[int, list[Corrected]]:
    """By edition what it prints otherwise than the one it corrects; two numbers are one when they ask the same."""
    editions = list(editions)
    wanted = {pk for edition in editions for pk in (edition.pk, edition.supersedes_id)}
    printed: dict[int, dict[tuple, EditionFigure]] = {}
    rows = EditionFigure.objects.filter(edition__in=wanted, shown=True).defer("rows", "measured", "statement")
    for figure in rows.order_by("place"):
        key = (figure.ref, figure.code, tuple(sorted(figure.cut.items())), figure.first_on, figure.last_on)
        printed.setdefault(figure.edition_id, {}).setdefault(key, figure)
    found = {}
    for edition in editions:
        before, after = printed.get(edition.supersedes_id or 0, {}), printed.get(edition.pk, {})
        found[edition.pk] = [
            Corrected(
                (after.get(key) or before[key]).label,
                before[key].printed if key in before else "",
                after[key].printed if key in after else "",
                (after.get(key) or before[key]).unit,
            )
            for key in dict.fromkeys([*after, *before])
            if (before[key].printed if key in before else None)
            != (after[key].printed if key in after else None)
        ]
    return found
