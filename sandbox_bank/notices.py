"""What the bank tells its customer without being asked: money has come in. Signed as Standard Webhooks say, sent until
it is taken; over HTTP to one address, or fetched by whoever drives the clock (`/admin/notices/take`)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from standardwebhooks import Webhook

from sandbox_bank import clock, knobs
from sandbox_bank.books import custody, recall

TRIES_AFTER = (5, 300, 1800, 7200, 18000, 36000, 50400)  # seconds, as the specification recommends
STRANGERS_KEY = "whsec_bm90LXRoZS1rZXktb2YtdGhpcy1iYW5rLW5vdC1hdC1hbGw="
Send = Callable[[bytes, Mapping[str, str]], bool]


@dataclass(frozen=True)
class Message:
    """A notice as it goes out, at one attempt."""

    id: str
    body: bytes
    headers: dict[str, str]


def announce(db: sqlite3.Connection, entry: int, at: float) -> None:
    """Queue the notice of an entry."""
    row = db.execute("SELECT * FROM entry WHERE id = ?", [entry]).fetchone()
    told = {
        "tran_no": str(entry),
        "tran_date": row["day"].replace("-", ""),
        "tran_amt": str(row["amount"]),
        "vaccount_num": row["virtual_account"],
        "bank_tran_id": row["bank_tran_id"],
        "print_content": row["name"],
    }
    say(db, "deposit.received" if row["kind"] == "deposit" else "transfer.returned", told, at)


def say(db: sqlite3.Connection, kind: str, told: dict[str, str], at: float) -> None:
    """Queue a notice, or lose it, hold it, delay it, double it, as the knobs say."""
    number = db.execute("SELECT coalesce(max(number), 0) + 1 FROM notice").fetchone()[0]
    name = f"ntc_{number:08d}"
    body = json.dumps(
        {
            "type": kind,
            "timestamp": clock.moment(spoken(db, at)).isoformat(),
            "data": told,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )
    due: float | None = at
    if knobs.strikes(db, "notice_lost", name):
        due = None
    elif knobs.strikes(db, "notice_late", name):
        due = at + float(knobs.setting(db, "notice_late"))
    held = due is not None and knobs.strikes(db, "notice_reordered", name)
    if held and due is not None:
        due += float(knobs.setting(db, "notice_reordered"))
    copies = int(knobs.setting(db, "notice_duplicate")) if knobs.strikes(db, "notice_duplicate", name) else 1
    db.execute("INSERT INTO notice VALUES (?, ?, ?, ?, ?, ?, 0)", [name, number, body, due, held, copies])


def due_ones(db: sqlite3.Connection, at: float) -> list[str]:
    """The notices to send now, in order."""
    found = db.execute("SELECT id FROM notice WHERE due <= ? ORDER BY held, due, number", [at])
    return [row["id"] for row in found]


def write(db: sqlite3.Connection, name: str, at: float) -> Message:
    """The notice as this attempt sends it: signed by every key in use, or spoilt as the knobs say."""
    row = db.execute("SELECT * FROM notice WHERE id = ?", [name]).fetchone()
    stamp = spoken(db, at)
    if knobs.strikes(db, "notice_old", name):
        stamp -= float(knobs.setting(db, "notice_old"))
    signed_at = datetime.fromtimestamp(int(stamp), UTC)
    keys = [STRANGERS_KEY] if knobs.strikes(db, "notice_wrong_key", name) else keys_in_use(db)
    signatures = [Webhook(key).sign(name, signed_at, row["body"]) for key in keys]
    body = row["body"]
    if knobs.strikes(db, "notice_tampered", name):
        body = body.replace('"tran_amt":"', '"tran_amt":"9')
    headers = {
        "webhook-id": name,
        "webhook-timestamp": str(int(stamp)),
        "webhook-signature": " ".join(signatures),
        "content-type": "application/json; charset=utf-8",
    }
    return Message(name, body.encode(), headers)


def settle(db: sqlite3.Connection, name: str, taken: bool, at: float) -> None:
    """Note what became of an attempt: taken (then a copy may follow, and what was held behind it), or try again."""
    row = db.execute("SELECT * FROM notice WHERE id = ?", [name]).fetchone()
    if taken:
        due = at if row["copies"] > 1 else None
        db.execute(
            "UPDATE notice SET due = ?, copies = copies - 1, attempts = attempts + 1, held = 0 WHERE id = ?",
            [due, name],
        )
        db.execute("UPDATE notice SET due = ?, held = 0 WHERE held AND due IS NOT NULL", [at])
        return
    wait = TRIES_AFTER[row["attempts"]] if row["attempts"] < len(TRIES_AFTER) else None
    due = None if wait is None else at + wait
    db.execute("UPDATE notice SET due = ?, attempts = attempts + 1 WHERE id = ?", [due, name])


def keys_in_use(db: sqlite3.Connection) -> list[str]:
    """The signing keys, the newest first."""
    found = db.execute("SELECT secret FROM signing_key WHERE NOT retired ORDER BY id DESC")
    return [row["secret"] for row in found]


def add_key(db: sqlite3.Connection, secret: str) -> None:
    """Sign with another key too, so that the customer can learn it before the old one goes."""
    Webhook(secret)
    db.execute("INSERT INTO signing_key (secret) VALUES (?)", [secret])


def retire_old_keys(db: sqlite3.Connection) -> None:
    """Sign with the newest key only."""
    db.execute("UPDATE signing_key SET retired = 1 WHERE id < (SELECT max(id) FROM signing_key)")


def spoken(db: sqlite3.Connection, at: float) -> float:
    """The instant as the bank tells it to others, skew included."""
    return at + float(knobs.setting(db, "clock_skew"))


def address(db: sqlite3.Connection) -> str:
    return str(recall(db, "notices_to", ""))


def describe(db: sqlite3.Connection) -> dict[str, Any]:
    waiting = db.execute("SELECT count(*) FROM notice WHERE due IS NOT NULL").fetchone()[0]
    total = db.execute("SELECT count(*) FROM notice").fetchone()[0]
    return {"address": address(db), "waiting": waiting, "all": total, "account": custody(db)["number"]}
