"""What happened, by whom: every action writes one event in its own transaction. Codes are declared, never ad hoc.

    audit.record("remedy.case.assigned", case, by=account, detail={"advocate": advocate.pk})

`detail` holds ids, codes and numbers only: no names, numbers or words of clients ever enter the audit trail.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Event:
    """`code` such as "remedy.case.assigned"; `label` is what the history page prints."""

    code: str
    label: str


_declared: dict[str, Event] = {}


def declare(events: Iterable[Event]) -> None:
    for event in events:
        if event.code in _declared:
            raise ValueError(f"audit event declared twice: {event.code}")
        _declared[event.code] = event


def known(code: str) -> Event:
    return _declared[code]


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
