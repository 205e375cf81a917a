"""집단 심리치유 대장: a line is one meeting; the group is found by its name, or made by its first line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from kwonik.ledgers import registry
from kwonik.ledgers.models import ImportBatch
from kwonik.ledgers.registry import Context, Line, Sheet, too_long
from kwonik.places.actions import workplaces
from kwonik.spreadsheets import Column
from kwonik.wellbeing import rules
from kwonik.wellbeing.access import RECORD_GROUPS
from kwonik.wellbeing.models import Group, GroupSitting

from .lookups import column
from .lookups import today as today_of

LENGTHS = {"group": 80, "theme": 60, "workplace": 80, "place": 80, "leader": 60}


def columns(context: Context) -> tuple[Column, ...]:
    return (
        column("group", "집단", "집단명|집단 이름|모임|프로그램명|기수", required=True),
        column("theme", "주제", "프로그램|내용|프로그램 내용", required=True),
        column("workplace", "사업장", "기관|소속|함께한 사업장|참여기관|사업장명|기관명"),
        column("held_on", "진행일", "일자|날짜|진행 일자|일시|진행한 날|실시일", "date", required=True),
        column("people", "인원", "참여인원|참여 인원|참석인원|명|인원(명)|참여자 수", "int", required=True),
        column("minutes", "시간(분)", "시간|소요시간|진행시간", "int"),
        column("place", "장소", "진행장소"),
        column("leader", "진행자", "강사|상담사|진행|치유사"),
    )


def check(context: Context, values: dict[str, Any]) -> list[str]:
    facts = {"held_on": values["held_on"], "people": values["people"], "minutes": values.get("minutes")}
    said = [text for _, text in rules.problems_of_a_group_sitting(today=today_of(context), **facts)]
    return said + too_long(values, LENGTHS)


def store(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    groups = _groups(context, lines, batch)
    made = GroupSitting.objects.bulk_create(
        GroupSitting(
            centre=context.centre,
            group_id=groups[line.values["group"]],
            number=1,
            held_on=line.values["held_on"],
            people=line.values["people"],
            minutes=line.values.get("minutes"),
            place=line.values.get("place") or "",
            leader=line.values.get("leader") or "",
            recorded_by=context.by,
            import_batch=batch,
            import_key=line.key,
        )
        for line in lines
    )
    GroupSitting.objects.number_anew({row.group_id for row in made})


def _groups(context: Context, lines: Sequence[Line], batch: ImportBatch) -> dict[str, int]:
    """Each line's group by name; those nobody has heard of are made."""
    first = {line.values["group"]: line.values for line in reversed(lines)}
    rows = Group.objects.filter(centre=context.centre, withdrawn_at__isnull=True)
    known = dict(rows.filter(name__in=first).values_list("name", "pk"))
    fresh = [values for name, values in first.items() if name not in known]
    firms = workplaces(sorted({values["workplace"] for values in fresh if values.get("workplace")}))
    made = Group.objects.bulk_create(
        Group(
            centre=context.centre,
            name=values["group"],
            theme=values["theme"],
            workplace=firms.get(values.get("workplace") or ""),
            recorded_by=context.by,
            import_batch=batch,
        )
        for values in fresh
    )
    return known | {group.name: group.pk for group in made}


def example(context: Context) -> list[dict[str, Any]]:
    return [
        {
            "group": "다온콜센터 마음쉼 모임",
            "theme": "원예치유",
            "workplace": "다온콜센터",
            "held_on": date(2025, 5, 14),
            "people": 14,
            "minutes": 120,
            "place": "센터 교육장",
            "leader": "윤서연",
        }
    ]


registry.declare(
    Sheet(
        code="wellbeing.groups",
        label="집단 심리치유 대장",
        permission=RECORD_GROUPS,
        model=GroupSitting,
        columns=columns,
        check=check,
        store=store,
        example=example,
    )
)
