"""One way to bring rows in line with a profile: compare, add, change, retire or revive; never delete what is used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

from django.db import models
from django.db.models import Q

from kwonik.catalogue.codes import ChangeKind

Row = dict[str, Any]
Key = tuple[Any, ...]
POSITION = "순서"
"""Where a line comes or goes the others only move up or down: told as one number, not line by line."""

Gone = Literal["retired_on", "until_on", "delete", "keep"]


@dataclass(frozen=True)
class Change:
    """What a load did to one row, in words: `before` and `after` hold only what differs, by Korean field name."""

    kind: ChangeKind
    what: str
    name: str
    before: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        parts = [
            f"{label} {old or '(없음)'} → {self.after.get(label) or '(없음)'}"
            for label, old in self.before.items()
        ]
        told = f": {'; '.join(parts)}" if parts else ""
        return f"{self.kind.label} | {self.what} | {self.name}{told}"

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "kind": str(self.kind)}


@dataclass(frozen=True)
class Part:
    """The rows of one table as a profile wants them.

    `key` names the columns by which a row is known again; `among` which rows the profile speaks for at all; `gone`
    what happens to those it no longer names: the column that is dated, or deletion (links and printed lines only).
    """

    model: type[models.Model]
    key: tuple[str, ...]
    rows: list[Row]
    gone: Gone
    among: Q = field(default_factory=Q)
    what: str = ""


class Applying:
    """The parts of one load, applied one after the other inside the caller's transaction.

    `changes` collects what was done; `pk(model, *key)` gives the rows of earlier parts to later ones.
    """

    def __init__(self, today: date) -> None:
        self.today = today
        self.changes: list[Change] = []
        self._pks: dict[type[models.Model], dict[Key, int]] = {}
        self._names: dict[tuple[type[models.Model], int], str] = {}
        self._added: set[tuple[type[models.Model], int]] = set()
        self._moved = 0

    def pk(self, model: type[models.Model], *key: Any) -> int:
        return self._pks[model][key]

    def apply(self, part: Part) -> None:
        """At most four statements per part, however many rows."""
        wanted = {tuple(row[column] for column in part.key): self._in_force(part, row) for row in part.rows}
        present: dict[Key, Any] = {
            tuple(getattr(row, column) for column in part.key): row
            for row in part.model._default_manager.filter(part.among).order_by("pk")
        }
        self._let_go(part, [row for key, row in present.items() if key not in wanted])
        self._moved = 0
        changed = [
            present[key]
            for key, row in wanted.items()
            if key in present and self._differs(part, present[key], row)
        ]
        columns = sorted({column for row in part.rows for column in row} | ({"retired_on"} & {part.gone}))
        if changed:
            self._step_aside(part, changed)
            part.model._default_manager.bulk_update(changed, columns)
        added = [part.model(**row) for key, row in wanted.items() if key not in present]
        part.model._default_manager.bulk_create(added)
        self._added |= {(part.model, row.pk) for row in added}
        self._remember(part, [*present.values(), *added])
        if self._moved:
            self.changes.append(
                Change(ChangeKind.CHANGED, self._what(part), f"순서만 바뀐 것 {self._moved}건")
            )
        self.changes += [Change(ChangeKind.ADDED, self._what(part), self._name(part, row)) for row in added]

    # -- comparing --------------------------------------------------------------------------------------------

    def _in_force(self, part: Part, row: Row) -> Row:
        return {**row, "retired_on": None} if part.gone == "retired_on" else row

    def _differs(self, part: Part, present: Any, row: Row) -> bool:
        before: dict[str, str] = {}
        after: dict[str, str] = {}
        for column, value in row.items():
            old = getattr(present, column)
            if old == value:
                continue
            attribute = part.model._meta.get_field(
                column.removesuffix("_id") if column.endswith("_id") else column
            )
            label = str(attribute.verbose_name)
            before[label], after[label] = self._told(attribute, old), self._told(attribute, value)
            setattr(present, column, value)
        if not before:
            return False
        revived = (
            part.gone == "retired_on" and str(part.model._meta.get_field("retired_on").verbose_name) in before
        )
        kind = ChangeKind.REVIVED if revived else ChangeKind.CHANGED
        if list(before) == [POSITION]:
            self._moved += 1
        elif (part.model, present.pk) not in self._added:
            self.changes.append(Change(kind, self._what(part), self._name(part, present), before, after))
        return True

    def _told(self, attribute: Any, value: Any) -> str:
        if value is None:
            return ""
        if attribute.is_relation:
            return self._names.get((attribute.related_model, value), str(value))
        if attribute.choices:
            return str(dict(attribute.flatchoices).get(value, value))
        if isinstance(value, list):
            return ", ".join(map(str, value))
        return str(value)

    # -- writing ----------------------------------------------------------------------------------------------

    def _let_go(self, part: Part, rows: list[Any]) -> None:
        if part.gone == "keep":
            return
        if part.gone == "delete":
            kind, leaving = ChangeKind.REMOVED, rows
            part.model._default_manager.filter(pk__in=[row.pk for row in leaving]).delete()
        else:
            kind, leaving = ChangeKind.RETIRED, [row for row in rows if getattr(row, part.gone) is None]
            for row in leaving:
                setattr(row, part.gone, self._last_day(part, row))
            if leaving:
                part.model._default_manager.bulk_update(leaving, [part.gone])
        self.changes += [Change(kind, self._what(part), self._name(part, row)) for row in leaving]

    def _last_day(self, part: Part, row: Any) -> date:
        """A retired word is out of use from today; a register row stood until yesterday."""
        if part.gone == "retired_on":
            return self.today
        return max(row.from_on, self.today - timedelta(days=1))

    def _step_aside(self, part: Part, rows: list[Any]) -> None:
        """Two labels that change places would meet halfway in a unique index over what is in force."""
        if part.gone == "retired_on":
            part.model._default_manager.filter(pk__in=[row.pk for row in rows]).update(retired_on=self.today)

    # -- naming -----------------------------------------------------------------------------------------------

    def _what(self, part: Part) -> str:
        return part.what or str(part.model._meta.verbose_name)

    def _name(self, part: Part, row: Any) -> str:
        told = []
        for column in part.key:
            attribute = part.model._meta.get_field(
                column.removesuffix("_id") if column.endswith("_id") else column
            )
            told.append(self._told(attribute, getattr(row, column)))
        name = getattr(row, "label", None) or getattr(row, "name", None)
        key = "/".join(told)
        return f"{key} {name}" if name and name != told[-1] else key

    def _remember(self, part: Part, rows: list[Any]) -> None:
        known = self._pks.setdefault(part.model, {})
        for row in rows:
            known[tuple(getattr(row, column) for column in part.key)] = row.pk
            self._names[(part.model, row.pk)] = self._name(part, row)
