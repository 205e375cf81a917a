"""마감: whether a day may be sealed, and if not, why, in words that the operator reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from kwonik.kernel.money import won


@dataclass(frozen=True)
class DayFacts:
    """A day as it stands. Amounts in won; `previous_*` of the calendar day before, None on the first day of all."""

    day: date
    has_statement: bool
    open_breaks: int
    closing_won: int = 0
    told_won: int = 0
    ledger_closing_won: int = 0
    opening_won: int = 0
    ledger_opening_won: int = 0
    is_first: bool = True
    previous_on: date | None = None
    previous_sealed: bool = False
    previous_closing_won: int = 0
    trouble: Sequence[str] = field(default_factory=tuple)


def day_words(day: date) -> str:
    """ "2026-11-23" -> "2026. 11. 23."."""
    return f"{day.year}. {day.month}. {day.day}."


def obstacles(of: DayFacts) -> list[str]:
    """Why the day cannot be sealed; empty when it can."""
    found = [*_before(of)]
    if of.open_breaks:
        found.append(f"정리하지 않은 차이가 {of.open_breaks}건 있습니다.")
    if of.has_statement:
        found += _balances(of)
    else:
        found.insert(0, "은행 거래명세를 아직 받지 못했습니다.")
    return found + list(of.trouble)


def _before(of: DayFacts) -> list[str]:
    """The days are sealed in order, each from where the one before ended."""
    if of.is_first:
        return []
    if of.previous_on is None or (of.day - of.previous_on).days != 1:
        return ["앞의 날이 비어 있습니다. 날은 하루도 빠짐없이 차례로 봉인합니다."]
    if not of.previous_sealed:
        return [f"앞의 날({day_words(of.previous_on)})을 아직 봉인하지 않았습니다."]
    if of.has_statement and of.opening_won != of.previous_closing_won:
        return ["첫 잔액이 앞의 날의 마감 잔액과 다릅니다."]
    return []


def _balances(of: DayFacts) -> list[str]:
    found = []
    if of.ledger_closing_won != of.closing_won:
        gap = won(abs(of.closing_won - of.ledger_closing_won))
        more = "은행이" if of.closing_won > of.ledger_closing_won else "장부가"
        found.append(f"장부 잔액과 은행 마감 잔액이 다릅니다. {more} {gap}원 더 많습니다.")
    if of.told_won != of.closing_won:
        found.append("거래명세의 마감 잔액과 은행이 따로 답한 잔액이 다릅니다.")
    if of.ledger_opening_won != of.opening_won:
        found.append("장부의 첫 잔액과 은행의 첫 잔액이 다릅니다.")
    return found


def trouble_of_books(
    unequal: int, held_won: int, owed_won: int, broken: Sequence[int], loose: int
) -> list[str]:
    """What is wrong with the ledger itself, whatever the bank says (ledger views `unequal_account`, `books`, the chain)."""
    found = []
    if unequal:
        found.append(f"잔액이 거래의 합과 다른 계정이 {unequal}개 있습니다. 개발 담당자에게 바로 알리세요.")
    if held_won != owed_won:
        found.append("맡은 돈과 돌려줄 돈의 합이 다릅니다. 개발 담당자에게 바로 알리세요.")
    if broken:
        blocks = ", ".join(map(str, broken[:5]))
        found.append(f"장부의 사슬이 {blocks}번 묶음에서 끊어졌습니다. 개발 담당자에게 바로 알리세요.")
    if loose:
        found.append(f"사슬에 아직 묶이지 않은 거래가 {loose}건 있습니다. 잠시 뒤에 다시 하세요.")
    return found
