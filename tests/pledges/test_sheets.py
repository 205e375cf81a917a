"""The ledgers of pledges: as offices write them, what is refused, and undone."""

import csv
import io
import json

import pytest

from kwonik.ledgers import registry
from kwonik.ledgers.actions import bring_in, open_findings, undo
from kwonik.pledges import actions
from kwonik.pledges.models import Communication, Goal, Happening, Milestone, Money, NextStep, Pledge
from tests.pledges.factories import make_pledge

PLEDGE = {
    "약칭": "shelter",
    "번호": "1-1",
    "공약명": "쉼터 확대",
    "원문": "쉴 곳을 만들겠습니다.",
    "선거명": "제8회 전국동시지방선거",
    "임기 시작일": "2022. 7. 1.",
    "임기 종료일": "2026-06-30",
    "성격": "신규",
    "기간": "임기내",
    "재원": "예산",
    "사업주체": "자체",
    "도움 필요성": "해당없음",
    "담당부서": "고용노동과",
    "목표": "권역마다 하나",
    "사업 시작일": "2022. 7. 1.",
    "사업 종료일": "2026. 6. 30.",
    "내용": "쉼터 조성",
    "이행 상태": "정상",
    "판정일": "2023. 1. 2.",
    "판정자": "총괄부서",
    "판정 근거": "자체점검",
}
MONEY = {
    "공약명": "쉼터 확대",
    "회계연도": "2025",
    "재원": "시비",
    "단계": "계획",
    "금액(원)": "5,000,000",
    "근거": "계획서",
    "일자": "2022. 9. 30.",
}
STEP = {
    "공약 번호": "1-1",
    "추진계획": "터 고르기",
    "가중치": "2",
    "시작": "2022. 3/4분기",
    "종료 분기": "2022Q4",
    "완료 분기": "",
    "증빙": "",
}
TOLD = {
    "공약명": "쉼터 확대",
    "구분": "언론·방송 보도",
    "보도일": "'25.2.10",
    "제목": "개소 언론보도",
    "건수": "",
    "게재": "",
    "인원": "",
    "약칭": "",
}
GOAL = {"공약": "쉼터 확대", "분야": "조성", "연차": "2025", "연차별 목표": "하나"}
NEXT = {
    "공약명": "쉼터 확대",
    "분야": "조성",
    "할 일": "운영",
    "시작일": "2026. 1. 1.",
    "종료일": "2026. 12. 31.",
    "횟수": "",
    "단위": "",
    "약칭": "",
}


@pytest.fixture
def bring(officer, city):
    def bring(sheet, *rows):
        text = io.StringIO()
        writer = csv.DictWriter(text, rows[0])
        writer.writeheader()
        writer.writerows(rows)
        content = text.getvalue().encode("cp949")
        return bring_in(
            by=officer, centre=city, sheet=f"pledges.{sheet}", filename="대장.csv", content=content
        )

    return bring


@pytest.fixture
def pledge(city):
    return make_pledge(city, title="쉼터 확대", number="1-1")


def said(batch) -> str:
    return json.dumps(open_findings(by=batch.uploaded_by, batch=batch)["problems"], ensure_ascii=False)


def test_a_pledge_comes_with_the_class_it_begins_with(bring):
    assert bring("pledges", PLEDGE).new_count == 1

    pledge, event = Pledge.objects.get(), Happening.objects.get()
    assert (pledge.code, pledge.nature, pledge.original) == ("shelter", "new", "쉴 곳을 만들겠습니다.")
    assert (event.pledge, event.status, event.decided_by) == (pledge, "on_track", "총괄부서")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"약칭": "쉼터"}, "영문"),
        ({"임기 종료일": "2021-06-30"}, "앞섭니다"),
        ({"판정자": ""}, "함께 적으세요"),
        ({"공약명": "가" * 121}, "너무 깁니다"),
    ],
)
def test_what_is_wrong_with_a_pledge_is_said(bring, wrong, words):
    batch = bring("pledges", PLEDGE | wrong)

    assert words in said(batch) and not Pledge.objects.exists()


def test_pledges_are_undone_with_their_events_unless_more_was_written(bring, officer):
    batch = bring("pledges", PLEDGE)
    undo(by=officer, batch=batch)
    assert not Pledge.objects.exists() and not Happening.objects.exists()

    batch = bring("pledges", PLEDGE)
    told = {"decided_on": Happening.objects.get().decided_on, "decided_by": "평가단", "basis": "회의"}
    actions.set_status(by=officer, pledge=Pledge.objects.get(), status="closed", **told)
    with pytest.raises(registry.Refused, match="공약을 철회하세요"):
        undo(by=officer, batch=batch)
    assert Pledge.objects.exists()


def test_each_kind_of_part_is_brought_to_its_pledge(bring, pledge):
    assert bring("money", MONEY, MONEY | {"회계연도": "임기후"}).new_count == 2
    assert bring("milestones", STEP, STEP | {"완료 분기": "2023년 1분기", "증빙": "준공"}).new_count == 2
    assert (
        bring(
            "communications", TOLD, TOLD | {"건수": "30", "게재": "싣지 않음", "구분": "SNS 소통"}
        ).new_count
        == 2
    )
    assert bring("goals", GOAL).new_count == 1
    assert bring("nextsteps", NEXT, NEXT | {"횟수": "5", "단위": "회", "약칭": "talks"}).new_count == 2

    assert set(Money.objects.values_list("year", "after_term")) == {(2025, False), (None, True)}
    assert set(Milestone.objects.values_list("weight", "first_quarter", "done_quarter")) == {
        (2, 20223, None),
        (2, 20223, 20231),
    }
    assert set(Communication.objects.values_list("count", "listed")) == {(1, True), (30, False)}
    assert {row.pledge for model in (Money, Goal, NextStep) for row in model.objects.all()} == {pledge}


@pytest.mark.parametrize(
    ("sheet", "row", "words"),
    [
        ("money", MONEY | {"회계연도": "언젠가"}, "연도를 네 자리로"),
        ("money", MONEY | {"금액(원)": "-5"}, "0 이상"),
        ("milestones", STEP | {"시작": "봄"}, "읽을 수 없습니다"),
        ("milestones", STEP | {"종료 분기": "2021Q1"}, "앞섭니다"),
        ("milestones", STEP | {"완료 분기": "2023Q1"}, "함께"),
        ("communications", TOLD | {"인원": "5"}, "부르는 이름"),
        ("nextsteps", NEXT | {"횟수": "5"}, "단위"),
        ("goals", GOAL | {"공약": "없는 공약"}, "없는 공약"),
    ],
)
def test_what_is_wrong_with_a_part_is_said(bring, pledge, sheet, row, words):
    assert words in said(bring(sheet, row))


def test_the_same_goal_twice_is_refused(bring, pledge):
    assert "이미 있습니다" in said(bring("goals", GOAL, GOAL | {"연차별 목표": "둘"}))


def test_parts_come_back_out_with_an_undo(bring, pledge, officer):
    undo(by=officer, batch=bring("money", MONEY))

    assert not Money.objects.exists()


def test_without_pledges_a_part_says_what_to_bring_first(bring, city):
    assert "먼저" in said(bring("goals", GOAL))
