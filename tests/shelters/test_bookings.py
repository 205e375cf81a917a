"""A room is asked for, waited for, approved and used; who comes too late is told kindly."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from kwonik.kernel import audit, queues
from kwonik.people import vault
from kwonik.people.models import Client
from kwonik.shelters import access, actions
from kwonik.shelters.models import Booking
from kwonik.shelters.rules import NotAllowed, Taken
from tests.factories import make_account
from tests.shelters.factories import at, make_booking, make_hours, make_purpose, make_room

SOON = timezone.localdate() + timedelta(days=3)
LONG_AGO = timezone.localdate() - timedelta(days=3)


@pytest.fixture
def ask(keeper, room):
    def ask(clock="14:00", hours=2, **facts):
        starts_at = at(facts.pop("day", SOON), clock)
        given = {"room": room, "heads": 8, "group": "대리기사 모임", "purpose": make_purpose(), **facts}
        return actions.request_booking(
            by=keeper, starts_at=starts_at, ends_at=starts_at + timedelta(hours=hours), **given
        )

    return ask


def now(row: Booking) -> Booking:
    return Booking.objects.get(pk=row.pk)


def test_a_request_holds_the_room_at_once(ask):
    row = ask()
    assert (row.state, row.held_on) == ("requested", SOON)
    with pytest.raises(Taken, match="방금 다른 모임이 잡았습니다"):
        ask("15:00", group="늦은 모임")
    ask("16:00", group="다음 모임")
    ask("12:00", group="앞선 모임")
    assert Booking.objects.count() == 3


def test_the_same_form_asks_once(ask):
    token = uuid4()
    assert ask(form_token=token) == ask(form_token=token)
    assert Booking.objects.count() == 1


def test_whom_to_call_is_sealed(ask, keeper):
    row = ask(name="김민수", phone="010-0000-1234")
    assert Client.objects.get() == row.contact
    assert access.open_contact(keeper, row).name == "김민수"
    assert "김민수" not in str(vars(now(row)))


def test_who_waits_is_offered_what_becomes_free(ask, keeper):
    holder = ask()
    first, second, apart = (ask(clock, group=group, wait=True) for clock, group in
                            (("15:00", "첫째"), ("14:00", "둘째"), ("20:00", "빈 시간")))  # fmt: skip
    assert [row.state for row in (first, second, apart)] == ["waiting", "waiting", "requested"]
    with pytest.raises(Taken):
        actions.offer_booking(by=keeper, booking=first)
    actions.cancel_booking(by=keeper, booking=holder)
    assert [now(row).state for row in (holder, first, second)] == ["cancelled", "requested", "waiting"]
    assert now(first).offered_at
    assert audit.history(first)[-1].code == "shelters.booking.offered"
    actions.refuse_booking(by=keeper, booking=first, reason="시설 점검")
    assert now(second).state == "requested"


def test_from_request_to_use(ask, keeper, room):
    row = actions.approve_booking(by=keeper, booking=ask())
    with pytest.raises(NotAllowed, match="아직 시작하지 않은"):
        actions.use_booking(by=keeper, booking=row, heads=7)
    past = make_booking(room, LONG_AGO, state="approved")
    with pytest.raises(NotAllowed, match="1명 이상"):
        actions.use_booking(by=keeper, booking=past, heads=0)
    used = actions.use_booking(by=keeper, booking=past, heads=7)
    assert (used.state, used.actual_heads) == ("used", 7)
    again = actions.reopen_booking(by=keeper, booking=used)
    assert (again.state, again.actual_heads) == ("approved", None)
    missed = actions.miss_booking(by=keeper, booking=again)
    make_booking(room, LONG_AGO, "15:00", state="used")
    with pytest.raises(Taken):
        actions.reopen_booking(by=keeper, booking=missed)


def test_a_refusal_says_why_and_may_be_undone(ask, keeper):
    row = ask()
    with pytest.raises(NotAllowed, match="까닭"):
        actions.refuse_booking(by=keeper, booking=row, reason="  ")
    actions.refuse_booking(by=keeper, booking=row, reason="행사 준비")
    other = ask(group="다른 모임")
    with pytest.raises(Taken):
        actions.restore_booking(by=keeper, booking=row)
    assert now(row).state == "refused"
    actions.cancel_booking(by=keeper, booking=other)
    assert actions.restore_booking(by=keeper, booking=row).reason == ""
    with pytest.raises(NotAllowed, match="상태라 할 수 없습니다"):
        actions.restore_booking(by=keeper, booking=row)


def test_the_rules_of_the_room_are_kept(ask, room, shelter):
    make_hours(shelter, "13:00", "06:00")
    room.monthly_limit = 1
    room.save()
    for facts, said in (
        ({"heads": 21}, "20명까지"),
        ({"clock": "11:00"}, "열려 있지 않은"),
        ({"day": LONG_AGO}, "지난 시간"),
        ({"hours": 7}, "6시간까지"),
        ({"day": SOON + timedelta(days=90)}, "60일 뒤까지만"),
    ):
        with pytest.raises(NotAllowed, match=said):
            ask(**facts)
    ask()
    with pytest.raises(NotAllowed, match="한 달에 1번"):
        ask("18:00", group="대리 기사 모임")
    ask("18:00", group="다른 모임")


def test_the_database_itself_refuses_a_second_booking(room):
    make_booking(room, SOON)
    for state in ("requested", "approved", "used"):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_booking(room, SOON, "15:00", state=state)
    for state in ("waiting", "cancelled", "refused", "no_show"):
        make_booking(room, SOON, "15:00", state=state, reason="x")
    make_booking(room, SOON, "16:00")
    make_booking(make_room(room.shelter), SOON)
    wrong = ({"held_on": LONG_AGO}, {"heads": 0}, {"state": "refused"}, {"actual_heads": 3}, {"hours": 0})
    for facts in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            make_booking(room, SOON + timedelta(days=9), **facts)


def test_what_waits_stands_on_todays_page(keeper, centre, room):
    make_booking(room, SOON, group="신청한 모임")
    make_booking(room, LONG_AGO, state="approved", group="다녀간 모임")
    make_booking(room, SOON, "18:00", state="approved")
    own = {queue.code: queue for queue in queues.all_queues() if queue.code.startswith("shelters.")}
    today = timezone.localdate()
    (undecided,) = own["shelters.undecided"].todos(keeper, centre, today)
    (unconfirmed,) = own["shelters.unconfirmed"].todos(keeper, centre, today)
    assert "신청한 모임" in undecided.title
    assert "다녀간 모임" in unconfirmed.title


def test_whoever_may_not_does_not(ask, room, centre):
    row = ask()
    viewer = make_account("shelters.booking:view", centre=centre)
    clerk = make_account("shelters.booking:record", centre=centre)
    for who, act in (
        (clerk, actions.approve_booking),
        (clerk, actions.restore_booking),
        (viewer, actions.cancel_booking),
        (viewer, actions.miss_booking),
    ):
        with pytest.raises(PermissionDenied):
            act(by=who, booking=make_booking(room, LONG_AGO, "10:00", state="cancelled"))
    assert now(row).state == "requested"
    assert vault.identities([], by=viewer, purpose="counselling", action="x") == {}
