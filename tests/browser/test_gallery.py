"""The components in a real browser: looked at by axe, walked with the keyboard, used with and without scripts."""

import re
from types import ModuleType

import pytest
from django.test import Client
from django.urls import include, path
from playwright.sync_api import Page, expect

from kwonik.site import urls

from .looking import walk

DESK, PORTAL = "/gallery/", "/gallery/portal/"
REFLOW = 320  # CSS pixels: WCAG 1.4.10


@pytest.fixture(autouse=True)
def gallery_is_open(settings):
    """The gallery's addresses exist only while DEBUG; here they always do."""
    opened = ModuleType("opened_urls")
    opened.urlpatterns = [*urls.urlpatterns, path("gallery/", include("kwonik.site.gallery"))]
    settings.ROOT_URLCONF = opened


@pytest.fixture
def desk(live_server, page_at) -> Page:
    page = page_at()
    page.goto(DESK)
    return page


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.id || document.activeElement.className")


@pytest.mark.parametrize("address", [DESK, PORTAL])
def test_axe_finds_nothing_before_and_after_an_error(live_server, page_at, width, address, assert_accessible):
    page = page_at(width)
    page.goto(address)
    assert_accessible(page)
    page.get_by_role("button", name="상담 저장").click()
    expect(page).to_have_title(re.compile("^오류: "))
    assert_accessible(page)


@pytest.mark.parametrize("address", [DESK, PORTAL])
def test_nothing_scrolls_sideways_on_the_narrowest_screen(live_server, page_at, address):
    page = page_at(REFLOW)
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") == REFLOW


def test_the_html_checker_finds_nothing(db, assert_valid_html):
    client = Client()
    pages = {address: client.get(address) for address in (DESK, PORTAL, "/gallery/?sort=-number&page=3")}
    pages["with errors"] = client.post(DESK, {"held_on": "어제", "claimed_won": "삼백"})
    assert pages["with errors"].status_code == 422
    assert_valid_html({name: answer.content.decode() for name, answer in pages.items()})


def test_the_keyboard_reaches_every_control_once_and_shows_where_it_is(desk):
    expect(desk.get_by_text("310행을 모두 읽었습니다")).to_be_visible()  # the job's link leaves with the job
    assert not walk(desk, inline="p")


def test_a_job_that_is_over_leaves_the_cursor_in_its_box(desk):
    desk.get_by_role("link", name="지금 상태 보기").focus()
    expect(desk.get_by_text("310행을 모두 읽었습니다")).to_be_visible()
    assert focused(desk) == "kw-progress kw-tone-success"


def test_the_skip_link_comes_first_and_leads_to_the_content(desk):
    desk.keyboard.press("Tab")
    assert focused(desk) == "kw-skip"
    desk.keyboard.press("Enter")
    assert focused(desk) == "main"


def test_ctrl_enter_saves_and_an_error_link_leads_into_its_field(desk):
    desk.locator("#id_memo").focus()
    desk.keyboard.press("Control+Enter")
    expect(desk).to_have_title(re.compile("^오류: "))
    assert focused(desk) == "kw-error-summary"
    desk.get_by_role("link", name="연락처를 입력하세요.").click()
    assert focused(desk) == "id_phone"


def test_every_form_works_without_scripts(live_server, page_at):
    page = page_at(java_script_enabled=False)
    page.goto(DESK)
    assert not page.get_by_role("button", name="달력에서 고르기").first.is_visible(), "a dead button"
    page.locator("#id_memo").fill("지워지면 안 되는 말")
    page.get_by_role("button", name="상담 저장").click()
    expect(page).to_have_title(re.compile("^오류: "))
    expect(page.locator("#id_memo")).to_have_value("지워지면 안 되는 말")
    page.get_by_role("button", name="임시저장").click()
    expect(page.locator("body")).to_contain_text("임시저장됨")


def test_the_menu_opens_without_scripts_on_a_telephone(live_server, page_at):
    page = page_at(390, java_script_enabled=False)
    page.goto(DESK)
    assert not page.get_by_role("link", name="장부 가져오기").is_visible()
    page.get_by_text("메뉴", exact=True).click()
    expect(page.get_by_role("link", name="장부 가져오기")).to_be_visible()


def test_a_draft_is_saved_while_typing_and_the_cursor_stays(desk):
    memo = desk.locator("#id_memo")
    with desk.expect_response("**/gallery/draft/") as saved:
        memo.press_sequentially("전화로 들은 말")
    assert saved.value.ok and "전화로 들은 말" in saved.value.request.post_data
    expect(desk.locator(".kw-draft")).to_contain_text("임시저장됨")
    assert focused(desk) == "id_memo"


@pytest.mark.parametrize(
    ("typed", "warned"),
    [
        ("번호는 900101-1234567", True),
        ("９００１０１　－　１２３４５６７", True),
        ("900101.1234567", True),
        ("0502012000008", False),  # run together, wrong check digit: may be an account
        ("010-1234-5678, 사건 2025-003860, 계좌 110-234-567890", False),
        ("991301-1234567", False),  # no such month
    ],
)
def test_a_resident_number_is_noticed_while_typing(desk, typed, warned):
    desk.locator("#id_memo").fill(typed)
    warning = desk.locator(".kw-resident-warning")
    expect(warning).to_have_text(re.compile("주민등록번호로 보이는") if warned else "")


def test_the_calendar_starts_from_what_was_typed_and_fills_it_in(desk):
    desk.locator("#id_held_on").fill("2025. 12. 1.")
    desk.locator(".kw-field:has(#id_held_on) .kw-date-open").click()
    native = desk.locator(".kw-field:has(#id_held_on) .kw-date-native")
    expect(native).to_have_value("2025-12-01")
    native.evaluate("(e) => { e.value = '2025-05-09'; e.dispatchEvent(new Event('change')); }")
    expect(desk.locator("#id_held_on")).to_have_value("2025. 5. 9.")


def test_a_job_is_followed_until_it_is_done(desk):
    expect(desk.locator(".kw-progress progress")).to_be_visible()
    expect(desk.locator(".kw-progress")).to_contain_text("모두 읽었습니다")
    expect(desk.locator(".kw-progress progress")).to_have_count(0)


def test_the_session_warning_offers_to_go_on_and_gives_the_cursor_back(desk):
    desk.locator("#id_memo").focus()
    desk.evaluate("document.querySelector('[data-kw-session]').dataset.kwSession = '90'")
    warning = desk.get_by_role("alertdialog", name="곧 자동으로 로그아웃됩니다")
    expect(warning).to_be_visible()
    desk.evaluate("document.querySelector('[data-kw-session]').dataset.kwSession = '1800'")
    warning.get_by_role("button", name="계속 사용").click()
    expect(warning).to_be_hidden()
    assert focused(desk) == "id_memo"


def test_three_presses_of_shift_leave_the_page(live_server, page_at, assert_accessible):
    page = page_at()
    page.goto(PORTAL)
    page.locator("[data-kw-exit]").evaluate("(link) => { link.href = '/gallery/?left'; }")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("**/gallery/?left")
