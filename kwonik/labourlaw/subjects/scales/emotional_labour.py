"""Emotional labour: K-ELS with 24 items and KELS with 11."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any

from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Number
from kwonik.labourlaw.refusing import Unset
from kwonik.labourlaw.worksheet import Outcome, Worksheet

from .points import (
    SELECTS,
    SUBJECT,
    TABLES,
    UNSAID,
    Scores,
    Sex,
    by_sex,
    score_of,
    subscale_of,
    warn_of_two_tables,
)

KELS_GIVES = {
    "score": Gives("환산 점수", "점"),
    "risk": Gives("위험군인지"),
    "risk_male": Gives("남성 표로 위험군인지"),
    "risk_female": Gives("여성 표로 위험군인지"),
}


def _risk(sheet: Worksheet, sex: str, score: Fraction, cuts: Mapping[str, Any]) -> Outcome:
    risks = {key: score >= cuts[key] for key in ("male", "female") if key in cuts}
    for key, label in (("male", "남성 표"), ("female", "여성 표")):
        if sex == UNSAID or TABLES[sex] == key:
            sheet.step(
                f"위험군인지({label})",
                risks[key],
                "",
                "{score}점이 절단점 {cut}점 이상인지 견줌",
                score=score,
                cut=cuts[key],
            )
    warn_of_two_tables(sheet, sex, risks)
    both = {f"risk_{key}": risk for key, risk in risks.items()} if sex == UNSAID else {}
    return sheet.result(score=score, risk=by_sex(sex, risks), **both)


@calculation(
    "감정노동(K-ELS 24) 하위척도",
    subject=SUBJECT,
    says="감정노동 평가도구 24문항의 하위척도 점수와 위험군인지를 셈합니다.",
    law="한국형 감정노동 평가도구(K-ELS), KOSHA GUIDE H-163-2021",
    selects=SELECTS,
    gives=KELS_GIVES,
    example={"subscale": "감정조절의 요구 및 규제", "item_scores": [4, 4, 4, 3, 3], "sex": "M"},
)
def kels24_subscale(
    sheet: Worksheet,
    *,
    subscale: Annotated[str, subscale_of("kels24_subscales")],
    item_scores: Scores,
    sex: Sex = UNSAID,
) -> Outcome:
    """Points of a K-ELS 24 subscale, 0 to 100, and whether they reach the cut-off (KOSHA GUIDE H-163-2021).

    The items on protection by the organisation are turned first (역채점). Raises Refused for a wrong number of items.
    """
    score, row = score_of(sheet, "kels24_subscales", subscale, item_scores)
    return _risk(sheet, sex, score, row)


@calculation(
    "감정노동(K-ELS 11) 하위척도",
    subject=SUBJECT,
    says="감정노동 평가도구 11문항의 하위척도 점수를 주어진 절단점과 견줍니다.",
    law="한국형 감정노동 평가도구 단축형(KELS 11)",
    selects=SELECTS,
    gives=KELS_GIVES,
    example={"subscale": "감정조절", "item_scores": [4, 3], "sex": "M", "cut": 80},
)
def kels11_subscale(
    sheet: Worksheet,
    *,
    subscale: Annotated[str, subscale_of("kels11_subscales")],
    item_scores: Scores,
    sex: Sex = UNSAID,
    cut: Annotated[
        Fraction | None,
        Number(
            "절단점",
            ask="절단점은 몇 점인가요?",
            unit="점",
            most=100,
            note="표에 절단점이 들어 있지 않으면 가진 절단점을 적습니다.",
        ),
    ] = None,
) -> Outcome:
    """Points of a KELS 11 subscale and whether they reach the cut-off: the given one, or that of the loaded table.

    Raises Unset while neither is there, Refused for a wrong number of items.
    """
    score, row = score_of(sheet, "kels11_subscales", subscale, item_scores)
    if cut is not None:
        sheet.assume(f"‘{subscale}’의 절단점은 적어 준 값으로 보았습니다.")
        return _risk(sheet, sex, score, {"male": cut, "female": cut})
    if "male" not in row or "female" not in row:
        raise Unset(
            {
                "cut": "‘절단점’: KELS 11의 성별 절단점이 아직 들어 있지 않아 위험군인지 말하지 않습니다. 절단점을 적어 주세요."
            }
        )
    return _risk(sheet, sex, score, row)
