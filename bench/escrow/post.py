"""The ledger alone: `ledger.post` with all of its guards, through the bare driver, one statement a transfer.

Hot: a deposit, which debits the bank's custody account for all. Spread: an approval, between two accounts of one of a
thousand milestones.
"""

import hashlib
import random
from pathlib import Path

import psycopg

MILESTONES, FUNDS_WON = 1_000, 10**12
LEDGER = Path(__file__).resolve().parents[2] / "kwonik" / "escrow" / "ledger"
LEGS = {
    "hot": ("deposited", "custody", "bank", "escrow", None),
    "spread": ("approved", "escrow", None, "payable", None),
}
POST = """
SELECT event, replayed FROM ledger.post(%s, %s, %s, 'bench', '2026-05-04',
  ARRAY[%s]::text[], ARRAY[%s]::text[], ARRAY[%s]::text[], ARRAY[%s]::text[], ARRAY[%s]::bigint[])
"""
FUND = """
SELECT FROM ledger.post(%(key)s, sha256(convert_to(%(key)s, 'UTF8')), %(kind)s, 'bench', '2026-05-04',
  array_fill(%(debit)s::text, ARRAY[cardinality(%(debits)s::text[])]), %(debits)s::text[],
  array_fill(%(credit)s::text, ARRAY[cardinality(%(debits)s::text[])]), %(credits)s::text[],
  array_fill(%(won)s::bigint, ARRAY[cardinality(%(debits)s::text[])]))
"""
state: dict = {}


def install(connection: psycopg.Connection) -> None:
    """The ledger from its own SQL, as the migration runs it."""
    for path in sorted(LEDGER.glob("*.sql")):
        connection.execute(path.read_text(encoding="utf-8"))


def fund(connection, key: str, references: list[str], won: int = FUNDS_WON) -> None:
    """So much won deposited on the escrow account of each, by one event of many lines."""
    bank = ["bank"] * len(references)
    facts = {"key": key, "kind": "deposited", "debit": "custody", "credit": "escrow", "won": won}
    connection.execute(FUND, {**facts, "debits": bank, "credits": references})


def prepare() -> None:
    references = [f"m{n}" for n in range(MILESTONES)]
    with psycopg.connect() as connection:
        install(connection)
        fund(connection, "fund", references)
        facts = {"key": "open", "kind": "approved", "debit": "escrow", "credit": "payable", "won": 1}
        connection.execute(FUND, {**facts, "debits": references, "credits": references})


def open(lane: int) -> None:
    random.seed(lane)
    state["connection"] = psycopg.connect(autocommit=True)


def transfer(mode: str, number: int) -> None:
    kind, debit, whose, credit, _ = LEGS[mode]
    milestone = f"m{random.randrange(MILESTONES)}"
    key = f"form:{mode}-{number}"
    digest = hashlib.sha256(f"{key} {milestone} 100".encode()).digest()
    words = [key, digest, kind, debit, whose or milestone, credit, milestone, 100]
    row = state["connection"].execute(POST, words, prepare=True).fetchone()
    assert row[1] is False, row


def read() -> int:
    return state["connection"].execute("SELECT ledger.balance_of('custody', 'bank')").fetchone()[0]


def books() -> dict:
    """Events but the two of preparing; accounts that the ledger's own view calls unequal."""
    ask = "SELECT (SELECT count(*) FROM ledger.event) - 2, (SELECT count(*) FROM ledger.unequal_account)"
    stored, unequal = state["connection"].execute(ask).fetchone()
    return {"stored": stored, "unequal": unequal, "versions": f"psycopg {psycopg.__version__}"}
