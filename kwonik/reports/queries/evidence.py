"""From a number to what it is made of: its rows, its parts, its months, the year before."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kwonik.kernel import figures
from kwonik.kernel.figures import Answer, Ask, CodeLists, Derived, Figure, Window
from kwonik.kernel.periods import Period
from kwonik.places.models import Centre

from .composing import rows_url, words_of


@dataclass(frozen=True)
class Evidence:
    """What stands behind one number: for a counted one its rows, for a derived one its parts."""

    ask: Ask
    window: Window
    answer: Answer
    parts: tuple[Evidence, ...] = ()

    @property
    def cut(self) -> str:
        return words_of(self.ask, CodeLists())

    @property
    def period(self) -> Period:
        return self.ask.period or self.window.period

    @property
    def url(self) -> str:
        return rows_url(self.ask, self.window)

    @property
    def _cut(self) -> tuple[tuple[str, str], ...]:
        return (*self.ask.cut, *figures.registry.find(self.ask.code)[1])

    @property
    def figure(self) -> Figure:
        """The counted figure; a derived number has parts instead."""
        assert isinstance(self.answer.figure, Figure)
        return self.answer.figure

    def rows(self):
        """The rows, one QuerySet with the number; only for counted figures."""
        return self.figure.rows(self.window.during(self.period), self._cut)

    def lines(self):
        """Rows as tuples: what their page is called by, the centre they belong to, then the figure's columns."""
        owner = "centre_id" if hasattr(self.rows().model, "centre_id") else "pk"
        return self.rows().values_list(
            self.figure.page_of, owner, *(column.path for column in self.figure.columns)
        )

    def shown(self, line: tuple) -> list:
        """One line with codes turned into their labels."""
        return [column.show(value) for column, value in zip(self.figure.columns, line[2:], strict=True)]

    def months(self) -> list[tuple[str, Answer]]:
        """The number month by month, where the figure is dated and the period is longer than one."""
        figure = self.answer.figure
        if isinstance(figure, Derived) or not figure.dated:
            return []
        spans = list(self.period.until(self.window.as_of).months())
        if len(spans) < 2:
            return []
        asks = {span: replace(self.ask, period=span) for span in spans}
        found = figures.compute(self.window, asks.values())
        return [(f"{span.first_on:%Y}. {span.first_on.month}.", found[ask]) for span, ask in asks.items()]

    def year_earlier(self) -> Answer | None:
        """The same days a year before, for a dated figure."""
        figure = self.answer.figure
        if isinstance(figure, Derived) or not figure.dated:
            return None
        ask = replace(self.ask, period=self.period.until(self.window.as_of).year_earlier())
        return figures.compute(self.window, [ask])[ask]


def evidence(ask: Ask, window: Window) -> Evidence:
    """The number and what it is made of. Raises UndeclaredFigure."""
    answer = figures.compute(window, [ask])[ask]
    parts = figures.inputs(answer.figure, ask, window) if isinstance(answer.figure, Derived) else ()
    return Evidence(ask, window, answer, tuple(evidence(part, window) for part in parts))


def owners(found: Evidence, centre: Centre) -> list[Centre]:
    """Whose rights open the rows: those of the centre that asks; for a department of the city those of every centre
    that the rows come from, so that it sees counts everywhere and rows where it was granted them.
    """
    if len(found.window.centres) == 1 or not isinstance(found.answer.figure, Figure):
        return [centre]
    rows = found.rows().order_by()
    if not hasattr(rows.model, "centre_id"):
        return [centre]
    return list(Centre.objects.filter(pk__in=rows.values("centre_id").distinct())) or [centre]
