"""The worksheet that a calculation writes while it works: steps, warnings, assumptions, parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from .parameters import Value, everything, look_up
from .wording import written


class Step(NamedTuple):
    """One line of the worksheet: what was worked out, how, and the article behind it.

    `how` names its numbers in braces, "{wages} ÷ {days}"; they are put in only when somebody reads it.
    """

    label: str
    value: Any
    unit: str
    how: str
    law: str
    numbers: Mapping[str, Any]

    @property
    def answer(self) -> str:
        return written(self.value, self.unit)

    @property
    def formula(self) -> str:
        return self.how.format(**{name: written(each) for name, each in self.numbers.items()})


@dataclass
class Worksheet:
    """What a calculation writes down while it works. It begins empty and ends in `result`."""

    steps: list[Step] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)
    parameters: list[Value] = field(default_factory=list)

    def step(
        self, label: str, value: Any, unit: str = "", how: str = "", law: str = "", **numbers: Any
    ) -> Any:
        """Writes a line and gives its value back."""
        if type(value) is float:
            raise TypeError(f"{label}: a float has lost its exact value")
        self.steps.append(Step(label, value, unit, how, law, numbers))
        return value

    def warn(self, words: str) -> None:
        """Something a careful adviser would add: a borderline fact, a pending amendment, a disputed reading."""
        if words not in self.warnings:
            self.warnings.append(words)

    def assume(self, words: str) -> None:
        """Something nobody said that the result rests on."""
        if words not in self.assumptions:
            self.assumptions.append(words)

    def parameter(self, name: str, on: date) -> Any:
        """The value that holds on the day, noted with its source. Numbers are fractions. Raises Unset."""
        found = look_up(name, on)
        if found not in self.parameters:
            self.parameters.append(found)
            if found.unverified:
                self.warn(
                    f"‘{found.label}’의 값은 원문으로 확인하지 못했습니다({found.source}). 쓰기 전에 확인하세요."
                )
        return found.value

    def parameter_over(self, name: str, first: date, last: date) -> list[tuple[Any, date, date]]:
        """A period in the parts over which the parameter keeps one value: (value, first, last). Raises Unset."""
        return [
            (self.parameter(name, since), since, until)
            for _, since, until in everything()[name].between(first, last)
        ]

    def result(self, **values: Any) -> Outcome:
        return Outcome(values, self)


@dataclass(frozen=True)
class Outcome:
    """A calculation's bare answer, before it is tied to its name and inputs."""

    values: dict[str, Any]
    sheet: Worksheet
