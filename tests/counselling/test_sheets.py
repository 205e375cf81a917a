"""The ledgers: messy ones come in whole, wrong ones not at all, and an undo leaves nothing behind."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kwonik.counselling.models import BoothSession, Consultation
from kwonik.kernel import figures
from kwonik.kernel.figures import Ask, Window
from kwonik.kernel.periods import parse
from kwonik.ledgers import registry
from kwonik.ledgers.actions import bring_in, undo
from kwonik.ledgers.registry import Context
from kwonik.people import vault
from kwonik.people.models import Client, SealedText
from kwonik.places.models import Series
from tests.counselling.factories import make_booth, make_consultation, make_network
from tests.factories import make_account, make_client, make_district, make_service, make_site

HEAD = [
    "상담일자",
    "내담자 구분",
    "상담방법",
    "상담유형",
    "회사명",
    "지역",
    "성명",
    "전화번호",
    "장소(역/기관)",
    "상담내용",
    "상담결과",
    "소요시간(분)",
    "담당자",
]
MORE = ("010-1234-5678", "", "두 달 치", "상담 종결", "20", "정하나")
LINES = [
    ("2025. 5. 9.", "노동자", "전화", "임금체불, 노동조합", "㈜ 가람", "종로", "김민수", *MORE),
    ("'25.5.16", "사업주", "방문", "근로계약서 등", "가람(주)", "종로구", "익명", "", "", "", "", "", ""),
    ("2025-06-11", "노동자", "지하철", "임금체불", "", "", "김○○", "", "종각", "", "", "", "모르는 사람"),
    ("2024. 12. 30.", "노", "전화", "산업재해", "", "", "김민수", "01012345678", "", "전화만", "", "", ""),
]


def ledger(*lines, head=HEAD) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([head, *lines])
    return text.getvalue().encode("cp949")


@pytest.fixture
def clerk(centre):
    return make_account("programme_officer", centre=centre)


@pytest.fixture
def places(db):
    make_district("jongno", "종로구")
    make_site("jonggak", name="종각역")
    make_site("sadang", name="사당역", aliases=["사당(2호선)"])


@pytest.fixture
def bring(clerk, centre, legal, places):
    """`bring(*lines)`: the legal ledger of the centre."""

    def read(*lines, sheet="counselling.consultations", variant="legal", head=HEAD, name="상담.csv"):
        return bring_in(
            by=clerk,
            centre=centre,
            sheet=sheet,
            variant=variant,
            filename=name,
            content=ledger(*lines, head=head),
        )

    return read


def said(batch) -> str:
    """Everything the page would tell about a ledger that was not stored; "" about a stored one."""
    if batch.findings is None:
        return ""
    findings = vault.read_file(batch.findings, by=None, purpose="import", action="test")
    return " ".join(f"{p['shown']} {p['sentence']}" for p in json.loads(findings)["problems"])


def rows() -> list[Consultation]:
    return list(Consultation.objects.order_by("reference").prefetch_related("other_issues__issue"))


# -- 상담 대장 --------------------------------------------------------------------------------------------------


def test_a_messy_ledger_comes_in_whole(bring, centre):
    counsellor = make_account(centre=centre)
    type(counsellor).objects.filter(pk=counsellor.pk).update(name="정하나")
    batch = bring(*LINES)

    assert (said(batch), batch.new_count) == ("", 4)
    last_year, first, second, third = rows()
    assert [row.reference for row in rows()] == [
        "L-2024-000001",
        "L-2025-000001",
        "L-2025-000002",
        "L-2025-000003",
    ]
    assert (first.occurred_on, first.party, first.channel.code, first.minutes) == (
        date(2025, 5, 9),
        "worker",
        "phone",
        20,
    )
    assert (first.issue.code, [o.issue.code for o in first.other_issues.all()]) == (
        "unpaid_wages",
        ["labour_union"],
    )
    assert (first.district.code, first.outcome.code, first.counsellor) == ("jongno", "answered", counsellor)
    assert first.workplace == second.workplace
    assert (second.party, second.anonymous, second.memo) == ("employer", True, None)
    assert (third.site.code, third.anonymous, third.counsellor) == ("jonggak", True, None)
    assert first.client == last_year.client and Client.objects.count() == 1
    assert set(
        vault.read([row.memo for row in rows()], by=None, purpose="import", action="test").values()
    ) == {"두 달 치", "전화만"}


def test_numbers_go_on_after_a_ledger(bring, attorney, centre, legal):
    bring(*LINES)
    assert Series.objects.get(centre=centre, key="legal", year=2025).last == 3


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({0: f"{date.today() + timedelta(days=2)}"}, "오늘보다 뒤"),
        ({2: "지하철"}, "찾아간 곳"),
        ({8: "없는 곳"}, "등록되지 않은 장소"),
        ({9: "번호 900101-1234568"}, "주민등록번호"),
        ({11: "900"}, "분 사이"),
        ({3: "고양이"}, "고양이"),
        ({1: "고양이"}, "고양이"),
    ],
)
def test_one_wrong_line_keeps_everything_out(bring, changes, sentence):
    wrong = [changes.get(at, value) for at, value in enumerate(LINES[0])]
    batch = bring(LINES[1], wrong)

    assert batch.problem_count == 1
    assert sentence in said(batch)
    assert (
        Consultation.objects.count(),
        Client.objects.count(),
        SealedText.objects.filter(kind="memo").count(),
    ) == (0, 0, 0)


def test_the_same_ledger_twice_changes_nothing_and_a_longer_one_adds_its_new_lines(bring):
    bring(*LINES[:2])
    assert bring(*LINES[:2], name="다시.csv").new_count == 0
    assert bring(*LINES, name="길어진.csv").new_count == 2
    assert Consultation.objects.count() == 4


def test_equal_lines_of_two_services_are_two_talks(bring):
    """A ledger without names has equal lines often enough; the tax ledger's are not the legal one's."""
    make_service("tax")
    line = ["2025. 5. 9.", "노동자", "전화", "기타"]
    bring(line, head=HEAD[:4])
    bring(line, head=HEAD[:4], variant="tax", name="세무.csv")

    assert sorted(row.service.code for row in rows()) == ["legal", "tax"]


def test_an_undo_leaves_nothing_of_the_ledger(bring, clerk, centre, legal):
    kept = make_client(centre, "이영희", "010-9999-0000")
    make_consultation(centre, legal, client=kept)
    batch = bring(
        *LINES,
        [
            "2025. 7. 1.",
            "노동자",
            "전화",
            "임금체불",
            "",
            "",
            "이영희",
            "010-9999-0000",
            "",
            "글",
            "",
            "",
            "",
        ],
    )
    assert Consultation.objects.filter(client=kept).count() == 2

    undo(by=clerk, batch=batch)

    assert [row.client for row in rows()] == [kept]
    assert list(Client.objects.all()) == [kept]
    assert not SealedText.objects.filter(kind="memo").exists()


def test_a_talk_at_a_booth_finds_it_whichever_ledger_came_first(bring, centre):
    make_booth(centre, make_site("jonggak"), held_on=date(2025, 6, 11))
    bring(*LINES)
    bring(
        ["2025-07-09", "노동자", "지하철", "임금체불", "", "", "", "", "사당(2호선)", "", "", "", ""],
        name="7월.csv",
    )
    booths = bring(
        ["2025. 7. 9.", "사당역"],
        sheet="counselling.booths",
        variant="",
        head=["날짜", "역"],
        name="부스.csv",
    )
    at_booths = {row.site.code: row.booth for row in rows() if row.booth_id}

    assert set(at_booths) == {"jonggak", "sadang"}
    window = Window((centre.pk,), parse("2025"), date(2025, 12, 31))
    ask = Ask.of("counselling.legal", booth_kind="regular")
    assert figures.compute(window, [ask])[ask].value == 2
    assert booths.new_count == 1


def test_the_template_reads_as_its_own_ledger(legal, centre, clerk, places):
    """What the example fills in is what the columns accept."""
    for code, variant in (("counselling.consultations", "legal"), ("counselling.booths", "")):
        sheet, context = registry.get(code), Context(centre, variant, clerk)
        columns = {column.key: column for column in sheet.columns(context)}
        for line in sheet.example(context):
            assert line.keys() <= columns.keys()
            for key, value in line.items():
                if columns[key].kind == "choice" and value:
                    assert value in columns[key].choices
                if columns[key].kind == "choices":
                    assert set(value.split(", ")) <= columns[key].choices.keys()


def test_no_heading_means_two_things(legal, centre, clerk, places):
    for code, variant in (("counselling.consultations", "legal"), ("counselling.booths", "")):
        columns = registry.get(code).columns(Context(centre, variant, clerk))
        names = [name for column in columns for name in (column.label, *column.aliases)]
        assert len(names) == len(set(names)), [name for name in names if names.count(name) > 1]


def test_a_thousand_lines_take_few_statements(bring, clerk, centre, legal, places):
    """The number of statements grows with chunks, not with lines."""

    def lines(count: int, year: int) -> list[list[str]]:
        return [
            [
                f"{year}. 5. {1 + n % 28}.",
                "노동자",
                "전화",
                "임금체불, 기타",
                f"회사{n}",
                "",
                f"사람{n}",
                f"010-0000-{n:04}",
                "",
                f"글 {n}",
            ]
            for n in range(count)
        ]

    asked = []
    for count, year in ((20, 2023), (1000, 2024)):
        with CaptureQueriesContext(connection) as captured:
            assert bring(*lines(count, year), head=HEAD[:10], name=f"{year}.csv").new_count == count
        asked.append(len(captured))
    assert asked[1] <= asked[0] + 12, asked


# -- 부스 대장 --------------------------------------------------------------------------------------------------

BOOTH_HEAD = ["운영일자", "역명", "센터명", "부스 구분", "시작시간", "종료시간", "참여자"]


@pytest.fixture
def bring_booths(bring):
    def read(*lines, name="부스.csv"):
        return bring(*lines, sheet="counselling.booths", variant="", head=BOOTH_HEAD, name=name)

    return read


def test_a_city_centre_brings_its_networks_booths(bring_booths, centre, elsewhere):
    batch = bring_booths(
        ["2025. 5. 14.", "종각역", "", "상시", "18:00", "20:00", "정하나, 박노무"],
        ["2025. 5. 28.", "종각", "", "집중상담", "", "", ""],
        ["2025. 5. 28.", "사당역", elsewhere.name, "집중", "", "", ""],
    )
    found = [(b.centre, b.site.code, b.kind) for b in BoothSession.objects.order_by("held_on", "site__code")]

    assert batch.new_count == 3
    assert found == [
        (centre, "jonggak", "regular"),
        (centre, "jonggak", "focus_day"),
        (elsewhere, "sadang", "focus_day"),
    ]
    assert (
        bring_booths(["2025. 5. 28.", "사당역", elsewhere.name, "집중", "", "", ""], name="또.csv").new_count
        == 0
    )


def test_a_district_centre_brings_its_own_only(legal, places):
    centre = make_network("district")[0]
    type(centre).objects.filter(pk=centre.pk).update(kind="district")
    centre.refresh_from_db()
    columns = registry.get("counselling.booths").columns(Context(centre, "", None))
    assert "centre" not in {column.key for column in columns}


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (["2025. 5. 14.", "없는역"], "등록되지 않은 역"),
        (["2025. 5. 14.", "종각역", "", "", "20:00", "18:00"], "앞섭니다"),
        (["2025. 5. 14.", "종각역", "모르는 센터"], "모르는 센터"),
    ],
)
def test_a_wrong_booth_is_told(bring_booths, line, sentence):
    batch = bring_booths(line)
    assert sentence in said(batch)
    assert not BoothSession.objects.exists()


def test_an_undone_booth_lets_its_talks_go(bring_booths, clerk, centre, legal):
    talk = make_consultation(
        centre, legal, channel="station_booth", site=make_site("jonggak"), occurred_on=date(2025, 5, 14)
    )
    batch = bring_booths(["2025. 5. 14.", "종각역"])
    talk.refresh_from_db()
    assert talk.booth

    undo(by=clerk, batch=batch)
    talk.refresh_from_db()
    assert (talk.booth, talk.site.code) == (None, "jonggak")
    assert not BoothSession.objects.exists()
