"""Storing many rows at once: COPY, about ten times as fast as INSERT; and going on while the database still stores."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, models
from psycopg.adapt import PyFormat, Transformer


def next_ids(model: type[models.Model], count: int) -> list[int]:
    """`count` fresh numbers for rows of the model, in order: to know a row's number before it is stored."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select array_agg(nextval(sequence)) from generate_series(1, %s),"
            " (select pg_get_serial_sequence(%s, %s)::regclass as sequence offset 0) as once",
            [count, model._meta.db_table, model._meta.pk.column],
        )
        return cursor.fetchone()[0] or []


def copy_in(
    model: type[models.Model],
    names: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    same: Mapping[str, Any] | None = None,
    unasked: bool = False,
) -> None:
    """Stores `rows`, whose values stand for the columns `names`; one statement, whatever their number.

    `same`: columns that hold one value in all of them. Every other column takes the field's default, the row's number
    too unless it is named. Values are what the database keeps (ids for foreign keys); nothing but the database's own
    constraints looks at them. `unasked`: nobody asks for these rows before the end of `copying_ahead`.
    Raises django.db.IntegrityError as any other way of storing; inside `copying_ahead`, whatever is asked next does.
    """
    if not rows:
        return
    meta, constant = model._meta, dict(same or {})
    for field in meta.local_concrete_fields:
        if field.column not in names and field is not meta.pk:
            constant.setdefault(field.column, _default(model, field))
    columns = ", ".join(f'"{column}"' for column in (*names, *constant))
    connection.ensure_connection()
    written = Transformer(connection.connection)
    constants = tuple(_written(value, written) for value in constant.values())
    cursor = connection.cursor()
    statement = f'copy "{meta.db_table}" ({columns}) from stdin'

    def copy() -> None:
        with cursor, cursor.copy(statement) as stream:
            for row in rows:
                stream.write_row((*row, *constants))

    ahead = _ahead.get()
    if ahead is None:
        with connection.wrap_database_errors:
            copy()
        return
    ahead.check_at_once(meta.db_table)
    if unasked:
        ahead.put_off(copy)
    else:
        ahead.begin(copy)


@contextmanager
def copying_ahead() -> Iterator[None]:
    """Inside, `copy_in` returns at once: the database stores while Python prepares what comes next.

    There is still one connection and one transaction. Whatever is asked of the database waits until the COPYs under
    way have ended, and raises what they raised; so does the end of the block. Rows that are `unasked` stand in no
    question's way: they are begun with the next others. Their references are checked by the COPY itself, not at the
    end of the transaction, so that this work too is done meanwhile: rows must come after the rows they point to.
    """
    with ThreadPoolExecutor(1) as thread:
        ahead = _Ahead(thread)
        token = _ahead.set(ahead)
        try:
            with connection.execute_wrapper(ahead.wait_first):
                yield
            ahead.begin_all()
            ahead.wait()
        finally:
            _ahead.reset(token)


class _Ahead:
    """COPYs in the order they were asked for, in a thread of their own: the first is under way, the others wait."""

    def __init__(self, thread: ThreadPoolExecutor) -> None:
        self._thread = thread
        self._asked: list[Future[None]] = []
        self._put_off: list[Callable[[], None]] = []
        self._checked: set[str] = set()

    def check_at_once(self, table: str) -> None:
        """The table's foreign keys (no other constraint) are checked by each statement of this transaction."""
        if table not in self._checked:
            self._checked.add(table)
            with connection.cursor() as cursor:
                cursor.execute(_CHECK_AT_ONCE.format(table=table))

    def put_off(self, copy: Callable[[], None]) -> None:
        self._put_off.append(copy)

    def begin(self, copy: Callable[[], None]) -> None:
        self.begin_all()
        self._asked.append(self._thread.submit(copy))

    def begin_all(self) -> None:
        put_off, self._put_off = self._put_off, []
        self._asked += map(self._thread.submit, put_off)

    def wait(self) -> None:
        asked, self._asked = self._asked, []
        with connection.wrap_database_errors:
            for copy in asked:
                copy.result()

    def wait_first(self, execute: Callable[..., Any], *query: Any) -> Any:
        self.wait()
        return execute(*query)


_CHECK_AT_ONCE = """
do $$ begin
    execute (
        select coalesce('set constraints ' || string_agg(quote_ident(conname), ', ') || ' immediate', 'select')
        from pg_constraint where conrelid = '{table}'::regclass and contype = 'f' and condeferrable
    );
end $$
"""

_ahead: ContextVar[_Ahead | None] = ContextVar("ahead", default=None)


def _written(value: Any, transformer: Any) -> str | None:
    """A value as COPY writes it: what all rows share is put into words once, not for every row."""
    if value is None:
        return None
    return bytes(transformer.get_dumper(value, PyFormat.TEXT).dump(value) or b"").decode()


def _default(model: type[models.Model], field: models.Field) -> Any:
    """What a new row has in the column: the default, or now where the field says when the row was made."""
    return field.get_db_prep_save(field.pre_save(model(), add=True), connection)
