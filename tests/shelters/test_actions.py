"""Counting, correcting, keeping the register: what is stored, what is refused, what is told."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from kwonik.kernel import audit
from kwonik.shelters import actions, queries
from kwonik.shelters.models import OpeningHours, Shelter, VisitCount
from kwonik.shelters.rules import Hours, NotAllowed
from tests.factories import make_account, make_centre, make_site
from tests.shelters.factories import at, make_hours, make_shelter, make_visits

A_DAY = date(2025, 5, 9)


def people(shelter, day) -> int:
    return queries.people_on(shelter, day)


def press(keeper, shelter, people=1, **facts):
    return actions.count_visits(by=keeper, shelter=shelter, people=people, **facts)


def test_a_press_counts_on_the_business_day(keeper, shelter):
    make_hours(shelter, "13:00", "06:00")
    now = timezone.localtime()
    today = now.date()
    for moment in (at(today - timedelta(days=1), "14:00"), at(today - timedelta(days=1), "23:30")):
        press(keeper, shelter, 3, pressed_at=moment)
    night = min(at(today, "02:00"), now)
    press(keeper, shelter, 1, pressed_at=night)
    expected = 7 if night == at(today, "02:00") else people(shelter, today - timedelta(days=1))
    assert people(shelter, today - timedelta(days=1)) == expected
    assert set(VisitCount.objects.values_list("source", flat=True)) == {"counter"}
    assert audit.history(VisitCount.objects.first())[0].code == "shelters.visit.counted"


def test_the_same_press_counts_once(keeper, shelter):
    token = uuid4()
    first, second = (press(keeper, shelter, 5, form_token=token) for _ in range(2))
    assert first == second
    assert VisitCount.objects.get().people == 5


@pytest.mark.parametrize("number", [0, -1, 101])
def test_a_press_is_one_to_a_hundred(keeper, shelter, number):
    with pytest.raises(NotAllowed):
        press(keeper, shelter, number)


def test_a_press_of_last_week_is_refused_and_one_from_a_fast_clock_is_now(keeper, shelter):
    with pytest.raises(NotAllowed, match="월별 표"):
        press(keeper, shelter, pressed_at=timezone.now() - timedelta(days=5))
    row = press(keeper, shelter, pressed_at=timezone.now() + timedelta(days=5))
    assert row.day == timezone.localdate()


def test_nobody_is_counted_at_a_shelter_that_has_closed(keeper, shelter):
    actions.amend_shelter(by=keeper, shelter=shelter, until_on=date(2025, 1, 1))
    shelter.refresh_from_db()
    with pytest.raises(NotAllowed, match="운영하지 않았습니다"):
        press(keeper, shelter)


def test_taking_back_undoes_one_press_after_the_other(keeper, shelter):
    for number in (1, 5):
        press(keeper, shelter, number)
    token = uuid4()
    back = [actions.take_back(by=keeper, shelter=shelter, form_token=token) for _ in range(2)]
    assert back[0] == back[1]
    assert (back[0].people, back[0].correction_of.people) == (-5, 5)
    actions.take_back(by=keeper, shelter=shelter)
    assert people(shelter, timezone.localdate()) == 0
    with pytest.raises(NotAllowed, match="되돌릴 것이 없습니다"):
        actions.take_back(by=keeper, shelter=shelter)


def test_nobody_takes_back_what_somebody_else_pressed(keeper, shelter, centre):
    press(keeper, shelter)
    other = make_account("shelters.visit:count", centre=centre)
    with pytest.raises(NotAllowed):
        actions.take_back(by=other, shelter=shelter)


def test_a_corrected_count_stays_and_the_difference_stands_beside_it(keeper, shelter):
    row = make_visits(shelter, A_DAY, 30)
    token = uuid4()
    for _ in range(2):
        actions.correct_visit(by=keeper, visit=row, right=12, reason="두 번 셈", form_token=token)
    assert [(one.people, one.reason) for one in queries.counts_of(shelter, A_DAY)] == [
        (30, ""),
        (-18, "두 번 셈"),
    ]
    actions.correct_visit(by=keeper, visit=row.corrections.get(), right=15, reason="다시 셈")
    assert people(shelter, A_DAY) == 15


def test_a_day_is_corrected_to_what_is_right(keeper, shelter):
    make_visits(shelter, A_DAY, 30)
    make_visits(shelter, A_DAY, 4)
    actions.correct_day(by=keeper, shelter=shelter, day=A_DAY, right=20, reason="무인 계수와 맞춤")
    assert people(shelter, A_DAY) == 20
    actions.correct_day(by=keeper, shelter=shelter, day=A_DAY + timedelta(days=1), right=7, reason="수첩")
    assert people(shelter, A_DAY + timedelta(days=1)) == 7


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"right": 30}, "지금 적힌 수와 같습니다"),
        ({"reason": " "}, "까닭을 적으세요"),
        ({"day": timezone.localdate() + timedelta(days=1)}, "오지 않은 날"),
        ({"day": date(2019, 1, 1)}, "운영하지 않았습니다"),
    ],
)
def test_a_correction_that_says_nothing_is_refused(keeper, shelter, facts, said):
    make_visits(shelter, A_DAY, 30)
    with pytest.raises(NotAllowed, match=said):
        actions.correct_day(
            **{"by": keeper, "shelter": shelter, "day": A_DAY, "right": 2, "reason": "틀림", **facts}
        )


def test_the_database_keeps_a_day_from_falling_below_none(shelter):
    row = make_visits(shelter, A_DAY, 5)
    for act in (
        lambda: make_visits(shelter, A_DAY, -6),
        lambda: VisitCount.objects.filter(pk=row.pk).update(people=-1, reason="x"),
        lambda: VisitCount.objects.create(centre=shelter.centre, shelter=shelter, day=A_DAY, people=-1),
        lambda: make_visits(shelter, A_DAY, 1, correction_of=row),
        lambda: make_visits(make_shelter(make_centre("other")), A_DAY, 1, correction_of=row, reason="x"),
        lambda: make_visits(shelter, A_DAY, 1, centre=make_centre("other")),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    less = make_visits(shelter, A_DAY, -5)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()
    less.delete()
    row.delete()


def test_a_shelter_is_opened_once_at_a_place(keeper, centre):
    site = make_site("a-place", kind="shelter")
    facts = {"name": "새쉼터", "kind": "mini", "site": site, "from_on": A_DAY}
    token = uuid4()
    rows = [actions.open_shelter(by=keeper, centre=centre, form_token=token, **facts) for _ in range(2)]
    assert rows[0] == rows[1] == Shelter.objects.get()
    with pytest.raises(NotAllowed, match="이미 다른 쉼터"):
        actions.open_shelter(by=keeper, centre=centre, **{**facts, "name": "또"})
    with pytest.raises(NotAllowed, match="같은 이름"):
        actions.open_shelter(by=keeper, centre=centre, **{**facts, "site": make_site("b", kind="shelter")})
    actions.amend_shelter(by=keeper, shelter=rows[0], until_on=A_DAY)
    actions.open_shelter(by=keeper, centre=centre, **{**facts, "from_on": A_DAY + timedelta(days=1)})
    assert rows[0].past.count() == 1


def test_rooms_stand_once(keeper, shelter):
    facts = {"name": "교육실", "seats": 20, "from_on": A_DAY}
    room = actions.open_room(by=keeper, shelter=shelter, **facts)
    with pytest.raises(NotAllowed, match="같은 이름의 공간"):
        actions.open_room(by=keeper, shelter=shelter, **facts)
    assert actions.amend_room(by=keeper, room=room, seats=30).seats == 30


def test_hours_hold_from_their_day_and_the_old_ones_end(keeper, shelter):
    make_hours(shelter, "09:00", "22:00")
    week = {day: Hours(time(13), time(6)) for day in range(5)}
    actions.set_hours(by=keeper, shelter=shelter, from_on=A_DAY, week=week)
    actions.set_hours(by=keeper, shelter=shelter, from_on=A_DAY, week={**week, 7: None})
    table = queries.timetable(shelter)
    assert str(table.on(A_DAY)) == "13:00~익일 06:00"
    assert str(table.on(A_DAY - timedelta(days=1))) == "09:00~22:00"
    assert table.on(date(2025, 5, 10)) is None
    assert table.on(date(2025, 6, 6)) is None
    assert OpeningHours.objects.filter(until_on=None).count() == 6


def test_a_closure_is_kept_and_taken_back(keeper, shelter):
    make_hours(shelter)
    facts = {"from_on": A_DAY, "until_on": None, "hours": None, "reason": "소독"}
    row = actions.add_special_day(by=keeper, shelter=shelter, **facts)
    assert queries.timetable(shelter).on(A_DAY) is None
    with pytest.raises(NotAllowed, match="이미 올린"):
        actions.add_special_day(by=keeper, shelter=shelter, **facts)
    actions.withdraw_special_day(by=keeper, special_day=row)
    assert queries.timetable(shelter).on(A_DAY)
    actions.add_special_day(by=keeper, shelter=shelter, **facts)


def test_whoever_may_not_does_not(shelter, centre):
    nobody = make_account("shelters.shelter:view", centre=centre)
    row = make_visits(shelter, A_DAY, 5)
    for act in (
        lambda: press(nobody, shelter),
        lambda: actions.take_back(by=nobody, shelter=shelter),
        lambda: actions.correct_visit(by=nobody, visit=row, right=1, reason="x"),
        lambda: actions.correct_day(by=nobody, shelter=shelter, day=A_DAY, right=1, reason="x"),
        lambda: actions.set_hours(by=nobody, shelter=shelter, from_on=A_DAY, week={}),
        lambda: actions.open_room(by=nobody, shelter=shelter, name="x", seats=1, from_on=A_DAY),
    ):
        with pytest.raises(PermissionDenied):
            act()
