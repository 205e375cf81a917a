"""What is public, which figures count people, and what changed from one edition to its correction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet

from kwonik.kernel import figures
from kwonik.kernel.figures import Figure, Highest
from kwonik.people.models import Client
from kwonik.places.models import Centre
from kwonik.reports.models import Edition, EditionFigure

from .models import PublicFigure, Release

_BULK = tuple(
    f"{edition}__{name}"
    for edition in ("edition", "edition__supersedes", "edition__corrected_by")
    for name in ("body", "tree", "checks")
)
"""What an edition holds besides its name, and no list shows."""


def releases() -> QuerySet[Release]:
    """Every edition that was ever made public, the newest first; what was taken back says so."""
    rows = Release.objects.select_related(
        "centre", "edition__template", "edition__supersedes__release", "edition__corrected_by__release"
    )
    return rows.defer(*_BULK).order_by("-edition__published_at", "-pk")


def standing_releases() -> QuerySet[Release]:
    return releases().filter(withdrawn_at__isnull=True)


def figures_of(release: Release) -> QuerySet[PublicFigure]:
    """The numbers that the edition printed, in its order."""
    return _shown().filter(release=release)


def _shown() -> QuerySet[PublicFigure]:
    rows = PublicFigure.objects.filter(figure__shown=True).select_related("figure__definition")
    return rows.defer("figure__rows", "figure__measured", "figure__statement").order_by("figure__place")


def editions(centre: Centre) -> QuerySet[Edition]:
    """All editions of a centre, with their release where there is one."""
    return (
        Edition.objects.filter(centre=centre).select_related("template", "release").order_by("-published_at")
    )


def series(one: PublicFigure) -> list[PublicFigure]:
    """The same figure and cut of the same centre in every edition that stands, the oldest first; a corrected
    edition gives way to its correction."""
    same = PublicFigure.objects.filter(
        release__centre=one.release.centre_id,
        release__withdrawn_at__isnull=True,
        figure__code=one.figure.code,
        figure__cut=one.figure.cut,
        figure__shown=True,
    ).select_related("figure__definition", "release__edition__template")
    same = same.defer(
        "figure__rows",
        "figure__measured",
        "figure__statement",
        "release__edition__body",
        "release__edition__tree",
    )
    corrected = Release.objects.filter(
        edition__corrected_by__release__isnull=False,
        edition__corrected_by__release__withdrawn_at__isnull=True,
    )
    found = same.exclude(release__in=corrected).order_by(
        "figure__last_on", "figure__first_on", "figure__place"
    )
    by_days = {(row.figure.first_on, row.figure.last_on, row.release_id): row for row in found}
    return list(by_days.values())


@dataclass(frozen=True)
class Change:
    """A number of the corrected edition beside that of its correction; either may be missing."""

    label: str
    words: str
    unit: str
    before: str
    after: str


def corrections() -> QuerySet[Release]:
    """What corrected an earlier edition, and what was taken back."""
    return releases().filter(Q(edition__number__gt=1) | Q(withdrawn_at__isnull=False))


def changes(listed: Iterable[Release]) -> list[tuple[Release, list[Change]]]:
    """Each correction with what it changed among the public numbers; what was taken back shows none."""
    pairs = [(release, _corrected(release)) for release in listed]
    wanted = [one.pk for pair in pairs for one in pair if pair[1] is not None and one is not None]
    numbers: dict[int, dict[tuple, PublicFigure]] = defaultdict(dict)
    for row in _shown().filter(release__in=wanted):
        numbers[row.release_id][_identity(row)] = row
    return [
        (release, list(_changed(numbers[old.pk], numbers[release.pk])) if old else [])
        for release, old in pairs
    ]


def _corrected(release: Release) -> Release | None:
    """The public edition that this one corrects."""
    if release.withdrawn_at or release.edition.supersedes is None:
        return None
    return getattr(release.edition.supersedes, "release", None)


def _changed(before: Mapping[tuple, PublicFigure], after: Mapping[tuple, PublicFigure]) -> Iterator[Change]:
    for key in dict.fromkeys((*after, *before)):
        was, now = before.get(key), after.get(key)
        shown = now or was
        said = [row.printed if row else "없음" for row in (was, now)]
        if shown is not None and said[0] != said[1]:
            yield Change(shown.figure.definition.label, shown.words, shown.figure.unit, *said)


def _identity(row: PublicFigure) -> tuple:
    figure = row.figure
    return figure.code, tuple(sorted(figure.cut.items())), figure.first_on, figure.last_on, figure.ref


def public_figures(centre: Centre, codes: Iterable[str]) -> QuerySet[PublicFigure]:
    """Numbers of people that were ever public, also in what was taken back since: they were seen."""
    return PublicFigure.objects.filter(
        release__centre=centre, figure__code__in=codes, key__isnull=False
    ).select_related("figure")


def protects_people(figure: Figure) -> bool:
    """Whether the figure counts people in its public form: as declared, else because its rows lead to clients."""
    if figure.protects or figure.kind == "stated" or isinstance(figure.measure, Highest):
        return figure.protects == "people"
    return leads_to_clients(figure.source().model)


def leads_to_clients(model: type[Model]) -> bool:
    """Whether a row names a client, itself or through the record it belongs to."""
    return any(
        related is Client or (related is not None and Client in set(_related(related)))
        for related in _related(model)
    )


def _related(model: type[Model]) -> Iterator[Any]:
    return (field.related_model for field in model._meta.concrete_fields if field.is_relation)


def counted_figure(code: str) -> figures.AnyFigure | None:
    """The figure as it is declared now; None when nobody declares it any more."""
    try:
        return figures.registry.find(code)[0]
    except figures.UndeclaredFigure:
        return None


def kept_figures(edition: Edition) -> list[EditionFigure]:
    """All numbers of an edition, also those that only others are made of."""
    return list(edition.figures.select_related("definition").order_by("place"))
