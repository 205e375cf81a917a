"""Taking a wrong record out of every figure, and putting it back; it stays visible with the reason."""

from __future__ import annotations

from typing import TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone

from kwonik.education import queries, rules
from kwonik.education.models import Lecture, Request, Video, VideoReading
from kwonik.kernel import audit
from kwonik.people.access import require

from .lectures import TWICE

Row = TypeVar("Row", Request, Lecture, Video, VideoReading)
PERMISSIONS: dict[type, str] = {
    Request: "education.request:record",
    Lecture: "education.lecture:record",
    Video: "education.video:record",
    VideoReading: "education.video:record",
}


@transaction.atomic
def withdraw(*, by, row: Row, reason: str) -> Row:
    """Raises Refused when something still hangs on it."""
    model = type(row)
    require(by, PERMISSIONS[model], row.centre)
    stored = model._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if stored.withdrawn_at:
        return stored
    if isinstance(stored, Request) and stored.lectures.filter(withdrawn_at__isnull=True).exists():
        raise rules.Refused("이 신청으로 잡은 교육이 있습니다. 교육부터 철회하세요.")
    stored.withdrawn_at, stored.withdrawn_by, stored.withdrawn_reason = timezone.now(), by, reason
    stored.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    if isinstance(stored, Lecture):
        stored.instructors.update(stands=False)
    audit.record(f"education.{model._meta.model_name}.withdrawn", stored, by=by)
    return stored


@transaction.atomic
def reinstate(*, by, row: Row) -> Row:
    """Undoes a withdrawal. Raises Refused when what came since does not allow it."""
    model = type(row)
    require(by, PERMISSIONS[model], row.centre)
    stored = model._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if not stored.withdrawn_at:
        return stored
    _check(stored)
    stored.withdrawn_at, stored.withdrawn_by, stored.withdrawn_reason = None, None, ""
    try:
        with transaction.atomic():
            stored.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
            if isinstance(stored, Lecture):
                stored.instructors.update(stands=True)
    except IntegrityError:
        raise rules.Refused(TWICE if isinstance(stored, Lecture) else TAKEN) from None
    audit.record(f"education.{model._meta.model_name}.reinstated", stored, by=by)
    return stored


TAKEN = "같은 것이 그사이에 새로 적혔습니다. 새로 적은 것을 쓰세요."


def _check(stored: Request | Lecture | Video | VideoReading) -> None:
    if isinstance(stored, Lecture) and stored.request and stored.request.withdrawn_at:
        raise rules.Refused("이 교육의 신청이 철회되어 있습니다. 신청부터 되돌리세요.")
    if isinstance(stored, VideoReading):
        rules.check_reading(
            stored.views, *queries.neighbours(stored.video, stored.read_on, besides=stored.pk)
        )
