"""Every row of the database as it stands, so that a test can say what an act changed and what it did not."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

SESSIONS = {"django_session", "django_migrations"}
ACCESS_LOG = {"people_personaldataaccess"}
DRAWN = {
    "people_sealedtext": {"ciphertext"},
    "people_identity": {"name_sealed", "phone_sealed"},
    "counselling_request": {"number"},
    "calculators_keptcalculation": {"token"},
    "people_account": {"password"},
    "people_apikey": {"prefix", "digest"},
    "remedy_calendarfeed": {"digest"},
    "escrow_certificate": {"token"},
    "people_personaldataaccess": {"request_id"},
    "places_organisationunit": {"code"},
    "escrow_payeeaccount": {"usable_from"},
    "shelters_visitcount": {"hour"},
}
"""Columns that chance or the clock fills anew each time."""

Rows = dict[str, frozenset[str]]


def names() -> list[str]:
    return sorted(set(connection.introspection.table_names()) - SESSIONS)


def rows(without: Iterable[str] = ()) -> Rows:
    """Table -> its rows as JSON; "just now" stands for every instant after `began`."""
    tables = [name for name in names() if name not in set(without)]
    question = " UNION ALL ".join(f"SELECT '{name}', to_jsonb(t)::text FROM \"{name}\" t" for name in tables)
    found: dict[str, set[str]] = {name: set() for name in tables}
    with connection.cursor() as cursor:
        cursor.execute(question)
        for name, row in cursor:
            found[name].add(row)
    return {name: frozenset(lines) for name, lines in found.items()}


def changes(before: Rows, after: Rows) -> dict[str, dict[str, list[Any]]]:
    """By table which rows went and which came, without what chance and the clock fill in."""
    changed = {name: (before[name] - after[name], after[name] - before[name]) for name in after}
    return {
        name: {"went": _settled(name, went), "came": _settled(name, came)}
        for name, (went, came) in changed.items()
        if went or came
    }


def _settled(table: str, rows: Iterable[str]) -> list[str]:
    drawn = DRAWN.get(table, set())
    kept = [{c: _just_now(v) for c, v in json.loads(row).items() if c not in drawn} for row in rows]
    return sorted(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in kept)


def _just_now(value: Any) -> Any:
    if isinstance(value, str) and len(value) > 20 and value[10:11] == "T":
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return value
        if abs((timezone.now() - moment).total_seconds()) < 3600:
            return "just now"
    return value


VAULT = {"people_identity", "people_sealedtext", "people_draft", "people_vaultkey"}
"""Where ciphertext, and what leads to it, is kept."""


@contextmanager
def without_the_vault() -> Iterator[None]:
    """Inside, the database itself refuses whoever reads a row of the vault or writes one anywhere."""
    role = f"statistics_{os.getpid()}_{secrets.token_hex(4)}"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {role}")
        cursor.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}")
        cursor.execute(f"REVOKE ALL ON {', '.join(sorted(VAULT))} FROM {role}")
        cursor.execute(f"SET LOCAL ROLE {role}")
        yield
        transaction.set_rollback(True)


def counters() -> list[tuple[str, int | None]]:
    """Every sequence and where it stands."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT schemaname || '.' || quote_ident(sequencename), last_value FROM pg_sequences")
        return cursor.fetchall()


@contextmanager
def undone(standing: list[tuple[str, int | None]]) -> Iterator[None]:
    """What happens inside is rolled back, and starts from the same numbers each time."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            words = ", ".join("setval(%s::regclass, %s, %s)" for _ in standing)
            given = [value for name, last in standing for value in (name, last or 1, last is not None)]
            cursor.execute(f"SELECT {words}", given)
        yield
        transaction.set_rollback(True)
