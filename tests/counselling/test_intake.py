"""The intake page without scripts: written, found again, kept while unfinished, corrected, never twice."""

import re
from uuid import uuid4

import pytest

from kwonik.counselling.models import Consultation
from kwonik.counselling.rules import Caller
from kwonik.people.models import Client, Draft, PersonalDataAccess
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
from tests.counselling.pages import address, words
from tests.factories import (
    make_account,
    make_client,
    make_code_list,
    make_district,
    make_service,
    make_site,
    make_workplace,
)


@pytest.fixture
def sheet():
    """The address of one intake page."""
    return address("record", "legal", token())


def test_the_menu_leads_to_a_page_with_an_address_of_its_own(desk, legal):
    steps = desk.get(address("start"), follow=True).redirect_chain
    assert steps[0][0] == "/counselling/new/legal/"
    assert re.fullmatch(r"/counselling/new/legal/[0-9a-f-]{36}/", steps[1][0])


def test_a_talk_is_written_and_shown(desk, sheet, attorney):
    boxes = typed(
        other_issues=["other", "labour_union"],
        memo="두 달 치 임금",
        workplace="㈜가람",
        minutes="20",
        whose="named",
        name="김민수",
        phone="010-1234-5678",
    )
    answer = desk.post(sheet, boxes, follow=True)
    row = Consultation.objects.get()

    assert answer.redirect_chain == [(address("consultation", row.pk), 302)]
    shown = words(answer)
    for told in (
        "L-2025-000001 상담을 저장했습니다",
        "김민수",
        "010-1234-5678",
        "두 달 치 임금",
        "㈜가람",
        "20분",
        "임금체불",
    ):
        assert told in shown
    assert [o.issue.code for o in row.other_issues.all()] == ["other", "labour_union"]
    assert (row.counsellor, row.occurred_on) == (attorney, A_DAY)


def test_tax_is_the_same_page_with_its_own_codes(desk, legal):
    make_service("tax")
    sheet = address("record", "tax", token())
    assert 'value="property"' in words(desk.get(sheet)) and 'value="unpaid_wages"' not in words(
        desk.get(sheet)
    )

    desk.post(sheet, typed(issue="property"))
    assert Consultation.objects.get().reference == "T-2025-000001"


def test_what_is_missing_is_told_and_what_was_typed_stays(desk, sheet):
    answer = desk.post(sheet, {"memo": "길게 적은 내용", "whose": "named", "workplace": "가람"})
    shown = words(answer)

    assert answer.status_code == 422
    told = re.search(r'class="kw-error-summary".*?</div>', shown)[0]
    assert [f"#id_{box}" for box in ("party_0", "channel_0", "issue_0", "name", "occurred_on")] == re.findall(
        r'href="(#[^"]+)"', told
    )
    assert "길게 적은 내용" in shown and 'value="가람"' in shown
    assert not Consultation.objects.exists()


@pytest.mark.parametrize(
    ("boxes", "sentence"),
    [
        ({"channel": "station_booth"}, "찾아간 곳을 골라야 합니다"),
        ({"occurred_on": "2999-01-01"}, "오늘보다 뒤"),
        ({"follow_up_on": "2025-05-08"}, "앞섭니다"),
        ({"minutes": "0"}, "분 사이"),
        ({"memo": "주민번호 900101-1234568"}, "주민등록번호로 보이는"),
        ({"name": "김민수"}, "이름을 밝힘"),
        ({"whose": "named", "client": "999999"}, "다시 고르세요"),
        ({"issue": "cat"}, "주된 유형"),
        ({"district": "한양"}, "없는 자치구"),
        ({"channel": "station_booth", "site": "없는역"}, "등록되지 않은 장소"),
    ],
)
def test_what_is_wrong_is_told(desk, sheet, boxes, sentence):
    answer = desk.post(sheet, typed(**boxes))
    assert (answer.status_code, sentence in words(answer)) == (422, True)
    assert not Consultation.objects.exists() and not Client.objects.exists()


def test_an_outreach_talk_has_its_place(desk, sheet):
    make_site("jonggak", name="종각역")
    make_district("jongno", "종로구")
    desk.post(sheet, typed(channel="station_booth", site="종각", district="종로"))
    row = Consultation.objects.get()
    assert (row.site.code, row.district.code) == ("jonggak", "jongno")


def test_sending_twice_stores_once_and_shows_the_record(desk, sheet):
    first, again = desk.post(sheet, typed()), desk.post(sheet, typed())
    assert first.url == again.url == desk.get(sheet).url
    assert Consultation.objects.count() == 1


def test_the_profiles_questions_are_asked_and_answered(desk, sheet, legal):
    sectors = make_code_list("sector", (("care", "돌봄"), ("delivery", "배달")))
    ask = legal.questions.create
    ask(code="sector", label="업종", kind="choice", list=sectors, required=True)
    ask(code="heads", label="상시 인원", kind="number")
    ask(code="began_on", label="입사일", kind="date")
    ask(code="union", label="노조원입니까", kind="yes_no")
    ask(code="more", label="더 할 말", kind="text")

    assert 'href="#id_q_sector"' in words(desk.post(sheet, typed()))
    answers = {"q_sector": "care", "q_heads": "4", "q_began_on": "2024. 3. 2.", "q_union": "no", "q_more": ""}
    answer = desk.post(sheet, typed(**answers), follow=True)

    assert Consultation.objects.get().answers == {
        "sector": "care",
        "heads": 4,
        "began_on": "2024-03-02",
        "union": "no",
    }
    for told in ("업종", "돌봄", "상시 인원", "아니오"):
        assert told in words(answer)
    assert (
        "900101"
        not in words(
            desk.post(address("record", "legal", token()), typed(q_sector="care", q_more="900101-1234568"))
        ).split("textarea")[0]
    )
    assert Consultation.objects.count() == 1


# -- the repeat caller ----------------------------------------------------------------------------------------


@pytest.fixture
def known(centre, legal):
    client = make_client(centre, "김민수", "010-1234-5678")
    make_consultation(centre, legal, client=client, reference="L-2025-000777")
    return client


@pytest.mark.parametrize(
    "boxes",
    [{"name": "김민수"}, {"phone": "01012345678"}, {"phone": "5678"}, {"name": "아무개", "phone": "5678"}],
)
def test_who_came_before_is_found_and_attached(desk, sheet, known, boxes):
    answer = desk.post(sheet, typed(find="1", whose="named", memo="적던 글", **boxes))
    assert answer.status_code == 200
    for told in ("김민수", "010-1234-5678", "L-2025-000777", "적던 글", f'value="{known.pk}"'):
        assert told in words(answer)
    assert not Consultation.objects.filter(form_token__isnull=False).exists(), "looking is not storing"

    desk.post(sheet, typed(whose="named", client=known.pk, **boxes))
    assert Consultation.objects.get(form_token__isnull=False).client == known
    assert Client.objects.count() == 1


def test_nobody_is_registered_twice_unasked(desk, sheet, known):
    boxes = typed(whose="named", name="김민수", phone="010-1234-5678")
    answer = desk.post(sheet, boxes)
    assert answer.status_code == 422 and "전에 온 사람일 수 있습니다" in words(answer)

    desk.post(sheet, {**boxes, "client": "new"})
    assert Client.objects.count() == 2


def test_somebody_of_the_same_name_with_another_number_is_somebody_else(desk, sheet, known):
    desk.post(sheet, typed(whose="named", name="김민수", phone="010-9999-0000"))
    assert Client.objects.count() == 2


def test_looking_is_logged_and_finds_nobody_elsewhere(desk, known, stranger, attorney):
    before = PersonalDataAccess.objects.count()
    assert "김민수" in words(desk.post(address("find"), {"name": "김민수"}))
    [log] = PersonalDataAccess.objects.order_by("-pk")[: PersonalDataAccess.objects.count() - before]
    assert (log.actor, log.purpose, log.client_ids) == (attorney, "search", [known.pk])

    theirs = browser_of(stranger).post(address("find"), {"name": "김민수", "client": known.pk})
    assert "010-1234-5678" not in words(theirs)


def test_a_client_of_another_centre_cannot_be_attached(known, stranger):
    answer = browser_of(stranger).post(
        address("record", "legal", token()), typed(whose="named", client=known.pk)
    )
    assert answer.status_code == 422
    assert Consultation.objects.count() == 1


def test_workplaces_talked_about_here_are_suggested(desk, centre, elsewhere, legal):
    make_consultation(centre, legal, workplace=make_workplace("㈜ 가람상사"))
    make_consultation(elsewhere, legal, workplace=make_workplace("가람 남의 회사"))
    answer = words(desk.get(address("workplaces"), {"workplace": "가람"}))
    assert "가람상사" in answer and "남의" not in answer


# -- drafts ---------------------------------------------------------------------------------------------------


def test_a_draft_is_kept_sealed_and_comes_back(desk, sheet, attorney):
    draft = sheet + "draft/"
    boxes = {
        "memo": "적던 글",
        "party": "employer",
        "other_issues": ["other"],
        "whose": "named",
        "name": "김민수",
    }
    answer = desk.post(draft, {**boxes, "draft": "1"}, follow=True)
    shown = words(answer)

    assert answer.redirect_chain == [(sheet, 302)]
    assert "적던 글" in shown and 'value="김민수"' in shown and "불러왔습니다" in shown
    assert re.search(r'name="party" value="employer"[^>]* checked', shown)
    assert re.search(r'name="other_issues" value="other"[^>]* checked', shown)
    assert b"\xec\xa0\x81\xeb\x8d\x98" not in bytes(Draft.objects.get().sealed.ciphertext)


def test_an_unfinished_talk_is_offered_and_can_be_thrown_away(desk, sheet):
    desk.post(sheet + "draft/", {"memo": "적던 글"})
    other = words(desk.get(address("record", "legal", token())))
    assert "쓰던 상담이 있습니다" in other and sheet in other
    assert "적던 글" not in other, "one call's words never appear in another's form"
    assert sheet in words(desk.get("/today/"))

    desk.post(sheet + "draft/drop/")
    assert not Draft.objects.exists()


def test_storing_ends_the_draft_and_a_late_autosave_does_not_bring_it_back(desk, sheet):
    desk.post(sheet + "draft/", {"memo": "적던 글"})
    desk.post(sheet, typed(memo="적던 글"))
    assert not Draft.objects.exists()
    desk.post(sheet + "draft/", {"memo": "적던 글"}, headers={"HX-Request": "true"})
    assert not Draft.objects.exists()


def test_logging_in_again_leads_back_to_the_draft(client, sheet, attorney):
    browser_of(attorney).post(sheet + "draft/", {"memo": "적던 글"})
    assert f"next={sheet}" in client.get(sheet).url
    client.force_login(attorney)
    assert "적던 글" in words(client.get(sheet))


def test_nobody_else_sees_a_draft(desk, sheet, centre):
    desk.post(sheet + "draft/", {"memo": "적던 글"})
    colleague = browser_of(make_account("duty_attorney", centre=centre))
    assert "적던 글" not in words(colleague.get(sheet))
    assert sheet not in words(colleague.get("/today/"))


def test_an_autosave_answers_with_its_time(desk, sheet):
    answer = desk.post(sheet + "draft/", {"memo": "글"}, headers={"HX-Request": "true"})
    assert "임시저장됨" in words(answer) and "<html" not in words(answer)


# -- what a talk answers or belongs to ------------------------------------------------------------------------


def test_a_call_fills_the_page_and_is_done_with_it(desk, sheet, centre):
    call = make_contact(centre, Caller("김민수", "010-1234-5678", "해고당했다"))
    shown = words(desk.get(sheet, {"contact": call.pk}))
    assert (
        'value="김민수"' in shown and "해고당했다" in shown and f'name="contact" value="{call.pk}"' in shown
    )

    desk.post(sheet, typed(contact=call.pk))
    call.refresh_from_db()
    assert call.consultation == Consultation.objects.get()
    again = desk.get(address("record", "legal", token()), {"contact": call.pk})
    assert again.url == address("consultation", call.consultation_id)


def test_a_taken_call_keeps_what_the_second_one_typed(desk, sheet, centre, legal):
    call = make_contact(centre)
    desk.post(address("record", "legal", token()), typed(contact=call.pk))
    answer = desk.post(sheet, typed(contact=call.pk, memo="나도 적었다"))
    assert answer.status_code == 422
    assert "이미 상담으로 적은 전화" in words(answer) and "나도 적었다" in words(answer)


def test_an_accepted_referral_fills_the_page(desk, sheet, centre, elsewhere, legal):
    offered = make_referral(
        make_consultation(elsewhere, legal),
        centre,
        Caller("박민지", "010-2222-3333", "부탁"),
        state="accepted",
    )
    assert 'value="박민지"' in words(desk.get(sheet, {"referral": offered.pk}))
    desk.post(sheet, typed(referral=offered.pk))
    offered.refresh_from_db()
    assert offered.result == Consultation.objects.get(centre=centre)


def test_another_centres_call_or_booth_is_not_found(desk, sheet, elsewhere):
    for name, row in (("contact", make_contact(elsewhere)), ("booth", make_booth(elsewhere))):
        assert desk.get(sheet, {name: row.pk}).status_code == 404
        assert desk.post(sheet, typed(**{name: row.pk})).status_code == 404


def test_a_booth_keeps_station_channel_and_day(desk, centre):
    booth = make_booth(centre, make_site("jonggak"))
    shown = words(desk.get(address("booth", booth.pk)))
    sheet = re.search(r'action="(/counselling/new/legal/[0-9a-f-]+/)"', shown)[1]
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', shown))
    assert (hidden["booth"], hidden["channel"]) == (str(booth.pk), "station_booth")

    boxes = {**typed(), **{name: hidden[name] for name in ("booth", "channel", "occurred_on")}}
    answer = desk.post(sheet, boxes)
    row = Consultation.objects.get()
    assert answer.url == address("booth", booth.pk) + "#quick"
    assert (row.booth, row.site, row.channel.code, row.occurred_on) == (
        booth,
        booth.site,
        "station_booth",
        A_DAY,
    )
    assert row.reference in words(desk.get(address("booth", booth.pk)))


def test_a_token_is_a_token(desk):
    assert desk.get("/counselling/new/legal/not-a-token/").status_code == 404
    assert desk.get(address("record", "nothing", uuid4())).status_code == 404
