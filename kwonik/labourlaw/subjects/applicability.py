"""Which rules of labour law apply to a workplace of so many people (근로기준법 제11조, 시행령 별표 1, and other Acts)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Choice, Day, Flag, hours
from kwonik.labourlaw.subjects.working_hours import SHORTEST_WEEK, WEEK_HOURS, Article63
from kwonik.labourlaw.subjects.workplace import FIVE, SUBJECT, Employees
from kwonik.labourlaw.worksheet import Outcome, Worksheet

TABLE = "시행령 별표 1"
# Words that a name may have or lack without meaning another rule.
IDLE = {
    "a",
    "application",
    "duty",
    "for",
    "in",
    "law",
    "obligation",
    "of",
    "on",
    "paid",
    "pay",
    "right",
    "rule",
    "the",
}


@dataclass(frozen=True)
class Rule:
    """A rule of law and the workplaces it holds for. The fields are explained in applicability.toml."""

    name: str
    label: str
    law: str
    employees: int = 1
    also: tuple[str, ...] = ()
    since: date | None = None
    employees_before: int | None = None
    parameter: str = ""
    short_hours: bool = True
    exempt: bool = True
    household: str = "out"
    memory: bool = False
    note: str = ""

    @property
    def in_the_act(self) -> bool:
        return self.law.startswith("근로기준법")


@lru_cache(maxsize=1)
def rules() -> Mapping[str, Rule]:
    """Every rule by its name, in the order of the Act."""
    tables = tomllib.loads((Path(__file__).parent.parent / "applicability.toml").read_text())["rule"]
    return MappingProxyType(
        {table["name"]: Rule(**{**table, "also": tuple(table.get("also", ()))}) for table in tables}
    )


def bare(name: str) -> str:
    """A name without idle words, plurals and order: "dismissal_notice_pay" and "notice of dismissal" are the same."""
    words = (word.rstrip("s") or word for word in re.split(r"[\s_\-·ㆍ,()]+", name.strip().lower()))
    return " ".join(sorted({word for word in words if word and word not in IDLE}))


@lru_cache(maxsize=1)
def _other_words() -> dict[str, str]:
    found: dict[str, str] = {}
    for name, rule in rules().items():
        for word in (name, rule.label, rule.law, *rule.also):
            found.setdefault(bare(word), name)
    return found


class RuleName(Choice):
    """The name of a rule, another word for it, or its article."""

    def read(self, value: object) -> str:
        if isinstance(value, str) and value not in self.options:
            value = _other_words().get(bare(value)) or value
        return super().read(value)


@calculation(
    "우리 사업장에 적용되는 법",
    subject=SUBJECT,
    says="사업장의 크기에 따라 노동법의 어떤 규정이 적용되는지 알려 줍니다.",
    law="근로기준법 제11조, 시행령 제7조, 별표 1; 규정마다 그 법률",
    selects="따지는 일이 있은 날",
    gives={"applies": Gives("적용되는지"), "from_employees": Gives("적용되는 사업장의 크기", "명 이상")},
    example={"employees": 4, "rule": "annual_leave"},
    public=True,
)
def applicability(
    sheet: Worksheet,
    *,
    employees: Employees,
    rule: Annotated[
        str,
        RuleName(
            "규정",
            ask="어떤 규정이 궁금한가요?",
            options={name: each.label for name, each in rules().items()},
        ),
    ],
    date: Annotated[
        date | None,
        Day("일이 있은 날", ask="언제 있은 일인가요?", note="비우면 지금 시행 중인 법으로 봅니다."),
    ] = None,
    weekly_hours: Annotated[
        Fraction | None,
        hours(
            "1주 소정근로시간",
            ask="4주를 평균하여 일주일에 몇 시간 일하기로 했나요?",
            note="15시간 미만이면 달라지는 규정이 있습니다. 모르면 비워 두세요.",
            most=WEEK_HOURS,
        ),
    ] = None,
    article_63: Article63 = False,
    relatives_only: Annotated[
        bool, Flag("함께 사는 친족만 일하는 사업장", ask="함께 사는 친족만 일하는 사업장인가요?")
    ] = False,
    domestic_worker: Annotated[
        bool,
        Flag(
            "가사사용인",
            ask="가정집에 직접 고용되어 집안일을 하나요?",
            note="가사서비스 제공기관에 고용된 가사근로자는 아닙니다.",
        ),
    ] = False,
) -> Outcome:
    """Whether a rule applies to a workplace of so many employees (근로기준법 제11조, 시행령 별표 1; other Acts as named).

    Below five the Act applies as 별표 1 lists. Households of relatives living together and domestic workers are left out
    by 제11조 제1항 and like provisions; below 15 hours a week weekly holidays, annual leave and severance (제18조 제3항);
    work under 제63조 the rules on hours and holidays.
    """
    found = rules()[rule]
    least = _least(sheet, found, date)
    reason = _why_not(found, weekly_hours, article_63, relatives_only, domestic_worker)
    if least is None:
        applies = sheet.step(
            found.label, False, "", "{since}에 시행", since=found.since or date, law=found.law
        )
        return sheet.result(applies=applies)
    how = "상시 {employees}명, {least}명 이상이면 적용" if least > 1 else "사업장의 크기와 관계없이 적용"
    applies = sheet.step(
        found.label, employees >= least, "", how, employees=employees, least=least, law=_basis(found, least)
    )
    if reason:
        applies = sheet.step("적용 제외", False, "", "{why}", why=reason[0], law=reason[1])
    if employees >= FIVE > employees - 1 or employees == FIVE - 1:
        sheet.warn("5명 안팎이면 지난 한 달의 날마다 일한 사람 수로 다시 따져 보세요(시행령 제7조의2).")
    if found.note:
        sheet.warn(found.note)
    if found.memory:
        sheet.warn("이 규정의 시행일과 범위는 공식 자료로 다시 확인하세요.")
    if domestic_worker:
        sheet.warn("가사서비스 제공기관에 고용되었으면 가사근로자법에 따라 노동법이 적용됩니다.")
    return sheet.result(applies=applies, from_employees=least)


def _basis(rule: Rule, least: int) -> str:
    """The article, and where the Act's whole scope or 별표 1 decides, that too."""
    if not rule.in_the_act or least > FIVE:
        return rule.law
    return f"{rule.law}; 제11조 제1항" if least == FIVE else f"{rule.law}; 제11조 제2항, {TABLE}"


def _least(sheet: Worksheet, rule: Rule, on: date | None) -> int | None:
    """From how many employees the rule holds on the day; None where it was not in force for anybody named here."""
    if on is None:
        sheet.assume("날짜를 적지 않아 지금 시행 중인 법으로 보았습니다.")
        return rule.employees
    if rule.parameter:
        phase = sheet.parameter(rule.parameter, on)
        return int(phase["employees"]) if "employees" in phase else None
    if rule.since and on < rule.since:
        return rule.employees_before
    return rule.employees


def _why_not(
    rule: Rule, weekly_hours: Fraction | None, article_63: bool, relatives_only: bool, domestic_worker: bool
) -> tuple[str, str] | None:
    """Why the rule leaves out this work although the workplace is large enough, and by what."""
    if domestic_worker and rule.household != "in":
        return "가사사용인", _household_law(rule)
    if relatives_only and rule.household == "out":
        return "함께 사는 친족만 일하는 사업장", _household_law(rule)
    if weekly_hours is not None and weekly_hours < SHORTEST_WEEK and not rule.short_hours:
        return "1주 소정근로시간이 15시간 미만", "근로기준법 제18조 제3항" if rule.in_the_act else rule.law
    if article_63 and not rule.exempt:
        return "근로시간·휴일 규정을 적용받지 않는 일", "근로기준법 제63조"
    return None


def _household_law(rule: Rule) -> str:
    return "근로기준법 제11조 제1항 단서" if rule.in_the_act else rule.law
