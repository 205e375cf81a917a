"""The workplace: head-count, what applies below five, paid holidays."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwonik.labourlaw import CALCULATIONS, Refused, Unset
from kwonik.labourlaw.parameters import everything
from kwonik.labourlaw.subjects.applicability import articles_of, bare, rules, rules_by_article

headcount = CALCULATIONS["headcount"]
leave_test = CALCULATIONS["annual_leave_headcount_test"]
applies = CALCULATIONS["applicability"]
paid_holiday = CALCULATIONS["is_paid_holiday_for_workplace"]

# 근로기준법 시행령 별표 1 (2018-06-29), as design/labour-law.md transcribes it.
BELOW_FIVE = """
제1조~제13조
제15조 제17조 제18조 제19조제1항 제20조~제22조 제23조제2항 제26조 제35조~제42조
제43조~제45조 제47조~제49조
제54조 제55조제1항 제63조
제64조 제65조제1항 제65조제3항 제66조~제69조 제70조제2항 제70조제3항 제71조 제72조 제74조
제76조
제78조~제92조
제101조~제106조 제107조~제116조
"""
FROM_FIVE = """
제14조 제19조제2항 제23조제1항 제24조 제25조 제27조 제28조~제33조
제46조
제50조~제53조 제55조제2항 제56조~제59조 제60조~제62조
제65조제2항 제70조제1항 제73조 제75조
제76조의2 제76조의3 제77조
제94조~제97조 제98조~제100조
"""


def each_article(ranges):
    for text in ranges.split():
        (found,) = articles_of(text)
        for number in range(found.first[0], found.last[0] + 1):
            branch = f"의{found.first[1]}" if found.first[1] else ""
            paragraph = "".join(f" 제{each}항" for each in found.paragraphs)
            yield f"제{number}조{branch}{paragraph}"


@pytest.mark.parametrize("article", [*each_article(BELOW_FIVE)])
def test_every_article_of_the_table_holds_below_five(article):
    found = rules_by_article(article)

    assert found and all(rule.employees == 1 for rule in found), [rule.name for rule in found]


@pytest.mark.parametrize("article", [*each_article(FROM_FIVE)])
def test_every_article_outside_the_table_begins_at_five(article):
    found = rules_by_article(article)

    assert found and all(rule.employees >= 5 for rule in found), [rule.name for rule in found]


@pytest.mark.parametrize("rule", rules())
def test_no_rule_holds_for_fewer_but_not_for_more(rule):
    sizes = [applies(employees=n, rule=rule).applies for n in (1, 4, 5, 9, 10, 29, 30, 300)]

    assert sizes == sorted(sizes)
    assert sizes[-1] is True


@pytest.mark.parametrize(
    "rule, below, from_five",
    [
        ("unfair_dismissal_relief", False, True),
        ("dismissal_notice", True, True),
        ("dismissal_written_notice", False, True),
        ("written_dismissal_notice", False, True),
        ("notice of dismissal", True, True),
        ("shutdown_allowance", False, True),
        ("working_hours_limit", False, True),
        ("weekly_52h", False, True),
        ("rest_breaks", True, True),
        ("menstrual_leave", False, True),
        ("sexual_harassment", True, True),
        ("settlement_14_days", True, True),
        ("part_time_overtime", False, True),
        ("fixed_term_limit", False, True),
        ("연차", False, True),
        ("제46조", False, True),
        ("근로기준법 제55조②", False, True),
        ("제26조", True, True),
        ("work_rules", False, False),
    ],
)
def test_rules_by_other_words(rule, below, from_five):
    assert applies(employees=4, rule=rule).applies is below
    assert applies(employees=5, rule=rule).applies is from_five


def test_no_word_means_two_rules():
    words = Counter(
        word for rule in rules().values() for word in {bare(w) for w in (rule.name, rule.label, *rule.also)}
    )

    assert [word for word, count in words.items() if count > 1] == []


def test_an_article_with_two_rules_asks_which():
    with pytest.raises(Refused) as refused:
        applies(employees=4, rule="제55조")
    assert "주휴일" in refused.value.problems["rule"] and "공휴일" in refused.value.problems["rule"]


@pytest.mark.parametrize("text", ["제200조", "민법 제46조", "날씨", "제46조 제47조"])
def test_what_is_no_rule_is_refused(text):
    with pytest.raises(Refused) as refused:
        applies(employees=4, rule=text)
    assert list(refused.value.problems) == ["rule"]


@pytest.mark.parametrize(
    "rule, facts, expected",
    [
        ("weekly_holiday", {"weekly_hours": 14.9}, False),
        ("weekly_holiday", {"weekly_hours": 15}, True),
        ("annual_leave", {"weekly_hours": 14}, False),
        ("severance_pay", {"weekly_hours": 14}, False),
        ("minimum_wage", {"weekly_hours": 5}, True),
        ("labour_day_paid", {"weekly_hours": 5}, True),
        ("weekly_holiday", {"article_63": True}, False),
        ("working_hours", {"article_63": True}, False),
        ("premium_pay", {"article_63": True}, True),
        ("annual_leave", {"article_63": True}, True),
        ("minimum_wage", {"relatives_only": True}, False),
        ("minimum_wage", {"domestic_worker": True}, False),
        ("premium_pay", {"relatives_only": True}, False),
        ("union_rights", {"domestic_worker": True}, True),
        ("industrial_accident_insurance", {"domestic_worker": True}, False),
    ],
)
def test_some_work_is_left_out(rule, facts, expected):
    assert applies(employees=10, rule=rule, **facts).applies is expected


@pytest.mark.parametrize(
    "rule, day, employees, expected",
    [
        ("harassment_rules", "2019-07-15", 300, False),
        ("harassment_rules", "2019-07-16", 5, True),
        ("wage_statement", "2021-11-18", 300, False),
        ("wage_statement", "2021-11-19", 1, True),
        ("public_holidays_paid", "2019-12-31", 300, False),
        ("public_holidays_paid", "2020-01-01", 300, True),
        ("public_holidays_paid", "2021-12-31", 29, False),
        ("public_holidays_paid", "2022-01-01", 5, True),
        ("severance_pay", "2010-11-30", 4, False),
        ("severance_pay", "2010-12-01", 4, True),
        ("serious_accidents", "2024-01-26", 49, False),
        ("serious_accidents", "2024-01-27", 5, True),
    ],
)
def test_rules_came_into_force_in_steps(rule, day, employees, expected):
    assert applies(employees=employees, rule=rule, date=day).applies is expected


def test_the_number_of_today_is_the_parameters_last():
    dated = [rule for rule in rules().values() if rule.parameter]

    assert dated
    for rule in dated:
        last = everything()[rule.parameter].values[-1]
        assert last.until is None
        assert last.value == 1 or last.value["employees"] == rule.employees
    with pytest.raises(Unset):
        applies(employees=5, rule="public_holidays_paid", date="2012-12-31")


@pytest.mark.parametrize(
    "counts, average, covered",
    [
        ([5] * 20, 5, True),
        ([5] * 11 + [4] * 9, 4.55, True),
        ([6] * 10 + [4] * 10, 5, False),
        ([50] * 9 + [4] * 11, 24.7, False),
        ([5] * 10 + [4] * 10, 4.5, False),
        ([5] * 11 + [0] * 9, 2.75, True),
        ([5], 5, True),
        ([4], 4, False),
    ],
)
def test_half_the_days_override_the_average(counts, average, covered):
    result = headcount(operating_days=len(counts), daily_counts=counts)

    assert (result.average, result.applies_5plus) == (average, covered)


def test_relatives_count_beside_one_other_worker():
    facts = {"operating_days": 3, "daily_relatives": [4, 4, 4]}

    assert headcount(**facts, daily_counts=[1, 1, 1]).applies_5plus is True
    alone = headcount(**facts, daily_counts=[0, 0, 0])
    assert alone.applies_5plus is False and alone.warnings
    with pytest.raises(Refused) as refused:
        headcount(operating_days=3, daily_counts=[1, 1, 1], daily_relatives=[4])
    assert list(refused.value.problems) == ["daily_relatives"]


def test_the_month_before_the_event_is_told():
    facts = {"operating_days": 20, "daily_counts": [5] * 20}
    month = headcount(**facts, event_date="2026-03-15")
    opened = headcount(**facts, event_date="2026-03-31", opened_on="2026-03-09")

    assert (month.period_start, month.period_end) == ("2026-02-15", "2026-03-14")
    assert (opened.period_start, opened.period_end) == ("2026-03-09", "2026-03-30")
    for wrong, named in (("2026-03-16", "operating_days"), ("2026-03-31", "opened_on")):
        with pytest.raises(Refused) as refused:
            headcount(**facts, event_date="2026-03-31", opened_on=wrong)
        assert list(refused.value.problems) == [named]


def test_an_opening_day_alone_says_nothing():
    with pytest.raises(Refused) as refused:
        headcount(operating_days=1, daily_counts=[5], opened_on="2026-03-01")
    assert list(refused.value.problems) == ["event_date"]


def test_work_rules_look_at_ten():
    assert headcount(operating_days=3, daily_counts=[10, 10, 9], threshold=10).applies_10plus is True
    assert headcount(operating_days=3, daily_counts=[10, 9, 9], threshold=10).applies_10plus is False
    with pytest.raises(Refused):
        headcount(operating_days=1, daily_counts=[7], threshold=7)


def test_the_counts_are_of_the_operating_days():
    with pytest.raises(Refused) as refused:
        headcount(operating_days=20, daily_counts=[5] * 19)
    assert list(refused.value.problems) == ["daily_counts"]


@given(st.lists(st.integers(0, 30), min_size=1, max_size=31), st.integers(0, 30))
def test_one_more_worker_never_takes_a_workplace_out(counts, place):
    place %= len(counts)
    more = [each + (index == place) for index, each in enumerate(counts)]
    before = headcount(operating_days=len(counts), daily_counts=counts)
    after = headcount(operating_days=len(counts), daily_counts=more)

    assert after.applies_5plus >= before.applies_5plus
    assert (
        before.applies_5plus == headcount(operating_days=len(counts), daily_counts=counts[::-1]).applies_5plus
    )


@pytest.mark.parametrize(
    "months, tenure, expected",
    [
        ([True] * 12, 12, True),
        ([True] * 12, 20, True),
        ([False] + [True] * 11, 20, False),
        ([True] * 11 + [False], 20, False),
        ([False] * 11 + [True], 6, True),
        ([True] * 11 + [False], 11, False),
        ([True], 1, True),
    ],
)
def test_annual_leave_needs_twelve_months_and_the_first_year_the_last_one(months, tenure, expected):
    assert leave_test(monthly_5plus_last_12_months=months, tenure_months=tenure).applies is expected


def test_a_year_of_service_needs_twelve_months():
    with pytest.raises(Refused) as refused:
        leave_test(monthly_5plus_last_12_months=[True] * 11, tenure_months=12)
    assert list(refused.value.problems) == ["monthly_5plus_last_12_months"]


@pytest.mark.parametrize(
    "employees, public, day, paid",
    [
        (300, False, "2019-12-25", False),
        (300, False, "2020-01-01", True),
        (299, False, "2020-01-01", False),
        (1, True, "2020-01-01", True),
        (1, True, "2019-12-25", False),
        (30, False, "2021-01-01", True),
        (29, False, "2021-01-01", False),
        (5, False, "2022-01-01", True),
        (4, False, "2022-01-01", False),
        (5, False, "2026-07-17", True),
        (5, False, "2025-07-17", False),
        (300, False, "2022-01-02", False),  # a plain Sunday
        (5, False, "2026-03-01", True),  # a holiday that falls on a Sunday
        (5, False, "2026-06-03", True),  # an election
        (1, False, "2015-05-01", True),
        (1, False, "2027-05-01", True),
        (4, False, "2027-05-03", False),  # the substitute is a public holiday, not Labour Day
        (5, False, "2027-05-03", True),
        (300, False, "2026-05-04", False),
    ],
)
def test_paid_holidays_of_a_workplace(employees, public, day, paid):
    assert paid_holiday(employees=employees, public_sector=public, date=day).paid is paid


def test_short_weeks_and_exempt_work_have_labour_day_only():
    facts = {"employees": 50, "public_sector": False}

    assert paid_holiday(**facts, date="2026-10-09", weekly_hours=14).paid is False
    assert paid_holiday(**facts, date="2026-10-09", article_63=True).paid is False
    assert paid_holiday(**facts, date="2026-05-01", weekly_hours=14, article_63=True).paid is True


def test_a_year_without_a_calendar_is_refused():
    with pytest.raises(Refused) as refused:
        paid_holiday(employees=5, public_sector=False, date="2051-01-01")
    assert list(refused.value.problems) == ["date"]


@given(st.dates(date(2015, 1, 1), date(2029, 12, 31)), st.integers(1, 400), st.integers(0, 400))
def test_a_larger_workplace_never_has_fewer_paid_holidays(day, employees, more):
    small = paid_holiday(employees=employees, public_sector=False, date=day).paid

    assert paid_holiday(employees=employees + more, public_sector=False, date=day).paid >= small
