"""A holiday declared late moves the dates that end on it, at every centre, in the open; called off, it moves them back."""

from datetime import date

import pytest
from django.urls import reverse

from kwonik.catalogue import actions as catalogue
from kwonik.kernel.calendar import WorkingCalendar
from kwonik.kernel.models import AuditEvent
from kwonik.kernel.reckoned import Correction
from kwonik.remedy import actions
from kwonik.remedy.actions import OwnTerm
from kwonik.remedy.models import CaseEvent, RedatedDate, Redating
from tests.factories import make_account, make_centre
from tests.remedy.factories import STAFF, make_case, make_world, today
from tests.system.webforms import forms_of

CALENDAR = ("catalogue.calendar:edit", "catalogue.calendar:view")
WEDNESDAY, THURSDAY = date(2027, 3, 3), date(2027, 3, 4)


@pytest.fixture
def director(world):
    return make_account(*CALENDAR, *STAFF, centre=world.centre)


def ends_on(world, day: date, state: str = "preparing"):
    case = make_case(world, state)
    actions.add_term(by=world.officer, case=case, term=OwnTerm(name="이유서 제출", amount=0), event_on=day)
    return case.critical_dates.get()


def declare(director, centre, day=WEDNESDAY, name="임시공휴일"):
    given = {"declared_on": date(2027, 2, 1), "source": "관보"}
    return catalogue.correct_calendar(by=director, centre=centre, day=day, name=name, **given)


def again(found):
    found.refresh_from_db()
    return found


def test_a_late_holiday_moves_what_ends_on_it_and_tells_each_case(world, director):
    moving, staying = ends_on(world, WEDNESDAY), ends_on(world, THURSDAY)
    settled = ends_on(world, WEDNESDAY)
    actions.drop(by=world.officer, critical_date=settled, reason="냈음")

    declare(director, world.centre)

    assert (again(moving).last_on, moving.raw_last_on, moving.known_on) == (THURSDAY, WEDNESDAY, today())
    assert (again(staying).last_on, again(settled).last_on) == (THURSDAY, WEDNESDAY)
    event = CaseEvent.objects.filter(case=moving.case).latest("pk")
    assert (event.code, event.by, event.to_state, event.turn) == ("redate", director, "preparing", "centre")
    assert event.changes == [["이유서 제출", "2027. 3. 3.", "2027. 3. 4."]]
    assert event.reason == "2027. 3. 3.이 임시공휴일(으)로 바뀜"
    assert not CaseEvent.objects.filter(case=staying.case, code="redate").exists()
    assert [row.last_on for row in moving.pgh_event_model.objects.filter(pgh_obj=moving)] == [WEDNESDAY]
    assert AuditEvent.objects.get(code="catalogue.calendar.corrected").detail["moved"] == 1


def test_called_off_it_moves_them_back(world, director):
    found = ends_on(world, WEDNESDAY)
    override = declare(director, world.centre)

    catalogue.restore_calendar(by=director, centre=world.centre, override=override)

    assert again(found).last_on == WEDNESDAY
    first, second = Redating.objects.order_by("pk")
    assert (first.name, second.name, second.count) == ("임시공휴일", "", 1)


def test_a_correction_that_moves_nothing_leaves_no_list(world, director):
    ends_on(world, THURSDAY)

    declare(director, world.centre)

    assert not Redating.objects.exists()
    assert not CaseEvent.objects.filter(code="redate").exists()


def test_two_dates_of_a_case_are_told_in_one_line(world, director):
    first = ends_on(world, WEDNESDAY)
    own = OwnTerm(name="출석", amount=0)
    actions.add_term(by=world.officer, case=first.case, term=own, event_on=WEDNESDAY)

    declare(director, world.centre)

    assert len(CaseEvent.objects.get(case=first.case, code="redate").changes) == 2


def test_each_centre_reads_its_own_list_only(world, director, client):
    other = make_world(make_centre("elsewhere"))
    ours, theirs = ends_on(world, WEDNESDAY), ends_on(other, WEDNESDAY)

    declare(director, world.centre)

    assert again(theirs).last_on == THURSDAY
    assert RedatedDate.objects.count() == 2
    client.force_login(world.officer)
    mine, foreign = (Redating.objects.get(centre=one.centre) for one in (world, other))
    assert ours.case.reference in client.get(reverse("remedy:redating", args=[mine.pk])).content.decode()
    assert client.get(reverse("remedy:redating", args=[foreign.pk])).status_code == 404
    listed = client.get(reverse("remedy:redatings")).content.decode()
    assert reverse("remedy:redating", args=[mine.pk]) in listed
    assert reverse("remedy:redating", args=[foreign.pk]) not in listed


FORM = {
    "day": "2027-03-03",
    "is_what": "holiday",
    "name": "임시공휴일",
    "declared_on": "2027-02-01",
    "source": "관보",
}


def test_what_moves_is_listed_before_it_is_confirmed(world, director, client):
    other = make_world(make_centre("elsewhere"))
    found = ends_on(world, WEDNESDAY)
    ends_on(other, WEDNESDAY)
    client.force_login(director)
    address = reverse("catalogue:correct")

    shown = client.post(address, FORM)

    page = shown.content.decode()
    assert shown.status_code == 200
    assert found.case.reference in page and "다른 센터의 기한 1건" in page and "옮기고 저장" in page
    assert again(found).last_on == WEDNESDAY
    (form,) = (one for one in forms_of(page, address) if "seen" in one.controls)
    (seen,) = form.controls["seen"].values
    assert client.post(address, FORM | {"day": "2027-03-05", "seen": seen}).status_code == 302
    assert client.post(address, FORM | {"seen": "other"}).status_code == 200
    assert client.post(address, FORM | {"seen": seen}).status_code == 302
    assert again(found).last_on == THURSDAY


def test_who_may_not_see_cases_learns_only_how_many_move(world, client):
    found = ends_on(world, WEDNESDAY)
    client.force_login(make_account(*CALENDAR, centre=world.centre))

    page = client.post(reverse("catalogue:correct"), FORM).content.decode()

    assert "우리 센터의 기한 1건" in page
    assert found.case.reference not in page


def test_taking_a_correction_back_lists_what_moves(world, director, client):
    found = ends_on(world, WEDNESDAY)
    override = declare(director, world.centre)
    client.force_login(director)
    address = reverse("catalogue:restore", args=[override.pk])

    assert found.case.reference in client.get(address).content.decode()
    client.post(address)

    assert again(found).last_on == WEDNESDAY


def test_new_decrees_move_dates_too(world):
    found = ends_on(world, WEDNESDAY)

    count = actions.redate(None, None, WorkingCalendar({WEDNESDAY: "새 공휴일"}))

    assert (count, again(found).last_on) == (1, THURSDAY)
    assert Redating.objects.get().day is None
    assert "공휴일 규정" in CaseEvent.objects.get(code="redate").reason


def test_the_clock_finds_what_an_update_brought(world, monkeypatch):
    found = ends_on(world, WEDNESDAY)
    assert catalogue.reckon_anew() == 0

    monkeypatch.setattr(
        WorkingCalendar, "holiday", lambda self, day: "새 공휴일" if day == WEDNESDAY else None
    )

    assert (catalogue.reckon_anew(), again(found).last_on) == (1, THURSDAY)
    assert catalogue.reckon_anew() == 0


def test_statements_do_not_grow_with_the_dates(world, director, django_assert_num_queries):
    def corrected(day):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            actions.redate(director, Correction(day, "휴일"), WorkingCalendar({day: "휴일"}))
        return len(captured)

    ends_on(world, WEDNESDAY)
    few = corrected(WEDNESDAY)
    for _ in range(5):
        ends_on(world, THURSDAY)

    assert corrected(THURSDAY) == few
