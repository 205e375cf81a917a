"""공표와 지금: which numbers of an edition are no longer what was published, because of which rows, through whom."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.db import connection

from kwonik.kernel import figures, journal
from kwonik.kernel.figures import AnyFigure, Derived, UndeclaredFigure, Window, watching
from kwonik.kernel.models import AuditEvent, Change
from kwonik.reports.codes import RowMove
from kwonik.reports.models import Edition, EditionFigure
from kwonik.reports.rules.defining import described

from .composing import snapshot, window_of
from .freezing import Found, ask_of, found

Row = tuple[str, int]
"""A row anywhere: its table and its number."""


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


@dataclass(frozen=True)
class Drift:
    """All numbers of an edition against now: `moved` hold another value, `shifted` the same one made of other rows."""

    edition: Edition
    total: int
    moved: tuple[Moved, ...]
    shifted: tuple[Moved, ...]


def window_of_edition(edition: Edition) -> Window:
    return window_of(edition.centre, edition.period, edition.as_of)


def _kept(edition: Edition) -> list[EditionFigure]:
    rows = edition.figures.defer("rows", "measured").select_related("definition")
    return list(rows.order_by("place"))


def _asked(kept: Iterable[EditionFigure]) -> dict[int, tuple[str, str]]:
    return {one.place: (one.statement, one.definition.measure) for one in kept if one.table}


def recomputed(edition: Edition) -> list[EditionFigure]:
    """The numbers that do not come out again from the tables as they stood at publication: none, if all is well."""
    kept = _kept(edition)
    with journal.as_of(edition.position):
        then = found(_asked(kept))
    return [
        one
        for one in kept
        if one.table and (then[one.place].value, then[one.place].digest) != (one.value, one.rows_digest)
    ]


def drift(edition: Edition, rows: bool = True) -> Drift:
    """What moved, and nothing else; without `rows` only which numbers. The number of statements is constant."""
    with snapshot():
        comparison = _Comparison(edition)
        moved = comparison.moved()
        if rows:
            moved = _Explained(comparison, moved).all()
    shown = [one for one in moved if one.figure.shown]
    return Drift(
        edition,
        sum(one.shown for one in comparison.kept),
        tuple(one for one in shown if not one.same_number),
        tuple(one for one in shown if one.same_number),
    )


class _Comparison:
    """Every number of an edition now: by its frozen statement, and by its present definition where that is another."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.kept = _kept(edition)
        self.now: dict[int, Found] = found(_asked(self.kept))
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


@dataclass
class _Explained:
    """From numbers that moved to the rows that moved them and to whoever moved the rows."""

    comparison: _Comparison
    numbers: list[Moved]
    came: dict[int, dict[int, str | None]] = field(default_factory=dict)
    went: dict[int, dict[int, str | None]] = field(default_factory=dict)
    other: dict[int, dict[int, tuple[str | None, str | None]]] = field(default_factory=dict)

    def all(self) -> list[Moved]:
        places = [one.figure.place for one in self.numbers if self.comparison.other_rows(one.figure.place)]
        self._compare(places)
        self.labels = {one.place: one.label for one in self.comparison.kept}
        self.tables = {one.place: one.table for one in self.comparison.kept}
        self.came_at, self.went_at = self._cells(self.came), self._cells(self.went)
        touched = {
            (self.tables[place], pk)
            for part in (self.came, self.went, self.other)
            for place, rows in part.items()
            for pk in rows
        }
        self.history = _History(self.comparison.edition.position, touched, self._around(places))
        return [self._explained(one) for one in self.numbers]

    def _compare(self, places: list[int]) -> None:
        kept = {one.place: one for one in self.comparison.kept}
        edition = self.comparison.edition
        then = {
            place: dict(zip(rows, measured or [None] * len(rows), strict=True))
            for place, rows, measured in edition.figures.filter(place__in=places).values_list(
                "place", "rows", "measured"
            )
        }
        now = found(_asked(kept[place] for place in places), rows=True)
        for place in places:
            old, new = then[place], dict(zip(now[place].rows, now[place].measured, strict=True))
            self.came[place] = {pk: new[pk] for pk in new.keys() - old.keys()}
            self.went[place] = {pk: old[pk] for pk in old.keys() - new.keys()}
            self.other[place] = {
                pk: (old[pk], new[pk]) for pk in old.keys() & new.keys() if old[pk] != new[pk]
            }

    def _cells(self, part: Mapping[int, Iterable[int]]) -> dict[Row, list[int]]:
        cells: dict[Row, list[int]] = defaultdict(list)
        for place, rows in part.items():
            for pk in rows:
                cells[self.tables[place], pk].append(place)
        return cells

    def _around(self, places: list[int]) -> set[str]:
        statements = [self.comparison.kept[place] for place in places]
        return {
            table for one in statements for table in watching.tables_of(one.statement) if table != one.table
        }

    def _explained(self, one: Moved) -> Moved:
        place = one.figure.place
        if place not in self.came:
            return one
        rows = [
            *(self._row(place, pk, None, after) for pk, after in sorted(self.came[place].items())),
            *(self._row(place, pk, before, None) for pk, before in sorted(self.went[place].items())),
            *(
                self._row(place, pk, before, after, RowMove.AMOUNT)
                for pk, (before, after) in sorted(self.other[place].items())
            ),
        ]
        around: tuple[AuditEvent, ...] = ()
        if any(not row.events for row in rows):
            others = watching.tables_of(one.figure.statement) - {one.figure.table}
            around = self.history.events_of_tables(others)
        return Moved(one.figure, one.now, one.redefined, one.digest, tuple(rows), around)

    def _row(
        self, place: int, pk: int, before: str | None, after: str | None, move: RowMove | None = None
    ) -> RowChange:
        row = (self.tables[place], pk)
        came = pk in self.came[place]
        cells = self.went_at[row] if came else self.came_at[row]
        elsewhere = tuple(dict.fromkeys(self.labels[other] for other in cells if other != place))
        return RowChange(
            *row,
            move or (self._coming(row, elsewhere) if came else self._going(row, elsewhere)),
            before,
            after,
            elsewhere if move is None else (),
            self.history.columns(row),
            self.history.events(row),
        )

    def _coming(self, row: Row, elsewhere: tuple[str, ...]) -> RowMove:
        if row in self.history.arrived:
            return RowMove.LATE
        return RowMove.RECLASSIFIED if elsewhere else RowMove.RETURNED

    def _going(self, row: Row, elsewhere: tuple[str, ...]) -> RowMove:
        live = self.history.live.get(row)
        if live is None:
            return RowMove.DELETED
        if live.get("withdrawn_at"):
            return RowMove.WITHDRAWN
        return RowMove.RECLASSIFIED if elsewhere else RowMove.LEFT


class _History:
    """What the journal and the audit trail say about rows since a change; three statements for any number of rows."""

    def __init__(self, position: int, rows: set[Row], around: set[str]) -> None:
        self.was: dict[Row, dict] = {}
        self.arrived: set[Row] = set()
        self.transactions: dict[Row, list[int]] = defaultdict(list)
        self.of_tables: dict[str, list[int]] = defaultdict(list)
        tables = {table for table, _ in rows} | around
        for change in Change.objects.filter(pk__gt=position, table__in=tables).order_by("pk"):
            self.of_tables[change.table].append(change.transaction)
            if change.arrived is None:
                self._note((change.table, change.row), rows, change)
            else:
                for pk in change.arrived:
                    self._note((change.table, pk), rows, change)
        self.live = _live(rows)
        wanted = {t for row in self.transactions.values() for t in row}
        wanted |= {t for table in around for t in self.of_tables[table]}
        self.by_transaction: dict[int, list[AuditEvent]] = defaultdict(list)
        if wanted:
            events = AuditEvent.objects.filter(transaction__in=wanted).select_related("actor")
            for event in events.order_by("pk"):
                self.by_transaction[event.transaction].append(event)

    def _note(self, row: Row, rows: set[Row], change: Change) -> None:
        if row not in rows:
            return
        self.transactions[row].append(change.transaction)
        if change.arrived is not None:
            self.arrived.add(row)
        elif row not in self.arrived:
            self.was.setdefault(row, change.was)

    def events(self, row: Row) -> tuple[AuditEvent, ...]:
        """Who did something to the row: what its own transactions say, about the row itself first of all."""
        found = [e for t in dict.fromkeys(self.transactions[row]) for e in self.by_transaction[t]]
        label = watching.models_by_table()[row[0]]._meta.label_lower
        own = [e for e in found if (e.subject_type, e.subject_id) == (label, row[1])]
        return tuple(own or found[:3])

    def events_of_tables(self, tables: Iterable[str]) -> tuple[AuditEvent, ...]:
        """What happened to tables that the number reads besides its own (a client merged, a place renamed)."""
        transactions = dict.fromkeys(t for table in sorted(tables) for t in self.of_tables[table])
        return tuple(e for t in transactions for e in self.by_transaction[t])[:20]

    def columns(self, row: Row) -> tuple[str, ...]:
        """The names of what was changed on the row; never what it said."""
        was, live = self.was.get(row), self.live.get(row)
        if not was or not live:
            return ()
        fields = {f.column: f for f in watching.models_by_table()[row[0]]._meta.concrete_fields}
        return tuple(
            str(fields[name].verbose_name)
            for name, value in live.items()
            if name in fields and name not in ("version", "revision") and was.get(name) != value
        )


def _live(rows: set[Row]) -> dict[Row, dict]:
    """The rows as they stand now, where they still stand; one statement for all tables."""
    tables: dict[str, list[int]] = defaultdict(list)
    for table, pk in rows:
        tables[table].append(pk)
    if not tables:
        return {}
    parts = [
        f"SELECT '{table}', id, to_jsonb(live) FROM \"{table}\" AS live WHERE id = ANY(%s)"
        for table in tables
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), list(tables.values()))
        return {(table, pk): json.loads(live) for table, pk, live in cursor}
