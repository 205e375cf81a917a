"""The ledgers: messy ones come in whole, wrong ones not at all, twice adds nothing, and an undo leaves nothing behind."""

import csv
import io
import json
from datetime import date

import pytest

from kwonik.activities.models import Application, Handout, Session, Tally
from kwonik.catalogue.models import Question
from kwonik.catalogue.queries import own_centre
from kwonik.catalogue.rules import read_profile
from kwonik.kernel import figures
from kwonik.kernel.figures import Ask, Window
from kwonik.kernel.periods import parse
from kwonik.ledgers import registry
from kwonik.ledgers.actions import bring_in, open_findings, undo
from kwonik.people.models import Client
from kwonik.site.samples.plan import Plan
from kwonik.site.samples.recipe import read_recipe
from tests import profiles
from tests.activities.factories import make_round
from tests.factories import make_account, make_appointment, make_centre, make_district, make_site


@pytest.fixture
def bring(officer, centre):
    make_district("jongno", "종로구")
    make_site("jonggak", name="종각역", aliases=["종각"])

    def bring(service, head, *rows, shape="sessions"):
        text = io.StringIO()
        csv.writer(text).writerows([head, *rows])
        return bring_in(
            by=officer,
            centre=centre,
            sheet=f"activities.{shape}",
            variant=service.code,
            filename="대장.csv",
            content=text.getvalue().encode("cp949"),
        )

    return bring


def said(batch) -> str:
    return json.dumps(open_findings(by=batch.uploaded_by, batch=batch)["problems"], ensure_ascii=False)


HELD = ("연번", "일자", "구분", "행사명", "장소", "자치구", "시작", "끝", "참여자 수", "수량", "비고")


def test_sessions_as_offices_write_them(bring, campaigns, officer):
    Question.objects.create(service=campaigns, code="rain", label="비가 왔음", kind="yes_no")
    rows = [
        (1, "2025. 4. 28.", "추모", "산재노동자의 날", "종각", "", "11:00", "13:00", "150명", "", ""),
        (2, "'25.7.24", "안전용품", "쿨토시 나눔", "", "종로", "", "", "1,140", "1,140", "폭염"),
        ("", "합계", "", "", "", "", "", "", "1,290", "", ""),
    ]
    batch = bring(campaigns, HELD, *rows)
    assert batch.state == "applied", said(batch)
    first, second = Session.objects.order_by("held_on")
    assert (first.held_on, first.title, first.people, first.site.name) == (
        date(2025, 4, 28),
        "산재노동자의 날",
        150,
        "종각역",
    )
    assert (second.kind.code, second.quantity, second.district.name) == ("gear", 1140, "종로구")
    assert (first.reference, second.reference) == ("CP-2025-0001", "CP-2025-0002")
    assert first.recorded_by == officer

    again = bring(campaigns, HELD, *rows, (3, "2025-08-01", "추모", "", "", "", "", "", "5", "", ""))
    assert (again.new_count, again.known_count) == (1, 2)
    undo(by=officer, batch=batch)
    assert [row.reference for row in Session.objects.all()] == ["CP-2025-0003"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({1: "2099-01-01"}, "오늘보다 뒤"),
        ({2: "체육대회"}, "체육대회"),
        ({4: "평양역"}, "등록되지 않은 장소"),
        ({6: "13:00", 7: "11:00"}, "시작 시각보다 앞"),
        ({8: ""}, "'참여한 사람'을(를) 적으세요"),
        ({8: "-3"}, "0부터"),
        ({3: "가" * 121}, "120자까지"),
        ({10: "900101-1234567"}, "주민등록번호"),
    ],
)
def test_a_wrong_line_is_told_and_nothing_is_stored(bring, campaigns, change, sentence):
    good = ["1", "2025-04-28", "추모", "이름", "종각역", "종로구", "11:00", "13:00", "150", "", ""]
    bad = [change.get(at, cell) for at, cell in enumerate(good)]
    batch = bring(campaigns, HELD, good, bad)
    assert (batch.state, Session.objects.count()) == ("checked", 0)
    assert sentence in said(batch)


def test_tallies_flow_or_stand(bring, counting, readings):
    head = ("집계일", "구분", "장소", "수")
    batch = bring(counting, head, ("2025-06-10", "배달라이더", "종각역", "88"), shape="tallies")
    assert batch.state == "applied", said(batch)
    head = ("측정일", "채널", "구독자 수")
    lines = (("2025-06-30", "카카오톡채널", "1,204"), ("2025-09-30", "카카오톡채널", "3,114"))
    batch = bring(readings, head, *lines, shape="tallies")
    assert batch.state == "applied", said(batch)
    kept = Tally.objects.order_by("counted_on", "pk").values_list("counting", "count")
    assert list(kept) == [("flow", 88), ("level", 1204), ("level", 3114)]

    twice = bring(readings, head, *lines, ("2025-09-30", "카카오톡채널", "3,115"), shape="tallies")
    assert "그날의 값이 이미 있습니다" in said(twice)
    nothing = bring(counting, ("집계일", "구분", "수"), ("2025-06-11", "배달라이더", "0"), shape="tallies")
    assert "0은 더할 것이 없습니다" in said(nothing)


def test_handouts(bring, water, officer):
    head = ("배부일", "품목", "배부처", "장소", "수량", "후원처")
    batch = bring(
        water, head, ("2025-07-01", "생수", "", "종각역", "12,000", "안전보건공단"), shape="handouts"
    )
    assert batch.state == "applied", said(batch)
    row = Handout.objects.get()
    assert (row.quantity, row.donor, row.kind.code) == (12_000, "안전보건공단", "bottle")
    undo(by=officer, batch=batch)
    assert not Handout.objects.exists()
    assert "1 이상으로" in said(bring(water, head, ("2025-07-01", "생수", "", "", "0", ""), shape="handouts"))


ASKED = (
    "접수일자",
    "업종",
    "사업장명",
    "고용인원",
    "인원",
    "성명",
    "연락처",
    "상태",
    "검진일",
    "사유",
    "만족도",
)


def test_applications_with_people_workplaces_and_what_became_of_them(bring, support, officer):
    batch = bring(
        support,
        ASKED,
        (
            "2025-05-02",
            "주얼리업",
            "가온주얼리",
            "5",
            "3",
            "김하나",
            "010-1111-2222",
            "완료",
            "2025-05-20",
            "",
            "",
        ),
        ("2025-05-03", "인쇄업", "한빛인쇄", "2", "2", "이두리", "010-3333-4444", "", "2025-05-21", "", "5"),
        ("2025-05-04", "인쇄업", "", "", "", "김하나", "01011112222", "미선정", "", "서울 밖", ""),
        ("2025-05-06", "인쇄업", "다온인쇄", "", "", "", "", "접수", "", "", ""),
        shape="applications",
    )
    assert batch.state == "applied", said(batch)
    rows = list(Application.objects.order_by("requested_on"))
    assert [row.state for row in rows] == ["delivered", "evaluated", "refused", "requested"]
    assert [row.delivered_on and row.delivered_on.day for row in rows] == [20, 21, None, None]
    assert rows[0].client == rows[2].client and Client.objects.count() == 2
    assert (rows[1].score, rows[2].reason, rows[0].workplace.name) == (5, "서울 밖", "가온주얼리")
    undo(by=officer, batch=batch)
    assert not Application.objects.exists() and not Client.objects.exists()


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("완료", "", "", ""), "마친 날이 있어야"),
        (("접수", "2025-05-20", "", ""), "둘 가운데 하나"),
        (("", "2025-05-01", "", ""), "신청한 날보다 앞섭니다"),
        (("취소", "", "", ""), "까닭을 적으세요"),
        (("", "", "그냥", ""), "취소한 신청에만"),
        (("", "2025-05-20", "", "9"), "1점부터 5점"),
        (("배정", "", "", ""), "맡은 사람이 있어야"),
    ],
)
def test_what_does_not_fit_together_is_told(bring, support, row, sentence):
    line = ("2025-05-02", "주얼리업", "가온주얼리", "5", "3", "김하나", "010-1111-2222", *row)
    batch = bring(support, ASKED, line, shape="applications")
    assert (batch.state, Application.objects.count()) == ("checked", 0)
    assert sentence in said(batch)


def test_who_was_appointed_that_day_is_found_by_name(bring, support, centre):
    rider = make_appointment("safety_rider", centre, name="박라이더", from_on=date(2025, 3, 4))
    head = ("신고일", "업종", "신고자")
    assert "위촉되어 있던 사람이 아닙니다" in said(
        bring(support, head, ("2025-01-02", "인쇄업", "박라이더"), shape="applications")
    )
    batch = bring(support, head, ("2025-03-05", "인쇄업", "박라이더"), shape="applications")
    assert batch.state == "applied", said(batch)
    assert Application.objects.get().appointee == rider


@pytest.mark.parametrize("shape", ["sessions", "tallies", "handouts", "applications"])
def test_the_template_shows_a_line_that_passes(shape, centre, officer, request):
    names = {"sessions": "campaigns", "tallies": "readings", "handouts": "water", "applications": "support"}
    service = request.getfixturevalue(names[shape])
    sheet = registry.get(f"activities.{shape}")
    assert dict(sheet.variants(centre))[service.code] == service.name
    context = registry.Context(centre, service.code, officer)
    columns = sheet.columns(context)
    labels = {label: code for column in columns for label, code in column.choices.items()}
    (line,) = sheet.example(context)
    values = {column.key: None for column in columns} | {k: labels.get(v, v) for k, v in line.items()}
    assert set(line) <= {column.key for column in columns}
    assert sheet.check(context, values) == []


PRINTED = {
    ("sessions", "culture", "upcycling"): 8,
    ("people", "culture", "upcycling"): 102,
    ("sessions", "culture", "personal_colour"): 8,
    ("people", "culture", "personal_colour"): 106,
    ("sessions", "culture", "theatre"): 1,
    ("people", "culture", "theatre"): 30,
    ("sessions", "water_campaign", ""): 1,
    ("people", "water_campaign", ""): 84,
    ("handed_out", "water", "kosha"): 12_000,
    ("handed_out", "water", "arisu"): 18_000,
    ("sessions", "companion_truck", ""): 2,
    ("people", "companion_truck", ""): 400,
    ("applications", "hazard_reports", ""): 523,
    ("delivered_workplaces", "health_check", "jewellery"): 24,
    ("delivered_people", "health_check", "jewellery"): 85,
    ("delivered_workplaces", "health_check", "printing"): 26,
    ("delivered_people", "health_check", "printing"): 60,
    ("sessions", "safety_forum", ""): 1,
    ("people", "safety_forum", ""): 40,
    ("applicants", "flu_vaccination", ""): 135,
    ("applicants", "domestic_health", ""): 5,
    ("sessions", "safety_campaign", ""): 6,
    ("sessions", "channel_events", "kakao"): 2,
    ("level", "channel_audience", "kakao"): 3114,
    ("sessions", "channel_events", "instagram"): 5,
    ("quantity", "channel_events", "instagram"): 1900,
    ("risen", "channel_audience", "instagram"): 659,
}
"""What the source report prints: figure, service, kind."""


def test_the_sample_comes_in_and_prints_the_report(db):
    folder = profiles.FOLDER / "seoul"
    profiles.load("seoul")
    centre = own_centre()
    officer = make_account("activities.record:import", "activities.application:import", centre=centre)
    for ledger in Plan(read_profile(folder), read_recipe(folder / "sample")).ledgers():
        if ledger.sheet.startswith("activities.") or ledger.sheet == "people.appointments":
            batch = bring_in(
                by=officer,
                centre=centre,
                sheet=ledger.sheet,
                variant=ledger.variant,
                filename=ledger.filename,
                content=ledger.make(),
            )
            assert batch.state == "applied", (ledger.filename, said(batch))
    window = Window((centre.pk,), parse("2025-01/2025-09"), date(2025, 9, 30))
    asks = {}
    for figure, service, kind in PRINTED:
        field = "item" if figure == "handed_out" else "kind"
        period = parse("2025-04/2025-09") if figure == "risen" else None
        cut = {"service": service, **({field: kind} if kind else {})}
        asks[figure, service, kind] = Ask.of(f"activities.{figure}", period, **cut)
    answers = figures.compute(window, asks.values())
    assert {key: answers[ask].value for key, ask in asks.items()} == PRINTED


def test_a_ledger_takes_no_more_places_than_a_round_has(bring, support):
    make_round(support, capacity=3)
    lines = [(f"2025-05-0{day}", "주얼리업", "2", "지원 결정") for day in (2, 3)]
    head = ("접수일자", "업종", "인원", "상태")
    full = bring(support, head, *lines, shape="applications")
    assert "정원 3명보다 1명 많아집니다" in said(full)
    assert not Application.objects.exists()
    assert bring(support, head, lines[0], shape="applications").state == "applied"
    assert "정원 3명보다 1명" in said(bring(support, head, *lines, shape="applications"))


def test_a_service_of_another_centre_takes_no_rows(bring, campaigns, centre):
    type(campaigns).objects.filter(pk=campaigns.pk).update(owner=make_centre("elsewhere"))
    with pytest.raises(LookupError):
        bring(campaigns, ("일자", "구분", "인원"), ("2025-05-09", "추모", "3"))
    assert not Session.objects.exists()
