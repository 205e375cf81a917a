"""Spreadsheet number formats that print a number exactly as the report prints it.

The report says "3,860건"; the cell holds 3860 with the format `#,##0"건"`: it can be added up and looks the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
#: Excel divides by a thousand for each comma after the digits; "%" multiplies by a hundred.
SCALES = ((Decimal(1), ""), (Decimal(1000), ","), (Decimal(10**6), ",,"), (Decimal(10**9), ",,,"))
MINUS = ("-", "−", "△", "▲")
LONGEST = 255
#: Beyond fifteen digits a spreadsheet cell no longer holds an integer exactly.
EXACT = 10**15


def number_format(value: int | Decimal, text: str) -> str:
    """The format under which `value` prints as `text`; words alone when no digits of the text fit the value."""
    text = text.replace("\n", " ")
    for start, end, core in _readings(value, text):
        before, after = text[:start], text[end:]
        if value < 0:
            sign = next((mark for mark in MINUS if before.endswith(mark)), None)
            if sign is None:
                continue
            code = f"{_quoted(before[:-1] + sign)}{core}{_quoted(after)}"
            code = f"{code};{code}"
        else:
            code = f"{_quoted(before)}{core}{_quoted(after)}"
        if len(code) <= LONGEST:
            return code
    words = _quoted(text)
    return f"{words};{words};{words}" if text and 3 * len(words) + 2 <= LONGEST else "General"


def _readings(value: int | Decimal, text: str) -> Iterator[tuple[int, int, str]]:
    """Where the text shows the value, as (start, end, format of the digits)."""
    amount = abs(Decimal(value))
    for match in DIGITS.finditer(text):
        shown = match.group()
        places = len(shown.partition(".")[2])
        commas = "," if "," in shown else ""
        for scale, suffix in SCALES:
            if _printed(amount / scale, places, commas) == shown:
                yield match.start(), match.end(), _core(places, commas or _needs_none(shown)) + suffix
        if text[match.end() :].startswith("%") and _printed(amount * 100, places, commas) == shown:
            yield match.start(), match.end() + 1, _core(places, commas) + "%"


def _needs_none(shown: str) -> str:
    """A number below a thousand prints alike with thousands marks; with them it stays readable when it grows."""
    return "," if len(shown.partition(".")[0]) <= 3 else ""


def _printed(value: Decimal, places: int, commas: str) -> str:
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{rounded:{commas}.{places}f}"


def _core(places: int, commas: str) -> str:
    whole = "#,##0" if commas else "0"
    return f"{whole}.{'0' * places}" if places else whole


def _quoted(words: str) -> str:
    """Literal words of a format; a quotation mark stands outside the quotes behind a backslash."""
    return '\\"'.join(f'"{part}"' if part else "" for part in words.split('"'))
