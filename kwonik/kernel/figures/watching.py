"""Which tables the figures read, and which of their columns decide what a row counts for on its day.

Nobody lists them by hand: they are read from the statements of the declared figures, so that a new figure, cut or
table is watched by the database from the next `migrate` on.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from django.apps import apps
from django.core.exceptions import FieldError
from django.db.models import Model, QuerySet
from psycopg.sql import Literal

from kwonik.kernel.periods import Period

from .declaring import Condition, Figure, Window
from .registering import registry

ANY = Window((1,), Period(date(2025, 1, 1), date(2025, 12, 31)), date(2025, 12, 31), (1,))
"""A window like any other: what a statement looks like does not depend on the days."""

LATER = replace(ANY, centres=(2,), period=Period(date(2026, 2, 1), date(2026, 2, 3)), as_of=date(2026, 2, 2))

_NAME = re.compile(r'"(\w+)"')


@dataclass(frozen=True)
class Guard:
    """In a closed month of the centre, no row whose `day` falls into it may come, go or be otherwise in `holds`.

    `holds` are SQL expressions on the row ("{row}" stands for it): what it is cut by, what is measured, which conditions
    it meets. With a `parent` (its table and the column that leads there) day and centre stand in that row.
    """

    day: str
    holds: tuple[str, ...]
    parent: tuple[str, str] | None = None


@cache
def models_by_table() -> dict[str, type[Model]]:
    return {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if not hasattr(model, "pgh_tracked_model")
    }


def _paths(figure: Figure) -> list[str]:
    """What decides into which cell a row falls, and how much it adds."""
    measured = getattr(figure.measure, "path", None)
    cuts = (*figure.by, *([figure.family] if figure.family else []))
    return list(dict.fromkeys([*(cut.path for cut in cuts), *filter(None, [measured])]))


def statement_of(figure: Figure) -> str:
    """The figure's statement with all its cuts and what it measures, for any days."""
    return sql_of(figure.records(ANY).order_by().values_list("pk", *_paths(figure)))


def sql_of(rows: QuerySet) -> str:
    """The very statement that a QuerySet sends, with its values written out."""
    statement, params = rows.query.sql_with_params()
    return statement % tuple(Literal(value).as_string() for value in params)


def tables_of(statement: str) -> set[str]:
    """The tables of ours that a statement names."""
    return set(_NAME.findall(statement)) & models_by_table().keys()


def watched_tables() -> list[str]:
    """Every table that a figure reads."""
    return sorted({table for figure in registry.counted() for table in tables_of(statement_of(figure))})


def guards() -> dict[str, list[Guard]]:
    """By table what a closed month keeps: one guard for each day that decides in which month a row is settled."""
    holds: dict[tuple[str, str], set[str]] = defaultdict(set)
    for figure in registry.counted():
        if day := figure.settles_by:
            holds[figure.source().model._meta.db_table, day] |= _holds(figure)
    found: dict[str, list[Guard]] = defaultdict(list)
    for (table, path), expressions in sorted(holds.items()):
        found[table].append(_guard(models_by_table()[table], path, expressions))
    return dict(found)


def _holds(figure: Figure) -> set[str]:
    meta = figure.source().model._meta
    kept = [path for path in _paths(figure) if path.split("__")[0] not in figure.goes_on]
    columns = _columns(meta.db_table, sql_of(figure.source().order_by().values_list("pk", *kept)))
    expressions = set()
    for condition in figure.conditions:
        where, later = (sql_of(_meeting(figure, condition, window)) for window in (ANY, LATER))
        if where == later and "JOIN" not in where and where.count("SELECT") == 1:
            expressions.add(where.split(" WHERE ", 1)[1].replace(f'"{meta.db_table}"', "{row}"))
        else:
            columns |= _columns(meta.db_table, where)
    return expressions | {f'{{row}}."{column}"' for column in columns - {meta.pk.column}}


def _meeting(figure: Figure, condition: Condition, window: Window) -> QuerySet:
    """The rows that meet one condition; of the bare table, where the condition asks no more."""
    test, rows = condition.test(window), figure.source().order_by()
    try:
        return rows.model._default_manager.order_by().filter(test).values_list("pk")
    except FieldError:
        return rows.filter(test).values_list("pk")


def _columns(table: str, statement: str) -> set[str]:
    return set(re.findall(rf'"{table}"\."(\w+)"', statement))


def _guard(model: type[Model], path: str, holds: set[str]) -> Guard:
    first, _, rest = path.partition("__")
    field = model._meta.get_field(first)
    if not rest:
        own = {f'{{row}}."{column}"' for column in (field.column, "centre_id")}
        return Guard(field.column, tuple(sorted(holds | own)))
    parent = field.related_model._meta
    day = parent.get_field(rest).column
    return Guard(day, tuple(sorted(holds | {f'{{row}}."{field.column}"'})), (parent.db_table, field.column))
