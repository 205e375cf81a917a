"""A form sent twice at the same moment is stored once."""

from __future__ import annotations

from uuid import UUID

from django.db import connection


def one_at_a_time(token: UUID) -> None:
    """Two submissions of one form wait for each other here; the unique column behind it is the last word."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [token.int & (2**63 - 1)])
