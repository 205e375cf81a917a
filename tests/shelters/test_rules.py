"""Hours past midnight, business days, what a room takes; without a database."""

from datetime import date, datetime, time, timedelta

import pytest

from kwonik.kernel.periods import SEOUL
from kwonik.shelters import rules
from kwonik.shelters.codes import HOLIDAY, MOVES, BookingState
from kwonik.shelters.rules import Hours, NotAllowed, Regular, RoomRules, Special, Timetable, Wish

FRIDAY = date(2025, 5, 9)
LONG_AGO = date(2020, 1, 1)
NIGHT = Hours(time(13), time(6))


def at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), SEOUL)


def night_shelter(*special: Special, holidays: bool = False) -> Timetable:
    regular = [Regular(day, LONG_AGO, None, NIGHT) for day in range(5)]
    if not holidays:
        regular.append(Regular(HOLIDAY, LONG_AGO, None, None))
    return Timetable(tuple(regular), special)


def test_hours_past_midnight_end_on_the_next_day():
    assert NIGHT.on(FRIDAY) == (at(FRIDAY, "13:00"), at(FRIDAY + timedelta(days=1), "06:00"))
    assert str(NIGHT) == "13:00~익일 06:00"
    whole = Hours(time(0), time(0))
    assert whole.on(FRIDAY)[1] - whole.on(FRIDAY)[0] == timedelta(days=1)
    assert str(whole) == "24시간"


@pytest.mark.parametrize(
    ("day", "clock", "expected"),
    [
        (0, "13:00", 0),
        (0, "23:59", 0),
        (1, "00:00", 0),
        (1, "02:00", 0),
        (1, "05:59", 0),
        (1, "06:00", 0),  # the keeper counts those who leave
        (1, "07:59", 0),
        (1, "08:00", 1),  # Saturday, closed: the calendar's day
        (0, "05:00", -1),  # Thursday's opening
        (0, "09:00", 0),
        (0, "12:59", 0),
    ],
)
def test_a_visit_belongs_to_the_day_whose_opening_it_falls_in(day, clock, expected):
    instant = at(FRIDAY + timedelta(days=day), clock)
    assert night_shelter().business_day(instant) == FRIDAY + timedelta(days=expected)


def test_a_visit_at_night_after_a_closed_day_is_the_calendars():
    closed = Special(FRIDAY, FRIDAY, None, "소독")
    assert night_shelter(closed).business_day(at(FRIDAY + timedelta(days=1), "02:00")) == FRIDAY + timedelta(
        days=1
    )


def test_holidays_closures_and_special_hours_come_before_the_weekday():
    childrens_day = date(2025, 5, 5)
    assert night_shelter().on(childrens_day) is None
    assert night_shelter(holidays=True).on(childrens_day) == NIGHT
    short = Special(FRIDAY, FRIDAY, Hours(time(18), time(23)), "단축 운영")
    assert str(night_shelter(short).on(FRIDAY)) == "18:00~23:00"
    assert Timetable().on(FRIDAY) is None


def test_new_hours_hold_from_their_day():
    old = Regular(4, LONG_AGO, FRIDAY - timedelta(days=1), NIGHT)
    new = Regular(4, FRIDAY, None, Hours(time(9), time(22)))
    table = Timetable((old, new))
    assert (str(table.on(FRIDAY)), table.on(FRIDAY - timedelta(days=7))) == ("09:00~22:00", NIGHT)


ROOM = RoomRules(
    seats=20, hours=Hours(time(14), time(2)), ahead_days=30, notice_hours=2, longest_hours=4, monthly_limit=2
)
NOW = at(date(2025, 5, 8), "10:00")


def check(starts="14:00", ends="16:00", day=FRIDAY, heads=8, booked=0, table=None, room=ROOM, now=NOW):
    first = at(day, starts)
    last = at(day, ends)
    wish = Wish(first, last if last > first else last + timedelta(days=1), heads)
    rules.check_wish(room, table or night_shelter(), wish, now, booked)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"heads": 21}, "20명까지"),
        ({"ends": "18:01"}, "4시간까지"),
        ({"starts": "13:00", "ends": "15:00"}, "열려 있지 않은"),  # the room's own hours
        ({"starts": "01:00", "ends": "03:00", "day": FRIDAY + timedelta(days=1)}, "열려 있지 않은"),
        ({"day": FRIDAY + timedelta(days=1)}, "열려 있지 않은"),  # Saturday
        ({"day": FRIDAY + timedelta(days=60)}, "30일 뒤까지만"),
        ({"day": date(2025, 5, 7)}, "지난 시간"),
        ({"now": at(FRIDAY, "12:30")}, "2시간 전까지"),
        ({"booked": 2}, "한 달에 2번"),
    ],
)
def test_what_a_room_does_not_take_is_said(facts, said):
    with pytest.raises(NotAllowed, match=said):
        check(**facts)


def test_what_a_room_takes():
    check()
    check("23:00", "01:00")
    check("01:00", "02:00", day=FRIDAY)  # Thursday's night
    check("03:00", "04:00", room=RoomRules(seats=8), table=Timetable())  # nothing known, nothing refused


def test_every_move_leads_somewhere_and_back():
    assert rules.after("requested", "approve") == BookingState.APPROVED
    with pytest.raises(NotAllowed, match="이용함"):
        rules.after("used", "cancel")
    for state in BookingState:
        assert rules.moves_from(state), state
    assert {result for _, result in MOVES.values()} == set(BookingState) - {BookingState.WAITING}


def test_a_day_never_falls_below_none():
    rules.check_correction(5, -5)
    for total, people in ((5, -6), (0, -1), (5, 0)):
        with pytest.raises(NotAllowed):
            rules.check_correction(total, people)


def test_a_group_is_one_however_it_is_spaced():
    assert rules.group_key(" 대리 기사  모임 ") == rules.group_key("대리기사모임")
