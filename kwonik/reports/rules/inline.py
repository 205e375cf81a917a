"""Placeholders inside a report's text: `{{ figure("counselling.legal", party="worker") }}`, `{{ period }}`.

Jinja's parser reads the grammar; nothing is ever executed. Only calls of `figure` and the names in NAMES are allowed,
with plain text arguments: a template places and formats, it never computes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Environment, TemplateSyntaxError, nodes

NAMES = ("period", "as_of", "as_of_month", "as_of_short", "year", "centre")
OPTIONS = ("id", "period", "zero", "unit")
UNITS = {"만": 10_000, "백만": 1_000_000}
"""Large units a number may be printed in, rounded half up."""
MEASURED = ("백만",)
"""Units in which the number itself is told (백만원); in the others only its print is short (약 10만병)."""

_grammar = Environment()


class BadTemplate(ValueError):
    """A template that says something it may not; the Korean message quotes the text."""


@dataclass(frozen=True)
class FigureCall:
    """One number to be placed: code, cut, and the options `id` (of a source document), `period`, `zero`, `unit`."""

    code: str
    cut: tuple[tuple[str, str], ...] = ()
    id: str = ""
    period: str = ""
    zero: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Name:
    """A word about the report itself, such as its period."""

    name: str


Part = str | FigureCall | Name


@lru_cache(maxsize=4096)
def parse(text: str) -> tuple[Part, ...]:
    """The text as a run of plain strings, names and figure calls. Raises BadTemplate."""
    try:
        tree = _grammar.parse(text)
    except TemplateSyntaxError as error:
        raise BadTemplate(f"'{text}'을(를) 읽을 수 없습니다: {error.message}") from error
    parts: list[Part] = []
    for output in tree.body:
        if not isinstance(output, nodes.Output):
            raise BadTemplate(f"'{text}': 조건이나 반복은 쓸 수 없습니다. figure(…)와 이름만 쓰세요.")
        parts.extend(_part(node, text) for node in output.nodes)
    return tuple(parts)


def _part(node: nodes.Expr, text: str) -> Part:
    if isinstance(node, nodes.TemplateData):
        return node.data
    if isinstance(node, nodes.Name) and node.name in NAMES:
        return Name(node.name)
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name == "figure":
        return _call(node, text)
    raise BadTemplate(f"'{text}': figure(…)와 {', '.join(NAMES)}만 쓸 수 있습니다.")


def _call(node: nodes.Call, text: str) -> FigureCall:
    if len(node.args) != 1 or node.dyn_args or node.dyn_kwargs:
        raise BadTemplate(f"'{text}': figure(…)에는 수치 이름 하나와 이름=값만 적습니다.")
    arguments = {"code": node.args[0], **{pair.key: pair.value for pair in node.kwargs}}
    values = {}
    for key, value in arguments.items():
        if not isinstance(value, nodes.Const) or not isinstance(value.value, str):
            raise BadTemplate(f"'{text}': figure(…)의 {key}에는 따옴표로 묶은 글만 적습니다.")
        values[key] = value.value
    options = {name: values.pop(name) for name in OPTIONS if name in values}
    if (unit := options.get("unit", "")) and unit not in UNITS:
        raise BadTemplate(f"'{text}': unit은 {', '.join(UNITS)} 가운데에서 고르세요.")
    return FigureCall(values.pop("code"), tuple(sorted(values.items())), **options)
