"""How dates, won, telephone numbers and names stand on a screen; the filters of every template.

Dates are written as in Korean official papers: "2025. 5. 9.", 24-hour clock (행정업무의 운영 및 혁신에 관한
규정 제7조). None prints as "-", so that an empty cell is a decision and not a gap.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django.utils.safestring import SafeString
from markupsafe import Markup, escape

from kwonik.kernel.numbers import plain
from kwonik.kernel.periods import SEOUL, Period

NOTHING = "-"
_WEEKDAYS = "월화수목금토일"
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_AREA = re.compile(r"(02|0\d{2}|1\d{3}|\d{4})(\d*)(\d{4})")


def won(amount: int | None) -> str:
    """1234567 -> "1,234,567원"."""
    return NOTHING if amount is None else f"{plain(amount)}원"


def date_(day: date | datetime | None) -> str:
    """2025-05-09 -> "2025. 5. 9."; an instant is put on its day in Seoul."""
    if day is None:
        return NOTHING
    if isinstance(day, datetime):
        day = day.astimezone(SEOUL)
    return f"{day.year}. {day.month}. {day.day}."


def weekday_date(day: date | datetime | None) -> str:
    """2025-05-09 -> "2025. 5. 9.(금)"."""
    if day is None:
        return NOTHING
    if isinstance(day, datetime):
        day = day.astimezone(SEOUL)
    return f"{date_(day)}({_WEEKDAYS[day.weekday()]})"


def short_date(day: date | datetime | None) -> str:
    """For narrow columns: 2025-05-09 -> "5. 9.(금)"."""
    return NOTHING if day is None else weekday_date(day).split(". ", 1)[1]


def datetime_(instant: datetime | None) -> str:
    """An instant in Seoul: "2025. 5. 9. 14:05"."""
    return NOTHING if instant is None else f"{date_(instant)} {time(instant)}"


def time(instant: Any) -> str:
    """14:05" in Seoul; takes an instant or a time of day."""
    if instant is None:
        return NOTHING
    return f"{instant.astimezone(SEOUL) if isinstance(instant, datetime) else instant:%H:%M}"


def period(span: Period) -> str:
    """'25.1월~9월", as reports print it."""
    return span.label


def phone(number: str | None) -> str | SafeString:
    """01012345678 -> 010-1234-5678, never broken across lines; anything else is printed as it is."""
    if not number:
        return NOTHING
    match = _AREA.fullmatch(re.sub(r"[-. ()]", "", number))
    text = "-".join(part for part in match.groups() if part) if match else number
    return Markup('<span class="kw-nowrap">{}</span>').format(text)


def masked(name: str | None) -> str:
    """김민수" -> "김○○": the first letter of a name stays, the rest is hidden."""
    if not name:
        return NOTHING
    return name[0] + "".join("○" if letter.isalnum() else letter for letter in name[1:])


def typed_date(value: Any) -> str:
    """What a date field shows: an ISO date as "2025. 5. 9.", what somebody typed exactly as typed."""
    text = "" if value is None else str(value)
    match = _ISO_DATE.fullmatch(text)
    return "{}. {}. {}.".format(*(int(part) for part in match.groups())) if match else text


def lines(text: str | None) -> Markup:
    """A memo with its line breaks kept."""
    return Markup("<br>\n").join(escape(line) for line in (text or "").splitlines())


def iso(moment: date | datetime) -> str:
    """The machine-readable value of a <time> element."""
    return moment.isoformat(timespec="seconds") if isinstance(moment, datetime) else moment.isoformat()


FILTERS = {
    "won": won,
    "plain": plain,
    "date": date_,
    "weekday_date": weekday_date,
    "short_date": short_date,
    "datetime": datetime_,
    "time": time,
    "period": period,
    "phone": phone,
    "masked": masked,
    "typed_date": typed_date,
    "lines": lines,
    "iso": iso,
}
