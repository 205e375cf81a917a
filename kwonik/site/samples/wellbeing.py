"""The ledgers of psychological counselling: hubs, courses of weekly sittings that add up exactly, groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from kwonik.catalogue.rules import Profile
from kwonik.kernel.calendar import WorkingCalendar
from kwonik.wellbeing.codes import Confirmation, Route, SittingState

from . import persons, words
from .chance import Chance, spread
from .tables import Heading, Table
from .wellbeing_recipe import CoursesRecipe, GroupsRecipe, WellbeingRecipe

NO_SHOW_PERCENT = 4
EVERY_OTHER_WEEK_PERCENT = 25
BY_CODE_PERCENT = 8
HELD, NO_SHOW = SittingState.HELD.label, SittingState.NO_SHOW.label
_WORKING = WorkingCalendar()

Row = dict[str, Any]


def hub_rows(recipe: WellbeingRecipe) -> list[Row]:
    return [
        {"region": hub.region, "name": hub.name, "from_on": hub.from_on, "until_on": hub.until_on}
        for hub in recipe.hubs
    ]


# -- courses ------------------------------------------------------------------------------------------------------


def sitting_rows(
    profile: Profile, recipe: WellbeingRecipe, courses: CoursesRecipe, visiting: Sequence[str]
) -> list[Row]:
    """Every sitting of the route by day; `visiting` are the counsellors of the individual route."""
    chance = Chance(profile.head.code, courses.file)
    labels = words.labels(profile, recipe.service, "issue")
    seen: set[persons.Person] = set()
    found: list[Row] = []
    for count in _shared(chance, courses.sittings, courses.people, 1, courses.most):
        days = _days(chance, count, courses.first_on, courses.last_on)
        further = _further(chance, days, courses) if courses.last_on - days[-1] < timedelta(days=21) else []
        found += _course(chance, recipe, courses, visiting, labels, seen, days + further)
    for _ in range(courses.new_people):
        start = courses.last_on + timedelta(days=chance.randint(1, 21))
        days = [day for day in _weekly(chance, start, courses.most) if day <= courses.until_on]
        found += _course(chance, recipe, courses, visiting, labels, seen, days)
    return sorted(found, key=lambda row: (row["held_on"], row["name"]))


def _shared(chance: Chance, total: int, parts: int, least: int, most: int) -> list[int]:
    """`parts` numbers between `least` and `most`, around their mean, that add up to `total`."""
    mean = total / parts
    found = [min(most, max(least, round(chance.gauss(mean, mean * 0.35)))) for _ in range(parts)]
    while (off := total - sum(found)) != 0:
        at, step = chance.randrange(parts), 1 if off > 0 else -1
        if least <= found[at] + step <= most:
            found[at] += step
    return found


def _weekly(chance: Chance, start: date, count: int) -> list[date]:
    """`count` days a week or two apart, on one weekday; a holiday moves the meeting to the next week."""
    gap = 14 if chance.percent(EVERY_OTHER_WEEK_PERCENT) and count <= 6 else 7
    day = _WORKING.next_working(start)
    found: list[date] = []
    while len(found) < count:
        if _WORKING.is_working(day):
            found.append(day)
            day += timedelta(days=gap)
        else:
            day += timedelta(days=7)
    return found


def _days(chance: Chance, count: int, first_on: date, last_on: date) -> list[date]:
    """A course's held days, all between the two."""
    while True:
        start = first_on + timedelta(days=chance.randint(9, (last_on - first_on).days))
        days = _weekly(chance, start, count)
        if days[-1] <= last_on:
            return days


def _further(chance: Chance, days: Sequence[date], courses: CoursesRecipe) -> list[date]:
    """A course that is not done goes on after the report's day."""
    left = min(courses.most - len(days), chance.randint(1, 5))
    if left < 1:
        return []
    later = _weekly(chance, days[-1] + timedelta(days=7), left + 3)
    return [day for day in later if courses.last_on < day <= courses.until_on][:left]


def _course(
    chance: Chance,
    recipe: WellbeingRecipe,
    courses: CoursesRecipe,
    visiting: Sequence[str],
    labels: Mapping[str, str],
    seen: set[persons.Person],
    days: Sequence[date],
) -> list[Row]:
    who = persons.person(chance)
    while who in seen:
        who = persons.person(chance)
    seen.add(who)
    hub = None
    if courses.route == Route.HUB:
        hub = chance.weighed({number: one.share for number, one in enumerate(recipe.hubs)})
    asked_on = _WORKING.next_working(days[0] - timedelta(days=chance.randint(3, 9)))
    opened_on = min(days[0], max(courses.first_on, asked_on))
    ended = courses.until_on - days[-1] > timedelta(days=28)
    stopped = ended and len(days) <= 2 < courses.most
    shared = {
        "name": who.name,
        "phone": who.phone,
        "route": Route(courses.route).label,
        "hub": recipe.hubs[hub].name if hub is not None else "",
        "counsellor": chance.choice(recipe.hubs[hub].counsellors if hub is not None else list(visiting)),
        "issue": labels[chance.weighed(courses.issues)],
        "opened_on": opened_on,
        "place": chance.choice(courses.places) if courses.places else "",
    }
    found: list[Row] = []
    for number, day in enumerate(days, 1):
        by_code = chance.percent(BY_CODE_PERCENT)
        confirmation = Confirmation.CODE if by_code else Confirmation.SIGNATURE
        last = ended and number == len(days)
        found.append(
            {
                **shared,
                "held_on": day,
                "minutes": chance.choice((50, 50, 50, 60)),
                "state": HELD,
                "confirmation": confirmation.label,
                "closed_on": day if last else None,
                "stopped_reason": "내담자가 그만두기를 바람" if last and stopped else "",
            }
        )
    if len(days) > 1 and chance.percent(NO_SHOW_PERCENT * len(days)):
        missed = _WORKING.next_working(days[-2] + timedelta(days=2))
        if missed < days[-1]:
            empty = {"minutes": None, "confirmation": "", "closed_on": None, "stopped_reason": ""}
            found.append({**shared, **empty, "held_on": missed, "state": NO_SHOW})
    return found


# -- groups -------------------------------------------------------------------------------------------------------


def group_rows(profile: Profile, recipe: GroupsRecipe) -> list[Row]:
    """Every meeting of every group by day; the last groups of the months meet twice."""
    chance = Chance(profile.head.code, recipe.file)
    meetings = _shared(chance, recipe.sittings, recipe.groups, 1, 2)
    days = spread(chance, recipe.groups, recipe.months)
    last_on = _last_day(recipe.months)
    heads = iter(_shared(chance, recipe.people, recipe.sittings, 6, 24))
    taken: set[str] = set()
    found: list[Row] = []
    for day, count in zip(days, meetings, strict=True):
        group = _group(chance, recipe, taken)
        second = _WORKING.next_working(day + timedelta(days=7))
        if count == 2 and second > last_on:
            day, second = _WORKING.next_working(day - timedelta(days=9)), day
        for when in (day, second)[:count]:
            found.append({**group, "held_on": when, "people": next(heads)})
    later = spread(chance, recipe.later, recipe.later_months, recipe.until_on) if recipe.later else []
    for day in later:
        found.append({**_group(chance, recipe, taken), "held_on": day, "people": chance.around(8, 18)})
    return sorted(found, key=lambda row: (row["held_on"], row["group"]))


def _last_day(months: Mapping[str, int]) -> date:
    year, number = map(int, max(months).split("-"))
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)


def _group(chance: Chance, recipe: GroupsRecipe, taken: set[str]) -> Row:
    while (firm := persons.work(chance, recipe.kinds).workplace) in taken:
        pass
    taken.add(firm)
    theme = chance.choice(recipe.themes)
    return {
        "group": f"{firm} {theme} 모임",
        "theme": theme,
        "workplace": firm,
        "minutes": chance.choice((90, 120, 120, 150)),
        "place": chance.choice([*recipe.places, f"{firm} 휴게실"]),
        "leader": chance.choice(recipe.leaders),
    }


# -- tables -------------------------------------------------------------------------------------------------------

HUB_HEADINGS = (
    ("권역", 10, "region"),
    ("기관명", 24, "name"),
    ("협약일", 12, "from_on"),
    ("종료일", 12, "until_on"),
)
SITTING_HEADINGS = (
    ("상담일자", 12, "held_on"),
    ("성명", 10, "name"),
    ("연락처", 15, "phone"),
    ("구분", 16, "route"),
    ("거점센터", 22, "hub"),
    ("상담사", 10, "counsellor"),
    ("주호소", 18, "issue"),
    ("접수일", 12, "opened_on"),
    ("상담시간", 9, "minutes"),
    ("상담장소", 22, "place"),
    ("진행여부", 10, "state"),
    ("서명", 10, "confirmation"),
    ("종결일", 12, "closed_on"),
    ("중단사유", 22, "stopped_reason"),
)
GROUP_HEADINGS = (
    ("집단명", 32, "group"),
    ("주제", 14, "theme"),
    ("기관", 22, "workplace"),
    ("진행 일자", 12, "held_on"),
    ("참여인원", 9, "people"),
    ("소요시간", 9, "minutes"),
    ("장소", 22, "place"),
    ("진행자", 10, "leader"),
)


def table(title: str, headings: Sequence[tuple[str, int, str]], rows: Sequence[Mapping[str, Any]]) -> Table:
    dated = next((at for at, heading in enumerate(headings) if heading[2] == "held_on"), 0)
    return Table(
        title=title.rsplit(".", 1)[0],
        headings=[Heading(label, width=width) for label, width, _ in headings],
        rows=[[row[key] for *_, key in headings] for row in rows],
        dated=dated,
    )
