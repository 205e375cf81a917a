"""Databases that hold nothing but the ledger, made from its own SQL: one template, a copy for whoever breaks things."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import psycopg

from kwonik import escrow

SQL = sorted((Path(escrow.__file__).parent / "ledger").glob("*.sql"))
A_DAY = date(2026, 5, 4)
APP, AUDITOR, STRANGER = "kwonik_test_app", "kwonik_test_auditor", "kwonik_test_stranger"
# The rows of a new ledger, to set a used one back to (`mutations.set_back`).
KEEP = """
    CREATE SCHEMA kept;
    DO $$
    DECLARE
      name text;
    BEGIN
      FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'ledger'::regnamespace AND relkind = 'r' LOOP
        EXECUTE format('CREATE TABLE kept.%1$I AS TABLE ledger.%1$I', name);
      END LOOP;
      FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'ledger'::regnamespace AND relkind = 'S' LOOP
        EXECUTE format('CREATE TABLE kept.%1$I AS SELECT last_value, is_called FROM ledger.%1$I', name);
      END LOOP;
    END $$"""
Leg = tuple[str, str, str, str, int]  # debit kind, its reference, credit kind, its reference, won


@dataclass
class Ledger:
    """One database: `owner` may everything, `app` and `auditor` what their roles may."""

    server: dict
    name: str

    def connect(self, user: str = "") -> psycopg.Connection:
        """A session of its own, as the owner or as `user` (who must not be able to become the owner again)."""
        server = {**self.server, "user": user} if user else self.server
        return psycopg.connect(**server, dbname=self.name, autocommit=True)

    @property
    def owner(self) -> psycopg.Connection:
        return self.connect()

    @property
    def app(self) -> psycopg.Connection:
        return self.connect(APP)

    @property
    def auditor(self) -> psycopg.Connection:
        return self.connect(AUDITOR)


def post(
    who: psycopg.Connection, key: str, kind: str, legs: Sequence[Leg], body: str = ""
) -> tuple[int, bool]:
    """(event, replayed) of `ledger.post`."""
    digest = hashlib.sha256((body or repr((kind, legs))).encode()).digest()
    columns = [list(column) for column in zip(*legs, strict=True)] if legs else [[], [], [], [], []]
    row = who.execute(
        "SELECT event, replayed FROM ledger.post(%s, %s, %s, %s, %s, %s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[])",
        [key, digest, kind, "member:1", A_DAY, *columns],
    ).fetchone()
    assert row
    return row[0], row[1]


def deposit(who: psycopg.Connection, key: str, milestone: str, won: int) -> tuple[int, bool]:
    return post(who, key, "deposited", [("custody", "bank", "escrow", milestone, won)])


def write_payment(
    who: psycopg.Connection,
    key: str,
    milestone: str,
    won: int,
    number: str,
    *,
    held: bool = False,
    replaces: int | None = None,
) -> tuple[int, bool]:
    """(payment, replayed) of `ledger.write_payment` for what is payable of a milestone."""
    digest = hashlib.sha256(f"{milestone}{won}{number}{held}{replaces}".encode()).digest()
    row = who.execute(
        "SELECT payment, replayed FROM ledger.write_payment(%s, %s, 'member:1', %s, %s, 'payable', %s, %s, 'payee:1', %s, %s)",
        [key, digest, A_DAY, number, milestone, won, held, replaces],
    ).fetchone()
    assert row
    return row[0], row[1]


def step(
    who: psycopg.Connection, key: str, verb: str, payment: int, actor: str = "worker"
) -> tuple[int, bool]:
    """(event, replayed) of `ledger.step_payment`."""
    digest = hashlib.sha256(f"{verb}{payment}".encode()).digest()
    row = who.execute(
        "SELECT event, replayed FROM ledger.step_payment(%s, %s, %s, %s, %s, %s)",
        [key, digest, verb, payment, actor, A_DAY],
    ).fetchone()
    assert row
    return row[0], row[1]


@contextmanager
def made(server: dict, name: str, template: str = "") -> Iterator[Ledger]:
    """A database of that name, new or copied from `template`, dropped afterwards."""
    _at_the_server(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    _at_the_server(server, f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else ""))
    found = Ledger(server, name)
    try:
        if not template:
            with found.owner as owner:
                write_schema(owner)
                for user, role in ((APP, "kwonik_app"), (AUDITOR, "kwonik_auditor"), (STRANGER, "")):
                    _log_in(owner, user, role)
        yield found
    finally:
        _at_the_server(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _at_the_server(server: dict, statement: str) -> None:
    """In a session of its own: the server may have been killed since the last."""
    with psycopg.connect(**server, dbname="postgres", autocommit=True) as root:
        root.execute(statement)


def write_schema(owner: psycopg.Connection) -> None:
    """The ledger of the application's own SQL, and a copy of its first rows."""
    for path in SQL:
        owner.execute(path.read_text())
    owner.execute(KEEP)


def _log_in(owner: psycopg.Connection, user: str, role: str) -> None:
    """A user of the whole server, which tests of another tree may be using at this moment: made once, never dropped."""
    with contextlib.suppress(psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
        owner.execute(f"CREATE ROLE {user} LOGIN")
    if role:
        owner.execute(f"GRANT {role} TO {user}")
