"""Running numbers and workplaces, which every area takes from here; and the registers of places."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from kwonik.kernel import audit

from . import rules
from .models import Centre, District, Facility, OrganisationUnit, Workplace

_TAKE = """
insert into places_series as series (centre_id, key, year, last) values (%s, %s, %s, %s)
on conflict (centre_id, key, year) do update set last = series.last + excluded.last
returning last
"""

_NAME = """
insert into places_workplace (name, name_key) select * from unnest(%s::text[], %s::text[])
on conflict do nothing
"""


def next_reference(centre: Centre, key: str, year: int) -> int:
    """The next running number of the centre, key and year, from 1. Belongs to the caller's transaction."""
    return reserve(centre, key, year, 1)


def reserve(centre: Centre, key: str, year: int, count: int) -> int:
    """Takes `count` running numbers at once and returns the first. Waits for whoever is taking some now."""
    if count < 1:
        raise ValueError("일련번호는 하나 이상 잡아야 합니다.")
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [centre.pk, key, year, count])
        return cursor.fetchone()[0] - count + 1


def workplace(name: str, district: District | None = None) -> Workplace:
    """The workplace of that name, made if nobody named it before; an unknown district is filled in."""
    found = workplaces([name])[name]
    if district and found.district_id is None:
        Workplace.objects.filter(pk=found.pk, district=None).update(district=district)
        found.district = district
    return found


def workplaces(names: Iterable[str]) -> dict[str, Workplace]:
    """For each name as given its workplace, however it is written; two statements, whatever the number.

    Raises ValueError with a Korean sentence for an empty name or one too long to keep.
    """
    keys = {name: rules.name_key(name) for name in names}
    for name, key in keys.items():
        if not key or len(rules.tidy(name)) > rules.LONGEST_NAME:
            raise ValueError(f"사업장 이름은 1자 이상 {rules.LONGEST_NAME}자 이하로 적으세요.")
    first_spelling = {key: name for name, key in reversed(keys.items())}
    wanted = sorted(first_spelling)
    tidy = [rules.tidy(first_spelling[key]) for key in wanted]
    with connection.cursor() as cursor:
        cursor.execute(_NAME, [tidy, wanted])
    among = RawSQL("name_key = ANY(%s)", [wanted], output_field=BooleanField())
    found = {row.name_key: row for row in Workplace.objects.filter(among)}
    return {name: found[key] for name, key in keys.items()}


@transaction.atomic
def add_facility(*, by: Any, centre: Centre, from_on: date, **fields: Any) -> Facility:
    """시설 the centre uses from that day, printed last. Raises Refused (the name is there already)."""
    Centre.objects.select_for_update().get(pk=centre.pk)
    rows = Facility.objects.filter(centre=centre)
    if rows.as_of(from_on).filter(name=fields["name"]).exists():
        raise rules.Refused("같은 이름의 시설이 이미 있습니다. 다른 이름을 적거나 먼저 있던 것을 내리세요.")
    row = Facility.objects.create(centre=centre, from_on=from_on, position=_last(rows) + 1, **fields)
    audit.record("places.facility.added", row, by=by)
    return row


@transaction.atomic
def end_facility(*, by: Any, facility: Facility, until_on: date) -> Facility:
    """The last day the centre uses it. Raises Refused."""
    return _end("places.facility.ended", Facility, facility, by, until_on)


@transaction.atomic
def add_unit(*, by: Any, centre: Centre, from_on: date, **fields: Any) -> OrganisationUnit:
    """부서 from that day, printed last. Raises Refused (the name is there already)."""
    Centre.objects.select_for_update().get(pk=centre.pk)
    rows = OrganisationUnit.objects.filter(centre=centre)
    if rows.as_of(from_on).filter(name=fields["name"]).exists():
        raise rules.Refused("같은 이름의 부서가 이미 있습니다. 다른 이름을 적거나 먼저 있던 것을 없애세요.")
    code = f"unit-{uuid4().hex[:12]}"
    row = OrganisationUnit.objects.create(
        centre=centre, code=code, from_on=from_on, position=_last(rows) + 1, **fields
    )
    audit.record("places.unit.added", row, by=by)
    return row


@transaction.atomic
def end_unit(*, by: Any, unit: OrganisationUnit, until_on: date) -> OrganisationUnit:
    """The unit's last day. Raises Refused."""
    return _end("places.unit.ended", OrganisationUnit, unit, by, until_on)


def _last(rows: Any) -> int:
    return rows.order_by("-position").values_list("position", flat=True).first() or 0


def _end(code: str, model: Any, row: Any, by: Any, until_on: date) -> Any:
    locked = model.objects.select_for_update().get(pk=row.pk)
    if until_on < locked.from_on:
        raise rules.Refused("마지막 날이 시작일보다 앞섭니다. 날짜를 바꿔 넣으세요.")
    locked.until_on = until_on
    locked.save(update_fields=["until_on"])
    audit.record(code, locked, by=by, detail={"until_on": str(until_on)})
    return locked
