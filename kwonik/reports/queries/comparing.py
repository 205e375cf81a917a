"""Every number of an edition as it was published and as it is now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from kwonik.kernel import figures, journal
from kwonik.kernel.figures import AnyFigure, Derived, UndeclaredFigure, Window
from kwonik.kernel.models import AuditEvent
from kwonik.reports.codes import RowMove
from kwonik.reports.models import Edition, EditionFigure
from kwonik.reports.rules.defining import described

from .composing import window_of
from .freezing import Found, ask_of, found


@dataclass(frozen=True)
class RowChange:
    """One row that came, went or holds another amount; `events` say who did it, `columns` what was changed on it."""

    table: str
    pk: int
    move: RowMove
    before: str | None = None
    after: str | None = None
    elsewhere: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    events: tuple[AuditEvent, ...] = ()


@dataclass(frozen=True)
class Moved:
    """A published number and what it is now. `redefined`: it means something else now, by its present definition."""

    figure: EditionFigure
    now: Decimal | None
    redefined: bool = False
    digest: str = ""
    rows: tuple[RowChange, ...] = ()
    around: tuple[AuditEvent, ...] = ()

    @property
    def same_number(self) -> bool:
        return self.now == self.figure.value

    @property
    def change(self) -> Decimal | None:
        if self.now is None or self.figure.value is None:
            return None
        return self.now - self.figure.value


def window_of_edition(edition: Edition) -> Window:
    return window_of(edition.centre, edition.period, edition.as_of)


def kept_of(edition: Edition) -> list[EditionFigure]:
    rows = edition.figures.defer("rows", "measured").select_related("definition")
    return list(rows.order_by("place"))


def asked_of(kept: Iterable[EditionFigure]) -> dict[int, tuple[str, str]]:
    return {one.place: (one.statement, one.definition.measure) for one in kept if one.table}


def recomputed(edition: Edition) -> list[EditionFigure]:
    """The numbers that do not come out again from the tables as they stood at publication: none, if all is well."""
    kept = kept_of(edition)
    with journal.as_of(edition.position):
        then = found(asked_of(kept))
    return [
        one
        for one in kept
        if one.table and (then[one.place].value, then[one.place].digest) != (one.value, one.rows_digest)
    ]


class Comparison:
    """Every number of an edition now: by its frozen statement, and by its present definition where that is another."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.kept = kept_of(edition)
        self.now: dict[int, Found] = found(asked_of(self.kept))
        self.values: dict[int, Decimal | None] = {}

    def declared(self, one: EditionFigure) -> AnyFigure | None:
        try:
            return figures.registry.find(one.code)[0]
        except UndeclaredFigure:
            return None

    @cached_property
    def redefined(self) -> dict[int, Decimal | None]:
        """By place what the numbers of changed definitions are now; none where nobody declares them any more."""
        digests = {
            figure.code: described(figure).digest
            for figure in {one.code: self.declared(one) for one in self.kept}.values()
            if figure
        }
        changed = [
            one
            for one in self.kept
            if (figure := self.declared(one)) is None or digests[figure.code] != one.definition.digest
        ]
        values: dict[int, Decimal | None] = {}
        asks = {}
        for one in changed:
            try:
                figures.check([ask_of(one)])
                asks[one.place] = ask_of(one)
            except UndeclaredFigure:
                values[one.place] = None
        answers = figures.compute(window_of_edition(self.edition), asks.values()) if asks else {}
        for place, ask in asks.items():
            value = answers[ask].value
            values[place] = None if value is None else Decimal(value)
        return values

    def by_rows(self, place: int) -> Decimal | None:
        """What the number is now by the definition it was published under."""
        if place not in self.values:
            one = self.kept[place]
            if one.table:
                self.values[place] = self.now[place].value
            else:
                figure = self.declared(one)
                parts = [self.by_rows(part) for part in one.parts]
                if not isinstance(figure, Derived) or parts == [self.kept[part].value for part in one.parts]:
                    self.values[place] = one.value
                else:
                    value = figure.formula(*parts)
                    self.values[place] = None if value is None else Decimal(value)
        return self.values[place]

    def other_rows(self, place: int) -> bool:
        one = self.kept[place]
        return bool(one.table) and self.now[place].digest != one.rows_digest

    def moved(self) -> list[Moved]:
        result = []
        for one in self.kept:
            redefined = one.place in self.redefined
            value = self.redefined[one.place] if redefined else self.by_rows(one.place)
            digest = self.now[one.place].digest if one.table else ""
            if value != one.value or self.other_rows(one.place) or self.by_rows(one.place) != one.value:
                result.append(Moved(one, value, redefined and value != self.by_rows(one.place), digest))
        return result
