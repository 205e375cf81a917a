"""Activities in a browser: a record typed, and counting with one thumb that survives a lost connection."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from kwonik.activities.models import Press, Session, Tally
from tests.activities.factories import (
    make_application,
    make_campaigns,
    make_count,
    make_handouts,
    make_round,
    make_session,
    make_support,
)
from tests.factories import make_account, make_centre, make_client, make_site, make_workplace

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def officer(live_server):
    return make_account("activities_officer", centre=make_centre("main"))


@pytest.fixture
def addresses(officer) -> dict[str, str]:
    campaigns, support = make_campaigns(), make_support()
    make_count(), make_handouts(), make_round(support), make_site("jonggak", name="종각역")
    row = make_session(campaigns, title="산재노동자의 날", people=150)
    client, workplace = make_client(officer.centre, "김하나", "010-1111-2222"), make_workplace("가온주얼리")
    asked = make_application(support, client=client, workplace=workplace, people=3)
    done = make_application(support, client=client, workplace=workplace, delivered_on="2025-05-20")

    def at(name, *args):
        return reverse(f"activities:{name}", args=args)

    return {
        "hub": at("hub"),
        "list": at("list", "campaigns"),
        "new": at("new", "campaigns"),
        "session": at("session", row.pk),
        "amend": at("amend_session", row.pk),
        "withdraw": at("withdraw_session", row.pk),
        "count": at("count", "count"),
        "new application": at("new_application", "support"),
        "application": at("application", asked.pk),
        "move": at("move", asked.pk, "accept"),
        "board": at("board", "support"),
        "round": at("open_round", "support"),
        "certificate": at("certificate", done.pk),
    }


def test_axe_finds_nothing_on_any_page_of_the_activities(
    live_server, page_at, width, officer, addresses, assert_accessible
):
    page = page_at(width, user=officer)
    for name, address in addresses.items():
        page.goto(address)
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_a_campaign_is_written_down_with_the_keyboard(live_server, page_at, officer, addresses):
    page = page_at(user=officer)
    page.goto(addresses["new"])
    page.get_by_label("추모").check()
    page.get_by_label("참여한 사람").fill("65")
    page.get_by_label("이름").fill("구의역 사고 9주기")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("캠페인 CP-")
    assert Session.objects.filter(people=65, kind__code="memorial").count() == 1


def test_presses_without_a_connection_are_sent_when_it_is_back(live_server, page_at, officer, addresses):
    page = page_at(390, user=officer)
    page.goto(addresses["count"])
    plus = page.get_by_role("button", name="배달라이더 하나 더하기")
    number = page.locator("[data-count-kind=rider] [data-count-number]")
    plus.click()
    expect(number).to_have_text("1")
    expect(page.locator("[data-count-queue]")).to_have_attribute("data-count-waiting", "0")
    page.context.set_offline(True)
    for _ in range(3):
        plus.click()
    page.get_by_role("button", name="배달라이더 하나 빼기").click()
    expect(number).to_have_text("3")
    expect(page.get_by_role("status").first).to_contain_text("연결이 끊겼습니다")
    assert Press.objects.count() == 1
    page.context.set_offline(False)
    expect(page.locator("[data-count-state]")).to_be_empty(timeout=15_000)
    expect(number).to_have_text("3")
    assert Press.objects.count() == 5
    assert Tally.objects.get().count == 3
    page.reload()
    expect(number).to_have_text("3")


def test_counting_goes_without_scripts(live_server, page_at, officer, addresses):
    page = page_at(390, user=officer, java_script_enabled=False)
    page.goto(addresses["count"])
    page.get_by_label("어디에서 셉니까?").select_option("종각역")
    page.get_by_role("button", name="이 장소로").click()
    for _ in range(2):
        page.get_by_role("button", name="대리기사 하나 더하기").click()
    expect(page).to_have_url(re.compile("site=jonggak"))
    assert Tally.objects.get().count == 2
