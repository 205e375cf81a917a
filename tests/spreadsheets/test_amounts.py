"""Money and counts are read in every hand, exactly, and a fraction of a won is never rounded away in silence."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwonik.spreadsheets.amounts import LARGEST, decimal_parser, int_parser, won_parser
from kwonik.spreadsheets.cells import Unreadable

parse = won_parser()
FULL_WIDTH = str.maketrans("0123456789,-", "０１２３４５６７８９，－")


def korean(won: int) -> str:
    """1억 2,000만 3,400."""
    parts = [(won // 10**8, "억"), (won // 10**4 % 10**4, "만"), (won % 10**4, "")]
    return " ".join(f"{number:,}{unit}" for number, unit in parts if number) or "0"


HANDS = (
    lambda won: f"{won:,}",
    lambda won: f"{won}",
    lambda won: f"{won:,}원",
    lambda won: f"{won:,} 원",
    lambda won: f"₩{won:,}",
    lambda won: f"￦ {won:,}",
    lambda won: f"\\{won:,}",
    lambda won: f"금{won:,}원정",
    lambda won: f"{won:,}".translate(FULL_WIDTH),
    lambda won: f"  {won:,}\n",
    lambda won: f"{won}.00",
    lambda won: korean(won) + "원",
    lambda won: korean(won).replace(" ", ""),
)
NEGATIVE_HANDS = (
    lambda won: f"-{won:,}",
    lambda won: f"△{won:,}",
    lambda won: f"▲ {won:,}원",
    lambda won: f"({won:,})",
    lambda won: f"(₩{won:,})",
    lambda won: f"₩-{won:,}",
    lambda won: f"−{won:,}",
)


@given(st.integers(0, 10**13), st.sampled_from(HANDS))
def test_every_amount_is_read_back_from_every_hand(won, hand):
    assert parse(hand(won)) == won


@given(st.integers(0, 10**13), st.sampled_from(NEGATIVE_HANDS))
def test_every_negative_amount_is_read_back(won, hand):
    assert parse(hand(won)) == -won


@given(st.integers(-LARGEST, LARGEST))
def test_numbers_of_the_sheet_are_amounts(won):
    assert parse(float(won)) == parse(won) == won


@pytest.mark.parametrize(
    ("text", "won"),
    [
        ("20만원", 200_000),
        ("20만", 200_000),
        ("1억 2,000만원", 120_000_000),
        ("1억2천만원", 120_000_000),
        ("1.5억", 150_000_000),
        ("2.5만원", 25_000),
        ("3백만원", 3_000_000),
        ("1천5백만원", 15_000_000),
        ("5천원", 5_000),
        ("1만2천5백원", 12_500),
        ("2조 1억", 2_000_100_000_000),
        ("+1,000", 1_000),
        (199_999.99999999997, 200_000),
        ("", None),
        ("-", None),
        ("N/A", None),
    ],
)
def test_amounts_in_words_are_read(text, won):
    assert parse(text) == won


@pytest.mark.parametrize(
    "cell",
    [
        "0.5", 0.5, 33_333.333, "1,000.5원", "0.00001만원", "1,00", "1,0000", "1.000.000", "만원", "원", "이십만원",
        "20만원~30만원", "1,000/2,000", "약 20만원", "2만3억", "5백2천", "1 2", "1e308", 1e308, float("nan"), float("inf"),
        float("-inf"), "9" * 400, str(LARGEST + 1), True, "abc", "#REF!", "()", "--1", "△", "₩",
    ],
)  # fmt: skip
def test_what_is_no_whole_amount_is_told(cell):
    with pytest.raises(Unreadable) as failure:
        parse(cell)
    assert failure.value.sentence.endswith("주세요.")


def test_a_fraction_of_a_won_says_so():
    for cell in ("0.5", 0.5):
        with pytest.raises(Unreadable, match="1원 미만"):
            parse(cell)


def test_a_unit_of_the_heading_counts_for_bare_numbers_only():
    thousands = won_parser(1_000)
    assert thousands("1,234") == thousands(1234.0) == 1_234_000
    assert thousands(1234.567) == thousands("1,234.567") == 1_234_567
    assert thousands("△5") == -5_000
    assert thousands("20만원") == thousands("200,000원") == thousands("₩200,000") == 200_000
    with pytest.raises(Unreadable, match="1원 미만"):
        thousands("0.0001")


def test_a_dash_may_mean_zero():
    for dash in ("-", "–", " - "):
        assert won_parser(dash_is_zero=True)(dash) == 0
        assert int_parser(dash_is_zero=True)(dash) == 0
        assert decimal_parser(dash_is_zero=True)(dash) == 0
    assert won_parser(dash_is_zero=True)("") is None


@given(st.integers(-(10**12), 10**12), st.sampled_from(["", "명", " 건", "회", "개소", "부"]))
def test_counts_are_read_with_their_counters(number, counter):
    assert int_parser()(f"{number:,}{counter}") == int_parser()(float(number)) == number


@pytest.mark.parametrize("cell", ["3.5", 3.5, "세 명", "3~4", "3명 4건", float("nan"), True, "1" * 30])
def test_what_is_no_count_is_told(cell):
    with pytest.raises(Unreadable):
        int_parser()(cell)


@given(st.decimals(-(10**12), 10**12, places=3))
def test_decimals_are_kept_exactly(number):
    assert decimal_parser()(f"{number:,}") == number
    assert decimal_parser()(float(number)) == Decimal(repr(float(number)))


@pytest.mark.parametrize("cell", ["1/2", "3.5.1", float("inf"), 1e200, "85%"])
def test_what_is_no_decimal_is_told(cell):
    with pytest.raises(Unreadable):
        decimal_parser()(cell)
