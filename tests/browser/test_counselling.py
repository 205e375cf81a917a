"""The intake page in a real browser: a call written down by keyboard alone, found again, never lost, never twice."""

import re
import time

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from kwonik.counselling.models import Consultation
from kwonik.people.models import Draft
from tests.counselling.factories import (
    make_booth,
    make_consultation,
    make_network,
)
from tests.factories import (
    make_account,
    make_client,
    make_district,
    make_service,
    make_site,
    make_workplace,
)

SECONDS_PER_KEY = 0.28  # an average typist (Card, Moran, Newell: The Keystroke-Level Model, 1980)
A_MINUTE = 60


@pytest.fixture
def centre(live_server):
    """Two centres of one hotline, a service, places, and one who came before. (live_server: rows are committed)"""
    ours, elsewhere = make_network("main", "elsewhere")
    make_service("legal"), make_service("tax")
    for code, name in (("jongno", "종로구"), ("gangnam", "강남구")):
        make_district(code, name)
    make_site("jonggak", name="종각역")
    known = make_client(ours, "김민수", "010-1234-5678")
    make_consultation(ours, client=known, workplace=make_workplace("가람상사"))
    make_consultation(elsewhere)
    return ours


@pytest.fixture
def attorney(centre):
    return make_account("duty_attorney", centre=centre)


@pytest.fixture
def intake(attorney, page_at):
    """`intake(width)`: the legal intake page as it opens."""

    def go(width: int = 1280, **context) -> Page:
        page = page_at(width, attorney, **context)
        page.goto(reverse("counselling:new", args=("legal",)))
        return page

    return go


class Typist:
    """Uses the keyboard only, and counts the keys."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1 + key.count("+")

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.keys += 2 * len(text)  # two keys a syllable, roughly

    def tab_to(self, name: str, most: int = 12) -> None:
        """Tabs on until the cursor stands in the box of that name."""
        for _ in range(most):
            self.press("Tab")
            if self.page.evaluate("document.activeElement.name || document.activeElement.className") == name:
                return
        raise AssertionError(f"{name} is more than {most} tabs away")


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.id")


def stored() -> Consultation:
    return Consultation.objects.get(form_token__isnull=False)


# -- a call ---------------------------------------------------------------------------------------------------


def test_a_call_is_written_by_keyboard_alone_in_under_a_minute(intake, width, centre):
    page = intake(width)
    typist, began = Typist(page), time.monotonic()

    assert page.evaluate("document.activeElement.name") == "party", "the cursor waits in the first box"
    typist.press("1")
    typist.tab_to("channel")
    typist.tab_to("issue")
    typist.press("2")
    typist.press("Tab", "Enter")  # 다른 유형도 있음
    typist.tab_to("other_issues")
    typist.press("1", "4")
    typist.tab_to("memo")
    typist.type("3년 다닌 회사에서 문자로 해고를 알림. 해고예고수당과 구제신청을 안내함.")
    typist.tab_to("whose")
    typist.press("2")
    typist.tab_to("name")
    typist.type("이영희")
    typist.tab_to("phone")
    typist.type("01022223333")
    typist.tab_to("workplace")
    typist.type("가람상사")
    typist.tab_to("district")
    typist.type("강남")
    typist.tab_to("outcome")
    typist.press("ArrowDown")
    typist.press("Control+Enter")
    expect(page.get_by_text("상담을 저장했습니다")).to_be_visible()
    took = time.monotonic() - began

    row = stored()
    assert (row.party, row.channel.code, row.issue.code) == ("worker", "phone", "unfair_dismissal")
    assert [other.issue.code for other in row.other_issues.all()] == ["unpaid_wages", "labour_union"]
    assert (row.district.code, row.workplace.name, row.outcome.code) == ("gangnam", "가람상사", "answered")
    assert row.occurred_on == timezone.localdate() and row.client.centre == centre
    assert took + typist.keys * SECONDS_PER_KEY < A_MINUTE, (took, typist.keys)


def test_the_repeat_caller_is_found_and_attached_by_keyboard(intake, width, centre, assert_accessible):
    page = intake(width)
    page.check("[name=party][value=worker]")
    page.check("[name=issue][value=other]")
    page.focus("[name=whose][value=anonymous]")
    typist = Typist(page)
    typist.press("2")
    typist.tab_to("name")
    typist.tab_to("phone")
    typist.type("5678")
    expect(page.locator("#callers")).to_contain_text("김민수")
    assert focused(page) == "id_phone", "finding somebody does not move the cursor"
    assert_accessible(page)

    typist.tab_to("client")
    typist.press("1", "Control+Enter")
    expect(page.get_by_text("상담을 저장했습니다")).to_be_visible()
    assert stored().client.consultation_set.count() == 2


def test_a_place_is_asked_for_only_where_somebody_went(intake):
    page = intake()
    place = page.get_by_label("찾아간 곳")
    expect(place).to_be_hidden()
    page.check("[name=channel][value=outreach]")
    expect(place).to_be_visible()
    page.check("[name=channel][value=phone]")
    expect(place).to_be_hidden()


def test_workplaces_are_suggested_while_typing(intake):
    page = intake()
    page.get_by_label("사업장").press_sequentially("가람")
    expect(page.locator("#workplaces option")).to_have_attribute("value", "가람상사")


# -- errors ---------------------------------------------------------------------------------------------------


def test_axe_finds_nothing_before_and_after_an_error(intake, width, assert_accessible):
    page = intake(width)
    assert_accessible(page)
    page.get_by_role("button", name="상담 저장").click()
    expect(page).to_have_title(re.compile("^오류: "))
    expect(page.locator(".kw-error-summary")).to_be_focused()
    assert_accessible(page)
    page.locator(".kw-error-summary a").first.press("Enter")
    assert page.evaluate("document.activeElement.name") == "party"


def test_finding_somebody_after_an_error_leaves_the_cursor_where_it_is(intake):
    page = intake()
    page.get_by_role("button", name="상담 저장").click()
    expect(page.locator(".kw-error-summary")).to_be_focused()
    page.check("[name=whose][value=named]")
    page.get_by_label("이름", exact=True).press_sequentially("김민수")
    expect(page.locator("#callers")).to_contain_text("010-1234-5678")
    assert focused(page) == "id_name"


def test_a_resident_number_is_noticed_while_typing_and_refused(intake):
    page = intake()
    page.check("[name=party][value=worker]")
    page.check("[name=issue][value=other]")
    page.get_by_label("내용").fill("번호는 900101-1234568")
    expect(page.locator(".kw-resident-warning")).to_contain_text("주민등록번호")
    page.get_by_role("button", name="상담 저장").click()
    expect(page.locator(".kw-error-summary")).to_contain_text("주민등록번호")
    assert not Consultation.objects.filter(form_token__isnull=False).exists()


# -- never lost, never twice ----------------------------------------------------------------------------------


def test_a_draft_survives_a_killed_tab(intake, attorney, page_at):
    page = intake()
    page.check("[name=party][value=employer]")
    page.get_by_label("내용").fill("적던 글이 있습니다")
    expect(page.locator(".kw-draft")).to_contain_text("임시저장됨", timeout=10_000)
    page.context.close()  # the tab dies; nothing was submitted

    page = page_at(user=attorney)
    page.goto("/today/")
    page.get_by_role("link", name=re.compile("쓰던 노동법률상담")).click()
    expect(page.get_by_label("내용")).to_have_value("적던 글이 있습니다")
    expect(page.locator("[name=party][value=employer]")).to_be_checked()

    page.check("[name=issue][value=other]")
    page.get_by_role("button", name="상담 저장").click()
    expect(page.get_by_text("상담을 저장했습니다")).to_be_visible()
    assert stored().party == "employer" and not Draft.objects.exists()


def test_reloading_the_page_brings_the_draft_back(intake):
    page = intake()
    page.get_by_label("내용").fill("적던 글")
    expect(page.locator(".kw-draft")).to_contain_text("임시저장됨", timeout=10_000)
    page.reload()
    expect(page.get_by_label("내용")).to_have_value("적던 글")


def test_pressing_save_twice_stores_once(intake):
    page = intake()
    page.check("[name=party][value=worker]")
    page.check("[name=issue][value=other]")
    page.get_by_role("button", name="상담 저장").dblclick()
    expect(page.get_by_text("상담을 저장했습니다")).to_be_visible()
    page.go_back()
    page.reload()
    assert page.url.endswith(reverse("counselling:consultation", args=(stored().pk,)))


# -- without scripts ------------------------------------------------------------------------------------------


def test_without_scripts_a_call_is_drafted_searched_and_stored(intake):
    page = intake(java_script_enabled=False)
    page.check("[name=party][value=worker]")
    page.check("[name=issue][value=unpaid_wages]")
    page.get_by_text("다른 유형도 있음").click()
    page.check("[name=other_issues][value=other]")
    page.get_by_label("내용").fill("글")
    page.get_by_role("button", name="임시저장").click()
    expect(page.get_by_text("임시저장했습니다")).to_be_visible()
    expect(page.get_by_label("내용")).to_have_value("글")

    page.check("[name=whose][value=named]")
    page.get_by_label("이름", exact=True).fill("김민수")
    page.get_by_role("button", name="전에 온 사람 찾기").click()
    page.get_by_label(re.compile("김민수.*010-1234-5678")).check()
    page.get_by_role("button", name="상담 저장").click()
    expect(page.get_by_text("상담을 저장했습니다")).to_be_visible()
    assert (stored().client.consultation_set.count(), stored().other_issues.count()) == (2, 1)


# -- the other pages ------------------------------------------------------------------------------------------


def test_the_hotline_says_where_a_call_goes(centre, attorney, page_at, assert_accessible):
    elsewhere = make_network("elsewhere")[0]
    elsewhere.districts.add(make_district("gangnam"))
    page = page_at(user=attorney)
    page.goto(reverse("counselling:hotline"))
    page.get_by_label("어느 자치구에서 일합니까?").press_sequentially("강남")
    expect(page.get_by_text(f"강남구: {elsewhere}")).to_be_visible()
    assert_accessible(page)


def test_a_booths_next_talk_is_written_where_the_last_one_was(centre, attorney, page_at):
    booth = make_booth(centre, make_site("jonggak"))
    page = page_at(user=attorney)
    page.goto(reverse("counselling:booth", args=(booth.pk,)))
    for number in (1, 2):
        page.check("[name=party][value=worker]")
        page.check("[name=issue][value=unpaid_wages]")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text(f"L-2025-00000{number} 상담을 저장했습니다")).to_be_visible()
    assert booth.consultations.count() == 2
    assert {row.channel.code for row in booth.consultations.all()} == {"station_booth"}
