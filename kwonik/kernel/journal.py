"""변경 일지: the database notes every change of the tables that figures read, and keeps closed months closed.

    position = journal.position()            # where the journal stands, first in a REPEATABLE READ transaction
    with journal.as_of(position): ...        # inside, every QuerySet sees those tables as they stood there

Two triggers per table, made by `install` after every `migrate` from what the figures declare: one notes (every row that
came, and the whole row before it changed or went), one refuses what a closed month keeps (PeriodClosed). They act as the
owner of the tables, whoever writes: the ledger of the escrow writes as a role of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, transaction

from .figures import watching
from .figures.watching import Guard
from .postgres.base import CLOSED

JOURNAL = """
CREATE OR REPLACE FUNCTION kwonik_journal() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $kwonik$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO kernel_change ("table", arrived)
            SELECT TG_TABLE_NAME, array_agg(id ORDER BY id) FROM after_rows HAVING count(*) > 0;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO kernel_change ("table", "row", was)
            SELECT TG_TABLE_NAME, o.id, to_jsonb(o) FROM before_rows AS o JOIN after_rows AS n ON n.id = o.id
            WHERE o IS DISTINCT FROM n;
    ELSE
        INSERT INTO kernel_change ("table", "row", was) SELECT TG_TABLE_NAME, o.id, to_jsonb(o) FROM before_rows o;
    END IF;
    RETURN NULL;
END $kwonik$;
"""
TRIGGERS = """
CREATE OR REPLACE TRIGGER {name}_insert AFTER INSERT ON "{table}" REFERENCING NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION {function}();
CREATE OR REPLACE TRIGGER {name}_update AFTER UPDATE ON "{table}" REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION {function}();
CREATE OR REPLACE TRIGGER {name}_delete AFTER DELETE ON "{table}" REFERENCING OLD TABLE AS before_rows
    FOR EACH STATEMENT EXECUTE FUNCTION {function}();
"""
KEPT_CLOSED = """
CREATE OR REPLACE FUNCTION kwonik_closed_{table}() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $kwonik$
DECLARE closed date;
BEGIN
    IF NOT EXISTS (SELECT FROM places_periodclosing WHERE reopened_at IS NULL) THEN
        RETURN NULL;
    ELSIF TG_OP = 'INSERT' THEN
        SELECT min(month_on) INTO closed FROM ({inserted}) AS touched JOIN {closing};
    ELSIF TG_OP = 'UPDATE' THEN
        SELECT min(month_on) INTO closed FROM ({updated}) AS touched JOIN {closing};
    ELSE
        SELECT min(month_on) INTO closed FROM ({deleted}) AS touched JOIN {closing};
    END IF;
    IF closed IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = '{code}', TABLE = TG_TABLE_NAME, MESSAGE = format(
            '%s년 %s월은 마감한 달이라 그달의 수가 달라지는 일은 적거나 고칠 수 없습니다. '
            '꼭 고쳐야 하면 마감을 맡은 사람에게 마감 예외를 청하세요.',
            extract(year FROM closed), extract(month FROM closed));
    END IF;
    RETURN NULL;
END $kwonik$;
"""
CLOSING = """places_periodclosing AS closing
        ON closing.centre_id = touched.centre_id AND closing.reopened_at IS NULL
            AND closing.month_on = date_trunc('month', touched.day)::date
        WHERE NOT EXISTS (
            SELECT FROM places_lockexception AS excepted
            WHERE excepted.account_id = nullif(current_setting('kwonik.account', true), '')::bigint
                AND excepted.centre_id = closing.centre_id AND excepted.room = '{room}'
                AND closing.month_on BETWEEN excepted.first_on AND excepted.last_on
                AND excepted.revoked_at IS NULL AND excepted.until_at > now())"""


def acting(account_id: int | None, for_long: bool = False) -> None:
    """Tells the database who acts: for the rest of the running transaction, or `for_long`, until nobody_acting."""
    if account_id and (for_long or connection.in_atomic_block):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('kwonik.account', %s, %s)", [str(account_id), not for_long])
        _told.set(_told.get() or for_long)


def nobody_acting() -> None:
    """A connection may serve somebody else next."""
    if _told.get() and connection.connection and not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('kwonik.account', '', false)")
    _told.set(False)


_told: ContextVar[bool] = ContextVar("told", default=False)


# -- the triggers ----------------------------------------------------------------------------------------------


def _touched(rows: str, guard: Guard) -> str:
    if guard.parent is None:
        return f"SELECT {rows}.centre_id, {rows}.{guard.day}::date AS day FROM {rows}_rows AS {rows}"
    table, column = guard.parent
    return (
        f"SELECT parent.centre_id, parent.{guard.day}::date AS day"
        f' FROM {rows}_rows AS {rows} JOIN "{table}" AS parent ON parent.id = {rows}.{column}'
    )


def _changed(guard: Guard) -> str:
    old, new = (
        ", ".join(held.replace("{row}", side) for held in guard.holds) for side in ("before", "after")
    )
    moved = f"ROW({old}) IS DISTINCT FROM ROW({new})"
    return " UNION ALL ".join(
        f"{_touched(side, guard)} JOIN {other}_rows AS {other} ON after.id = before.id WHERE {moved}"
        for side, other in (("before", "after"), ("after", "before"))
    )


def kept_closed(table: str, guards: Sequence[Guard]) -> str:
    """The guard of one table."""
    room = watching.models_by_table()[table]._meta.app_label
    return KEPT_CLOSED.format(
        table=table,
        code=CLOSED,
        closing=CLOSING.format(room=room),
        inserted=" UNION ALL ".join(_touched("after", guard) for guard in guards),
        updated=" UNION ALL ".join(_changed(guard) for guard in guards),
        deleted=" UNION ALL ".join(_touched("before", guard) for guard in guards),
    )


def script() -> str:
    """Everything the database needs to watch the tables of all declared figures."""
    parts = [JOURNAL]
    for table in watching.watched_tables():
        parts.append(TRIGGERS.format(name="kwonik_journal", table=table, function="kwonik_journal"))
    for table, guards in sorted(watching.guards().items()):
        parts.append(kept_closed(table, guards))
        parts.append(TRIGGERS.format(name="kwonik_closed", table=table, function=f"kwonik_closed_{table}"))
    return "\n".join(parts)


def install() -> bool:
    """Makes the triggers, unless they stand as they should. Says whether anything was done."""
    text = script()
    digest = hashlib.sha256(text.encode()).hexdigest()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regproc('kwonik_journal'), 'pg_proc')")
        if cursor.fetchone() == (digest,):
            return False
        cursor.execute(text)
        cursor.execute(f"COMMENT ON FUNCTION kwonik_journal() IS '{digest}'")
    return True


# -- the state at a change -------------------------------------------------------------------------------------


def position() -> int:
    """The last change that this transaction sees. As the first thing in a REPEATABLE READ transaction it is exact:

    it waits for whoever is writing, takes the snapshot, and lets them go on at once.
    """
    alone = connection.in_atomic_block and len(connection.savepoint_ids) == 0
    with transaction.atomic(), connection.cursor() as cursor:
        if alone:
            cursor.execute("LOCK TABLE kernel_change IN SHARE MODE")
        cursor.execute("SELECT coalesce(max(id), 0) FROM kernel_change")
        found = cursor.fetchone()[0]
        transaction.set_rollback(True)
    return found


def position_at(moment: Any) -> int:
    """The last change before a moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM kernel_change WHERE at <= %s", [moment])
        return cursor.fetchone()[0]


THEN = """
CREATE TEMP TABLE "kwonik_then_{table}" ON COMMIT DROP AS
    SELECT DISTINCT ON ("row") "row", was FROM (
        SELECT id, "row", was FROM public.kernel_change WHERE "table" = '{table}' AND id > {position} AND "row" IS NOT NULL
        UNION ALL
        SELECT id, unnest(arrived), NULL FROM public.kernel_change
            WHERE "table" = '{table}' AND id > {position} AND arrived IS NOT NULL
    ) AS changes ORDER BY "row", id;
ANALYZE "kwonik_then_{table}";
CREATE TEMP VIEW "{table}" AS
    SELECT live.* FROM public."{table}" AS live
        WHERE NOT EXISTS (SELECT FROM "kwonik_then_{table}" AS touched WHERE touched."row" = live.id)
    UNION ALL
    SELECT past.* FROM "kwonik_then_{table}" AS touched,
        jsonb_populate_record(NULL::public."{table}", touched.was) AS past WHERE touched.was IS NOT NULL;
"""


@contextmanager
def as_of(position: int) -> Iterator[None]:
    """Inside, the tables that figures read are what they were at that change: views of the same names stand before them.

    Nothing may be written inside; all of it is rolled back.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute('SELECT DISTINCT "table" FROM kernel_change WHERE id > %s', [position])
        tables = sorted(table for (table,) in cursor.fetchall())
        for table in tables:
            cursor.execute(THEN.format(table=table, position=int(position)))
        try:
            yield
        finally:
            transaction.set_rollback(True)
