"""거점센터 협약 대장: which organisation counsels in which part of town, from when to when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from kwonik.ledgers import registry
from kwonik.ledgers.models import ImportBatch
from kwonik.ledgers.registry import Context, Line, Sheet, once, too_long
from kwonik.spreadsheets import Column
from kwonik.wellbeing.access import EDIT_HUBS
from kwonik.wellbeing.models import Hub

from .lookups import column

Run = tuple[date, date]


def columns(context: Context) -> tuple[Column, ...]:
    return (
        column("region", "권역", "권역명|지역", required=True),
        column("name", "기관", "기관명|거점센터|거점센터명|협약기관|센터명", required=True),
        column("from_on", "협약 시작일", "협약일|시작일|체결일", "date", required=True),
        column("until_on", "협약 끝난 날", "종료일|만료일|협약 종료일", "date", help="이어지면 비워 둡니다."),
        column("note", "메모", "비고"),
    )


def _runs(context: Context) -> dict[str, list[Run]]:
    """The agreements that stand, and those of the ledger so far, by organisation."""

    def find() -> dict[str, list[Run]]:
        found: dict[str, list[Run]] = {}
        rows = Hub.objects.filter(centre=context.centre, withdrawn_at__isnull=True)
        for name, from_on, until_on in rows.values_list("name", "from_on", "until_on"):
            found.setdefault(name, []).append((from_on, until_on or date.max))
        return found

    return once(context, "runs", find)


def check(context: Context, values: dict[str, Any]) -> list[str]:
    said = too_long(values, {"region": 40, "name": 80, "note": 200})
    run = (values["from_on"], values.get("until_on") or date.max)
    if run[1] < run[0]:
        said.append("협약이 끝난 날이 시작일보다 앞섭니다. 날짜를 확인하세요.")
    known = _runs(context).setdefault(values["name"], [])
    if any(first <= run[1] and run[0] <= last for first, last in known):
        said.append(f"{values['name']}: 그 기간의 협약이 이미 있습니다. 날짜를 확인하거나 줄을 지우세요.")
    if not said:
        known.append(run)
    return said


def store(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    Hub.objects.bulk_create(
        Hub(
            centre=context.centre,
            region=line.values["region"],
            name=line.values["name"],
            from_on=line.values["from_on"],
            until_on=line.values.get("until_on"),
            note=line.values.get("note") or "",
            recorded_by=context.by,
            import_batch=batch,
            import_key=line.key,
        )
        for line in lines
    )


def example(context: Context) -> list[dict[str, Any]]:
    return [{"region": "서부", "name": "마음숲심리상담센터", "from_on": date(2025, 1, 2)}]


registry.declare(
    Sheet(
        code="wellbeing.hubs",
        label="거점센터 협약 대장",
        permission=EDIT_HUBS,
        model=Hub,
        columns=columns,
        check=check,
        store=store,
        example=example,
    )
)
