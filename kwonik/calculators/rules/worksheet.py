"""A result as people read it: on a page, printed through `documents`, and in the note of a consultation.

sheet = worksheet.sheet_of(result, made_on=today)     # words only; as_json() and from_json() keep it as it was
worksheet.tree(sheet, org="…")                        # a documents report -> PDF, HWPX
worksheet.note(sheet)                                 # plain text
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from kwonik.labourlaw import Calculation, Result
from kwonik.labourlaw import parameters as library
from kwonik.labourlaw.facts import Amounts, Choice, Fact, Flag, Many, Month, Number
from kwonik.labourlaw.wording import written

DISCLAIMER = (
    "적은 사실만으로 셈한 참고 자료이며, 법률 판단이나 처분이 아닙니다. 사실이 다르면 결과도 달라집니다. "
    "청구하거나 신고하기 전에 상담을 받으세요."
)
LONGEST_VALUE = 90


@dataclass(frozen=True)
class Step:
    """One line of the working: what, how much, how, by which article."""

    label: str
    value: str
    how: str
    law: str


@dataclass(frozen=True)
class Parameter:
    """A value of the law that was used: how much, from when to when, by which source, read when (ISO days)."""

    label: str
    value: str
    law: str
    since: str
    until: str
    source: str
    read_on: str

    @property
    def held(self) -> str:
        """ "2026. 1. 1.부터 2026. 12. 31.까지"."""
        return f"{day(self.since)}부터" + (f" {day(self.until)}까지" if self.until else "")

    @property
    def grounds(self) -> tuple[str, ...]:
        """Its article and its source: one of them where a source is the article itself."""
        return tuple(dict.fromkeys(filter(None, (self.law, self.source))))


@dataclass(frozen=True)
class Sheet:
    """Everything a worksheet says, in words: it stays as it is when the law changes. Days are ISO text."""

    name: str
    title: str
    says: str
    law: str
    selects: str
    made_on: str
    facts: tuple[tuple[str, str], ...]
    answers: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]
    warnings: tuple[str, ...]
    assumptions: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    disclaimer: str = DISCLAIMER

    @property
    def headline(self) -> str:
        """The label of the answer that the title asks for, which then stands first; "" where none is it."""
        return _headline(self.title, [label for label, _ in self.answers])

    @property
    def law_lines(self) -> list[tuple[str, str]]:
        """By which law, which day selects its values, when those were read, when it was computed."""
        read_on = min((each.read_on for each in self.parameters), default="")
        return [*law_lines(self.law, self.selects, read_on), ("계산한 날", day(self.made_on))]

    @property
    def law_and_date(self) -> str:
        """`law_lines` in one line."""
        return " · ".join(f"{label}: {words}" for label, words in self.law_lines)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Sheet:
        """The sheet that was kept with `as_json`."""
        words = {name: kept[name] for name in cls.__dataclass_fields__}
        words |= {name: tuple(tuple(pair) for pair in kept[name]) for name in ("facts", "answers")}
        words |= {name: tuple(kept[name]) for name in ("warnings", "assumptions")}
        words["steps"] = tuple(Step(**each) for each in kept["steps"])
        words["parameters"] = tuple(Parameter(**each) for each in kept["parameters"])
        return cls(**words)


def day(iso: str) -> str:
    """ "2026-03-31" -> "2026. 3. 31."."""
    return written(date.fromisoformat(iso))


def law_lines(law: str, selects: str, read_on: str = "") -> list[tuple[str, str]]:
    """(label, words) of what every page of a calculation says: its law and date."""
    said = [
        ("법", law),
        ("적용할 값을 고르는 날", selects),
        ("법령의 값을 확인한 날", day(read_on or read_last().isoformat())),
    ]
    return [(label, words) for label, words in said if words]


def read_last() -> date:
    """The day on which the library's values of the law were last read."""
    return max(value.read_on for each in library.everything().values() for value in each.values)


def said(fact: Fact, value: Any) -> str:
    """A fact's value as people read it: "9,000,000원", "2026년 10월", "예", "진정". Takes what `fact.read` gives."""
    if value is None:
        return "-"
    if isinstance(fact, Choice):
        return fact.options.get(value, str(value))
    if isinstance(fact, Flag):
        return "예" if value else "아니요"
    if isinstance(fact, Month):
        return f"{value.year}년 {value.month}월"
    if isinstance(fact, Many):
        return ", ".join(said(fact.each, each) for each in value)
    if isinstance(fact, Amounts):
        return ", ".join(
            f"{fact.names.get(name, name)} {said(fact.each, each)}" for name, each in value.items()
        )
    if isinstance(fact, Number) and fact.unit == "년" and fact.whole and value >= 1900:
        return f"{int(value)}년"
    return written(value, fact.unit if isinstance(fact, Number) else "")


def sheet_of(result: Result, made_on: date) -> Sheet:
    """The worksheet of a result computed on a day."""
    calculation = result.calculation
    return Sheet(
        name=calculation.name,
        title=calculation.title,
        says=calculation.says,
        law=calculation.law,
        selects=calculation.selects,
        made_on=made_on.isoformat(),
        facts=facts(calculation, result.inputs),
        answers=_answers(calculation.title, result.lines()),
        steps=tuple(Step(each.label, each.answer, each.formula, each.law) for each in result.steps),
        warnings=tuple(result.warnings),
        assumptions=tuple(result.assumptions),
        parameters=tuple(_parameter(each) for each in result.parameters),
    )


def facts(calculation: Calculation, read: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """(label, value) of every fact that was read, defaults included, those nobody told left out."""
    return tuple(
        (asked.fact.label, said(asked.fact, read[name]))
        for name, asked in calculation.asks.items()
        if read.get(name) is not None
    )


def _answers(title: str, lines: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """What the title asks for first, the rest in its order."""
    first = _headline(title, [label for label, _ in lines])
    return tuple(sorted(lines, key=lambda line: line[0] != first))


def _headline(title: str, labels: list[str]) -> str:
    named = [label for label in labels if label in title]
    return title if title in labels else named[0] if len(named) == 1 else ""


def _parameter(value: library.Value) -> Parameter:
    printed = value.printed
    return Parameter(
        label=value.label,
        value=printed if len(printed) <= LONGEST_VALUE else "표로 정함",
        law=value.law,
        since=value.since.isoformat(),
        until=value.until.isoformat() if value.until else "",
        source=value.source,
        read_on=value.read_on.isoformat(),
    )


# -- in a note ------------------------------------------------------------------------------------------------


def note(sheet: Sheet) -> str:
    """The worksheet as plain text, for the note of a consultation or a request."""
    lines = [
        f"[{sheet.title}]",
        *(f"{label}: {words}" for label, words in sheet.law_lines),
        "",
        "적은 사실",
    ]
    lines += [f"- {label}: {value}" for label, value in sheet.facts]
    lines += ["", "결과", *(f"- {label}: {value}" for label, value in sheet.answers)]
    lines += ["", "계산 과정"]
    for at, one in enumerate(sheet.steps, 1):
        how = f" = {one.how}" if one.how else ""
        law = f" [{one.law}]" if one.law else ""
        lines.append(f"{at}. {one.label}: {one.value}{how}{law}")
    for title, words in (("조심할 점", sheet.warnings), ("이렇게 보고 셈함", sheet.assumptions)):
        if words:
            lines += ["", title, *(f"- {one}" for one in words)]
    if sheet.parameters:
        lines += ["", "쓴 법령의 값"]
        lines += [
            f"- {one.label} {one.value} ({one.held}; {one.source}; {day(one.read_on)} 확인)"
            for one in sheet.parameters
        ]
    return "\n".join(lines)
