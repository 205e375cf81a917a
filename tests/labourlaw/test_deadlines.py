"""Deadlines: how days are counted, where they roll, which calendar was known, and by which name a term is found."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwonik.kernel.calendar import WorkingCalendar
from kwonik.labourlaw import CALCULATIONS, Refused, counting
from kwonik.labourlaw.subjects.deadlines import terms

deadline, petition_due = CALCULATIONS["deadline"], CALCULATIONS["petition_due"]
KINDS = st.sampled_from(sorted(terms()))
EVENTS = st.dates(date(2014, 1, 1), date(2037, 12, 31))  # the calendar ends in 2050
KNOWN = st.one_of(st.none(), st.dates(date(2014, 1, 1), date(2030, 12, 31)))
DISMISSAL = "부당해고등 구제신청(3개월)"
PETITION, COMPLAINT = "노동청 진정 처리기한(25일)", "노동청 고소·고발 처리기한(2개월)"


def last_day(kind: str, event: str | date, **more) -> tuple[str, str]:
    found = deadline(kind=kind, event_date=event, **more)
    return found.raw_last_day, found.last_day


@given(KINDS, EVENTS, KNOWN)
def test_every_deadline_is_a_working_day_as_known(kind, event, known_on):
    found = deadline(kind=kind, event_date=event, known_on=known_on)
    calendar = WorkingCalendar(known_on=known_on or date.max)
    raw, last = found.exact["raw_last_day"], found.exact["last_day"]

    assert calendar.is_working(last)
    assert not any(calendar.is_working(raw + timedelta(days=i)) for i in range((last - raw).days))


@given(KINDS, EVENTS, st.integers(0, 800))
def test_a_later_event_never_has_an_earlier_deadline(kind, event, days):
    assert last_day(kind, event) <= last_day(kind, event + timedelta(days=days))


@given(EVENTS, st.integers(1, 60))
def test_a_term_of_months_ends_on_the_same_day_number_or_at_the_end_of_the_month(event, months):
    last = counting.last_day(event, amount=months, unit="months")
    ahead = (event.year * 12 + event.month - 1 + months) - (last.year * 12 + last.month - 1)

    assert ahead == 0
    assert last.day == event.day or (last + timedelta(days=1)).month != last.month


@pytest.mark.parametrize(
    "event, raw, last",
    [
        ("2025-11-30", "2026-02-28", "2026-03-03"),  # no 30 February; Saturday, 3·1절 and its substitute
        ("2026-01-31", "2026-04-30", "2026-04-30"),
        ("2027-11-29", "2028-02-29", "2028-02-29"),
        ("2027-11-30", "2028-02-29", "2028-02-29"),  # a leap year
        ("2026-02-28", "2026-05-31", "2026-06-01"),  # the first day is 1 March: a whole month to its end
        ("2026-06-24", "2026-09-24", "2026-09-28"),  # 추석 on Thursday to Saturday
        ("2026-07-05", "2026-10-05", "2026-10-06"),  # 개천절 on Saturday is made up for on Monday
    ],
)
def test_month_ends_and_rolling(event, raw, last):
    assert last_day(DISMISSAL, event) == (raw, last)


def test_a_term_ending_on_a_holiday_declared_late_was_another_before():
    assert last_day(DISMISSAL, "2026-02-01", known_on="2026-03-01")[1] == "2026-05-01"
    assert last_day(DISMISSAL, "2026-02-01", known_on="2026-06-01")[1] == "2026-05-04"
    assert last_day(DISMISSAL, "2026-02-01")[1] == "2026-05-04"
    assert last_day(DISMISSAL, "2026-04-17", known_on="2026-04-29")[1] == "2026-07-17"
    assert last_day(DISMISSAL, "2026-04-17", known_on="2026-04-30")[1] == "2026-07-20"


@pytest.mark.parametrize(
    "kind, event, raw, last",
    [
        ("중노위 재심신청(10일)", "2026-09-15", "2026-09-25", "2026-09-28"),
        ("퇴직금 소멸시효(3년)", "2024-02-29", "2027-02-28", "2027-03-02"),
        ("산재 급여 시효(3년)", "2023-05-01", "2026-05-01", "2026-05-04"),
        ("직장내 괴롭힘 불법행위 손해배상(10년)", "2020-02-29", "2030-02-28", "2030-02-28"),
        ("지급명령 이의(2주)", "2026-04-17", "2026-05-01", "2026-05-04"),
        ("항소(2주)", "2026-02-03", "2026-02-17", "2026-02-19"),
        ("간이대지급금용 소송(퇴직 다음날부터 2년)", "2026-01-01", "2027-12-31", "2027-12-31"),
        ("간이대지급금 청구(체불확인서 6개월)", "2025-08-31", "2026-02-28", "2026-03-03"),
        ("도산등사실인정 신청(퇴직 다음날부터 1년)", "2024-02-29", "2025-02-28", "2025-02-28"),
        ("취소소송(1년)", "2026-02-28", "2027-02-28", "2027-03-02"),
        ("행정심판(180일)", "2026-01-05", "2026-07-04", "2026-07-06"),
    ],
)
def test_other_kinds(kind, event, raw, last):
    assert last_day(kind, event) == (raw, last)


@pytest.mark.parametrize(
    "said, meant",
    [
        ("부당해고 등 구제신청", DISMISSAL),
        ("부당해고등 구제신청(3월)", DISMISSAL),
        ("행정심판(처분을 안 날부터 90일)", "행정심판(90일)"),
        ("행정심판(처분이 있은 날부터 180일)", "행정심판(180일)"),
        ("간이대지급금 청구(확인서 발급일부터 6개월)", "간이대지급금 청구(체불확인서 6개월)"),
        ("간이대지급금 청구(판결 확정일부터 1년)", "간이대지급금 청구(판결등부터 1년)"),
        ("직장 내 괴롭힘 불법행위 손해배상 (10년)", "직장내 괴롭힘 불법행위 손해배상(10년)"),
    ],
)
def test_a_term_is_found_by_other_words(said, meant):
    assert deadline(kind=said, event_date="2026-01-05").inputs["kind"] == meant


@pytest.mark.parametrize(
    "said",
    ["부당해고등 구제신청(6개월)", "재심신청(15일)", "행정심판", "취소소송", "괴롭힘 신고", "", "3개월"],
)
def test_another_period_or_an_ambiguous_name_finds_no_term(said):
    with pytest.raises(Refused) as refused:
        deadline(kind=said, event_date="2026-01-05")
    assert list(refused.value.problems) == ["kind"]


def test_no_word_stands_for_two_terms():
    words = [word for name, term in terms().items() for word in (name, *term.also)]

    assert len(words) == len(set(words))


def test_a_year_without_a_calendar_is_refused_by_the_event():
    for event in ("2001-01-01", "2060-01-01"):
        with pytest.raises(Refused) as refused:
            deadline(kind=DISMISSAL, event_date=event)
        assert list(refused.value.problems) == ["event_date"]


def test_warns_where_the_calendar_may_still_change():
    assert any(
        "공표되지 않았습니다" in words for words in deadline(kind=DISMISSAL, event_date="2029-01-01").warnings
    )
    assert not any(
        "공표되지" in words for words in deadline(kind=DISMISSAL, event_date="2026-01-01").warnings
    )


@given(st.dates(date(2014, 1, 1), date(2035, 12, 31)), st.integers(0, 2))
def test_a_petition_counts_working_days_from_the_first(received, extensions):
    due = petition_due(kind=PETITION, received=received, extensions=extensions).exact["due"]
    calendar = WorkingCalendar()
    days = [received + timedelta(days=i) for i in range((due - received).days + 1)]

    assert calendar.is_working(due)
    assert sum(calendar.is_working(day) for day in days) == 25 * (1 + extensions)


@given(st.dates(date(2014, 1, 1), date(2035, 12, 31)))
def test_a_complaint_has_two_months_with_its_first_day(received):
    due = petition_due(kind=COMPLAINT, received=received).exact["due"]

    assert WorkingCalendar().is_working(due)
    assert counting.complete_months(received, due) >= 2


def test_the_complaint_of_the_ombudsman_decision():
    assert petition_due(kind="고소·고발", received="2021-07-26").due == "2021-09-27"


def test_only_petitions_are_extended():
    with pytest.raises(Refused) as refused:
        petition_due(kind=COMPLAINT, received="2026-01-05", extensions=1)
    assert list(refused.value.problems) == ["extensions"]
