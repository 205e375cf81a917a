"""The figure registry: a printed number is a query, and the query is the list behind the number.

An area declares each published number once, in its `figures.py`:

    figures.declare(Figure(
        code="counselling.{service}", label="상담 건수", unit="건", measure=Count(), dated="occurred_on",
        source=consultations, conditions=(Condition("기간 안에 이루어짐", lambda w: Q(occurred_on__range=...)), ...),
        by=(Cut("party", "구분", "party", labels), ...), family=Cut("service", ...)))

`records(window)` is source + every condition: number, drill-down list and spreadsheet are that one QuerySet, and the
page of any record can say which condition kept it out. Reports ask with `Ask`s and get them all from `compute`:
additive measures of one figure come from one grouped statement; distinct ones are asked per cut, never added up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import reduce
from itertools import pairwise
from typing import Any, Literal

from django.db.models import Case, IntegerField, Max, Q, QuerySet, Value, When
from django.db.models import Count as CountRows
from django.db.models import Sum as SumOf

from . import numbers
from .periods import Period
from .rounding import HALF_UP_TENTH, Rounding, percent

Number = int | Decimal | None


class UndeclaredFigure(LookupError):
    """A figure, cut or cut value that nobody declared. Raised when a report is read, never printed as zero."""


@dataclass(frozen=True)
class Window:
    """Whose rows, which days, as of when: `centres` own the rows; `network` shares its hotline with them."""

    centres: tuple[int, ...]
    period: Period
    as_of: date
    network: tuple[int, ...] = ()

    def during(self, period: Period) -> Window:
        return replace(self, period=period)

    @property
    def counted(self) -> Period:
        """The days that count: the period up to the as-of date."""
        return self.period.until(self.as_of)


# -- measures -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Count:
    """Rows."""

    additive = True

    def aggregate(self, only: Q | None = None):
        return CountRows("pk", filter=only)


@dataclass(frozen=True)
class Sum:
    """The sum of a number on the rows (won, people, square metres); nothing adds up to 0."""

    path: str
    additive = True

    def aggregate(self, only: Q | None = None):
        return SumOf(self.path, filter=only, default=0)


@dataclass(frozen=True)
class Distinct:
    """Different people or places: never added up, every total is asked for itself."""

    path: str
    additive = False

    def aggregate(self, only: Q | None = None):
        return CountRows(self.path, filter=only, distinct=True)


@dataclass(frozen=True)
class Highest:
    """The highest value, such as the running term of appointments (제5기)."""

    path: str
    additive = False

    def aggregate(self, only: Q | None = None):
        return Max(self.path, filter=only)


Measure = Count | Sum | Distinct | Highest

# -- declarations ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Condition:
    """One reason why a row counts; `words` complete the sentence "이 기록은 …"."""

    words: str
    test: Callable[[Window], Q]


@dataclass(frozen=True)
class Cut:
    """A dimension a figure may be cut by: `path` leads from the row to the code, `labels()` is the code list."""

    key: str
    label: str
    path: str
    labels: Callable[[], Mapping[str, str]]

    def check(self, value: str) -> None:
        if value not in self.labels():
            raise UndeclaredFigure(f"'{value}'은(는) {self.label}({self.key})에 없는 값입니다.")


@dataclass(frozen=True)
class Column:
    """A column of the drill-down list; `kind` is text, date, number or won."""

    label: str
    path: str
    kind: Literal["text", "date", "number", "won"] = "text"
    labels: Callable[[], Mapping[str, str]] | None = None

    def show(self, value: Any) -> Any:
        return self.labels().get(value, value) if self.labels and value is not None else value


@dataclass(frozen=True)
class Figure:
    """A number counted from rows. See the module's text; `permission` opens the rows, `page` links one of them."""

    code: str
    label: str
    meaning: str
    unit: str
    source: Callable[[], QuerySet]
    conditions: tuple[Condition, ...]
    measure: Measure
    by: tuple[Cut, ...] = ()
    dated: str | None = None
    family: Cut | None = None
    columns: tuple[Column, ...] = ()
    permission: str = ""
    page: str = ""
    printer: Callable[[Number], str] = numbers.plain
    kind = "counted"

    def records(self, window: Window) -> QuerySet:
        """The rows that count, nothing else: the number, its list and its spreadsheet."""
        return reduce(
            lambda rows, condition: rows.filter(condition.test(window)), self.conditions, self.source()
        )

    def cut(self, key: str) -> Cut:
        for cut in (*self.by, *((self.family,) if self.family else ())):
            if cut.key == key:
                return cut
        raise UndeclaredFigure(f"{self.code}은(는) '{key}'(으)로 나눌 수 없습니다. 선언된 구분만 쓰세요.")

    def rows(self, window: Window, cut: Iterable[tuple[str, str]]) -> QuerySet:
        """The rows behind one cell."""
        return self.records(window).filter(self.only(cut))

    def only(self, cut: Iterable[tuple[str, str]]) -> Q:
        return reduce(lambda q, pair: q & Q(**{self.cut(pair[0]).path: pair[1]}), cut, Q())

    def value(self, window: Window, cut: Iterable[tuple[str, str]] = ()) -> Number:
        """The number by itself, straight from its own list (a report asks `compute` for all at once)."""
        return self.rows(window, cut).aggregate(value=self.measure.aggregate())["value"]


Formula = Callable[..., Number]


def difference(whole: int, part: int) -> int:
    return whole - part


def rate(rule: Rounding = HALF_UP_TENTH) -> Formula:
    def of(part: Number, whole: Number) -> Number:
        return percent(part or 0, whole or 0, rule)

    return of


@dataclass(frozen=True)
class Derived:
    """A number made of other figures under the same cut; `words` say how, the rounding rule included."""

    code: str
    label: str
    meaning: str
    unit: str
    of: tuple[str, ...]
    formula: Formula
    words: str
    printer: Callable[[Number], str] = numbers.plain
    kind = "derived"


@dataclass(frozen=True)
class Listing:
    """A register that a report prints line by line: facilities, budget lines, history.

    `lines(window)` gives one dict per line: texts by field name, "cut" for the figures of that line, and "shade"
    ("total", "subtotal") where the line sums up others. `fields` names what a template may print.
    """

    code: str
    label: str
    fields: tuple[str, ...]
    lines: Callable[[Window], list[dict[str, Any]]]


AnyFigure = Figure | Derived


class Registry:
    """All declared figures. Declaring a code twice raises; asking an unknown one raises UndeclaredFigure."""

    def __init__(self) -> None:
        self._by_code: dict[str, AnyFigure] = {}
        self._listings: dict[str, Listing] = {}

    def declare_listing(self, listing: Listing) -> Listing:
        if listing.code in self._listings:
            raise ValueError(f"listing declared twice: {listing.code}")
        self._listings[listing.code] = listing
        return listing

    def listing(self, code: str) -> Listing:
        try:
            return self._listings[code]
        except KeyError:
            raise UndeclaredFigure(
                f"'{code}'(이)라는 목록은 없습니다. 선언된 목록 이름을 확인하세요."
            ) from None

    def declare(self, figure: AnyFigure) -> AnyFigure:
        if figure.code in self._by_code:
            raise ValueError(f"figure declared twice: {figure.code}")
        self._by_code[figure.code] = figure
        return figure

    def all(self) -> list[AnyFigure]:
        return sorted(self._by_code.values(), key=lambda figure: figure.code)

    def counted(self) -> list[Figure]:
        return [figure for figure in self.all() if isinstance(figure, Figure)]

    def find(self, code: str) -> tuple[AnyFigure, tuple[tuple[str, str], ...]]:
        """The figure of a code, and the cut that the code itself fixes: "counselling.tax" -> service=tax."""
        if code in self._by_code and "{" not in code:
            return self._by_code[code], ()
        area, _, member = code.partition(".")
        for figure in self._by_code.values():
            if (
                isinstance(figure, Figure)
                and figure.family
                and figure.code == f"{area}.{{{figure.family.key}}}"
            ):
                figure.family.check(member)
                return figure, ((figure.family.key, member),)
        raise UndeclaredFigure(f"'{code}'(이)라는 수치는 없습니다. 선언된 수치 이름을 확인하세요.")

    def behind(self, model) -> list[Figure]:
        """The figures that count rows of `model`: what a record's page lists under "이 기록이 들어간 수치"."""
        return [figure for figure in self.counted() if figure.source().model is model]


registry = Registry()
declare = registry.declare
declare_listing = registry.declare_listing

# -- asking ---------------------------------------------------------------------------------------------------


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
        return self.figure.printer(self.value)


def check(asks: Iterable[Ask]) -> None:
    """Raises UndeclaredFigure for the first figure, cut or cut value that nobody declared; asks no rows."""
    for ask in asks:
        _Plan.check(ask)


def compute(window: Window, asks: Iterable[Ask]) -> dict[Ask, Answer]:
    """Answers to all asks with as few statements as their figures allow. Raises UndeclaredFigure before any query."""
    plan = _Plan(window)
    wanted = list(dict.fromkeys(asks))
    for ask in wanted:
        plan.add(ask)
    plan.run()
    return {ask: plan.answer(ask) for ask in wanted}


@dataclass
class _Plan:
    """Collects the counted cells that the asks need, one group per figure, and folds them back."""

    window: Window
    groups: dict[str, set[Ask]] = field(default_factory=lambda: defaultdict(set))
    values: dict[Ask, Number] = field(default_factory=dict)

    @staticmethod
    def check(ask: Ask) -> list[tuple[Figure, Ask]]:
        """The counted cells that an ask needs, each checked."""
        figure, fixed = registry.find(ask.code)
        if isinstance(figure, Derived):
            return [cell for code in figure.of for cell in _Plan.check(replace(ask, code=code))]
        for key, value in (*ask.cut, *fixed):
            figure.cut(key).check(value)
        return [(figure, ask)]

    def add(self, ask: Ask) -> None:
        for figure, cell in self.check(ask):
            self.groups[figure.code].add(cell)

    def run(self) -> None:
        for code, asks in self.groups.items():
            figure = registry._by_code[code]
            assert isinstance(figure, Figure)
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
            parts = [self.answer(replace(ask, code=code)).value for code in figure.of]
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
            if window.period.first_on > window.as_of:
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
        periods = {
            ask: p.until(self.window.as_of) for ask, p in wanted.items() if p.first_on <= self.window.as_of
        }
        if not periods:
            return
        keys = sorted({key for ask in periods for key, _ in self._cut(ask)})
        paths = {key: figure.cut(key).path for key in keys}
        slices = _slices(periods.values()) if figure.dated else [reduce(Period.hull, periods.values())]
        rows = figure.records(self.window.during(reduce(Period.hull, periods.values())))
        if len(slices) > 1:
            assert figure.dated
            rows = rows.annotate(_slice=_slice_of(figure.dated, slices))
        groups = rows.order_by().values(*paths.values(), *(["_slice"] if len(slices) > 1 else []))
        cells: dict[tuple, Any] = defaultdict(int)
        for group in (
            groups.annotate(_n=figure.measure.aggregate())
            if paths or len(slices) > 1
            else [_whole(figure, rows)]
        ):
            at = (group.get("_slice", 0), *(str(group[path]) for path in paths.values()))
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


def _whole(figure: Figure, rows: QuerySet) -> dict[str, Any]:
    return rows.aggregate(_n=figure.measure.aggregate())


def _slices(periods: Iterable[Period]) -> list[Period]:
    """The shortest list of days-runs from which every period can be put together."""
    periods = list(periods)
    edges = sorted({period.first_on for period in periods} | {period.after_on for period in periods})
    return [Period(first, after - timedelta(days=1)) for first, after in pairwise(edges)]


def _slice_of(path: str, slices: Sequence[Period]):
    whens = [When(**{f"{path}__lt": span.after_on}, then=Value(i)) for i, span in enumerate(slices)]
    return Case(*whens, default=Value(len(slices) - 1), output_field=IntegerField())


# -- from a record back to its figures ------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """Whether one record counts in a figure; `reasons` holds (condition's words, holds?) in order."""

    figure: Figure
    counted: bool
    reasons: tuple[tuple[str, bool], ...]

    @property
    def because(self) -> list[str]:
        return [words for words, holds in self.reasons if not holds]


def standings(record, window: Window) -> list[Standing]:
    """In which figures the record counts, and where not, because of which condition. One statement per figure."""
    return [_standing(figure, record, window) for figure in registry.behind(type(record))]


def _standing(figure: Figure, record, window: Window) -> Standing:
    tests = {
        f"holds{i}": Case(
            When(condition.test(window), then=Value(1)), default=Value(0), output_field=IntegerField()
        )
        for i, condition in enumerate(figure.conditions)
    }
    found = figure.source().filter(pk=record.pk).annotate(**tests).values_list(*tests).first()
    holds = found or (0,) * len(tests)
    reasons = tuple((c.words, bool(h)) for c, h in zip(figure.conditions, holds, strict=True))
    return Standing(figure, all(held for _, held in reasons), reasons)
