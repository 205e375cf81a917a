"""What the scales share: points of a subscale from its items, and the sex recorded for scoring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Annotated, Any

from kwonik.labourlaw.facts import Choice, Many, Named, count
from kwonik.labourlaw.parameters import look_up
from kwonik.labourlaw.refusing import Refused
from kwonik.labourlaw.worksheet import Worksheet

SUBJECT = "심리·건강 척도"
NOW = date.max  # scales have no day that selects them: the last known table
SELECTS = "지금 알려진 표"
MALE, FEMALE, UNSAID = "M", "F", "X"
TABLES = {MALE: "male", FEMALE: "female"}
SCREENING = "선별 검사일 뿐 진단이 아닙니다. 점수가 높으면 전문가와 이야기하세요."


def rows(table: str) -> dict[str, Mapping[str, Any]]:
    return {row["name"]: row for row in look_up(table, NOW).value}


def subscale_of(table: str) -> Named:
    return Named("하위척도", ask="어느 하위척도인가요?", options={name: name for name in rows(table)})


Scores = Annotated[
    list[int],
    Many(
        "문항 점수",
        ask="문항마다 몇 점인가요?",
        note="1~4점, 문항 차례대로 적습니다.",
        each=count("문항 점수", unit="점", least=1, most=4),
        longest=24,
    ),
]
Sex = Annotated[
    str,
    Choice(
        "점수를 매길 성별",
        ask="어느 성별의 표로 볼까요?",
        note="점수표가 성별로 나뉘어 있어 묻습니다. 밝히지 않으면 두 표로 모두 봅니다.",
        options={MALE: "남성", FEMALE: "여성", UNSAID: "밝히지 않음"},
        also={
            **dict.fromkeys(("남", "남성", "남자", "male", "m"), MALE),
            **dict.fromkeys(("여", "여성", "여자", "female", "f"), FEMALE),
            **dict.fromkeys(
                ("밝히지 않음", "미상", "모름", "unknown", "not_stated", "not stated", "U", "N"), UNSAID
            ),
        },
    ),
]


def score_of(
    sheet: Worksheet, table: str, subscale: str, item_scores: Sequence[int]
) -> tuple[Fraction, Mapping[str, Any]]:
    """(sum - n) x 100 / 3n in points to two decimals, after turning reversed items. Raises Refused."""
    row = {each["name"]: each for each in sheet.parameter(table, NOW)}[subscale]
    items = int(row["items"])
    if len(item_scores) != items:
        raise Refused(
            {
                "item_scores": f"‘문항 점수’: ‘{subscale}’은(는) {items}문항인데 {len(item_scores)}개를 적었습니다."
            }
        )
    scores = list(item_scores)
    if row.get("reversed"):
        scores = [5 - score for score in scores]
        sheet.step("역채점한 점수", sum(scores), "점", "문항마다 5점에서 답한 점수를 뺌")
        sheet.assume("답한 그대로의 점수를 적은 것으로 보고 역채점했습니다.")
    score = round(Fraction((sum(scores) - items) * 100, 3 * items), 2)
    sheet.step(
        "환산 점수",
        score,
        "점",
        "({total} - {items}) × 100 ÷ (3 × {items})",
        law=look_up(table, NOW).law,
        total=sum(scores),
        items=items,
    )
    sheet.warn(SCREENING)
    return score, row


def by_sex(sex: str, answers: Mapping[str, Any]) -> Any:
    """The answer by the table of that sex; for who did not state it, that of both, or None where they differ."""
    if sex != UNSAID:
        return answers[TABLES[sex]]
    return answers["male"] if answers["male"] == answers["female"] else None


def warn_of_two_tables(sheet: Worksheet, sex: str, answers: Mapping[str, Any]) -> None:
    if sex == UNSAID and answers["male"] != answers["female"]:
        sheet.warn("남성 표와 여성 표의 결과가 다릅니다. 하나로 정하지 않고 두 결과를 모두 보여 줍니다.")
