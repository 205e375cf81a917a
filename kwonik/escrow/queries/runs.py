"""여러 날 마감: the run that is going on, its days, and whether a worker is at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from kwonik.escrow.codes import GOING_ON
from kwonik.escrow.models import BusinessDay, ClosingRun

DEAD_SECONDS = 60
"""A worker that has not been heard of for so long is dead."""


def runs() -> QuerySet[ClosingRun]:
    return ClosingRun.objects.select_related("centre", "begun_by", "first_by", "second_by")


def going_on() -> ClosingRun | None:
    """The run that is not over yet; there is one at most."""
    return runs().filter(state__in=GOING_ON).first()


def days_of(run: ClosingRun) -> QuerySet[BusinessDay]:
    """The run's days, the first first."""
    rows = BusinessDay.objects.filter(dated_on__range=(run.from_on, run.until_on))
    return rows.select_related("centre").order_by("dated_on")


@dataclass(frozen=True)
class Totals:
    """What two people look at before many days are sealed in one go. Amounts in won."""

    days: int
    moved: int
    opening_won: int
    credits_won: int
    debits_won: int
    closing_won: int


def totals(run: ClosingRun) -> Totals:
    """The run in sums; `moved` days had money coming or going."""
    rows = days_of(run)
    sums = rows.aggregate(
        days=Count("pk"),
        moved=Count("pk", filter=Q(credits_won__gt=0) | Q(debits_won__gt=0)),
        came=Sum("credits_won", default=0),
        went=Sum("debits_won", default=0),
    )
    first, last = rows.first(), rows.last()
    return Totals(
        sums["days"],
        sums["moved"],
        first.ledger_opening_won if first else 0,
        sums["came"],
        sums["went"],
        last.ledger_closing_won if last else 0,
    )


def moved_days(run: ClosingRun) -> QuerySet[BusinessDay]:
    """The run's days on which money came or went, or on which something had to be settled."""
    return days_of(run).filter(
        Q(credits_won__gt=0)
        | Q(debits_won__gt=0)
        | Q(pk__in=days_of(run).filter(breaks__isnull=False).values("pk"))
    )


def unsealed_days(today: date) -> tuple[date, date] | None:
    """The first and the last day that is over and not sealed; None where there is none."""
    from_on = _first(today)
    return (from_on, today - timedelta(days=1)) if from_on else None


def _first(today: date) -> date | None:
    last = BusinessDay.objects.filter(sealed_at__isnull=False).order_by("-dated_on").first()
    if last is not None:
        found = last.dated_on + timedelta(days=1)
    else:
        known = BusinessDay.objects.order_by("dated_on").first()
        found = known.dated_on if known else today - timedelta(days=1)
    return found if found < today else None


# -- the worker ---------------------------------------------------------------------------------------------------


def job_name(run: ClosingRun) -> str:
    return f"escrow-run-{run.pk}"


def waiting_job(run: ClosingRun) -> ProcrastinateJob | None:
    """The run's job that no worker has begun."""
    return ProcrastinateJob.objects.filter(queueing_lock=job_name(run), status="todo").first()


def is_worked_on(run: ClosingRun) -> bool:
    """Whether a job of the run waits, or is under way at a worker that lives."""
    lately = timezone.now() - timedelta(seconds=DEAD_SECONDS)
    alive = Q(status="todo") | Q(status="doing", worker__last_heartbeat__gte=lately)
    return ProcrastinateJob.objects.filter(alive, queueing_lock=job_name(run)).exists()
