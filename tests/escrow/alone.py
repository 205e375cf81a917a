"""Tables of the escrow with one guard standing alone: every trigger and foreign key is off, every check gone but the one asked about.

    with undone():
        tables.only("escrow_deposit", "escrow_deposit_of_something")
        tables.row("escrow_deposit", amount_won=0)      # refused, and by nothing else

A row holds something in every column that must hold something, different each time, and nothing in the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from django.db import DatabaseError, connection, transaction
from psycopg.types.json import Jsonb

from kwonik.kernel.periods import SEOUL

A_DAY, AT = date(2026, 5, 4), datetime(2026, 5, 4, 12, tzinfo=SEOUL)
HASH = re.compile(r"^pgtrigger_(.*)_[0-9a-f]{5}$")
NOTED = re.compile(r"^(kwonik_|pgtrigger_(insert|update|delete)_)")
"""Triggers that note what happens and refuse nothing, or are the journal's."""

_numbers = count(1_000)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside has not happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def asked(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def _value(kind: str) -> Any:
    """Something of that kind that no other row holds, as far as it has room."""
    number = next(_numbers)
    room = re.fullmatch(r"character varying\((\d+)\)", kind)
    if room:
        return str(number)[-int(room[1]) :]
    return {
        "text": str(number),
        "boolean": False,
        "date": A_DAY + timedelta(days=number),
        "timestamp with time zone": AT + timedelta(days=number),
        "uuid": uuid4(),
        "bytea": str(number).encode(),
        "jsonb": Jsonb({"n": number}),
        "smallint[]": [number],
        "inet": "127.0.0.1",
    }.get(kind, number)


class Tables:
    """The tables as they are inside a transaction that is undone."""

    def __init__(self) -> None:
        asked("SET LOCAL session_replication_role = replica")

    def names(self) -> list[str]:
        """All tables of the escrow."""
        rows = asked(
            "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND starts_with(relname, 'escrow_')"
        )
        return [name for (name,) in rows]

    def columns(self, table: str) -> dict[str, tuple[str, bool]]:
        """Of each column its kind and whether it must hold something; what the database reckons itself is left out."""
        rows = asked(
            """SELECT attname, format_type(atttypid, atttypmod), attnotnull FROM pg_attribute
            WHERE attrelid = %s::regclass AND attnum > 0 AND attgenerated = '' AND NOT attisdropped""",
            table,
        )
        return {name: (kind, needed) for name, kind, needed in rows}

    def only(self, table: str, check: str = "") -> None:
        """Takes away every check of the table but that one."""
        rows = asked(
            "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'c'", table
        )
        for (name,) in rows:
            if name != check:
                asked(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')

    def row(self, table: str, **given: Any) -> int:
        """Writes a row; its number."""
        values = {
            name: _value(kind) for name, (kind, needed) in self.columns(table).items() if needed
        } | given
        names, places = ", ".join(f'"{name}"' for name in values), ", ".join(["%s"] * len(values))
        return asked(f"INSERT INTO {table} ({names}) VALUES ({places}) RETURNING id", *values.values())[0][0]

    def new(self, table: str, **given: Any) -> Callable[[], object]:
        """The attack that writes such a row."""
        return lambda: self.row(table, **given)

    def change(self, table: str, row: int, **given: Any) -> Callable[[], object]:
        """The attack that rewrites the row."""
        names = ", ".join(f'"{name}" = %s' for name in given)
        return lambda: asked(f"UPDATE {table} SET {names} WHERE id = %s", *given.values(), row)

    def remove(self, table: str, row: int) -> Callable[[], object]:
        return lambda: asked(f"DELETE FROM {table} WHERE id = %s", row)

    def other(self, table: str, column: str) -> Any:
        """What a row made with `row` does not hold in that column."""
        kind = self.columns(table)[column][0]
        return True if kind == "boolean" else "10.0.0.1" if kind == "inet" else _value(kind)

    def arm(self, table: str, trigger: str) -> None:
        """This trigger alone, though all others rest."""
        found = next(full for full, short in self.triggers(table).items() if short == trigger)
        asked(f'ALTER TABLE {table} ENABLE ALWAYS TRIGGER "{found}"')

    def triggers(self, table: str) -> dict[str, str]:
        """What refuses: full names to those that we gave."""
        rows = asked("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", table)
        return {name: (HASH.match(name) or [name, name])[1] for (name,) in rows if not NOTED.match(name)}


def refusal(attack: Callable[[], object]) -> str:
    """The words or the constraint by which the database refuses; "" when it went through. Either way nothing has happened."""
    try:
        with undone():
            attack()
    except DatabaseError as refused:
        told = refused.__cause__.diag
        return told.constraint_name or told.message_primary
    return ""
