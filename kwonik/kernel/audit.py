"""What happened, by whom: every action writes one event in its own transaction. Codes are declared, never ad hoc.

    audit.record("remedy.case.assigned", case, by=account, detail={"advocate": advocate.pk})

`detail` holds ids, codes and numbers only: no names, numbers or words of clients ever enter the audit trail.
"""

from __future__ import annotations

from typing import Any

from .events import Event, declare, known

__all__ = ["Event", "declare", "history", "known", "record"]


def record(code: str, subject, *, by, detail: dict[str, Any] | None = None):
    """Writes the event in the caller's transaction and returns it. KeyError for an undeclared code."""
    from .models import AuditEvent

    known(code)
    return AuditEvent.objects.create(
        code=code,
        actor=by,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        centre_id=getattr(subject, "centre_id", None),
        detail=detail or {},
    )


def history(subject) -> list:
    """The events of one record, oldest first."""
    from .models import AuditEvent

    return list(
        AuditEvent.objects.filter(
            subject_type=subject._meta.label_lower, subject_id=subject.pk
        ).select_related("actor")
    )
