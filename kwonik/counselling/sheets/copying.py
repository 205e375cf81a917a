"""Storing many rows at once: COPY, about ten times as fast as INSERT for rows as wide as these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models


def copy_in(model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[int]:
    """Stores `rows`, whose values stand for the columns `names`, and returns their ids in order.

    Every other column takes the field's default. Values are what the database keeps (ids for foreign keys); nothing
    but the database's own constraints looks at them.
    """
    if not rows:
        return []
    meta = model._meta
    others = [
        field for field in meta.local_concrete_fields if field.column not in names and field is not meta.pk
    ]
    constants = [_default(field, model) for field in others]
    columns = ", ".join(
        f'"{column}"' for column in (meta.pk.column, *names, *(field.column for field in others))
    )
    ids = _next_ids(meta.db_table, meta.pk.column, len(rows))
    with connection.cursor() as cursor, cursor.copy(f'COPY "{meta.db_table}" ({columns}) FROM STDIN') as copy:
        for pk, row in zip(ids, rows, strict=True):
            copy.write_row((pk, *row, *constants))
    return ids


def _default(field: models.Field, model: type[models.Model]) -> Any:
    """What a new row has in the column: the default, or now where the field says when the row was made."""
    return field.get_db_prep_save(field.pre_save(model(), add=True), connection)


def _next_ids(table: str, column: str, count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(pg_get_serial_sequence(%s, %s)) from generate_series(1, %s)",
            [table, column, count],
        )
        return [number for (number,) in cursor.fetchall()]


def by_columns(rows: Iterable[dict[str, Any]]) -> tuple[list[str], list[list[Any]]]:
    """Rows given as dicts with the same keys, as `copy_in` takes them."""
    listed = list(rows)
    return (list(listed[0]), [list(row.values()) for row in listed]) if listed else ([], [])
