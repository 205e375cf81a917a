"""The chain under the seal: the root that is printed covers every event of the day."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from django.db import connection

from kwonik.escrow import actions, queries
from kwonik.escrow.rules import NotAllowed

from .days import a_day, close

PATIENCE = 20  # seconds: a transaction of anybody on the server may keep the chain waiting


def test_an_event_that_no_block_covers_keeps_the_day_open_and_then_the_root_covers_it(emptied, ours, people):
    day = close(ours.bank, a_day(ours))
    assert queries.closing.books(day.dated_on).loose > 0
    until = time.monotonic() + PATIENCE
    while queries.closing.books(day.dated_on).loose and time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT ledger.seal()")
        time.sleep(0.1)
    if queries.closing.books(day.dated_on).loose:  # somebody else's transaction on this server runs on
        with pytest.raises(NotAllowed, match="사슬에 아직 묶이지 않은 거래"):
            actions.seal_first(by=people[0], day=day)
        return

    actions.seal_first(by=people[0], day=day)
    sealed = actions.seal_second(by=people[1], day=day)

    with connection.cursor() as cursor:
        cursor.execute("SELECT encode(digest, 'hex') FROM ledger.block ORDER BY id DESC LIMIT 1")
        assert sealed.chain_root == cursor.fetchone()[0]
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "UPDATE ledger.transfer SET amount_won = amount_won + 1 WHERE event = (SELECT min(event) FROM ledger.transfer)"
        )
        cursor.execute("SET session_replication_role = origin")
    books = queries.closing.books(day.dated_on)
    assert books.broken
    assert books.unequal
    with suppress(NotAllowed):
        close(ours.bank, a_day(ours))
    with pytest.raises(NotAllowed, match=r"잔액이 거래의 합과 다른 계정.*사슬이 \d+번 묶음에서 끊어졌습니다"):
        actions.seal_first(by=people[0], day=queries.closing.days().first())
