"""What people type, as the JSON values that calculations take: "300만", "2026. 3.", "80%", "8시간 30분"."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Any

MOST_DIGITS = 15  # a JSON number keeps these exactly
LARGE = {"조": 10**12, "억": 10**8, "만": 10**4}
SMALL = {"천": 1000, "백": 100, "십": 10}
TAIL = r"(?:원|시간|분|일|개월|달|주|년|월|명|인|회|점|세|차)?"

_PLAIN = re.compile(rf"[+-]?(?:\d+|\d{{1,3}}(?:,\d{{3}})+)(?:\.\d+)?{TAIL}")
_PERCENT = re.compile(r"(?P<number>[+-]?\d+(?:\.\d+)?)(?:%|퍼센트|프로)")
_CLOCK = re.compile(r"(?P<hours>\d+)시간(?:(?P<half>반)|(?P<minutes>[0-5]?\d)분)")
_PART = re.compile(r"(?P<number>\d[\d,]*(?:\.\d+)?)?(?P<unit>[천백십])?")
_MONTH = re.compile(r"(?P<year>\d{4})[-./년]*(?P<month>\d{1,2})[.월]*")

YES = {"예", "네", "응", "맞음", "있음", "o", "ㅇ", "y", "yes", "true", "1"}
NO = {"아니요", "아니오", "아님", "없음", "x", "n", "no", "false", "0"}

NOT_A_NUMBER = "숫자로 적어 주세요. 예: 3,000,000 또는 300만"


class NotRead(ValueError):
    """What was typed is not what was asked for; the message says how to write it."""


def number(text: str) -> int | float:
    """The number in what somebody typed: "3,000,000원", "300만", "1억 2천만", "80%", "8시간 30분". Raises NotRead.

    A number that JSON would not keep to the last digit is refused rather than changed.
    """
    bare = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower().replace("−", "-")
    found = _plain(bare)
    if found is None:
        found = _spoken(bare)
    if found is None:
        raise NotRead(NOT_A_NUMBER)
    if len(found.normalize().as_tuple().digits) > MOST_DIGITS or found.adjusted() > MOST_DIGITS:
        raise NotRead(f"숫자가 너무 깁니다. {MOST_DIGITS}자리까지 적을 수 있습니다.")
    return int(found) if found == found.to_integral_value() else float(found)


def _plain(bare: str) -> Decimal | None:
    if _PLAIN.fullmatch(bare):
        return Decimal(re.sub(r"[^\d.+-]", "", bare))
    if percent := _PERCENT.fullmatch(bare):
        return Decimal(percent["number"]) / 100
    if clock := _CLOCK.fullmatch(bare):
        minutes = 30 if clock["half"] else int(clock["minutes"])
        if minutes % 3:
            raise NotRead("분은 소수로 바꾸어 적어 주세요. 예: 8시간 20분은 8.33")
        return int(clock["hours"]) + Decimal(minutes) / 60
    return None


def _spoken(bare: str) -> Decimal | None:
    """ "1억2천만", "3백만원", "350만5천": groups of 조, 억, 만, each of thousands, hundreds and tens."""
    rest, total, above = re.sub(rf"{TAIL}$", "", bare), Decimal(0), 10**16
    if not rest or not re.search("[조억만천백십]", rest):
        return None
    for part in re.findall(r"[^조억만]*[조억만]|[^조억만]+$", rest):
        times = LARGE.get(part[-1], 1)
        group = _group(part.rstrip("조억만"))
        if group is None or times >= above:
            return None
        total, above = total + group * times, times
    return total


def _group(text: str) -> Decimal | None:
    total, at, above = Decimal(0), 0, 10**4
    while at < len(text):
        found = _PART.match(text, at)
        if found is None or not found.group():
            return None
        digits, unit = found["number"], found["unit"]
        if digits and not _PLAIN.fullmatch(digits):
            return None
        times = SMALL.get(unit or "", 1)
        if times >= above:
            return None
        total += Decimal((digits or "1").replace(",", "")) * times
        at, above = found.end(), times
    return total if text else None


def month(text: str) -> str:
    """ "2026. 10.", "2026년 10월", "202610" -> "2026-10". Raises NotRead."""
    bare = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    found = _MONTH.fullmatch(bare)
    if not found or not 1 <= int(found["month"]) <= 12:
        raise NotRead("연도와 달을 적어 주세요. 예: 2026. 10.")
    return f"{found['year']}-{int(found['month']):02}"


def answer(text: str) -> bool:
    """ "예", "O", "아니요", "X" -> yes or no. Raises NotRead."""
    bare = unicodedata.normalize("NFKC", text).strip().rstrip(".").casefold()
    if bare in YES or bare in NO:
        return bare in YES
    raise NotRead("예 또는 아니요로 적어 주세요.")


def shown(value: Any) -> str:
    """A JSON number as it stands in a field: 3000000 -> "3,000,000", 14.9 -> "14.9"."""
    found = Decimal(str(value))
    return f"{int(found):,}" if found == found.to_integral_value() else f"{found:,f}"
