"""Days of a matter, what follows from them, and how a last day is reckoned: laws that hold for all days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwonik.kernel.calendar import WorkingCalendar
from kwonik.labourlaw import CALCULATIONS
from kwonik.labourlaw.subjects.deadlines import NATURES, terms
from kwonik.labourlaw.subjects.matters import matters
from kwonik.remedy import rules
from kwonik.remedy.codes import DateState, Nature, Unit
from kwonik.remedy.rules import Refused

DAYS = st.dates(date(2013, 1, 1), date(2040, 12, 31))
KINDS = st.sampled_from(sorted(terms()))
CALENDAR = WorkingCalendar()


def test_every_kind_of_deadline_follows_from_some_day_of_a_matter():
    assert {one.term for matter in matters().values() for one in matter.follows} == set(terms())


def test_the_words_of_the_library_are_those_of_the_cases():
    assert dict(Nature.choices) == NATURES | {"own": "직접 정한 기한"}
    assert {term.unit for term in terms().values()} <= set(Unit.values)
    assert all(len(name) <= 100 and len(term.law) <= 120 for name, term in terms().items())
    assert all(matter.label and matter.ask.endswith((".", "?")) for matter in matters().values())


@given(KINDS, DAYS)
def test_a_last_day_is_a_working_day_and_never_before_the_calendar_has_it(name, day):
    found = rules.reckon(terms()[name], day, CALENDAR)

    assert CALENDAR.is_working(found.last_on)
    assert found.event_on <= found.raw_last_on <= found.last_on
    assert all(
        not CALENDAR.is_working(found.raw_last_on + timedelta(days=n))
        for n in range((found.last_on - found.raw_last_on).days)
    )


@given(KINDS, DAYS)
def test_a_case_reckons_as_the_calculator_does(name, day):
    found = rules.reckon(terms()[name], day, CALENDAR)
    told = CALCULATIONS["deadline"](kind=name, event_date=day.isoformat())

    assert told["raw_last_day"] == found.raw_last_on.isoformat()
    assert told["last_day"] == found.last_on.isoformat()


@given(KINDS, DAYS, DAYS)
def test_what_happens_later_ends_no_earlier(name, one, other):
    first, second = sorted((one, other))

    assert (
        rules.reckon(terms()[name], first, CALENDAR).last_on
        <= rules.reckon(terms()[name], second, CALENDAR).last_on
    )


@given(KINDS, DAYS, st.sets(st.integers(0, 20), max_size=4))
def test_one_more_holiday_brings_no_day_forward(name, day, offsets):
    before = rules.reckon(terms()[name], day, CALENDAR)
    added = {before.raw_last_on + timedelta(days=n): "임시공휴일" for n in offsets}
    after = rules.reckon(terms()[name], day, WorkingCalendar(added))

    assert after.last_on >= before.last_on
    assert after.raw_last_on == before.raw_last_on
    assert after.last_on == before.last_on or before.last_on in added


@pytest.mark.parametrize("day", [date(1999, 1, 1), date(2049, 6, 1), date(9999, 12, 31)])
def test_a_year_whose_holidays_nobody_knows_is_refused(day):
    with pytest.raises(Refused, match="마지막 날을 셀 수 없습니다"):
        rules.reckon(terms()["임금채권 소멸시효(3년, 지급일 기준)"], day, CALENDAR)


@pytest.mark.parametrize(
    ("matter", "issue", "forum", "proposed"),
    [
        ("dismissal", "unpaid_wages", "labour_petition", {"부당해고등 구제신청(3개월)"}),
        ("iaci_decision", "occupational_injury", "administrative_appeal", {"산재 심사청구(90일)"}),
        ("iaci_decision", "occupational_injury", "lawsuit", {"산재 심사청구(90일)", "취소소송(90일)"}),
        ("leaving", "unfair_dismissal", "labour_commission", set()),
    ],
)
def test_the_claim_and_the_procedure_say_what_is_proposed_unasked(matter, issue, forum, proposed):
    found = rules.proposals(matters()[matter], date(2026, 3, 3), issue, forum, CALENDAR)

    assert {name for name, _ in found} == proposed


def test_one_asks_for_what_is_not_proposed_by_name():
    found = rules.proposals(
        matters()["leaving"], date(2026, 3, 3), "other", "", CALENDAR, {"퇴직금 소멸시효(3년)"}
    )

    assert [name for name, _ in found] == ["퇴직금 소멸시효(3년)"]


def test_a_term_of_ones_own_may_be_the_day_itself():
    hearing = rules.own_term("심문회의", 0, "days")

    assert rules.reckon(hearing, date(2026, 11, 25), CALENDAR).last_on == date(2026, 11, 25)
    assert rules.reckon(hearing, date(2026, 11, 28), CALENDAR).last_on == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("name", "amount", "unit"),
    [
        ("", 1, "days"),
        ("가", None, "days"),
        ("가", 0, "weeks"),
        ("가", 31, "years"),
        ("가", 3, "eons"),
        ("가", -1, "days"),
    ],
)
def test_a_term_that_says_nothing_is_refused(name, amount, unit):
    with pytest.raises(Refused):
        rules.own_term(name, amount, unit)


@pytest.mark.parametrize(
    ("left", "words", "tone"),
    [
        (-2, "2일 지남", "danger"),
        (0, "오늘까지", "warning"),
        (14, "14일 남음", "warning"),
        (15, "15일 남음", "info"),
    ],
)
def test_how_many_days_are_left_and_how_loudly(left, words, tone):
    today = date(2026, 11, 23)
    last = today + timedelta(days=left)

    assert rules.left_words(last, today) == words
    assert rules.tone(DateState.OPEN, last, today) == tone
    assert rules.is_overdue(DateState.OPEN, last, today) == (left < 0)
    assert rules.is_lost(DateState.PROPOSED, Nature.EXCLUSION, last, today) == (left < 0)
    assert not rules.is_lost(DateState.MET, Nature.EXCLUSION, last, today)
    assert not rules.is_lost(DateState.OPEN, Nature.PRESCRIPTION, last, today)
