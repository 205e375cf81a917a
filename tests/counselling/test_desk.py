"""The other pages: who sees what, the list, one talk, booths, hotline and referrals, without scripts."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kwonik.counselling.models import BoothSession, Contact, Referral
from kwonik.counselling.rules import Caller
from kwonik.people.models import PersonalDataAccess
from tests.counselling.conftest import browser_of
from tests.counselling.factories import (
    make_booth,
    make_consultation,
    make_contact,
    make_referral,
    token,
    typed,
)
from tests.counselling.pages import address, words
from tests.factories import (
    make_account,
    make_district,
    make_site,
)

# -- one talk -------------------------------------------------------------------------------------------------


def test_a_talk_shows_everything_and_logs_who_looked(desk, talk, attorney):
    before = PersonalDataAccess.objects.count()
    shown = words(desk.get(address("consultation", talk.pk)))

    for told in (
        "김민수",
        "010-1234-5678",
        "두 달 치 임금",
        "임금체불",
        "기타, 노동조합",
        "가람상사",
        "권리구제 연계",
        "연락했음",
    ):
        assert told in shown
    for link in (
        reverse("remedy:open") + f"?consultation={talk.pk}",
        reverse("reports:standing", args=("counselling.consultation", talk.pk)),
        address("print", talk.pk),
    ):
        assert link in shown
    logs = PersonalDataAccess.objects.order_by("pk")[before:]
    assert {(log.actor, log.purpose, log.action, tuple(log.client_ids)) for log in logs} == {
        (attorney, "counselling", "counselling.consultation.view", (talk.client_id,))
    }


def test_a_print_says_who_printed_it(desk, talk, attorney):
    shown = words(desk.get(address("print", talk.pk)))
    assert f"출력한 사람 {attorney}" in shown and "두 달 치 임금" in shown
    assert PersonalDataAccess.objects.filter(action="counselling.consultation.print", actor=attorney).exists()


def test_withdrawing_asks_for_a_reason_and_can_be_undone(desk, talk):
    url = address("withdraw", talk.pk)
    assert "철회합니까" in words(desk.get(url))
    assert desk.post(url, {"reason": ""}).status_code == 422
    assert desk.post(url, {"reason": "900101-1234568"}).status_code == 422

    shown = words(desk.post(url, {"reason": "두 번 적음"}, follow=True))
    assert "철회한 상담입니다" in shown and "두 번 적음" in shown and "철회 되돌리기" in shown
    assert "권리구제로 이어 가기" not in shown
    assert "철회를 되돌렸습니다" in words(desk.post(address("reinstate", talk.pk), follow=True))
    talk.refresh_from_db()
    assert talk.withdrawn_at is None


def test_following_up(desk, talk):
    url = address("follow_up", talk.pk)
    assert desk.post(url, {"again_on": "아무 날"}).status_code == 422
    later = timezone.localdate() + timedelta(days=7)
    desk.post(url, {"again_on": later.isoformat()})
    talk.refresh_from_db()
    assert (talk.follow_up_on, talk.followed_up_at) == (later, None)
    assert "다시 연락한 것을 적었습니다" in words(desk.post(url, {"again_on": ""}, follow=True))


# -- booths ---------------------------------------------------------------------------------------------------


def test_a_booth_is_opened_once_and_listed(desk, centre):
    site = make_site("jonggak", name="종각역")
    boxes = {
        "site": site.pk,
        "held_on": "2026. 11. 11.",
        "kind": "regular",
        "starts_at": "18:00",
        "ends_at": "20:00",
        "staff": "정하나",
    }
    first, again = desk.post(address("open_booth"), boxes), desk.post(address("open_booth"), boxes)
    booth = BoothSession.objects.get()

    assert first.url == again.url == address("booth", booth.pk)
    listing = words(desk.get(address("booths"), {"since": "2026-11-01"}))
    assert "종각역" in listing and "18:00~20:00" in listing and "0건" in listing
    assert desk.post(address("open_booth"), {**boxes, "ends_at": "17:00"}).status_code == 422


def test_a_booth_is_corrected_cancelled_and_brought_back(desk, centre):
    booth = make_booth(centre)
    desk.post(address("amend_booth", booth.pk), {"kind": "focus_day", "staff": "박"})
    assert "취소합니까" in words(desk.get(address("withdraw_booth", booth.pk)))
    assert "취소한 부스입니다" in words(desk.post(address("withdraw_booth", booth.pk), follow=True))
    booth.refresh_from_db()
    assert (booth.kind, booth.staff, booth.withdrawn_at is None) == ("focus_day", "박", False)
    desk.post(address("reinstate_booth", booth.pk))
    booth.refresh_from_db()
    assert booth.withdrawn_at is None


def test_a_booth_with_talks_says_why_it_stays(desk, centre, legal):
    booth = make_booth(centre)
    make_consultation(centre, legal, booth=booth, site=booth.site, channel="station_booth")
    assert "취소할 수 없습니다" in words(desk.post(address("withdraw_booth", booth.pk), follow=True))


# -- hotline --------------------------------------------------------------------------------------------------


def test_a_call_is_written_for_the_centre_in_charge(desk, elsewhere, stranger):
    theirs = make_district("theirs", "강남구")
    elsewhere.districts.add(theirs)
    url = address("receive", token())
    hint = words(desk.get(address("suggestion"), {"district": "강남"}))
    assert str(elsewhere) in hint

    answer = desk.post(url, {"district": "강남구", "name": "김민수", "text": "해고"}, follow=True)
    desk.post(url, {"district": "강남구", "name": "김민수", "text": "해고"})
    call = Contact.objects.get()
    assert f"{elsewhere}" in words(answer) and call.centre == elsewhere
    assert "기다리는 전화가 없습니다" in words(answer)
    assert address("contact", call.pk) in words(browser_of(stranger).get(address("hotline")))


@pytest.mark.parametrize(
    ("boxes", "sentence"),
    [
        ({}, "하나는 적으세요"),
        ({"text": "900101-1234568"}, "주민등록번호"),
        ({"name": "김", "callback_on": "2020-01-01"}, "지난 날"),
    ],
)
def test_a_call_that_cannot_be_written_keeps_what_was_typed(desk, boxes, sentence):
    answer = desk.post(address("receive", token()), boxes)
    assert answer.status_code == 422 and sentence in words(answer)
    assert not Contact.objects.exists()


def test_a_call_is_read_handed_on_closed_and_reopened(desk, centre, elsewhere):
    call = make_contact(centre, Caller("김민수", "010-1234-5678", "해고당했다"))
    shown = words(desk.get(address("contact", call.pk)))
    assert "해고당했다" in shown and f"?contact={call.pk}" in shown

    desk.post(address("close_contact", call.pk))
    assert "다시 열기" in words(desk.get(address("contact", call.pk)))
    desk.post(address("reopen_contact", call.pk))
    assert desk.post(address("transfer", call.pk), {}).url == address("contact", call.pk)
    assert desk.post(address("transfer", call.pk), {"to": elsewhere.code}).url == address("hotline")
    assert desk.get(address("contact", call.pk)).status_code == 404


def test_a_centre_without_hotline_is_told(legal):
    from tests.factories import make_centre

    alone = browser_of(make_account("duty_attorney", centre=make_centre("alone")))
    assert "대표전화를 쓰지 않는 센터" in words(alone.get(address("hotline")))


# -- referrals ------------------------------------------------------------------------------------------------


def test_a_referral_goes_its_whole_way(desk, stranger, elsewhere, talk):
    theirs = browser_of(stranger)
    refer = address("refer", talk.pk)
    boxes = {"to_centre": elsewhere.code, "text": "가까운 곳을 바랍니다", "share_identity": "on"}
    assert "동의를 받은 뒤" in words(desk.post(refer, boxes))

    desk.post(refer, {**boxes, "consented": "on"})
    offered = Referral.objects.get()
    assert "답할 연계" in words(theirs.get("/today/")) and address("referral", offered.pk) in words(
        theirs.get("/today/")
    )
    assert "내 차례" in words(theirs.get(address("referrals")))
    assert "받는 센터 차례" in words(desk.get(address("referrals"), {"side": "made"}))

    theirs.post(address("accept_referral", offered.pk))
    intake = address("record", "legal", token())
    assert "김민수" in words(theirs.get(intake, {"referral": offered.pk}))
    theirs.post(intake, typed(referral=offered.pk))
    shown = words(desk.get(address("referral", offered.pk)))
    result = Referral.objects.get().result
    assert "에 상담했습니다" in shown and result.reference not in shown
    assert desk.get(address("consultation", result.pk)).status_code == 404


def test_a_referral_is_declined_with_a_reason(desk, stranger, elsewhere, talk):
    offered = make_referral(talk, elsewhere)
    theirs = browser_of(stranger)
    url = address("decline_referral", offered.pk)
    assert "거절합니까" in words(theirs.get(url))
    assert theirs.post(url, {"reason": ""}).status_code == 422
    theirs.post(url, {"reason": "담당자가 없습니다"})

    shown = words(desk.get(address("referral", offered.pk)))
    assert "담당자가 없습니다" in shown and "다른 센터에 연계하기" in shown
    assert "거두었습니다" not in words(desk.post(address("withdraw_referral", offered.pk), follow=True))
