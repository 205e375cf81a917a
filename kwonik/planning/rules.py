"""When a plan is late, what it says in words, how far a target is reached. Plain Python; today comes in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kwonik.kernel.rounding import HALF_UP_TENTH, percent
from kwonik.places.rules import Refused


def is_late(state: str, until_on: date, today: date) -> bool:
    """A plan is late from the day after its last day, as long as it is neither done nor dropped."""
    return state == "planned" and today > until_on


def in_words(count: int | None, unit: str, bound: str) -> str:
    """ "약 200회", "4,000명 이상", "1회"; nothing where no number is planned."""
    if count is None:
        return ""
    number = f"{count:,}{unit}"
    return {"about": f"약 {number}", "at_least": f"{number} 이상"}.get(bound, number)


def check_days(from_on: date, until_on: date) -> None:
    if until_on < from_on:
        raise Refused("끝나는 날이 시작하는 날보다 앞섭니다. 날짜를 확인하세요.")


def check_done(done_on: date, today: date) -> None:
    if done_on > today:
        raise Refused("마친 날이 오늘보다 뒤입니다. 날짜를 확인하세요.")


def achieved(so_far: int | Decimal | None, target: int) -> Decimal | None:
    """목표 달성률 in percent, half up to a tenth: 3,860 of 5,000 is 77.2; None where the target is nothing."""
    return percent(so_far or 0, target, HALF_UP_TENTH)


def own_code(kind: str, year: int, number: int) -> str:
    """The code of a row whose author gave none: "plan-2025-3"."""
    return f"{kind}-{year}-{number}"
