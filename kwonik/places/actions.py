"""Running numbers and workplaces: the two things every area takes from here while it stores something."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from . import rules
from .models import Centre, District, Workplace

_TAKE = """
insert into places_series as series (centre_id, key, year, last) values (%s, %s, %s, %s)
on conflict (centre_id, key, year) do update set last = series.last + excluded.last
returning last
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
    Workplace.objects.bulk_create(
        [Workplace(name=rules.tidy(name), name_key=key) for key, name in sorted(first_spelling.items())],
        ignore_conflicts=True,
    )
    found = {row.name_key: row for row in Workplace.objects.filter(name_key__in=first_spelling)}
    return {name: found[key] for name, key in keys.items()}
