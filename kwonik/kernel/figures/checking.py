"""What a definition must say before any number comes of it. What is missing is refused when the figure is defined.

`refuse` looks at one figure when it is declared; `faults` at all of them together, when everything is there: asked by
`make check` and when a profile is loaded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import product

from django.core.exceptions import FieldError
from django.urls import NoReverseMatch, reverse

from kwonik.kernel import permissions
from kwonik.kernel.periods import Period

from .declaring import AnyFigure, Cut, Derived, Figure, UndeclaredFigure, Window
from .measures import Distinct

PEOPLE = "명"
PERSON = "person"
"""What a source of rows about people must carry: the person of the row, the same after two entries were merged."""

PROBES = (
    Window((1,), Period(date(2024, 1, 1), date(2024, 12, 31)), date(2024, 12, 31), (1, 2)),
    Window((1, 3), Period(date(2025, 2, 1), date(2025, 9, 30)), date(2025, 9, 30), (1, 2, 3)),
)


class BadDefinition(ValueError):
    """A figure that may not be defined so. The message says in Korean what is missing."""


def refuse(figure: AnyFigure) -> None:
    """Raises BadDefinition for a figure without drill-down, cut without code list, distinct count without a key of
    people, or ratio that does not say what it prints when there is nothing to divide by."""
    found = list(_of_derived(figure) if isinstance(figure, Derived) else _of_counted(figure))
    if found:
        raise BadDefinition(f"수치 {figure.code}을(를) 정의할 수 없습니다. {' '.join(found)}")


def _of_derived(figure: Derived) -> Iterator[str]:
    if not figure.of:
        yield "무엇으로 계산하는지(of) 적으세요."
    if not figure.words:
        yield "어떻게 계산하는지(words) 적으세요."
    for parts in product((0, None, 1), repeat=len(figure.of)):
        try:
            value = figure.formula(*parts)
        except (ArithmeticError, TypeError, ValueError) as error:
            yield f"{parts}일 때 계산하지 못합니다({type(error).__name__}). 나눌 것이 없을 때를 정하세요."
            return
        if value is None and not figure.empty:
            yield "나눌 것이 없을 때 무엇을 찍을지(empty) 적으세요."
            return


def _of_counted(figure: Figure) -> Iterator[str]:
    if not figure.columns:
        yield "근거 목록의 열(columns)이 없습니다."
    if not figure.conditions or not all(condition.words for condition in figure.conditions):
        yield "어느 기록을 세는지(conditions) 말로 적으세요."
    try:
        permissions.known(figure.permission)
    except permissions.UnknownPermission:
        yield f"근거 목록을 누가 보는지(permission) 적으세요: '{figure.permission}'."
    if figure.kind == "stated" and not figure.document:
        yield "어느 문서에서 옮긴 수인지(document) 적으세요."
    yield from _of_cuts(figure)
    if isinstance(figure.measure, Distinct):
        yield from _of_distinct(figure, figure.measure)


def _of_cuts(figure: Figure) -> Iterator[str]:
    cuts = cuts_of(figure)
    for cut in cuts:
        if not callable(cut.labels):
            yield f"구분 '{cut.key}'에 코드 목록(labels)이 없습니다."
    keys = [cut.key for cut in cuts]
    yield from (
        f"구분 '{key}'이(가) 두 번 있습니다." for key in sorted({key for key in keys if keys.count(key) > 1})
    )
    measured = getattr(figure.measure, "path", None)
    paths = [*(cut.path for cut in cuts), *(column.path for column in figure.columns), figure.dated, measured]
    for path in filter(None, paths):
        try:
            figure.source().values_list(path)
        except FieldError:
            yield f"기록에 '{path}'(이)라는 것이 없습니다."


def _of_distinct(figure: Figure, measure: Distinct) -> Iterator[str]:
    rows = figure.source()
    if figure.unit == PEOPLE and (measure.path != PERSON or PERSON not in rows.query.annotations):
        yield f"서로 다른 사람을 세려면 합쳐도 남는 열쇠가 있어야 합니다. source가 '{PERSON}'을(를) 붙이고 그것을 세세요."
    names = {field.name: field for field in rows.model._meta.get_fields()}
    related = getattr(names.get(measure.path), "related_model", None)
    if related is not None and any(field.name == "merged_into" for field in related._meta.get_fields()):
        yield f"'{measure.path}'은(는) 나중에 하나로 합칠 수 있어 그대로 세면 두 번 셉니다. '{PERSON}'을(를) 세세요."


def cuts_of(figure: Figure) -> tuple[Cut, ...]:
    """Every way it may be cut; the service of a family once, though it may stand among the cuts too."""
    family = figure.family
    return (*figure.by, *((family,) if family and family not in figure.by else ()))


def faults(everything: Sequence[AnyFigure], find: Callable[[str], object]) -> list[str]:
    """What does not fit together among all these figures, in Korean; `find` knows their codes."""
    counted = [figure for figure in everything if isinstance(figure, Figure)]
    return [*_same(counted), *_nowhere(counted), *_made_of_nothing(everything, find)]


def _same(figures: Iterable[Figure]) -> Iterator[str]:
    """Two figures of the same rows and measure are one figure; under two codes they could come to differ."""
    known: dict[tuple, list[Figure]] = defaultdict(list)
    for figure in figures:
        asked = tuple(str(figure.records(window).query) for window in PROBES)
        known[(*asked, figure.measure, figure.dated, figure.ahead)].append(figure)
    for same in known.values():
        allowed = {figure.code for figure in same} | {figure.alias_of for figure in same}
        own = [figure for figure in same if figure.alias_of not in allowed or not figure.alias_of]
        if len(own) > 1:
            codes = ", ".join(figure.code for figure in own)
            yield f"같은 기록을 같은 조건으로 세는 수치가 둘 이상입니다: {codes}. 하나만 두거나 alias_of를 적으세요."
    by_code = {figure.code: key for key, group in known.items() for figure in group}
    for figure in (one for group in known.values() for one in group if one.alias_of):
        if by_code.get(figure.alias_of) != by_code[figure.code]:
            yield f"{figure.code}은(는) {figure.alias_of}의 다른 이름이라는데 세는 것이 다릅니다."


def _nowhere(figures: Iterable[Figure]) -> Iterator[str]:
    """A row opens on its own page or on the page that lists it."""
    for figure in figures:
        try:
            if figure.page:
                reverse(figure.page, args=[1])
            else:
                reverse(figure.listed)
        except NoReverseMatch:
            yield f"{figure.code}: 근거 기록을 여는 쪽(page)도, 기록이 모인 쪽(listed)도 없습니다."


def _made_of_nothing(figures: Iterable[AnyFigure], find: Callable[[str], object]) -> Iterator[str]:
    for figure in figures:
        for part in figure.of if isinstance(figure, Derived) else ():
            code = part if isinstance(part, str) else part.code
            try:
                find(code)
            except UndeclaredFigure:
                yield f"{figure.code}: 계산에 쓰는 수치 '{code}'이(가) 없습니다."
