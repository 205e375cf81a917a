"""Days of the matter that a ledger tells, and the deadlines that they propose, stored in bulk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from kwonik.catalogue.queries import settled_calendar
from kwonik.ledgers.registry import Context
from kwonik.remedy import rules
from kwonik.remedy.actions.dates import columns_of
from kwonik.remedy.codes import OPEN
from kwonik.remedy.models import CriticalDate, MatterDate, ReliefCase

from .columns import DAYS, day_column

Told = dict[int, list[list[str]]]


def store_days(context: Context, lines: Sequence[tuple[ReliefCase, Mapping[str, Any]]]) -> Told:
    """Writes down the days of these cases; a case that goes on gets what follows, to be confirmed. Two statements.

    Returns what the first event of each case tells of it.
    """
    told: Told = defaultdict(list)
    days = [
        MatterDate(case=case, matter=matter, happened_on=day, recorded_by=context.by)
        for case, values in lines
        for matter in DAYS
        if (day := values.get(day_column(matter)))
    ]
    if not days:
        return told
    calendar = settled_calendar()
    MatterDate.objects.bulk_create(days)
    found: dict[tuple[int, str, date], CriticalDate] = {}
    for one in days:
        case, matter = one.case, rules.matter_of(one.matter)
        told[case.pk].append([matter.label, "", _day(one.happened_on)])
        if case.state not in OPEN:
            continue
        for name, reckoned in rules.proposals(
            matter, one.happened_on, case.issue.code, case.forum.code, calendar
        ):
            if reckoned:
                found[case.pk, name, reckoned.event_on] = CriticalDate(
                    case=case, matter_date=one, recorded_by=context.by, **columns_of(reckoned)
                )
                told[case.pk].append([name, "", f"{_day(reckoned.last_on)}까지 (확인 전)"])
    CriticalDate.objects.bulk_create(found.values())
    return told


def _day(day: date) -> str:
    return f"{day.year}. {day.month}. {day.day}."
