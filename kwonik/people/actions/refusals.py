"""What was not stored, and that it was tried."""

from __future__ import annotations

from kwonik.kernel import audit
from kwonik.people import vault


def note_resident_number(*, where: str) -> None:
    """Keeps in the audit trail that a resident number was refused: who tried and where, never what it was.

    `where` is the form's field or the page. Who and at which centre is known from the request.
    """
    whence = vault.origin.get()
    if whence.actor is not None:
        subject = whence.centre or whence.actor
        audit.record("people.resident_number.refused", subject, by=whence.actor, detail={"where": where})
