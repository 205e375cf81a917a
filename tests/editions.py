"""Editions made straight from figures, for tests of what is done with them afterwards."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from kwonik.catalogue.models import ReportTemplate
from kwonik.kernel import figures
from kwonik.kernel.figures import Ask, Derived
from kwonik.kernel.periods import Period
from kwonik.reports.actions.definitions import note_definitions
from kwonik.reports.models import Edition, EditionFigure
from kwonik.reports.queries import window_of

HALF = Period(date(2025, 1, 1), date(2025, 6, 30))
CHECKSUM = "0" * 64


def make_edition(
    by, centre, *asks: Ask, period: Period = HALF, corrects: Edition | None = None, code: str = "figures"
) -> Edition:
    """What these figures are now, as an edition; `corrects` makes it the next one after another."""
    template, _ = ReportTemplate.objects.get_or_create(
        code=code,
        defaults={"name": "상담 통계", "body": {}, "digest": CHECKSUM, "retired_on": date(2025, 12, 31)},
    )
    edition = Edition.objects.create(
        template=template,
        body={},
        centre=centre,
        first_on=period.first_on,
        last_on=period.last_on,
        as_of=period.last_on,
        dated_on=period.last_on,
        number=corrects.number + 1 if corrects else 1,
        supersedes=corrects,
        reason="늦게 적은 상담을 더함" if corrects else "",
        tree={},
        position=0,
        root=CHECKSUM,
        published_at=timezone.now(),
        published_by=by,
    )
    window = window_of(centre, period, period.last_on)
    answers = figures.compute(window, asks)
    places: dict[Ask, int] = {}
    for ask in asks:
        _keep(edition, ask, answers, window, places, shown=True)
    return edition


def _keep(edition, ask: Ask, answers, window, places: dict[Ask, int], shown: bool) -> int:
    if ask in places:
        return places[ask]
    figure, fixed = figures.registry.find(ask.code)
    parts, facts = [], {}
    if isinstance(figure, Derived):
        wanted = figures.inputs(figure, ask, window)
        found = figures.compute(window, wanted)
        parts = [_keep(edition, part, answers | found, window, places, shown=False) for part in wanted]
    else:
        rows = figure.rows(window.during(ask.period or window.period), (*ask.cut, *fixed))
        facts = {
            "table": rows.model._meta.label_lower,
            "statement": f"{figure.code} {rows.query}",
            "rows": sorted(rows.values_list("pk", flat=True)),
        }
        facts["row_count"] = len(facts["rows"])
    days = ask.period or window.period
    place = places[ask] = len(places) + 1
    EditionFigure.objects.create(
        edition=edition,
        place=place,
        shown=shown,
        code=ask.code,
        label=figure.label,
        cut=dict(ask.cut),
        first_on=days.first_on,
        last_on=days.last_on,
        value=answers[ask].value,
        printed=answers[ask].printed,
        unit=figure.unit,
        kind=figure.kind,
        definition=note_definitions()[figure.code],
        parts=parts,
        digest=CHECKSUM,
        **facts,
    )
    return place
