"""접속기록: one row per opening and centre, written before anything is decrypted, by the statement that reads what
is sealed: there is no reading without the line, and it costs a page one statement."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from kwonik.people.codes import Purpose
from kwonik.people.models import Account, PersonalDataAccess
from kwonik.places.models import Centre


@dataclass(frozen=True)
class Origin:
    """Where a request comes from; the guard sets it, the access log keeps it."""

    address: str | None = None
    request_id: str = ""
    actor: Account | None = None
    centre: Centre | None = None


_NOWHERE = Origin()
origin: ContextVar[Origin] = ContextVar("origin", default=_NOWHERE)


def opened(
    found: str, ids: Collection[int], *, by: Account | None, purpose: str, action: str
) -> list[tuple[Any, ...]]:
    """The rows of `found`, an SQL query on `%(ids)s` with a `centre_id` and a `subject` (client id or NULL), logged
    by the statement that reads them: one row per centre; a text of nobody known counts as one subject.
    """
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_OPENING.format(found=found), _line(by, purpose, action) | {"ids": list(ids)})
        return cursor.fetchall()


def log(subjects: Iterable[tuple[int, int | None]], *, by: Account | None, purpose: str, action: str) -> None:
    """The same entries for (centre id, client id or None) pairs that the caller holds already."""
    pairs = list(subjects)
    if not pairs:
        return
    centres, clients = zip(*pairs, strict=True)
    with connection.cursor() as cursor:
        line = _line(by, purpose, action) | {"centres": list(centres), "clients": list(clients)}
        cursor.execute(_OPENING.format(found=_HELD), line)


def _line(by: Account | None, purpose: str, action: str) -> dict[str, Any]:
    whence = origin.get()
    return {
        "at": timezone.now(),
        "actor": by.pk if by else None,
        "address": whence.address,
        "request": whence.request_id,
        "action": action,
        "purpose": Purpose(purpose).value,
    }


_HELD = "SELECT * FROM unnest(%(centres)s::bigint[], %(clients)s::bigint[]) AS held(centre_id, subject)"

_OPENING = f"""
WITH found AS ({{found}}), logged AS (
    INSERT INTO {PersonalDataAccess._meta.db_table}
        (at, actor_id, centre_id, address, action, purpose, request_id, client_ids, subject_count)
    SELECT %(at)s, %(actor)s, centre_id, %(address)s::inet, %(action)s, %(purpose)s, %(request)s,
        coalesce(array_agg(DISTINCT subject) FILTER (WHERE subject IS NOT NULL), '{{{{}}}}'),
        count(DISTINCT subject) + count(*) FILTER (WHERE subject IS NULL)
    FROM found GROUP BY centre_id ORDER BY centre_id
)
SELECT * FROM found
"""
