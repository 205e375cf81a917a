"""A report as of now: every number of it from one snapshot of the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.db import connection, transaction
from django.urls import reverse

from kwonik.catalogue.models import ReportTemplate
from kwonik.documents import tree
from kwonik.kernel import figures, numbers
from kwonik.kernel.figures import Answer, Ask, CodeLists, Derived, Window
from kwonik.kernel.periods import Period
from kwonik.kernel.rounding import HALF_UP
from kwonik.places.models import Centre
from kwonik.places.queries import overseen, overseers
from kwonik.reports.rules import compose, inline
from kwonik.reports.rules.checks import Checked, checked
from kwonik.reports.rules.spec import ReportSpec, read


@dataclass(frozen=True)
class Composed:
    """A report ready to be written: its tree, and value and print of the source document's figures by their ids.

    `stated` are the ids of those that no rows were counted for, only a document states them.
    """

    spec: ReportSpec
    report: tree.Report
    window: Window
    by_id: dict[str, tuple[figures.Number, str]]
    stated: frozenset[str] = frozenset()
    placed: tuple[Placed, ...] = ()
    checks: tuple[Checked, ...] = ()


@dataclass(frozen=True)
class Placed:
    """A number as it stands in the document: what was asked, its id in the source document, how it is printed."""

    answer: Answer
    ref: str
    printed: str


class NoSubject(LookupError):
    """Nothing of that name stands in the registers that the report may look into."""


def spec_of(template: ReportTemplate, subject: str = "") -> ReportSpec:
    """What the report prints; a report about one thing about that one, else about the one its file names."""
    return read(template.body, subject)


def window_of(centre: Centre, period: Period, as_of: date) -> Window:
    """The centre's own rows, and the network that shares its hotline.

    A department of the city reports on the records of the centres it oversees; a centre, on the pledges of whoever
    oversees it. Counts need no more than the report's permission; rows are opened by right, centre by centre.
    """
    network = Centre.objects.filter(hotline=centre.hotline_id) if centre.hotline_id else Centre.objects.none()
    return Window(
        (centre.pk, *overseen(centre)),
        period,
        as_of,
        tuple(network.values_list("pk", flat=True)) or (centre.pk,),
        tuple(overseers([centre.pk])),
    )


@contextmanager
def snapshot() -> Iterator[None]:
    """One REPEATABLE READ, read-only transaction, so that all numbers of a report agree with each other."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def composed(
    template: ReportTemplate, centre: Centre, period: Period, as_of: date, dated_on: date, subject: str = ""
) -> Composed:
    """The whole report for one centre. The number of statements does not grow with the rows.

    Raises NoSubject where the report is about something that does not stand in the centre's window.
    """
    spec = spec_of(template, subject)
    with snapshot():
        window = window_of(centre, period, as_of)
        listings = {code: figures.registry.listing(code).lines(window) for code in compose.listings_of(spec)}
        if subject and not listings.get(spec.titled_by):
            raise NoSubject(subject)
        answers = figures.compute(window, compose.asks_of(spec, listings, window.counted))
    resolver = Answers(window.counted, dated_on, window, str(centre), listings, answers)
    report = compose.build(spec, resolver)
    printed = {id: printed for id, (_, printed) in resolver.by_id.items()}
    return Composed(
        spec,
        report,
        window,
        resolver.by_id,
        frozenset(resolver.stated),
        tuple(resolver.placed),
        _checked(spec, printed, report, own=spec.subject == spec_of(template).subject),
    )


def _checked(
    spec: ReportSpec, printed: dict[str, str], report: tree.Report, *, own: bool
) -> tuple[Checked, ...]:
    """The file's checks; about another subject than the file's own, those of what its card prints."""
    found = checked(spec.checks, printed, report)
    return tuple(one for one in found if own or not one.waits)


@dataclass
class Answers:
    """The second pass: places each answer with its evidence."""

    period: Period
    dated_on: date
    window: Window
    centre: str
    listings: dict[str, list[dict]]
    answers: dict[Ask, Answer]
    by_id: dict[str, tuple[figures.Number, str]] = field(default_factory=dict)
    stated: set[str] = field(default_factory=set)
    placed: list[Placed] = field(default_factory=list)
    lists: CodeLists = field(default_factory=CodeLists)

    def number(self, ask: Ask, id: str, zero: str, unit: str = "") -> tree.Number:
        answer = self.answers[ask]
        figure = answer.figure
        printed = zero if zero and answer.value == 0 else answer.printed
        told = answer.value
        if unit and answer.value is not None:
            scaled = HALF_UP(Decimal(answer.value) / inline.UNITS[unit])
            printed = numbers.plain(scaled)
            told = scaled if unit in inline.MEASURED else told
        number = tree.Number(
            printed,
            printed if answer.value is None else answer.value,
            source=tree.Source(
                code=ask.code,
                cut=words_of(ask, self.lists),
                href=rows_url(ask, self.window),
                basis=self.basis(ask),
            ),
            kind=figure.kind,
        )
        self.placed.append(Placed(answer, id, printed))
        if id:
            self.by_id[id] = (told, printed)
            if figure.kind == "stated":
                self.stated.add(id)
        return number

    def keep(self, id: str, value: int) -> None:
        """A number of the source document that a table printed in large units."""
        self.by_id[id] = (value, numbers.plain(value))

    def basis(self, ask: Ask) -> str:
        """How a derived number is made; for a stated one the documents that state it."""
        figure, fixed = figures.registry.find(ask.code)
        if isinstance(figure, Derived):
            return figure.words
        if figure.kind != "stated":
            return ""
        window = self.window.during(ask.period or self.window.period)
        rows = figure.rows(window, (*ask.cut, *fixed)).values_list(figure.document, flat=True)
        return ", ".join(rows) or "문서를 아직 적지 않음"

    def lines(self, code: str) -> list[dict]:
        return self.listings[code]

    def word(self, name: str) -> str:
        as_of = self.window.as_of
        return {
            "period": self.window.period.label,
            "as_of": f"{as_of.year}. {as_of.month}. {as_of.day}.",
            "as_of_month": f"'{as_of:%y}. {as_of:%m}월",
            "as_of_short": f"'{as_of:%y.%m}.",
            "year": str(as_of.year),
            "centre": self.centre,
        }[name]


def words_of(ask: Ask, lists: CodeLists) -> str:
    """The cut in words: "노동자, 임금체불"."""
    figure, fixed = figures.registry.find(ask.code)
    if isinstance(figure, Derived):
        figure, fixed = figures.registry.find(figures.inputs(figure, ask)[0].code)
    cuts = [(figure.cut(key), value) for key, value in (*fixed, *ask.cut)]  # type: ignore[union-attr]
    return ", ".join(lists[cut].get(value, value) for cut, value in cuts)


def rows_url(ask: Ask, window: Window) -> str:
    """The page of the rows behind a number, with the very period, as-of date and cut of the number."""
    query = {
        "figure": ask.code,
        "period": str(ask.period or window.period),
        "as_of": window.as_of.isoformat(),
    }
    return f"{reverse('reports:rows')}?{urlencode([*query.items(), *(('cut.' + k, v) for k, v in ask.cut)])}"
