"""One cell: what every parser shares. A parser takes a cell and returns a typed value, None for "nothing here".

It raises Unreadable when the cell cannot be understood and Doubtful when it can, but a person should look. Nothing else.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from .workbooks import Cell

Parser = Callable[[Cell], Any]

DASHES = frozenset(("-", "--", "—", "–", "―", "ㅡ", "─", "~", ".", "·", "/"))
NOTHING = DASHES | {"", "n/a", "N/A"}
FORMULA_ERRORS = frozenset(
    (
        "#N/A",
        "#REF!",
        "#DIV/0!",
        "#VALUE!",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#SPILL!",
        "#CALC!",
        "#GETTING_DATA",
        "#BUSY!",
    )
)
_TOO_NARROW = re.compile(r"#{3,}")
_CONTROLS = re.compile(  # controls, marks that turn the text round, lone surrogates, non-characters
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ufeff"
    "\\ud800-\\udfff\\ufdd0-\\ufdef\\ufffe\\uffff]"
)
_LINE_ENDS = re.compile(r"\r\n?|\x85|\u2028|\u2029")
_SHOWN = 40
_CACHED_LENGTH = 64
_LONGEST = 300  # no day, amount or list of choices is longer; keeps every pattern below quick on hostile text


class Unreadable(ValueError):
    """The cell has no readable value; `sentence` says in Korean what to write instead."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.value = None


class Doubtful(Exception):
    """The cell was read as `value`, by an assumption that `sentence` names."""

    def __init__(self, value: Any, sentence: str) -> None:
        super().__init__(sentence)
        self.value = value
        self.sentence = sentence


_FAILURES = (Unreadable, Doubtful)


def compile_parser(
    from_text: Callable[[str], Any], by_type: Mapping[type, Callable[[Any], Any]], wanted: str
) -> Parser:
    """A parser out of its parts: text goes through `from_text` (remembered, for ledgers repeat themselves), any other
    type through `by_type`; a type that is not listed is Unreadable with the sentence `wanted`.

    `from_text` meets neither blanks, dashes nor formula errors: those are settled here.
    """

    def read(text: str) -> Any:
        """The value, or the very exception: failures repeat as often as values do, and cost more."""
        text = text.strip()
        if text in NOTHING:
            return None
        if len(text) > _LONGEST:
            return Unreadable(wanted)
        try:
            refuse_formula_error(text)
            return from_text(text)
        except (Unreadable, Doubtful) as failure:
            return failure

    remembered = lru_cache(maxsize=4096)(read)

    def parse(cell: Cell) -> Any:
        if type(cell) is str:
            value = remembered(cell) if len(cell) <= _CACHED_LENGTH else read(cell)
            if value.__class__ in _FAILURES:
                raise value.with_traceback(None)
            return value
        convert = by_type.get(type(cell))
        if convert is None:
            raise Unreadable(wanted)
        return convert(cell)

    return parse


def refuse_formula_error(text: str) -> None:
    if text[0] == "#" and (text in FORMULA_ERRORS or _TOO_NARROW.fullmatch(text)):
        raise Unreadable("수식 오류가 난 칸입니다. 엑셀에서 수식을 고치거나 값을 직접 적어 주세요.")


def folded(text: str) -> str:
    """Full-width digits and signs made plain, dashes of every kind made "-", quotes made "'": for reading, not storing."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", text).translate(_SIGNS).strip()


_SIGNS = str.maketrans(
    dict.fromkeys("‐‑‒–—―−ー─━ㅡ", "-")
    | dict.fromkeys("‘’‛`´′ʼ", "'")
    | dict.fromkeys("〜∼～", "~")
    | {"ᆞ": "·", "\u200b": ""}
)


def clean(text: str) -> str:
    """Text as it is stored: NFC, line ends "\\n", without controls and lone surrogates, no blanks at the ends."""
    if not text.isprintable():
        text = _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return text.strip()


def shown(cell: Cell) -> str:
    """A cell as the page shows it beside a problem: short, one line, numbers and dates as people write them."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        cell = int(cell)
    if isinstance(cell, datetime):
        return f"{cell.year}. {cell.month}. {cell.day}. {cell:%H:%M}"
    if isinstance(cell, date):
        return f"{cell.year}. {cell.month}. {cell.day}."
    if isinstance(cell, time | timedelta):
        return str(cell)
    text = " ".join(clean(str(cell)).split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
