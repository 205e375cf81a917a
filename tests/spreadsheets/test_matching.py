"""Columns are matched by what is certain; guesses are only offered; the officer's word is the last."""

import pytest

from kwonik.spreadsheets import UNUSED, Column, find_table, match_columns, open_workbook
from kwonik.spreadsheets.headings import Names, bare, column_letter, plain, stem, won_unit
from kwonik.spreadsheets.scanning import column_index
from tests.spreadsheets import books
from tests.spreadsheets.books import LEDGER

LINE = ("2025-05-09", "임금체불", "노동자", "O", "홍길동", "010-1234-5678", 1000, "내용", "", "")


def match(*heads, columns=LEDGER, line=LINE, **options):
    with open_workbook(books.xlsx([heads, line[: len(heads)]]), "a.xlsx") as workbook:
        table = find_table(workbook.sheets[0], columns, heading_rows=(1,))
    return match_columns(table, columns, **options)


def places(found):
    return {
        pair.column.key: ("".join(head.letter for head in pair.heads), pair.level) for pair in found.pairs
    }


@pytest.mark.parametrize(
    ("heading", "level"),
    [
        ("상담일", "exact"),
        ("상 담 일", "exact"),
        ("상담일*", "exact"),
        ("【상담일】", "exact"),
        ("상담일(필수)", "exact"),
        ("1. 상담일", "exact"),
        ("접수일", "alias"),
        ("상담일자", "near"),
        ("상담 날짜", "near"),
        ("상담\n일시", "near"),
        ("접수 일자(연.월.일)", "near"),
    ],
)
def test_one_heading_in_many_spellings(heading, level):
    found = match(heading, "상담유형")
    assert places(found)["held_on"] == ("A", level)
    assert found.ready
    assert all(pair.reason.endswith(".") for pair in found.pairs)


def test_a_guess_is_offered_and_not_taken():
    found = match("상담한 일", "상담유형")
    assert "held_on" not in places(found)
    (suggestion,) = found.suggestions
    assert (suggestion.column.key, suggestion.heads[0].letter, suggestion.confidence) == ("held_on", "A", 0.5)
    assert not found.ready
    assert found.missing == (LEDGER[0],)
    assert "혹시 A열 '상담한 일'인가요?" in found.sentences[0]


def test_a_missing_required_column_is_named():
    found = match("상담유형", "구분")
    assert not found.ready
    assert found.sentences == [
        "꼭 필요한 '상담일' 열을 찾지 못했습니다. 어느 열인지 고르거나, 파일에 그 열을 더해 다시 올려 주세요."
    ]
    assert [column.key for column in found.absent] == ["anonymous", "name", "phone", "claimed_won", "memo"]


def test_two_equal_headings_clash_and_the_officer_settles_it():
    found = match("상담일", "상담유형", "내용", "내용")
    assert not found.ready
    assert found.sentences == [
        "'내용'에 맞는 열이 둘 이상입니다(C열 '내용', D열 '내용'). 하나만 골라 주세요."
    ]

    settled = match("상담일", "상담유형", "내용", "내용", chosen={"C": UNUSED})
    assert settled.ready
    assert places(settled)["memo"] == ("D", "exact")


def test_the_better_of_two_headings_wins_without_a_clash():
    found = match("상담일", "상담일자", "상담유형")
    assert found.ready
    assert places(found)["held_on"] == ("A", "exact")
    assert [head.letter for head in found.unused] == ["B"]


def test_the_officers_choice_overrules_memory_and_memory_overrules_names():
    remembered = {"통화일": "held_on", "비고": "memo"}
    found = match("통화일", "상담유형", "비고", "상담일", remembered=remembered)
    assert places(found)["held_on"] == ("A", "remembered")
    assert places(found)["memo"] == ("C", "remembered")

    found = match(
        "통화일", "상담유형", "비고", "상담일", remembered=remembered, chosen={"D": "held_on", "A": UNUSED}
    )
    assert places(found)["held_on"] == ("D", "chosen")
    assert found.mapping() == {"상담일": "held_on", "상담유형": "issues", "비고": "memo", "통화일": UNUSED}


def test_what_was_settled_settles_the_next_file():
    first = match("통화한 날", "분야", "비고", chosen={"A": "held_on", "B": "issues", "C": UNUSED})
    again = match("분야", "비고", "통화한날", remembered=first.mapping(), line=("산재", "", "2025-05-09"))
    assert places(again) == {"held_on": ("C", "remembered"), "issues": ("A", "remembered")}


def test_keys_that_no_column_bears_any_more_are_ignored():
    found = match("상담일", "상담유형", remembered={"상담일": "gone"}, chosen={"B": "gone"})
    assert places(found) == {"held_on": ("A", "exact"), "issues": ("B", "exact")}


def test_serial_numbers_are_never_read_unless_declared():
    found = match("연번", "상담일", "상담유형")
    assert [head.label for head in found.unused] == ["연번"]
    assert not found.suggestions

    columns = (*LEDGER, Column("serial", "번호", "int"))
    assert places(match("번호", "상담일", "상담유형", columns=columns))["serial"] == ("A", "exact")


def test_marks_under_a_merged_heading_make_one_column():
    with open_workbook(books.xlsx(books.MESSY, books.MESSY_MERGES), "a.xlsx") as workbook:
        found = match_columns(find_table(workbook.sheets[0], LEDGER), LEDGER)
    pair = next(pair for pair in found.pairs if pair.column.key == "issues")
    assert (pair.level, pair.codes) == ("marks", ("unpaid_wages", "occupational_injury"))
    assert "'상담유형' 아래 2개 칸" in pair.reason
    assert found.ready


@pytest.mark.parametrize(
    ("heading", "multiplier"),
    [("청구금액(천원)", 1_000), ("청구금액(단위: 백만원)", 1_000_000), ("청구금액(원)", 1), ("청구금액", 1)],
)
def test_the_unit_of_an_amount_is_taken_from_its_heading(heading, multiplier):
    found = match("상담일", "상담유형", heading)
    pair = found.pairs[-1]
    assert pair.multiplier == multiplier
    assert (f"{multiplier:,}을 곱해" in pair.reason) == (multiplier > 1)


def test_two_columns_may_not_claim_one_name():
    with pytest.raises(ValueError, match="both claim"):
        Names((Column("a", "일자"), Column("b", "날짜", aliases=("일 자",))))


def test_a_bracketed_label_does_not_take_the_plain_one():
    names = Names((Column("minutes", "상담시간(분)", "int"), Column("at", "상담시간", "time")))
    assert names.recognise(("상담시간",)).column.key == "at"
    assert names.recognise(("상담시간(분)",)).column.key == "minutes"


def test_unknown_kinds_and_misplaced_choices_are_refused_at_once():
    with pytest.raises(ValueError, match="no such kind"):
        Column("a", "가", "money")
    with pytest.raises(ValueError, match="choices"):
        Column("a", "가", "text", choices={"가": "a"})


def test_words_of_a_heading():
    assert plain("상담\n일 자*") == "상담일자"
    assert plain("해고ㆍ징계") == plain("해고·징계") == "해고징계"
    assert bare("① 금액(원)[세전]") == bare("1. 금액") == "금액" or bare("1. 금액") == "금액"
    assert stem("상담일자") == stem("상담날짜") == stem("상담일") == "상담일"
    assert stem("일자") == "일자"
    assert won_unit("소요예산(백만원)") == 1_000_000
    assert won_unit("병원") is won_unit("지원금") is None


def test_letters_and_positions_of_columns():
    assert [column_letter(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert all(column_index(column_letter(index)) == index for index in range(2_000))
