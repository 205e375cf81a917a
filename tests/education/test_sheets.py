"""The four ledgers of education: as offices write them, with what is wrong said, twice without change, and undone."""

import csv
import io
import json
from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from kwonik.education.models import Lecture, LectureInstructor, Request, Video, VideoReading
from kwonik.ledgers import registry
from kwonik.ledgers.actions import bring_in, open_findings, undo
from tests.education.factories import give, make_lecture, make_video
from tests.factories import make_appointment, make_district

LECTURES = (
    "교육일자",
    "시작시간",
    "종료시간",
    "과정",
    "교육명",
    "기관명",
    "지역",
    "참여인원",
    "강사명",
    "강의료",
)
REQUESTS = ("신청일자", "과정", "신청기관", "담당자", "연락처", "희망일자", "예상인원", "처리상태", "사유")


def ledger(head, *rows) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    return text.getvalue().encode("cp949")


@pytest.fixture
def bring(officer, centre, service):
    def bring(sheet, head, *rows, variant="citizen_lectures", name="대장.csv"):
        return bring_in(
            by=officer,
            centre=centre,
            sheet=f"education.{sheet}",
            variant=variant,
            filename=name,
            content=ledger(head, *rows),
        )

    return bring


def said(batch) -> str:
    return json.dumps(open_findings(by=batch.uploaded_by, batch=batch)["problems"], ensure_ascii=False)


LINE = (
    "2025. 5. 9.",
    "14:00",
    "16:00",
    "노동법률 교육",
    "일터의 노동법",
    "한마음복지관",
    "종로",
    "1,234",
    "나강사",
    "20만원",
)


def test_lectures_come_in_as_offices_write_them_and_go_as_they_came(bring, teacher, officer):
    make_district("jongno", "종로구")
    other = ("'25.6.19", "19:00", "21:00", "노동 인문학 특강", "기후와 노동", "", "", "34", "", "")
    batch = bring("lectures", LECTURES, LINE, other)
    assert batch.state == "applied", said(batch)
    first, second = Lecture.objects.order_by("held_on")
    assert (first.people_completed, first.starts_at, str(first.district)) == (1234, time(14), "종로구")
    assert second.kind.code == "humanities"
    row = LectureInstructor.objects.get()
    assert (row.instructor, row.fee_won, row.lecture) == (teacher, 200_000, first)
    again = bring("lectures", LECTURES, LINE, other, name="다시.csv")
    assert (again.new_count, again.known_count) == (0, 2)
    undo(by=officer, batch=batch)
    assert not Lecture.objects.exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({0: "2025. 13. 9."}, "13월은 없습니다"),
        ({3: "요가"}, "요가"),
        ({7: ""}, "수료 인원을 적으세요"),
        ({7: "-1"}, "0 이상"),
        ({2: "13:00"}, "앞섭니다"),
        ({8: "모르는이"}, "위촉된 강사가 아닙니다"),
        ({4: "가" * 201}, "200자까지"),
        ({4: "홍길동 900101-1234567"}, "주민등록번호"),
        ({0: str(timezone.localdate() + timedelta(days=5))}, "아직 오지 않은 날"),
    ],
)
def test_what_is_wrong_with_a_lecture_is_said_and_nothing_is_stored(bring, teacher, changed, sentence):
    make_district("jongno", "종로구")
    batch = bring("lectures", LECTURES, tuple(changed.get(at, cell) for at, cell in enumerate(LINE)))
    assert (batch.state, Lecture.objects.count()) == ("checked", 0)
    assert sentence in said(batch)


def test_an_instructor_in_two_rooms_is_found_in_the_ledger_and_in_the_books(bring, teacher, centre, service):
    make_district("jongno", "종로구")
    later = (LINE[0], "15:30", "17:00", *LINE[3:])
    assert "14:00부터" in said(bring("lectures", LECTURES, LINE, later))
    give(make_lecture(centre=centre, service=service, starts_at=time(13), ends_at=time(15)), teacher)
    assert "13:00부터" in said(bring("lectures", LECTURES, LINE, name="다른.csv"))


def test_two_of_one_name_are_left_to_the_desk(bring, teacher, centre):
    make_district("jongno", "종로구")
    make_appointment("instructor", centre=centre, name="나강사", firm="다른 곳")
    assert "여럿입니다" in said(bring("lectures", LECTURES, LINE))


def test_requests_come_in_with_sealed_contacts_and_running_numbers(bring, officer):
    rows = (
        (
            "2025. 5. 9.",
            "노동법률 교육",
            "한마음복지관",
            "홍길동",
            "010-1234-5678",
            "2025. 6. 9.",
            "30",
            "접수완료",
            "",
        ),
        ("2025. 5. 10.", "노동법률 교육", "새솔센터", "", "", "2025. 6. 10.", "8", "반려", "인원이 적음"),
        ("2025. 5. 11.", "노동법률 교육", "가람센터", "", "", "2025. 6. 11.", "", "", ""),
    )
    batch = bring("requests", REQUESTS, *rows)
    assert batch.state == "applied", said(batch)
    found = list(Request.objects.order_by("pk").values_list("reference", "state", "accepted_on", "people"))
    assert found == [
        ("E-2025-000001", "accepted", date(2025, 5, 9), 30),
        ("E-2025-000002", "refused", None, 8),
        ("E-2025-000003", "requested", None, None),
    ]
    assert Request.objects.filter(contact__isnull=False).count() == 1
    assert bring("requests", REQUESTS, *rows, name="다시.csv").new_count == 0
    undo(by=officer, batch=batch)
    assert not Request.objects.exists()


def test_a_refused_request_needs_its_reason(bring):
    row = ("2025. 5. 9.", "노동법률 교육", "한마음", "", "010-1234-5678", "2025. 6. 9.", "30", "거절", "")
    found = said(bring("requests", REQUESTS, row))
    assert "까닭을 적으세요" in found
    assert "담당자 이름" in found


def test_videos_and_readings_come_in_and_views_never_fall(bring, centre, officer):
    videos = bring("videos", ("게시일", "영상명", "플랫폼"), ("2025. 1. 20.", "근로계약서", "평생학습포털"))
    assert (videos.state, Video.objects.count()) == ("applied", 1)
    head = ("확인일", "영상명", "누적 조회수")
    falling = (("2025. 2. 28.", "근로계약서", "500"), ("2025. 3. 31.", "근로계약서", "499"))
    assert "조회수가 줄었습니다" in said(bring("readings", head, *falling, variant=""))
    twice = (("2025. 2. 28.", "근로계약서", "500"), ("2025. 2. 28.", "근로계약서", "501"))
    assert "이미 있습니다" in said(bring("readings", head, *twice, variant="", name="둘.csv"))
    rising = (("2025. 3. 31.", "근로계약서", "1,100"), ("2025. 2. 28.", "근로계약서", "500"))
    batch = bring("readings", head, *rising, variant="", name="셋.csv")
    assert batch.state == "applied", said(batch)
    assert sorted(VideoReading.objects.values_list("views", flat=True)) == [500, 1100]
    undo(by=officer, batch=batch)
    assert not VideoReading.objects.exists()
    same = bring("videos", ("게시일", "영상명", "플랫폼"), ("2025. 1. 21.", "근로계약서", "x"), name="넷.csv")
    assert "같은 이름의 영상" in said(same)


@pytest.mark.parametrize("sheet", ["requests", "lectures", "videos", "readings"])
def test_the_example_of_the_template_is_a_line_that_could_be_brought_in(
    centre, officer, service, teacher, sheet
):
    make_video(centre=centre, service=service, published_on=date(2020, 1, 1))
    kind = registry.get(f"education.{sheet}")
    context = registry.Context(centre, "" if sheet == "readings" else "citizen_lectures", officer)
    (line,) = kind.example(context)
    empty = dict.fromkeys(column.key for column in kind.columns(context))
    names = {label: code for column in kind.columns(context) for label, code in column.choices.items()}
    values = {**empty, **{key: names.get(value, value) for key, value in line.items()}}
    if sheet == "lectures":
        values["satisfaction"] = float(values["satisfaction"])
    assert kind.check(context, values) == []
