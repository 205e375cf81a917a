"""Job stress: KOSS-SF with 24 items, its bands and total, and KOSS with 43."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Amounts, Number
from kwonik.labourlaw.refusing import Refused
from kwonik.labourlaw.worksheet import Outcome, Worksheet

from .points import (
    NOW,
    SCREENING,
    SELECTS,
    SUBJECT,
    TABLES,
    UNSAID,
    Scores,
    Sex,
    by_sex,
    rows,
    score_of,
    subscale_of,
    warn_of_two_tables,
)

COMPARED = "소수 첫째 자리까지 자른 점수를 중앙값 {median}, 상위 25% 기준 {q75}와 견줌"
RECODED = "역채점 문항은 이미 바꾸어 적은 것으로 보았습니다."
TOP_QUARTER, TOP_HALF, LOWER_HALF = "상위25%", "상위50%", "중앙이하"


@calculation(
    "직무스트레스(KOSS-SF) 하위척도",
    subject=SUBJECT,
    says="직무스트레스 단축형 24문항의 하위척도 점수를 셈합니다.",
    law="한국인 직무스트레스 측정도구 단축형(KOSS-SF)",
    selects=SELECTS,
    gives={"score": Gives("환산 점수", "점")},
    example={"subscale": "직무불안정", "item_scores": [4, 3]},
)
def koss_sf_subscale(
    sheet: Worksheet, *, subscale: Annotated[str, subscale_of("koss_sf_subscales")], item_scores: Scores
) -> Outcome:
    """Points of a KOSS-SF subscale, 0 to 100, to two decimals. Raises Refused for a wrong number of items."""
    score, _ = score_of(sheet, "koss_sf_subscales", subscale, item_scores)
    sheet.assume(RECODED)
    return sheet.result(score=score)


@calculation(
    "직무스트레스(KOSS) 43문항 하위척도",
    subject=SUBJECT,
    says="직무스트레스 43문항의 하위척도 점수를 셈합니다.",
    law="한국인 직무스트레스 측정도구(KOSS)",
    selects=SELECTS,
    gives={"score": Gives("환산 점수", "점")},
    example={"subscale": "물리환경", "item_scores": [2, 3, 2]},
)
def koss43_subscale(
    sheet: Worksheet, *, subscale: Annotated[str, subscale_of("koss43_subscales")], item_scores: Scores
) -> Outcome:
    """Points of a KOSS 43 subscale, 0 to 100, to two decimals. Raises Refused for a wrong number of items."""
    score, _ = score_of(sheet, "koss43_subscales", subscale, item_scores)
    sheet.assume(RECODED)
    return sheet.result(score=score)


def _band(points: Fraction, cuts: Mapping[str, Fraction]) -> str:
    """Published quartiles are cut after one decimal, so the points are cut alike before they are compared."""
    cut_alike = Fraction(points * 10 // 1, 10)
    if cut_alike > cuts["q75"]:
        return TOP_QUARTER
    return TOP_HALF if cut_alike > cuts["median"] else LOWER_HALF


@calculation(
    "직무스트레스(KOSS-SF) 구간",
    subject=SUBJECT,
    says="직무스트레스 하위척도 점수가 우리나라 근로자 가운데 어디쯤인지 알려 줍니다.",
    law="한국인 직무스트레스 측정도구 단축형(KOSS-SF)",
    selects=SELECTS,
    gives={
        "score": Gives("환산 점수", "점"),
        "band": Gives("구간"),
        "median_cut": Gives("중앙값", "점"),
        "q75_cut": Gives("상위 25% 기준", "점"),
        "band_male": Gives("남성 표의 구간"),
        "band_female": Gives("여성 표의 구간"),
    },
    example={"subscale": "직무요구", "item_scores": [3, 3, 3, 2], "sex": "M"},
)
def koss_sf_band(
    sheet: Worksheet,
    *,
    subscale: Annotated[str, subscale_of("koss_sf_subscales")],
    item_scores: Scores,
    sex: Sex = UNSAID,
) -> Outcome:
    """Points of a KOSS-SF subscale and their band: top quarter, top half, or not above the median of that sex.

    The published quartiles are truncated (58.3 for 58.33), so points are truncated alike. Raises Refused.
    """
    score, row = score_of(sheet, "koss_sf_subscales", subscale, item_scores)
    bands = {key: _band(score, row[key]) for key in ("male", "female")}
    sheet.assume(RECODED)
    if "doubt" in row:
        sheet.warn(row["doubt"])
    warn_of_two_tables(sheet, sex, bands)
    if sex == UNSAID:
        for key, label in (("male", "남성 표의 구간"), ("female", "여성 표의 구간")):
            cuts = row[key]
            sheet.step(label, bands[key], "", COMPARED, median=cuts["median"], q75=cuts["q75"])
        return sheet.result(
            score=score,
            band=by_sex(sex, bands),
            band_male=bands["male"],
            band_female=bands["female"],
        )
    cuts = row[TABLES[sex]]
    band = sheet.step(
        "구간",
        bands[TABLES[sex]],
        "",
        COMPARED,
        median=cuts["median"],
        q75=cuts["q75"],
    )
    return sheet.result(score=score, band=band, median_cut=cuts["median"], q75_cut=cuts["q75"])


KOSS_SF = {name: name for name in rows("koss_sf_subscales")}


@calculation(
    "직무스트레스(KOSS-SF) 총점",
    subject=SUBJECT,
    says="일곱 하위척도의 평균으로 직무스트레스 총점을 셈합니다.",
    law="한국인 직무스트레스 측정도구 단축형(KOSS-SF)",
    selects=SELECTS,
    gives={
        "total": Gives("총점", "점"),
        "male_median": Gives("남성 중앙값", "점"),
        "male_q75": Gives("남성 상위 25% 기준", "점"),
        "female_median": Gives("여성 중앙값", "점"),
        "female_q75": Gives("여성 상위 25% 기준", "점"),
        "band": Gives("구간"),
    },
    example={"subscale_scores": dict.fromkeys(KOSS_SF, 50), "sex": "F"},
)
def koss_sf_total(
    sheet: Worksheet,
    *,
    subscale_scores: Annotated[
        dict[str, Fraction],
        Amounts(
            "하위척도 점수",
            ask="하위척도마다 환산 점수가 몇 점인가요?",
            each=Number("환산 점수", unit="점", most=100),
            names=KOSS_SF,
        ),
    ],
    sex: Sex = UNSAID,
) -> Outcome:
    """The mean of the seven KOSS-SF subscales, with the quartiles of both sexes. Raises Refused when one is missing."""
    missing = [name for name in KOSS_SF if name not in subscale_scores]
    if missing:
        raise Refused({"subscale_scores": f"‘하위척도 점수’: {', '.join(missing)} 점수가 없습니다."})
    total = sheet.step(
        "총점",
        round(sum(subscale_scores.values(), Fraction(0)) / len(KOSS_SF), 2),
        "점",
        "하위척도 {count}개의 평균",
        law="KOSS-SF 채점 방법",
        count=len(KOSS_SF),
    )
    cuts = sheet.parameter("koss_sf_total_cuts", NOW)
    bands = {key: _band(total, cuts[key]) for key in ("male", "female")}
    warn_of_two_tables(sheet, sex, bands)
    sheet.warn(SCREENING)
    return sheet.result(
        total=total,
        **{f"{key}_{name}": cuts[key][name] for key in bands for name in ("median", "q75")},
        band=by_sex(sex, bands),
    )
