"""Days that areas reckoned by the Korean calendar: when it is corrected, they say which move, and move them.

An area declares what it keeps in its actions; the catalogue, which corrects the calendar and knows no area, asks all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .calendar import WorkingCalendar


@dataclass(frozen=True)
class Correction:
    """What the calendar's correction says: the day is a holiday of that name, or with "" a working day (again)."""

    day: date
    name: str


@dataclass(frozen=True)
class Shift:
    """One reckoned day that moves, as a page lists it."""

    title: str
    before_on: date
    after_on: date
    url_name: str
    url_args: tuple = ()


@dataclass(frozen=True)
class Preview:
    """What would move: `count` at the working centre, `elsewhere` at others. `shifts`: as many of the centre's as a
    page lists, none for a reader who may not see them.
    """

    label: str
    count: int
    elsewhere: int = 0
    shifts: list[Shift] = field(default_factory=list)


@dataclass(frozen=True)
class Reckoned:
    """`preview(account, centre, calendar)` asks and changes nothing, with a constant number of queries.
    `redate(by, correction, calendar)` moves the days of all centres in the caller's transaction and says how many.
    """

    code: str
    preview: Callable[[Any, Any, WorkingCalendar], Preview]
    redate: Callable[[Any, Correction | None, WorkingCalendar], int]


_declared: dict[str, Reckoned] = {}


def declare(reckoned: Reckoned) -> None:
    if reckoned.code in _declared:
        raise ValueError(f"reckoned days declared twice: {reckoned.code}")
    _declared[reckoned.code] = reckoned


def previews(account: Any, centre: Any, calendar: WorkingCalendar) -> list[Preview]:
    """What would move by this calendar, area by area; areas of which nothing moves left out."""
    found = [one.preview(account, centre, calendar) for one in _declared.values()]
    return [one for one in found if one.count or one.elsewhere]


def redate(by: Any, correction: Correction | None, calendar: WorkingCalendar) -> int:
    """Moves what moves, everywhere; how many days. In the transaction that corrects the calendar.

    Without a correction: whatever the calendar now says otherwise, as after an update with new decrees.
    """
    return sum(one.redate(by, correction, calendar) for one in _declared.values())
