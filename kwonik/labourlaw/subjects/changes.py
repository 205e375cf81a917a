"""The law as of a day: what it said, since when, and what is about to change (시행일)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from kwonik.labourlaw import counting
from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Day, Named
from kwonik.labourlaw.parameters import Parameter, everything
from kwonik.labourlaw.refusing import Wrong
from kwonik.labourlaw.wording import written
from kwonik.labourlaw.worksheet import Outcome, Worksheet

SUBJECT = "법의 변화"
PREFIX = "law_"  # parameters that are topics
AHEAD = 6  # months: a change that near is told


def topics() -> dict[str, Parameter]:
    """Every topic by its Korean name, as parameters/changes.toml has them."""
    return {each.label: each for name, each in everything().items() if name.startswith(PREFIX)}


class Topic(Named):
    """A topic by its name, or by words that hold all the key words of that topic and of no other."""

    def read(self, value: Any) -> str:
        try:
            return super().read(value)
        except Wrong:
            words = value if isinstance(value, str) else ""
            found = [
                name
                for name, topic in topics().items()
                if any(all(key in words for key in keys) for keys in topic.keys)
            ]
            if len(found) == 1:
                return found[0]
            raise


@calculation(
    "그날의 법",
    subject=SUBJECT,
    says="법이 바뀐 일마다, 그날에는 어떻게 정하고 있었는지 알려 줍니다.",
    law="각 법률의 부칙(시행일)",
    selects="물어본 날",
    gives={
        "value": Gives("그날의 법"),
        "since": Gives("바뀐 날"),
        "next_on": Gives("다음에 바뀌는 날"),
        "next_value": Gives("바뀐 뒤"),
    },
    example={"topic": "임금체불(제36·43·56조) 법정형", "date": "2026-10-08"},
)
def law_as_of(
    sheet: Worksheet,
    *,
    topic: Annotated[
        str,
        Topic(
            "무엇에 관한 법인지",
            ask="무엇이 궁금한가요?",
            options={name: name for name in topics()},
            also={word: name for name, parameter in topics().items() for word in parameter.also},
        ),
    ],
    date: Annotated[date, Day("날짜", ask="어느 날의 법이 궁금한가요?")],
) -> Outcome:
    """What the law said about a topic on a day, when that began, and its next change if one is known.

    Warns of a change within six months. Which day counts (of the offence, of leaving, of payment) is in the source of
    the value. Raises Unset before the first day that is known.
    """
    parameter = topics()[topic]
    value = sheet.parameter(parameter.name, date)
    held = parameter.on(date)
    sheet.step(topic, value, "", "{source}", law=parameter.law, source=held.source)
    more: dict[str, Any] = {"since": held.since} if held != parameter.values[0] else {}
    later = next((each for each in parameter.values if each.since > date), None)
    if later:
        more |= {"next_on": later.since, "next_value": later.value}
        if later.since <= _ahead(date):
            sheet.warn(
                f"{written(later.since)}에 바뀝니다. 바뀐 뒤: {written(later.value)}. 어느 날의 법이 걸리는지 확인하세요."
            )
    return sheet.result(value=value, **more)


def _ahead(day: date) -> date:
    return counting.last_day(day, amount=AHEAD, unit="months")
