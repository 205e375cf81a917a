"""How the ledger is told: one statement of the database does a verb whole, or nothing of it.

The database decides; what it refuses comes back as a refusal in words (`rules.NotAllowed` and its kinds). A request's key makes
the same request twice one event: the second is answered with the first.
"""

from __future__ import annotations

import hashlib
import random
import time
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import psycopg
from django.db import connection, transaction
from django.utils import timezone

from kwonik.escrow import rules

AGAIN = frozenset({"40001", "40P01", "55P03"})
"""What another transaction stood in the way of: the same statement may be tried again."""
TRIES = 4
REFUSED: dict[str, rules.NotAllowed] = {
    "KW403": rules.NotAllowed("지금은 할 수 없는 일입니다. 화면을 새로 열어 지금 할 수 있는 일을 보세요."),
    "KW409": rules.Overtaken("그 사이에 상태가 바뀌었습니다. 화면을 새로 열어 지금 상태를 보세요."),
    "KW902": rules.NotAllowed("이미 봉인한 날의 장부는 고치지 않습니다. 열려 있는 날에 적으세요."),
    "KW422": rules.NotAllowed(
        "같은 신청서가 다른 내용으로 이미 접수되었습니다. 화면을 새로 열어 확인하세요."
    ),
    "23505": rules.Overtaken("방금 다른 사람이 같은 일을 했습니다. 화면을 새로 열어 지금 상태를 보세요."),
    "23514": rules.NotAllowed("장부에 있는 금액을 넘습니다. 화면을 새로 열어 금액을 확인하세요."),
}


@dataclass(frozen=True)
class Told:
    """What the ledger answered: the number of the event, payment or deposit; `replayed` when it had been told before."""

    number: int
    replayed: bool


def key_of(token: UUID | None) -> str:
    """The key of a page that was sent: the same page twice is one request."""
    return f"form:{token or uuid4()}"


def tell(function: str, key: str, **said: Any) -> Told:
    """Calls `ledger.<function>` once for this key; `said_at` is now.

    Raises Overtaken (somebody was quicker), NotAllowed (not this actor's, not this amount, the key was used before).
    """
    asked = sorted((name, value) for name, value in said.items() if name not in NOT_ASKED)
    digest = hashlib.sha256(repr((function, asked)).encode()).digest()
    names = {"request_key": key, "request_hash": digest, **said}
    if function in SAYS_WHEN:
        names["said_at"] = timezone.now()
    given = ", ".join(f"{name} => %s" for name in names)
    return _told(f"SELECT * FROM ledger.{function}({given})", list(names.values()))


NOT_ASKED = frozenset({"value_on", "bank_number", "seen", "answer"})
"""What differs when the same is asked again: the day, the number drawn for a payment, how far whoever asks has seen it go, and in
which words the bank refuses."""
SAYS_WHEN = frozenset({"say", "take_deposit", "take_found", "send_payout", "send_refund", "step"})


def _told(statement: str, values: list[Any]) -> Told:
    inside = connection.in_atomic_block
    for left in reversed(range(TRIES)):
        try:
            with transaction.atomic() if inside else nullcontext():
                connection.ensure_connection()
                with psycopg.Cursor(
                    connection.connection
                ) as cursor:  # arguments bound by the server, the plan kept
                    cursor.execute(statement, values, prepare=True)
                    number, replayed = cursor.fetchone() or (0, False)
                return Told(number, replayed)
        except psycopg.Error as wrong:
            state = wrong.sqlstate or ""
            if state in REFUSED:
                raise type(REFUSED[state])(str(REFUSED[state])) from wrong
            if inside or not left or state not in AGAIN:
                raise
            time.sleep(random.uniform(0.01, 0.05))
    raise AssertionError("unreachable")


def seal() -> int | None:
    """Seals what was said since the last block into the chain; the new block's number, None when there was nothing to seal."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger.seal()")
        return cursor.fetchone()[0]
