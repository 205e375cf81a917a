"""Depression and anxiety: PHQ-9 and GAD-7."""

from __future__ import annotations

from typing import Annotated

from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Many, count
from kwonik.labourlaw.parameters import look_up
from kwonik.labourlaw.worksheet import Outcome, Worksheet

from .points import (
    NOW,
    SCREENING,
    SELECTS,
    SUBJECT,
)


def _banded(sheet: Worksheet, table: str, total: int) -> str:
    band = [row["band"] for row in sheet.parameter(table, NOW) if total >= row["least"]][-1]
    sheet.step("구간", band, "", "{total}점", total=total, law=look_up(table, NOW).law)
    sheet.warn(SCREENING)
    return band


@calculation(
    "우울(PHQ-9) 구간",
    subject=SUBJECT,
    says="우울증 선별도구 PHQ-9 총점이 어느 구간인지 알려 줍니다.",
    law="우울증 선별도구 PHQ-9",
    selects=SELECTS,
    gives={"band": Gives("구간")},
    example={"total": 9},
)
def phq9_band(
    sheet: Worksheet,
    *,
    total: Annotated[int, count("총점", unit="점", most=27, ask="아홉 문항의 점수를 더하면 몇 점인가요?")],
) -> Outcome:
    """The band of a PHQ-9 total, 0 to 27. Item 9 decides about danger by itself: see `phq9_risk_flag`."""
    band = _banded(sheet, "phq9_bands", total)
    sheet.warn("9번 문항에 1점이라도 있으면 총점과 상관없이 위기 상담으로 잇습니다.")
    return sheet.result(band=band)


@calculation(
    "우울(PHQ-9) 위기 신호",
    subject=SUBJECT,
    says="PHQ-9 아홉 문항의 총점과, 스스로 해칠 생각을 답한 9번 문항의 위기 신호를 알려 줍니다.",
    law="우울증 선별도구 PHQ-9",
    selects=SELECTS,
    gives={
        "total": Gives("총점", "점"),
        "self_harm_flag": Gives("위기 상담으로 이을지"),
        "band": Gives("구간"),
    },
    example={"items": [0, 1, 1, 0, 1, 0, 0, 0, 1]},
)
def phq9_risk_flag(
    sheet: Worksheet,
    *,
    items: Annotated[
        list[int],
        Many(
            "문항 점수",
            ask="아홉 문항마다 몇 점인가요?",
            each=count("문항 점수", unit="점", most=3),
            fewest=9,
            longest=9,
            note="0~3점 아홉 개.",
        ),
    ],
) -> Outcome:
    """The PHQ-9 total, its band, and whether item 9 (thoughts of self-harm) has any point: then help comes at once."""
    total = sheet.step("총점", sum(items), "점", "아홉 문항을 더함", law="PHQ-9 채점 방법")
    flag = sheet.step("위기 상담으로 이을지", items[8] >= 1, "", "9번 문항 {item}점", item=items[8])
    if flag:
        sheet.warn("총점과 상관없이 지금 위기 상담으로 이으세요. 자살예방 상담전화는 109입니다(24시간).")
    return sheet.result(total=total, self_harm_flag=flag, band=_banded(sheet, "phq9_bands", total))


@calculation(
    "불안(GAD-7) 구간",
    subject=SUBJECT,
    says="불안장애 선별도구 GAD-7 총점이 어느 구간인지 알려 줍니다.",
    law="불안장애 선별도구 GAD-7",
    selects=SELECTS,
    gives={"band": Gives("구간")},
    example={"total": 9},
)
def gad7_band(
    sheet: Worksheet,
    *,
    total: Annotated[int, count("총점", unit="점", most=21, ask="일곱 문항의 점수를 더하면 몇 점인가요?")],
) -> Outcome:
    """The band of a GAD-7 total, 0 to 21."""
    return sheet.result(band=_banded(sheet, "gad7_bands", total))
