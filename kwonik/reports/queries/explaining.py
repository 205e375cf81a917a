"""What a figure means, how its meaning changed, where it is printed, how it ran, what it should reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from kwonik.catalogue.models import ReportTemplate
from kwonik.kernel import figures
from kwonik.kernel.figures import (
    Answer,
    AnyFigure,
    Ask,
    CodeLists,
    Count,
    Cut,
    Derived,
    Distinct,
    Elsewhen,
    Figure,
    Highest,
    Sum,
    Window,
    cuts_of,
)
from kwonik.kernel.periods import Period
from kwonik.people.models import Account
from kwonik.places.models import Centre
from kwonik.reports.models import EditionFigure, FigureDefinition
from kwonik.reports.rules.compose import listings_of
from kwonik.reports.rules.placing import spots

from .composing import rows_url, snapshot, spec_of, words_of

TARGETS = "planning.targets"
YEARS = 4
LATEST = 20

SAID: tuple[tuple[str, str], ...] = (
    ("label", "이름"),
    ("meaning", "뜻"),
    ("unit", "단위"),
    ("kind", "종류"),
    ("conditions", "조건"),
    ("measure", "세는 법"),
    ("cuts", "구분"),
)


@dataclass(frozen=True)
class Entry:
    """A line of the list of figures."""

    figure: AnyFigure
    room: str
    definition: FigureDefinition | None


@dataclass(frozen=True)
class Version:
    """A definition and what was different before it; nothing said differently: only the query was."""

    definition: FigureDefinition
    changed: tuple[tuple[str, Any, Any], ...]


@dataclass(frozen=True)
class Printing:
    """Where a report prints the figure."""

    template: ReportTemplate
    id: str
    heading: str
    cut: str


@dataclass(frozen=True)
class Running:
    """The number over a row of periods; each opens its rows."""

    label: str
    rows: Sequence[tuple[str, Answer, str]]


@dataclass(frozen=True)
class Explained:
    """Everything there is to say about one figure."""

    code: str
    figure: AnyFigure
    fixed: str
    now: Answer | None
    url: str
    parts: Sequence[AnyFigure]
    members: Sequence[tuple[str, str]]
    cuts: Sequence[tuple[Cut, Mapping[str, str]]]
    versions: Sequence[Version]
    printings: Sequence[Printing]
    targets: Sequence[tuple[str, Any]]
    runs: Sequence[Running]
    editions: Sequence[EditionFigure]

    @property
    def definition(self) -> FigureDefinition | None:
        return self.versions[0].definition if self.versions else None

    @property
    def measured(self) -> str:
        """How it is counted, in words."""
        return "" if isinstance(self.figure, Derived) else measured(self.figure)


def room_of(code: str) -> str:
    """The room that declares the figure, as people call it."""
    return str(apps.get_app_config(code.partition(".")[0]).verbose_name)


def rooms() -> list[tuple[str, str]]:
    """The rooms that declare figures: name of the room -> as people call it."""
    areas = {figure.code.partition(".")[0] for figure in figures.registry.all()}
    return sorted(((area, room_of(area)) for area in areas), key=lambda pair: pair[1])


def entries() -> list[Entry]:
    """All figures with the definition in force, by room."""
    latest = {one.code: one for one in _definitions().order_by("version")}
    found = [Entry(row, room_of(row.code), latest.get(row.code)) for row in figures.registry.all()]
    return sorted(found, key=lambda entry: (entry.room, entry.figure.label, entry.figure.code))


def _definitions() -> QuerySet[FigureDefinition]:
    return FigureDefinition.objects.select_related("owner", "approved_by")


def explained(code: str, window: Window, templates: Iterable[ReportTemplate]) -> Explained:
    """All about one figure of the window's centre. Raises UndeclaredFigure."""
    figure, fixed = figures.registry.find(code) if "{" not in code else (_pattern(code), ())
    lists = CodeLists()
    first = _first(figure)
    pattern = "{" in code
    ask = Ask.of(code)
    if not pattern:
        figures.check([ask])
    with snapshot():
        targets = figures.registry.listing(TARGETS).lines(window)
        return Explained(
            code=code,
            figure=figure,
            fixed="" if pattern else words_of(ask, lists),
            now=None if pattern else figures.compute(window, [ask])[ask],
            url="" if pattern else rows_url(ask, window),
            parts=[figures.registry.find(part)[0] for part in _codes(figure)],
            members=_members(figure, lists) if pattern else (),
            cuts=[(cut, lists[cut]) for cut in cuts_of(first) if not fixed or cut != first.family],
            versions=list(_versions(figure.code)),
            printings=list(_printings(code, figure, window, templates, lists)),
            targets=[
                (words_of(Ask.of(line["figure"], **line["cut"]), lists), line["value"])
                for line in targets
                if line["figure"] == code
            ],
            runs=[] if pattern else list(_runs(ask, figure, window)),
            editions=list(_editions(figure, code, window)),
        )


def _pattern(code: str) -> AnyFigure:
    found = next((figure for figure in figures.registry.all() if figure.code == code), None)
    if found is None:
        raise figures.UndeclaredFigure(code)
    return found


def _codes(figure: AnyFigure) -> list[str]:
    """The figures that a derived one is made of."""
    parts = figure.of if isinstance(figure, Derived) else ()
    return [part.code if isinstance(part, Elsewhen) else part for part in parts]


def _first(figure: AnyFigure) -> Figure:
    """The counted figure whose cuts it has."""
    while isinstance(figure, Derived):
        figure = figures.registry.find(_codes(figure)[0])[0]
    return figure


def _members(figure: AnyFigure, lists: CodeLists) -> list[tuple[str, str]]:
    assert isinstance(figure, Figure)
    assert figure.family is not None
    pattern = f"{{{figure.family.key}}}"
    return [(figure.code.replace(pattern, code), label) for code, label in lists[figure.family].items()]


def _versions(code: str) -> Iterator[Version]:
    """The newest first, each with what it changed."""
    rows = list(_definitions().filter(code=code).order_by("-version"))
    for position, row in enumerate(rows):
        before = rows[position + 1] if position + 1 < len(rows) else None
        changed = () if before is None else tuple(_changed(before, row))
        yield Version(row, changed)


def _changed(before: FigureDefinition, after: FigureDefinition) -> Iterator[tuple[str, str, str]]:
    for name, label in SAID:
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            yield label, _told(was), _told(now)


def _told(said: Any) -> str:
    if isinstance(said, dict):
        return ", ".join(label for label, _ in said.values()) or "없음"
    return "; ".join(said) if isinstance(said, list) else str(said)


def _printings(
    code: str, figure: AnyFigure, window: Window, templates: Iterable[ReportTemplate], lists: CodeLists
) -> Iterator[Printing]:
    for template in templates:
        spec = spec_of(template)
        listings = {name: figures.registry.listing(name).lines(window) for name in listings_of(spec)}
        for spot in spots(spec, listings, window.counted):
            if spot.ask.code == code or ("{" in code and figures.registry.find(spot.ask.code)[0] is figure):
                yield Printing(template, spot.id, spot.heading, words_of(spot.ask, lists))


def _runs(ask: Ask, figure: AnyFigure, window: Window) -> Iterator[Running]:
    """Month by month and year by year, where every row has its day."""
    if not _is_dated(figure):
        return
    last = window.counted.last_on
    years = [
        Period(date(year, 1, 1), date(year, 12, 31)) for year in range(last.year - YEARS + 1, last.year + 1)
    ]
    months = list(window.counted.months())
    asks = {span: Ask(ask.code, ask.cut, span) for span in (*months, *years)}
    answers = figures.compute(window, asks.values())
    for label, spans in (("달", months), ("해", years)):
        rows = [(_short(span, label), answers[asks[span]], rows_url(asks[span], window)) for span in spans]
        if len(rows) > 1:
            yield Running(label, rows)


def _short(span: Period, label: str) -> str:
    return f"{span.first_on.year}년" if label == "해" else f"{span.first_on.year}. {span.first_on.month}."


def _is_dated(figure: AnyFigure) -> bool:
    if isinstance(figure, Derived):
        return all(_is_dated(figures.registry.find(code)[0]) for code in _codes(figure))
    return bool(figure.dated)


def _editions(figure: AnyFigure, code: str, window: Window) -> QuerySet[EditionFigure]:
    """The latest numbers that the centre published of it."""
    rows = EditionFigure.objects.filter(
        definition__code=figure.code, edition__centre__in=window.centres, shown=True
    )
    if "{" not in code:
        rows = rows.filter(code=code)
    return rows.select_related("edition__template", "definition").order_by("-edition__published_at", "place")[
        :LATEST
    ]


def measured(figure: Figure) -> str:
    """How the rows make the number, in words."""
    match figure.measure:
        case Count():
            return "기록을 하나씩 셉니다."
        case Sum(path):
            return f"기록마다 적힌 {_called(figure, path)}을(를) 더합니다. 아무것도 없으면 0입니다."
        case Distinct(path):
            return (
                f"서로 다른 {_called(figure, path)}을(를) 셉니다. 나눈 것을 더하지 않고 합계마다 새로 셉니다."
            )
        case Highest(path):
            return f"{_called(figure, path)} 가운데 가장 큰 값입니다."


def _called(figure: Figure, path: str) -> str:
    """What the measured column is called on the list of rows."""
    if path == "person":
        return "사람"
    heads = (column.label for column in figure.columns if column.path.removesuffix("__name") == path)
    field = {field.name: field for field in figure.source().model._meta.get_fields()}.get(path)
    return next(heads, str(getattr(field, "verbose_name", figure.label)))


def staff(centre: Centre) -> QuerySet[Account]:
    """Who may answer for a figure: the people of the centre."""
    return Account.objects.filter(centre=centre, is_active=True).order_by("name", "pk")
