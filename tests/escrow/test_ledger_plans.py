"""A booking looks its few accounts up by their keys, whatever the same connection booked before."""

from __future__ import annotations

import psycopg
import pytest

from .ledgers import deposit, post

pytestmark = pytest.mark.xdist_group("ledger")
LINES, EVENTS = 1_000, 500
LOOKED_UP = ("account", "balance", "event")


def whole_readings(who: psycopg.Connection) -> dict[str, int]:
    """How often this session read each of those tables from end to end."""
    rows = who.execute(
        "SELECT relname, seq_scan FROM pg_stat_xact_user_tables WHERE schemaname = 'ledger' AND relname = ANY(%s)",
        [list(LOOKED_UP)],
    )
    return dict(rows.fetchall())


@pytest.mark.parametrize("lines_before", [1, LINES])
def test_a_booking_reads_no_table_whole(ledger, lines_before):
    many = [("custody", "bank", "escrow", f"m{n}", 100) for n in range(LINES)]
    with ledger.owner as owner:
        post(owner, "many", "deposited", many)
        for number in range(EVENTS):
            deposit(owner, f"event {number}", "m1", 1)
        owner.execute("ANALYZE")
    with ledger.owner as who:  # a new session: its plans are made with what it books first
        post(who, "first", "deposited", many[:lines_before])
        with who.transaction():  # in which nothing is counted anew
            before = whole_readings(who)
            deposit(who, "one", "m7", 100)
            post(who, "two", "approved", [("escrow", "m7", "payable", "m7", 60)])

            assert whole_readings(who) == before
            assert set(before) == set(LOOKED_UP)
