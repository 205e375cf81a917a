"""How a rule of law becomes a calculation: a typed function, its facts, its answer, and its place in the registry."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from .facts import Fact
from .refusing import Refused, Unset, Wrong
from .wording import plain, written
from .worksheet import Outcome, Worksheet

REQUIRED = inspect.Parameter.empty


@dataclass(frozen=True)
class Gives:
    """One field of an answer: its Korean name and unit."""

    label: str
    unit: str = ""

    def written(self, value: Any) -> str:
        return written(value, self.unit)


@dataclass(frozen=True)
class Asked:
    """A fact as a calculation asks for it; `default` is REQUIRED when there is no result without it."""

    name: str
    fact: Fact
    default: Any

    @property
    def required(self) -> bool:
        return self.default is REQUIRED


@dataclass(frozen=True)
class Calculation:
    """A rule of labour law that can be asked with facts.

    `says` is what it answers, in a sentence for people; `law` the articles; `selects` which day chooses its
    parameters (empty where it has none); `example` facts that docs, forms and tests begin with; `public` whether
    citizens are offered it first.
    """

    name: str
    title: str
    subject: str
    says: str
    law: str
    selects: str
    gives: Mapping[str, Gives]
    asks: Mapping[str, Asked]
    example: Mapping[str, Any]
    public: bool
    work: Callable[..., Outcome]

    @property
    def __doc__(self) -> str:  # type: ignore[override]
        return inspect.getdoc(self.work) or ""

    def __call__(self, **inputs: Any) -> Result:
        """The result for JSON values (days as ISO text). Raises Refused, which names the facts."""
        facts = self.read(inputs)
        try:
            return self.of(**facts)
        except Unset as unset:
            raise self._by_day(unset, facts) from None

    def _by_day(self, unset: Unset, facts: Mapping[str, Any]) -> Unset:
        """The refusal under the name of the day or year that chose the parameter, where only one can have."""
        given = {name: value for name, value in facts.items() if value is not None}
        days = [name for name, value in given.items() if isinstance(value, date) or name.endswith("year")]
        if len(days) != 1 or list(unset.problems) != [""]:
            return unset
        return Unset({days[0]: f"‘{self.label(days[0])}’: {unset}"})

    def of(self, **facts: Any) -> Result:
        """The result for facts that are read already: days, Fractions, ints of whole numbers. They are not checked."""
        return Result(self, facts, self.work(Worksheet(), **facts))

    def read(self, inputs: Mapping[str, Any]) -> dict[str, Any]:
        """Facts from JSON values, all wrong ones named at once. Raises Refused."""
        problems = {
            name: f"‘{name}’은(는) 이 계산에 없는 사실입니다. 쓸 수 있는 사실: {', '.join(self.asks)}."
            for name in inputs
            if name not in self.asks
        }
        facts = {}
        for name, asked in self.asks.items():
            value = inputs.get(name)
            if value is None:
                if asked.required:
                    problems[name] = f"‘{asked.fact.label}’: 이 사실이 없으면 셈할 수 없습니다. 적어 주세요."
                else:
                    facts[name] = asked.default
                continue
            try:
                facts[name] = asked.fact.read(value)
            except Wrong as wrong:
                problems[name] = f"‘{asked.fact.label}’: {wrong}"
        if problems:
            raise Refused(problems)
        return facts

    def label(self, name: str) -> str:
        return self.asks[name].fact.label

    def schema(self) -> dict[str, Any]:
        """The JSON schema of the inputs."""
        return {
            "type": "object",
            "title": self.title,
            "properties": {name: asked.fact.schema() for name, asked in self.asks.items()},
            "required": [name for name, asked in self.asks.items() if asked.required],
            "additionalProperties": False,
            "example": dict(self.example),
        }


class Result(Mapping[str, Any]):
    """The fields of the answer as plain JSON values, by name (`result["severance"]`, `result.severance`).

    `exact` holds them as fractions and dates. `steps`, `warnings`, `assumptions` and `parameters` explain them.
    """

    def __init__(self, calculation: Calculation, inputs: dict[str, Any], outcome: Outcome) -> None:
        self.calculation = calculation
        self.inputs = inputs
        self.exact = outcome.values
        self.steps = outcome.sheet.steps
        self.warnings = outcome.sheet.warnings
        self.assumptions = outcome.sheet.assumptions
        self.parameters = outcome.sheet.parameters

    def __getitem__(self, name: str) -> Any:
        return plain(self.exact[name])

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self.exact:
            raise AttributeError(name)
        return plain(self.exact[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self.exact)

    def __len__(self) -> int:
        return len(self.exact)

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={self[name]!r}" for name in self)
        return f"<{self.calculation.name}: {fields}>"

    def lines(self) -> list[tuple[str, str]]:
        """(label, printed value) of every field that the answer has, in order."""
        gives = self.calculation.gives
        return [(gives[name].label, gives[name].written(value)) for name, value in self.exact.items()]

    def as_json(self) -> dict[str, Any]:
        """Everything a machine may want to know, as JSON values."""
        return {
            "calculation": self.calculation.name,
            "title": self.calculation.title,
            "inputs": {name: plain(value) for name, value in self.inputs.items()},
            "result": dict(self),
            "steps": [
                {"label": s.label, "value": plain(s.value), "unit": s.unit, "how": s.formula, "law": s.law}
                for s in self.steps
            ],
            "warnings": self.warnings,
            "assumptions": self.assumptions,
            "parameters": [each.as_json() for each in self.parameters],
        }


_declared: dict[str, Calculation] = {}
CALCULATIONS: Mapping[str, Calculation] = MappingProxyType(_declared)


def calculation(
    title: str,
    *,
    subject: str,
    says: str,
    law: str,
    gives: Mapping[str, Gives],
    example: Mapping[str, Any],
    selects: str = "",
    public: bool = False,
) -> Callable[[Callable[..., Outcome]], Calculation]:
    """Declares a function as a calculation. Its first argument is the worksheet, the others are keyword-only facts."""

    def declare(work: Callable[..., Outcome]) -> Calculation:
        name = work.__name__
        if name in _declared:
            raise ValueError(f"calculation declared twice: {name}")
        found = Calculation(
            name, title, subject, says, law, selects, dict(gives), _asks(work), dict(example), public, work
        )
        _declared[name] = found
        return found

    return declare


def _asks(work: Callable[..., Outcome]) -> dict[str, Asked]:
    hints = get_type_hints(work, include_extras=True)
    found = {}
    for name, parameter in [*inspect.signature(work).parameters.items()][1:]:
        hint = hints[name]
        if get_origin(hint) is not Annotated or parameter.kind is not parameter.KEYWORD_ONLY:
            raise TypeError(f"{work.__name__}: {name} must be keyword-only and say which fact it is")
        found[name] = Asked(name, get_args(hint)[1], parameter.default)
    return found
