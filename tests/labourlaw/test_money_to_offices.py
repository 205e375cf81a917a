"""What goes to the tax office, the court and the insurers: thresholds, truncation, kinds, and the day that selects."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwonik.labourlaw import CALCULATIONS, Refused, Unset

business, other = CALCULATIONS["withholding_business_income"], CALCULATIONS["withholding_other_income"]
stamp, small = CALCULATIONS["court_stamp_fee"], CALCULATIONS["small_claims_eligible"]
insurance, pension = CALCULATIONS["social_insurance_employee"], CALCULATIONS["pension_rate"]
AMOUNTS = st.integers(0, 10**10)


@pytest.mark.parametrize(
    "amount, pay_date, kind, taxes",
    [
        (33_000, "2024-06-30", "인적용역 계속·반복", (0, 0)),
        (33_000, "2024-07-01", "인적용역 계속·반복", (990, 90)),
        (33_000, "2026-07-01", "그 밖의 사업소득", (0, 0)),
        (33_333, "2024-06-30", "인적용역 계속·반복", (0, 0)),  # 999.99 is below 1,000
        (33_334, "2024-06-30", "인적용역 계속·반복", (1_000, 100)),
        (33_334, "2026-01-01", "기타", (1_000, 100)),
        (300, "2026-01-01", "인적용역(계속·반복)", (0, 0)),
        (0, "2026-01-01", "프리랜서", (0, 0)),
    ],
)
def test_small_business_income(amount, pay_date, kind, taxes):
    found = business(amount=amount, pay_date=pay_date, type=kind)

    assert (found.income_tax, found.local_tax) == taxes
    assert found.net == amount - sum(taxes)


def test_withholding_does_not_make_a_freelancer():
    assert any("근로자일 수 있습니다" in words for words in business(**business.example).warnings)


@given(AMOUNTS, AMOUNTS)
def test_more_pay_never_means_less_tax_and_never_less_left_by_more_than_the_steps(one, more):
    lower = business(amount=one, pay_date="2026-03-01")
    higher = business(amount=one + more, pay_date="2026-03-01")

    assert higher.income_tax >= lower.income_tax and higher.local_tax >= lower.local_tax
    assert higher.net >= lower.net - 20
    assert lower.income_tax % 10 == lower.local_tax % 10 == 0


@pytest.mark.parametrize(
    "inputs, expected",
    [
        ({"amount": 125_000, "expense_rate": 0.6}, (0, 0, 125_000)),  # income of exactly 50,000
        ({"amount": 125_001, "expense_rate": 0.6}, (10_000, 1_000, 114_001)),
        ({"amount": 1_000_000, "expense_rate": 0}, (200_000, 20_000, 780_000)),
        ({"amount": 1_000_000, "expense_rate": 1}, (0, 0, 1_000_000)),
        ({"amount": 1_000_000, "pay_date": "2026-01-01"}, (80_000, 8_000, 912_000)),
        ({"amount": 1_000_000}, (80_000, 8_000, 912_000)),
    ],
)
def test_other_income(inputs, expected):
    found = other(**inputs)

    assert (found.income_tax, found.local_tax, found.net) == expected


def test_an_expense_rate_that_is_not_known_is_not_guessed():
    with pytest.raises(Unset):
        other(amount=1_000_000, pay_date="2018-12-31")


@pytest.mark.parametrize(
    "claim, kind, e_filing, fee",
    [
        (9_999_999, "complaint", False, 49_900),
        (10_000_000, "complaint", False, 50_000),
        (99_999_999, "complaint", False, 454_900),
        (100_000_000, "complaint", False, 455_000),
        (999_999_999, "complaint", False, 4_054_900),
        (1_000_000_000, "complaint", False, 4_055_000),
        (20_000_000, "complaint", True, 85_500),
        (50_000_000, "complaint", True, 207_000),  # the example of the courts' portal
        (2_156_880, "complaint", True, 9_700),
        (30_000_000, "appeal", False, 210_000),
        (30_000_000, "항소장", True, 189_000),
        (30_000_000, "final_appeal", False, 280_000),
        (30_000_000, "counterclaim", False, 140_000),
        (30_000_000, "settlement", False, 28_000),
        (30_000_000, "conciliation", False, 14_000),
        (30_000_000, "지급명령", True, 12_600),
        (1_000_000, "payment_order", False, 1_000),
        (199_999, "complaint", False, 1_000),
        (200_000, "complaint", False, 1_000),
        (220_000, "complaint", False, 1_100),
        (100_000, "complaint", True, 900),
    ],
)
def test_stamps(claim, kind, e_filing, fee):
    assert stamp(claim=claim, kind=kind, e_filing=e_filing).fee == fee


@given(
    st.integers(1, 10**12), st.integers(0, 10**12), st.sampled_from(["complaint", "payment_order", "appeal"])
)
def test_a_bigger_claim_never_costs_less_and_stamps_are_hundreds(claim, more, kind):
    fee = stamp(claim=claim, kind=kind).fee

    assert stamp(claim=claim + more, kind=kind).fee >= fee >= 1_000
    assert fee % 100 == 0
    assert stamp(claim=claim, kind=kind, e_filing=True).fee <= fee


def test_a_claim_of_nothing_is_refused():
    with pytest.raises(Refused) as refused:
        stamp(claim=0)
    assert list(refused.value.problems) == ["claim"]


@pytest.mark.parametrize("claim, eligible", [(1, True), (30_000_000, True), (30_000_001, False)])
def test_small_claims(claim, eligible):
    assert small(claim=claim).eligible is eligible
    assert small(claim=claim, filed_on="2017-01-01").eligible is eligible
    with pytest.raises(Unset):
        small(claim=claim, filed_on="2016-12-31")


@pytest.mark.parametrize(
    "inputs, expected",
    [
        (
            {"month": "2026-10", "monthly_pay": 2_156_999, "weekly_hours": 40},
            (102_410, 77_540, 10_180, 19_410),
        ),
        ({"month": "2026-10", "monthly_pay": 1_000_000, "weekly_hours": 15}, (47_500, 35_950, 4_720, 9_000)),
        ({"month": "2026-10", "monthly_pay": 1_000_000}, (47_500, 35_950, 4_720, 9_000)),
        ({"month": "2026-10", "monthly_pay": 600_000, "weekly_hours": 14.9}, (0, 0, 0, 0)),
        (
            {"month": "2026-10", "monthly_pay": 600_000, "weekly_hours": 14, "three_months": True},
            (0, 0, 0, 5_400),
        ),
        (
            {"month": "2026-10", "monthly_pay": 10_000_000, "weekly_hours": 40},
            (313_020, 359_500, 47_240, 90_000),
        ),
        (
            {"month": "2026-06", "monthly_pay": 10_000_000, "weekly_hours": 40},
            (302_570, 359_500, 47_240, 90_000),
        ),
        (
            {"month": "2025-06", "monthly_pay": 10_000_000, "weekly_hours": 40},
            (277_650, 354_500, 45_910, 90_000),
        ),
        (
            {"month": "2024-01", "monthly_pay": 3_000_000, "weekly_hours": 40},
            (135_000, 106_350, 13_770, 27_000),
        ),
        ({"month": "2026-10", "monthly_pay": 100_000, "weekly_hours": 40}, (19_470, 3_590, 470, 900)),
    ],
)
def test_social_insurance(inputs, expected):
    found = insurance(**inputs)

    assert (found.pension, found.health, found.long_term_care, found.employment) == expected
    assert found.total == sum(expected)


def test_pension_at_its_bounds_is_warned_of():
    over = insurance(month="2026-10", monthly_pay=6_600_000, weekly_hours=40)

    assert any("하한이나 상한" in words for words in over.warnings)
    assert not any("하한이나 상한" in words for words in insurance(**insurance.example).warnings)


@pytest.mark.parametrize(
    "year, total",
    [(2025, 0.09), (2026, 0.095), (2027, 0.1), (2030, 0.115), (2032, 0.125), (2033, 0.13), (2040, 0.13)],
)
def test_pension_rates(year, total):
    found = pension(year=year)

    assert (found.total, found.employee) == (total, total / 2)
