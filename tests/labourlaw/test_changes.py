"""The law as of a day, and the holidays of a year and a day."""

from datetime import date, timedelta

import pytest

from kwonik.kernel.decrees import holidays_of
from kwonik.labourlaw import CALCULATIONS, Refused, Unset
from kwonik.labourlaw.subjects.changes import topics

law_as_of, of_year, of_day = (CALCULATIONS[n] for n in ("law_as_of", "public_holidays", "is_public_holiday"))


@pytest.mark.parametrize(
    "topic, on, before, after",
    [
        (
            "임금체불 법정형",
            "2026-10-08",
            "3년 이하 징역 또는 3천만원 이하 벌금",
            "5년 이하 징역 또는 5천만원 이하 벌금",
        ),
        ("반의사불벌 근거 조문", "2026-10-08", "제109조②", "제107조②"),
        ("4시간 근로자의 휴게 미사용 명시 요청 허용", "2026-12-10", False, True),
        ("감독관 명칭", "2026-12-08", "근로감독관", "노동감독관"),
        ("시간 단위 연차", "2027-06-10", False, True),
        ("구직급여 기초일액 산정 기준", "2028-01-01", "이직 전 3개월 평균임금", "이직 전 1년 보수"),
        ("고용보험 적용 기준", "2027-01-01", "소정근로시간", "소득"),
        ("재직자 지연이자 20%", "2025-10-23", False, True),
        ("도산대지급금 임금 범위", "2026-08-20", "최종 3개월분", "최종 6개월분"),
        ("제헌절 공휴일", "2026-05-11", False, True),
        ("소액부징수", "2024-07-01", True, False),
    ],
)
def test_the_law_changes_on_its_day(topic, on, before, after):
    day = date.fromisoformat(on)
    eve = law_as_of(topic=topic, date=day - timedelta(days=1))
    now = law_as_of(topic=topic, date=on)

    assert (eve.value, now.value) == (before, after)
    assert (eve.next_on, eve.next_value) == (on, after)
    assert now.since == on


@pytest.mark.parametrize("day", ["2026-10-07", "2026-10-08", "2030-01-01"])
def test_what_an_amendment_left_alone_stays(day):
    found = law_as_of(topic="괴롭힘 신고자 불리한 처우(제76조의3⑥) 법정형", date=day)

    assert found.value == "3년 이하 징역 또는 3천만원 이하 벌금"
    assert law_as_of(topic="반의사불벌 적용 여부", date=day).value is True


def test_a_change_within_six_months_is_warned_of():
    for day, told in (
        ("2026-06-07", False),
        ("2026-06-08", True),
        ("2026-12-07", True),
        ("2026-12-08", False),
    ):
        assert bool(law_as_of(topic="감독관 명칭", date=day).warnings) is told, day


def test_a_topic_and_a_time_nobody_knows_are_refused():
    with pytest.raises(Refused) as refused:
        law_as_of(topic="날씨", date="2026-01-01")
    assert list(refused.value.problems) == ["topic"]
    with pytest.raises(Unset):
        law_as_of(topic="감독관 명칭", date="1999-01-01")


def test_every_topic_answers_today_and_by_each_of_its_words():
    for label, parameter in topics().items():
        for word in (label, *parameter.also):
            assert law_as_of(topic=word, date="2026-11-22").inputs["topic"] == label


@pytest.mark.parametrize(
    "words, topic",
    [
        ("연차휴가의 시간 단위 사용 청구 허용(제60조⑤)", "시간 단위 연차 청구(제60조⑤)"),
        ("재직 중인 근로자의 지연이자", "재직자 임금 지연이자(연 20%) 적용"),
        ("임금체불 가해자 처벌은?", "임금체불(제36·43·56조) 법정형"),
        ("구직급여 기초일액은 무엇으로 셈하나", "구직급여 기초일액 산정 기준"),
    ],
)
def test_a_topic_is_found_by_its_key_words(words, topic):
    assert law_as_of(topic=words, date="2026-11-22").inputs["topic"] == topic


def test_words_that_fit_two_topics_find_none():
    with pytest.raises(Refused):
        law_as_of(topic="노동절과 제헌절", date="2026-11-22")


@pytest.mark.parametrize("year", range(2015, 2031))
def test_the_ways_to_list_a_year_differ_as_they_say(year):
    everything = set(of_year(year=year).dates)
    weekdays = {day for day in everything if date.fromisoformat(day).weekday() != 5}
    sundays = set(of_year(year=year, exclude_plain_sundays=False).dates) - everything

    assert everything == {day.isoformat() for day in holidays_of(year)}
    assert set(of_year(year=year, include_saturday_holidays=False).dates) == weekdays
    assert {date.fromisoformat(day).weekday() for day in sundays} == {6}
    assert len(sundays) + sum(date.fromisoformat(day).weekday() == 6 for day in everything) in (52, 53)


def test_a_year_as_it_was_known():
    known = of_year(year=2026, known_on="2026-03-01")

    assert known.count == 20
    assert "2026-05-01" not in known.dates
    assert of_year(year=2026).names["2026-05-01"] == "노동절"


def test_a_day_as_it_was_known():
    assert of_day(date="2026-05-01", known_on="2026-03-01").holiday is False
    assert of_day(date="2026-05-01").name == "노동절"


def test_a_plain_sunday_is_told_apart():
    found = of_day(date="2026-11-22")

    assert found.holiday is False
    assert any("일요일은 규정 제2조 제1호" in words for words in found.warnings)


@pytest.mark.parametrize("calculation, inputs", [(of_year, {"year": 2012}), (of_day, {"date": "2051-01-01"})])
def test_a_year_without_a_calendar_is_refused(calculation, inputs):
    with pytest.raises(Refused) as refused:
        calculation(**inputs)
    assert list(refused.value.problems) == list(inputs)
