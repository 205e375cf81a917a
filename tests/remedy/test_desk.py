"""The pages: one journey from opening to closing, what they say when something is wrong, and what they cost."""

import re
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from kwonik.counselling.models import Consultation
from kwonik.people.models import ConflictOfInterest, Draft
from kwonik.remedy import actions
from kwonik.remedy.models import CaseEvent, ReliefCase
from tests.factories import (
    code_of,
    make_account,
    make_appointment,
    make_centre,
    make_client,
    make_district,
    make_service,
    make_workplace,
)
from tests.remedy.factories import doing, head, make_case, offer_of, open_case


def errors(response):
    return response.content.decode()


def test_the_whole_journey_by_plain_forms(world, officer, advocate):
    opened = officer.post(reverse("remedy:open"), head())
    case = ReliefCase.objects.get()
    page = reverse("remedy:case", args=(case.pk,))
    assert opened["Location"] == page

    officer.post(reverse("remedy:ready", args=(case.pk,)), {"form_token": uuid4()})
    officer.post(
        reverse("remedy:assign", args=(case.pk,)),
        {"form_token": uuid4(), "advocate": world.appointment.pk, "choice_reason": ""},
    )
    offer = offer_of(case)
    assert f"/offers/{offer.pk}/" in advocate.get(reverse("today")).content.decode()
    advocate.post(reverse("remedy:clear", args=(offer.pk,)))
    taken = advocate.post(reverse("remedy:accept", args=(offer.pk,)), {"form_token": uuid4()})
    assert taken["Location"] == reverse("remedy:my-case", args=(case.pk,))
    today = str(timezone.localdate())
    step = {"form_token": uuid4(), "kind": "filed", "done_on": today, "note": "진정서", "next_turn": "forum"}
    advocate.post(reverse("remedy:step", args=(case.pk,)), step)
    outcome = {"form_token": uuid4(), "outcome": "recovered", "concluded_on": str(timezone.localdate())}
    advocate.post(reverse("remedy:conclude", args=(case.pk,)), outcome | {"recovered_won": "3,000,000"})
    officer.post(
        reverse("remedy:close", args=(case.pk,)),
        {"form_token": uuid4(), "closed_on": str(timezone.localdate())},
    )

    case.refresh_from_db()
    assert (case.state, case.recovered_won, case.advocate) == ("closed", 3_000_000, world.appointment)
    shown = officer.get(page).content.decode()
    for words in ("김새로", "임금을 받지 못함", "진정서", "3,000,000원", "배정을 수락함", "종결함"):
        assert words in shown
    printed = officer.get(reverse("remedy:print", args=(case.pk,))).content.decode()
    assert "임금을 받지 못함" in printed


# -- opening --------------------------------------------------------------------------------------------------


def test_a_form_with_errors_keeps_what_was_typed(officer):
    response = officer.post(reverse("remedy:open"), head(issue="", forum="small_claim"))

    assert response.status_code == 422
    page = errors(response)
    assert "고칠 곳이 2군데" in page
    assert "소액소송 방법을 하나 이상 고르세요." in page
    assert "김새로" in page
    assert "임금을 받지 못함" in page


def test_whoever_may_open_but_not_see_cases_goes_back_to_their_day(world, client):
    client.force_login(make_account("remedy.case:open", "people.client:register", centre=world.centre))

    assert client.post(reverse("remedy:open"), head())["Location"] == reverse("today")
    assert ReliefCase.objects.count() == 1


def test_a_consultation_hands_over_what_it_knows(world, client):
    service = make_service("legal")
    consultation = Consultation.objects.create(
        centre=world.centre,
        service=service,
        reference="L-2026-000001",
        occurred_on=timezone.localdate(),
        party="worker",
        channel=code_of(service, "channel", "phone"),
        issue=code_of(service, "issue", "unpaid_wages"),
        anonymous=False,
        client=make_client(world.centre),
        workplace=make_workplace("가람상사"),
        district=make_district("mapo", "마포구"),
    )
    opener = make_account(
        "remedy.case:open", "remedy.case:view", "counselling.consultation:view", centre=world.centre
    )
    client.force_login(opener)
    address = reverse("remedy:open") + f"?consultation={consultation.pk}"

    page = client.get(address).content.decode()
    assert "L-2026-000001" in page
    assert re.search(r'value="unpaid_wages"[^>]*checked', page)
    assert "가람상사" in page
    assert re.search(r'<option value="mapo" selected', page)
    assert re.search(rf'name="client" value="{consultation.client_id}"[^>]*checked', page)

    sent = head(
        name="",
        phone="",
        client=str(consultation.client_id),
        consultation=str(consultation.pk),
        district="mapo",
    )
    client.post(reverse("remedy:open"), sent)
    case = ReliefCase.objects.get()
    assert (case.consultation, case.client, case.district.code) == (consultation, consultation.client, "mapo")
    assert "이미 있습니다" in client.get(address).content.decode()

    client.force_login(
        make_account("remedy.case:open", "counselling.consultation:view", centre=make_centre("x"))
    )
    assert client.get(address).status_code == 404


def test_the_same_page_sent_twice_opens_one_case(officer):
    sent = head()

    first, second = (officer.post(reverse("remedy:open"), sent | {"client": "new"}) for _ in range(2))

    assert first["Location"] == second["Location"]
    assert ReliefCase.objects.count() == 1


def test_somebody_known_is_not_registered_again_unasked(world, officer):
    known = make_client(world.centre, "김새로", "010-9999-0000")

    asked = officer.post(reverse("remedy:open"), head())
    assert asked.status_code == 422
    assert known.reference in errors(asked)

    officer.post(reverse("remedy:open"), head(client=str(known.pk)))
    assert ReliefCase.objects.get().client == known


def test_looking_somebody_up_keeps_the_page_without_judging_it(world, officer):
    known = make_client(world.centre, "김새로", "010-9999-0000")

    found = officer.post(reverse("remedy:open"), head(find="1", issue="", instruments=["payment_order"]))

    assert found.status_code == 200
    page = errors(found)
    assert known.reference in page
    assert "고칠 곳" not in page
    assert "임금을 받지 못함" in page
    assert re.search(r'value="payment_order"[^>]*checked', page)


def test_a_resident_number_is_named_and_nothing_is_stored(officer):
    response = officer.post(reverse("remedy:open"), head(facts="900101-1234567"))

    assert response.status_code == 422
    assert "주민등록번호로 보이는 숫자가 있습니다" in errors(response)
    assert not ReliefCase.objects.exists()


def test_a_draft_is_kept_and_comes_back(world, officer):
    officer.post(reverse("remedy:open-draft"), head(facts="쓰다 만 사실관계"))
    assert Draft.objects.get().account == world.officer

    page = officer.get(reverse("remedy:open")).content.decode()
    assert "쓰다 만 사실관계" in page

    officer.post(reverse("remedy:open"), head())
    assert not Draft.objects.exists()


# -- editing --------------------------------------------------------------------------------------------------


def test_the_second_editor_sees_both_versions_and_then_decides(world, officer):
    case = open_case(world)
    address = reverse("remedy:amend", args=(case.pk,))
    mine = head(client=str(case.client_id), version="1", workplace="나래상사")
    make_district("mapo", "마포구")
    officer.post(address, head(client=str(case.client_id), version="1", district="mapo"))

    second = officer.post(address, mine)
    assert second.status_code == 422
    page = errors(second)
    assert "두 내용이 다른 곳" in page
    assert "마포구" in page
    assert "나래상사" in page
    assert ReliefCase.objects.get().workplace.name == "가람상사"
    assert 'name="version" value="2"' in page

    officer.post(address, mine | {"version": "2"})
    assert ReliefCase.objects.get().workplace.name == "나래상사"


def test_facts_written_meanwhile_are_shown_beside_mine(world, officer):
    case = open_case(world)
    address = reverse("remedy:facts", args=(case.pk,))
    officer.post(address, {"form_token": uuid4(), "facts": "남의 글", "version": "1"})

    second = officer.post(address, {"form_token": uuid4(), "facts": "나의 글", "version": "1"})

    page = errors(second)
    assert second.status_code == 422
    assert "남의 글" in page
    assert "나의 글" in page


def test_a_facts_draft_comes_back(world, officer):
    case = open_case(world)
    address = reverse("remedy:facts", args=(case.pk,))
    kept = officer.post(reverse("remedy:facts-draft", args=(case.pk,)), {"facts": "쓰던 글", "version": "1"})
    assert "보관했습니다" in kept.content.decode()

    assert "쓰던 글" in officer.get(address).content.decode()


# -- assignment -----------------------------------------------------------------------------------------------


def test_the_ranking_tells_its_reasons_and_who_cannot_be_asked(world, officer):
    conflicted = make_appointment(centre=world.centre, name="갈등인")
    case = make_case(world, "ready")
    ConflictOfInterest.objects.create(
        appointment=conflicted, workplace=case.workplace, reason="자문", declared_on=timezone.localdate()
    )

    page = officer.get(reverse("remedy:assign", args=(case.pk,))).content.decode()

    ranked, barred = page.split("물을 수 없는 보호관")[0], page.split("물을 수 없는 보호관")[-1]
    assert world.appointment.name in ranked
    assert "전문 분야 맞음: 임금체불" in ranked
    assert "0/5" in ranked
    assert "갈등인" not in ranked
    assert "이 사업장과 이해충돌이 있음" in barred


def test_a_refused_assignment_says_why_and_asks_nobody(world, officer):
    case = make_case(world, "ready")
    second = make_appointment(centre=world.centre, name="차순위", specialities=["other"])

    response = officer.post(
        reverse("remedy:assign", args=(case.pk,)),
        {"form_token": uuid4(), "advocate": second.pk, "choice_reason": ""},
    )

    assert response.status_code == 422
    assert "1순위가 아닌 사람에게 묻는 까닭을 적으세요" in errors(response)
    assert not case.offers.exists()


def test_asking_nobody_is_told_with_a_link_to_the_table(world, officer):
    case = make_case(world, "ready")

    response = officer.post(reverse("remedy:assign", args=(case.pk,)), {"form_token": uuid4()})

    assert response.status_code == 422
    assert 'href="#id_advocate"' in errors(response)
    assert 'id="id_advocate"' in errors(response)
    assert "누구에게 물을지 고르세요." in errors(response)


def test_a_step_that_the_state_does_not_know_is_explained(world, officer):
    case = make_case(world)

    for name in ("assign", "conclude", "close", "step"):
        page = officer.get(reverse(f"remedy:{name}", args=(case.pk,))).content.decode()
        assert "지금" in page
        assert "할 수 없습니다" in page


def test_an_accepted_offer_that_was_taken_back_says_so(world, officer, advocate):
    case = make_case(world, "offered")
    offer = offer_of(case)
    advocate.post(reverse("remedy:clear", args=(offer.pk,)))
    officer.post(reverse("remedy:retract", args=(case.pk,)), {"form_token": uuid4(), "reason": "급함"})

    back = advocate.post(reverse("remedy:accept", args=(offer.pk,)), {"form_token": uuid4()}, follow=True)

    assert "답할 물음이 아닙니다" in back.content.decode()
    assert ReliefCase.objects.get().state == "ready"


def test_declining_with_a_conflict_by_form(world, advocate):
    case = make_case(world, "offered")
    address = reverse("remedy:decline", args=(offer_of(case).pk,))

    assert advocate.post(address, {"form_token": uuid4(), "reason": ""}).status_code == 422
    advocate.post(address, {"form_token": uuid4(), "reason": "자문한 곳", "conflict": "on"})

    assert world.appointment.conflicts.get().workplace == case.workplace


# -- steps ----------------------------------------------------------------------------------------------------


def test_a_corrected_step_stays_readable_on_the_page(world, advocate):
    case = make_case(world, "active")
    actions.add_step(by=world.advocate, case=case, doing=doing(world, note="날짜를 잘못 적은 글"))
    address = reverse("remedy:correct", args=(case.steps.get().pk,))
    assert "날짜를 잘못 적은 글" in advocate.get(address).content.decode()

    advocate.post(
        address,
        {
            "form_token": uuid4(),
            "kind": "hearing",
            "done_on": str(timezone.localdate()),
            "note": "바른 글",
            "next_turn": "client",
            "reason": "종류가 달랐음",
        },
    )

    page = advocate.get(reverse("remedy:my-case", args=(case.pk,))).content.decode()
    for words in ("날짜를 잘못 적은 글", "바른 글", "종류가 달랐음", "<del>"):
        assert words in page


def test_confirm_pages_do_what_their_button_says_once(world, officer):
    case, token = make_case(world, "concluded"), uuid4()

    for _ in range(2):
        done = officer.post(
            reverse("remedy:close", args=(case.pk,)),
            {"form_token": token, "closed_on": str(timezone.localdate())},
        )
        assert done.status_code == 302
    assert CaseEvent.objects.filter(case=case, code="close").count() == 1

    missing = officer.post(reverse("remedy:reopen", args=(case.pk,)), {"form_token": uuid4(), "reason": ""})
    assert missing.status_code == 422
