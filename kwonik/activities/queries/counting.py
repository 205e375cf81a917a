"""Counters, presses, readings, and handouts with the place they went to."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Concat

from kwonik.activities.models import Handout, Press, Tally
from kwonik.catalogue.codes import Counting
from kwonik.catalogue.models import Service
from kwonik.places.models import Centre, Site


def counters(centre: Centre, service: Service, site: Site | None, day: date) -> dict[int, int]:
    """kind -> what its counter shows on that day at that place."""
    rows = Tally.objects.filter(
        centre=centre, service=service, site=site, counted_on=day, pressed=True, withdrawn_at__isnull=True
    )
    return dict(rows.values_list("kind", "count"))


def presses(tally: Tally, most: int = 100) -> QuerySet[Press]:
    """The last presses of a counter, newest first."""
    return tally.presses.select_related("pressed_by").order_by("-pk")[:most]


def standing_readings(until: date) -> Q:
    """Level readings up to that day that no later one replaced."""
    same = {name: models.OuterRef(name) for name in ("centre", "service", "kind", "subject")}
    here = Coalesce(models.OuterRef("site"), Value(0))
    later = Tally.objects.annotate(at=Coalesce("site", Value(0))).filter(
        at=here,
        counting=Counting.LEVEL,
        withdrawn_at__isnull=True,
        counted_on__gt=models.OuterRef("counted_on"),
        counted_on__lte=until,
        **same,
    )
    return Q(counted_on__lte=until) & ~Q(models.Exists(later))


def handouts() -> QuerySet[Handout]:
    """Handouts with `place`: the site, or else the recipient as written."""
    place = Case(
        When(site__isnull=False, then=Concat(Value("#"), "site", output_field=models.TextField())),
        When(~Q(recipient=""), then=F("recipient")),
        default=Value(None),
        output_field=models.TextField(),
    )
    return Handout.objects.annotate(place=place)
