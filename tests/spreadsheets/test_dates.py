"""Days and times are read in every hand offices write them in, and a wrong one is told what is wrong with it."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwonik.spreadsheets.cells import Doubtful, Unreadable
from kwonik.spreadsheets.dates import date_parser, datetime_parser, time_parser

parse = date_parser()
DAY = date(2025, 5, 9)  # a Friday

HANDS = (
    "{0.year}. {0.month}. {0.day}.",
    "{0.year}.{0.month}.{0.day}",
    "{0:%Y.%m.%d}",
    "{0:%Y.%m.%d}.",
    "{0:%Y-%m-%d}",
    "{0:%Y/%m/%d}",
    "{0:%Y%m%d}",
    "{0.year}년 {0.month}월 {0.day}일",
    "{0.year}년{0.month}월{0.day}일",
    "{0.year} {0.month} {0.day}",
    "{0:%Y-%m-%d} 14:30",
    "{0:%Y-%m-%d} 14:30:00",
    "{0:%Y-%m-%d}T14:30:00",
    "{0.year}. {0.month}. {0.day}. 오후 2시 30분",
    "{0.year}.{0.month}.{0.day}({1})",
    "{0.year}. {0.month}. {0.day}. ({1})",
    "{0.year}. {0.month}. {0.day}.({1}요일) 14:30",
    "{0.year}년 {0.month}월 {0.day}일 {1}요일",
)
SHORT_HANDS = (
    "'{0:%y}.{0.month}.{0.day}",
    "’{0:%y}. {0.month}. {0.day}.",
    "{0:%y}-{0.month}-{0.day}",
    "{0:%y}.{0:%m}.{0:%d}",
    "{0:%y%m%d}",
)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(HANDS))
def test_every_day_is_read_back_from_every_hand(day, hand):
    assert parse(hand.format(day, "월화수목금토일"[day.weekday()])) == day


@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)), st.sampled_from(SHORT_HANDS))
def test_two_digit_years_lie_between_1950_and_2049(day, hand):
    assert parse(hand.format(day)) == day


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)), st.floats(0, 0.99))
def test_day_numbers_of_excel_are_days(day, fraction):
    number = (day - date(1899, 12, 30)).days
    assert parse(float(number)) == parse(number) == parse(number + fraction) == day


def test_day_numbers_may_count_from_1904():
    assert date_parser(counts_from_1904=True)(float((DAY - date(1904, 1, 1)).days)) == DAY


@pytest.mark.parametrize(
    "cell",
    [DAY, datetime(2025, 5, 9, 14), 20250509.0, 250509.0, "２０２５．５．９", " 2025-05-09 ", "2025–05–09"],
)
def test_typed_days_and_full_width_digits_are_read(cell):
    assert parse(cell) == DAY


@pytest.mark.parametrize("cell", ["", "  ", "-", "–", "ㅡ", "."])
def test_dashes_and_blanks_are_nothing(cell):
    assert parse(cell) is None


@pytest.mark.parametrize("text", ["5/9", "5.9", "5. 9.", "5월 9일", "05-09", "5/9(금)", "5월9일 14:00"])
def test_a_day_without_a_year_takes_the_given_one_and_says_so(text):
    with pytest.raises(Doubtful) as doubt:
        date_parser(year=2025)(text)
    assert doubt.value.value == DAY
    assert "2025년으로 읽었습니다" in doubt.value.sentence
    with pytest.raises(Unreadable) as failure:
        parse(text)
    assert "기준 연도" in failure.value.sentence


WRONG = {
    "2025-02-29": "2월은 28일까지",
    "2026-13-01": "13월은 없습니다",
    "2025.4.31": "4월은 30일까지",
    "2025.0.1": "0월은 없습니다",
    "2025.5.0": "31일까지",
    "2025.5.9(목)": "금요일인데 목요일",
    "2025.5.9 ~ 5.11": "날짜가 둘",
    "2025.5.9, 2025.5.11": "날짜가 둘",
    "05/09/2025": "연도가 뒤에",
    "2025.5": "며칠인지",
    "2025년 5월": "며칠인지",
    "음력 4.12": "음력",
    "윤4월 12일": "음력",
    "1850.5.9": "1850년",
    "2525.5.9": "2525년",
    "어제": "날짜로 읽을 수 없습니다",
    "2025.5.9 오후에 전화": "날짜로 읽을 수 없습니다",
    "#N/A": "수식 오류",
    "#####": "수식 오류",
    5.1: "1일인지 10일인지",
    12.0: "날짜로 읽을 수 없습니다",
    float("nan"): "날짜로 읽을 수 없습니다",
    float("inf"): "날짜로 읽을 수 없습니다",
    True: "날짜로 읽을 수 없습니다",
    time(14, 30): "날짜가 없습니다",
    date(1899, 12, 31): "1899년",
    timedelta(hours=30): "날짜로 읽을 수 없습니다",
}


@pytest.mark.parametrize(("cell", "said"), WRONG.items(), ids=map(str, WRONG))
def test_a_wrong_day_is_told_what_is_wrong(cell, said):
    with pytest.raises(Unreadable) as failure:
        parse(cell)
    assert said in failure.value.sentence
    assert failure.value.sentence.endswith("주세요.")


def test_the_29th_of_february_needs_a_leap_year():
    assert parse("2024.2.29") == date(2024, 2, 29)


def test_a_moment_keeps_its_time_and_a_bare_day_is_doubted():
    moment = datetime_parser()
    assert moment("2025-05-09 14:30") == moment(datetime(2025, 5, 9, 14, 30)) == datetime(2025, 5, 9, 14, 30)
    assert moment(45786.604166666664) == datetime(2025, 5, 9, 14, 30)
    for cell in ("2025-05-09", DAY, 45786.0):
        with pytest.raises(Doubtful) as doubt:
            moment(cell)
        assert doubt.value.value == datetime(2025, 5, 9)
        assert "0시로 읽었습니다" in doubt.value.sentence


@given(
    st.times().map(lambda t: t.replace(microsecond=0)),
    st.sampled_from(["{0:%H:%M:%S}", "{0.hour}시 {0.minute}분 {0.second}초"]),
)
def test_every_time_is_read_back(moment, hand):
    assert time_parser()(hand.format(moment)) == moment


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("14:30", time(14, 30)),
        ("오후 2:30", time(14, 30)),
        ("오후 2시 30분", time(14, 30)),
        ("오후 2시", time(14)),
        ("2:30 PM", time(14, 30)),
        ("오전 12:05", time(0, 5)),
        ("오후 12시", time(12)),
        ("14시", time(14)),
        (time(14, 30), time(14, 30)),
        (datetime(2025, 5, 9, 14, 30), time(14, 30)),
        (14.5 / 24, time(14, 30)),
        (timedelta(hours=14, minutes=30), time(14, 30)),
        ("-", None),
    ],
)
def test_times_are_read(cell, wanted):
    assert time_parser()(cell) == wanted


@pytest.mark.parametrize(
    "cell", ["24:00", "25:00", "14:70", "1430", "14", "14:00~15:00", "오후", 14.0, -0.5, timedelta(hours=30)]
)
def test_what_is_no_time_is_told(cell):
    with pytest.raises(Unreadable) as failure:
        time_parser()(cell)
    assert failure.value.sentence.endswith("주세요.")
