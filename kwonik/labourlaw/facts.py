"""The facts that calculations ask for: what each is called, what it may be, and how it is read from JSON values.

A fact stands in the signature of its calculation, `Annotated[Fraction, Won("월급")]`. From it follow the check of
what is given, the form, the OpenAPI schema and the page in docs/rules. Numbers become exact fractions: a float is
taken for the decimal it is written as, so 14.9 hours are 149/10.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from .refusing import Wrong

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
ISO_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Fact:
    """`label` names it; `ask` is the question put to a citizen; `note` explains whom or what it means."""

    label: str
    ask: str = field(default="", kw_only=True)
    note: str = field(default="", kw_only=True)

    def read(self, value: Any) -> Any:
        """The value for the calculation. Raises Wrong."""
        raise NotImplementedError

    def schema(self) -> dict[str, Any]:
        """The JSON schema of what `read` takes."""
        raise NotImplementedError

    def question(self) -> str:
        return self.ask or f"{self.label}: 얼마 또는 언제인지 적어 주세요."

    def described(self, schema: dict[str, Any]) -> dict[str, Any]:
        words = f"{self.label}. {self.note}" if self.note else self.label
        return {**schema, "title": self.label, "description": words}


@dataclass(frozen=True)
class Number(Fact):
    """A number in `unit` between `least` and `most`; `whole` ones are ints, the others exact fractions."""

    unit: str = field(default="", kw_only=True)
    least: int | None = field(default=0, kw_only=True)
    most: int | None = field(default=None, kw_only=True)
    above: bool = field(default=False, kw_only=True)  # `least` itself is too little
    whole: bool = field(default=False, kw_only=True)

    def read(self, value: Any) -> Fraction | int:
        number = value if type(value) is int else exact(value)
        if self.whole and number.denominator != 1:
            raise Wrong("소수점이 없는 수를 적으세요.")
        if self.least is not None and (number < self.least or (self.above and number == self.least)):
            raise Wrong(f"{self.least:,}{self.unit}{'보다 큰' if self.above else ' 이상인'} 수를 적으세요.")
        if self.most is not None and number > self.most:
            raise Wrong(f"{self.most:,}{self.unit} 이하인 수를 적으세요.")
        return int(number) if self.whole else Fraction(number)

    def schema(self) -> dict[str, Any]:
        found: dict[str, Any] = {"type": "integer" if self.whole else "number"}
        if self.least is not None:
            found["exclusiveMinimum" if self.above else "minimum"] = self.least
        if self.most is not None:
            found["maximum"] = self.most
        return self.described(found)


def exact(value: Any) -> Fraction:
    """The number as it is written. Raises Wrong for text, truth values, infinities and what is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | Fraction):
        raise Wrong("숫자를 적으세요. 글자나 빈칸은 셈할 수 없습니다.")
    if isinstance(value, float | Decimal) and not math.isfinite(value):
        raise Wrong("셈할 수 있는 숫자를 적으세요.")
    return Fraction(str(value)) if isinstance(value, float) else Fraction(value)


TRILLION = 1_000_000_000_000


def won(label: str, *, least: int = 0, most: int = 100 * TRILLION, **more: Any) -> Number:
    """A sum in won. A daily or hourly wage may have a fraction; a monthly sum usually has none."""
    return Number(label, unit="원", least=least, most=most, **more)


def hours(label: str, *, most: int = 744, **more: Any) -> Number:
    """Hours of work; by default no more than a month has."""
    return Number(label, unit="시간", most=most, **more)


def days(label: str, *, most: int = 36_525, **more: Any) -> Number:
    return Number(label, unit="일", most=most, **more)


def months(label: str, *, most: int = 1_200, **more: Any) -> Number:
    return Number(label, unit="개월", most=most, **more)


def years(label: str, *, most: int = 100, **more: Any) -> Number:
    return Number(label, unit="년", most=most, **more)


def people(label: str, *, most: int = 10_000_000, **more: Any) -> Number:
    return Number(label, unit="명", most=most, whole=True, **more)


def count(label: str, *, unit: str = "", **more: Any) -> Number:
    return Number(label, unit=unit, whole=True, **more)


def rate(label: str, **more: Any) -> Number:
    """A share of one: 0.8 is 80 %."""
    return Number(label, most=1, **more)


def year(label: str = "연도", **more: Any) -> Number:
    return Number(label, unit="년", least=1900, most=2200, whole=True, **more)


@dataclass(frozen=True)
class Day(Fact):
    """A day as ISO text, "2026-03-31"."""

    def read(self, value: Any) -> date:
        if type(value) is date:
            return value
        text = value.strip() if isinstance(value, str) else ""
        if not ISO_DAY.fullmatch(text):
            raise Wrong("날짜를 2026-03-31처럼 적으세요.")
        try:
            found = date.fromisoformat(text)
        except ValueError:
            raise Wrong(f"{text}은(는) 달력에 없는 날입니다. 날짜를 확인하세요.") from None
        if not 1900 <= found.year <= 2200:
            raise Wrong("1900년부터 2200년 사이의 날짜를 적으세요.")
        return found

    def schema(self) -> dict[str, Any]:
        return self.described({"type": "string", "format": "date"})


@dataclass(frozen=True)
class Month(Fact):
    """A month as text, "2026-10"; read as its first day."""

    def read(self, value: Any) -> date:
        if not isinstance(value, str) or not ISO_MONTH.fullmatch(value.strip()):
            raise Wrong("연월을 2026-10처럼 적으세요.")
        return Day(self.label).read(f"{value.strip()}-01")

    def schema(self) -> dict[str, Any]:
        return self.described({"type": "string", "pattern": f"^{ISO_MONTH.pattern}$"})


@dataclass(frozen=True)
class Flag(Fact):
    """Yes or no."""

    def read(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise Wrong("예 또는 아니요로 답하세요.")
        return value

    def schema(self) -> dict[str, Any]:
        return self.described({"type": "boolean"})


@dataclass(frozen=True)
class Choice(Fact):
    """One of `options`: what is given -> what a person reads. `also` are other words for the same.

    `means` tells more of an option: its article, or when to choose it.
    """

    options: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    also: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    means: Mapping[str, str] = field(default_factory=dict, kw_only=True)

    def read(self, value: Any) -> str:
        word = value.strip() if isinstance(value, str) else ""
        word = self.also.get(word, word)
        if word not in self.options:
            choices = ", ".join(dict.fromkeys(self.options.values()))
            raise Wrong(f"다음 가운데 하나를 고르세요: {choices}.")
        return word

    def schema(self) -> dict[str, Any]:
        return self.described({"type": "string", "enum": [*self.options, *self.also]})


@dataclass(frozen=True)
class Named(Choice):
    """A choice by a long name that people write in many ways.

    Spaces, dots and words in brackets may differ; a period may not: "재심신청(15일)" never finds "재심신청(10일)". Words
    that would fit two options find none.
    """

    def read(self, value: Any) -> str:
        return super().read(self._meant(value) if isinstance(value, str) else value)

    def _meant(self, word: str) -> str:
        known = {**{name: name for name in self.options}, **self.also}
        if word.strip() in known:
            return known[word.strip()]
        bare, periods = _bare(word), _periods(word)
        found = {
            name
            for other, name in known.items()
            if _bare(other) == bare and (not periods or _periods(other) in (periods, set()))
        }
        return found.pop() if len(found) == 1 else word


def _bare(words: str) -> str:
    return re.sub(r"\([^()]*\)|[\s·ㆍ,]", "", words)


def _periods(words: str) -> set[tuple[str, str]]:
    found = re.findall(r"(\d+)\s*(일|주|개월|월|년)", words)
    return {(number, "개월" if unit == "월" else unit) for number, unit in found}


@dataclass(frozen=True)
class Many(Fact):
    """A list of facts of one kind, between `fewest` and `longest` of them."""

    each: Fact = field(kw_only=True)
    fewest: int = field(default=1, kw_only=True)
    longest: int = field(default=400, kw_only=True)

    def read(self, value: Any) -> list[Any]:
        if isinstance(value, str | bytes | Mapping) or not isinstance(value, Sequence):
            raise Wrong("여러 값을 차례대로 적으세요.")
        if not self.fewest <= len(value) <= self.longest:
            wanted = str(self.fewest) if self.fewest == self.longest else f"{self.fewest}~{self.longest}"
            raise Wrong(f"값이 {wanted}개여야 하는데 {len(value)}개입니다.")
        return [self._one(number, each) for number, each in enumerate(value, 1)]

    def _one(self, number: int, value: Any) -> Any:
        try:
            return self.each.read(value)
        except Wrong as wrong:
            raise Wrong(f"{number}번째 값: {wrong}") from None

    def schema(self) -> dict[str, Any]:
        limits = {"minItems": self.fewest, "maxItems": self.longest}
        return self.described({"type": "array", "items": self.each.schema(), **limits})


@dataclass(frozen=True)
class Amounts(Fact):
    """Named values of one kind, {"기본급": 2000000}; with `names` (given -> read) only those may be named."""

    each: Fact = field(kw_only=True)
    names: Mapping[str, str] = field(default_factory=dict, kw_only=True)

    def read(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, Mapping) or not value:
            raise Wrong("항목마다 이름과 값을 적으세요.")
        found = {}
        for name, each in value.items():
            if not isinstance(name, str) or (self.names and name not in self.names):
                raise Wrong(
                    f"‘{name}’은(는) 모르는 항목입니다. 쓸 수 있는 항목: {', '.join(self.names.values())}."
                )
            try:
                found[name] = self.each.read(each)
            except Wrong as wrong:
                raise Wrong(f"‘{self.names.get(name, name)}’: {wrong}") from None
        return found

    def schema(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": self.each.schema(),
        }
        if self.names:
            found["propertyNames"] = {"enum": [*self.names]}
        return self.described(found)
