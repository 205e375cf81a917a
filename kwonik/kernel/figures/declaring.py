"""What an area declares: figures counted from rows, figures derived from others, registers printed line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from decimal import Decimal
from functools import reduce
from typing import Any, ClassVar, Literal

from django.db.models import Q, QuerySet

from kwonik.kernel import numbers
from kwonik.kernel.periods import Period
from kwonik.kernel.rounding import HALF_UP, HALF_UP_TENTH, Rounding, percent

from .measures import Measure, Number


class UndeclaredFigure(LookupError):
    """A figure, cut or cut value that nobody declared. Raised when a report is read, never printed as zero."""


@dataclass(frozen=True)
class Window:
    """Whose rows, which days, as of when: `centres` own the rows; `network` shares its hotline with them.

    `above` are the departments of the city that oversee them: their pledges are answered by the centres' records.
    """

    centres: tuple[int, ...]
    period: Period
    as_of: date
    network: tuple[int, ...] = ()
    above: tuple[int, ...] = ()

    def during(self, period: Period) -> Window:
        return replace(self, period=period)

    @property
    def counted(self) -> Period:
        """The days that count: the period up to the as-of date."""
        return self.period.until(self.as_of)


@dataclass(frozen=True)
class Condition:
    """One reason why a row counts; `words` complete the sentence "이 기록은 …"."""

    words: str
    test: Callable[[Window], Q]


@dataclass(frozen=True)
class Cut:
    """A dimension a figure may be cut by: `path` leads from the row to the code, `labels()` is the code list.

    A `numbered` dimension (제5기) has no list to begin with: any whole number may be asked for. An `open` one is a
    register that staff keep (studies, plans): what it does not hold yet counts nothing.
    """

    key: str
    label: str
    path: str
    labels: Callable[[], Mapping[str, str]]
    numbered: bool = False
    open: bool = False

    def check(self, value: str, labels: Mapping[str, str]) -> None:
        """Raises UndeclaredFigure for a value that is not in the code list."""
        free = self.open or (self.numbered and value.isdecimal())
        if not free and value not in labels:
            raise UndeclaredFigure(f"'{value}'은(는) {self.label}({self.key})에 없는 값입니다.")


class CodeLists(dict[Cut, Mapping[str, str]]):
    """The code lists of cuts, each asked for once: `lists[cut]`."""

    def __missing__(self, cut: Cut) -> Mapping[str, str]:
        self[cut] = cut.labels()
        return self[cut]


@dataclass(frozen=True)
class Column:
    """A column of the drill-down list; `kind` is text, date, number or won."""

    label: str
    path: str
    kind: Literal["text", "date", "number", "won"] = "text"
    labels: Callable[[], Mapping[Any, str]] | None = None

    def show(self, value: Any) -> Any:
        if isinstance(value, time):
            return f"{value:%H:%M}"
        return self.labels().get(value, value) if self.labels and value is not None else value


@dataclass(frozen=True)
class Figure:
    """A number counted from rows. See the module's text; `permission` opens the rows, `page` links one of them.

    `page_of` leads to the number of the record that `page` shows, where a row has no page of its own; `listed` names
    the page of the whole register, where none has. `alias_of`: the same count under another name, on purpose.
    `protects` says whether public numbers hide small groups of people, where the rows themselves do not tell.

    `ahead`: it counts what is still to come (plans), also after the as-of date. Of kind "stated", its rows are
    statements of a document, because nothing was recorded row by row (약 10만병); `document` leads to its name.
    `goes_on` names cuts that ordinary work changes after the day (a case's outcome): a closed month lets them change.
    `closes` is the day that settles a row in a month where the figure itself is not `dated` (money spent).
    """

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
    kind: Literal["counted", "stated"] = "counted"
    ahead: bool = False
    document: str = ""
    page_of: str = "pk"
    listed: str = ""
    alias_of: str = ""
    protects: Literal["", "people", "nobody"] = ""
    goes_on: tuple[str, ...] = ()
    closes: str | None = None

    @property
    def settles_by(self) -> str | None:
        """The day whose month, once closed, keeps the row as it is."""
        return self.dated or self.closes

    def records(self, window: Window) -> QuerySet:
        """The rows that count, nothing else: the number, its list and its spreadsheet."""
        return reduce(
            lambda rows, condition: rows.filter(condition.test(window)), self.conditions, self.source()
        )

    def printed(self, value: Number) -> str:
        return self.printer(value)

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


def difference(whole: Number, part: Number) -> Number:
    return (whole or 0) - (part or 0)


@dataclass(frozen=True)
class Ratio:
    """Percent of a whole; where there is nothing to divide by it prints `empty`."""

    of: Formula
    empty: str

    def __call__(self, *parts: Number) -> Number:
        return self.of(*parts)


def rate(rule: Rounding = HALF_UP_TENTH, empty: str = "-") -> Ratio:
    """A part in percent of the whole."""
    return Ratio(lambda part, whole: percent(part or 0, whole or 0, rule), empty)


def growth(rule: Rounding, empty: str = "-") -> Ratio:
    """How much more than before, in percent."""
    return Ratio(lambda now, before: percent((now or 0) - (before or 0), before or 0, rule), empty)


def mean(rule: Rounding = HALF_UP, per: int = 1, empty: str = "-") -> Ratio:
    """How many on each of them (50명씩), in units of `per` (60 makes hours of minutes)."""
    return Ratio(
        lambda total, times: rule(Decimal(total or 0) / (Decimal(times) * per)) if times else None, empty
    )


@dataclass(frozen=True)
class Elsewhen:
    """A figure over other days than the report's: `shift` makes them of the days that count."""

    code: str
    shift: Callable[[Period], Period]


def year_earlier(code: str) -> Elsewhen:
    """전년도 동기간: the same days a year before, up to the as-of date."""
    return Elsewhen(code, Period.year_earlier)


def just_before(code: str) -> Elsewhen:
    """How it stood on the day before the period."""
    return Elsewhen(code, lambda period: Period(*[period.first_on - timedelta(days=1)] * 2))


@dataclass(frozen=True)
class Derived:
    """A number made of other figures under the same cut; `words` say how, the rounding rule included.

    `nothing` is printed where the formula gives none, because there is nothing to divide by; a ratio knows it itself.
    """

    code: str
    label: str
    meaning: str
    unit: str
    of: tuple[str | Elsewhen, ...]
    formula: Formula
    words: str
    printer: Callable[[Number], str] = numbers.plain
    nothing: str = ""
    kind: ClassVar[Literal["derived"]] = "derived"

    @property
    def empty(self) -> str:
        """What is printed where there is nothing to divide by; "" when that was never decided."""
        return self.nothing or (self.formula.empty if isinstance(self.formula, Ratio) else "")

    def printed(self, value: Number) -> str:
        return self.empty if value is None else self.printer(value)


@dataclass(frozen=True)
class Listing:
    """A register that a report prints line by line: facilities, budget lines, history.

    `lines(window)` gives one dict per line: texts by field name, "cut" for the figures of that line, and "shade"
    ("total", "subtotal") where the line sums up others. `fields` names what a template may print.

    A listing `of_one` is about one thing, named after a slash ("pledges.goals/labour"): `lines(window, name)`.
    """

    code: str
    label: str
    fields: tuple[str, ...]
    lines: Callable[..., list[dict[str, Any]]]
    of_one: bool = False


AnyFigure = Figure | Derived
