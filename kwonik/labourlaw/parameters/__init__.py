"""Parameters of the law as dated data: minimum wages, caps, rates, tables, each with its source and date of reading.

The `*.toml` files beside this one hold them, a table per parameter:

    [minimum_wage_hourly]
    label = "최저임금 시간급"
    unit = "원"
    law = "최저임금법 제5조"
    values = [
      { from = 2026-01-01, to = 2026-12-31, value = 10320, source = "고용노동부고시 제2025-47호", read_on = 2026-11-22 },
    ]

A table says in `words` how each of its entries is read: "{}원 초과", or "{%}" for a share. What no source was read for
says `unverified = true`, and every worksheet that uses it warns of it. Values follow each other without overlap; a gap
is a time for which nothing is set. Without `to` a value holds until the law changes. Next year's value is a line in a
file: nothing else changes.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kwonik.labourlaw.refusing import Unset
from kwonik.labourlaw.wording import plain, written

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Value:
    """What a parameter is from a day to a day (None: until the law changes), by which source, read when."""

    name: str
    label: str
    unit: str
    law: str
    value: Any
    since: date
    until: date | None
    source: str
    read_on: date
    unverified: bool = False  # known from memory: no source was read
    words: Mapping[str, str] = field(default_factory=dict)  # how the entries of a table are read

    def __hash__(self) -> int:
        return hash((self.name, self.since))

    @property
    def printed(self) -> str:
        """The value as a person reads it; the rows of a table one after another."""
        rows = self.value if isinstance(self.value, tuple) else (self.value,)
        if not rows or not isinstance(rows[0], Mapping):
            return written(self.value, self.unit)
        return "; ".join(self._row(row) for row in rows)

    def _row(self, row: Mapping[str, Any]) -> str:
        return " ".join(self._entry(key, each) for key, each in row.items()) or "없음"

    def _entry(self, key: str, value: Any) -> str:
        if isinstance(value, Mapping):
            return f"{self.words.get(key, key)}({self._row(value)})"
        words = self.words.get(key, f"{key} {{}}")
        return words.replace("{%}", written(value, "%")).replace("{}", written(value))

    def as_json(self) -> dict[str, Any]:
        days = {"from": self.since.isoformat(), "to": self.until and self.until.isoformat()}
        words = {"name": self.name, "label": self.label, "law": self.law, "source": self.source}
        return {**words, "value": plain(self.value), **days, "read_on": self.read_on.isoformat()}


@dataclass(frozen=True)
class Parameter:
    """One parameter through time; `values` are in order and do not overlap."""

    name: str
    label: str
    unit: str
    law: str
    values: tuple[Value, ...]
    starts: tuple[date, ...]
    also: tuple[str, ...] = ()  # other words for the label
    keys: tuple[tuple[str, ...], ...] = ()  # words that all occur in whatever means the label

    def on(self, day: date) -> Value:
        """The value that holds on the day. Raises Unset."""
        place = bisect_right(self.starts, day) - 1
        if place >= 0:
            found = self.values[place]
            if found.until is None or day <= found.until:
                return found
        raise Unset(
            f"{day.year}년 {day.month}월 {day.day}일에 적용할 ‘{self.label}’이(가) 정해지지 않았거나 아직 들어 있지 않아 "
            f"셈하지 않았습니다. {self.law}의 고시를 확인하세요. 들어 있는 기간: {self._covered()}."
        )

    def between(self, first: date, last: date) -> Iterator[tuple[Value, date, date]]:
        """The values that hold from a day to a day (both counted), each with its own first and last day. Raises Unset."""
        while first <= last:
            value = self.on(first)
            end = min(last, value.until or last)
            yield value, first, end
            first = end + timedelta(days=1)

    def _covered(self) -> str:
        last = self.values[-1].until
        return f"{self.starts[0].isoformat()}부터 {last.isoformat() + '까지' if last else '계속'}"


def _exactly(value: Any) -> Any:
    """Numbers as fractions, so that no division becomes a float; tables and lists frozen."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return Fraction(value)
    if isinstance(value, Mapping):
        return MappingProxyType({key: _exactly(each) for key, each in value.items()})
    if isinstance(value, list):
        return tuple(_exactly(each) for each in value)
    return value


def _parameter(name: str, table: Mapping[str, Any]) -> Parameter:
    told = {"name": name, "label": table["label"], "unit": table.get("unit", ""), "law": table["law"]}
    values = tuple(
        Value(
            **told,
            value=_exactly(each["value"]),
            since=each["from"],
            until=each.get("to"),
            source=each["source"],
            read_on=each["read_on"],
            unverified=each.get("unverified", False),
            words=table.get("words", {}),
        )
        for each in table["values"]
    )
    for before, after in pairwise(values):
        if before.until is None or before.until >= after.since:
            raise ValueError(f"parameter {name}: {after.since} begins before {before.since} has ended")
    if any(each.until and each.until < each.since for each in values) or not values:
        raise ValueError(f"parameter {name}: no values, or one that ends before it begins")
    starts = tuple(each.since for each in values)
    keys = tuple(tuple(words) for words in table.get("keys", ()))
    return Parameter(**told, values=values, starts=starts, also=tuple(table.get("also", ())), keys=keys)


@lru_cache(maxsize=1)
def everything() -> Mapping[str, Parameter]:
    """All parameters by name, as the files have them. ValueError when a file contradicts itself."""
    found: dict[str, Parameter] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for name, table in tomllib.loads(path.read_text(), parse_float=Fraction).items():
            if name in found:
                raise ValueError(f"parameter {name} stands in two files")
            found[name] = _parameter(name, table)
    return MappingProxyType(found)


def look_up(name: str, on: date) -> Value:
    """The value with its source. KeyError for an unknown name, Unset when none holds on the day."""
    return everything()[name].on(on)


def running_out(on: date, within_days: int = 90) -> Iterator[Value]:
    """The last values of parameters that end within so many days (or have ended): their successors are due."""
    for parameter in everything().values():
        last = parameter.values[-1]
        if last.until is not None and last.until <= on + timedelta(days=within_days):
            yield last
