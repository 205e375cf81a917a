"""One's own calendar of deadlines: a secret address, revoked at once, that tells a case's number and nothing more."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from kwonik.kernel.calendar import WorkingCalendar
from kwonik.people.models import RoleGrant
from kwonik.remedy import actions
from kwonik.remedy.actions import OwnTerm
from kwonik.remedy.models import CalendarFeed
from kwonik.remedy.rules import Refused
from tests.factories import make_account, make_centre
from tests.remedy.factories import confirmed, dated, make_world, today


def read(secret: str, client: Client | None = None):
    return (client or Client()).get(reverse("remedy:calendar", args=[secret]))


def events_of(world, account=None) -> list:
    _, secret = actions.make_feed(by=account or world.officer, centre=world.centre)
    answer = read(secret)
    assert answer.status_code == 200
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_an_event_is_a_whole_day_with_alarms_and_a_name_that_stays(world):
    found = confirmed(world)

    (event,) = events_of(world)

    assert event.decoded("dtstart") == found.last_on
    assert event.decoded("dtend") == found.last_on + timedelta(days=1)
    assert str(event["uid"]) == f"critical-date-{found.pk}@kwonik"
    assert str(event["summary"]) == f"{found.case.reference} {found.term}"
    assert event["sequence"] == 0
    alarms = [alarm.decoded("trigger") for alarm in event.walk("VALARM")]
    assert alarms == [timedelta(days=-7), timedelta(days=-1), timedelta(hours=9)]


def test_a_moved_date_keeps_its_name_and_counts_its_moves(world):
    found = confirmed(world)
    (before,) = events_of(world)

    actions.redate(None, None, WorkingCalendar({found.last_on: "임시공휴일"}))

    found.refresh_from_db()
    (after,) = events_of(world)
    assert after["uid"] == before["uid"]
    assert after.decoded("dtstart") == found.last_on > before.decoded("dtstart")
    assert after["sequence"] == 1


def test_the_lines_are_as_the_standard_asks(world):
    confirmed(world)
    _, secret = actions.make_feed(by=world.officer, centre=world.centre)

    answer = read(secret)

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-store"
    lines = answer.content.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR" and lines[-2:] == [b"END:VCALENDAR", b""]
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in answer.content.replace(b"\r\n", b"")


def test_it_tells_nothing_of_the_people(world):
    found = dated(world, workplace="비밀상사")
    own = OwnTerm(name="홍길동 진술서; 내기, 꼭", amount=0)
    actions.add_term(by=world.officer, case=found.case, term=own, event_on=today() + timedelta(days=9))
    _, secret = actions.make_feed(by=world.officer, centre=world.centre)

    text = b"".join(line.removeprefix(b" ") for line in read(secret).content.split(b"\r\n")).decode()

    assert "비밀상사" not in text and "홍길동" not in text and "진술서" not in text
    assert "직접 정한 기한" in text and "(확인 전)" in text


def test_only_what_is_to_be_kept_in_open_cases_stands_there(world):
    kept, gone = confirmed(world), confirmed(world)
    actions.meet(by=world.officer, critical_date=kept, met_on=today())
    actions.withdraw(by=world.officer, case=gone.case, kind="client", reason="원하지 않음")

    assert events_of(world) == []


def test_an_advocate_reads_their_own_cases_and_nobody_another_centres(world):
    mine, other = confirmed(world, state="active"), confirmed(world)
    confirmed(make_world(make_centre("elsewhere")))

    assert [str(event["uid"]) for event in events_of(world, world.advocate)] == [
        f"critical-date-{mine.pk}@kwonik"
    ]
    assert len(events_of(world)) == 2
    assert other.case.advocate is None


@pytest.mark.parametrize("secret", ["x", "a" * 43, "%00", "안녕"])
def test_nothing_is_at_a_wrong_address(world, secret):
    actions.make_feed(by=world.officer, centre=world.centre)

    assert read(secret).status_code == 404


def test_a_new_address_ends_the_old_one_and_it_can_be_taken_away(world):
    _, first = actions.make_feed(by=world.officer, centre=world.centre)
    _, second = actions.make_feed(by=world.officer, centre=world.centre)

    assert (read(first).status_code, read(second).status_code) == (404, 200)
    assert actions.revoke_feed(by=world.officer, centre=world.centre)
    assert not actions.revoke_feed(by=world.officer, centre=world.centre)
    assert read(second).status_code == 404


def test_the_address_dies_with_the_right_to_look(world):
    _, secret = actions.make_feed(by=world.officer, centre=world.centre)

    RoleGrant.objects.filter(account=world.officer).update(until_on=today() - timedelta(days=1))
    assert read(secret).status_code == 404
    RoleGrant.objects.filter(account=world.officer).update(until_on=None)
    assert read(secret).status_code == 200
    world.officer.is_active = False
    world.officer.save()
    assert read(secret).status_code == 404


def test_however_many_dates_there_are_it_asks_the_same(world):
    _, secret = actions.make_feed(by=world.officer, centre=world.centre)

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert read(secret).status_code == 200
        return len(captured)

    confirmed(world)
    few = asked()
    for _ in range(4):
        dated(world)
    assert asked() == few


def test_the_page_shows_the_address_once(world, officer):
    address = reverse("remedy:feed")
    token = str(uuid4())

    made = officer.post(address, {"form_token": token})
    again = officer.post(address, {"form_token": token})

    shown = re.search(r"http://testserver(/remedy/feed/[^<]+)", made.content.decode())[1]
    assert Client().get(shown).status_code == 200
    assert again.status_code == 422
    assert CalendarFeed.objects.count() == 1
    assert shown not in officer.get(address).content.decode()
    assert officer.post(reverse("remedy:revoke-feed")).status_code == 302
    assert Client().get(shown).status_code == 404


def test_the_database_keeps_one_working_address_for_each(world):
    feed, _ = actions.make_feed(by=world.officer, centre=world.centre)

    for act in (
        lambda: CalendarFeed.objects.create(account=world.officer, centre=world.centre, digest=b"x" * 32),
        lambda: CalendarFeed.objects.filter(pk=feed.pk).update(digest=b"y" * 32),
        CalendarFeed.objects.all().delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_who_may_not_look_gets_no_address(world):
    stranger = make_account("remedy.case:open", centre=world.centre)

    with pytest.raises(Exception, match="권한이 없습니다"):
        actions.make_feed(by=stranger, centre=world.centre)
    with pytest.raises(Refused):
        token = uuid4()
        actions.make_feed(by=world.officer, centre=world.centre, token=token)
        actions.make_feed(by=world.officer, centre=world.centre, token=token)
