"""When a line of the subsidy may be spent from. Plain arithmetic in won."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kwonik.kernel.numbers import fixed
from kwonik.kernel.refusals import Refused
from kwonik.kernel.rounding import percent


@dataclass(frozen=True)
class Balance:
    """A line's money: what was allotted and what is spent, in won."""

    allotted_won: int
    spent_won: int

    @property
    def unspent_won(self) -> int:
        return self.allotted_won - self.spent_won


def check_spending(balance: Balance, amount_won: int, spent_on: date, year: int, today: date) -> None:
    """Refuses what the subsidy does not allow (지방자치단체 보조금 관리에 관한 법률 제13조: only for its purpose and amount).

    `amount_won` above zero spends, below zero returns money. Raises Refused.
    """
    if amount_won == 0:
        raise Refused("0원은 적을 수 없습니다. 금액을 확인하세요.")
    if spent_on.year != year:
        raise Refused(f"{year}년 예산에는 {year}년의 날짜만 적을 수 있습니다. 집행일이나 과목을 확인하세요.")
    if spent_on > today:
        raise Refused("집행일이 오늘보다 뒤입니다. 집행한 날을 적으세요.")
    if amount_won > balance.unspent_won:
        raise Refused(
            f"남은 예산 {balance.unspent_won:,}원보다 많습니다. 예산을 먼저 늘리거나(추가경정, 전용) 금액을 확인하세요."
        )
    if balance.spent_won + amount_won < 0:
        raise Refused(f"반납액이 집행액 {balance.spent_won:,}원보다 많습니다. 금액을 확인하세요.")


def check_allotment(balance: Balance, amount_won: int) -> None:
    """A line never holds less than what was spent from it. Raises Refused."""
    if amount_won == 0:
        raise Refused("0원은 적을 수 없습니다. 금액을 확인하세요.")
    if balance.unspent_won + amount_won < 0:
        raise Refused(
            f"이미 {balance.spent_won:,}원을 썼습니다. 남은 {balance.unspent_won:,}원까지만 줄일 수 있습니다."
        )


def what_is_off(balance: Balance) -> list[str]:
    """Why a line may not stand so, after a whole ledger was booked on it; nothing when it may."""
    if balance.unspent_won < 0:
        return [
            f"집행액이 예산보다 {-balance.unspent_won:,}원 많아집니다. 예산 배정부터 가져오거나 금액을 확인하세요."
        ]
    if balance.spent_won < 0:
        return [f"반납액이 집행액보다 {-balance.spent_won:,}원 많아집니다. 금액을 확인하세요."]
    return []


def rate_in_words(spent_won: int, allotted_won: int) -> str:
    """예산집행률 as it is printed: "76.9%", half up to one decimal; "-" where nothing is allotted."""
    rate = percent(spent_won, allotted_won)
    return "-" if rate is None else f"{fixed(1)(rate)}%"
