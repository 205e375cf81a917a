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
from kwonik.labourlaw.refusing import Wrong
from kwonik.labourlaw.subjects.working_hours import WEEK_HOURS, Article63, exempt_from_holidays
from kwonik.labourlaw.subjects.workplace import FIVE, SUBJECT, Employees
from kwonik.labourlaw.worksheet import Outcome, Worksheet

TABLE = "시행령 별표 1"
THE_ACT = "근로기준법"
ARTICLES = re.compile(
    r"제(\d+)조(?:의(\d+))?(?:\s*~\s*제(\d+)조(?:의(\d+))?)?(?:\s*((?:제\d+항(?:,\s*)?)+))?"
)
CIRCLED = str.maketrans({"①": " 제1항", "②": " 제2항", "③": " 제3항"})
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
class Articles:
    """Articles from one to another, (number, branch) each, or single paragraphs of one."""

    first: tuple[int, int]
    last: tuple[int, int]
    paragraphs: frozenset[int] = frozenset()

    def hold(self, other: Articles) -> bool:
        """Whether the other ones lie within these; an article without a paragraph lies in all its paragraphs' rules."""
        within = self.first <= other.first and other.last <= self.last
        return within and (not self.paragraphs or not other.paragraphs or other.paragraphs <= self.paragraphs)


def articles_of(law: str) -> list[Articles]:
    """The articles of the Labour Standards Act that a text names: "제60조~제62조", "제65조 제1항, 제3항", "제55조②"."""
    found = []
    for number, branch, to, to_branch, paragraphs in ARTICLES.findall(law.translate(CIRCLED)):
        first = (int(number), int(branch or 0))
        last = (int(to), int(to_branch or 0)) if to else first
        found.append(Articles(first, last, frozenset(int(each) for each in re.findall(r"\d+", paragraphs))))
    return found


@dataclass(frozen=True)
class Rule:
    """A rule of law and the workplaces it holds for. The fields are explained in applicability.toml."""

    name: str
    label: str
    law: str
    employees: int = 1
    also: tuple[str, ...] = ()
    since: date | None = None
    parameter: str = ""
    short_hours: bool = True
    exempt: bool = True
    household: str = "out"
    memory: bool = False
    note: str = ""

    @property
    def articles(self) -> list[Articles]:
        """Its articles of the Labour Standards Act; none for a rule of another Act."""
        return articles_of(self.law.partition(";")[0]) if self.law.startswith(THE_ACT) else []


@lru_cache(maxsize=1)
def rules() -> Mapping[str, Rule]:
    """Every rule by its name, in the order of the Act."""
    tables = tomllib.loads((Path(__file__).parent.parent / "applicability.toml").read_text())["rule"]
    return MappingProxyType(
        {table["name"]: Rule(**{**table, "also": tuple(table.get("also", ()))}) for table in tables}
    )


def rules_by_article(text: str) -> list[Rule]:
    """The rules that hold the one article of the Act that the text names, "제46조" or "근로기준법 제55조 제2항"."""
    wanted = articles_of(text.removeprefix(THE_ACT).strip())
    if len(wanted) != 1 or not re.match(r"제?\d", text.removeprefix(THE_ACT).strip()):
        return []
    return [rule for rule in rules().values() if any(each.hold(wanted[0]) for each in rule.articles)]


def bare(name: str) -> str:
    """A name without idle words, plurals and order: "dismissal_notice_pay" and "notice of dismissal" are the same."""
    spelled = name.strip().lower().replace("labor", "labour")
    words = (word.rstrip("s") or word for word in re.split(r"[\s_\-·ㆍ,()]+", spelled))
    return " ".join(sorted({word for word in words if word and word not in IDLE}))


@lru_cache(maxsize=1)
def other_words() -> Mapping[str, str]:
    """The bare form of every name, label and other word -> the rule's name."""
    found: dict[str, str] = {}
    for name, rule in rules().items():
        for word in (name, rule.label, *rule.also):
            found.setdefault(bare(word), name)
    return MappingProxyType(found)


class RuleName(Choice):
    """The name of a rule, another word for it, or its article of the Labour Standards Act."""

    def read(self, value: object) -> str:
        word = value.strip() if isinstance(value, str) else ""
        if word in self.options:
            return word
        if bare(word) in other_words():
            return other_words()[bare(word)]
        found = rules_by_article(word)
        if len(found) == 1:
            return found[0].name
        if found:
            raise Wrong(
                f"이 조문에는 규정이 여럿입니다. 하나를 고르세요: {', '.join(each.label for each in found)}."
            )
        raise Wrong("목록에 있는 규정의 이름이나 근로기준법의 조문(예: 제46조)을 적으세요.")


@calculation(
    "우리 사업장에 적용되는 법",
    subject=SUBJECT,
    says="사업장의 크기에 따라 노동법의 어떤 규정이 적용되는지 알려 줍니다.",
    law="근로기준법 제11조, 시행령 제7조, 별표 1; 규정마다 그 법률",
    selects="따지는 일이 있은 날",
    gives={
        "applies": Gives("적용되는지"),
        "from_employees": Gives("적용되는 사업장의 크기", "명 이상"),
        "law": Gives("조문"),
    },
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
    if least is None:
        when = f"{found.since:%Y-%m-%d}부터 시행" if found.since else "그날에는 아직 시행되지 않음"
        applies = sheet.step(found.label, False, "", "{when}", when=when, law=found.law)
        return sheet.result(applies=applies, law=found.law)
    applies = sheet.step(
        found.label,
        employees >= least,
        "",
        "상시 {employees}명, {least}명 이상이면 적용" if least > 1 else "사업장의 크기와 관계없이 적용",
        employees=employees,
        least=least,
        law=_basis(found, least),
    )
    reason = _why_not(found, weekly_hours, article_63, relatives_only, domestic_worker)
    if reason:
        applies = sheet.step("적용 제외", False, "", "{why}", why=reason[0], law=reason[1])
    if employees in (FIVE - 1, FIVE) and least == FIVE:
        sheet.warn("5명 안팎이면 지난 한 달의 날마다 일한 사람 수로 다시 따져 보세요(시행령 제7조의2).")
    if found.note:
        sheet.warn(found.note)
    if found.memory:
        sheet.warn("이 규정의 시행일과 범위는 공식 자료로 다시 확인하세요.")
    if domestic_worker:
        sheet.warn("가사서비스 제공기관에 고용되었으면 가사근로자법에 따라 노동법이 적용됩니다.")
    return sheet.result(applies=applies, from_employees=least, law=found.law)


def _basis(rule: Rule, least: int) -> str:
    """The article, and where the Act's whole scope or 별표 1 decides, that too."""
    if not rule.articles or least > FIVE:
        return rule.law
    return f"{rule.law}; 제11조 제1항" if least == FIVE else f"{rule.law}; 제11조 제2항, {TABLE}"


def _least(sheet: Worksheet, rule: Rule, on: date | None) -> int | None:
    """From how many employees the rule holds on the day; None where it is in force for nobody. Raises Unset."""
    if on is None:
        sheet.assume("날짜를 적지 않아 지금 시행 중인 법으로 보았습니다.")
    elif rule.parameter:
        held = sheet.parameter(rule.parameter, on)
        if isinstance(held, Mapping):
            return int(held["employees"]) if "employees" in held else None
        return rule.employees if held else FIVE
    elif rule.since and on < rule.since:
        return None
    return rule.employees


def _why_not(
    rule: Rule, weekly_hours: Fraction | None, article_63: bool, relatives_only: bool, domestic_worker: bool
) -> tuple[str, str] | None:
    """Why the rule leaves out this work although the workplace is large enough, and by what."""
    household = "근로기준법 제11조 제1항 단서" if rule.articles else rule.law
    if domestic_worker and rule.household != "in":
        return "가사사용인", household
    if relatives_only and rule.household == "out":
        return "함께 사는 친족만 일하는 사업장", household
    if not rule.short_hours and not rule.articles:
        short = exempt_from_holidays(weekly_hours, False)
        return (short[0], rule.law) if short else None
    return exempt_from_holidays(None if rule.short_hours else weekly_hours, article_63 and not rule.exempt)
