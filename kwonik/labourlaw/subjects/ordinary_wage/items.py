"""What a monthly wage is made of, and which of it is ordinary wage: the kinds of items and the conditions of a bonus."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from kwonik.labourlaw import counting
from kwonik.labourlaw.worksheet import Worksheet

SUBJECT = "임금"
FIXED = "law_ordinary_wage_fixedness"
LAW = "근로기준법 시행령 제6조"
CONDITIONS = {
    "없음": "조건 없음",
    "재직조건": "지급일에 재직 중이어야 함",
    "근무일수": "정한 날수를 일해야 함(소정근로일수 안)",
    "근무일수 초과": "소정근로일수보다 더 일해야 함",
    "실적": "근무 실적에 따라 달라짐",
}


@dataclass(frozen=True)
class Item:
    """A kind of wage item: whether it belongs to the ordinary wage, and why."""

    name: str
    label: str
    counts: bool
    why: str
    words: tuple[str, ...]
    check: str = ""


@lru_cache(maxsize=1)
def items() -> tuple[Item, ...]:
    """The kinds of wage items, in the order in which names are compared with them."""
    tables = tomllib.loads((Path(__file__).parents[2] / "wage_items.toml").read_text())["item"]
    return tuple(Item(**{**table, "words": tuple(table["words"])}) for table in tables)


def item_of(name: str) -> Item | None:
    """The kind that an item of this name is; None where the name says nothing."""
    bare = _bare(name)
    exact = (item for item in items() if bare in (item.name, _bare(item.label)))
    close = (item for item in items() if any(_bare(word) in bare for word in item.words))
    return next(exact, None) or next(close, None)


def _bare(name: str) -> str:
    return name.strip().lower().replace(" ", "_").replace("-", "_")


def included(
    sheet: Worksheet,
    on: date,
    monthly: Mapping[str, Fraction],
    bonus: Fraction,
    condition: str,
    in_court: bool,
) -> Fraction:
    """What of the month's pay and of a year's bonus is ordinary wage, in won a month."""
    total = Fraction(0)
    for name, amount in monthly.items():
        item = item_of(name)
        if item is None:
            sheet.warn(
                f"‘{name}’: 정기적으로 모두에게 주는 것인지 확인하세요. 여기서는 통상임금에 넣었습니다."
            )
        elif item.check:
            sheet.warn(f"‘{name}’: {item.check}")
        if item is None or item.counts:
            total += sheet.step(
                f"넣는 항목: {name}",
                amount,
                "원",
                "{why}",
                why=item.why if item else "이름으로 알 수 없어 넣음",
                law=f"{LAW} 제1항",
            )
        else:
            sheet.step(f"넣지 않는 항목: {name}", amount, "원", "{why}", why=item.why, law=f"{LAW} 제1항")
    if bonus:
        counts, why, law = _bonus_counts(sheet, on, condition, in_court)
        share = bonus / counting.YEAR_MONTHS
        if counts:
            total += sheet.step(
                "상여금의 한 달 몫", share, "원", "{bonus}원 ÷ 12 ({why})", bonus=bonus, why=why, law=law
            )
        else:
            sheet.step(
                "넣지 않는 상여금", share, "원", "{bonus}원 ÷ 12 ({why})", bonus=bonus, why=why, law=law
            )
    return sheet.step("통상임금에 드는 월 금액", total, "원", "넣는 항목을 모두 더함", law=f"{LAW} 제1항")


def _bonus_counts(sheet: Worksheet, on: date, condition: str, in_court: bool) -> tuple[bool, str, str]:
    """Whether a regular bonus under the condition is ordinary wage on the day, why, and by what."""
    fixed = sheet.parameter(FIXED, on)
    after = "대법원 2024. 12. 19. 2020다247190, 2023다302838 전원합의체"
    before = "대법원 2013. 12. 18. 2012다89399 전원합의체"
    if condition == "없음":
        return True, "정기적으로 모두에게 줌", LAW
    if condition == "실적":
        sheet.warn("실적과 관계없이 보장된 최소한의 몫이 있으면 그만큼은 통상임금입니다.")
        return False, "근무 실적에 따라 달라짐", before if fixed else after
    if condition == "근무일수 초과":
        return False, "소정근로를 넘어 일해야 받음", before if fixed else after
    if fixed and not in_court:
        sheet.warn("2024년 12월 19일 전의 임금입니다. 그날 이미 소송 중이던 사건에는 새 판례가 적용됩니다.")
        return False, f"{CONDITIONS[condition]}: 고정성이 없음", before
    if fixed:
        sheet.assume("판결 선고 때 이미 같은 쟁점으로 소송 중이어서 새 판례를 따랐습니다.")
    return True, f"{CONDITIONS[condition]}: 조건이 있어도 통상임금", after
