"""Counts and money as offices write them: 200,000 · 20만원 · 1억 2,000만원 · ₩200,000 · １２０명 · (1,000) · △1,000."""

import math
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from .cells import DASHES, Parser, Unreadable, compile_parser, folded

LARGEST = 10**15  # more than any budget line; also where a float stops telling neighbouring won apart
_RESIDUE = 1e-6  # what binary fractions leave of a whole number after a formula

_GROUPED = r"\d{1,3}(?:,\d{3})+|\d+"
_PLAIN = re.compile(rf"(?P<number>(?:{_GROUPED})(?:\.\d+)?)")
_NEGATIVE = re.compile(r"^(?:[-△▲▽▼]\s*(?P<signed>.+)|\((?P<bracketed>[^()]+)\))$", re.DOTALL)
_BEFORE = re.compile(r"^(?:₩|\\|krw|금)\s*", re.IGNORECASE)
_AFTER = re.compile(r"\s*(?:원\s*정?|krw|won)\s*-?$", re.IGNORECASE)
_UNIT_BLANKS = re.compile(r"\s+(?=[조억만천백십])|(?<=[조억만천백십])\s+")
_COUNTERS = re.compile(r"\s*(?:명|건|회|개소|개|부|시간|호|장|대|세|인|차례|차)$")
_LARGE = (("조", 10**12), ("억", 10**8), ("만", 10**4))
_SMALL = {"천": 1_000, "백": 100, "십": 10}
_SMALL_PART = re.compile(r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>[천백십]?)\s*")

_WANTED_WON = "금액으로 읽을 수 없습니다. '200000' 또는 '20만원'처럼 적어 주세요."
_WANTED_INT = "숫자로 읽을 수 없습니다. '12'처럼 숫자만 적어 주세요."
_FRACTION_WON = "1원 미만의 금액은 받지 않습니다. 원 단위로 반올림해 적어 주세요."
_FRACTION = "소수점이 있는 수는 받지 않습니다. '12'처럼 정수로 적어 주세요."
_TOO_LARGE = "수가 너무 큽니다. 자릿수를 확인해 고쳐 주세요."


def won_parser(multiplier: int = 1, dash_is_zero: bool = False) -> Parser:
    """A parser to whole won. `multiplier` applies to bare numbers ("소요예산(천원)"), never to "20만원" or "200,000원"."""

    def from_text(text: str) -> int:
        if text.isdecimal() and text.isascii():
            return _whole_number(int(text), multiplier, _WANTED_WON, _FRACTION_WON)
        sign, number, has_unit = _without_currency(folded(text))
        if not _PLAIN.fullmatch(number):
            return _whole(sign * _korean(number), _FRACTION_WON)
        value = sign * Decimal(number.replace(",", ""))
        return _whole(value if has_unit else value * multiplier, _FRACTION_WON)

    def from_number(cell: float) -> int:
        return _whole_number(cell, multiplier, _WANTED_WON, _FRACTION_WON)

    return _parser(
        from_text, {float: from_number, int: from_number}, _WANTED_WON, 0 if dash_is_zero else None
    )


def int_parser(dash_is_zero: bool = False) -> Parser:
    """A parser to `int`; a counter word behind the number (3명, 12회, 5개소) is dropped."""

    def from_text(text: str) -> int:
        sign, text = _signed(folded(text))
        plain = _PLAIN.fullmatch(_COUNTERS.sub("", text).strip())
        if plain is None:
            raise Unreadable(_WANTED_INT)
        return _whole(sign * Decimal(plain["number"].replace(",", "")), _FRACTION)

    def from_number(cell: float) -> int:
        return _whole_number(cell, 1, _WANTED_INT, _FRACTION)

    return _parser(
        from_text, {float: from_number, int: from_number}, _WANTED_INT, 0 if dash_is_zero else None
    )


def decimal_parser(dash_is_zero: bool = False) -> Parser:
    """A parser to `Decimal`, exactly as written; a float gives the shortest decimal that means the same float."""

    def from_text(text: str) -> Decimal:
        sign, text = _signed(folded(text))
        plain = _PLAIN.fullmatch(_COUNTERS.sub("", text).strip())
        if plain is None:
            raise Unreadable(_WANTED_INT)
        return _bounded(sign * Decimal(plain["number"].replace(",", "")))

    def from_number(cell: float) -> Decimal:
        if not math.isfinite(cell):
            raise Unreadable(_WANTED_INT)
        return _bounded(Decimal(repr(int(cell) if cell == int(cell) and abs(cell) < LARGEST else cell)))

    zero = Decimal(0) if dash_is_zero else None
    return _parser(from_text, {float: from_number, int: from_number}, _WANTED_INT, zero)


def _parser(from_text: Callable[[str], Any], by_type: dict[type, Callable], wanted: str, dash: Any) -> Parser:
    parse = compile_parser(from_text, by_type, wanted)
    if dash is None:
        return parse

    def parse_with_dash(cell: Any) -> Any:
        value = parse(cell)
        return dash if value is None and cell.strip() in DASHES else value

    return parse_with_dash


def _without_currency(text: str) -> tuple[int, str, bool]:
    """Sign, number and whether it stood with ₩ or 원: "-₩1,000", "₩-1,000" and "(1,000원)" all mean -1000."""
    bare = _BEFORE.sub("", text)
    sign, inner = _signed(bare)
    number = _AFTER.sub("", _BEFORE.sub("", inner))
    return sign, number.strip(), bare != text or number != inner


def _signed(text: str) -> tuple[int, str]:
    """The sign, and the text without it: "-1,000", "△1,000", "▲ 1,000" and "(1,000)" are negative."""
    text = text.strip().removeprefix("+")
    found = _NEGATIVE.match(text)
    return (-1, (found["signed"] or found["bracketed"]).strip()) if found else (1, text)


def _korean(text: str) -> Decimal:
    """1억 2,000만 · 2천만 · 3백만 5천 · 1.5억. Units must fall from left to right."""
    rest = _UNIT_BLANKS.sub("", text)
    if not rest:
        raise Unreadable(_WANTED_WON)
    total = Decimal(0)
    for unit, size in _LARGE:
        before, found, after = rest.partition(unit)
        if found:
            total += _small(before) * size
            rest = after
    return total + (_small(rest) if rest else 0)


def _small(text: str) -> Decimal:
    """The part before 억 or 만: 2,000 · 2천 · 1천5백 · 1.5."""
    total, at, last = Decimal(0), 0, 10_000
    while at < len(text) or at == 0:
        found = _SMALL_PART.match(text, at)
        if found is None:
            raise Unreadable(_WANTED_WON)
        size = _SMALL.get(found["unit"], 1)
        if size >= last or not _PLAIN.fullmatch(found["number"]):
            raise Unreadable(_WANTED_WON)
        total += Decimal(found["number"].replace(",", "")) * size
        at, last = found.end(), size
    return total


def _whole_number(cell: float, multiplier: int, wanted: str, fraction: str) -> int:
    if type(cell) is int or cell == cell // 1:
        value = int(cell) * multiplier
        if abs(value) <= LARGEST:
            return value
        raise Unreadable(_TOO_LARGE)
    if not math.isfinite(cell):
        raise Unreadable(wanted)
    if abs(cell - round(cell)) < _RESIDUE:
        return _whole(Decimal(round(cell)) * multiplier, fraction)
    return _whole(Decimal(repr(cell)) * multiplier, fraction)


def _whole(value: Decimal, fraction: str) -> int:
    _bounded(value)
    if value != value.to_integral_value():
        raise Unreadable(fraction)
    return int(value)


def _bounded(value: Decimal) -> Decimal:
    try:
        if abs(value) <= LARGEST:
            return value
    except InvalidOperation:
        pass
    raise Unreadable(_TOO_LARGE)
