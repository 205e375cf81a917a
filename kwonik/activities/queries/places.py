"""Places that may be chosen, and words for the cuts of figures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from kwonik.places.models import Centre, District, Site


def sites() -> QuerySet[Site]:
    return Site.objects.filter(retired_on__isnull=True).select_related("district")


def districts() -> QuerySet[District]:
    return District.objects.filter(retired_on__isnull=True)


def spellings(rows: Iterable[Any]) -> dict[str, Any]:
    """Every name and other name of a place, folded -> the place."""
    found: dict[str, Any] = {}
    for row in rows:
        for name in (row.name, *getattr(row, "aliases", ())):
            found.setdefault("".join(name.split()).casefold(), row)
    return found


def site_labels() -> dict[str, str]:
    return dict(Site.objects.values_list("code", "name"))


def district_labels() -> dict[str, str]:
    return dict(District.objects.values_list("code", "name"))


def centre_labels() -> dict[str, str]:
    return dict(Centre.objects.values_list("code", "name"))
