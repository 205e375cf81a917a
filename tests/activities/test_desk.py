"""The pages: in the words of the programme, whole without scripts, closed to whom they are not for."""

import re
from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from kwonik.activities.models import Application, Handout, Press, Round, Session, Tally
from kwonik.catalogue.models import Question
from kwonik.people.models import Client as Person
from tests.activities.conftest import browser_of
from tests.activities.factories import (
    A_DAY,
    make_application,
    make_handout,
    make_round,
    make_session,
    make_tally,
)
from tests.factories import (
    make_account,
    make_appointment,
    make_centre,
    make_client,
    make_district,
    make_site,
    make_workplace,
)


def text_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def address(name, *args):
    return reverse(f"activities:{name}", args=args)


def typed(desk, at, **values):
    """What the page's form would send, with these values in it."""
    page = desk.get(at).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="([a-z_]+)" value="([^"]*)"', page))
    hidden.pop("csrfmiddlewaretoken", None)
    return {**hidden, **values}


def test_the_hub_lists_programmes_with_a_years_rows(
    desk, centre, campaigns, counting, readings, water, support
):
    make_session(campaigns, held_on=date(2025, 5, 9), people=30)
    make_session(campaigns, held_on=date(2024, 5, 9), people=7)
    make_tally(readings, "kakao", count=3114, counted_on=date(2024, 9, 30))
    said = text_of(desk.get(address("hub")))
    assert "캠페인 적기" in said and "단추로 세기" in said and "검진 신청 적기" in said
    assert "2025년에 한 것" in said and "1건 30명 2025. 5. 9." in said
    assert "구독자 0건 3,114 2024. 9. 30." in said
    assert "1건 7명 2025. 5. 9." in text_of(desk.get(address("hub"), {"year": "2024"}))
    assert "2025년에 한 것" in text_of(desk.get(address("hub"), {"year": "99999"}))


def test_a_campaign_is_written_down_found_and_corrected(desk, campaigns, officer):
    make_site("jonggak", name="종각역", district=make_district("jongno", "종로구"))
    Question.objects.create(service=campaigns, code="rain", label="비가 왔습니까?", kind="yes_no")
    at = address("new", "campaigns")
    page = text_of(desk.get(at))
    assert "캠페인 적기" in page and "연 날" in page and "비가 왔습니까?" in page

    data = typed(desk, at, kind="memorial", day="2025. 4. 28.", title="산재노동자의 날", starts_at="11:00",
                 ends_at="13:00", site="종각", district="", partner="노동청", people="150", q_rain="no")  # fmt: skip
    wrong = desk.post(at, data)
    assert wrong.status_code == 422 and "등록되지 않은 장소" in text_of(wrong)
    assert "산재노동자의 날" in wrong.content.decode()
    stored = desk.post(at, {**data, "site": "종각역"})
    row = Session.objects.get()
    assert stored.status_code == 302 and stored.url == address("session", row.pk)
    assert (row.people, row.district.name, row.answers) == (150, "종로구", {"rain": "no"})
    desk.post(at, {**data, "site": "종각역"})
    assert Session.objects.count() == 1

    page = text_of(desk.get(stored.url))
    assert "산재노동자의 날" in page and "11:00~13:00" in page and "비가 왔습니까? 아니오" in page
    amending = address("amend_session", row.pk)
    data = typed(desk, amending, kind="gear", day="2025-04-28", people="140", title="이름 고침")
    assert desk.post(amending, data).status_code == 302
    again = desk.post(amending, data)
    assert again.status_code == 422 and "다른 사람이 먼저 고쳤습니다" in text_of(again)
    page = text_of(desk.get(stored.url))
    assert "참여한 사람: 150 → 140" in page and "종류: 추모 → 안전용품" in page


def test_what_must_be_said_is_asked_for(desk, campaigns):
    at = address("new", "campaigns")
    answer = desk.post(at, typed(desk, at, kind="memorial", day="2099-01-01", people=""))
    assert answer.status_code == 422
    assert "고칠 곳이 2군데" in text_of(answer) and "오늘보다 뒤" in text_of(answer)
    assert not Session.objects.exists()


@pytest.mark.parametrize("mode", ["session", "tally", "handout", "application"])
def test_withdrawing_asks_once_more_and_can_be_undone(mode, desk, request):
    make = {
        "session": lambda: make_session(request.getfixturevalue("campaigns")),
        "tally": lambda: make_tally(request.getfixturevalue("counting")),
        "handout": lambda: make_handout(request.getfixturevalue("water")),
        "application": lambda: make_application(request.getfixturevalue("support")),
    }[mode]
    row = make()
    at = address(f"withdraw_{mode}", row.pk)
    assert "철회할까요?" in text_of(desk.get(at))
    assert desk.post(at, {"reason": ""}).status_code == 422
    assert desk.post(at, {"reason": "두 번 적음"}).status_code == 302
    row.refresh_from_db()
    assert row.withdrawn_reason == "두 번 적음"
    assert "어느 수치에도 들어가지 않습니다" in text_of(desk.get(address(mode, row.pk)))
    assert desk.get(address(f"amend_{mode}", row.pk)).status_code == 302
    back = address(f"reinstate_{mode}", row.pk)
    assert desk.get(back).status_code == 200 and desk.post(back).status_code == 302
    row.refresh_from_db()
    assert row.withdrawn_at is None


def test_handouts_and_readings_have_pages_of_their_own(desk, water, readings):
    at = address("new", "water")
    assert "나눔 적기" in text_of(desk.get(at))
    desk.post(at, typed(desk, at, kind="bottle", day="2025-07-01", quantity="500", recipient="라이더 모임"))
    assert Handout.objects.get().recipient == "라이더 모임"
    at = address("new", "readings")
    data = typed(desk, at, kind="kakao", day="2025-07-01", count="1200")
    desk.post(at, data)
    assert Tally.objects.get().count == 1200
    second = desk.post(at, typed(desk, at, kind="kakao", day="2025-07-01", count="1300"))
    assert second.status_code == 422 and "그날의 값이 이미 있습니다" in text_of(second)
    assert desk.get(address("count", "readings")).status_code == 404


def test_the_list_is_filtered_paged_and_downloaded(desk, campaigns, officer):
    for number in range(60):
        make_session(campaigns, "gear" if number % 2 else "memorial", title=f"행사 {number}", people=number)
    at = address("list", "campaigns")
    assert "60회" in text_of(desk.get(at)) or "60건" in text_of(desk.get(at))
    assert "30건" in text_of(desk.get(at, {"kind": "gear"}))
    assert "조건에 맞는 것이 없습니다" in text_of(desk.get(at, {"since": "2026-01-01"}))
    assert desk.get(at, {"since": "2026-01-01", "until": "2025-01-01"}).status_code == 422
    file = desk.get(at, {"kind": "gear", "format": "xlsx"})
    sheet = load_workbook(BytesIO(b"".join(file.streaming_content))).active
    assert sheet.max_row == 3 + 30
    assert [cell.value for cell in sheet[3]][:3] == ["번호", "연 날", "종류"]


def test_lists_and_pages_ask_a_constant_number_of_questions(
    desk, campaigns, support, centre, assert_constant_queries
):
    pages = [
        address("hub"),
        address("list", "campaigns"),
        address("applications", "support"),
        address("board", "support"),
        reverse("today"),
    ]

    def grow(count: int = 30) -> None:
        for number in range(count):
            place = {"site": make_site(f"site-{number}"), "district": make_district(f"gu-{number}")}
            who, where = make_client(centre, f"김{number}"), make_workplace(f"곳{number}")
            make_session(campaigns, **place)
            make_application(support, client=who, workplace=where, **place)

    grow(1)
    make_round(support)
    assert_constant_queries(lambda: [desk.get(at) for at in pages], grow)


# -- counting -------------------------------------------------------------------------------------------------------


def presses_of(page: str) -> list[dict]:
    """What each button of the page would send."""
    found = []
    for form in re.findall(r"<form [^>]*data-kw-counter=.*?</form>", page, re.S):
        hidden = dict(re.findall(r'type="hidden" name="([a-z_]+)" value="([^"]*)"', form))
        found += [{**hidden, "step": step} for step in re.findall(r'name="step" value="([^"]*)"', form)]
    return found


def test_counting_with_one_thumb_and_without_scripts(desk, counting):
    make_site("jonggak", name="종각역")
    at = address("count", "count")
    page = desk.get(at, {"site": "jonggak"}).content.decode()
    plus, minus, *others = presses_of(page)
    assert (plus["kind"], plus["step"], minus["step"], len(others)) == ("rider", "1", "-1", 2)

    answer = desk.post(at, plus)
    assert answer.url == f"{at}?site=jonggak"
    desk.post(at, plus)
    assert Press.objects.count() == 1, "a press sent again is the same press"
    plus2 = presses_of(desk.get(at, {"site": "jonggak"}).content.decode())[0]
    desk.post(at, plus2)
    row = Tally.objects.get()
    assert (row.count, row.pressed, row.site.code) == (2, True, "jonggak")
    page = text_of(desk.get(address("tally", row.pk)))
    assert "단추를 누른 기록" in page
    desk.post(at, {**minus, "token": str(uuid4())})
    row.refresh_from_db()
    assert row.count == 1


def test_scripts_are_told_what_the_counter_shows(desk, counting):
    at = address("count", "count")
    plus, minus, *_ = presses_of(desk.get(at).content.decode())
    wants = {"HTTP_ACCEPT": "application/json"}
    refused = desk.post(at, minus, **wants)
    assert (refused.status_code, refused.json()["sum"]) == (422, 0)
    assert "뺄 수 없습니다" in refused.json()["said"]
    assert desk.post(at, plus, **wants).json() == {"sum": 1, "said": ""}
    unknown = desk.post(at, {**plus, "kind": "없는것"}, **wants)
    assert unknown.status_code == 422 and "sum" not in unknown.json()
    assert desk.post(at, {**plus, "site": "nowhere"}).url == at


# -- applications ---------------------------------------------------------------------------------------------------


def test_an_application_from_the_first_call_to_the_certificate(desk, support, centre, officer):
    rider = make_appointment("safety_rider", centre, name="박라이더")
    at = address("new_application", "support")
    data = typed(desk, at, kind="jewellery", day="2025-05-09", name="김하나", phone="010-1111-2222",
                 workplace="가온주얼리", employees="5", people="3")  # fmt: skip
    stored = desk.post(at, data)
    row = Application.objects.get()
    assert stored.url == address("application", row.pk)
    page = text_of(desk.get(stored.url))
    assert "김하나" in page and "010-1111-2222" in page
    assert "김하나" not in text_of(desk.get(address("applications", "support")))
    board = text_of(desk.get(address("board", "support")))
    assert "접수 1건" in board and "김하나" not in board

    def go(code, **values):
        at = address("move", row.pk, code)
        assert desk.get(at).status_code == 200, code
        answer = desk.post(at, typed(desk, at, **values))
        row.refresh_from_db()
        return answer

    go("review")
    assert go("accept", decided_on="2025-05-12").status_code == 302
    assert go("assign", appointee=str(rider.pk)).status_code == 302
    assert go("deliver", delivered_on="2025-05-01", people="3").status_code == 422
    assert row.state == "assigned"
    assert go("deliver", delivered_on="2025-05-20", people="2").status_code == 302
    assert go("evaluate", score="5", remark="고맙습니다").status_code == 302
    assert (row.state, row.score, row.people, row.appointee) == ("evaluated", 5, 2, rider)
    certificate = text_of(desk.get(address("certificate", row.pk)))
    assert "확 인 서" in certificate and "김하나" in certificate and "2025. 5. 20." in certificate
    assert desk.get(address("move", row.pk, "review")).status_code == 302
    assert desk.get(address("move", row.pk, "nonsense")).status_code == 404
    assert go("undo").status_code == 302
    assert (row.state, row.delivered_on, row.score) == ("accepted", None, None)


def test_somebody_who_came_before_is_not_registered_twice_unasked(desk, support, centre):
    known = make_client(centre, "김하나", "010-1111-2222")
    at = address("new_application", "support")
    data = typed(desk, at, kind="jewellery", day="2025-05-09", name="김하나", phone="010-1111-2222")
    asked = desk.post(at, data)
    assert asked.status_code == 422 and "전에 온 사람일 수 있습니다" in text_of(asked)
    desk.post(at, {**data, "client": str(known.pk)})
    assert Application.objects.get().client == known
    at = address("new_application", "support")
    desk.post(at, typed(desk, at, **{k: v for k, v in data.items() if k != "form_token"}, client="new"))
    assert Person.objects.count() == 2
    stranger = make_client(Round.centre.field.related_model.objects.create(
        code="x", name="다른 센터", kind="city", from_on=A_DAY), "이두리")  # fmt: skip
    wrong = desk.post(at, {**data, "client": str(stranger.pk)})
    assert wrong.status_code == 422


def test_rounds_are_opened_and_changed(desk, support):
    at = address("open_round", "support")
    answer = desk.post(at, typed(desk, at, name="2025년 1차", opens_on="2025-01-01", capacity="2"))
    assert answer.status_code == 302
    row = Round.objects.get()
    assert (
        desk.post(at, typed(desk, at, name="2025년 1차", opens_on="2025-01-01", capacity="2")).status_code
        == 422
    )
    at = address("amend_round", row.pk)
    assert desk.post(at, typed(desk, at, name="1차", opens_on="2025-01-01", capacity="5")).status_code == 302
    row.refresh_from_db()
    assert (row.capacity, row.name) == (5, "1차")
    assert "1차" in text_of(desk.get(address("board", "support")))


# -- who may ---------------------------------------------------------------------------------------------------------


def test_another_centres_rows_do_not_exist_and_roles_decide(
    desk, stranger, centre, campaigns, counting, water, support
):
    rows = {
        "session": make_session(campaigns),
        "tally": make_tally(counting),
        "handout": make_handout(water),
        "application": make_application(support),
    }
    elsewhere = browser_of(stranger)
    nobody = browser_of(make_account("people.client:find", centre=centre))
    looker = browser_of(make_account("activities.record:view", centre=centre))
    for mode, row in rows.items():
        for what in (mode, f"amend_{mode}", f"withdraw_{mode}", f"reinstate_{mode}"):
            at = address(what, row.pk)
            assert desk.get(at).status_code == 200, what
            assert elsewhere.get(at).status_code == 404
            assert nobody.get(at).status_code == 403
            seen = 200 if what == mode and mode != "application" else 403
            assert looker.get(at).status_code == seen
    assert looker.get(address("hub")).status_code == 200
    assert "검진 신청" not in text_of(looker.get(address("hub")))
    for at in (address("list", "support"), address("applications", "campaigns"), address("list", "nothing")):
        assert desk.get(at).status_code == 404
    assert elsewhere.get(address("move", rows["application"].pk, "review")).status_code == 404
    assert elsewhere.post(address("withdraw_session", rows["session"].pk), {"reason": "x"}).status_code == 404


def test_a_service_that_another_centre_made_is_not_there(desk, campaigns, centre):
    type(campaigns).objects.filter(pk=campaigns.pk).update(owner=make_centre("elsewhere"))
    assert desk.get(address("list", "campaigns")).status_code == 404
    assert "캠페인" not in text_of(desk.get(address("hub")))
    type(campaigns).objects.filter(pk=campaigns.pk).update(owner=centre)
    assert desk.get(address("new", "campaigns")).status_code == 200
