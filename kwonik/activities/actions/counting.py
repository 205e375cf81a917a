"""The counter: one press, one more. Every press is kept with its token, so a press sent again adds nothing."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kwonik.activities import queries, rules
from kwonik.activities.models import Press, Tally
from kwonik.activities.rules import NotAllowed
from kwonik.catalogue.codes import Counting, Shape
from kwonik.catalogue.models import Code, Service
from kwonik.kernel import audit
from kwonik.people.access import require
from kwonik.places.actions import next_reference
from kwonik.places.models import Centre, Site

from .entries import one_at_a_time, series_of

KEPT_DAYS = 7
"""So long a telephone without a connection may keep its presses."""


@transaction.atomic
def press(
    *,
    by,
    centre: Centre,
    service: Service,
    kind: Code,
    site: Site | None,
    day: date,
    step: int,
    token: UUID,
) -> Tally:
    """Adds `step` (1 or -1) to the day's counter of that kind and place. Raises NotAllowed, PermissionDenied.

    The press itself is the trail; the audit keeps that the counter was begun.
    """
    require(by, "activities.record:record", centre)
    one_at_a_time(token)
    if known := Press.objects.filter(token=token, tally__centre=centre).select_related("tally").first():
        return known.tally
    rules.check_owner(service.owner_id, centre.pk)
    today = timezone.localdate()
    if service.shape != Shape.TALLY or service.counting != Counting.FLOW:
        raise NotAllowed("단추로 세는 서비스가 아닙니다.")
    if not today - timedelta(days=KEPT_DAYS) <= day <= today:
        raise NotAllowed(f"지난 {KEPT_DAYS}일 안에 센 것만 보낼 수 있습니다. 오래된 것은 집계로 적으세요.")
    if kind.pk not in {code.pk for code in queries.kinds(service)}:
        raise NotAllowed(f"'{service}'에서 쓰지 않는 종류입니다. 화면을 새로 고치세요.")
    Service.objects.select_for_update(no_key=True).get(pk=service.pk)
    tally = Tally.objects.filter(
        centre=centre,
        service=service,
        kind=kind,
        site=site,
        subject="",
        counted_on=day,
        pressed=True,
        withdrawn_at__isnull=True,
    ).first()
    shown = rules.pressed(tally.count if tally else 0, step)
    tally = tally or _begun(by, centre, service, kind, site, day)
    Tally.objects.filter(pk=tally.pk).update(count=shown)
    tally.count = shown
    Press.objects.create(tally=tally, token=token, by=step, pressed_by=by)
    return tally


def _begun(by, centre: Centre, service: Service, kind: Code, site: Site | None, day: date) -> Tally:
    number = next_reference(centre, series_of(service.prefix), day.year)
    tally = Tally.objects.create(
        centre=centre,
        service=service,
        kind=kind,
        site=site,
        district=site.district if site else None,
        reference=rules.reference(service.prefix, day.year, number),
        counted_on=day,
        count=0,
        counting=Counting.FLOW,
        pressed=True,
        recorded_by=by,
    )
    audit.record("activities.tally.recorded", tally, by=by)
    return tally
