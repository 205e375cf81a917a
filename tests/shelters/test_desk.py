"""The pages of shelters: who may, what they say, that nothing typed is lost, and that they stay cheap."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from kwonik.shelters.models import Booking, OpeningHours, Room, Shelter, SpecialDay, VisitCount
from tests.factories import make_account, make_centre, make_site
from tests.shelters.conftest import browser_of
from tests.shelters.factories import (
    make_booking,
    make_hours,
    make_purpose,
    make_room,
    make_shelter,
    make_visits,
)

VIEW, EDIT, COUNT, CORRECT = (
    f"shelters.{name}" for name in ("shelter:view", "shelter:edit", "visit:count", "visit:correct")
)
SEE, BOOK, DECIDE = (f"shelters.booking:{verb}" for verb in ("view", "record", "decide"))
A_DAY = date(2025, 5, 9)
SOON = timezone.localdate() + timedelta(days=3)
DOORS = {
    "shelters": (VIEW, None),
    "open-shelter": (EDIT, None),
    "shelter": (VIEW, "shelter"),
    "amend-shelter": (EDIT, "shelter"),
    "set-hours": (EDIT, "shelter"),
    "add-day": (EDIT, "shelter"),
    "withdraw-day": (EDIT, "day"),
    "open-room": (EDIT, "shelter"),
    "amend-room": (EDIT, "room"),
    "counter": (COUNT, "shelter"),
    "month": (VIEW, None),
    "day": (VIEW, "shelter"),
    "visit": (VIEW, "visit"),
    "bookings": (SEE, None),
    "calendar": (SEE, None),
    "sheet": (SEE, None),
    "book": (BOOK, None),
    "booking": (SEE, "booking"),
    "decide": (DECIDE, "booking"),
    "move": (BOOK, "booking"),
}
EVERY = {VIEW, EDIT, COUNT, CORRECT, SEE, BOOK, DECIDE}


@pytest.fixture
def rows(shelter, room):
    facts = {
        "centre": shelter.centre,
        "shelter": shelter,
        "from_on": A_DAY,
        "until_on": A_DAY,
        "reason": "소독",
    }
    return {
        "shelter": shelter,
        "room": room,
        "visit": make_visits(shelter, A_DAY, 30),
        "day": SpecialDay.objects.create(**facts),
        "booking": make_booking(room, SOON),
    }


def address(door, rows) -> str:
    row = rows[DOORS[door][1]] if DOORS[door][1] else None
    more = {"day": ["2025-05-09"], "decide": ["approve"], "move": ["cancel"]}.get(door, [])
    return reverse(f"shelters:{door}", args=[*([row.pk] if row else []), *more])


@pytest.mark.parametrize("door", DOORS)
def test_every_door_asks_who_one_is(client, centre, rows, door):
    at, permission = address(door, rows), DOORS[door][0]
    assert client.get(at).status_code == 302
    assert browser_of(make_account(permission, centre=centre)).get(at).status_code == 200
    assert browser_of(make_account(*(EVERY - {permission}), centre=centre)).get(at).status_code == 403
    elsewhere = browser_of(make_account(permission, centre=make_centre("elsewhere")))
    assert elsewhere.get(at).status_code == (404 if DOORS[door][1] else 200)


@pytest.mark.parametrize("door", ["shelters", "bookings", "calendar", "sheet", "book", "month"])
def test_another_centres_rows_are_not_listed(rows, door):
    elsewhere = browser_of(make_account(*EVERY, centre=make_centre("elsewhere")))
    html = elsewhere.get(address(door, rows), {"day": SOON.isoformat()}).content.decode()
    assert rows["shelter"].name not in html
    assert rows["booking"].group not in html


# -- counting -------------------------------------------------------------------------------------------------


def token_on(desk, at) -> str:
    return re.search(r'name="token" value="([^"]+)"', desk.get(at).content.decode())[1]


def test_the_counter_works_without_scripts(desk, shelter):
    at = reverse("shelters:counter", args=[shelter.pk])
    for pressed in ({"step": "1"}, {"step": "5"}, {"undo": "1"}):
        answer = desk.post(at, {**pressed, "token": token_on(desk, at)})
        assert (answer.status_code, answer.headers["Location"]) == (302, at)
    assert "<output data-kw-counting-sum>1</output>" in desk.get(at).content.decode()
    assert [row.people for row in VisitCount.objects.order_by("pk")] == [1, 5, -5]


def test_the_counter_answers_scripts_and_counts_a_press_once(desk, shelter):
    at, token = reverse("shelters:counter", args=[shelter.pk]), str(uuid4())
    pressed_at = (timezone.now() - timedelta(minutes=3)).isoformat()
    for _ in range(3):
        answer = desk.post(
            at,
            {"step": "5", "token": token, "pressed_at": pressed_at},
            headers={"accept": "application/json"},
        )
        assert answer.json() == {"sum": 5, "said": ""}
    refused = [
        desk.post(at, {"undo": "1", "token": str(uuid4())}, headers={"accept": "application/json"})
        for _ in range(2)
    ]
    assert [one.status_code for one in refused] == [200, 422]
    assert "되돌릴 것이 없습니다" in refused[1].json()["said"]
    assert desk.post(at, {"step": "x", "token": token}).status_code == 422


def test_one_shelter_opens_its_counter_at_once(desk, shelter, centre):
    at = reverse("shelters:counters")
    assert desk.get(at).headers["Location"] == reverse("shelters:counter", args=[shelter.pk])
    make_shelter(centre, name="합정쉼터")
    assert "합정쉼터" in desk.get(at).content.decode()


def test_the_month_shows_people_closed_days_and_sums(desk, shelter):
    make_hours(shelter, days=range(5))
    make_visits(shelter, A_DAY, 30)
    make_visits(shelter, date(2025, 5, 12), 1_200)
    html = desk.get(reverse("shelters:month"), {"month": "2025-05"}).content.decode()
    assert re.search(r"1,230</td>", html)
    assert "쉼</span>" in html
    assert reverse("shelters:day", args=[shelter.pk, "2025-05-09"]) in html
    for strange in ("2025-13", "x", "9999-12"):
        assert desk.get(reverse("shelters:month"), {"month": strange}).status_code in (200, 422)


def test_a_day_and_a_count_are_corrected(desk, shelter):
    row = make_visits(shelter, A_DAY, 30)
    typed = {"form_token": str(uuid4()), "right": "25", "reason": "두 번 셈"}
    assert (
        desk.post(reverse("shelters:correct-day", args=[shelter.pk, "2025-05-09"]), typed).status_code == 302
    )
    typed = {"form_token": str(uuid4()), "right": "40", "reason": "다시 셈"}
    assert desk.post(reverse("shelters:correct-visit", args=[row.pk]), typed).status_code == 302
    html = desk.get(reverse("shelters:day", args=[shelter.pk, "2025-05-09"])).content.decode()
    assert "35명" in html
    assert "두 번 셈" in html
    answer = desk.post(
        reverse("shelters:correct-day", args=[shelter.pk, "2025-05-09"]),
        {**typed, "right": "-1", "reason": "900101-1234567"},
    )
    assert answer.status_code == 422
    assert "주민등록번호" in answer.content.decode()
    assert desk.get(reverse("shelters:day", args=[shelter.pk, "x"])).status_code == 404


# -- the register ---------------------------------------------------------------------------------------------


def test_a_shelter_is_opened_with_its_hours_rooms_and_closures(desk, centre):
    site = make_site("place", kind="shelter", name="새 자리")
    typed = {
        "form_token": str(uuid4()),
        "name": "새쉼터",
        "kind": "mini",
        "site": site.pk,
        "from_on": "2025. 5. 9.",
    }
    assert (
        desk.post(reverse("shelters:open-shelter"), {**typed, "until_on": "2025. 5. 1."}).status_code == 422
    )
    assert desk.post(reverse("shelters:open-shelter"), typed).status_code == 302
    row = Shelter.objects.get()
    hours = {"from_on": "2025. 5. 9.", "holiday": "closed", "opens_0": "13:00", "closes_0": "06:00"}
    at = reverse("shelters:set-hours", args=[row.pk])
    assert desk.post(at, {**hours, "opens_1": "10:00"}).status_code == 422
    assert desk.post(at, hours).status_code == 302
    assert OpeningHours.objects.count() == 8
    room = {"form_token": str(uuid4()), "name": "교육실", "seats": "20", "from_on": "2025-05-09"}
    limits = {"ahead_days": "30", "notice_hours": "0", "longest_hours": "4"}
    assert desk.post(reverse("shelters:open-room", args=[row.pk]), {**room, **limits}).status_code == 302
    closed = {"form_token": str(uuid4()), "from_on": "2025-05-09", "reason": "소독"}
    assert desk.post(reverse("shelters:add-day", args=[row.pk]), closed).status_code == 302
    again = desk.post(reverse("shelters:add-day", args=[row.pk]), {**closed, "form_token": str(uuid4())})
    assert (again.status_code, "이미 올린" in again.content.decode()) == (422, True)
    html = desk.get(reverse("shelters:shelter", args=[row.pk])).content.decode()
    assert "13:00~익일 06:00" in html
    assert "소독" in html
    assert Room.objects.get().longest_hours == 4
    day = SpecialDay.objects.get()
    assert desk.post(reverse("shelters:withdraw-day", args=[day.pk]), {"sure": "True"}).status_code == 302
    amended = {**typed, "name": "고친쉼터", "form_token": str(uuid4())}
    assert desk.post(reverse("shelters:amend-shelter", args=[row.pk]), amended).status_code == 302
    assert Shelter.objects.get().name == "고친쉼터"


# -- bookings -------------------------------------------------------------------------------------------------


def wish(room, /, **facts) -> dict:
    return {
        "form_token": str(uuid4()),
        "room": room.pk,
        "day": SOON.isoformat(),
        "starts": "14:00",
        "ends": "16:00",
        "group": "대리기사 모임",
        "heads": "8",
        "purpose": make_purpose().pk,
        **facts,
    }


def test_a_booking_is_asked_for_and_the_loser_is_told_and_loses_nothing(desk, room):
    at = reverse("shelters:book")
    assert desk.post(at, wish(room)).status_code == 302
    answer = desk.post(at, wish(room, group="늦은 모임"))
    html = answer.content.decode()
    assert (answer.status_code, Booking.objects.count()) == (422, 1)
    assert "방금 다른 모임이 잡았습니다" in html
    assert 'value="늦은 모임"' in html
    assert "그 시간을 잡은 모임" in html
    answer = desk.post(at, wish(room, group="늦은 모임", wait="on"))
    row = Booking.objects.get(group="늦은 모임")
    assert answer.headers["Location"] == reverse("shelters:booking", args=[row.pk])
    html = desk.get(answer.headers["Location"]).content.decode()
    assert "대기입니다" in html
    assert "대리기사 모임" in html


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"heads": "21"}, "20명까지"),
        ({"heads": "0"}, "인원"),
        ({"group": ""}, "모임을 입력하세요"),
        ({"group": "900101-1234567"}, "주민등록번호"),
        ({"phone": "010-1234-5678"}, "누구의 번호인지"),
        ({"day": "2025-01-02"}, "지난 시간"),
        ({"room": "0"}, "공간"),
        ({"starts": "x"}, "시작"),
    ],
)
def test_what_is_wrong_is_said(desk, room, facts, said):
    answer = desk.post(reverse("shelters:book"), wish(room, **facts))
    assert (answer.status_code, Booking.objects.count()) == (422, 0)
    assert said in answer.content.decode()


def test_a_booking_goes_its_way(desk, room):
    row = make_booking(room, timezone.localdate() - timedelta(days=2), group="모임")

    def go(door, verb, **typed):
        return desk.post(
            reverse(f"shelters:{door}", args=[row.pk, verb]), {"sure": "True", **typed}
        ).status_code

    assert go("decide", "refuse") == 422
    assert go("decide", "approve") == 302
    assert go("decide", "approve") == 422
    assert go("move", "use", heads="7") == 302
    row.refresh_from_db()
    assert (row.state, row.actual_heads) == ("used", 7)
    assert go("move", "reopen") == 302
    assert go("move", "no_show") == 302
    assert go("move", "approve") == 404
    assert go("decide", "cancel") == 404
    html = desk.get(reverse("shelters:booking", args=[row.pk])).content.decode()
    assert "오지 않음" in html


def test_whom_to_call_is_shown_to_whoever_books_only(desk, room, centre):
    desk.post(reverse("shelters:book"), wish(room, name="김민수", phone="010-0000-1234"))
    at = reverse("shelters:booking", args=[Booking.objects.get().pk])
    assert "김민수" in desk.get(at).content.decode()
    assert "김민수" not in browser_of(make_account(SEE, centre=centre)).get(at).content.decode()
    for door in ("bookings", "calendar", "sheet"):
        assert (
            "김민수" not in desk.get(reverse(f"shelters:{door}"), {"day": SOON.isoformat()}).content.decode()
        )


def test_lists_find_what_is_asked(desk, room):
    make_booking(room, SOON, group="찾는 모임")
    make_booking(room, SOON, "18:00", group="딴 데", state="cancelled")
    html = desk.get(reverse("shelters:bookings"), {"group": "찾는모임"}).content.decode()
    assert ("찾는 모임" in html, "딴 데" in html) == (True, False)
    html = desk.get(reverse("shelters:sheet"), {"day": SOON.isoformat()}).content.decode()
    assert ("찾는 모임" in html, "딴 데" in html) == (True, False)
    html = desk.get(reverse("shelters:calendar"), {"day": SOON.isoformat()}).content.decode()
    assert "찾는 모임" in html
    assert desk.get(reverse("shelters:calendar"), {"day": "x"}).status_code == 422


@pytest.mark.parametrize(
    "door", ["shelters", "month", "bookings", "calendar", "sheet", "day", "shelter", "booking"]
)
def test_a_longer_list_asks_no_more_of_the_database(assert_constant_queries, desk, rows, centre, door):
    def grow():
        for number in range(30):
            make_visits(rows["shelter"], A_DAY, 1)
            make_booking(rows["room"], SOON, "14:00", state="cancelled", group=f"모임 {number}")
            make_booking(rows["room"], SOON, "14:00", state="waiting", group=f"대기 {number}")
        for number in range(3):
            shelter = make_shelter(centre)
            make_hours(shelter)
            make_visits(shelter, A_DAY, 9)
            make_booking(make_room(shelter), SOON, f"{10 + 3 * number}:00")

    asked = {"day": SOON.isoformat(), "month": "2025-05"}
    assert_constant_queries(lambda: desk.get(address(door, rows), asked), grow)
