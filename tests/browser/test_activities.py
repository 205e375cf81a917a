"""Activities in a browser: a record typed, and counting with one thumb that survives a lost connection."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from kwonik.activities.models import Press, Session, Tally
from tests.activities.factories import (
    make_campaigns,
    make_count,
)
from tests.factories import make_account, make_centre, make_site

from .looking import all_sent

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def officer(live_server):
    return make_account("activities_officer", centre=make_centre("main"))


@pytest.fixture
def addresses(officer) -> dict[str, str]:
    make_campaigns(), make_count(), make_site("jonggak", name="종각역")
    return {
        "new": reverse("activities:new", args=["campaigns"]),
        "count": reverse("activities:count", args=["count"]),
    }


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
    number = page.locator("[data-kw-counter^=rider] [data-kw-counting-sum]")
    total, said = page.locator("[data-kw-counting-total]"), page.locator("[data-kw-counting-status]")
    plus.click()
    expect(number).to_have_text("1")
    all_sent(page)
    page.context.set_offline(True)
    for _ in range(3):
        plus.click()
    page.get_by_role("button", name="배달라이더 하나 빼기").click()
    page.get_by_role("button", name="대리기사 하나 빼기").click()
    expect(said).to_contain_text("뺄 수 없습니다")
    page.get_by_role("button", name="대리기사 하나 더하기").click()
    expect(number).to_have_text("3")
    expect(total).to_have_text("4")
    expect(said).to_contain_text("이 전화기에 두고 다시 보냅니다")
    assert Press.objects.count() == 1
    page.context.set_offline(False)
    all_sent(page)
    expect(said).to_be_empty()
    expect(number).to_have_text("3")
    assert Press.objects.count() == 6
    assert list(Tally.objects.order_by("pk").values_list("kind__code", "count")) == [
        ("rider", 3),
        ("driver", 1),
    ]
    page.reload()
    expect(number).to_have_text("3")
    expect(total).to_have_text("4")


def test_counting_goes_without_scripts(live_server, page_at, officer, addresses):
    page = page_at(390, user=officer, java_script_enabled=False)
    page.goto(addresses["count"])
    page.get_by_label("어디에서 셉니까?").select_option("종각역")
    page.get_by_role("button", name="이 장소로").click()
    for _ in range(2):
        page.get_by_role("button", name="대리기사 하나 더하기").click()
    expect(page).to_have_url(re.compile("site=jonggak"))
    assert Tally.objects.get().count == 2
