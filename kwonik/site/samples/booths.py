"""The ledger of station booths: the own centre's regular ones, and the days on which many centres go out together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from kwonik.catalogue.rules import Profile

from .chance import Chance, nth_weekday
from .recipe import Booths
from .tables import Heading, Table

REGULAR, FOCUS = "regular", "focus_day"
LABELS = {REGULAR: "상시 부스", FOCUS: "집중상담"}
MISSED_PERCENT = 12
"""On a focus day a booth now and then falls through; never all days of one station."""


def rows(profile: Profile, recipe: Booths, staff: Sequence[str]) -> list[dict[str, Any]]:
    """Every booth by day; each station of the recipe stands at least once."""
    chance = Chance(profile.head.code, recipe.file)
    organisation = profile.organisation
    sites = {site.code: site.name for site in organisation.sites}
    centres = {centre.code: centre.name for centre in organisation.centres}
    own = profile.head.settings.centre
    found = []
    for month in recipe.months:
        for station, weekday in recipe.regular.stations.items():
            for week in recipe.regular.weeks:
                day = nth_weekday(month, weekday, week)
                if day:
                    who = ", ".join(chance.sample(list(staff), 2))
                    found.append(_row(day, sites[station], centres[own], REGULAR, recipe.regular.hours, who))
    focus = recipe.focus
    days = [day for month in focus.months if (day := nth_weekday(month, focus.weekday, focus.week))]
    for centre, stations in focus.centres.items():
        for station in stations:
            kept = [day for day in days if not chance.percent(MISSED_PERCENT)] or days[:1]
            who = ", ".join(chance.sample(list(staff), 2)) if centre == own else ""
            found += [_row(day, sites[station], centres[centre], FOCUS, focus.hours, who) for day in kept]
    return sorted(found, key=lambda row: (row["held_on"], row["kind"], row["centre"], row["site"]))


def _row(day: date, site: str, centre: str, kind: str, hours: Sequence[str], staff: str) -> dict[str, Any]:
    starts, ends = hours
    return {
        "held_on": day,
        "site": site,
        "centre": centre,
        "kind": kind,
        "starts_at": starts,
        "ends_at": ends,
        "staff": staff,
    }


def own_days(profile: Profile, found: Sequence[Mapping[str, Any]]) -> dict[str, list[tuple[date, str]]]:
    """Booth kind -> days and stations of the own centre: where its consultations at booths took place."""
    settings = profile.head.settings
    own = next(centre.name for centre in profile.organisation.centres if centre.code == settings.centre)
    days: dict[str, list[tuple[date, str]]] = defaultdict(list)
    for row in found:
        if row["centre"] == own:
            days[row["kind"]].append((row["held_on"], row["site"]))
    return days


HEADINGS = (
    ("연번", 6, None),
    ("운영일자", 12, "held_on"),
    ("참여센터", 24, "centre"),
    ("역명", 18, "site"),
    ("구분", 10, "kind"),
    ("시작시간", 9, "starts_at"),
    ("종료시간", 9, "ends_at"),
    ("근무자", 20, "staff"),
)


def table(recipe: Booths, found: Sequence[Mapping[str, Any]]) -> Table:
    lines = [
        [number if key is None else LABELS[row[key]] if key == "kind" else row[key] for *_, key in HEADINGS]
        for number, row in enumerate(found, 1)
    ]
    return Table(
        title=recipe.file.rsplit(".", 1)[0],
        headings=[Heading(label, width=width) for label, width, _ in HEADINGS],
        rows=lines,
        dated=1,
        remarks=("※ 상시 부스: 매월 둘째주·넷째주", "※ 집중상담: 매월 넷째주 수요일, 참여센터 동시 진행"),
        words=(("구분", list(LABELS.values())),),
    )
