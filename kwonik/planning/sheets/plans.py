"""향후계획 대장: next steps with what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from kwonik.ledgers import registry
from kwonik.ledgers.models import ImportBatch
from kwonik.ledgers.registry import Context, Line, Sheet, column, own, too_long
from kwonik.planning.codes import UNITS, Bound, PlanState
from kwonik.planning.models import Plan
from kwonik.spreadsheets import Column

from .lookups import (
    CODE_HELP,
    choice,
    own_codes,
    programme_words,
    programmes,
    said_of_code,
    service_words,
    services,
)

BOUNDS: dict[str, str] = {
    **{label: code for code, label in Bound.choices},
    **dict.fromkeys(("정확", "꼭"), "exact"),
    **dict.fromkeys(("약", "내외", "정도"), "about"),
    **dict.fromkeys(("이상", "최소"), "at_least"),
}
STATES: dict[str, str] = {
    **{label: code for code, label in PlanState.choices},
    **dict.fromkeys(("완료", "실시"), "done"),
    **dict.fromkeys(("취소", "중단"), "dropped"),
    "계획": "planned",
}


def plan_columns(context: Context) -> tuple[Column, ...]:
    return (
        *choice("programme", "사업", programme_words(context), "사업명|사업 영역", required=True),
        *choice("service", "세부사업", service_words(context), "세부사업명"),
        column("text", "할 일", "내용|계획|향후계획|추진 계획", required=True),
        column("from_on", "시작", "시작일|부터|착수", "date", required=True),
        column("until_on", "끝", "종료|종료일|까지|완료 예정", "date", required=True),
        column("count", "계획한 수", "횟수|수량|목표|계획량|수", "int"),
        column("unit", "단위", "단위명"),
        *choice("bound", "수의 뜻", BOUNDS, "약/이상|범위", help="비워 두면 꼭 그만큼입니다."),
        *choice("state", "상태", STATES, "진행 상태|추진 상태", help="비워 두면 예정입니다."),
        column("settled_on", "마치거나 그만둔 날", "완료일|실시일|처리일", "date"),
        column("reason", "그만둔 까닭", "사유|비고"),
        column("code", "부르는 이름(영문)", "코드|약칭", help=CODE_HELP),
    )


def check_plan(context: Context, values: dict[str, Any]) -> list[str]:
    said = too_long(values, {"text": 300, "unit": 10, "reason": 200})
    said += said_of_code(context, Plan, values["code"])
    if values["until_on"] < values["from_on"]:
        said.append("끝나는 날이 시작하는 날보다 앞섭니다. 날짜를 확인하세요.")
    if (values["count"] is None) != (not values["unit"]):
        said.append("계획한 수와 단위는 함께 적거나 함께 비워 두세요.")
    if values["count"] is not None and not 0 <= values["count"] < 10**9:
        said.append("계획한 수는 0 이상의 수로 적으세요.")
    return said + _said_of_state(values)


def _said_of_state(values: dict[str, Any]) -> list[str]:
    state, day = values["state"] or PlanState.PLANNED, values["settled_on"]
    if state == PlanState.PLANNED:
        return ["예정인데 마친 날이 있습니다. 상태를 확인하세요."] if day else []
    if day is None:
        return ["마치거나 그만둔 날을 적으세요."]
    if day > timezone.localdate():
        return ["마치거나 그만둔 날이 오늘보다 뒤입니다. 날짜를 확인하세요."]
    if state == PlanState.DROPPED and not values["reason"]:
        return ["그만둔 까닭을 적으세요."]
    return []


def store_plans(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    codes = own_codes(context, "plan", lines, "from_on")
    rows = []
    for line, code in zip(lines, codes, strict=True):
        values = line.values
        state = values["state"] or PlanState.PLANNED
        done, dropped = state == PlanState.DONE, state == PlanState.DROPPED
        rows.append(
            Plan(
                **own(context, batch, line),
                programme=programmes(context)[values["programme"]],
                service=services(context).get(values.get("service") or ""),
                code=code,
                text=values["text"],
                from_on=values["from_on"],
                until_on=values["until_on"],
                count=values["count"],
                unit=values["unit"] or "",
                bound=values["bound"] or Bound.EXACT,
                state=state,
                done_on=values["settled_on"] if done else None,
                dropped_on=values["settled_on"] if dropped else None,
                dropped_reason=(values["reason"] or "") if dropped else "",
            )
        )
    Plan.objects.bulk_create(rows)


def plan_example(context: Context) -> list[dict[str, Any]]:
    return [
        {
            "programme": next(iter(programme_words(context)), ""),
            "text": "노동 인문학 특강",
            "from_on": date(2025, 10, 1),
            "until_on": date(2025, 11, 30),
            "count": 2,
            "unit": UNITS[0],
        }
    ]


registry.declare(
    Sheet(
        code="planning.plans",
        label="향후계획 대장",
        permission="planning.plan:import",
        model=Plan,
        columns=plan_columns,
        check=check_plan,
        store=store_plans,
        example=plan_example,
    )
)
