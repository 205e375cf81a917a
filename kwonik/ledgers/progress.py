"""How far the worker is, told on a connection of its own: the import's transaction shows nothing until it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connections

Tell = Callable[[int], None]


class Stopped(Exception):
    """The officer pressed stop, or somebody else took the import away: nothing of it is kept."""


def quiet(done: int) -> None:
    """Tells nobody: the officer is waiting for the page."""


@contextmanager
def progress(batch_id: int) -> Iterator[Tell]:
    """`tell(done)` writes how many rows are done; it raises Stopped when somebody asked to stop."""
    own = connections.create_connection("default")

    def tell(done: int) -> None:
        with own.cursor() as cursor:
            cursor.execute(
                "UPDATE ledgers_importbatch SET progress = %s WHERE id = %s"
                " AND state IN ('checking', 'applying', 'undoing') RETURNING stop_asked",
                [done, batch_id],
            )
            row = cursor.fetchone()
        if row is None or row[0]:
            raise Stopped

    try:
        yield tell
    finally:
        own.close()
