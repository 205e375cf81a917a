"""Our service layer: the key of the request, the change of state, the transfer and the outbox row, through Django.

Each milestone goes one way once, as in life: `ready` makes milestones beforehand, untimed, and each transfer takes the
next. Hot is `deposit`: every one debits the bank's custody account and opens the milestone's own. Spread is `approve`:
from what is held for a milestone to what is payable of it.

The actions of the escrow are not here yet: `STAND_IN` takes their place. To measure the real ones: let `prepare` run
Django's migrations, let `ready` make the milestones (`copy_in`, bulk_create), and call the action in `transfer`; then
STAND_IN, `_perform` and the note of `books` go.
"""

import hashlib
import os
from collections.abc import Iterable
from typing import Any

import psycopg

from bench.escrow import post

ONCE = True  # a number is used once, after `ready`
AMOUNT_WON = 100
LINES = 1_000  # deposits in one event of preparing
# Each call commits by itself, with arguments bound and plans kept by the server: a call is one round trip.
OPTIONS: dict[str, Any] = {"server_side_binding": True, "prepare_threshold": 1}
STAND_IN = """
CREATE TABLE bench_milestone (reference text PRIMARY KEY, state text NOT NULL) WITH (fillfactor = 70);
CREATE FUNCTION bench_perform(verb text, milestone text, request_key text, request_hash bytea, won bigint) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
  done record;
  kinds text[] := CASE verb WHEN 'deposit' THEN ARRAY['awaiting', 'funded', 'deposited', 'custody', 'bank', 'escrow']
    ELSE ARRAY['funded', 'approved', 'approved', 'escrow', milestone, 'payable'] END;
BEGIN
  SELECT * INTO done FROM ledger.post(request_key, request_hash, kinds[3], 'member:1', '2026-05-04',
    ARRAY[kinds[4]], ARRAY[kinds[5]], ARRAY[kinds[6]], ARRAY[milestone], ARRAY[won]);
  IF done.replayed THEN
    RETURN done.event;
  END IF;
  UPDATE bench_milestone SET state = kinds[2] WHERE reference = milestone AND state = kinds[1];
  IF NOT FOUND THEN
    RAISE EXCEPTION 'milestone % is not %', milestone, kinds[1] USING ERRCODE = 'KW409';
  END IF;
  INSERT INTO ledger.payment (bank_number, source, amount_won, destination, writer, value_on, state)
  VALUES ('BENCHBENCH' || lpad(done.event::text, 10, '0'), ledger.account_of(kinds[6], milestone), won, 'payee:1', 'member:1',
    '2026-05-04', 'written');
  RETURN done.event;
END $$;
"""
VERBS = {"hot": "deposit", "spread": "approve"}


def prepare() -> None:
    with psycopg.connect() as connection:
        post.install(connection)
        connection.execute(STAND_IN)


def open(lane: int) -> None:
    """Django on the database named by PGHOST, PGDATABASE and PGUSER."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kwonik.site.settings")
    import django
    from django.conf import settings

    place = {"HOST": os.environ["PGHOST"], "NAME": os.environ["PGDATABASE"], "USER": os.environ["PGUSER"]}
    settings.DATABASES["default"].update(place, PASSWORD="", PORT="")
    settings.DATABASES["default"]["OPTIONS"].update(OPTIONS)
    django.setup()
    from django.db import connection

    connection.ensure_connection()


def ready(mode: str, numbers: list[int]) -> int:
    """Milestones that await their deposit (hot) or were paid in and delivered (spread); how many there are now."""
    from django.db import connection, transaction

    references = [_reference(mode, number) for number in numbers]
    state = "awaiting" if mode == "hot" else "funded"
    with connection.cursor() as cursor:
        for some in _slices(references, LINES):
            with transaction.atomic():
                rows = "INSERT INTO bench_milestone SELECT unnest(%s::text[]), %s"
                cursor.execute(rows, [some, state])
                if mode == "spread":
                    post.fund(cursor, f"ready:{some[0]}", some, AMOUNT_WON)
    return len(references)


def transfer(mode: str, number: int) -> None:
    _perform(VERBS[mode], _reference(mode, number), key=f"form:{mode}-{number}", won=AMOUNT_WON)


def read() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger.balance_of('custody', 'bank')")
        return cursor.fetchone()[0]


def books() -> dict:
    """Events and outbox rows of the transfers, each of which has both; unequal accounts by the ledger's own view."""
    import django
    from django.db import connection

    ask = """
        SELECT (SELECT count(*) FROM ledger.event WHERE request_key LIKE 'form:%'), (SELECT count(*) FROM ledger.payment),
          (SELECT count(*) FROM ledger.unequal_account)
    """
    with connection.cursor() as cursor:
        cursor.execute(ask)
        stored, sent, unequal = cursor.fetchone()
    assert stored == sent, (stored, sent)
    note = f"Django {django.__version__}, {OPTIONS}; 업무 함수 대신 같은 일을 하는 대역(bench_perform)을 잼"
    return {"stored": stored, "unequal": unequal, "versions": note}


def _perform(verb: str, milestone: str, *, key: str, won: int) -> int:
    """One statement, as `ledger.perform` will be: it commits by itself, so that it costs one round trip."""
    from django.db import connection

    digest = hashlib.sha256(f"{verb} {milestone} {won}".encode()).digest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT bench_perform(%s, %s, %s, %s, %s)", [verb, milestone, key, digest, won])
        return cursor.fetchone()[0]


def _reference(mode: str, number: int) -> str:
    return f"{mode[0]}{number}"


def _slices(things: list[str], size: int) -> Iterable[list[str]]:
    return (things[at : at + size] for at in range(0, len(things), size))
