"""The bank's database: SQLite in one file, one writer at a time, every commit on the disk before anybody is answered."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SCHEMA = Path(__file__).with_name("schema.sql")
OWN_BANK, CUSTODY, OUTSIDE = "097", "11099900000001", "outside"
FIRST_KEY = "whsec_c2FuZGJveC1iYW5rLXNlY3JldC1mb3ItcHJhY3RpY2U="  # known to everybody: it guards play money


class Books:
    """One bank's memory. `changing()` is the only way in; what is in it happens whole or not at all."""

    def __init__(self, path: str | Path) -> None:
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            self._db.execute(f"PRAGMA {setting}")
        if not self._db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").fetchone():
            self._db.executescript(f"BEGIN IMMEDIATE; {SCHEMA.read_text()} {_first_rows()} COMMIT;")

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """A transaction; nobody else is in one meanwhile."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def close(self) -> None:
        with self._lock:
            self._db.close()


def recall(db: sqlite3.Connection, name: str, default: Any = None) -> Any:
    """What the bank noted under the name."""
    row = db.execute("SELECT value FROM meta WHERE name = ?", [name]).fetchone()
    return json.loads(row[0]) if row else default


def note(db: sqlite3.Connection, name: str, value: Any) -> None:
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [name, json.dumps(value, ensure_ascii=False)])


def custody(db: sqlite3.Connection) -> sqlite3.Row:
    """The account that holds the money of all contracts."""
    return find_account(db, OWN_BANK, CUSTODY)


def find_account(db: sqlite3.Connection, bank: str, number: str) -> Any:
    return db.execute("SELECT * FROM account WHERE bank = ? AND number = ?", [bank, number]).fetchone()


def open_account(db: sqlite3.Connection, bank: str, number: str, holder: str, status: str = "open") -> Any:
    """The account, opened for the holder if nobody has it; its status as said."""
    db.execute(
        "INSERT INTO account (bank, number, kind, holder, status) VALUES (?, ?, 'person', ?, ?)"
        " ON CONFLICT DO UPDATE SET status = excluded.status WHERE kind = 'person'",
        [bank, number, holder, status],
    )
    return find_account(db, bank, number)


def post(
    db: sqlite3.Connection, kind: str, payer: int, payee: int, amount: int, at: float, day: str, **more: Any
) -> int:
    """One entry: its number. Raises sqlite3.IntegrityError where the payer has not got so much."""
    columns = {"kind": kind, "payer": payer, "payee": payee, "amount": amount, "at": at, "day": day, **more}
    marks = ", ".join("?" * len(columns))
    done = db.execute(f"INSERT INTO entry ({', '.join(columns)}) VALUES ({marks})", list(columns.values()))
    return int(done.lastrowid or 0)


def balance_on(db: sqlite3.Connection, day: str) -> int:
    """The custody account at the end of a day."""
    row = db.execute(
        "SELECT coalesce(sum(CASE payee WHEN ?1 THEN amount ELSE -amount END), 0) FROM entry"
        " WHERE (payer = ?1 OR payee = ?1) AND day <= ?2",
        [custody(db)["id"], day],
    ).fetchone()
    return int(row[0])


def audit(db: sqlite3.Connection) -> dict[str, Any]:
    """The whole books in numbers. `whole` is whether every balance is the sum of its entries and all add up to 0."""
    wrong = db.execute(
        "SELECT count(*) FROM account a WHERE balance <> (SELECT coalesce(sum(CASE payee WHEN a.id THEN amount"
        " ELSE -amount END), 0) FROM entry WHERE payer = a.id OR payee = a.id)"
    ).fetchone()[0]
    total = db.execute("SELECT coalesce(sum(balance), 0) FROM account").fetchone()[0]
    unmatched = db.execute(
        "SELECT count(*) FROM instruction i WHERE (code = '000') <>"
        " EXISTS (SELECT 1 FROM entry e WHERE e.bank_tran_id = i.bank_tran_id AND e.kind = i.kind AND e.amount = i.amount)"
    ).fetchone()[0]
    sound = db.execute("PRAGMA quick_check").fetchone()[0] == "ok"
    sums = db.execute("SELECT kind, count(*), sum(amount) FROM entry GROUP BY kind ORDER BY kind").fetchall()
    return {
        "whole": not wrong and not total and not unmatched and sound,
        "custody_won": custody(db)["balance"],
        "entries": {kind: {"count": count, "won": won} for kind, count, won in sums},
    }


def _first_rows() -> str:
    return (
        f"INSERT INTO account (bank, number, kind, holder) VALUES ('{OWN_BANK}', '{CUSTODY}', 'custody', '안심결제 예치금'),"
        f" ('{OWN_BANK}', '{OUTSIDE}', 'outside', '');"
        f"INSERT INTO signing_key (secret) VALUES ('{FIRST_KEY}');"
    )
