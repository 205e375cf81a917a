"""Names and numbers are known again however they are typed; what may not be kept is refused without being told."""

import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kwonik.people import rules

DAYS = st.dates(date(2000, 1, 1), date(2040, 1, 1))
SPANS = st.tuples(DAYS, st.none() | st.integers(0, 2000)).map(
    lambda span: (span[0], None if span[1] is None else span[0] + timedelta(span[1]))
)


@given(st.text(max_size=40))
def test_a_name_is_the_same_in_every_spelling(name):
    key = rules.name_key(name)
    for form in ("NFC", "NFD"):
        assert rules.name_key(unicodedata.normalize(form, name)) == key
    assert rules.name_key(f"\u3000{name} ") == key


@given(st.text(max_size=40))
def test_a_tidied_line_stays_as_it_is(text):
    tidy = rules.tidy(text)
    assert rules.tidy(tidy) == tidy == tidy.strip()
    assert not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in tidy)
    tidy.encode()


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("010-1234-5678", "01012345678"),
        ("010 1234 5678", "01012345678"),
        ("０１０．１２３４．５６７８", "01012345678"),
        ("+82 10-1234-5678", "01012345678"),
        ("+82 (0)10-1234-5678", "01012345678"),
        ("82-10-1234-5678", "01012345678"),
        ("+82-2-123-4567", "021234567"),
        ("02-123-4567", "021234567"),
        ("1661-0000", "16610000"),
        ("8212345", "8212345"),
        ("없음", ""),
    ],
)
def test_the_digits_of_a_telephone_number(typed, digits):
    assert rules.phone_digits(typed) == digits
    assert rules.phone_tail(typed) == digits[-4:]


@given(SPANS, SPANS)
def test_spans_overlap_when_they_share_a_day(first, second):
    horizon = date(2060, 1, 1)
    shared = max(first[0], second[0]) <= min(first[1] or horizon, second[1] or horizon)
    assert rules.overlap(first, second) == rules.overlap(second, first) == shared


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_resident_number_is_found_anywhere_and_never_repeated(before, after):
    assume(not (before[-1:].isnumeric() or after[:1].isnumeric()))
    assume(not any(letter.isdigit() for letter in unicodedata.normalize("NFKC", before + after)))
    text = f"{before} 900101-1234567 {after}"
    with pytest.raises(rules.ResidentNumberRefused) as refused:
        rules.refuse_resident_number(text)
    assert "900101" not in str(refused.value) and "1234567" not in str(refused.value)
    assert "900101" not in repr(vars(refused.value))


def test_the_line_of_a_resident_number_is_named():
    with pytest.raises(rules.ResidentNumberRefused, match="2, 4번째 줄"):
        rules.refuse_resident_number("하나\n900101-1234567\n셋\n900101-2234567")


def test_roles_that_clash():
    rules.refuse_together("회계", ["상담"], ["센터장"])
    with pytest.raises(rules.RoleRefused, match="센터장"):
        rules.refuse_together("회계", ["상담", "센터장"], ["센터장"])
