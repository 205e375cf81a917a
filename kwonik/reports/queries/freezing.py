"""The numbers of a composed document with the very statements and rows behind them, ready to be kept for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from kwonik.kernel import figures
from kwonik.kernel.figures import Answer, Ask, CodeLists, Derived, Figure, Window, watching
from kwonik.kernel.periods import Period
from kwonik.reports.models import Edition, EditionFigure, EditionFile, FigureDefinition
from kwonik.reports.rules import freezing

from .composing import Composed, words_of


class NotTheSame(RuntimeError):
    """A frozen statement gives another number than the document prints: a defect, never to be published."""


@dataclass(frozen=True)
class Found:
    """What a frozen statement finds; its rows only if they were asked for."""

    row_count: int
    value: Decimal | None
    digest: str
    rows: tuple[int, ...] = ()
    measured: tuple[str | None, ...] = ()


NOTHING = Found(0, Decimal(0), freezing.digest_of_rows((), ()))
"""What a number of days to come is made of."""


def statement_of(figure: Figure, ask: Ask, window: Window) -> str:
    """The statement that finds the rows behind one number and what each holds; empty when its days are to come."""
    period = ask.period or window.period
    if not figure.ahead and period.first_on > window.as_of:
        return ""
    rows = figure.rows(window.during(period), (*ask.cut, *figures.registry.find(ask.code)[1]))
    measured = [path] if (path := getattr(figure.measure, "path", None)) else []
    return watching.sql_of(rows.order_by().values_list("pk", *measured))


def found(asked: Mapping[int, tuple[str, str]], rows: bool = False) -> dict[int, Found]:
    """What the frozen statements (each with its measure) find now, by their places; one statement for all of them."""
    places: dict[tuple[str, str], list[int]] = {}
    for place, one in asked.items():
        places.setdefault(one, []).append(place)
    parts = [
        freezing.counting(same[0], statement, measure, rows)
        for (statement, measure), same in places.items()
        if statement
    ]
    answers: dict[int, Found] = {}
    if parts:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL jit = off")
            cursor.execute(" UNION ALL ".join(parts))
            answers = {
                line[0]: Found(*line[1:4], *(tuple(kept or ()) for kept in line[4:])) for line in cursor
            }
    return {
        place: answers[same[0]] if statement else NOTHING
        for (statement, _), same in places.items()
        for place in same
    }


def frozen(composed: Composed, definitions: Mapping[str, FigureDefinition]) -> list[EditionFigure]:
    """Every number of the document in order, then the numbers that only others are made of. Raises NotTheSame."""
    freezer = _Freezer(composed.window, definitions)
    for placed in composed.placed:
        freezer.place(placed.answer, placed.ref, placed.printed)
    freezer.make_parts()
    return freezer.finished()


class _Freezer:
    def __init__(self, window: Window, definitions: Mapping[str, FigureDefinition]) -> None:
        self.window, self.definitions = window, definitions
        self.figures: list[EditionFigure] = []
        self.first: dict[Ask, EditionFigure] = {}
        self.waiting: list[tuple[EditionFigure, Answer]] = []
        self.lists = CodeLists()

    def place(self, answer: Answer, ref: str, printed: str, shown: bool = True) -> EditionFigure:
        ask, figure = answer.ask, answer.figure
        period = ask.period or self.window.period
        made = EditionFigure(
            place=len(self.figures),
            ref=ref,
            shown=shown,
            code=ask.code,
            label=_label(figure, words_of(ask, self.lists)),
            cut=dict(ask.cut),
            first_on=period.first_on,
            last_on=period.last_on,
            own_period=ask.period is not None,
            value=None if answer.value is None else Decimal(answer.value),
            printed=printed,
            unit=figure.unit,
            kind=figure.kind,
            definition=self.definitions[figure.code],
        )
        if isinstance(figure, Derived):
            self.waiting.append((made, answer))
        else:
            made.statement = statement_of(figure, ask, self.window)
            made.table = figure.source().model._meta.db_table
        self.figures.append(made)
        self.first.setdefault(ask, made)
        return made

    def make_parts(self) -> None:
        """The numbers that derived ones are made of, each once, also those of parts that are derived themselves."""
        while self.waiting:
            waiting, self.waiting = self.waiting, []
            asks = {
                made.place: figures.inputs(answer.figure, answer.ask, self.window)
                for made, answer in waiting
                if isinstance(answer.figure, Derived)
            }
            missing = [ask for parts in asks.values() for ask in parts if ask not in self.first]
            for answer in figures.compute(self.window, missing).values():
                self.place(answer, "", answer.printed, shown=False)
            for made, _ in waiting:
                made.parts = [self.first[ask].place for ask in asks[made.place]]

    def finished(self) -> list[EditionFigure]:
        counted = {
            made.place: (made.statement, made.definition.measure) for made in self.figures if made.table
        }
        for place, answer in found(counted, rows=True).items():
            made = self.figures[place]
            if answer.value != made.value:
                raise NotTheSame(f"{made.code} {made.cut}: {made.value} printed, {answer.value} frozen")
            made.rows, made.row_count, made.rows_digest = list(answer.rows), answer.row_count, answer.digest
            made.measured = list(answer.measured) if any(m is not None for m in answer.measured) else None
        return self.figures


def _label(figure: figures.AnyFigure, cut: str) -> str:
    return f"{figure.label} ({cut})" if cut else figure.label


def ask_of(figure: EditionFigure) -> Ask:
    """What a published number asked."""
    period = Period(figure.first_on, figure.last_on) if figure.own_period else None
    return Ask(figure.code, tuple(sorted(figure.cut.items())), period)


def chain(kept: Iterable[EditionFigure], start: str = "") -> list[str]:
    """The digest of every figure, each taking in the one before it."""
    links: list[str] = []
    for figure in kept:
        facts: list[Any] = [
            figure.place,
            figure.ref,
            figure.shown,
            figure.code,
            figure.label,
            figure.cut,
            figure.first_on,
            figure.last_on,
            figure.own_period,
            freezing.written(figure.value),
            figure.printed,
            figure.unit,
            figure.kind,
            figure.definition.digest,
            list(figure.parts),
            figure.table,
            figure.statement,
            figure.row_count,
            freezing.digest_of_rows(figure.rows, figure.measured),
        ]
        links.append(freezing.link(links[-1] if links else start, facts))
    return links


def root_of(edition: Edition, links: Sequence[str], files: Iterable[EditionFile]) -> str:
    """The one digest that stands for a whole edition: its facts, its files and the chain of its figures."""
    facts: list[Any] = [
        edition.body,
        edition.subject,
        edition.title,
        edition.centre_id,
        edition.first_on,
        edition.last_on,
        edition.as_of,
        edition.dated_on,
        edition.number,
        edition.supersedes_id,
        edition.reason,
        edition.checks,
        edition.tree,
        edition.position,
        *sorted(f"{file.form}:{file.digest}" for file in files),
    ]
    return freezing.link(links[-1] if links else "", facts)


def broken(edition: Edition) -> list[str]:
    """What of an edition is no longer as it was published, in words; nothing, if all its digests come out again."""
    kept = list(edition.figures.select_related("definition").order_by("place"))
    files = list(edition.files.all())
    found = [
        f"{file.name}: 파일의 지문이 다릅니다"
        for file in files
        if hashlib.sha256(bytes(file.content)).hexdigest() != file.digest
    ]
    links = chain(kept)
    found += [
        f"{figure.label}: 수치의 지문이 다릅니다"
        for figure, digest in zip(kept, links, strict=True)
        if figure.digest != digest
    ]
    if root_of(edition, links, files) != edition.root:
        found.append("판 전체의 지문이 다릅니다")
    return found
