"""The profile's report as tests look at it: its cells, their values, their rows."""

from collections import defaultdict
from functools import cached_property

from django.db.models import QuerySet

from kwonik.catalogue.queries import own_centre
from kwonik.kernel import figures
from kwonik.kernel.figures import Derived, Figure
from kwonik.kernel.periods import parse
from kwonik.reports import access, queries
from kwonik.reports.rules import compose


class Report:
    """The profile's report, and the cells it asks for."""

    def __init__(self) -> None:
        (self.template,) = access.templates()
        self.spec = queries.spec_of(self.template)
        self.window = queries.window_of(own_centre(), parse(self.spec.period), self.spec.as_of)
        listings = {
            code: figures.registry.listing(code).lines(self.window) for code in compose.listings_of(self.spec)
        }
        asks = compose.asks_of(self.spec, listings, self.window.counted)
        self.asks = list(dict.fromkeys([*asks, *(part for ask in asks for part in self.parts(ask))]))

    def parts(self, ask: figures.Ask) -> list[figures.Ask]:
        """What a derived cell is made of, whether the report prints that too or not."""
        figure, _ = figures.registry.find(ask.code)
        return figures.inputs(figure, ask, self.window) if isinstance(figure, Derived) else []

    @cached_property
    def cells(self) -> dict[type, list[tuple[figures.Ask, figures.Figure, QuerySet]]]:
        """The counted cells by the kind of record they count."""
        found: dict[type, list] = defaultdict(list)
        for ask in self.counted():
            rows = self.rows(ask)
            found[rows.model].append((ask, figures.registry.find(ask.code)[0], rows))
        return found

    def values(self) -> dict[figures.Ask, object]:
        return {ask: answer.value for ask, answer in figures.compute(self.window, self.asks).items()}

    def counted(self) -> list[figures.Ask]:
        return [ask for ask in self.asks if isinstance(figures.registry.find(ask.code)[0], Figure)]

    def rows(self, ask: figures.Ask):
        return queries.Evidence(
            ask, self.window, figures.Answer(ask, figures.registry.find(ask.code)[0], 0)
        ).rows()

    def resting_on(self, asks: set[figures.Ask]) -> set[figures.Ask]:
        """Those cells and the derived ones made of them."""
        made = {ask for ask in self.asks if any(part in asks for part in self.parts(ask))}
        return (asks & set(self.asks)) | made
