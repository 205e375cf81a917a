"""Days and times as offices write them: 2025. 5. 9. · '25.5.16 · 2025년 5월 9일 · 20250509 · 5/9 · 2025.5.9(금) 14:30."""

import calendar
import math
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from .cells import Doubtful, Parser, Unreadable, compile_parser, folded

_GAP = r"(?:\s*[.\-/·년월,]\s*|\s+)"
_REST = r"(?!\d)\s*[일.]?(?P<rest>.*)"
_DAY = re.compile(rf"'?\s*(?P<year>\d{{4}}|\d\d){_GAP}(?P<month>\d\d?){_GAP}(?P<day>\d\d?){_REST}", re.DOTALL)
_RUN_TOGETHER = re.compile(r"(?P<year>\d{4}|\d\d)(?P<month>\d\d)(?P<day>\d\d)(?P<rest>)")
_NO_YEAR = re.compile(rf"(?P<month>\d\d?)\s*(?:[./\-]|월)\s*(?P<day>\d\d?){_REST}", re.DOTALL)
_NO_DAY = re.compile(r"'?\d{4}\s*(?:[.\-/]|년)\s*\d{1,2}\s*(?:\.|월)?")
_YEAR_LAST = re.compile(r"\d{1,2}\s*[./\-]\s*\d{1,2}\s*[./\-]\s*\d{4}")
_WEEKDAY = re.compile(
    r"\s*(?:[(\[]\s*(?P<short>[월화수목금토일])(?:요일)?\s*[)\]]|(?P<long>[월화수목금토일])요일)\s*"
)
_CLOCK = re.compile(
    r"T?(?P<half>오전|오후|am|pm)?\s*(?P<hour>\d\d?)\s*(?P<mark>[:시])?\s*(?P<minute>\d\d?)?\s*분?"
    r"(?:\s*:?\s*(?P<second>\d\d?)(?:\.\d+)?\s*초?)?\s*(?P<after>am|pm)?",
    re.IGNORECASE,
)
_WEEKDAYS = "월화수목금토일"
_YEARS = range(1900, 2101)
_SERIALS = (
    18_264,
    73_415,
)  # 1950 to 2100 in Excel's days; 250509 and 20250509 lie above, ages and counts below
_FIRST_RUN_TOGETHER = 10_101  # 2001-01-01 as 010101
_EPOCH_1900, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)

_WANTED_DATE = "날짜로 읽을 수 없습니다. '2025-05-09'처럼 연-월-일 순서로 적어 주세요."
_WANTED_TIME = "시각으로 읽을 수 없습니다. '14:30'처럼 시작 시각 하나만 적어 주세요."
_WANTED_YEAR = "연도가 없는 날짜입니다. '2025-05-09'처럼 연도를 함께 적거나 화면에서 기준 연도를 골라 주세요."


class _Moment(NamedTuple):
    day: date
    clock: time | None
    assumed_year: bool


def date_parser(year: int | None = None, counts_from_1904: bool = False) -> Parser:
    """A parser to `date`. Days without a year get `year`, Doubtfully; a time of day is dropped."""

    def settle(moment: _Moment) -> date:
        if moment.assumed_year:
            raise Doubtful(moment.day, _assumed(moment.day.year))
        return moment.day

    return _parser(settle, year, counts_from_1904)


def datetime_parser(year: int | None = None, counts_from_1904: bool = False) -> Parser:
    """A parser to `datetime` without zone. A day without a time is taken as midnight, Doubtfully."""

    def settle(moment: _Moment) -> datetime:
        value = datetime.combine(moment.day, moment.clock or time())
        doubts = [_assumed(value.year)] if moment.assumed_year else []
        if moment.clock is None:
            doubts.append("시각이 없어 0시로 읽었습니다. 맞는지 확인해 주세요.")
        if doubts:
            raise Doubtful(value, " ".join(doubts))
        return value

    return _parser(settle, year, counts_from_1904)


def time_parser() -> Parser:
    """A parser to `time`: 14:30 · 오후 2시 30분 · 2:30 PM · the fraction of a day that Excel keeps."""

    def from_fraction(cell: float) -> time:
        if not 0 <= cell < 1:
            raise Unreadable(_WANTED_TIME)
        return (datetime.min + timedelta(seconds=round(cell * 86_400) % 86_400)).time()

    by_type: dict[type, Callable[[Any], time]] = {
        time: lambda cell: cell,
        datetime: lambda cell: cell.time(),
        timedelta: lambda cell: from_fraction(cell / timedelta(days=1)),
        float: from_fraction,
    }
    return compile_parser(lambda text: _clock(folded(text), _WANTED_TIME), by_type, _WANTED_TIME)


def _parser(settle: Callable[[_Moment], Any], year: int | None, counts_from_1904: bool) -> Parser:
    epoch = _EPOCH_1904 if counts_from_1904 else _EPOCH_1900

    def from_text(text: str) -> Any:
        return settle(_read(folded(text), year))

    def from_date(cell: date) -> Any:
        return settle(_Moment(_plausible(cell), None, False))

    def from_datetime(cell: datetime) -> Any:
        return settle(_Moment(_plausible(cell.date()), cell.time(), False))

    def from_number(cell: float) -> Any:
        if not math.isfinite(cell):
            raise Unreadable(_WANTED_DATE)
        if _SERIALS[0] <= cell < _SERIALS[1]:
            moment = epoch + timedelta(days=cell)
            return settle(_Moment(moment.date(), moment.time() if cell % 1 else None, False))
        if cell == int(cell) and cell >= _FIRST_RUN_TOGETHER:
            return settle(_read(f"{int(cell):06d}", year))
        if 1 <= cell < 13 and cell != int(cell):
            raise Unreadable(
                "엑셀이 숫자로 바꾼 날짜여서 1일인지 10일인지 알 수 없습니다. '2025-05-10'처럼 연도까지 적어 주세요."
            )
        raise Unreadable(_WANTED_DATE)

    def from_clock(_: time) -> Any:
        raise Unreadable("시각만 있고 날짜가 없습니다. '2025-05-09'처럼 날짜를 적어 주세요.")

    by_type: dict[type, Callable[[Any], Any]] = {
        date: lru_cache(maxsize=2048)(from_date),
        datetime: from_datetime,
        float: from_number,
        int: from_number,
        time: from_clock,
    }
    return compile_parser(from_text, by_type, _WANTED_DATE)


def _read(text: str, year: int | None) -> _Moment:
    found = _DAY.fullmatch(text) or _RUN_TOGETHER.fullmatch(text)
    if found:
        return _moment(_full_year(found["year"]), found, False)
    if _YEAR_LAST.match(text):
        raise Unreadable(
            "연도가 뒤에 있어 월과 일을 가릴 수 없습니다. '2025-05-09'처럼 연-월-일 순서로 적어 주세요."
        )
    if _NO_DAY.fullmatch(text):
        raise Unreadable("며칠인지 적혀 있지 않습니다. '2025-05-09'처럼 날짜까지 적어 주세요.")
    if "음력" in text or "윤" in text:
        raise Unreadable("음력 날짜는 읽지 않습니다. 양력으로 바꾸어 적어 주세요.")
    found = _NO_YEAR.fullmatch(text)
    if found is None:
        raise Unreadable(_WANTED_DATE)
    if year is None:
        raise Unreadable(_WANTED_YEAR)
    return _moment(year, found, True)


def _moment(year: int, found: re.Match[str], assumed_year: bool) -> _Moment:
    day = _day(year, int(found["month"]), int(found["day"]))
    rest = found["rest"]
    weekday = _WEEKDAY.match(rest)
    if weekday:
        _check_weekday(day, weekday["short"] or weekday["long"])
        rest = rest[weekday.end() :]
    rest = rest.strip()
    if rest.startswith(("~", ",", "-", "/", "및")):
        raise Unreadable("한 칸에 날짜가 둘 이상입니다. 날짜마다 행을 나누거나 하나만 적어 주세요.")
    return _Moment(day, _clock(rest, _WANTED_DATE) if rest else None, assumed_year)


def _check_weekday(day: date, name: str) -> None:
    real = _WEEKDAYS[day.weekday()]
    if name != real:
        raise Unreadable(
            f"{day.year}년 {day.month}월 {day.day}일은 {real}요일인데 {name}요일로 적혀 있습니다. 날짜나 요일을 고쳐 주세요."
        )


def _clock(text: str, wanted: str) -> time:
    found = _CLOCK.fullmatch(text)
    half = ((found["half"] or found["after"] or "").lower()) if found else ""
    if found is None or not (found["mark"] or (half and not found["minute"])):
        raise Unreadable(wanted)
    hour, minute, second = int(found["hour"]), int(found["minute"] or 0), int(found["second"] or 0)
    if hour == 24:
        raise Unreadable("24시는 없습니다. 다음 날 0시로 적어 주세요.")
    if half in ("오후", "pm") and hour < 12:
        hour += 12
    elif half in ("오전", "am") and hour == 12:
        hour = 0
    try:
        return time(hour, minute, second)
    except ValueError:
        raise Unreadable(wanted) from None


def _day(year: int, month: int, day: int) -> date:
    """The date. Unreadable, saying which part is wrong: 2026-13-01, 2025-02-29."""
    if not 1 <= month <= 12:
        raise Unreadable(f"{month}월은 없습니다. '2025-05-09'처럼 연-월-일 순서로 적어 주세요.")
    if year not in _YEARS:
        raise Unreadable(f"연도가 {year}년입니다. 연도를 확인해 고쳐 주세요.")
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise Unreadable(f"{year}년 {month}월은 {last}일까지 있습니다. 날짜를 확인해 고쳐 주세요.")
    return date(year, month, day)


def _plausible(day: date) -> date:
    return _day(day.year, day.month, day.day)


def _full_year(digits: str) -> int:
    """Two digits mean 1950 to 2049."""
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < 50 else 1900)


def _assumed(year: int) -> str:
    return f"연도가 없어 {year}년으로 읽었습니다. 맞는지 확인해 주세요."
