"""Quotas over routes and merged entries, numbers without gaps, one form once: in the actions and in the database."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from kwonik.kernel.models import AuditEvent
from kwonik.people.actions import merge_clients
from kwonik.wellbeing import actions, queries
from kwonik.wellbeing.models import Course, Sitting
from kwonik.wellbeing.rules import Refused, Use
from tests.factories import code_of, make_account, make_centre, make_client
from tests.wellbeing.factories import A_DAY, OWN, make_course, make_hub, make_sitting, make_sittings

FULL = "10회기를 모두 썼습니다"


def record(by, course, day=date(2025, 8, 1), **fields):
    return actions.record_sitting(by=by, course=course, held_on=day, **{"state": "held", **fields})


@pytest.fixture
def both(centre, course):
    """A second course of the same person, at a hub."""
    return make_course(centre, hub=make_hub(centre), client=course.client)


def test_the_year_is_one_for_all_routes(officer, course, both):
    make_sittings(course, 7)
    make_sittings(both, 3)
    for one in (course, both):
        with pytest.raises(Refused, match=FULL):
            record(officer, one)
    assert queries.use_of(course.client, course.service, 2025) == Use(2025, 10, 0, 10)
    assert record(officer, both, date(2026, 1, 5)).number == 4


def test_planned_sittings_are_taken_too_and_missed_or_cancelled_ones_are_not(officer, course):
    make_sittings(course, 8)
    make_sitting(course, date(2025, 7, 1), "no_show")
    make_sitting(course, date(2025, 7, 2), "cancelled")
    planned = record(officer, course, state="planned")
    record(officer, course, date(2025, 8, 8))
    with pytest.raises(Refused, match=FULL):
        record(officer, course, date(2025, 8, 9))
    with pytest.raises(Refused, match=FULL):
        actions.settle_sitting(
            by=officer, sitting=course.sittings.get(state="no_show"), held_on=date(2025, 7, 1), state="held"
        )
    held = actions.settle_sitting(by=officer, sitting=planned, held_on=planned.held_on, state="held")
    assert held.state == "held"
    record(officer, course, date(2025, 8, 9), state="no_show")


def test_entries_merged_later_are_one_person_with_one_quota(officer, centre, course):
    other = make_course(centre, hub=make_hub(centre))
    make_sittings(course, 6)
    make_sittings(other, 4)
    record(officer, other, date(2025, 8, 2))
    merge_clients(by=officer, keep=course.client, other=other.client)
    for one in (course, other):
        one.refresh_from_db()
        with pytest.raises(Refused, match="11회기"):
            record(officer, one)


def test_an_extension_with_a_reason_makes_room_over_all_routes(officer, course, both):
    make_sittings(course, 7)
    make_sittings(both, 3)
    with pytest.raises(Refused, match="까닭"):
        actions.extend_course(by=officer, course=both, sittings=2, reason=" ", year=2025)
    actions.extend_course(by=officer, course=both, sittings=1, reason="위기 개입", year=2025)
    record(officer, course)
    with pytest.raises(Refused, match="11회기를 모두"):
        record(officer, both)


def test_a_course_holds_no_more_than_was_agreed_for_it(officer, centre):
    course = make_course(centre, quota=2)
    make_sittings(course, 2)
    with pytest.raises(Refused, match="이 상담에 정한 2회기"):
        record(officer, course)


def test_a_withdrawn_sitting_gives_its_place_back_and_takes_it_again_only_if_there_is_room(officer, course):
    sittings = make_sittings(course, 10)
    gone = actions.withdraw(by=officer, row=sittings[3], reason="두 번 적음")
    assert gone.number is None
    assert list(course.sittings.filter(number__isnull=False).values_list("number", flat=True)) == list(
        range(1, 10)
    )
    record(officer, course)
    with pytest.raises(Refused, match=FULL):
        actions.reinstate(by=officer, row=gone)


def test_sittings_are_numbered_by_their_days(officer, course):
    later = record(officer, course, date(2025, 6, 13))
    earlier = record(officer, course, date(2025, 6, 6))
    later.refresh_from_db()
    assert (earlier.number, later.number) == (1, 2)
    actions.settle_sitting(by=officer, sitting=earlier, held_on=date(2025, 6, 20), state="held")
    assert list(course.sittings.order_by("held_on").values_list("pk", "number")) == [
        (later.pk, 1),
        (earlier.pk, 2),
    ]


@pytest.mark.parametrize(
    "break_it",
    [
        lambda rows: Sitting.objects.filter(pk=rows[0].pk).update(number=9),
        lambda rows: Sitting.objects.filter(pk=rows[0].pk).update(number=2),
        lambda rows: Sitting.objects.filter(pk=rows[0].pk).update(number=None),
        lambda rows: Sitting.objects.filter(pk=rows[0].pk).update(centre=make_centre("elsewhere")),
        lambda rows: Sitting.objects.filter(pk=rows[0].pk)._raw_delete("default"),
        lambda rows: Sitting.objects.filter(pk=rows[0].pk).update(confirmation="code"),
        lambda rows: Course.objects.update(hub=make_hub(rows[0].centre)),
        lambda rows: Course.objects.update(state="stopped"),
        lambda rows: Course.objects.update(quota=0),
    ],
)
def test_the_database_refuses_what_the_actions_do_not_do(course, break_it):
    rows = make_sittings(course, 3)
    with pytest.raises(IntegrityError), transaction.atomic():
        break_it(rows)
        connection.check_constraints()


def test_the_same_form_twice_is_one_sitting_and_never_another(officer, course):
    token = uuid4()
    first = record(officer, course, form_token=token)
    assert record(officer, course, form_token=token) == first
    with pytest.raises(Refused, match="이미 적었습니다"):
        record(officer, course, date(2025, 8, 2), form_token=token)


def test_a_client_confirms_only_what_was_held(officer, course):
    planned = make_sitting(course, state="planned")
    with pytest.raises(Refused, match="진행한 회기만"):
        actions.confirm_sitting(by=officer, sitting=planned, confirmation="code")
    held = make_sitting(course)
    stored = actions.confirm_sitting(by=officer, sitting=held, confirmation="code")
    assert stored.confirmed_by == officer and stored.confirmed_at
    with pytest.raises(Refused, match="진행한 회기만"):
        actions.settle_sitting(
            by=officer, sitting=stored, held_on=A_DAY, state="no_show", confirmation="code"
        )
    again = actions.settle_sitting(by=officer, sitting=stored, held_on=A_DAY, state="no_show")
    assert (again.confirmation, again.confirmed_at, again.confirmed_by) == ("", None, None)


def test_sittings_are_kept_by_officers_and_the_courses_own_counsellor(counsellor, course, centre):
    assert record(counsellor, course).recorded_by == counsellor
    with pytest.raises(PermissionDenied):
        record(counsellor, make_course(centre))
    with pytest.raises(PermissionDenied):
        record(make_account(OWN, centre=centre), course)
    with pytest.raises(PermissionDenied):
        actions.withdraw(by=counsellor, row=course.sittings.get(), reason="잘못")


def test_a_hub_or_counsellor_not_in_force_is_refused(officer, centre, psych):
    issue = code_of(psych, "issue", "exhaustion")
    facts = {"by": officer, "centre": centre, "service": psych, "issue": issue, "name": "김민수"}
    ended = make_hub(centre, until_on=date(2025, 4, 30))
    with pytest.raises(Refused, match="협약이 이어지고 있지 않은"):
        actions.open_course(
            **facts, route="hub", hub=ended, counsellor_name="윤서연", opened_on=date(2025, 5, 2)
        )
    elsewhere = make_hub(make_centre("elsewhere"))
    with pytest.raises(Refused, match="다른 센터"):
        actions.open_course(
            **facts, route="hub", hub=elsewhere, counsellor_name="윤서연", opened_on=date(2025, 5, 2)
        )
    assert not Course.objects.exists()


def test_nothing_left_in_the_year_opens_no_course(officer, centre, course, psych):
    make_sittings(course, 10)
    facts = {
        "by": officer,
        "centre": centre,
        "service": psych,
        "issue": course.issue,
        "client": course.client,
    }
    with pytest.raises(Refused, match=FULL):
        actions.open_course(
            **facts, route="individual", counsellor=course.counsellor, opened_on=date(2025, 8, 1)
        )


def test_a_course_is_closed_after_its_planned_sittings_are_settled(officer, course):
    planned = make_sitting(course, date(2025, 6, 2), "planned")
    with pytest.raises(Refused, match="예정한 회기가 남아"):
        actions.close_course(by=officer, course=course, closed_on=date(2025, 6, 9))
    actions.settle_sitting(by=officer, sitting=planned, held_on=date(2025, 6, 2), state="held")
    with pytest.raises(Refused, match="마지막 회기보다"):
        actions.close_course(by=officer, course=course, closed_on=date(2025, 6, 1))
    assert actions.close_course(by=officer, course=course, closed_on=date(2025, 6, 2)).state == "finished"


def test_a_withdrawn_course_takes_nothing_more_and_comes_back(officer, course):
    make_sitting(course)
    with pytest.raises(Refused, match="회기를 먼저 철회"):
        actions.withdraw(by=officer, row=course, reason="잘못 엶")
    actions.withdraw(by=officer, row=course.sittings.get(), reason="잘못 적음")
    gone = actions.withdraw(by=officer, row=course, reason="잘못 엶")
    with pytest.raises(Refused, match="철회한 상담입니다"):
        record(officer, gone)
    with pytest.raises(Refused, match="상담의 철회부터"):
        actions.reinstate(by=officer, row=course.sittings.get())
    actions.reinstate(by=officer, row=gone)
    assert record(officer, course).number == 1


def test_what_happened_is_in_the_audit_trail_without_anybodys_name(officer, centre, psych, course):
    issue = code_of(psych, "issue", "exhaustion")
    opened = actions.open_course(
        by=officer,
        centre=centre,
        service=psych,
        route="individual",
        issue=issue,
        opened_on=A_DAY,
        name="홍길동",
        phone="010-1234-5678",
        counsellor=course.counsellor,
    )
    row = record(officer, opened)
    actions.withdraw(by=officer, row=row, reason="잘못")
    codes = list(AuditEvent.objects.filter(code__startswith="wellbeing.").values_list("code", flat=True))
    assert codes == ["wellbeing.course.opened", "wellbeing.sitting.recorded", "wellbeing.sitting.withdrawn"]
    assert "홍길동" not in str(list(AuditEvent.objects.values()))


def test_days_of_another_year_ask_the_other_years_quota(officer, course):
    make_sittings(course, 9, date(2024, 12, 1) + timedelta(days=1))
    assert queries.use_of(course.client, course.service, 2024).taken == 9
    assert queries.use_of(make_client(course.centre), course.service, 2024).taken == 0
