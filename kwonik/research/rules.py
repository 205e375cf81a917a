"""What a study, a stock of copies and a check of an organisation must hold to. Plain Python; today comes in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from kwonik.kernel.rounding import HALF_UP, percent
from kwonik.places.rules import Refused


@dataclass(frozen=True)
class Stock:
    """Copies of a publication: printed so far, handed out so far."""

    printed: int
    handed: int

    @property
    def left(self) -> int:
        return self.printed - self.handed


@dataclass(frozen=True)
class Checked:
    """A standing check of one organisation in one round: at which stage, and when (None: only planned)."""

    stage: str
    checked_on: date | None


def check_day(day: date, today: date, what: str) -> None:
    """Raises Refused for a day that has not come yet."""
    if day > today:
        raise Refused(f"{what}이 오늘보다 뒤입니다. 날짜를 확인하세요.")


def check_dates(from_on: date, until_on: date | None, interim_on: date | None, final_on: date | None) -> None:
    """A study ends after it begins, and reports on the way come before the final one. Raises Refused."""
    if until_on and until_on < from_on:
        raise Refused("끝나는 날이 시작하는 날보다 앞섭니다. 날짜를 확인하세요.")
    if interim_on and interim_on < from_on:
        raise Refused("중간보고일이 시작하는 날보다 앞섭니다. 날짜를 확인하세요.")
    if final_on and final_on < (interim_on or from_on):
        raise Refused("최종보고일이 중간보고일이나 시작하는 날보다 앞섭니다. 날짜를 확인하세요.")


def check_stock(stock: Stock, printed: int = 0, handed: int = 0) -> None:
    """No more copies leave than were printed; `printed` and `handed` are what would be added. Raises Refused."""
    after = Stock(stock.printed + printed, stock.handed + handed)
    if after.left >= 0:
        return
    if handed > 0:
        raise Refused(f"남은 부수 {stock.left:,}부보다 많습니다. 추가 인쇄를 먼저 적거나 부수를 확인하세요.")
    raise Refused(
        f"이미 {stock.handed:,}부를 나눠 주었습니다. 인쇄 부수를 그보다 적게 할 수 없습니다. 배부부터 바로잡으세요."
    )


def check_stages(checks: list[Checked]) -> None:
    """현장점검은 같은 차수의 서면점검을 마친 뒤에 한다: a site check follows the desk check of the same round.

    `checks` are all standing checks of one organisation in one round. Raises Refused.
    """
    desks = [check.checked_on for check in checks if check.stage == "desk" and check.checked_on]
    for check in checks:
        if check.stage == "site" and check.checked_on and not any(day <= check.checked_on for day in desks):
            raise Refused(
                "현장점검은 같은 차수의 서면점검을 마친 뒤에 적습니다. 서면점검부터 적거나 점검일을 확인하세요."
            )


def score(results: Mapping[str, Any]) -> Decimal | None:
    """이행 점수: indicators met out of those that were answered, in percent, half up; None when none was answered.

    8 of 10 answered indicators met: 80. 5 of 6: 83.33… -> 83. An indicator left open ("해당 없음") counts in neither.
    """
    answered = [met for met in results.values() if isinstance(met, bool)]
    return percent(sum(answered), len(answered), HALF_UP)


def reached(so_far: int, target: int) -> Decimal | None:
    """How much of the target n is there, in whole percent; None where no target was set."""
    return percent(so_far, target, HALF_UP)


def own_code(kind: str, year: int, number: int) -> str:
    """The code of a row whose author gave none: "study-2025-3"."""
    return f"{kind}-{year}-{number}"
