"""Plans by programme, targets with their history and how far they are, statements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from kwonik.catalogue.models import Programme, Service
from kwonik.kernel import figures
from kwonik.kernel.figures import Ask, Cut, Derived, Figure, UndeclaredFigure, Window
from kwonik.kernel.figures.declaring import AnyFigure
from kwonik.kernel.periods import Period
from kwonik.places.models import Centre

from . import rules
from .models import Plan, Statement, Target

SLUG = re.compile(r"[A-Za-z0-9_-]{1,50}")


def programmes(centre: Centre) -> QuerySet[Programme]:
    return Programme.objects.known_to(centre).filter(retired_on__isnull=True).order_by("position", "pk")


def services(centre: Centre) -> QuerySet[Service]:
    return Service.objects.known_to(centre).filter(retired_on__isnull=True).select_related("programme")


def programme_labels() -> dict[str, str]:
    return dict(Programme.objects.values_list("code", "name"))


def service_labels() -> dict[str, str]:
    return dict(Service.objects.values_list("code", "name"))


def plan_labels() -> dict[str, str]:
    return dict(Plan.objects.values_list("code", "text"))


def statement_labels() -> dict[str, str]:
    return dict(Statement.objects.values_list("code", "label"))


# -- plans ----------------------------------------------------------------------------------------------------


def plans(rows: QuerySet[Plan]) -> QuerySet[Plan]:
    """By programme, then by day."""
    joined = rows.select_related("programme", "service")
    return joined.order_by("programme__position", "programme", "from_on", "until_on", "pk")


# -- targets --------------------------------------------------------------------------------------------------


@dataclass
class Aim:
    """A figure's target of a year: the row in force, what it was before, and how far the figure is."""

    ask: Ask
    label: str
    unit: str
    target: Target
    earlier: list[Target] = field(default_factory=list)
    so_far: int | Decimal | None = None
    printed: str = "-"

    @property
    def rate(self) -> Decimal | None:
        return rules.achieved(self.so_far, self.target.value)


def ask_of(target: Target) -> Ask:
    return Ask(target.figure, tuple(sorted(target.cut.items())))


def years(rows: QuerySet[Target]) -> list[int]:
    return list(rows.order_by("-year").values_list("year", flat=True).distinct())


def aims(rows: Iterable[Target], day: date) -> list[Aim]:
    """The targets in force on a day, each with what was decided before it; the row decided last wins."""
    found: dict[tuple[int, Ask], Aim] = {}
    for target in sorted(rows, key=lambda row: (row.decided_on, row.pk), reverse=True):
        if target.decided_on > day:
            continue
        key = (target.year, ask_of(target))
        if key in found:
            found[key].earlier.append(target)
        else:
            label, unit = named(key[1])
            found[key] = Aim(key[1], label, unit, target)
    return sorted(found.values(), key=lambda aim: (aim.target.figure, aim.label))


def named(ask: Ask) -> tuple[str, str]:
    """What an ask is called, its cut included, and its unit; its code where the figure is no more."""
    try:
        figure, fixed = figures.registry.find(ask.code)
        words = [_cut(figure, key).labels()[value] for key, value in (*fixed, *ask.cut)]
    except (UndeclaredFigure, KeyError):
        return ask.code, ""
    return " · ".join([figure.label, *words]), figure.unit


def _cut(figure: AnyFigure, key: str) -> Cut:
    while isinstance(figure, Derived):
        part = figure.of[0]
        figure, _ = figures.registry.find(part if isinstance(part, str) else part.code)
    return figure.cut(key)


def reach(found: list[Aim], centres: tuple[int, ...], year: int, today: date) -> list[Aim]:
    """Asks the registry how far each figure is: one statement per figure."""
    as_of = min(today, date(year, 12, 31))
    window = Window(centres, Period(date(year, 1, 1), date(year, 12, 31)), max(as_of, date(year, 1, 1)))
    askable = [aim for aim in found if aim.unit or _is_declared(aim.ask)]
    answers = figures.compute(window, [aim.ask for aim in askable])
    for aim in askable:
        aim.so_far, aim.printed = answers[aim.ask].value, answers[aim.ask].printed
    return found


def _is_declared(ask: Ask) -> bool:
    try:
        figures.check([ask])
    except UndeclaredFigure:
        return False
    return True


def figure_choices(centre: Centre) -> list[tuple[str, str]]:
    """Every figure that may have a target at this centre, by code: of a family one for each service it counts."""
    found, others = [], _made_elsewhere(centre)
    for figure in figures.registry.all():
        if figure.kind == "stated" or figure.code.startswith("planning."):
            continue
        if isinstance(figure, Figure) and figure.family:
            area = figure.code.partition(".")[0]
            found += [
                (f"{area}.{code}", f"{label} {figure.label}")
                for code, label in figure.family.labels().items()
                if (figure.family.key, code) not in others
            ]
        elif "{" not in figure.code:
            found.append((figure.code, figure.label))
    return sorted(found, key=lambda pair: pair[1])


def cuts_of(code: str, centre: Centre) -> dict[str, tuple[str, Mapping[str, str]]]:
    """By what a figure's target may be cut at this centre: key -> (name, code list). Raises UndeclaredFigure.

    Registers that staff keep (plans, studies) are no code lists; what another centre made itself is not in them.
    """
    figure, _ = figures.registry.find(code)
    while isinstance(figure, Derived):
        part = figure.of[0]
        figure, _ = figures.registry.find(part if isinstance(part, str) else part.code)
    others = _made_elsewhere(centre)
    return {
        cut.key: (
            cut.label,
            {code: label for code, label in cut.labels().items() if (cut.key, code) not in others},
        )
        for cut in figure.by
        if not (cut.numbered or cut.open)
    }


def _made_elsewhere(centre: Centre) -> set[tuple[str, str]]:
    """(cut, code) of the programmes and services that other centres made at their desks."""
    return {
        (key, code)
        for key, model in (("service", Service), ("programme", Programme))
        for code in model.objects.exclude(owner=None).exclude(owner=centre).values_list("code", flat=True)
    }
