"""The shelters in a browser: five in the morning, one thumb, a lost connection; and no page shuts anybody out."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from kwonik.shelters.models import Booking, VisitCount
from tests.conftest import PHONE
from tests.factories import grant, make_account, make_centre, make_role
from tests.shelters.factories import (
    make_booking,
    make_room,
    make_service,
    make_shelter,
)

from .looking import all_sent

pytestmark = pytest.mark.django_db(transaction=True)
SOON = timezone.localdate() + timedelta(days=3)


@pytest.fixture
def keeper(live_server):
    make_service()
    account = make_account(centre=make_centre("main"))
    grant(account, make_role("shelters.", "people.client", "reports.", code="shelter_keeper"), account.centre)
    return account


@pytest.fixture
def shelter(keeper):
    return make_shelter(keeper.centre, name="서초쉼터")


def counted() -> list[int]:
    return list(VisitCount.objects.order_by("pk").values_list("people", flat=True))


def test_a_lost_connection_loses_no_press(live_server, page_at, keeper, shelter):
    page = page_at(PHONE, user=keeper)
    page.goto(reverse("shelters:counter", args=[shelter.pk]))
    one, five = (page.get_by_role("button", name=re.compile(rf"\+{number}")) for number in (1, 5))
    total, said = page.locator("[data-kw-counting-sum]"), page.locator("[data-kw-counting-status]")
    one.click()
    expect(total).to_have_text("1")
    all_sent(page)
    expect(said).to_have_text("")

    page.context.set_offline(True)
    five.click()
    one.click()
    page.get_by_role("button", name="되돌리기").click()
    expect(total).to_have_text("6")
    expect(said).to_contain_text("전화기에")
    assert counted() == [1]

    page.context.set_offline(False)
    all_sent(page)
    expect(said).to_have_text("")
    expect(total).to_have_text("6")
    assert counted() == [1, 5, 1, -1]
    page.reload()
    expect(total).to_have_text("6")
    all_sent(page)


def test_what_was_pressed_before_the_page_closed_is_sent_when_it_opens_again(
    live_server, page_at, keeper, shelter
):
    page = page_at(PHONE, user=keeper)
    address = reverse("shelters:counter", args=[shelter.pk])
    page.goto(address)
    page.route(
        "**/count/", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    for _ in range(3):
        page.get_by_role("button", name=re.compile(r"\+1")).click()
    expect(page.locator("[data-kw-counting-sum]")).to_have_text("3")
    assert counted() == []
    page.unroute("**/count/")
    page.goto(reverse("shelters:shelters"))
    page.goto(address)
    all_sent(page)
    expect(page.locator("[data-kw-counting-sum]")).to_have_text("3")
    expect(page.locator("[data-kw-counting-status]")).to_have_text("")
    assert counted() == [1, 1, 1]


def test_a_taken_time_is_told_and_waited_for(live_server, page_at, keeper, shelter, assert_accessible):
    room = make_room(shelter, name="교육실")
    make_booking(room, SOON, group="먼저 온 모임")
    page = page_at(PHONE, user=keeper)
    page.goto(reverse("shelters:book") + f"?room={room.pk}&day={SOON.isoformat()}")
    for label, typed in (("시작", "15:00"), ("끝", "17:00"), ("모임", "늦은 모임"), ("인원", "5")):
        page.get_by_label(label, exact=False).first.fill(typed)
    page.get_by_label("목적").select_option(index=1)
    page.get_by_role("button", name="신청 적기").click()
    expect(page.get_by_text("방금 다른 모임이 잡았습니다").first).to_be_visible()
    expect(page.get_by_text("먼저 온 모임")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("대기로 신청").check()
    page.get_by_role("button", name="신청 적기").click()
    expect(page.get_by_text("대기입니다")).to_be_visible()
    assert Booking.objects.get(group="늦은 모임").state == "waiting"
