"""Engagements: written down, corrected, withdrawn when they were a mistake."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kwonik.catalogue.models import Code, Service
from kwonik.consulting import queries, rules
from kwonik.consulting.codes import DONE
from kwonik.consulting.models import Engagement, EngagementPart
from kwonik.kernel import audit
from kwonik.people import vault
from kwonik.people.access import require
from kwonik.people.actions.submissions import once
from kwonik.people.models import Client
from kwonik.people.rules import Stale
from kwonik.places.actions import next_reference
from kwonik.places.actions import workplace as workplace_called
from kwonik.places.models import Centre

RECORD = "consulting.engagement:record"
FIELDS = ("district", "industry", "requested_on", "employees", "agreement", "note")


def record_engagement(
    *,
    by,
    centre: Centre,
    service: Service,
    workplace: str,
    parts: Iterable[Code] = (),
    name: str = "",
    phone: str = "",
    form_token: UUID | None = None,
    **fields: Any,
) -> Engagement:
    """A workplace asks; the mandatory parts are in by themselves. The same form twice makes one. Raises Refused."""
    require(by, RECORD, centre)
    _check(fields, centre)

    def record() -> Engagement:
        day = fields["requested_on"]
        number = next_reference(centre, service.prefix, day.year)
        row = Engagement(
            centre=centre,
            service=service,
            reference=f"{service.prefix}-{day.year}-{number:06}",
            workplace=workplace_called(workplace, fields.get("district")),
            contact=_contact(centre, name, phone),
            form_token=form_token,
            recorded_by=by,
            **{key: fields[key] for key in FIELDS if key in fields},
        )
        row.save(force_insert=True)
        _set_parts(row, parts)
        audit.record("consulting.engagement.recorded", row, by=by)
        return row

    return once(Engagement, centre, form_token, record)


@transaction.atomic
def amend_engagement(
    *,
    by,
    engagement: Engagement,
    version: int,
    workplace: str,
    parts: Iterable[Code] = (),
    name: str = "",
    phone: str = "",
    **fields: Any,
) -> Engagement:
    """Corrects what was written down. Parts stay as they are once it is delivered. Raises Refused, Stale."""
    require(by, RECORD, engagement.centre)
    _check(fields, engagement.centre)
    stored = Engagement.objects.select_for_update(of=("self",)).get(pk=engagement.pk)
    if stored.version != version:
        raise Stale
    for key in FIELDS:
        if key in fields:
            setattr(stored, key, fields[key])
    stored.workplace = workplace_called(workplace, fields.get("district"))
    if name:
        stored.contact = _contact(engagement.centre, name, phone)
    stored.version += 1
    stored.save()
    if stored.state not in DONE:
        _set_parts(stored, parts)
    audit.record("consulting.engagement.amended", stored, by=by)
    return stored


def _set_parts(row: Engagement, wanted: Iterable[Code]) -> None:
    known = queries.parts(row.service)
    chosen = {code.pk for code in wanted} | {code.pk for code in queries.mandatory(known)}
    row.parts.exclude(part__in=chosen).delete()
    having = set(row.parts.values_list("part", flat=True))
    EngagementPart.objects.bulk_create(
        EngagementPart(centre_id=row.centre_id, engagement=row, part=code)
        for code in known
        if code.pk in chosen - having
    )


def _check(fields: dict[str, Any], centre: Centre) -> None:
    if fields["requested_on"] > timezone.localdate():
        raise rules.Refused("신청한 날이 오늘보다 뒤입니다. 날짜를 확인하세요.")
    agreement = fields.get("agreement")
    if agreement and agreement.centre_id != centre.pk:
        raise rules.Refused("다른 센터의 협약입니다. 협약을 다시 고르세요.")


def _contact(centre: Centre, name: str, phone: str) -> Client | None:
    if not name:
        return None
    [pk] = vault.client_ids(centre, [(name, phone)])
    return Client(pk=pk)


@transaction.atomic
def withdraw(*, by, engagement: Engagement, reason: str) -> Engagement:
    """Takes a wrong record out of every figure; it stays visible with the reason."""
    require(by, RECORD, engagement.centre)
    stored = Engagement.objects.select_for_update(of=("self",)).get(pk=engagement.pk)
    if not stored.withdrawn_at:
        stored.withdrawn_at, stored.withdrawn_by, stored.withdrawn_reason = timezone.now(), by, reason
        stored.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
        audit.record("consulting.engagement.withdrawn", stored, by=by)
    return stored


@transaction.atomic
def reinstate(*, by, engagement: Engagement) -> Engagement:
    """Undoes a withdrawal."""
    require(by, RECORD, engagement.centre)
    stored = Engagement.objects.select_for_update(of=("self",)).get(pk=engagement.pk)
    if stored.withdrawn_at:
        stored.withdrawn_at, stored.withdrawn_by, stored.withdrawn_reason = None, None, ""
        stored.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
        audit.record("consulting.engagement.reinstated", stored, by=by)
    return stored
