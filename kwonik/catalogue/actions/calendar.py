"""Correcting the calendar: temporary holidays are declared too late for any library, so people enter them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection, transaction

from kwonik.catalogue import queries
from kwonik.kernel import audit, reckoned
from kwonik.kernel.calendar import WorkingCalendar
from kwonik.kernel.decrees import NoCalendar
from kwonik.kernel.models import CalendarOverride
from kwonik.kernel.reckoned import Correction
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
    Days that areas declare as reckoned (critical dates of cases) move with it, at all centres; what else was written
    keeps its day. Raises PermissionDenied, NotCorrected.
    """
    require(by, EDIT, centre)
    name = name.strip()
    check_correction(day, name)
    with transaction.atomic():
        _nobody_else_reckons()
        values = {"name": name, "declared_on": declared_on, "source": source.strip()}
        override, _ = CalendarOverride.objects.update_or_create(day=day, defaults=values)
        moved = reckoned.redate(by, Correction(day, name), queries.working_calendar())
        detail = {"day": str(day), "name": name, "declared_on": str(declared_on), "moved": moved}
        audit.record("catalogue.calendar.corrected", override, by=by, detail=detail)
    return override


def check_correction(day: date, name: str) -> None:
    """Raises NotCorrected where the calendar says so already, or cannot say so."""
    try:
        known = WorkingCalendar().holiday(day)
    except NoCalendar as unknown:
        raise NotCorrected(str(unknown)) from None
    if not name and known is None and day.weekday() < 5:
        raise NotCorrected(f"{day}은(는) 달력에서 이미 근무일입니다. 날짜를 확인하세요.")
    if not name and day.weekday() >= 5:
        raise NotCorrected(f"{day}은(는) 토요일이나 일요일이라 근무일로 바꿀 수 없습니다. 날짜를 확인하세요.")
    if name and known == name:
        raise NotCorrected(f"{day}은(는) 달력에 이미 '{name}'(으)로 들어 있습니다. 고칠 것이 없습니다.")


def restore_calendar(*, by: Any, centre: Centre, override: CalendarOverride) -> None:
    """Takes a correction back: the day is again what the holiday library says. Raises PermissionDenied."""
    require(by, EDIT, centre)
    with transaction.atomic():
        _nobody_else_reckons()
        day = override.day
        CalendarOverride.objects.filter(pk=override.pk).delete()
        correction = Correction(day, WorkingCalendar().holiday(day) or "")
        moved = reckoned.redate(by, correction, queries.working_calendar())
        detail = {"day": str(day), "name": override.name, "moved": moved}
        audit.record("catalogue.calendar.restored", override, by=by, detail=detail)


@transaction.atomic
def reckon_anew() -> int:
    """Moves every reckoned day to where the calendar has it today; how many moved. For the clock.

    Corrections move days at once; this finds what an update brought, when the decrees themselves have changed.
    """
    _nobody_else_reckons()
    return reckoned.redate(None, None, queries.working_calendar())


def _nobody_else_reckons() -> None:
    """Whoever corrects or reckons at this moment waits for the other: no day is written by a calendar that is past."""
    with connection.cursor() as cursor:
        cursor.execute(f'LOCK TABLE "{CalendarOverride._meta.db_table}" IN SHARE ROW EXCLUSIVE MODE')
