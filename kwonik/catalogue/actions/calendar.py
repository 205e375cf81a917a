"""Correcting the calendar: temporary holidays are declared too late for any library, so people enter them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from kwonik.kernel import audit
from kwonik.kernel.calendar import WorkingCalendar
from kwonik.kernel.models import CalendarOverride
from kwonik.people.access import require
from kwonik.places.models import Centre

EDIT = "catalogue.calendar:edit"


class NotCorrected(ValueError):
    """The correction would say nothing new; the message is Korean, for people."""


def correct_calendar(
    *, by: Any, centre: Centre, day: date, name: str, declared_on: date, source: str
) -> CalendarOverride:
    """Makes `day` a holiday called `name`, or with an empty name a working day; a second correction replaces the first.

    `centre` is where `by` works: the calendar is the installation's, the right to change it is held at a centre.
    Deadlines already written keep their day. Raises PermissionDenied, NotCorrected.
    """
    require(by, EDIT, centre)
    name = name.strip()
    if not name and WorkingCalendar().is_working(day):
        raise NotCorrected(f"{day}은(는) 달력에서 이미 근무일입니다. 날짜를 확인하세요.")
    if not name and day.weekday() >= 5:
        raise NotCorrected(f"{day}은(는) 토요일이나 일요일이라 근무일로 바꿀 수 없습니다. 날짜를 확인하세요.")
    if name and WorkingCalendar().holiday(day) == name:
        raise NotCorrected(f"{day}은(는) 달력에 이미 '{name}'(으)로 들어 있습니다. 고칠 것이 없습니다.")
    with transaction.atomic():
        values = {"name": name, "declared_on": declared_on, "source": source.strip()}
        override, _ = CalendarOverride.objects.update_or_create(day=day, defaults=values)
        detail = {"day": str(day), "name": name, "declared_on": str(declared_on)}
        audit.record("catalogue.calendar.corrected", override, by=by, detail=detail)
    return override


def restore_calendar(*, by: Any, centre: Centre, override: CalendarOverride) -> None:
    """Takes a correction back: the day is again what the holiday library says. Raises PermissionDenied."""
    require(by, EDIT, centre)
    with transaction.atomic():
        detail = {"day": str(override.day), "name": override.name}
        audit.record("catalogue.calendar.restored", override, by=by, detail=detail)
        override.delete()
