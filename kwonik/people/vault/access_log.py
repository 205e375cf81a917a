"""접속기록: one row per opening and centre, written before anything is decrypted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass

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


def log(subjects: Iterable[tuple[int, int | None]], *, by: Account | None, purpose: str, action: str) -> None:
    """One row per centre for (centre id, client id or None) pairs; a text of nobody known counts as one."""
    by_centre: dict[int, list[int | None]] = defaultdict(list)
    for centre_id, client_id in subjects:
        by_centre[centre_id].append(client_id)
    whence = origin.get()
    PersonalDataAccess.objects.bulk_create(
        PersonalDataAccess(
            actor=by,
            centre_id=centre_id,
            address=whence.address,
            action=action,
            purpose=Purpose(purpose),
            client_ids=sorted({client_id for client_id in clients if client_id is not None}),
            subject_count=len(set(clients) - {None}) + clients.count(None),
            request_id=whence.request_id,
        )
        for centre_id, clients in sorted(by_centre.items())
    )
