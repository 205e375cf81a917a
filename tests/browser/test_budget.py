"""Finance at work in a browser: a spending typed, corrected, withdrawn; nobody is shut out on the way."""

import re
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from kwonik.budget.models import Spending
from tests.budget.factories import make_line, make_spending
from tests.factories import make_account, make_centre

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def finance(live_server):
    return make_account("finance", centre=make_centre("main"))


@pytest.fixture
def line(finance):
    return make_line(finance.centre, name="취약노동자 법률구조")


@pytest.fixture
def addresses(line) -> dict[str, str]:
    make_spending(line, 330_000, payee="한마음인쇄")
    return {
        "spend": reverse("budget:record-spending", args=[line.pk]),
        "withdraw allotment": reverse("budget:withdraw-allotment", args=[line.allotments.get().pk]),
    }


def test_axe_finds_nothing_after_an_error(live_server, page_at, width, finance, addresses, assert_accessible):
    page = page_at(width, user=finance)
    page.goto(addresses["spend"])
    page.get_by_label("금액").fill("많이")
    page.get_by_role("button", name="저장").click()
    expect(page).to_have_title(re.compile("^오류: "))
    assert_accessible(page)
    page.goto(addresses["withdraw allotment"])
    page.get_by_label("철회하는 까닭").fill("잘못")
    page.get_by_role("button", name="철회").click()
    expect(page.get_by_text("이미 330,000원을 썼습니다")).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_spending_is_typed_corrected_and_withdrawn(live_server, page_at, finance, line, scripts):
    page = page_at(user=finance, java_script_enabled=scripts)
    page.goto(reverse("budget:lines"))
    page.get_by_role("link", name="취약노동자 법률구조").click()
    page.get_by_role("link", name="집행 적기").click()
    page.get_by_label("집행일").fill("20250509")
    page.get_by_label("금액").fill("2백만")
    page.get_by_label("적요").fill("안내문 인쇄")
    page.get_by_role("button", name="저장").click()
    expect(page.get_by_label("적요")).to_have_value("안내문 인쇄")
    expect(page.get_by_text("남은 예산 1,000,000원보다 많습니다").first).to_be_visible()
    page.get_by_label("금액").fill("20만원")
    page.get_by_role("button", name="저장").click()
    expect(page.get_by_text("취약노동자 법률구조에 적었습니다.")).to_be_visible()
    row = Spending.objects.get()
    assert (row.amount_won, row.spent_on) == (200_000, date(2025, 5, 9))
    page.get_by_role("link", name="2025. 5. 9.").click()
    page.get_by_role("link", name="철회하기").click()
    page.get_by_label("철회하는 까닭").fill("다른 과목")
    page.get_by_role("button", name="철회").click()
    expect(page.get_by_text("까닭: 다른 과목")).to_be_visible()
    page.get_by_role("link", name="철회를 되돌리기").click()
    page.get_by_role("button", name="되돌리기").click()
    expect(page.get_by_text("철회를 되돌렸습니다")).to_be_visible()


def test_a_spending_is_typed_without_a_mouse(live_server, page_at, finance, line):
    page = page_at(user=finance)
    page.goto(reverse("budget:record-spending", args=[line.pk]))
    for typed in ("2025. 5. 9.", "33만", "안내문 인쇄"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
        if typed.startswith("2025"):
            page.keyboard.press("Tab")  # past the calendar's button
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("에 적었습니다.")).to_be_visible()
    assert Spending.objects.get().amount_won == 330_000
