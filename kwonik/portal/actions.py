"""Making an edition public, with the people in it protected; taking it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import transaction
from django.utils import timezone

from kwonik.disclosure import cell_key, record_key
from kwonik.kernel import audit, figures
from kwonik.kernel.figures import Ask, CodeLists, Derived, Figure
from kwonik.people import keyring
from kwonik.people.access import require
from kwonik.places.models import Centre
from kwonik.reports.models import Edition, EditionFigure
from kwonik.reports.queries import words_of

from . import access, queries, rules
from .codes import WITHHELD, Method
from .models import PublicFigure, Release
from .rules import Line, Refused

WON = "원"
PURPOSE = b"kwonik.disclosure.record"


@dataclass
class Preview:
    """What would be public of an edition, number by number."""

    edition: Edition
    figures: list[PublicFigure] = field(default_factory=list)

    def count(self, method: str) -> int:
        return sum(row.method == method and row.figure.shown for row in self.figures)

    @property
    def counts(self) -> list[tuple[str, str]]:
        return [(str(method.label), f"{self.count(method)}개") for method in Method]


def preview(edition: Edition) -> Preview:
    """How the edition would be made public now; nothing is stored."""
    kept = queries.kept_figures(edition)
    lines = [line for line in map(_liner(), kept) if line]
    before = queries.public_figures(edition.centre, {line.code for line in lines})
    numbers = rules.protect(lines, [_public_line(row) for row in before])
    keys = {line.place: line.key for line in lines}
    made: dict[int, PublicFigure] = {}
    by_place = {figure.place: figure for figure in kept}
    lists = CodeLists()

    def public(place: int) -> PublicFigure:
        """One number with what is public of it, its parts first."""
        if place in made:
            return made[place]
        figure = by_place[place]
        row = PublicFigure(figure=figure, words=_words(figure, lists), key=keys.get(place))
        if figure.kind == "derived":
            row.method, row.value, row.printed = _derived(figure, [public(part) for part in figure.parts])
        else:
            row.method, row.value, row.printed = _counted(figure, numbers)
        made[place] = row
        return row

    return Preview(edition, [public(place) for place in by_place])


@transaction.atomic
def release(*, by, edition: Edition) -> Release:
    """Makes an edition public. Raises Refused when it is public already or contradicts itself."""
    require(by, access.PUBLISH, edition.centre)
    Centre.objects.select_for_update(no_key=True).get(pk=edition.centre_id)
    if Release.objects.filter(edition=edition).exists():
        raise Refused("이미 공개한 판입니다. 공개 통계 목록에서 확인하세요.")
    made = preview(edition)
    _same_fact_same_number(made)
    released = Release.objects.create(
        edition=edition,
        centre=edition.centre,
        recorded_by=by,
        digest=rules.digest([_public(row) for row in made.figures if row.figure.shown]),
    )
    for row in made.figures:
        row.release = released
    PublicFigure.objects.bulk_create(made.figures)
    audit.record("portal.release.made", released, by=by, detail={"edition": edition.pk})
    return released


@transaction.atomic
def withdraw(*, by, release: Release, reason: str) -> Release:
    """Takes back what should not have been public; its numbers are no longer shown, its page says why."""
    require(by, access.PUBLISH, release.centre)
    stored = Release.objects.select_for_update(of=("self",), no_key=True).get(pk=release.pk)
    if stored.withdrawn_at:
        raise Refused("이미 거둔 판입니다.")
    stored.withdrawn_at, stored.withdrawn_by, stored.withdrawn_reason = timezone.now(), by, reason
    stored.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    audit.record("portal.release.withdrawn", stored, by=by)
    return stored


def _same_fact_same_number(made: Preview) -> None:
    """Two numbers of the same question and days are one number. Raises Refused naming both."""
    asked: dict[tuple, PublicFigure] = {}
    for row in made.figures:
        figure = row.figure
        if not figure.statement:
            continue
        key = (figure.statement, figure.first_on, figure.last_on, figure.unit)
        other = asked.setdefault(key, row)
        if other.figure.value != figure.value:
            raise Refused(
                f"같은 기록을 같은 조건으로 센 두 수가 다릅니다: {other.figure.label} {other.figure.printed}, "
                f"{figure.label} {figure.printed}. 보고서 서식을 고쳐 다시 공표하세요."
            )


def _liner() -> Callable[[EditionFigure], Line | None]:
    """Reads an edition's number as a count of people, with the key of its rows; None for what counts no people."""
    secret = keyring.load().digest(PURPOSE)
    keyed = cache(lambda table, number: record_key(secret, table, number))

    def line(kept: EditionFigure) -> Line | None:
        figure = queries.counted_figure(kept.code)
        if not isinstance(figure, Figure) or not queries.protects_people(figure) or not _is_count(kept):
            return None
        key = cell_key(keyed(kept.table, row) for row in kept.rows)
        return _line(kept, figure, key, None)

    return line


def _public_line(row: PublicFigure) -> Line:
    figure = queries.counted_figure(row.figure.code)
    assert row.key is not None
    return _line(row.figure, figure, int(row.key), None if row.value is None else int(row.value))


def _line(kept: EditionFigure, figure: Any, key: int, printed: int | None) -> Line:
    additive = isinstance(figure, Figure) and figure.measure.additive
    period = f"{kept.first_on}/{kept.last_on}/{kept.edition_id}"
    cut = tuple(sorted(kept.cut.items()))
    count = int(kept.value or 0)
    return Line(kept.place, kept.code, cut, period, count, key, frozenset(kept.rows), additive, printed)


def _is_count(kept: EditionFigure) -> bool:
    """Whether the number is one of people or events, which can be moved by three; an amount cannot."""
    value = kept.value
    return kept.unit != WON and value is not None and value >= 0 and value == value.to_integral_value()


def _counted(kept: EditionFigure, numbers: dict[int, int | None]) -> tuple[str, Decimal | None, str]:
    """Exact where nobody can be told from it; amounts that people got are not public at all."""
    figure = queries.counted_figure(kept.code)
    if figure is None:
        return Method.WITHHELD, None, WITHHELD
    if not isinstance(figure, Figure) or not queries.protects_people(figure):
        return Method.EXACT, kept.value, kept.printed
    number = numbers.get(kept.place)
    if number is None:
        return Method.WITHHELD, None, WITHHELD
    return Method.PROTECTED, Decimal(number), figure.printed(number)


def _derived(kept: EditionFigure, parts: list[PublicFigure]) -> tuple[str, Decimal | None, str]:
    """As printed when all its parts are public as they are; else worked out anew from the public parts."""
    figure = queries.counted_figure(kept.code)
    if not isinstance(figure, Derived) or any(part.method == Method.WITHHELD for part in parts):
        return Method.WITHHELD, None, WITHHELD
    if all(part.method == Method.EXACT for part in parts):
        return Method.EXACT, kept.value, kept.printed
    value = figure.formula(*(_number(part.value) for part in parts))
    return Method.DERIVED, None if value is None else Decimal(value), figure.printed(value)


def _number(value: Decimal | None) -> figures.Number:
    return int(value) if value is not None and value == value.to_integral_value() else value


def _words(kept: EditionFigure, lists: CodeLists) -> str:
    try:
        return words_of(Ask.of(kept.code, **kept.cut), lists)[:300]
    except figures.UndeclaredFigure:
        return ", ".join(kept.cut.values())[:300]


def _public(row: PublicFigure) -> dict[str, Any]:
    figure = row.figure
    return {
        "place": figure.place,
        "code": figure.code,
        "cut": figure.cut,
        "from": str(figure.first_on),
        "to": str(figure.last_on),
        "printed": row.printed,
        "method": str(row.method),
    }
