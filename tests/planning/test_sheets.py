"""The room's ledgers: as offices write them, what is refused, twice, and undone."""

import csv
import io
import json

import pytest

from kwonik.ledgers import registry
from kwonik.ledgers.actions import bring_in, open_findings, undo
from kwonik.ledgers.registry import Refused
from kwonik.planning.models import Plan, Statement, Target
from tests.planning.factories import make_programme

PLANS = (
    "사업명",
    "추진 계획",
    "시작일",
    "종료일",
    "횟수",
    "단위",
    "약/이상",
    "추진 상태",
    "실시일",
    "사유",
    "약칭",
)
TARGETS = ("성과지표", "세부 구분", "목표연도", "목표치", "결정일", "결정 근거")
STATEMENTS = ("항목", "수량", "단위", "어림수", "표기", "근거 문서", "문서일", "약칭")


@pytest.fixture
def bring(officer, centre):
    make_programme(name="시민 교육")

    def bring(sheet, *rows):
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        content = text.getvalue().encode("cp949")
        return bring_in(
            by=officer, centre=centre, sheet=f"planning.{sheet}", filename="대장.csv", content=content
        )

    return bring


def said(batch) -> str:
    return json.dumps(open_findings(by=batch.uploaded_by, batch=batch)["problems"], ensure_ascii=False)


def plan_row(**fields):
    given = dict(
        zip(
            PLANS,
            ("시민 교육", "특강", "2025. 10. 1.", "'25.11.30", "2회", "회", "", "", "", "", ""),
            strict=True,
        )
    )
    return tuple({**given, **fields}.values())


def test_plans_come_in_as_offices_write_them_once_and_go_again(bring, officer):
    rows = (
        plan_row(약칭="humanities"),
        plan_row(
            **{
                "추진 계획": "청소년 교육",
                "횟수": "200",
                "약/이상": "약",
                "추진 상태": "완료",
                "실시일": "2025-11-03",
            }
        ),
        plan_row(
            **{
                "추진 계획": "토론회",
                "횟수": "",
                "단위": "",
                "추진 상태": "취소",
                "실시일": "2025-11-03",
                "사유": "예산 없음",
            }
        ),
    )
    batch = bring("plans", PLANS, *rows)
    assert batch.state == "applied", said(batch)
    found = dict(Plan.objects.values_list("code", "state"))
    assert found == {"humanities": "planned", "plan-2025-1": "done", "plan-2025-2": "dropped"}
    assert Plan.objects.get(code="plan-2025-1").bound == "about"
    again = bring("plans", PLANS, *rows[1:])
    assert (again.new_count, again.known_count) == (0, 2)
    assert undo(by=officer, batch=batch) == 3


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"사업명": "없는 사업"}, "없는 사업"),
        ({"종료일": "2025-09-01"}, "앞섭니다"),
        ({"단위": ""}, "함께 적거나"),
        ({"추진 상태": "완료"}, "그만둔 날을 적으세요"),
        ({"추진 상태": "취소", "실시일": "2025-11-03"}, "그만둔 까닭"),
        ({"실시일": "2025-11-03"}, "예정인데 마친 날"),
        ({"약칭": "한글"}, "영문, 숫자"),
    ],
)
def test_a_plan_that_cannot_be_is_told(bring, fields, sentence):
    batch = bring("plans", PLANS, plan_row(**fields))
    assert (batch.state, Plan.objects.count()) == ("checked", 0)
    assert sentence in said(batch)


def test_targets_come_in_and_stay(bring, officer):
    row = ("노동권리보호관", "term=5", 2025, 90, "2025. 1. 15.", "사업계획서")
    assert "나눌 수 없습니다" in said(bring("targets", TARGETS, (row[0], "colour=red", *row[2:])))
    assert "이름=값" in said(bring("targets", TARGETS, (row[0], "5기", *row[2:])))
    batch = bring("targets", TARGETS, row)
    assert batch.state == "applied", said(batch)
    assert (Target.objects.get().figure, Target.objects.get().cut) == (
        "people.rights_advocates",
        {"term": "5"},
    )
    with pytest.raises(Refused, match="목표는 지우지 않습니다"):
        undo(by=officer, batch=batch)
    assert Target.objects.count() == 1


def test_statements_come_in_with_their_documents(bring, officer):
    row = ("제주삼다수 얼음물", "100,000", "병", "약", "약 10만병", "협조 공문", "2025. 9. 19.", "samdasoo")
    batch = bring("statements", STATEMENTS, row)
    assert batch.state == "applied", said(batch)
    found = Statement.objects.get()
    assert (found.value, found.about, found.code) == (100_000, True, "samdasoo")
    assert "이미 있습니다" in said(bring("statements", STATEMENTS, (*row[:1], "90,000", *row[2:])))
    assert undo(by=officer, batch=batch) == 1


@pytest.mark.parametrize("sheet", ["plans", "targets", "statements"])
def test_the_example_of_the_template_could_be_brought_in(centre, officer, sheet):
    make_programme()
    kind = registry.get(f"planning.{sheet}")
    context = registry.Context(centre, "", officer)
    (line,) = kind.example(context)
    columns = kind.columns(context)
    names = {column.key: column.choices for column in columns}
    empty = dict.fromkeys(column.key for column in columns)
    values = {**empty, **{key: names[key].get(value, value) for key, value in line.items()}}
    assert kind.check(context, values) == []
