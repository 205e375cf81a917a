"""Whose calendar a secret address opens, as long as they may still look."""

from __future__ import annotations

from kwonik.people.access import may, standing
from kwonik.people.queries import has_second_factor
from kwonik.people.rules import digest
from kwonik.remedy import queries
from kwonik.remedy.models import CalendarFeed, CriticalDate

from .rows import VIEW_DATES, visible


def feed_of(secret: str) -> CalendarFeed | None:
    """The feed with this secret if it works now: not revoked, its account open, its right to look still there."""
    feed = queries.working_feeds().filter(digest=digest(secret)).first()
    if feed is None or (standing(feed.account).needs_mfa and not has_second_factor(feed.account)):
        return None
    return feed if may(feed.account, VIEW_DATES, feed.centre) else None


def feed_rows(feed: CalendarFeed) -> list[CriticalDate]:
    """The critical dates in the feed: of the cases that its account may see at its centre, still to be kept."""
    return list(queries.dates_in_calendar(visible(feed.account, VIEW_DATES).filter(centre=feed.centre)))
