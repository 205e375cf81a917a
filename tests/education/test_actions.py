"""Every verb against PostgreSQL: what it stores, what it refuses, and that two at once are one after the other."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from kwonik.catalogue.models import ServiceLimit
from kwonik.education import actions, queries
from kwonik.education.models import Attendee, Lecture, LectureInstructor, Request
from kwonik.education.rules import Refused
from kwonik.kernel import audit
from kwonik.people.models import Client
from kwonik.people.rules import Stale
from tests.education.factories import DAY, give, make_lecture, make_reading, make_request, make_video
from tests.factories import code_of, make_account, make_appointment, make_centre


def asked(officer, centre, service, **fields):
    given = {
        "kind": code_of(service, "kind", "law"),
        "applicant": "한마음복지관",
        "requested_on": DAY,
        "wished_on": DAY,
        "people": 30,
        **fields,
    }
    return actions.record_request(by=officer, centre=centre, service=service, **given)


def planned(officer, centre, service, **fields):
    given = {
        "kind": code_of(service, "kind", "law"),
        "title": "일터의 노동법",
        "held_on": DAY,
        "starts_at": time(14),
        "ends_at": time(16),
        **fields,
    }
    return actions.plan_lecture(by=officer, centre=centre, service=service, **given)


def test_a_request_is_numbered_and_its_contact_sealed(officer, centre, service):
    row = asked(officer, centre, service, name="홍길동", phone="010-1234-5678")
    again = asked(officer, centre, service, name="홍길동", phone="01012345678")

    assert (row.reference, again.reference) == ("E-2025-000001", "E-2025-000002")
    assert row.contact_id == again.contact_id
    assert Client.objects.count() == 1


def test_the_same_form_makes_one_request_and_one_lecture(officer, centre, service):
    token = uuid4()
    assert asked(officer, centre, service, form_token=token) == asked(
        officer, centre, service, form_token=token
    )
    assert planned(officer, centre, service, form_token=token) == planned(
        officer, centre, service, form_token=token
    )
    assert (Request.objects.count(), Lecture.objects.count()) == (1, 1)


def test_whoever_may_not_does_nothing(centre, service):
    stranger = make_account("education.lecture:view", centre=centre)
    elsewhere = make_account("education.request:record", centre=make_centre("elsewhere"))
    for account in (stranger, elsewhere):
        with pytest.raises(PermissionDenied):
            asked(account, centre, service)
    with pytest.raises(PermissionDenied):
        actions.decide(by=stranger, request=make_request(), verb="accept")


def test_a_request_goes_its_way(officer, centre, service, teacher):
    row = asked(officer, centre, service)
    for verb, state in (("review", "reviewed"), ("wait", "waiting"), ("accept", "accepted")):
        row = actions.decide(by=officer, request=row, verb=verb)
        assert row.state == state
    assert row.accepted_on == timezone.localdate()
    lecture = planned(officer, centre, service, request=row)
    assignment = actions.assign_instructor(by=officer, lecture=lecture, instructor=teacher, fee_won=200_000)
    row.refresh_from_db()
    assert row.state == "assigned"
    actions.release_instructor(by=officer, assignment=assignment)
    row.refresh_from_db()
    assert row.state == "accepted"
    assert actions.decide(by=officer, request=row, verb="finish").state == "done"
    back = actions.decide(by=officer, request=row, verb="reopen")
    assert (back.state, back.accepted_on) == ("reviewed", None)
    assert [event.code.rpartition(".")[2] for event in audit.history(row)] == [
        *("recorded", "reviewed", "waiting", "accepted", "assigned", "done", "reopened"),
    ]


def test_a_small_group_is_refused_kindly_unless_there_is_a_reason(officer, centre, service):
    ServiceLimit.objects.create(service=service, kind="group_at_least", value=10, from_on=date(2020, 1, 1))
    row = asked(officer, centre, service, people=9)
    with pytest.raises(Refused, match="10명 이상의 모임"):
        actions.decide(by=officer, request=row, verb="accept")
    taken = actions.decide(by=officer, request=row, verb="accept", exception="장애인 작업장이라 나누어 함")
    assert (taken.state, taken.exception) == ("accepted", "장애인 작업장이라 나누어 함")
    enough = actions.decide(
        by=officer, request=asked(officer, centre, service, people=10), verb="accept", exception="x"
    )
    assert enough.exception == ""


def test_an_instructor_never_stands_in_two_rooms(officer, centre, service, teacher):
    first = planned(officer, centre, service)
    actions.assign_instructor(by=officer, lecture=first, instructor=teacher)
    second = planned(officer, centre, service, starts_at=time(15), ends_at=time(17))
    after = planned(officer, centre, service, starts_at=time(16), ends_at=time(17))
    with pytest.raises(Refused, match="다른 교육이 있는 강사"):
        actions.assign_instructor(by=officer, lecture=second, instructor=teacher)
    actions.assign_instructor(by=officer, lecture=after, instructor=teacher)
    with pytest.raises(IntegrityError), transaction.atomic():
        give(second, teacher)
    fields = {
        "kind": after.kind,
        "title": after.title,
        "held_on": DAY,
        "starts_at": time(15),
        "ends_at": time(16, 30),
    }
    with pytest.raises(Refused):
        actions.amend_lecture(by=officer, lecture=after, version=1, **fields)
    actions.withdraw(by=officer, row=first, reason="취소됨")
    actions.assign_instructor(
        by=officer, lecture=make_lecture(centre=centre, service=service), instructor=teacher
    )
    with pytest.raises(Refused):
        actions.reinstate(by=officer, row=first)
    first.refresh_from_db()
    assert first.withdrawn_at


def test_only_somebody_in_office_that_day_teaches(officer, centre, service):
    lecture = planned(officer, centre, service)
    late = make_appointment("instructor", centre=centre, from_on=DAY + timedelta(days=1))
    duty = make_appointment("duty_attorney", centre=centre)
    elsewhere = make_appointment("instructor", centre=make_centre("elsewhere"))
    stopped = make_appointment("instructor", centre=centre, suspended=True)
    for who in (late, duty, elsewhere, stopped):
        with pytest.raises(Refused):
            actions.assign_instructor(by=officer, lecture=lecture, instructor=who)
    assert not LectureInstructor.objects.exists()


def test_the_hours_move_with_the_lecture(officer, centre, service, teacher):
    lecture = planned(officer, centre, service)
    row = actions.assign_instructor(by=officer, lecture=lecture, instructor=teacher)
    fields = {
        "kind": lecture.kind,
        "title": "고친 이름",
        "held_on": DAY,
        "starts_at": time(9),
        "ends_at": time(10),
    }
    actions.amend_lecture(by=officer, lecture=lecture, version=1, **fields)
    row.refresh_from_db()
    assert timezone.localtime(row.during.lower).hour == 9
    with pytest.raises(Stale):
        actions.amend_lecture(by=officer, lecture=lecture, version=1, **fields)


def test_what_came_of_it_is_written_down_after_the_day(officer, centre, service):
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Refused, match="아직 하지 않은"):
        actions.record_result(
            by=officer, lecture=planned(officer, centre, service, held_on=tomorrow), people_completed=3
        )
    lecture = planned(officer, centre, service)
    with pytest.raises(Refused, match="만족도에 답한"):
        actions.record_result(by=officer, lecture=lecture, people_completed=3, answered=4)
    held = actions.record_result(
        by=officer, lecture=lecture, people_completed=27, classes=2, satisfaction=4.5, answered=20
    )
    assert (held.people_completed, held.classes) == (27, 2)


def test_the_roster_gives_certificates_to_those_who_came(officer, centre, service):
    lecture = planned(officer, centre, service)
    first, second = (actions.enrol(by=officer, lecture=lecture, name=name) for name in ("홍길동", "김영희"))
    actions.mark_attendance(by=officer, lecture=lecture, attended=[first.pk, 10**9])
    [issued] = actions.issue_certificates(by=officer, lecture=lecture)
    assert (issued.pk, issued.certificate) == (first.pk, "2025-00001")
    assert [row.certificate for row in actions.issue_certificates(by=officer, lecture=lecture)] == [
        "2025-00001"
    ]
    actions.mark_attendance(by=officer, lecture=lecture, attended=[])
    first.refresh_from_db()
    assert first.attended
    with pytest.raises(Refused, match="수료증을 낸"):
        actions.strike(by=officer, attendee=first)
    actions.strike(by=officer, attendee=second)
    assert list(Attendee.objects.all()) == [first]


def test_views_never_fall_whoever_asks(officer, centre, service):
    video = make_video(centre=centre, service=service)
    actions.record_reading(by=officer, video=video, read_on=date(2025, 3, 31), views=500)
    with pytest.raises(Refused, match="앞서 읽은"):
        actions.record_reading(by=officer, video=video, read_on=date(2025, 4, 30), views=499)
    with pytest.raises(Refused, match="뒤에 읽은"):
        actions.record_reading(by=officer, video=video, read_on=date(2025, 2, 28), views=501)
    with pytest.raises(Refused, match="이미 있습니다"):
        actions.record_reading(by=officer, video=video, read_on=date(2025, 3, 31), views=600)
    with pytest.raises(Refused, match="올린 날부터"):
        actions.record_reading(by=officer, video=video, read_on=date(2025, 1, 1), views=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_reading(video, date(2025, 5, 31), 10)


def test_a_reading_comes_back_only_where_it_fits(officer, centre, service):
    video = make_video(centre=centre, service=service)
    wrong = actions.record_reading(by=officer, video=video, read_on=date(2025, 3, 31), views=5_000)
    actions.withdraw(by=officer, row=wrong, reason="다른 영상")
    right = actions.record_reading(by=officer, video=video, read_on=date(2025, 4, 30), views=520)
    with pytest.raises(Refused):
        actions.reinstate(by=officer, row=wrong)
    actions.withdraw(by=officer, row=right, reason="x")
    assert actions.reinstate(by=officer, row=wrong).withdrawn_at is None


def test_a_request_with_a_lecture_is_not_withdrawn(officer, centre, service):
    row = make_request(centre=centre, service=service, state="accepted")
    lecture = planned(officer, centre, service, request=row)
    with pytest.raises(Refused, match="교육부터 철회"):
        actions.withdraw(by=officer, row=row, reason="x")
    actions.withdraw(by=officer, row=lecture, reason="x")
    actions.withdraw(by=officer, row=row, reason="x")
    with pytest.raises(Refused, match="신청부터 되돌리세요"):
        actions.reinstate(by=officer, row=lecture)


def test_specialities_of_other_rooms_say_nothing_about_teaching(centre, service):
    """An advocate is registered for relief cases: for a lecture that is no wrong speciality, only none."""
    advocate = make_appointment(centre=centre, specialities=["unpaid_wages"])
    found = queries.candidates(make_lecture(centre=centre, service=service))
    assert found[advocate.pk][1].specialities == ()
