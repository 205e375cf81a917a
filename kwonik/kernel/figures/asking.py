"""Answers for many cells at once, with as few statements as their figures allow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import reduce
from itertools import pairwise
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from kwonik.kernel.periods import Period

from .declaring import AnyFigure, CodeLists, Derived, Figure, Window
from .measures import Number
from .registering import registry


@dataclass(frozen=True)
class Ask:
    """One cell: a figure's code, its cut (sorted pairs) and a period of its own, if not the report's."""

    code: str
    cut: tuple[tuple[str, str], ...] = ()
    period: Period | None = None

    @classmethod
    def of(cls, code: str, period: Period | None = None, **cut: str) -> Ask:
        return cls(code, tuple(sorted(cut.items())), period)


@dataclass(frozen=True)
class Answer:
    """What a cell holds: the value, as printed, and the figure that says what it means."""

    ask: Ask
    figure: AnyFigure
    value: Number

    @property
    def printed(self) -> str:
        return self.figure.printed(self.value)


def inputs(figure: Derived, ask: Ask, window: Window | None = None) -> list[Ask]:
    """What a derived figure is made of, under the same cut; without a window the days are not yet known."""
    found = []
    for part in figure.of:
        if isinstance(part, str):
            found.append(replace(ask, code=part))
        elif window is None:
            found.append(replace(ask, code=part.code))
        else:
            counted = (ask.period or window.period).until(window.as_of)
            found.append(replace(ask, code=part.code, period=part.shift(counted)))
    return found


def check(asks: Iterable[Ask]) -> None:
    """Raises UndeclaredFigure for the first figure, cut or cut value that nobody declared; asks no rows."""
    lists = CodeLists()
    for ask in asks:
        _cells(ask, lists)


def compute(window: Window, asks: Iterable[Ask]) -> dict[Ask, Answer]:
    """Answers to all asks with as few statements as their figures allow. Raises UndeclaredFigure before any query."""
    plan = _Plan(window)
    wanted = list(dict.fromkeys(asks))
    for ask in wanted:
        plan.add(ask)
    plan.run()
    return {ask: plan.answer(ask) for ask in wanted}


def _cells(ask: Ask, lists: CodeLists, window: Window | None = None) -> list[tuple[Figure, Ask]]:
    """The counted cells that an ask needs, each checked against the code lists."""
    figure, fixed = registry.find(ask.code)
    if isinstance(figure, Derived):
        return [cell for part in inputs(figure, ask, window) for cell in _cells(part, lists, window)]
    for key, value in (*ask.cut, *fixed):
        cut = figure.cut(key)
        cut.check(value, lists[cut])
    return [(figure, ask)]


@dataclass
class _Plan:
    """Collects the counted cells that the asks need, one group per figure, and folds them back."""

    window: Window
    groups: dict[str, set[Ask]] = field(default_factory=lambda: defaultdict(set))
    values: dict[Ask, Number] = field(default_factory=dict)

    lists: CodeLists = field(default_factory=CodeLists)

    def add(self, ask: Ask) -> None:
        for figure, cell in _cells(ask, self.lists, self.window):
            self.groups[figure.code].add(cell)

    def run(self) -> None:
        for code, asks in self.groups.items():
            figure = registry.counted_as(code)
            if not figure.measure.additive:
                self._each(figure, asks)
            elif figure.dated:
                self._grouped(figure, asks)
            else:
                for period in {ask.period for ask in asks}:
                    self._grouped(figure, {ask for ask in asks if ask.period == period})

    def answer(self, ask: Ask) -> Answer:
        figure, _ = registry.find(ask.code)
        if isinstance(figure, Derived):
            parts = [self.answer(part).value for part in inputs(figure, ask, self.window)]
            return Answer(ask, figure, figure.formula(*parts))
        return Answer(ask, figure, self.values[ask])

    def _cut(self, ask: Ask) -> tuple[tuple[str, str], ...]:
        return (*ask.cut, *registry.find(ask.code)[1])

    def _each(self, figure: Figure, asks: set[Ask]) -> None:
        """Distinct and highest values: one statement per period, one filtered aggregate per cell."""
        by_period = defaultdict(list)
        for ask in asks:
            by_period[ask.period].append(ask)
        for period, group in by_period.items():
            window = self.window.during(period) if period else self.window
            if not figure.ahead and window.period.first_on > window.as_of:
                self.values |= dict.fromkeys(group, 0)
                continue
            cells = {
                f"cell{i}": figure.measure.aggregate(figure.only(self._cut(ask)))
                for i, ask in enumerate(group)
            }
            found = figure.records(window).aggregate(**cells)
            self.values |= {ask: found[f"cell{i}"] for i, ask in enumerate(group)}

    def _grouped(self, figure: Figure, asks: set[Ask]) -> None:
        """Additive values: one statement, grouped by every dimension asked for and by the slices of time."""
        self.values |= dict.fromkeys(asks, 0)
        wanted = {ask: ask.period or self.window.period for ask in asks}
        as_of = self.window.as_of
        periods = {
            ask: p if figure.ahead else p.until(as_of)
            for ask, p in wanted.items()
            if figure.ahead or p.first_on <= as_of
        }
        if not periods:
            return
        shared = dict(set.intersection(*({*self._cut(ask)} for ask in periods)))
        keys = sorted({key for ask in periods for key, _ in self._cut(ask)} - shared.keys())
        tables = {key: _CodeTable(figure, key) for key in (*keys, *shared)}
        slices = _slices(periods.values()) if figure.dated else [reduce(Period.hull, periods.values())]
        rows = figure.records(self.window.during(reduce(Period.hull, periods.values())))
        for key, value in shared.items():
            rows = rows.filter(tables[key].only(value))
        by = {key: tables[key].column for key in keys}
        if len(slices) > 1:
            assert figure.dated
            rows, by = rows.annotate(_slice=_slice_of(figure.dated, slices)), by | {"": "_slice"}
        cells: dict[tuple, Any] = defaultdict(int)
        for group in _groups(figure, rows, list(by.values())):
            at = (group.get("_slice", 0), *(tables[key].code(group[by[key]]) for key in keys))
            cells[at] += group["_n"]
        for ask, within in periods.items():
            cut = dict(self._cut(ask))
            self.values[ask] = sum(
                n
                for (number, *codes), n in cells.items()
                if slices[number].first_on >= within.first_on
                and slices[number].last_on <= within.last_on
                and all(cut.get(key, code) == code for key, code in zip(keys, codes, strict=True))
            )


def _groups(figure: Figure, rows: QuerySet, columns: list[str]) -> Iterable[dict[str, Any]]:
    """One statement: the measure for each combination of the columns, or for all rows together."""
    if not columns:
        return [rows.aggregate(_n=figure.measure.aggregate())]
    return rows.order_by().values(*columns).annotate(_n=figure.measure.aggregate())


class _CodeTable:
    """A cut as the database groups it fastest: by the key of its code table, turned into codes afterwards.

    Joining 150,000 rows to a table of twenty codes costs a third of the whole statement, and hides from the planner
    how many rows one code has.
    """

    def __init__(self, figure: Figure, key: str) -> None:
        self.path = self.column = figure.cut(key).path
        self._codes: dict[Any, str] | None = None
        name, _, attribute = self.path.partition("__")
        field = {f.name: f for f in figure.source().model._meta.concrete_fields}.get(name)
        if attribute == "code" and field is not None and field.related_model is not None:
            self.column = field.attname
            self._codes = dict(field.related_model._default_manager.values_list("pk", "code"))

    def only(self, code: str) -> Q:
        if self._codes is None:
            return Q(**{self.path: code})
        return Q(**{f"{self.column}__in": [pk for pk, known in self._codes.items() if known == code]})

    def code(self, value: Any) -> str:
        return str(value) if self._codes is None else self._codes.get(value, "")


def _slices(periods: Iterable[Period]) -> list[Period]:
    """The shortest list of days-runs from which every period can be put together."""
    periods = list(periods)
    edges = sorted({period.first_on for period in periods} | {period.after_on for period in periods})
    return [Period(first, after - timedelta(days=1)) for first, after in pairwise(edges)]


def _slice_of(path: str, slices: Sequence[Period]):
    whens = [When(**{f"{path}__lt": span.after_on}, then=Value(i)) for i, span in enumerate(slices)]
    return Case(*whens, default=Value(len(slices) - 1), output_field=IntegerField())
