"""The two ledgers of consulting: as offices write them, with what is wrong said, twice without change, and undone."""

import csv
import io
import json
from datetime import date

import pytest

from kwonik.consulting.models import Agreement, Engagement, EngagementPart
from kwonik.ledgers import registry
from kwonik.ledgers.actions import bring_in, open_findings, undo
from tests.consulting.factories import make_agreement

LINE = {
    "신청일자": "2025. 4. 1.",
    "사업장명": "㈜ 가람",
    "담당자": "홍길동",
    "연락처": "010-1234-5678",
    "상시근로자": "12",
    "선정일": "2025. 4. 3.",
    "협약": "",
    "지원 내용": "취업규칙제·개정, 법정 의무교육",
    "담당노무사": "나노무",
    "완료일": "2025. 5. 9.",
    "인사노무컨설팅 비용": "30만원",
    "만족도": "4.5",
    "상태": "완료",
    "사유": "",
}
HEAD, DONE = tuple(LINE), tuple(LINE.values())


def ledger(head, *rows) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    return text.getvalue().encode("cp949")


@pytest.fixture
def bring(officer, centre, service):
    def bring(*rows, head=HEAD, sheet="engagements", name="대장.csv"):
        return bring_in(
            by=officer,
            centre=centre,
            sheet=f"consulting.{sheet}",
            variant="business" if sheet == "engagements" else "",
            filename=name,
            content=ledger(head, *rows),
        )

    return bring


def said(batch) -> str:
    return json.dumps(open_findings(by=batch.uploaded_by, batch=batch)["problems"], ensure_ascii=False)


def changed(**cells) -> tuple:
    return tuple(cells.get(name, cell) for name, cell in zip(HEAD, DONE, strict=True))


def test_engagements_come_in_as_offices_write_them_and_go_as_they_came(bring, attorney, officer, centre):
    make_agreement(centre=centre, name="그룹홈 협약")
    home = changed(
        **{"사업장명": "새솔그룹홈", "협약": "그룹홈 협약", "지원 내용": "", "만족도": "", "상태": ""}
    )
    asked = ("2025. 5. 2.", "라온카페", "", "", "5", "", "", "취업규칙제·개정", "", "", "", "", "신청", "")
    refused = ("2025. 5. 2.", "큰회사", "", "", "44", "", "", "", "", "", "", "", "거절", "30인 이상")
    batch = bring(DONE, home, asked, refused)
    assert batch.state == "applied", said(batch)
    rows = {str(row.workplace): row for row in Engagement.objects.all()}
    assert {name: row.state for name, row in rows.items()} == {
        "㈜ 가람": "evaluated",
        "새솔그룹홈": "delivered",
        "라온카페": "requested",
        "큰회사": "refused",
    }
    assert rows["㈜ 가람"].consultant == attorney
    assert rows["새솔그룹홈"].agreement.name == "그룹홈 협약"
    parts = EngagementPart.objects.filter(engagement=rows["㈜ 가람"]).order_by("part__position")
    assert list(parts.values_list("part__code", "fee_won", "done_on")) == [
        ("hr", 300_000, date(2025, 5, 9)),
        ("work_rules", None, date(2025, 5, 9)),
        ("statutory_training", None, date(2025, 5, 9)),
    ]
    assert list(rows["라온카페"].parts.values_list("part__code", "done_on")) == [
        ("hr", None),
        ("work_rules", None),
    ]
    again = bring(DONE, home, asked, refused, name="다시.csv")
    assert (again.new_count, again.known_count) == (0, 4)
    undo(by=officer, batch=batch)
    assert (Engagement.objects.count(), EngagementPart.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"상시근로자": "30"}, "30인 미만"),
        ({"상시근로자": ""}, "적혀 있지 않습니다"),
        ({"담당노무사": "모르는이"}, "위촉된 노동권리보호관이 아닙니다"),
        ({"선정일": ""}, "접수일과 맡은 사람이 있어야"),
        ({"완료일": "2025. 4. 2."}, "접수한 날보다 앞섭니다"),
        ({"선정일": "2025. 3. 1."}, "신청일보다 앞섭니다"),
        ({"만족도": "6"}, "0부터 5까지"),
        ({"지원 내용": "춤"}, "춤"),
        ({"상태": "거절"}, "하나를 지우세요"),
        ({"담당자": ""}, "담당자 이름"),
        ({"사업장명": "가" * 121}, "120자까지"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(bring, attorney, cells, sentence):
    batch = bring(changed(**cells))
    assert (batch.state, Engagement.objects.count()) == ("checked", 0)
    assert sentence in said(batch)


def test_agreements_come_in_numbered(bring, officer):
    head = ("협약명", "협약기관", "협약일")
    lines = (("그룹홈", "협의회", "2025. 8. 4."), ("어린이집", "연합회", "2025. 9. 1."))
    batch = bring(*lines, head=head, sheet="agreements")
    assert batch.state == "applied", said(batch)
    assert list(Agreement.objects.values_list("number", "name")) == [(1, "그룹홈"), (2, "어린이집")]
    taken = bring(("그룹홈", "다른 곳", "2025. 8. 5."), head=head, sheet="agreements", name="둘.csv")
    assert "같은 이름의 협약" in said(taken)
    undo(by=officer, batch=batch)
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("sheet", ["engagements", "agreements"])
def test_the_example_of_the_template_is_a_line_that_could_be_brought_in(centre, officer, service, sheet):
    kind = registry.get(f"consulting.{sheet}")
    context = registry.Context(centre, "business" if sheet == "engagements" else "", officer)
    (line,) = kind.example(context)
    values = {**dict.fromkeys(column.key for column in kind.columns(context)), **line}
    assert kind.check(context, values) == []
