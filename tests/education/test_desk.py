"""Education's pages: who may, what they say, that nothing typed is lost, and that they stay cheap."""

import re
from datetime import time
from uuid import uuid4

import pytest
from django.urls import reverse

from kwonik.catalogue.models import ServiceLimit
from kwonik.education import actions
from kwonik.education.models import Attendee, Lecture, LectureInstructor, Request
from tests.education.conftest import OFFICER, browser_of
from tests.education.factories import DAY, give, make_lecture, make_reading, make_request, make_video
from tests.factories import LONG_AGO, make_account, make_appointment, make_centre, make_client

VIEW, RECORD = "education.lecture:view", "education.lecture:record"
LISTS = ("lectures", "requests", "board", "instructors", "videos")


def at(name, *args) -> str:
    return reverse(f"education:{name}", args=args)


@pytest.fixture
def rows(centre, service, teacher):
    lecture = make_lecture(centre=centre, service=service)
    request = make_request(centre=centre, service=service, contact=make_client(centre))
    video = make_video(centre=centre, service=service)
    client = make_client(centre)
    return {
        "lecture": lecture,
        "request": request,
        "video": video,
        "reading": make_reading(video, DAY, 500),
        "assignment": give(lecture, teacher),
        "attendee": Attendee.objects.create(centre=centre, lecture=lecture, client=client, attended=True),
    }


def test_wrong_centre_404_wrong_role_403(rows, centre):
    elsewhere = browser_of(make_account(*OFFICER, centre=make_centre("elsewhere")))
    nobody = browser_of(make_account("budget.line:view", centre=centre))
    for name, row in (("lecture", "lecture"), ("assign", "lecture"), ("roster", "lecture"), ("request", "request"),
                      ("video", "video"), ("reading", "reading"), ("release", "assignment"), ("strike", "attendee")):  # fmt: skip
        address = at(name, rows[row].pk)
        assert elsewhere.get(address).status_code == 404, name
        assert nobody.get(address).status_code == 403, name
    for name in LISTS:
        assert nobody.get(at(name)).status_code == 403
        assert "한마음복지관" not in elsewhere.get(at(name)).content.decode()


def test_who_only_looks_is_offered_nothing_to_do(rows, centre):
    html = (
        browser_of(make_account(VIEW, centre=centre)).get(at("lecture", rows["lecture"].pk)).content.decode()
    )
    for words in ("결과 적기", "결과 고치기", "강사 배정</a>", "철회하기", "명단"):
        assert words not in html


def typed(**fields) -> dict:
    return {
        "form_token": str(uuid4()),
        "title": "일터의 노동법",
        "held_on": "2025. 5. 9.",
        "classes": "1",
        **fields,
    }


def test_a_lecture_is_planned_given_and_written_down(desk, service, teacher):
    kind = service.lists.get(field="kind").list.codes.get(code="law")
    address = at("new-lecture", service.code)
    form = typed(kind=kind.pk, starts_at="14:00", ends_at="16:00")
    assert desk.post(address, form).status_code == 302
    assert desk.post(address, form).status_code == 302
    row = Lecture.objects.get()
    html = desk.get(at("assign", row.pk)).content.decode()
    assert "전문 분야 맞음: 노동법률 교육" in html
    answer = desk.post(at("assign", row.pk), {"instructor": teacher.pk, "fee_won": "20만"})
    assert answer.status_code == 422
    assert (
        desk.post(at("assign", row.pk), {"instructor": teacher.pk, "fee_won": "200,000"}).status_code == 302
    )
    assert LectureInstructor.objects.get().fee_won == 200_000
    result = {"people_completed": "27", "classes": "2", "satisfaction": "4.6", "answered": "20"}
    assert desk.post(at("result", row.pk), result).status_code == 302
    html = desk.get(at("lecture", row.pk)).content.decode()
    assert "교육 결과를 적음" in html
    assert "나강사" in html


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": ""}, "교육 이름"),
        ({"held_on": "언젠가"}, "교육하는 날"),
        ({"starts_at": "16:00", "ends_at": "14:00"}, "앞섭니다"),
        ({"title": "홍길동 900101-1234567"}, "주민등록번호"),
        ({"kind": "999999"}, "종류"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(desk, service, fields, said):
    kind = service.lists.get(field="kind").list.codes.get(code="law")
    answer = desk.post(
        at("new-lecture", service.code), typed(**{"kind": kind.pk, "place": "2층 강당", **fields})
    )
    html = answer.content.decode()
    assert (answer.status_code, Lecture.objects.count()) == (422, 0)
    assert said in html
    assert 'value="2층 강당"' in html


def test_somebody_busy_or_unknown_is_not_assigned(desk, service, teacher, rows):
    other = make_lecture(service=service, starts_at=time(15), ends_at=time(17))
    html = desk.get(at("assign", other.pk)).content.decode()
    assert "같은 시각에 다른 교육이 있음: 일터의 노동법" in html
    answer = desk.post(at("assign", other.pk), {"instructor": teacher.pk})
    assert answer.status_code == 422
    assert "다른 교육이 있는 강사" in answer.content.decode()
    stranger = make_appointment("instructor", centre=make_centre("elsewhere"))
    assert desk.post(at("assign", other.pk), {"instructor": stranger.pk}).status_code == 422


def test_a_request_is_decided_on_the_desk(desk, service):
    ServiceLimit.objects.create(service=service, kind="group_at_least", value=10, from_on=LONG_AGO)
    kind = service.lists.get(field="kind").list.codes.get(code="law")
    form = {
        "form_token": str(uuid4()),
        "applicant": "푸른숲도서관",
        "kind": kind.pk,
        "name": "홍길동",
        "phone": "010-1234-5678",
        "requested_on": "2025. 5. 9.",
        "wished_on": "2025. 6. 9.",
        "people": "6",
        "classes": "1",
    }
    assert desk.post(at("new-request", service.code), form).status_code == 302
    row = Request.objects.get()
    html = desk.get(at("request", row.pk)).content.decode()
    assert "10명 이상의 모임" in html
    assert "홍길동" in html
    assert "홍길동" not in desk.get(at("requests")).content.decode()
    assert desk.post(at("decide", row.pk, "accept"), {"decided": "True"}).status_code == 422
    assert desk.post(at("decide", row.pk, "refuse"), {"decided": "True", "reason": ""}).status_code == 422
    done = desk.post(at("decide", row.pk, "accept"), {"decided": "True", "exception": "두 모임을 합침"})
    assert done.status_code == 302
    row.refresh_from_db()
    assert (row.state, row.exception) == ("accepted", "두 모임을 합침")
    assert desk.get(at("decide", row.pk, "dance")).status_code == 404
    plan = desk.get(at("plan", row.pk)).content.decode()
    assert 'value="푸른숲도서관"' in plan


def test_certificates_name_whoever_came(desk, rows, officer):
    lecture = rows["lecture"]
    assert "홍길동" not in desk.get(at("certificates", lecture.pk)).content.decode()
    assert desk.post(at("certificates", lecture.pk), {"confirmed": "True"}).status_code == 302
    html = desk.get(at("certificates", lecture.pk)).content.decode()
    assert "수료증 홍길동" in html
    assert "2025-00001" in html


def test_a_record_is_withdrawn_with_a_reason_and_comes_back(desk, rows):
    for kind in ("lecture", "request", "video", "reading"):
        row = rows[kind]
        assert desk.post(at(f"withdraw-{kind}", row.pk), {"reason": ""}).status_code == 422
        assert desk.post(at(f"withdraw-{kind}", row.pk), {"reason": "두 번 적음"}).status_code == 302
        assert "까닭: 두 번 적음" in desk.get(at(kind, row.pk)).content.decode()
        assert desk.post(at(f"reinstate-{kind}", row.pk), {"confirmed": "True"}).status_code == 302
        row.refresh_from_db()
        assert row.withdrawn_at is None


def test_lists_are_filtered(desk, service, rows):
    make_lecture(service=service, kind="humanities", title="기후와 노동", people_completed=None)
    asked = {"since": "2025-01-01", "until": "2025-12-31"}
    html = desk.get(at("lectures"), asked | {"kind": "humanities"}).content.decode()
    assert "기후와 노동" in html
    assert "일터의 노동법</a>" not in html
    assert "기후와 노동" not in desk.get(at("lectures"), asked | {"state": "held"}).content.decode()
    assert desk.get(at("lectures"), {"since": "2025-12-31", "until": "2025-01-01"}).status_code == 422


@pytest.mark.parametrize("name", [*LISTS, "lecture", "assign", "roster", "request", "video"])
def test_more_rows_cost_no_more_queries(desk, rows, service, centre, name, assert_constant_queries):
    wanted = {
        "lecture": "lecture",
        "assign": "lecture",
        "roster": "lecture",
        "request": "request",
        "video": "video",
    }
    address = (
        at(name, rows[wanted[name]].pk) if name in wanted else at(name) + "?since=2025-01-01&until=2026-12-31"
    )

    def grow():
        for number in range(8):
            who = make_appointment("instructor", centre=centre)
            early, late = (
                {"starts_at": time(9), "ends_at": time(10)},
                {"starts_at": time(17), "ends_at": time(18)},
            )
            give(make_lecture(centre=centre, service=service, **early), who)
            give(rows["lecture"], who)
            give(make_lecture(centre=centre, service=service, request=rows["request"], **late), who)
            make_request(centre=centre, service=service, state=("requested", "accepted")[number % 2])
            video = make_video(centre=centre, service=service)
            make_reading(video, DAY, number)
            Attendee.objects.create(
                centre=centre, lecture=rows["lecture"], client=make_client(centre, name=f"수강생{number}")
            )

    grow()
    assert_constant_queries(lambda: desk.get(address), grow)


def test_the_day_shows_what_waits(desk, rows, officer, centre, service):
    planned = make_lecture(centre=centre, service=service, people_completed=None)
    html = desk.get(reverse("today")).content.decode()
    assert f'href="{at("request", rows["request"].pk)}"' in html
    assert f'href="{at("lecture", planned.pk)}"' in html
    assert re.search("결과를 적을 차례입니다", html)
    actions.record_result(by=officer, lecture=planned, people_completed=3)
    assert f'href="{at("lecture", planned.pk)}"' not in desk.get(reverse("today")).content.decode()
