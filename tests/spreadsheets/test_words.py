"""Texts, choices, yes and no, telephone numbers."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwonik.spreadsheets.cells import Unreadable
from kwonik.spreadsheets.words import bool_parser, choice_parser, choices_parser, phone_parser, text_parser
from tests.spreadsheets.books import ISSUES


@pytest.mark.parametrize(
    ("cell", "stored"),
    [
        ("  홍길동 ", "홍길동"),
        (unicodedata.normalize("NFD", "홍길동"), "홍길동"),
        ("㈜한빛 ½", "㈜한빛 ½"),
        ("첫 줄\r\n둘째 줄\x0b\x00\x85끝", "첫 줄\n둘째 줄\n끝"),
        ("\u202e뒤집힘\u202c\ufeff", "뒤집힘"),
        ("가족 👨‍👩‍👧", "가족 👨‍👩‍👧"),
        ("Nguyễn Ольга", "Nguyễn Ольга"),
        ("=1+1", "=1+1"),
        ("없음", "없음"),
        ("a\ud800b", "ab"),
        (3.0, "3"),
        (3.5, "3.5"),
        (date(2025, 5, 9), "2025. 5. 9."),
        (True, "TRUE"),
        ("-", None),
        ("", None),
    ],
)
def test_text_is_stored_clean_but_not_rewritten(cell, stored):
    assert text_parser()(cell) == stored


def test_a_formula_error_is_no_text():
    with pytest.raises(Unreadable, match="수식 오류"):
        text_parser()("#REF!")
    assert text_parser()("#해시태그") == "#해시태그"


@pytest.mark.parametrize(
    "text",
    [
        "임금체불",
        " 임금 체불 ",
        "1. 임금체불",
        "① 임금체불",
        "(1) 임금체불",
        "01_임금체불",
        "임금체불(퇴직금)",
        "임금\n체불",
    ],
)
def test_a_choice_is_found_whatever_surrounds_it(text):
    assert choice_parser(ISSUES)(text) == "unpaid_wages"


def test_choices_may_be_numbers():
    assert choice_parser({"1": "one", "2": "two"})(2.0) == "two"


def test_an_unknown_choice_is_told_the_nearest_or_the_list():
    with pytest.raises(Unreadable, match="'임금체불'"):
        choice_parser(ISSUES)("임금체볼")
    with pytest.raises(Unreadable, match="임금체불, 부당해고, "):
        choice_parser(ISSUES)("날씨")
    with pytest.raises(Unreadable, match="아직 하나도"):
        choice_parser({})("날씨")
    with pytest.raises(Unreadable):
        choice_parser(ISSUES)("가" * 30_000)
    with pytest.raises(Unreadable):
        choice_parser(ISSUES)(date(2025, 5, 9))


@pytest.mark.parametrize("mark", [",", ", ", "/", " · ", "\n", "; ", "、", "ㆍ", "，", " 및 ", "+"])
def test_several_choices_keep_their_order(mark):
    assert choices_parser(ISSUES)(f"산재{mark}임금체불") == ("occupational_injury", "unpaid_wages")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("임금체불", ("unpaid_wages",)),
        ("해고·징계", ("unfair_dismissal",)),
        ("해고/징계, 산재", ("unfair_dismissal", "occupational_injury")),
        ("산재, 해고·징계", ("occupational_injury", "unfair_dismissal")),
        ("산재, 산업재해, 임금체불", ("occupational_injury", "unpaid_wages")),
        ("임금체불,", ("unpaid_wages",)),
        ("-", None),
    ],
)
def test_labels_may_hold_separators_and_repeat(text, codes):
    assert choices_parser(ISSUES)(text) == codes


def test_one_unknown_among_several_choices_is_told():
    with pytest.raises(Unreadable):
        choices_parser(ISSUES)("임금체불, 날씨")
    with pytest.raises(Unreadable):
        choices_parser(ISSUES)(", ,")


@pytest.mark.parametrize(
    "cell",
    ["O", "o", "Ｏ", "○", "〇", "◯", "●", "ㅇ", "예", "네", "Y", "yes", "유", "V", "✓", "1", 1.0, True],
)
def test_yes(cell):
    assert bool_parser()(cell) is True


@pytest.mark.parametrize(
    "cell", ["X", "x", "×", "✕", "아니오", "아니요", "N", "no", "무", "없음", "0", 0.0, False]
)
def test_no(cell):
    assert bool_parser()(cell) is False


@pytest.mark.parametrize("cell", ["모름", "2", 2.0, "OX", date(2025, 5, 9)])
def test_neither_yes_nor_no(cell):
    with pytest.raises(Unreadable):
        bool_parser()(cell)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("010-1234-5678", "010-1234-5678"),
        ("01012345678", "010-1234-5678"),
        ("010 1234 5678", "010-1234-5678"),
        ("010.1234.5678", "010-1234-5678"),
        ("０１０－１２３４－５６７８", "010-1234-5678"),
        ("010–1234–5678", "010-1234-5678"),
        ("(02) 376-0001", "02-376-0001"),
        ("02)376-0001", "02-376-0001"),
        ("031-1234-5678", "031-1234-5678"),
        ("+82 10-1234-5678", "010-1234-5678"),
        ("+82-010-1234-5678", "010-1234-5678"),
        ("010-1234-5678(본인)", "010-1234-5678"),
        ("1588-1234", "1588-1234"),
        ("070-1234-5678", "070-1234-5678"),
        ("0505-123-4567", "0505-123-4567"),
        (1012345678.0, "010-1234-5678"),
        (23760001.0, "02-376-0001"),
        (15881234.0, "1588-1234"),
        ("011-234-5678", "011-234-5678"),
        ("-", None),
    ],
)
def test_telephone_numbers_are_written_one_way(cell, number):
    assert phone_parser()(cell) == number


@pytest.mark.parametrize(
    "cell",
    [
        "010-1234",
        "010-****-5678",
        "010-1234-5678 / 02-123-4567",
        "없음",
        "123",
        1.5,
        -1.0,
        1e300,
        float("nan"),
        "9" * 40,
    ],
)
def test_what_is_no_telephone_number_is_told(cell):
    with pytest.raises(Unreadable) as failure:
        phone_parser()(cell)
    assert failure.value.sentence.endswith("주세요.")


@given(
    st.from_regex(r"010[0-9]{8}", fullmatch=True),
    st.sampled_from(["{0}-{1}-{2}", "{0}{1}{2}", "{0} {1} {2}", "{0}.{1}.{2}"]),
)
def test_every_mobile_number_is_read_back(digits, hand):
    parts = digits[:3], digits[3:7], digits[7:]
    assert phone_parser()(hand.format(*parts)) == "-".join(parts)
