"""목표 대장: targets, which stay as they were decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from kwonik.ledgers import registry
from kwonik.ledgers.models import ImportBatch
from kwonik.ledgers.registry import Context, Line, Sheet, column, once, own, too_long
from kwonik.planning import queries
from kwonik.planning.actions import check_target
from kwonik.planning.models import Target
from kwonik.spreadsheets import Column

from .lookups import choice


def target_columns(context: Context) -> tuple[Column, ...]:
    names = once(
        context, "figures", lambda: {label: code for code, label in queries.figure_choices(context.centre)}
    )
    codes = {code: code for code in names.values()}
    return (
        *choice("figure", "수치", codes | names, "지표|성과지표|지표명", required=True),
        column("cut", "구분", "세부 구분|나눔", help="나눌 때만. 예: party=worker, channel=phone"),
        column("year", "연도", "회계연도|목표연도", "int", required=True),
        column("value", "목표", "목표치|목표값", "int", required=True),
        column("decided_on", "정한 날", "결정일|일자|날짜", "date", required=True),
        column("reason", "근거", "사유|비고|결정 근거", required=True),
    )


def cut_of(text: str | None) -> dict[str, str]:
    """ "party=worker, channel=phone" as a cut. Raises ValueError."""
    pairs = [part.split("=") for part in (text or "").split(",") if part.strip()]
    if any(len(pair) != 2 for pair in pairs):
        raise ValueError("구분은 '이름=값'으로 적으세요. 예: party=worker")
    return {key.strip(): value.strip() for key, value in pairs}


def check_row_of_target(context: Context, values: dict[str, Any]) -> list[str]:
    said = too_long(values, {"reason": 200})
    if not 2000 <= values["year"] <= 2100:
        said.append("연도를 네 자리로 적으세요.")
    if not 0 <= values["value"] < 10**15:
        said.append("목표는 0 이상의 수로 적으세요.")
    try:
        check_target(values["figure"], cut_of(values["cut"]), values["decided_on"])
    except ValueError as wrong:  # Refused is one, too
        said.append(str(wrong))
    return said


def store_targets(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    Target.objects.bulk_create(
        Target(
            **own(context, batch, line),
            **{name: line.values[name] for name in ("figure", "year", "value", "decided_on", "reason")},
            cut=cut_of(line.values["cut"]),
        )
        for line in lines
    )


def keep_targets(batch: ImportBatch) -> None:
    raise registry.Refused(
        "목표는 지우지 않습니다. 잘못 정했으면 새 목표를 적으세요. 나중에 정한 목표가 쓰입니다."
    )


def target_example(context: Context) -> list[dict[str, Any]]:
    code = next((code for code, _ in queries.figure_choices(context.centre)), "")
    day = timezone.localdate().replace(month=1, day=1)
    basis = f"{day.year}년 사업계획"
    return [{"figure": code, "year": day.year, "value": 5_000, "decided_on": day, "reason": basis}]


registry.declare(
    Sheet(
        code="planning.targets",
        label="목표 대장",
        permission="planning.target:import",
        model=Target,
        columns=target_columns,
        check=check_row_of_target,
        store=store_targets,
        example=target_example,
        prepare_undo=keep_targets,
    )
)
