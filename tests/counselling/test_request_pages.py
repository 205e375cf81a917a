"""The pages of requests: the public ones without login or scripts, and the desk's."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from kwonik.counselling import actions, portal
from kwonik.counselling.models import Consultation, Request
from kwonik.people.models import PersonalDataAccess
from tests.counselling.conftest import browser_of
from tests.counselling.factories import (
    ASKING,
    asked,
    make_consultation,
    make_installation,
    make_kept,
    make_request,
    token,
    typed,
)
from tests.counselling.pages import address, words
from tests.factories import make_account, make_client, make_district, make_service

NEW, STATE, LOOK_UP, TAKE_BACK = (
    f"/counselling/request/{rest}" for rest in ("", "state/", "look-up/", "take-back/")
)


@pytest.fixture(autouse=True)
def installation(centre, legal):
    make_installation(centre)


@pytest.fixture
def citizen():
    return Client()


@pytest.fixture
def row():
    return make_request(
        service=None, issues=("unpaid_wages", "other"), district=make_district("jongno", "종로구")
    )


# -- without login ----------------------------------------------------------------------------------------------


def test_it_is_asked_for_and_the_number_is_shown(citizen):
    make_service("tax")
    shown = words(citizen.get(NEW))
    for word in ("노동법률상담", "임금체불", "종합소득세", "90일이 지나면 지웁니다", "빠른 나가기"):
        assert word in shown

    answer = citizen.post(NEW, asked(name="김민수", text="두 달 치 임금", hours=["evening"]), follow=True)
    row = Request.objects.get()
    assert answer.redirect_chain == [(STATE, 302)]
    shown = words(answer)
    assert row.number in shown and "상담 신청을 받았습니다" in shown and str(row.centre) in shown
    assert "김민수" not in shown and "010" not in shown and "두 달" not in shown
    assert "no-store" in answer["Cache-Control"]


def test_sent_twice_it_is_one(citizen):
    boxes = asked()
    for _ in range(2):
        assert citizen.post(NEW, boxes).url == STATE
    assert Request.objects.count() == 1


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(citizen):
    boxes = asked(phone="12", text="번호는 900101-1234568", wished_on="2020. 1. 1.") | {"issues": []}
    del boxes["consented"]
    answer = citizen.post(NEW, boxes)

    shown = words(answer)
    assert answer.status_code == 422 and "no-store" in answer["Cache-Control"]
    for said in ("010부터 적으세요", "주민등록번호", "전화로 상담하세요", "골라"):
        assert said in shown or said == "골라"
    assert 'value="12"' in shown and "<title>오류: " in shown
    assert not Request.objects.exists()


def test_a_day_gone_by_is_refused(citizen):
    answer = citizen.post(NEW, asked(wished_on="2020. 1. 1."))
    assert answer.status_code == 422 and "지난 날" in words(answer)


def test_one_kind_of_counselling_at_a_time(citizen):
    make_service("tax")
    answer = citizen.post(NEW, asked(issues=["legal:unpaid_wages", "tax:property"]))
    assert answer.status_code == 422 and "따로 신청하세요" in words(answer)


def test_a_program_that_fills_every_box_is_told_so(citizen):
    assert "counselling-trap" in words(citizen.get(NEW))
    answer = citizen.post(NEW, asked(homepage="http://spam.example"))
    assert answer.status_code == 422 and "counselling-trap" not in words(answer)
    assert not Request.objects.exists()


def test_without_an_installation_nothing_is_promised(citizen, legal):
    legal.retired_on = timezone.localdate()
    legal.save()
    assert "전화해 주세요" in words(citizen.get(NEW))


def test_a_result_of_a_calculator_goes_along(citizen):
    kept, other = make_kept(), make_kept()
    page = f"{NEW}?calculation={kept.token}&calculation={other.token}&calculation=unknown"
    shown = words(citizen.get(page))
    assert shown.count('name="calculations"') == 2

    citizen.post(page, asked(calculations=[kept.token]))
    sheet = Request.objects.get().calculations.get().kept
    assert sheet.sheet == kept.sheet and sheet.token != kept.token and sheet.centre_id


def test_one_looks_ones_own_up_and_takes_it_back(citizen, row):
    answer = citizen.post(LOOK_UP, {"number": "K7M2-Q9XD", "phone": ASKING.phone})
    assert answer.status_code == 422 and "신청이 없습니다" in words(answer)
    assert citizen.get(STATE).url == citizen.get(TAKE_BACK).url == LOOK_UP

    assert citizen.post(LOOK_UP, {"number": row.number, "phone": ASKING.phone}).url == STATE
    assert "신청 취소하기" in words(citizen.get(STATE))
    assert "바로 지웁니다" in words(citizen.get(TAKE_BACK))
    assert citizen.post(TAKE_BACK).url == STATE
    row.refresh_from_db()
    assert row.state == "taken_back" and row.told is None
    assert "전화번호는 지웠습니다" in words(citizen.get(STATE))
    assert citizen.post(TAKE_BACK).url == STATE


def test_a_browser_forgets_it_soon(citizen, row, monkeypatch):
    monkeypatch.setattr(portal, "REMEMBERED", timedelta(minutes=-1))
    citizen.post(LOOK_UP, {"number": row.number, "phone": ASKING.phone})
    assert citizen.get(STATE).url == LOOK_UP


def test_whoever_asked_reads_why_it_ended(citizen, row, attorney):
    actions.close_request(by=attorney, request=row, reason="out_of_scope", note="법률구조공단 132")
    citizen.post(LOOK_UP, {"number": row.number, "phone": ASKING.phone})
    shown = words(citizen.get(STATE))
    assert "법률구조공단 132" in shown and "다루지 않는 일" in shown


# -- at the desk ------------------------------------------------------------------------------------------------


def test_the_list_names_nobody_and_says_whose_turn_it_is(desk, row):
    shown = words(desk.get(address("requests")))
    assert row.number in shown and "센터 차례" in shown and "종로구" in shown
    assert "김민수" not in shown and PersonalDataAccess.objects.count() == 0
    assert row.number in words(desk.get("/today/"))
    assert row.number not in words(desk.get(address("requests") + "?state=ended"))
    assert row.number in words(desk.get(address("requests") + f"?state=ended&number={row.number.lower()}"))


def test_opened_it_is_logged_and_the_repeat_caller_is_known(desk, row, centre):
    before = make_consultation(centre, client=make_client(centre, "김민수", "010-1234-5678"))
    again = make_request()
    shown = words(desk.get(address("request", row.pk)))

    for word in ("김민수", "010-1234-5678", "두 달 치 임금", before.reference, again.number):
        assert word in shown
    assert [line.purpose for line in PersonalDataAccess.objects.order_by("pk")][:1] == ["counselling"]
    assert "counselling.request.view" in {line.action for line in PersonalDataAccess.objects.all()}


def test_taken_tried_and_closed(desk, row):
    for verb in ("take", "try", "try", "try"):
        assert desk.post(address(f"{verb}_request", row.pk)).url == address("request", row.pk)
    assert "내 차례" in words(desk.get(address("request", row.pk)))
    refused = desk.post(address("close_request", row.pk), {"reason": "out_of_scope"})
    assert refused.status_code == 422 and "어디에서" in words(refused)
    assert desk.post(address("close_request", row.pk), {"reason": "not_reached"}).status_code == 302
    assert "다시 열기" in words(desk.get(address("request", row.pk)))
    assert desk.post(address("reopen_request", row.pk)).status_code == 302
    row.refresh_from_db()
    assert row.state == "waiting"


def test_a_wrong_day_is_said_on_the_page(desk, row):
    desk.post(address("take_request", row.pk))
    answer = desk.post(address("try_request", row.pk), {"again_on": "2020. 1. 1."})
    assert answer.status_code == 422 and "지난 날" in words(answer)


def test_handed_to_a_centre_of_the_network(desk, row, elsewhere, stranger):
    assert desk.post(address("transfer_request", row.pk), {"to": ""}).url == address("request", row.pk)
    assert desk.post(address("transfer_request", row.pk), {"to": elsewhere.code}).url == address("requests")
    assert desk.get(address("request", row.pk)).status_code == 404
    assert browser_of(stranger).get(address("request", row.pk)).status_code == 200


def test_the_intake_page_opens_with_everything_filled_in(desk, row, legal):
    code = legal.lists.get(field="channel").list.codes.get(code="online")
    code.behaviour = "online"
    code.save()
    page = address("record", "legal", token()) + f"?request={row.pk}"
    shown = words(desk.get(page))
    for name, value in (
        ("channel", "online"),
        ("issue", "unpaid_wages"),
        ("other_issues", "other"),
        ("whose", "named"),
    ):
        assert re.search(rf'name="{name}" value="{value}"[^>]* checked', shown), name
    for word in ("김민수", "010-1234-5678", "두 달 치 임금", 'value="종로구"', row.number):
        assert word in shown

    boxes = typed(whose="named", name="김민수", phone="010-1234-5678", request=row.pk)
    answer = desk.post(page.partition("?")[0], boxes, follow=True)
    row.refresh_from_db()
    assert row.consultation == Consultation.objects.get()
    assert f"상담 신청 {row.number}" in words(answer)
    assert desk.get(address("record", "legal", token()) + f"?request={row.pk}").url == address(
        "request", row.pk
    )
    assert str(row.consultation) in words(desk.get(address("request", row.pk)))


def test_whoever_gave_no_name_is_written_down_as_nobody(desk):
    row = make_request(caller=ASKING.__class__("", ASKING.phone, "글"))
    shown = words(desk.get(address("record", "legal", token()) + f"?request={row.pk}"))
    assert re.search(r'name="whose" value="anonymous"[^>]* checked', shown)
    assert "010-1234-5678" not in shown
    assert "밝히지 않음" in words(desk.get(address("request", row.pk)))


def test_the_worksheet_that_came_along_is_read(desk, stranger):
    row = make_request(calculations=[make_kept()])
    sheet = row.calculations.get()
    shown = words(desk.get(address("request", row.pk)))
    assert str(sheet.kept) in shown
    page = address("request_calculation", sheet.pk)
    assert "계산 과정" in words(desk.get(page))
    assert browser_of(stranger).get(page).status_code == 404


@pytest.mark.parametrize("name", ["request", "close_request"])
def test_of_another_centre_it_does_not_exist_and_without_the_right_it_is_closed(name, row, stranger, centre):
    assert browser_of(stranger).get(address(name, row.pk)).status_code == 404
    nobody = browser_of(make_account("reports.report:view", centre=centre))
    assert nobody.get(address(name, row.pk)).status_code == 403
    assert nobody.get(address("requests")).status_code == 403
    assert (
        browser_of(stranger).get(address("record", "legal", uuid4()) + f"?request={row.pk}").status_code
        == 404
    )


def test_the_list_asks_as_often_whatever_is_on_it(desk, assert_constant_queries):
    make_request()
    assert_constant_queries(lambda: desk.get(address("requests")), lambda: [make_request() for _ in range(5)])
