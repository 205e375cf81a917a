"""The ledgers of videos and of what their counters showed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from .chance import Chance
from .education_recipe import Film, Films

VIDEO_HEADINGS = (("게시일", 12, "published_on"), ("영상명", 50, "title"), ("플랫폼", 20, "platform"))
READING_HEADINGS = (
    ("확인일", 12, "read_on"),
    ("영상명", 50, "title"),
    ("누적 조회수", 12, "views"),
    ("확인한 곳", 26, "source"),
)


def reading_rows(recipe: Films) -> list[dict[str, Any]]:
    """The counter of every video at the end of each month: fast at first, never less, exact on the report's day."""
    chance = Chance(recipe.readings_file)
    found = []
    for film in recipe.videos:
        days = [day for day in _month_ends(film.published_on, recipe.as_of) if day > film.published_on]
        for number, day in enumerate(days, 1):
            share = (number / len(days)) ** 0.62
            found.append(
                _reading(recipe, film, day, film.views if day == recipe.as_of else int(film.views * share))
            )
        views = film.views
        for day in _month_ends(recipe.as_of + timedelta(days=1), recipe.until):
            views += max(1, film.views * chance.randint(1, 4) // 100)
            found.append(_reading(recipe, film, day, views))
    return sorted(found, key=lambda row: (row["read_on"], row["title"]))


def _reading(recipe: Films, film: Film, day: date, views: int) -> dict[str, Any]:
    return {"read_on": day, "title": film.title, "views": views, "source": recipe.source}


def _month_ends(first: date, last: date) -> list[date]:
    found, day = [], first.replace(day=1)
    while day <= last:
        after = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        if after - timedelta(days=1) <= last:
            found.append(after - timedelta(days=1))
        day = after
    return found


def video_rows(recipe: Films, service: str) -> list[dict[str, Any]]:
    return [
        {"published_on": film.published_on, "title": film.title, "platform": recipe.platform}
        for film in recipe.videos
        if film.service == service
    ]
