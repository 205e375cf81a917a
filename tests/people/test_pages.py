"""Pages of people and places as a reader meets them: valid HTML, accessible at both widths after an answer."""

import pytest
from django.urls import reverse

from kwonik.people import vault
from tests import factories

from .test_doors import PERMISSION, POST_ONLY, rows_of


@pytest.fixture
def table(centre, actor):
    factories.make_unit(centre)
    vault.identities(
        [factories.make_client(centre).pk], by=actor, purpose="search", action="people.client.search"
    )
    return rows_of(centre)


def test_every_page_is_valid_html(client, table, actor, assert_valid_html):
    pages = {"login": client.get("/account/login/").text}
    pages["login, wrong"] = client.post("/account/login/", {"login": "x", "password": "y"}).text
    client.force_login(actor)
    for name in PERMISSION:
        address = reverse(name, args=table.get(name, ()))
        if name not in POST_ONLY:
            pages[name] = client.get(address).text
        if name != "people:change_account" and "reset" not in name and "withdraw" not in name:
            pages[f"{name}, posted"] = client.post(address, {"name": "홍길동", "purpose": "remedy"}).text
    for name in ("account_change_password", "mfa_index", "account_logout"):
        pages[name] = client.get(reverse(name)).text
    pages = {name: html for name, html in pages.items() if html}
    assert len(pages) > 50
    assert_valid_html(pages)


@pytest.mark.django_db(transaction=True)
def test_pages_stay_accessible_after_an_answer(live_server, page_at, width, assert_accessible):
    """What a walk through all addresses does not see: found people, errors, an opened identity, a merge."""
    centre = factories.make_centre("main")
    actor = factories.make_account(centre=centre)
    factories.grant(actor, factories.make_role("people.", "places."), centre)
    client = factories.make_client(centre)
    double = factories.make_client(centre)
    page = page_at(width, user=actor)
    page.goto(reverse("people:clients"))
    page.get_by_label("이름").fill("홍길동")
    page.get_by_role("button", name="찾기").click()
    page.get_by_role("button", name="새로 등록").wait_for()
    assert_accessible(page)
    page.goto(reverse("people:add_appointment"))
    page.get_by_role("button", name="위촉").click()
    page.get_by_role("alert").wait_for()
    assert_accessible(page)
    page.goto(reverse("people:client", args=[client.pk]))
    page.get_by_role("button", name="이름과 전화번호 보기").click()
    page.get_by_text("홍길동").wait_for()
    assert_accessible(page)
    page.goto(reverse("people:merge", args=[client.pk]))
    page.get_by_label("합칠 내담자 번호").fill(double.reference)
    page.get_by_role("button", name="견주어 보기").click()
    page.get_by_role("button", name="합치기").wait_for()
    assert_accessible(page)
    page.goto(reverse("people:add_account"))
    page.get_by_label("아이디").fill("hong")
    page.get_by_label("이름").fill("홍길동")
    page.get_by_role("button", name="만들기").click()
    page.get_by_text("임시 비밀번호", exact=False).first.wait_for()
    assert_accessible(page)
    page.goto(reverse("people:add_api_key"))
    page.get_by_label("쓰는 곳").fill("쉼터 출입 단말기")
    page.get_by_role("button", name="만들기").click()
    page.get_by_text("다시 볼 수 없습니다", exact=False).wait_for()
    assert_accessible(page)


@pytest.mark.django_db(transaction=True)
def test_the_way_in_is_accessible(live_server, page_at, width, assert_accessible):
    account = factories.make_account("people.staff:view", must_change_password=True)
    page = page_at(width)
    page.goto(reverse("people:staff"))
    assert_accessible(page)
    page.get_by_label("아이디").fill(account.username)
    page.get_by_label("비밀번호").fill("wrong")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    assert_accessible(page)
    page.get_by_label("비밀번호").fill(factories.PASSWORD)
    page.keyboard.press("Enter")
    page.locator("#id_password2").wait_for()
    assert_accessible(page)
    page.locator("#id_oldpassword").fill(factories.PASSWORD)
    page.locator("#id_password1").fill("another-long-word")
    page.locator("#id_password2").fill("another-long-word")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{reverse('today')}")
    page.goto(reverse("mfa_activate_totp"))
    page.get_by_label("비밀번호").fill("another-long-word")
    page.keyboard.press("Enter")
    page.get_by_role("img").wait_for()
    assert_accessible(page)
