"""Industrial accident: bounds, the two readings of 제54조, age, grades, survivors, funerals, the employer's own duty."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwonik.labourlaw import CALCULATIONS, Refused, Unset
from kwonik.labourlaw.parameters import everything

OFF_WORK = CALCULATIONS["iaci_temporary_disability"]
PARTLY = CALCULATIONS["iaci_partial_disability"]
IMPAIRED = CALCULATIONS["iaci_disability"]
PENSION = CALCULATIONS["iaci_survivor_pension"]
FUNERAL = CALCULATIONS["iaci_funeral_2026"]
EMPLOYER = CALCULATIONS["lsa_own_compensation"]
WAGES = st.decimals(0, 500_000, places=2)


def off_work(average_daily, **more):
    return OFF_WORK(**{"year": 2026, "average_daily": average_daily, "days_off": 30, "age": 45, **more})


def test_the_fourth_day_opens_the_first():
    assert off_work(200_000, days_off=3).total == 0
    assert off_work(200_000, days_off=4).total == 560_000


def test_the_wage_is_cut_to_the_highest():
    assert off_work(1_000_000).daily == 187_809.3


@pytest.mark.parametrize("average_daily", [94_354.28, 80_000, 73_386.67])
def test_where_the_readings_part_both_are_shown_and_none_is_chosen(average_daily):
    result = off_work(average_daily)

    assert set(result) == {"daily_by_text", "total_by_text", "daily_by_practice", "total_by_practice"}
    assert (result.daily_by_text, result.daily_by_practice) == (66_048, 82_560)
    assert result.total_by_practice == 82_560 * 30
    assert any("두 가지로 읽힙니다" in words for words in result.warnings)
    assert off_work(average_daily, reading="법문대로").daily == 66_048
    assert off_work(average_daily, reading="최저임금까지").daily == 82_560


def test_the_poorest_are_raised_to_the_minimum_wage_by_both_readings():
    result = off_work(73_386)

    assert result.daily == 82_560
    assert not any("두 가지로" in words for words in result.warnings)


def test_who_is_above_the_low_wage_is_not_raised():
    result = off_work(100_000)

    assert result.daily == 70_000
    assert any("제54조로 올리지 않습니다" in words for words in result.warnings)


@pytest.mark.parametrize("age, share", [(60, 70), (61, 66), (62, 62), (63, 58), (64, 54), (65, 50), (80, 50)])
def test_age_cuts_the_benefit_unless_hurt_while_working_after_61(age, share):
    assert off_work(200_000, age=age).exact["daily"] == Fraction(200_000 * share, 100)
    assert off_work(200_000, age=age, hurt_at_work_after_61=True).daily == 140_000


def test_an_old_low_paid_worker_needs_a_reading():
    with pytest.raises(Refused) as refused:
        off_work(80_000, age=65)
    assert list(refused.value.problems) == ["age"]
    assert off_work(80_000, age=65, reading="최저임금까지").exact["daily"] == Fraction(82_560 * 70, 90)


@pytest.mark.parametrize("year", [2025, 2027])
@pytest.mark.parametrize("name", ["iaci_bounds", "iaci_temporary_disability", "iaci_funeral_2026"])
def test_no_result_for_a_year_whose_bounds_are_not_set(name, year):
    calculation = CALCULATIONS[name]

    with pytest.raises(Unset) as refused:
        calculation(**{**calculation.example, "year": year})
    assert list(refused.value.problems) == ["year"]


@given(WAGES, WAGES, st.integers(4, 1_000))
def test_above_the_low_paid_more_wage_never_brings_less(one, other, days_off):
    low, high = (off_work(100_000 + wage, days_off=days_off).exact for wage in sorted([one, other]))

    assert low["total"] <= high["total"] <= Fraction("187809.3") * days_off


@given(WAGES, st.sampled_from(["법문대로", "최저임금까지"]))
def test_by_either_reading_nobody_gets_less_than_80_percent_of_the_lowest_wage(wage, reading):
    assert off_work(wage, reading=reading).exact["daily"] >= 66_048


@given(WAGES, st.integers(1, 500))
def test_a_longer_absence_never_brings_less(wage, days_off):
    less, more = (
        off_work(wage, days_off=days, reading="법문대로").exact["total"] for days in (days_off, days_off + 1)
    )

    assert less <= more


@given(WAGES, WAGES)
def test_partial_benefit_is_80_percent_of_the_loss_and_never_negative(average, wage):
    daily = PARTLY(average_daily=average, wage_of_worked_day=wage).exact["daily"]

    assert daily == max(Fraction(average) - Fraction(wage), 0) * Fraction(4, 5)


LUMP_SUM = [1474, 1309, 1155, 1012, 869, 737, 616, 495, 385, 297, 220, 154, 99, 55]
YEARLY = [329, 291, 257, 224, 193, 164, 138]


def test_every_grade_has_its_days():
    lump = [IMPAIRED(grade=grade, kind="일시금", average_daily=100_000).days for grade in range(1, 15)]
    yearly = [IMPAIRED(grade=grade, kind="연금", average_daily=100_000).days for grade in range(1, 8)]

    assert (lump, yearly) == (LUMP_SUM, YEARLY)


def test_the_insured_lump_sum_is_eleven_tenths_of_the_employers():
    own = everything()["lsa_disability_days"].values[-1].value

    assert [int(days * 11 / 10) for days in own] == LUMP_SUM


def test_lump_sums_of_the_worst_grades_come_with_a_warning_and_light_ones_have_no_pension():
    assert any("연금으로만" in words for words in IMPAIRED(grade=3, kind="일시금", average_daily=1).warnings)
    with pytest.raises(Refused) as refused:
        IMPAIRED(grade=8, kind="연금", average_daily=100_000)
    assert list(refused.value.problems) == ["kind"]


def test_a_prior_impairment_is_taken_off():
    facts = {"grade": 5, "average_daily": 100_000}

    assert IMPAIRED(**facts, kind="일시금", prior_grade=9).days == 869 - 385
    assert IMPAIRED(**facts, kind="연금", prior_grade=7).days == 193 - 138
    assert IMPAIRED(**facts, kind="연금", prior_grade=9).days == 177.6
    with pytest.raises(Refused):
        IMPAIRED(**facts, kind="일시금", prior_grade=5)


def test_with_a_year_the_wage_of_a_pension_lies_between_the_bounds():
    facts = {"grade": 7, "kind": "연금", "year": 2026}

    assert IMPAIRED(**facts, average_daily=1).amount == 82_560 * 138
    assert IMPAIRED(**facts, average_daily=1_000_000).amount == 268_299 * 138
    assert IMPAIRED(**facts, average_daily=100_000).monthly == 1_150_000


@pytest.mark.parametrize("people, ratio", [(1, 0.52), (2, 0.57), (3, 0.62), (4, 0.67), (9, 0.67)])
def test_each_survivor_adds_five_hundredths_up_to_four(people, ratio):
    result = PENSION(average_daily=100_000, eligible_survivors=people)

    assert result.ratio == ratio
    assert result.annual == 100_000 * 365 * Fraction(str(ratio))


def test_half_of_the_pension_may_be_had_at_once():
    result = PENSION(average_daily=100_000, eligible_survivors=3, half_lump_sum=True)

    assert (result.annual, result.lump_sum) == (11_315_000, 65_000_000)


def test_nobody_eligible_means_the_lump_sum():
    with pytest.raises(Refused) as refused:
        PENSION(average_daily=100_000, eligible_survivors=0)
    assert list(refused.value.problems) == ["eligible_survivors"]
    assert CALCULATIONS["iaci_survivor_lump_sum"](average_daily=100_000).amount == 130_000_000


@pytest.mark.parametrize(
    "average_daily, amount", [(100_000, 13_943_000), (150_000, 18_000_000), (200_000, 19_279_760)]
)
def test_funeral_expenses_lie_between_the_announced_bounds(average_daily, amount):
    assert FUNERAL(year=2026, average_daily=average_daily).amount == amount


def test_somebody_outside_the_family_gets_what_it_cost():
    funeral = CALCULATIONS["iaci_funeral"]

    assert funeral(average_daily=100_000, actual_cost=5_000_000).amount == 5_000_000
    assert funeral(average_daily=100_000, actual_cost=50_000_000).amount == 12_000_000


@pytest.mark.parametrize(
    "facts, amount",
    [
        ({"kind": "요양보상", "medical_cost": 1_234_567}, 1_234_567),
        ({"kind": "휴업보상", "days": 3}, 180_000),
        ({"kind": "휴업보상", "days": 10, "wage_received": 400_000}, 360_000),
        ({"kind": "휴업보상", "days": 10, "wage_received": 2_000_000}, 0),
        ({"kind": "휴업보상", "days": 10, "gross_negligence": True}, 0),
        ({"kind": "장해보상", "grade": 1}, 134_000_000),
        ({"kind": "장해보상", "grade": 14}, 5_000_000),
        ({"kind": "장해보상", "grade": 7, "prior_grade": 10}, 29_000_000),
        ({"kind": "유족보상"}, 100_000_000),
        ({"kind": "유족보상", "gross_negligence": True}, 100_000_000),
        ({"kind": "유족보상", "received_elsewhere": 30_000_000}, 70_000_000),
        ({"kind": "장례비"}, 9_000_000),
        ({"kind": "장의비"}, 9_000_000),
        ({"kind": "일시보상"}, 134_000_000),
    ],
)
def test_what_the_employer_owes_by_itself(facts, amount):
    assert EMPLOYER(average_daily=100_000, **facts).amount == amount


def test_three_kinds_may_be_spread_over_a_year():
    assert EMPLOYER(average_daily=100_000, kind="일시보상", instalments=4).each_instalment == 33_500_000
    with pytest.raises(Refused) as refused:
        EMPLOYER(average_daily=100_000, kind="장례비", instalments=4)
    assert list(refused.value.problems) == ["instalments"]


@pytest.mark.parametrize(
    "kind, name", [("요양보상", "medical_cost"), ("휴업보상", "days"), ("장해보상", "grade")]
)
def test_a_kind_asks_for_what_it_needs(kind, name):
    with pytest.raises(Refused) as refused:
        EMPLOYER(average_daily=100_000, kind=kind)
    assert list(refused.value.problems) == [name]
