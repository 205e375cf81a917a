"""The bank's own clock: it runs on from where it was set, as fast as it was told, across restarts. It never goes back."""

from __future__ import annotations

import sqlite3
import time
from datetime import UTC, date, datetime, timedelta, timezone

from sandbox_bank.books import note, recall

KOREA = timezone(timedelta(hours=9))


def now(db: sqlite3.Connection) -> float:
    """Seconds since 1970 by the bank's clock."""
    set_to, at, rate = recall(db, "clock", [None, None, 1.0])
    wall = time.time()
    return wall if set_to is None else set_to + max(0.0, wall - at) * rate


def set_to(db: sqlite3.Connection, instant: float, rate: float = 1.0) -> None:
    """From now on it is that instant, and the clock runs `rate` times as fast as others (0: it stands still).

    Raises ValueError for an earlier instant than the bank has already seen in its books.
    """
    latest = db.execute("SELECT max(at) FROM entry").fetchone()[0] or 0.0
    if instant < latest or rate < 0:
        raise ValueError("은행의 시계는 장부에 적힌 때보다 앞으로 돌릴 수 없습니다.")
    note(db, "clock", [instant, time.time(), rate])


def moment(instant: float) -> datetime:
    return datetime.fromtimestamp(instant, UTC).astimezone(KOREA)


def day_of(instant: float) -> str:
    """The bank's day, as it stands in its books: 2026-11-23."""
    return moment(instant).date().isoformat()


def next_morning(instant: float) -> float:
    """Nine o'clock of the next day."""
    following = moment(instant).date() + timedelta(days=1)
    return datetime(following.year, following.month, following.day, 9, tzinfo=KOREA).timestamp()


def compact(instant: float) -> str:
    """20261123142530"""
    return moment(instant).strftime("%Y%m%d%H%M%S")


def read_day(text: str) -> str:
    """20261123 as it stands in the books. Raises ValueError."""
    return date(int(text[:4]), int(text[4:6]), int(text[6:8])).isoformat()
