"""Pledges with where they stand on a day, the parts of their cards, and what is wrong with their money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, Exists, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce

from kwonik.kernel import figures
from kwonik.kernel.figures import Ask, Window
from kwonik.kernel.periods import Period
from kwonik.places.models import Centre
from kwonik.places.queries import overseen, overseers

from . import rules
from .codes import DONE, EventKind, FundSource, MoneyStage
from .models import Communication, Happening, Milestone, NextStep, Pledge
from .rules import Step


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


# -- money -----------------------------------------------------------------------------------------------------


def cells(pledge: Pledge, stage: str) -> dict[rules.Cell, int]:
    """Won by year and source."""
    rows = pledge.moneys.filter(withdrawn_at__isnull=True, stage=stage).order_by()
    sums = rows.values("year", "source").annotate(won=Sum("amount_won"))
    return {(row["year"], row["source"]): row["won"] for row in sums}


@dataclass(frozen=True)
class OfLine:
    """What a card says was executed on a budget line, and what that line's ledger says."""

    line: Any
    on_card_won: int
    in_ledger_won: int

    @property
    def off_won(self) -> int:
        return self.on_card_won - self.in_ledger_won


def lines_of(pledge: Pledge, as_of: date) -> list[OfLine]:
    """The budget lines behind the executed money, compared with their ledgers through the figure of the budget."""
    rows = pledge.moneys.filter(withdrawn_at__isnull=True, line__isnull=False).select_related("line")
    found: dict[Any, int] = defaultdict(int)
    for row in rows:
        found[row.line] += row.amount_won
    compared = []
    for line, won in found.items():
        year = Period(date(line.year, 1, 1), date(line.year, 12, 31))
        ledger = Window((line.centre_id,), year, min(as_of, year.last_on))
        ask = Ask.of("budget.spent", line=line.code)
        compared.append(OfLine(line, won, int(figures.compute(ledger, [ask])[ask].value or 0)))
    return compared


def problems(pledge: Pledge, as_of: date) -> list[str]:
    """What does not agree on a card, in Korean sentences; nothing when all is well."""
    said = [
        f"{year}년 {FundSource(source).label}: 집행이 확보보다 {won:,}원 많습니다. 확보를 먼저 적거나 금액을 확인하세요."
        for (year, source), won in rules.over_secured(
            cells(pledge, MoneyStage.SECURED), cells(pledge, MoneyStage.EXECUTED)
        )
    ]
    for one in lines_of(pledge, as_of):
        if one.off_won:
            said.append(
                f"{one.line.year}년 {one.line.name}: 카드의 집행 {one.on_card_won:,}원이"
                f" 예산 장부의 {one.in_ledger_won:,}원과 다릅니다. 장부에 맞추어 적으세요."
            )
    if pledge.funding == "none" and pledge.moneys.filter(withdrawn_at__isnull=True).exists():
        said.append("비예산 공약인데 금액이 적혀 있습니다. 재원을 예산으로 고치거나 금액을 철회하세요.")
    return said


# -- code lists ------------------------------------------------------------------------------------------------


def pledge_labels() -> Mapping[str, str]:
    return dict(Pledge.objects.values_list("code", "title"))


def told_labels() -> Mapping[str, str]:
    return dict(Communication.objects.exclude(code="").values_list("code", "title"))


def step_labels() -> Mapping[str, str]:
    return dict(NextStep.objects.exclude(code="").values_list("code", "text"))
