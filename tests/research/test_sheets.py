"""The room's ledgers: as offices write them, what is refused, twice, and undone."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from kwonik.ledgers import registry
from kwonik.ledgers.actions import bring_in, open_findings, undo
from kwonik.ledgers.registry import Refused
from kwonik.research import queries
from kwonik.research.models import (
    ComplianceCheck,
    Distribution,
    Event,
    Participant,
    Printing,
    Publication,
    Response,
    Round,
    Study,
)
from tests.factories import make_district
from tests.research.factories import make_book, make_handing, make_round, make_study

TOMORROW = str(timezone.localdate() + timedelta(days=2))
SHEETS = sorted(sheet.code for sheet in registry.all_sheets() if sheet.code.startswith("research."))


@pytest.fixture
def bring(officer, centre, service):
    def bring(sheet, *rows, name="대장.csv"):
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        content = text.getvalue().encode("cp949")
        return bring_in(by=officer, centre=centre, sheet=f"research.{sheet}", filename=name, content=content)

    return bring


def said(batch) -> str:
    return json.dumps(open_findings(by=batch.uploaded_by, batch=batch)["problems"], ensure_ascii=False)


@pytest.fixture
def study(centre, service):
    study = make_study(centre, service=service, title="봉제업 실태조사", code="sewing")
    make_round(study, group="owner")
    make_round(study, group="worker")
    make_round(study, method="fgi")
    return study


@pytest.fixture
def book(centre, service):
    return make_book(centre, 100, service=service, title="가이드북")


ANSWERS = ("연구명", "조사방법", "조사대상", "회수일", "회수 방법", "유효/무효", "사유")
HANDED = ("배부일", "자료명", "배부처", "자치구", "배부 부수", "단지명")


def test_a_study_comes_in_with_rounds_answers_people_and_meetings(bring, service):
    assert (
        bring(
            "studies",
            ("연구명", "세부사업", "착수일", "종료일", "진행 상태", "코드"),
            ("봉제업 실태조사", service.name, "2025. 2. 3.", "'25.9.30", "진행중", "sewing"),
            ("이름 없는 조사", service.name, "2025. 3. 3.", "", "", ""),
        ).state
        == "applied"
    )
    assert dict(Study.objects.values_list("code", "state")) == {
        "sewing": "running",
        "study-2025-1": "running",
    }
    head = ("연구명", "조사방법", "조사대상", "목표 인원")
    rows = [
        ("봉제업 실태조사", m, g, n)
        for m, g, n in (("설문조사", "사업주", 150), ("설문조사", "노동자", 350), ("FGI", "노동자", ""))
    ]
    assert bring("rounds", head, *rows).new_count == 3
    assert sum(Round.objects.values_list("target", flat=True)) == 500
    batch = bring(
        "responses",
        ANSWERS,
        ("봉제업 실태조사", "설문조사", "사업주", "2025. 5. 9.", "종이", "", ""),
        ("sewing", "설문조사", "노동자", "'25.5.9", "웹", "무효", "비어 있음"),
        ("봉제업 실태조사", "설문조사", "노동자", "2025-05-12", "면접원", "O", ""),
    )
    assert batch.state == "applied", said(batch)
    assert Response.objects.filter(valid=True).count() == 2
    people = ("면접일", "연구명", "조사방법", "조사대상", "참여자 번호")
    batch = bring(
        "participants", people, *(("2025. 6. 12.", "봉제업 실태조사", "FGI", "", n) for n in (1, 2))
    )
    assert batch.state == "applied", said(batch)
    assert Participant.objects.count() == 2
    batch = bring(
        "events",
        ("개최일", "연구명", "행사명", "참석자 수"),
        ("2025. 7. 16.", "sewing", "중간보고회", "17명"),
    )
    assert batch.state == "applied", said(batch)
    assert Event.objects.get().people == 17


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("없는 조사", "설문조사", "노동자", "2025-05-12", "종이", "", ""), "없는 조사"),
        (("봉제업 실태조사", "FGI", "노동자", "2025-05-12", "종이", "", ""), "설문이 아닌 조사"),
        (("봉제업 실태조사", "설문조사", "", "2025-05-12", "종이", "", ""), "없는 조사 방법이나 대상"),
        (("봉제업 실태조사", "설문조사", "노동자", TOMORROW, "종이", "", ""), "오늘보다 뒤"),
        (("봉제업 실태조사", "설문조사", "노동자", "2025-05-12", "종이", "무효", ""), "무효인 까닭"),
        (
            ("봉제업 실태조사", "설문조사", "노동자", "2025-05-12", "종이", "유효", "비었음"),
            "유효로 적혔습니다",
        ),
        (("봉제업 실태조사", "설문조사", "노동자", "2025-05-12", "비둘기", "", ""), "비둘기"),
    ],
)
def test_an_answer_that_cannot_be_is_told_before_anything_is_stored(bring, study, row, sentence):
    batch = bring("responses", ANSWERS, row)
    assert (batch.state, Response.objects.count()) == ("checked", 0)
    assert sentence in said(batch)


def test_a_longer_ledger_brings_only_what_is_new_and_goes_again(bring, study, officer):
    row = ("봉제업 실태조사", "설문조사", "노동자", "2025-05-12", "종이", "", "")
    bring("responses", ANSWERS, row, row)
    batch = bring("responses", ANSWERS, row, row, row)
    assert (batch.state, batch.new_count, batch.known_count) == ("applied", 1, 2)
    assert undo(by=officer, batch=batch) == 1
    assert Response.objects.count() == 2


def test_answers_name_the_workplace_they_come_from(bring, study):
    row = ("봉제업 실태조사", "설문조사", "노동자", "2025-05-12", "종이", "", "")
    rows = [(*row, name) for name in ("가람상사", "(주)가람상사", "나래상사", "")]
    assert bring("responses", (*ANSWERS, "방문 사업장"), *rows).state == "applied"
    assert Response.objects.values("workplace").exclude(workplace=None).distinct().count() == 2
    batch = bring("responses", (*ANSWERS, "사업장명"), (*row, "가" * 121), name="긴.csv")
    assert "120자까지" in said(batch)


def test_a_person_is_not_written_twice_a_day(bring, study):
    people = ("면접일", "연구명", "조사방법", "조사대상", "참여자 번호")
    row = ("2025. 6. 12.", "봉제업 실태조사", "FGI", "노동자", 1)
    batch = bring("participants", people, row, row)
    assert "같은 날 같은 번호" in said(batch)


def test_publications_come_with_their_first_printing_and_go_with_it(bring, officer, service):
    head = ("발간물명", "구분", "세부사업", "발행일", "제작 부수", "약칭")
    batch = bring(
        "publications",
        head,
        ("가이드북", "가이드북", service.name, "2025. 7. 7.", "3,000부", "guide"),
        ("소식지 7월호", "소식지", service.name, "2025. 7. 15.", "", ""),
    )
    assert batch.state == "applied", said(batch)
    assert list(Printing.objects.values_list("publication__code", "copies")) == [("guide", 3000)]
    row = make_handing(Publication.objects.get(code="guide"), 10)
    with pytest.raises(Refused, match="딸린 기록부터"):
        undo(by=officer, batch=batch)
    row.delete()
    assert undo(by=officer, batch=batch) == 2
    assert not Printing.objects.exists()


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("가이드북", "지도책", "조사 studies", "2025. 7. 7.", "1", ""), "지도책"),
        (("가이드북", "가이드북", "조사 studies", TOMORROW, "1", ""), "오늘보다 뒤"),
        (("가이드북", "가이드북", "조사 studies", "2025. 7. 7.", "0", ""), "1 이상의 수"),
        (("가이드북", "가이드북", "조사 studies", "2025. 7. 7.", "1", "가이드"), "영문, 숫자"),
    ],
)
def test_a_publication_that_cannot_be_is_told(bring, row, sentence):
    batch = bring("publications", ("발간물명", "구분", "세부사업", "발행일", "제작 부수", "약칭"), row)
    assert sentence in said(batch)
    assert not Publication.objects.exists()


def test_copies_are_handed_out_as_far_as_they_last(bring, book, officer):
    make_district("jongno", "종로구")
    first = ("2025. 8. 1.", "가이드북", "종로구청", "종로", "60부", "")
    batch = bring(
        "distributions", HANDED, first, ("2025. 8. 2.", "가이드북", "관리사무소", "", "41", "하늘채아파트")
    )
    assert "남은 부수 100부보다 1부 많습니다" in said(batch)
    batch = bring(
        "distributions", HANDED, first, ("2025. 8. 2.", "가이드북", "관리사무소", "", "40", "하늘채아파트")
    )
    assert batch.state == "applied", said(batch)
    row = Distribution.objects.get(copies=60)
    assert (row.district.code, row.recipient) == ("jongno", "종로구청")
    more = bring("printings", ("일자", "자료명", "수량"), ("2025. 9. 1.", "가이드북", 500))
    assert more.state == "applied", said(more)
    assert queries.stock(book).left == 500
    undo(by=officer, batch=batch)
    assert queries.stock(book).left == 600


def test_checks_come_in_any_order_but_never_on_the_spot_first(bring, officer):
    head = (
        "대상 기관",
        "점검구분",
        "점검 일자",
        "차수",
        "고객응대 매뉴얼을 갖추었다",
        "휴게 시간을 보장한다",
        "조치사항",
    )
    site = ("(주)가람재단", "현장", "2025. 7. 1.", 1, "O", "X", "휴게실")
    batch = bring("checks", head, site)
    assert "서면점검을 마친 뒤" in said(batch)
    batch = bring("checks", head, site, ("가람재단", "서면점검", "2025. 5. 1.", "", "O", "해당 없음", ""))
    assert batch.state == "applied", said(batch)
    assert dict(ComplianceCheck.objects.values_list("stage", "score")) == {"site": 50, "desk": 100}
    assert ComplianceCheck.objects.values("organisation").distinct().count() == 1
    again = bring("checks", head, ("가람재단", "서면", "2025. 5. 2.", "", "", "", ""))
    assert "이미 있습니다" in said(again)
    assert undo(by=officer, batch=batch) == 2


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_example_of_the_template_could_be_brought_in(centre, officer, study, book, sheet):
    make_district("jongno", "종로구")
    kind = registry.get(sheet)
    context = registry.Context(centre, "", officer)
    columns = kind.columns(context)
    for line in kind.example(context):
        empty = dict.fromkeys(column.key for column in columns)
        names = {column.key: column.choices for column in columns}
        values = {**empty, **{key: names[key].get(value, value) for key, value in line.items()}}
        if sheet == "research.rounds":
            values["group"], values["method"] = "owner", "fgi"
        assert kind.check(context, values) == []
