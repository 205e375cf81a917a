"""Resident registration numbers are seen in every dress, look-alikes are left alone. All are made up."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwonik.kernel.resident_numbers import find, mask

SEEN = {
    "plain": "900101-1234567",
    "inside a sentence": "홍길동님(900101-1234567) 상담",
    "glued to letters": "주민번호900101-1234567입니다",
    "full-width": "９００１０１－１２３４５６７",
    "circled": "900101-①234567",
    "en dash": "900101–1234567",
    "em dash": "900101—1234567",
    "minus": "900101−1234567",
    "horizontal bar": "900101―1234567",
    "box line": "900101─1234567",
    "the vowel eu as a dash": "900101ㅡ1234567",
    "katakana long mark": "900101ー1234567",
    "tilde": "900101~1234567",
    "dot": "900101.1234567",
    "middle dot": "900101·1234567",
    "slash": "900101/1234567",
    "blank": "900101 1234567",
    "ideographic blank": "900101　1234567",
    "blanks round a dash": "900101 - 1234567",
    "date with dots": "90.01.01-1234567",
    "date with dots and blanks": "90. 01. 01 - 1234567",
    "four-digit year": "19900101-1234567",
    "zero-width inside": "9001\u200b01-12\u200b34567",
    "right-to-left mark": "\u202e900101-1234567",
    "line break": "900101-\n1234567",
    "one digit to a box": "9 0 0 1 0 1 - 1 2 3 4 5 6 7",
    "foreigner, no dash": "9001015123456",
    "valid check digit, no dash": "9001011234568",
    "born since 2020, no dash": "2104053123456",
    "leap day": "000229-3234567",
}
LEFT_ALONE = {
    "13 digits, wrong check digit": "9001011234567",
    "bank account": "110-900101-1234567",
    "farm bank account": "301-0123-4567-81",
    "16-digit id": "9001011234567890",
    "card": "9001-0112-3456-7890",
    "telephone": "010-1234-5678",
    "telephone and a count": "010 1234 5678 12건",
    "no such month": "901301-1234567",
    "no such day": "900230-1234567",
    "serial cannot start with 9": "900101-9234567",
    "born in the future": "300101-3234567",
    "corporation": "110111-1707178",
    "business": "123-45-67890",
    "date and amount": "2025-05-09 1500000원 지급",
    "short date and amount": "250509 1500000원",
    "date and bare amount": "20250509 1500000",
    "already masked": "900101-1******",
    "milliseconds": "1746748800000",
    "time stamp": "20250509143000",
    "barcode": "8801043012345",
    "decimals": "3.900101-12345678",
    "short": "900101-1",
    "": "",
}


@pytest.mark.parametrize("text", SEEN.values(), ids=SEEN.keys())
def test_a_number_in_any_dress_is_found_and_masked(text):
    spans = find(text, this_year=2026)
    assert len(spans) == 1
    start, end = spans[0]
    assert sum(c.isdigit() for c in text[start:end]) in (13, 15)
    assert find(mask(text), this_year=2026) == []
    assert mask(text)[start:end].count("*") == 7


@pytest.mark.parametrize("text", LEFT_ALONE.values(), ids=LEFT_ALONE.keys())
def test_look_alikes_are_left_alone(text):
    assert find(text, this_year=2026) == []
    assert mask(text) == text


def test_every_number_of_a_text_is_found_in_order():
    text = "갑 900101-1234567, 을 ８５０５０５－２２３４５６７ ㈜한빛"
    first, second = find(text)
    assert text[slice(*first)] == "900101-1234567"
    assert text[slice(*second)] == "８５０５０５－２２３４５６７"
    assert mask(text) == "갑 900101-*******, 을 ８５０５０５－******* ㈜한빛"


def test_a_child_born_this_year_counts_and_next_year_does_not():
    assert find("261231-4234567", this_year=2026)
    assert not find("270101-4234567", this_year=2026)


@given(
    st.dates(min_value=datetime.date(1930, 1, 1), max_value=datetime.date(2025, 12, 31)),
    st.integers(0, 999_999),
    st.booleans(),
    st.sampled_from(["-", " - ", "–", "－", "·", " ", "．", "ㅡ"]),
    st.text(alphabet="가나다 ,", max_size=10),
)
def test_every_parted_number_is_found_wherever_it_stands(born, serial, foreign, gap, around):
    century = (3 if born.year >= 2000 else 1) + (4 if foreign else 0)
    number = f"{born:%y%m%d}{gap}{century}{serial:06d}"

    assert find(around + number + around, this_year=2026) == [(len(around), len(around) + len(number))]


@given(st.text())
def test_no_text_upsets_it(text):
    for start, end in find(text):
        assert 0 <= start < end <= len(text)
    assert len(mask(text)) == len(text)
