"""How programmes stand: so far this year, the year before, the target, the money, the next steps.

Everything comes through the figure registry, so a programme made at the desk stands here at once. Which figures speak
for a service follows from the room and shape of its records (catalogue.codes.HEADLINES).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kwonik.catalogue import queries as catalogue
from kwonik.catalogue.codes import HEADLINES
from kwonik.catalogue.models import Programme, Service
from kwonik.kernel import figures
from kwonik.kernel.figures import Answer, Ask, Figure, Window
from kwonik.kernel.periods import Period
from kwonik.kernel.rounding import HALF_UP_TENTH, percent

from .composing import rows_url, snapshot

TARGETS, PLANS = "planning.targets", "planning.plans"
"""Registers of `planning`, met by their names like every figure."""
MONEY = ("budget.allotted", "budget.spent", "budget.execution_rate")


@dataclass(frozen=True)
class Headline:
    """One number of a service: so far, the same days a year before, its target for the year, month by month."""

    service: Service
    now: Answer
    url: str
    before: Answer | None
    target: int | None
    months: Sequence[tuple[Period, Answer, Answer | None]]

    @property
    def label(self) -> str:
        return f"{self.service.name}: {self.now.figure.label}"

    @property
    def growth(self) -> Decimal | None:
        """Percent more than the year before; None where there is nothing to compare with."""
        if self.before is None or not self.before.value:
            return None
        return percent((self.now.value or 0) - self.before.value, self.before.value, HALF_UP_TENTH)

    @property
    def achieved(self) -> Decimal | None:
        """Percent of the target."""
        return percent(self.now.value or 0, self.target) if self.target else None

    def sums(self) -> list[tuple[Period, int]]:
        """Cumulative by month, for numbers that may be added up."""
        total, found = 0, []
        for span, answer, _ in self.months:
            total += int(answer.value or 0)
            found.append((span, total))
        return found


@dataclass(frozen=True)
class Standing:
    """A programme as of a day."""

    programme: Programme
    headlines: Sequence[Headline]
    money: Mapping[str, Answer]
    plans: Sequence[Mapping[str, Any]]

    @property
    def next_plan(self) -> Mapping[str, Any] | None:
        return next((plan for plan in self.plans if plan["open"]), None)


def centre_standing(window: Window) -> list[Standing]:
    """All programmes in force, without their months. The number of statements does not grow with the rows."""
    programmes = [row for row in catalogue.programmes(*window.centres) if row.retired_on is None]
    return _standings(programmes, window, by_month=False)


def programme_standing(programme: Programme, window: Window) -> Standing:
    """One programme with its months."""
    (found,) = _standings([programme], window, by_month=True)
    return found


def _standings(programmes: Iterable[Programme], window: Window, by_month: bool) -> list[Standing]:
    programmes = list(programmes)
    with snapshot():
        wanted = {programme.pk: list(_asks(programme, window)) for programme in programmes}
        money = {row.pk: [Ask.of(code, programme=row.code) for code in MONEY] for row in programmes}
        counted = window.counted
        spans = list(counted.months()) if by_month else []
        asks = [ask for pairs in wanted.values() for _, ask in pairs]
        everything = [*asks, *(ask for pairs in money.values() for ask in pairs)]
        for ask in asks:
            if _is_dated(ask):
                everything += [_over(ask, counted.year_earlier())]
                everything += [_over(ask, part) for span in spans for part in (span, span.year_earlier())]
        answers = figures.compute(window, everything)
        targets = {
            (line["figure"], tuple(sorted(line["cut"].items()))): line["value"]
            for line in figures.registry.listing(TARGETS).lines(window)
        }
        plans = figures.registry.listing(PLANS).lines(window)

    def headline(service: Service, ask: Ask) -> Headline:
        dated = _is_dated(ask)
        return Headline(
            service,
            answers[ask],
            rows_url(ask, window),
            answers[_over(ask, counted.year_earlier())] if dated else None,
            targets.get((ask.code, ask.cut)),
            [
                (span, answers[_over(ask, span)], answers[_over(ask, span.year_earlier())])
                for span in (spans if dated else ())
            ],
        )

    return [
        Standing(
            row,
            [headline(service, ask) for service, ask in wanted[row.pk]],
            {ask.code: answers[ask] for ask in money[row.pk]},
            [plan for plan in plans if plan["programme"] == row.code],
        )
        for row in programmes
    ]


def _asks(programme: Programme, window: Window) -> Iterable[tuple[Service, Ask]]:
    """The numbers that speak for the programme's services; a code with "{service}" is a family of services.

    A service given up within the period or later still has what was done by then.
    """
    for service in programme.services.all():
        if service.retired_on is not None and service.retired_on <= window.period.first_on:
            continue
        for code in HEADLINES.get((service.room, service.shape, service.counting), ()):
            if "{service}" in code:
                yield service, Ask.of(code.format(service=service.code))
                continue
            figure, _ = figures.registry.find(code)
            first = figure if isinstance(figure, Figure) else _first(figure)
            by_service = any(cut.key == "service" for cut in first.by)
            yield service, Ask.of(code, **({"service": service.code} if by_service else {}))


def _first(figure: figures.Derived) -> Figure:
    found, _ = figures.registry.find(figures.inputs(figure, Ask.of(figure.code))[0].code)
    assert isinstance(found, Figure)
    return found


def _is_dated(ask: Ask) -> bool:
    figure, _ = figures.registry.find(ask.code)
    return isinstance(figure, Figure) and bool(figure.dated)


def _over(ask: Ask, period: Period) -> Ask:
    return Ask(ask.code, ask.cut, period)
