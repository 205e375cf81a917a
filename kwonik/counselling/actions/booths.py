"""Station booths: opened once per station and day, corrected, cancelled."""

from __future__ import annotations

from datetime import date, time

from django.db import transaction
from django.utils import timezone

from kwonik.counselling.codes import BoothKind
from kwonik.counselling.models import BoothSession
from kwonik.counselling.rules import NotAllowed
from kwonik.kernel import audit
from kwonik.people.access import require
from kwonik.places.models import Centre, Site

RECORD = "counselling.booth:record"


@transaction.atomic
def open_booth(
    *,
    by,
    centre: Centre,
    site: Site,
    held_on: date,
    kind: str = BoothKind.REGULAR,
    starts_at: time | None = None,
    ends_at: time | None = None,
    staff: str = "",
    note: str = "",
) -> BoothSession:
    """The centre's booth at that station on that day; opening it a second time returns the one that stands there."""
    require(by, RECORD, centre)
    Centre.objects.select_for_update().get(pk=centre.pk)
    standing = BoothSession.objects.filter(
        centre=centre, site=site, held_on=held_on, withdrawn_at__isnull=True
    )
    if booth := standing.first():
        return booth
    booth = BoothSession(centre=centre, site=site, held_on=held_on, recorded_by=by)
    _set(booth, kind=kind, starts_at=starts_at, ends_at=ends_at, staff=staff, note=note)
    booth.save(force_insert=True)
    audit.record("counselling.booth.opened", booth, by=by)
    return booth


@transaction.atomic
def amend_booth(
    *, by, booth: BoothSession, kind: str, starts_at: time | None, ends_at: time | None, staff: str, note: str
) -> BoothSession:
    """Corrects what stood around the booth; its station and day are what it is and stay."""
    require(by, RECORD, booth.centre)
    stored = BoothSession.objects.select_for_update(of=("self",)).get(pk=booth.pk)
    _set(stored, kind=kind, starts_at=starts_at, ends_at=ends_at, staff=staff, note=note)
    stored.save()
    audit.record("counselling.booth.amended", stored, by=by)
    return stored


@transaction.atomic
def withdraw_booth(*, by, booth: BoothSession) -> BoothSession:
    """Cancels a booth that brought no consultation. Raises NotAllowed when some hang on it."""
    require(by, RECORD, booth.centre)
    stored = BoothSession.objects.select_for_update(of=("self",)).get(pk=booth.pk)
    if stored.consultations.filter(withdrawn_at__isnull=True).exists():
        raise NotAllowed(
            "이 부스에서 한 상담이 있어 취소할 수 없습니다. 잘못 적은 상담이면 상담부터 철회하세요."
        )
    if stored.withdrawn_at is None:
        stored.withdrawn_at = timezone.now()
        stored.save()
        audit.record("counselling.booth.withdrawn", stored, by=by)
    return stored


@transaction.atomic
def reinstate_booth(*, by, booth: BoothSession) -> BoothSession:
    """Undoes a cancellation. Raises NotAllowed when another booth stands at the station that day by now."""
    require(by, RECORD, booth.centre)
    Centre.objects.select_for_update().get(pk=booth.centre_id)
    stored = BoothSession.objects.get(pk=booth.pk)
    if stored.withdrawn_at is None:
        return stored
    same = BoothSession.objects.filter(centre=stored.centre_id, site=stored.site_id, held_on=stored.held_on)
    if same.filter(withdrawn_at__isnull=True).exists():
        raise NotAllowed("같은 날 같은 역에 연 부스가 이미 있습니다. 그 부스를 쓰세요.")
    stored.withdrawn_at = None
    stored.save()
    audit.record("counselling.booth.reinstated", stored, by=by)
    return stored


def _set(
    booth: BoothSession, *, kind: str, starts_at: time | None, ends_at: time | None, staff: str, note: str
) -> None:
    if starts_at and ends_at and ends_at <= starts_at:
        raise NotAllowed("마친 시각이 시작 시각보다 앞섭니다. 시각을 다시 확인하세요.")
    booth.kind, booth.starts_at, booth.ends_at = kind, starts_at, ends_at
    booth.staff, booth.note = staff.strip(), note.strip()
