"""A panel's seats, members and what they gave."""

from __future__ import annotations

from collections import Counter

from django.db.models import QuerySet

from kwonik.pledges.models import Panel, PanelMember, Score


def members(panel: Panel) -> QuerySet[PanelMember]:
    """Everybody who was chosen, withdrawn ones included."""
    return panel.members.all()


def seats(panel: Panel) -> list[tuple[str, int, int]]:
    """Group, seats filled, seats owed; a panel without groups is one."""
    sitting = panel.members.filter(withdrawn_at__isnull=True).values_list("group", flat=True)
    filled = Counter(sitting)
    if not panel.quota:
        return [("모두", sum(filled.values()), panel.seats)]
    return [(group, filled[group], owed) for group, owed in panel.quota.items()]


def scores_of(panel: Panel) -> QuerySet[Score]:
    return panel.scores.select_related("pledge")
