"""협약 대장: with which partners the centre works, from when to when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from kwonik.consulting import queries
from kwonik.consulting.models import Agreement
from kwonik.ledgers.models import ImportBatch
from kwonik.ledgers.registry import Context, Line, once, too_long
from kwonik.places.models import Centre
from kwonik.spreadsheets import Column


def columns(context: Context) -> list[Column]:
    return [
        Column("name", "협약 이름", required=True, aliases=("협약명", "업무협약", "협약")),
        Column("partner", "협약한 기관", required=True, aliases=("협약기관", "협약 기관", "상대 기관", "기관명")),
        Column("from_on", "시작일", "date", required=True, aliases=("협약일", "체결일", "협약 체결일", "시작")),
        Column("until_on", "끝난 날", "date", aliases=("종료일", "만료일", "협약 종료일")),
        Column("note", "메모", aliases=("비고", "내용")),
    ]  # fmt: skip


def _names(context: Context) -> set[str]:
    return set(Agreement.objects.filter(centre=context.centre).values_list("name", flat=True))


def check(context: Context, values: dict[str, Any]) -> list[str]:
    said = too_long(values, {"name": 120, "partner": 120, "note": 300})
    if values["until_on"] and values["until_on"] < values["from_on"]:
        said.append("끝난 날이 시작일보다 앞섭니다. 날짜를 확인하세요.")
    names = once(context, "names", lambda: _names(context))
    if values["name"] in names:
        said.append("같은 이름의 협약이 이미 있습니다. 두 번 적었는지 확인하세요.")
    names.add(values["name"])
    return said


def store(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    Centre.objects.select_for_update().get(pk=context.centre.pk)
    first = queries.next_number(context.centre)
    Agreement.objects.bulk_create(
        Agreement(
            centre=context.centre,
            number=number,
            name=line.values["name"],
            partner=line.values["partner"],
            from_on=line.values["from_on"],
            until_on=line.values["until_on"],
            note=line.values["note"] or "",
            recorded_by=context.by,
            import_batch=batch,
            import_key=line.key,
        )
        for number, line in enumerate(lines, first)
    )


def example(context: Context) -> list[dict[str, Any]]:
    day = date(timezone.localdate().year, 3, 2)
    return [
        {"name": "소규모 돌봄기관 지원 업무협약", "partner": "한마음돌봄협회", "from_on": day, "note": "회원 기관을 우선 지원"}
    ]  # fmt: skip
