"""A worker with a telephone asks for counselling; the duty attorney answers, computing beside the note by keyboard."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from kwonik.counselling.models import Consultation, Request
from tests.counselling.factories import make_installation, make_kept, make_network, make_request
from tests.factories import make_account, make_district, make_service

from .looking import follow

PHONE = 390


@pytest.fixture
def centre(live_server):
    ours, _ = make_network("main", "elsewhere")
    make_service("legal"), make_service("tax")
    make_district("jongno", "종로구")
    make_installation(ours)
    return ours


@pytest.fixture
def attorney(centre):
    return make_account("duty_attorney", centre=centre)


def ask(page: Page, query: str = "") -> str:
    """Fills the public page in; the number that it gives."""
    page.goto(reverse("counselling:request-new") + query)
    page.get_by_label("임금체불").check()
    page.get_by_label("어디에서 일하나요?").select_option(label="종로구")
    page.get_by_label("어떤 일이 있었나요?").fill("퇴직금을 못 받았습니다")
    page.get_by_label("저녁").check()
    page.get_by_label("연락받을 전화번호").fill("010-1234-5678")
    page.get_by_label("개인정보를 모으고 쓰는 데 동의합니다").check()
    page.get_by_role("button", name="상담 신청하기").dblclick()
    expect(page.get_by_role("heading", name="상담 신청을 받았습니다")).to_be_visible()
    return page.locator(".kw-panel strong").inner_text()


def test_a_worker_asks_looks_it_up_and_takes_it_back(centre, page_at, assert_accessible):
    kept = make_kept()
    page = page_at(PHONE)
    page.goto(reverse("counselling:request-new"))
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="상담 신청하기").click()
    expect(page.locator(".kw-error-summary")).to_be_focused()
    assert_accessible(page)

    number = ask(page, f"?calculation={kept.token}")
    assert_accessible(page)
    assert Request.objects.get(number=number).calculations.count() == 1
    page.context.clear_cookies()
    page.goto(reverse("counselling:request-look-up"))
    page.get_by_label("접수번호").fill(number.lower())
    page.get_by_label("신청할 때 적은 전화번호").fill("01012345678")
    page.get_by_role("button", name="내 신청 보기").click()
    expect(page.get_by_text("연락을 기다림")).to_be_visible()
    page.get_by_role("link", name="신청 취소하기").click()
    page.get_by_role("button", name="신청 취소하기").click()
    expect(page.get_by_text("적은 내용과 전화번호는 지웠습니다")).to_be_visible()


def test_without_scripts_it_is_asked_for_once(centre, page_at):
    page = page_at(PHONE, java_script_enabled=False)
    number = ask(page)
    page.goto(reverse("counselling:request-new"))
    expect(page.get_by_text(f"접수번호 {number}")).to_be_visible()
    assert Request.objects.count() == 1


def test_the_desk_answers_and_computes_beside_the_note(centre, attorney, page_at, assert_accessible):
    row = make_request(district=make_district("jongno"))
    page = page_at(1280, attorney)
    page.goto("/today/")
    follow(page.get_by_role("link", name=f"상담 신청 {row.number}"))
    follow(page.get_by_role("button", name="내가 맡기"))
    assert_accessible(page)
    page.get_by_role("link", name="노동법률상담 적기").click()

    memo = page.get_by_label("내용", exact=True)
    expect(memo).to_have_value("두 달 치 임금")
    page.check("[name=channel][value=phone]")
    page.get_by_role("button", name="퇴직금", exact=False).first.press("Enter")
    title = page.locator("#panel-title")
    expect(title).to_be_focused()
    assert_accessible(page)
    page.keyboard.press("Tab")
    for fact, text in (("hire_date", "2014. 10. 2."), ("retire_date", "2017. 9. 16."), ("wages_3m", "900만")):
        page.locator(f"[name=fact-{fact}]").fill(text)
    memo.press_sequentially(" 그리고 더")
    page.locator("[name=fact-wages_3m]").press("Enter")
    expect(page.locator("#panel-result")).to_be_focused()
    assert_accessible(page)
    page.get_by_role("button", name="내용에 넣기").press("Enter")
    expect(memo).to_have_value(re.compile("계산 과정"))
    expect(page.locator("#panel-result")).to_have_text("내용에 넣었습니다")
    assert "계산 과정" in memo.input_value() and "그리고 더" in memo.input_value()
    expect(page.locator("#panel-kept")).to_be_visible()

    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("상담을 저장했습니다")).to_be_visible()
    talk = Consultation.objects.get()
    assert talk.calculations.count() == 1 and talk.request == row
    page.get_by_role("link", name=re.compile("퇴직금")).first.click()
    expect(page.get_by_role("heading", name="계산 과정")).to_be_visible()
    assert_accessible(page)


def test_without_scripts_the_panel_works_on_a_telephone(centre, attorney, page_at):
    page = page_at(PHONE, attorney, java_script_enabled=False)
    page.goto(reverse("counselling:new", args=("legal",)))
    page.check("[name=party][value=worker]")
    page.check("[name=issue][value=unpaid_wages]")
    page.get_by_label("내용", exact=True).fill("적던 글")
    page.get_by_label("다른 계산").select_option("severance_pay")
    page.get_by_role("button", name="열기").click()
    for fact, text in (("hire_date", "2014. 10. 2."), ("retire_date", "2017. 9. 16."), ("wages_3m", "900만")):
        page.locator(f"[name=fact-{fact}]").fill(text)
    page.get_by_role("button", name="계산하기").click()
    page.get_by_role("button", name="내용에 넣기").click()
    expect(page.get_by_label("내용", exact=True)).to_have_value(re.compile("계산 과정"))
    page.get_by_label("내용", exact=True).press("Tab")
    page.get_by_label("다시 연락할 날").press("Enter")
    expect(page.get_by_text("상담을 저장했습니다")).to_be_visible()
    assert Consultation.objects.get().calculations.count() == 1
