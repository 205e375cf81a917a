"""How far a long import is, told on a connection of its own: the import's transaction shows nothing until it ends."""

from __future__ import annotations

from contextlib import contextmanager

from django.db import connections


class Stopped(Exception):
    """The officer pressed stop: nothing of the import is kept."""


class Progress:
    """Writes the batch's progress and reads whether to stop."""

    def __init__(self, batch_id: int) -> None:
        self._batch_id = batch_id
        self._connection = connections.create_connection("default")

    def tell(self, done: int) -> None:
        """Raises Stopped when somebody asked to stop."""
        with self._connection.cursor() as cursor:
            cursor.execute(
                "UPDATE ledgers_importbatch SET progress = %s WHERE id = %s RETURNING stop_asked",
                [done, self._batch_id],
            )
            row = cursor.fetchone()
        if row and row[0]:
            raise Stopped

    def close(self) -> None:
        self._connection.close()


@contextmanager
def progress(batch_id: int):
    told = Progress(batch_id)
    try:
        yield told
    finally:
        told.close()
