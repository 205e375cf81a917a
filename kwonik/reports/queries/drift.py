"""공표와 지금: which numbers of an edition are no longer what was published, because of which rows, through whom."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import connection

from kwonik.kernel.figures import watching
from kwonik.kernel.models import AuditEvent, Change
from kwonik.reports.codes import RowMove
from kwonik.reports.models import Edition

from .comparing import Comparison, Moved, RowChange, asked_of
from .composing import snapshot
from .freezing import found

Row = tuple[str, int]
"""A row anywhere: its table and its number."""


@dataclass(frozen=True)
class Drift:
    """All numbers of an edition against now: `moved` hold another value, `shifted` the same one made of other rows."""

    edition: Edition
    total: int
    moved: tuple[Moved, ...]
    shifted: tuple[Moved, ...]


def drift(edition: Edition, rows: bool = True) -> Drift:
    """What moved, and nothing else; without `rows` only which numbers. The number of statements is constant."""
    with snapshot():
        comparison = Comparison(edition)
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


@dataclass
class _Explained:
    """From numbers that moved to the rows that moved them and to whoever moved the rows."""

    comparison: Comparison
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
        now = found(asked_of(kept[place] for place in places), rows=True)
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
