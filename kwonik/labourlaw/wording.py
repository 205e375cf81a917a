"""Values as machines read them and as a Korean worksheet prints them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

PLACES = 6  # decimal places of a plain number that is not whole


def plain(value: Any) -> Any:
    """The value as JSON has it: whole numbers as int, others rounded to six places, days as ISO text."""
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else round(float(round(value, PLACES)), PLACES)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, float):
        raise TypeError("a float never leaves a calculation: it has lost its exact value")
    return value


def written(value: Any, unit: str = "") -> str:
    """The value as a Korean worksheet prints it: "1,234,567원", "88,641.31원", "2026. 3. 31.", "예".

    A share of one is written with "%".
    """
    if isinstance(value, bool):
        return "예" if value else "아니요"
    if isinstance(value, date):
        return f"{value.year}. {value.month}. {value.day}."
    if isinstance(value, int | Fraction):
        found = plain(Fraction(value) * (100 if unit == "%" else 1))
        return (f"{found:,}" if isinstance(found, int) else f"{found:,.4f}".rstrip("0").rstrip(".")) + unit
    if isinstance(value, list | tuple):
        return ", ".join(written(each, unit) for each in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {written(each, unit)}" for key, each in value.items())
    return f"{value}{unit}" if value is not None else "-"
