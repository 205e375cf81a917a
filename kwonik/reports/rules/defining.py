"""What a figure's definition is made of: when any of it changes, it is another version."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cache, cached_property
from typing import Any

from kwonik.kernel.figures import AnyFigure, Cut, Derived, Elsewhen, watching


@dataclass(frozen=True)
class Description:
    """A definition in words and as the database reads it."""

    label: str
    meaning: str
    unit: str
    kind: str
    conditions: tuple[str, ...]
    measure: str
    cuts: dict[str, Any]
    statement: str

    @cached_property
    def digest(self) -> str:
        text = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


@cache
def described(figure: AnyFigure) -> Description:
    """The definition of a figure as it is declared now: the same for as long as the program runs."""
    if isinstance(figure, Derived):
        return Description(
            figure.label,
            figure.meaning,
            figure.unit,
            "derived",
            (figure.words,),
            f"{_name(figure.formula)}({', '.join(_part(part) for part in figure.of)})",
            {},
            "",
        )
    return Description(
        figure.label,
        figure.meaning,
        figure.unit,
        figure.kind,
        tuple(condition.words for condition in figure.conditions),
        repr(figure.measure),
        {cut.key: _cut(cut) for cut in (*figure.by, *([figure.family] if figure.family else []))},
        watching.statement_of(figure),
    )


def _cut(cut: Cut) -> list[str]:
    return [cut.label, cut.path]


def _part(part: str | Elsewhen) -> str:
    return part if isinstance(part, str) else f"{part.code}@{_name(part.shift)}"


def _name(function: Any) -> str:
    made_of = getattr(function, "of", function)  # a ratio names what it is made of
    return getattr(made_of, "__qualname__", type(function).__name__)
