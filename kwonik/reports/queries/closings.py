"""Which months are closed, by whom, and whose closing is still missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from kwonik.kernel.figures import watching
from kwonik.kernel.periods import Period
from kwonik.people.models import RoleGrant
from kwonik.places.codes import ClosingLevel
from kwonik.places.models import Centre, LockException, PeriodClosing
from kwonik.reports.rules.months import months


def standing_closings(centres: Iterable[Centre | int]) -> QuerySet[PeriodClosing]:
    """Closings that were not reopened."""
    return PeriodClosing.objects.filter(centre__in=centres, reopened_at__isnull=True)


def lower_centres(centre: Centre, month: date) -> QuerySet[Centre]:
    """The centres below this one that stood in that month."""
    return Centre.objects.as_of(month).filter(parent=centre)


def with_nobody(centres: QuerySet[Centre], today: date) -> QuerySet[Centre]:
    """Those at which nobody works with Kwonik: whoever is above closes for them."""
    return centres.exclude(pk__in=RoleGrant.objects.as_of(today).values("centre"))


def unclosed(centre: Centre, period: Period, level: ClosingLevel) -> list[date]:
    """The months of a period that the centre has not closed at that level."""
    closed = set(
        standing_closings([centre])
        .filter(level=level, month_on__in=months(period))
        .values_list("month_on", flat=True)
    )
    return [month for month in months(period) if month not in closed]


def unclosed_below(centre: Centre, wanted: list[date]) -> dict[Centre, list[date]]:
    """What keeps the city from closing: by centre (this one and those below) the months it has not closed itself."""
    closed = set(
        standing_closings([centre, *Centre.objects.filter(parent=centre)])
        .filter(level=ClosingLevel.CENTRE, month_on__in=wanted)
        .values_list("centre_id", "month_on")
    )
    found: dict[Centre, list[date]] = {}
    for month in wanted:
        for one in (centre, *lower_centres(centre, month)):
            if (one.pk, month) not in closed:
                found.setdefault(one, []).append(month)
    return found


@dataclass(frozen=True)
class Month:
    """One line of the closing page."""

    month_on: date
    by_centre: PeriodClosing | None
    by_city: PeriodClosing | None
    reopened: tuple[PeriodClosing, ...]


def year_of_closings(centre: Centre, year: int) -> list[Month]:
    """The months of a year with how they stand and what was reopened."""
    rows = list(
        PeriodClosing.objects.filter(centre=centre, month_on__year=year)
        .select_related("closed_by", "reopened_by")
        .order_by("pk")
    )

    def one(month: date, level: ClosingLevel) -> PeriodClosing | None:
        stand = (r for r in rows if r.month_on == month and r.level == level and r.reopened_at is None)
        return next(stand, None)

    return [
        Month(
            month,
            one(month, ClosingLevel.CENTRE),
            one(month, ClosingLevel.CITY),
            tuple(row for row in rows if row.month_on == month and row.reopened_at),
        )
        for month in (date(year, number, 1) for number in range(1, 13))
    ]


def exceptions(centre: Centre) -> QuerySet[LockException]:
    """All exceptions of a centre, newest first, those that ended too."""
    return LockException.objects.filter(centre=centre).select_related("account", "granted_by", "revoked_by")


def standing_exceptions(centre: Centre) -> QuerySet[LockException]:
    return exceptions(centre).filter(revoked_at__isnull=True, until_at__gt=timezone.now())


def rooms() -> dict[str, str]:
    """The rooms whose records a closed month keeps, with their names."""
    configs = {watching.models_by_table()[table]._meta.app_config for table in watching.guards()}
    return {
        config.label: str(config.verbose_name) for config in sorted(configs, key=lambda c: c.verbose_name)
    }
