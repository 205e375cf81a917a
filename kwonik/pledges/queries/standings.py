"""Where pledges stand on a day: their class, their year of completion, their rate, and all rates of a term."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import DecimalField, Exists, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce

from kwonik.kernel import figures
from kwonik.kernel.figures import Answer, Ask, Derived, Window
from kwonik.kernel.periods import Period
from kwonik.places.models import Centre
from kwonik.places.queries import overseen, overseers
from kwonik.pledges import rules
from kwonik.pledges.codes import DONE, FORMULAS, EventKind, Formula, Progress
from kwonik.pledges.models import Happening, Milestone, Pledge
from kwonik.pledges.rules import Step


def window(centre: Centre, as_of: date) -> Window:
    """The year until that day, with the pledges the centre answers for."""
    period = Period(date(as_of.year, 1, 1), as_of)
    return Window((centre.pk, *overseen(centre)), period, as_of, (centre.pk,), tuple(overseers([centre.pk])))


def keepers(window: Window) -> tuple[int, ...]:
    """Whose pledges a window is about."""
    return (*window.centres, *window.above)


# -- where pledges stand ---------------------------------------------------------------------------------------


def latest(kind: str, as_of: date) -> QuerySet[Happening]:
    """For each pledge the last event of a kind decided by that day."""
    rows = Happening.objects.filter(kind=kind, decided_on__lte=as_of)
    return rows.order_by("pledge_id", "-decided_on", "-pk").distinct("pledge_id")


def standing_at(statuses: Iterable[str], as_of: date) -> Q:
    """Pledges whose class of fulfilment on that day is one of these."""
    now = Happening.objects.filter(pk__in=latest(EventKind.STATUS, as_of).values("pk"))
    return Q(pk__in=now.filter(status__in=list(statuses)).values("pledge_id"))


def merged(as_of: date) -> QuerySet:
    """The ids of pledges that were merged into another one by that day: they are counted with that one."""
    return Happening.objects.filter(kind=EventKind.MERGED, decided_on__lte=as_of).values("pledge_id")


def with_status(rows: QuerySet[Pledge], as_of: date) -> QuerySet[Pledge]:
    """Pledges with `status`, its day `status_on`, and whether they were merged: one statement."""
    now = Happening.objects.filter(pledge=OuterRef("pk"), kind=EventKind.STATUS, decided_on__lte=as_of)
    now = now.order_by("-decided_on", "-pk")
    merged = Happening.objects.filter(pledge=OuterRef("pk"), kind=EventKind.MERGED, decided_on__lte=as_of)
    return rows.annotate(
        status=Coalesce(Subquery(now.values("status")[:1]), Value("")),
        status_on=Subquery(now.values("decided_on")[:1]),
        merged=Exists(merged),
    )


def status_of(pledge: Pledge, as_of: date) -> str:
    """The class of fulfilment on that day, "" before the first was decided."""
    found = latest(EventKind.STATUS, as_of).filter(pledge=pledge).values_list("status", flat=True)
    return next(iter(found), "")


def completed_years(pledges: Iterable[int], as_of: date) -> dict[int, int]:
    """The year in which each pledge came to be done, for those that are done on that day."""
    found: dict[int, int] = {}
    rows = Happening.objects.filter(
        pledge__in=list(pledges), kind=EventKind.STATUS, decided_on__lte=as_of
    ).order_by("pledge_id", "decided_on", "pk")
    for pledge, status, day in rows.values_list("pledge_id", "status", "decided_on"):
        if status not in DONE:
            found.pop(pledge, None)
        else:
            found.setdefault(pledge, day.year)
    return found


def override_of(pledge: Pledge, as_of: date) -> Happening | None:
    """The rate set by hand that stands on that day, if one does."""
    found = latest(EventKind.OVERRIDE, as_of).filter(pledge=pledge).first()
    return found if found is not None and found.percent is not None else None


# -- the roadmap -----------------------------------------------------------------------------------------------


def milestones() -> QuerySet[Milestone]:
    """Milestones with `share`: how many of the pledge's 100 percent each is worth."""
    whole = Milestone.objects.filter(pledge=OuterRef("pledge"), withdrawn_at__isnull=True).order_by()
    total = whole.values("pledge").annotate(total=Sum("weight")).values("total")
    return Milestone.objects.annotate(
        share=Decimal(100) * Cast("weight", DecimalField(max_digits=20, decimal_places=10)) / Subquery(total)
    )


def step_of(row: Milestone) -> Step:
    return Step(row.weight, row.first_quarter, row.last_quarter, row.done_quarter)


def fulfilments(pledges: Iterable[int], as_of: date) -> dict[int, Decimal | None]:
    """이행률 of each pledge by its milestones on that day: one statement."""
    steps: dict[int, list[Step]] = defaultdict(list)
    for row in Milestone.objects.standing().filter(pledge__in=list(pledges)):
        steps[row.pledge_id].append(step_of(row))
    until = rules.quarter_of(as_of)
    return {pledge: rules.fulfilment(known, until) for pledge, known in steps.items()}


# -- one pledge and all rates ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """Where one pledge stands on a day: `rate` by its roadmap, `hand` where somebody set another."""

    status: str
    completed: int | None
    rate: Decimal | None
    hand: Happening | None

    @property
    def label(self) -> str:
        return Progress(self.status).label if self.status else "아직 정하지 않음"


def standing(pledge: Pledge, as_of: date) -> Standing:
    return Standing(
        status_of(pledge, as_of),
        completed_years([pledge.pk], as_of).get(pledge.pk),
        fulfilments([pledge.pk], as_of).get(pledge.pk),
        override_of(pledge, as_of),
    )


@dataclass(frozen=True)
class Rate:
    """A rate as it is printed, with its formula and the numbers it is made of."""

    formula: Formula
    answer: Answer
    parts: tuple[Answer, ...]


@dataclass(frozen=True)
class Rates:
    """Every rate in use and the counts of all classes, from one computation."""

    rates: list[Rate]
    counts: list[tuple[Progress, Answer]]
    whole: Answer


def rates(window: Window) -> Rates:
    """All named rates of the pledges a window is about; the same numbers that cards and reports print."""
    made: Mapping[str, list[Ask]] = {one.figure: _made_of(one.figure) for one in FORMULAS}
    counted = {status: Ask.of(f"pledges.{status.value}") for status in Progress}
    whole = Ask.of("pledges.all")
    asks = [whole, *counted.values(), *(Ask.of(code) for code in made)]
    answers = figures.compute(window, [*asks, *(part for parts in made.values() for part in parts)])
    return Rates(
        [
            Rate(one, answers[Ask.of(one.figure)], tuple(answers[part] for part in made[one.figure]))
            for one in FORMULAS
        ],
        [(status, answers[ask]) for status, ask in counted.items()],
        answers[whole],
    )


def _made_of(code: str) -> list[Ask]:
    figure, _ = figures.registry.find(code)
    assert isinstance(figure, Derived)
    return figures.inputs(figure, Ask.of(code))
