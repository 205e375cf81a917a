"""공약 대장: pledges with the head of their cards and the class of fulfilment they begin with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from kwonik.ledgers import registry
from kwonik.ledgers.models import ImportBatch
from kwonik.ledgers.registry import Context, Line, Sheet, column, once, own, too_long
from kwonik.planning.queries import SLUG
from kwonik.pledges.codes import Actor, CentralHelp, EventKind, Funding, Nature, Progress, Span
from kwonik.pledges.models import Happening, Pledge
from kwonik.spreadsheets import Column

from .lookups import choice

LONGEST = {"number": 20, "title": 120, "election": 60, "department": 60, "goal": 500, "content": 500}
LONGEST |= {"basis": 300, "decided_by": 80}
STATED = ("status", "status_on", "decided_by", "basis")


def columns(context: Context) -> tuple[Column, ...]:
    return (
        column(
            "code", "부르는 이름(영문)", "코드|약칭", required=True, help="관리카드와 수치에서 부르는 이름"
        ),
        column("number", "공약 번호", "번호|연번"),
        column("title", "공약명", "공약|제목", required=True),
        column(
            "original", "공약 원문", "원문|선거 공약", required=True, help="바꿀 수 없으니 그대로 옮기세요."
        ),
        column("election", "선거", "선거명", required=True),
        column("term_from_on", "임기 시작", "임기 시작일", "date", required=True),
        column("term_until_on", "임기 끝", "임기 종료일", "date", required=True),
        choice("nature", "성격", Nature, required=True),
        choice("span", "기간", Span, required=True),
        choice("funding", "재원", Funding, required=True),
        choice("actor", "사업주체", Actor, required=True),
        choice("central_help", "중앙정부 도움 필요성", CentralHelp, "도움 필요성", required=True),
        column("department", "추진부서", "부서|담당부서", required=True),
        column("goal", "최종목표", "목표", required=True),
        column("from_on", "사업 시작", "사업 시작일", "date", required=True),
        column("until_on", "사업 끝", "사업 종료일", "date", required=True),
        column("content", "사업내용", "내용", required=True),
        choice("status", "이행구분", Progress, "이행 상태", help="비워 두면 나중에 화면에서 정합니다."),
        column("status_on", "이행구분을 정한 날", "판정일", "date"),
        column("decided_by", "정한 곳", "판정자"),
        column("basis", "이행구분의 근거", "판정 근거|근거"),
    )


def _codes(context: Context) -> set[str]:
    return set(Pledge.objects.filter(centre=context.centre).values_list("code", flat=True))


def check(context: Context, values: dict[str, Any]) -> list[str]:
    said = too_long(values, LONGEST)
    taken = once(context, "codes", lambda: _codes(context))
    if not SLUG.fullmatch(values["code"]):
        said.append("부르는 이름은 영문, 숫자, -, _ 로 50자까지 적으세요.")
    elif values["code"] in taken:
        said.append("부르는 이름이 이미 있습니다. 하나씩 다르게 적으세요.")
    else:
        taken.add(values["code"])
    if values["term_until_on"] <= values["term_from_on"] or values["until_on"] < values["from_on"]:
        said.append("끝나는 날이 시작하는 날보다 앞섭니다. 임기와 사업기간을 확인하세요.")
    if any(values[key] for key in STATED) and not all(values[key] for key in STATED):
        said.append("이행구분은 정한 날, 정한 곳, 근거와 함께 적으세요.")
    return said


def store(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    rows = [
        Pledge(
            **own(context, batch, line),
            **{key: value or "" for key, value in line.values.items() if key not in STATED},
        )
        for line in lines
    ]
    Pledge.objects.bulk_create(rows)
    Happening.objects.bulk_create(
        Happening(
            **own(context, batch, line),
            pledge=row,
            kind=EventKind.STATUS,
            status=line.values["status"],
            decided_on=line.values["status_on"],
            decided_by=line.values["decided_by"],
            basis=line.values["basis"],
        )
        for row, line in zip(rows, lines, strict=True)
        if line.values["status"]
    )


def let_go(batch: ImportBatch) -> None:
    """Before an undo: the events that came with the pledges go first. Raises Refused where more was written since."""
    Happening.objects.filter(import_batch=batch).delete()
    later = Pledge.objects.filter(import_batch=batch, events__isnull=False)
    if later.exists():
        raise registry.Refused(
            "그 뒤에 이행구분이나 변경을 적은 공약이 있어 되돌릴 수 없습니다. 공약을 철회하세요."
        )


def example(context: Context) -> list[dict[str, Any]]:
    return [
        {
            "code": "worker-shelter",
            "number": "1-1",
            "title": "이동노동자 쉼터 확대",
            "original": "배달·대리운전 노동자가 쉴 곳을 권역마다 만들겠습니다.",
            "election": "제8회 전국동시지방선거",
            "term_from_on": date(2022, 7, 1),
            "term_until_on": date(2026, 6, 30),
            "nature": Nature.NEW.value,
            "span": Span.WITHIN_TERM.value,
            "funding": Funding.BUDGET.value,
            "actor": Actor.OWN.value,
            "central_help": CentralHelp.NONE.value,
            "department": "고용노동과",
            "goal": "권역마다 쉼터 하나",
            "from_on": date(2022, 7, 1),
            "until_on": date(2026, 6, 30),
            "content": "쉼터 4개소 조성과 운영",
        }
    ]


registry.declare(
    Sheet(
        code="pledges.pledges",
        label="공약 대장",
        permission="pledges.pledge:import",
        model=Pledge,
        columns=columns,
        check=check,
        store=store,
        example=example,
        prepare_undo=let_go,
    )
)
