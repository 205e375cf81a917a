"""The other pages: who sees what, the list, one talk, booths, hotline and referrals, without scripts."""

import io
import re
from datetime import date, timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from kwonik.counselling.models import BoothSession, Consultation, Contact, Referral
from kwonik.counselling.rules import Caller
from kwonik.kernel.models import AuditEvent
from kwonik.people.models import PersonalDataAccess
from tests.counselling.conftest import browser_of
from tests.counselling.factories import (
    A_DAY,
    make_booth,
    make_consultation,
    make_contact,
    make_referral,
    token,
    typed,
)
from tests.factories import (
    code_of,
    make_account,
    make_client,
    make_district,
    make_service,
    make_site,
    make_workplace,
)


def address(name: str, *args) -> str:
    return reverse(f"counselling:{name}", args=args)


def words(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def talk(centre, legal, attorney):
    """A talk with everything."""
    return make_consultation(
        centre,
        legal,
        client=make_client(centre, "김민수", "010-1234-5678"),
        memo="두 달 치 임금",
        others=("other", "labour_union"),
        outcome="relief",
        workplace=make_workplace(),
        district=make_district(),
        counsellor=attorney,
        follow_up_on=A_DAY,
    )


@pytest.fixture
def rows(centre, elsewhere, talk):
    """One row for every address that names one, by URL name."""
    booth, call = make_booth(centre), make_contact(centre, Caller("김민수"))
    got = make_referral(make_consultation(elsewhere), centre)
    one = dict.fromkeys(
        (
            "consultation",
            "print",
            "withdraw",
            "reinstate",
            "follow_up",
            "amend",
            "amend_draft",
            "drop_amend_draft",
            "refer",
        ),
        talk,
    )
    one |= dict.fromkeys(("booth", "amend_booth", "withdraw_booth", "reinstate_booth"), booth)
    one |= dict.fromkeys(("contact", "transfer", "close_contact", "reopen_contact"), call)
    return one | dict.fromkeys(("accept_referral", "decline_referral"), got)


# -- who sees what --------------------------------------------------------------------------------------------

EMPTY_HANDED = (
    "consultations",
    "start",
    "find",
    "workplaces",
    "booths",
    "open_booth",
    "hotline",
    "suggestion",
    "referrals",
)


def test_another_centres_rows_are_not_found(rows, stranger):
    """404 for reading and for every deed, whatever the stranger's role at their own centre."""
    browser = browser_of(stranger)
    for name, row in rows.items():
        if name in ("accept_referral", "decline_referral"):
            continue
        for answer in (browser.get(address(name, row.pk)), browser.post(address(name, row.pk))):
            assert answer.status_code in (404, 405), name
        assert browser.post(address(name, row.pk)).status_code == 404, name
    assert str(rows["consultation"].reference) not in words(browser.get(address("consultations")))


def test_the_wrong_role_is_refused_and_nobody_is_sent_to_log_in(rows, centre, client):
    finance = browser_of(make_account("finance", centre=centre))
    everything = [address(name, row.pk) for name, row in rows.items()] + [
        address(name) for name in EMPTY_HANDED
    ]
    everything += [
        address("record", "legal", token()),
        address("new", "legal"),
        address("draft", "legal", token()),
    ]
    for url in everything:
        assert finance.get(url).status_code == 403, url
        answer = client.get(url)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_login")), url


def test_a_reader_reads_and_changes_nothing(rows, centre):
    reader = browser_of(make_account("counselling.consultation:view", centre=centre))
    shown = words(reader.get(address("consultation", rows["consultation"].pk)))
    assert "두 달 치 임금" in shown
    for deed in ("고치기", "철회하기", "연계하기", "연락했음"):
        assert deed not in shown
    for name in ("amend", "withdraw", "reinstate", "follow_up", "refer"):
        assert reader.post(address(name, rows[name].pk)).status_code == 403


def test_the_receiver_sees_the_referral_and_not_the_file(desk, centre, elsewhere, stranger, talk):
    offered = make_referral(talk, elsewhere, Caller("김민수", "010-1234-5678", "가까운 곳"))
    theirs = browser_of(stranger)
    shown = words(theirs.get(address("referral", offered.pk)))

    assert "가까운 곳" in shown and "010-1234-5678" in shown and "연계 받기" in shown
    assert talk.reference not in shown and address("consultation", talk.pk) not in shown
    assert theirs.get(address("consultation", talk.pk)).status_code == 404
    ours = words(desk.get(address("referral", offered.pk)))
    assert address("consultation", talk.pk) in ours and "연계 거두기" in ours and "연계 받기" not in ours


# -- the list -------------------------------------------------------------------------------------------------


@pytest.fixture
def many(centre, legal, attorney):
    tax = make_service("tax")
    make_consultation(centre, legal, reference="L-2025-000001", counsellor=attorney)
    make_consultation(
        centre,
        legal,
        reference="L-2025-000002",
        party="employer",
        channel="visit",
        issue="other",
        occurred_on=date(2025, 6, 1),
    )
    make_consultation(
        centre, legal, reference="L-2025-000003", others=("other",), occurred_on=date(2025, 7, 1)
    )
    make_consultation(
        centre, tax, reference="T-2025-000001", client=make_client(centre), occurred_on=date(2025, 8, 1)
    )
    make_consultation(
        centre, legal, reference="L-2025-000004", withdrawn_at=timezone.now(), withdrawn_reason="중복"
    )


def listed(browser, **filters) -> list[str]:
    shown = words(browser.get(address("consultations"), filters))
    return [r for r in re.findall(r'<a class="kw-nowrap" href="/counselling/\d+/">([^<]+)</a>', shown)]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, "T1 L3 L2 L1"),
        ({"since": "2025. 6. 1.", "until": "2025-07-31"}, "L3 L2"),
        ({"service": "tax"}, "T1"),
        ({"party": "employer"}, "L2"),
        ({"channel": "visit"}, "L2"),
        ({"issue": "other"}, "L3 L2"),
        ({"mine": "on"}, "L1"),
        ({"reference": "000003"}, "L3"),
        ({"state": "withdrawn"}, "L4"),
        ({"state": "all"}, "T1 L3 L2 L4 L1"),
        ({"sort": "occurred_on"}, "L1 L2 L3 T1"),
        ({"sort": "-reference"}, "T1 L3 L2 L1"),
        ({"sort": "'; drop table"}, "T1 L3 L2 L1"),
    ],
)
def test_the_list_is_filtered_and_sorted(desk, many, filters, found):
    assert [f"{r[0]}{int(r[-6:])}" for r in listed(desk, **filters)] == found.split()


def test_a_filter_that_cannot_be_is_told(desk, many):
    answer = desk.get(address("consultations"), {"since": "2025-07-01", "until": "2025-06-01"})
    assert answer.status_code == 422 and "앞섭니다" in words(answer)


def test_the_list_has_pages(desk, centre, legal):
    for _ in range(51):
        make_consultation(centre, legal)
    assert (len(listed(desk)), len(listed(desk, page=2))) == (50, 1)


def test_the_spreadsheet_is_the_filtered_list_without_persons(desk, many, talk, centre):
    answer = desk.get(address("consultations"), {"format": "xlsx", "service": "legal"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    cells = [[cell for cell in line] for line in book.active.iter_rows(min_row=3, values_only=True)]
    text = str(cells)

    assert [line[0] for line in cells[1:]] == listed(desk, service="legal")
    assert cells[1][1].date() == date(2025, 7, 1)
    assert not any(told in text for told in ("김민수", "5678", "두 달 치", "가람"))
    [event] = AuditEvent.objects.filter(code="counselling.consultation.exported")
    assert event.detail == {"rows": len(cells) - 1}


def test_one_clients_talks_are_listed_together(desk, many):
    client = Consultation.objects.exclude(client=None).get().client_id
    assert listed(desk, client=client) == ["T-2025-000001"]


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


# -- cost -----------------------------------------------------------------------------------------------------


def test_pages_ask_as_much_of_ten_rows_as_of_one(
    desk, centre, elsewhere, legal, attorney, talk, assert_constant_queries
):
    booth = make_booth(centre)

    def grow() -> None:
        for n in range(10):
            client = make_client(centre, "김민수", f"010-0000-000{n}")
            row = make_consultation(
                centre,
                legal,
                client=client,
                memo="글",
                others=("other",),
                booth=booth,
                site=booth.site,
                channel="station_booth",
                outcome="relief",
                counsellor=make_account(centre=centre),
                workplace=make_workplace(f"회사 {n}"),
                district=make_district(f"d{n}"),
                follow_up_on=A_DAY,
            )
            make_booth(centre, make_site(f"s{n}"))
            make_contact(centre, Caller("김"), district=make_district(f"d{n}"))
            make_referral(make_consultation(elsewhere, legal), centre)
            make_referral(row, elsewhere)
            desk.post(address("draft", "legal", token()), {"memo": "글"})
            other = code_of(legal, "issue", "other")
            Consultation.objects.filter(pk=talk.pk).update(issue=other, minutes=n + 1, version=n + 2)

    pages = [
        address("consultations"),
        address("consultation", talk.pk),
        address("amend", talk.pk),
        address("record", "legal", token()),
        address("booths") + "?since=2025-01-01",
        address("booth", booth.pk),
        address("hotline"),
        address("referrals"),
        address("referrals") + "?side=made",
    ]

    def look() -> None:
        for url in pages:
            assert desk.get(url).status_code == 200, url
        assert desk.post(address("find"), {"name": "김민수"}).status_code == 200

    make_contact(centre)
    make_referral(make_consultation(elsewhere, legal), centre)
    make_referral(talk, elsewhere)
    desk.post(address("draft", "legal", token()), {"memo": "글"})
    Consultation.objects.filter(pk=talk.pk).update(issue=code_of(legal, "issue", "other"), version=2)
    assert_constant_queries(look, grow)
