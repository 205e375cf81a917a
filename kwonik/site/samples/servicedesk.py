"""The ledger of service requests: so many of the report's months, all but a few done by its day. With its recipe."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from pydantic import Field

from kwonik.catalogue.rules import Profile
from kwonik.catalogue.rules.profile import Code, Line40, Line80, Line120, Part
from kwonik.kernel.calendar import WorkingCalendar
from kwonik.kernel.periods import SEOUL
from kwonik.servicedesk import rules
from kwonik.servicedesk.codes import RequestState, Urgency

from . import persons, words
from .chance import Chance, spread
from .tables import Heading, Table

Months = dict[Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")], Annotated[int, Field(ge=0, le=1000)]]
Number = Annotated[int, Field(ge=1, le=10_000)]


class KindRecipe(Part):
    """A kind of request: its share, and titles with what was done ("제목 | 처리 내용")."""

    code: Code
    share: Number
    titles: list[Line120] = Field(min_length=1)


class ServicedeskRecipe(Part):
    """`requests` of the months, of which `waiting` are still open on `as_of`; `later` ones come afterwards."""

    file: Line80
    style: Line40 = "titled"
    service: Code
    months: Months
    as_of: date
    requests: Number
    waiting: int = Field(ge=0)
    cancelled: int = Field(ge=0)
    later: int = Field(ge=0)
    later_months: Months = {}
    until_on: date
    late_percent: Annotated[int, Field(ge=0, le=100)]
    urgencies: dict[Code, Number]
    assignees: list[Line40] = Field(min_length=1)
    requesters: Number
    kinds: list[KindRecipe] = Field(min_length=1)


STILL_OPEN_DAYS = 4
"""Requests of the last days before `until_on` are still open."""
_WORKING = WorkingCalendar()
DONE, WORKING = RequestState.DONE.label, RequestState.WORKING.label
Row = dict[str, Any]


def rows(profile: Profile, recipe: ServicedeskRecipe) -> list[Row]:
    """Every request by its moment."""
    chance = Chance(profile.head.code, recipe.file)
    who = persons.names(chance, recipe.requesters, set(recipe.assignees))
    labels = words.labels(profile, recipe.service, "kind")
    days = spread(chance, recipe.requests - recipe.waiting, recipe.months)
    days = [min(day, _WORKING.next_working(recipe.as_of - timedelta(days=9))) for day in days]
    found = [_done(chance, _request(chance, recipe, labels, who, day), recipe, recipe.as_of) for day in days]
    for _ in range(recipe.waiting):
        last = _request(chance, recipe, labels, who, recipe.as_of - timedelta(days=1), Urgency.LOW)
        late = datetime.combine(_WORKING.add_working(recipe.as_of, 2), time(15, 10))
        found.append({**last, "state": DONE, "assignee": chance.choice(recipe.assignees), "done_at": late})
    for day in spread(chance, recipe.cancelled, recipe.months) if recipe.cancelled else ():
        given_up = {
            "state": RequestState.CANCELLED.label,
            "reason": "요청한 사람이 스스로 해결함",
            "answer": "",
        }
        found.append({**_request(chance, recipe, labels, who, day), **given_up})
    later = spread(chance, recipe.later, recipe.later_months, recipe.until_on) if recipe.later else []
    for day in later:
        row = _request(chance, recipe, labels, who, day)
        if recipe.until_on - row["requested_at"].date() < timedelta(days=STILL_OPEN_DAYS):
            found.append({**row, "state": WORKING, "assignee": chance.choice(recipe.assignees), "answer": ""})
        else:
            found.append(_done(chance, row, recipe, recipe.until_on))
    return sorted(found, key=lambda row: (row["requested_at"], row["title"]))


def _request(
    chance: Chance,
    recipe: ServicedeskRecipe,
    labels: dict[str, str],
    who: Sequence[str],
    day: date,
    urgency: str = "",
) -> Row:
    kind = chance.weighed({number: one.share for number, one in enumerate(recipe.kinds)})
    title, _, answer = chance.choice(recipe.kinds[kind].titles).partition(" | ")
    minute = chance.randrange(0, 60, 5)
    return {
        "requested_at": datetime.combine(
            day, time(chance.choice((9, 10, 10, 11, 13, 14, 14, 15, 16, 17)), minute)
        ),
        "kind": labels[recipe.kinds[kind].code],
        "title": title,
        "requester": chance.choice(list(who)),
        "urgency": Urgency(urgency or chance.weighed(recipe.urgencies)).label,
        "state": "",
        "assignee": "",
        "done_at": None,
        "answer": answer,
        "reason": "",
    }


def _done(chance: Chance, row: Row, recipe: ServicedeskRecipe, until_on: date) -> Row:
    """Done by its target, now and then some days later, and never after `until_on`."""
    asked = row["requested_at"].replace(tzinfo=SEOUL)
    urgency = next(one for one in Urgency if one.label == row["urgency"])
    due = rules.due_at(asked, urgency, _WORKING)
    if chance.percent(recipe.late_percent):
        day = _WORKING.add_working(due.date(), chance.randint(1, 3))
        done = datetime.combine(day, time(chance.randint(10, 16), chance.randrange(0, 60, 5)), SEOUL)
    else:
        done = _within(chance, asked, due)
    last = datetime.combine(until_on, time(17, 30), SEOUL)
    done = min(done, last)
    return {
        **row,
        "state": DONE,
        "assignee": chance.choice(recipe.assignees),
        "done_at": done.replace(tzinfo=None),
    }


def _within(chance: Chance, asked: datetime, due: datetime) -> datetime:
    """A moment of work between the two."""
    for _ in range(40):
        moment = asked + (due - asked) * chance.triangular(0.05, 1, 0.4)
        if _WORKING.is_working(moment.date()) and rules.OPENS <= moment.time() < rules.CLOSES:
            return moment.replace(second=0, microsecond=0)
    return due


HEADINGS = (
    ("요청일시", 17, "requested_at"),
    ("구분", 16, "kind"),
    ("요청제목", 40, "title"),
    ("요청자", 10, "requester"),
    ("긴급도", 8, "urgency"),
    ("처리상태", 10, "state"),
    ("담당자", 10, "assignee"),
    ("완료일시", 17, "done_at"),
    ("조치내용", 40, "answer"),
    ("취소사유", 26, "reason"),
)


def table(recipe: ServicedeskRecipe, found: Sequence[Row]) -> Table:
    return Table(
        title=recipe.file.rsplit(".", 1)[0],
        headings=[Heading(label, width=width) for label, width, _ in HEADINGS],
        rows=[[_written(row[key]) for *_, key in HEADINGS] for row in found],
    )


def _written(value: Any) -> Any:
    """Moments as an office types them."""
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value
