"""A report is checked and completed once: what every writer may rely on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwonik.documents.normalise import normalise
from kwonik.documents.tree import (
    Bullet,
    BulletList,
    Cell,
    CoverPage,
    Heading,
    Item,
    Note,
    Number,
    Para,
    Picture,
    Report,
    Source,
    Table,
    WrongTree,
    numbers,
    plain,
    printed,
    runs,
)


def report(*blocks: object) -> Report:
    return Report("제목", "센터", date(2025, 11, 7), blocks=blocks)  # type: ignore[arg-type]


def table(*rows: tuple[Cell, ...], **more: object) -> Table:
    (found,) = normalise(report(Table(rows, **more))).blocks  # type: ignore[arg-type]
    assert isinstance(found, Table)
    return found


def test_seoul_report_is_normal_after_once(seoul: Report) -> None:
    once = normalise(seoul)

    assert normalise(once) == once


def test_an_empty_report_is_a_report() -> None:
    assert normalise(report()).blocks == ()


@pytest.mark.parametrize(
    ("levels", "message"),
    [
        ((2,), "1단계 이하"),
        ((1, 3), "2단계 이하"),
        ((1, 2, 4), "3단계 이하"),
        ((0,), "단계가 0"),
        ((1, -1), "단계가 -1"),
    ],
)
def test_heading_levels_never_skip(levels: tuple[int, ...], message: str) -> None:
    with pytest.raises(WrongTree, match=message):
        normalise(report(*(Heading(level, "", f"제목 {level}") for level in levels)))


def test_heading_levels_may_come_back_up() -> None:
    levels = (1, 2, 3, 1, 2, 2, 3)

    blocks = normalise(report(*(Heading(level, "", "제목") for level in levels))).blocks

    assert tuple(block.level for block in blocks) == levels  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (Heading(1, "Ⅰ", "  "), "빈 제목"),
        (Bullet(5, "", "가"), "1~4단계"),
        (Picture(" ", svg="<svg viewBox='0 0 1 1'/>"), "alt"),
        (Picture("그림"), "비어"),
        (Para((Number("3", 3.0),)), "Decimal"),  # type: ignore[arg-type]
        (Para((Number("예", True),)), "Decimal"),
        (Para((Number("무한", Decimal("inf")),)), "유한"),
        (Para((Number("3", None),)), "값은"),
        (Para((Number("57.2", Decimal("57.2"), source=Source("a"), kind="derived"),)), "계산식"),
        (Para((Number("약 10만", 100000, kind="stated"),)), "출처 문서"),
        (Para((Number("3", 3, source=Source("a", href="javascript:alert(1)")),)), "주소"),
        (Para((Number("3", 3, kind="guessed"),)), "종류"),  # type: ignore[arg-type]
        (Note((Number("3", 3, source=Source("a", href="data:text/html,x")),)), "주소"),
        (Table(()), "행이 없습니다"),
        (Table(((Cell("가"),), ())), "칸이 하나도 없는 행"),
        (Table(((Cell("가"),),), head_rows=2), "머리 행"),
        (Table(((Cell("가", rowspan=2), Cell("나")), (Cell("다"),))), "본문 행과 합쳐져"),
        (Table(((Cell("가", colspan=0),),)), "1 이상"),
        (Table(((Cell("가"),),), widths=(1, 2)), "열 너비"),
        (Table((tuple(Cell("가") for _ in range(101)),)), "100열"),
        ("글", "쓸 수 없는 내용"),
    ],
)
def test_a_wrong_tree_is_refused_with_a_reason(wrong: object, message: str) -> None:
    with pytest.raises(WrongTree, match=message):
        normalise(report(wrong))


@pytest.mark.parametrize("change", [{"title": " "}, {"date": None}])
def test_title_and_date_are_required(change: dict) -> None:
    with pytest.raises(WrongTree):
        normalise(replace(report(), **change))


def test_a_cover_comes_first_and_once() -> None:
    with pytest.raises(WrongTree, match="표지"):
        normalise(report(Para("글"), CoverPage()))


def test_the_error_names_the_table_and_the_cell() -> None:
    rows = ((Cell("가"), Cell("나")), (Cell("다"), Cell("라", colspan=2)))

    with pytest.raises(WrongTree, match=r"1번째 내용인 표 '예산': 2행 2열"):
        normalise(report(Table(rows, caption="예산")))


# -- bullets --------------------------------------------------------------------------------------------------


def bullets_of(items: tuple[Item, ...]) -> list[Bullet]:
    return [bullet for item in items for bullet in (item.bullet, *bullets_of(item.items))]


def children_are_deeper(items: tuple[Item, ...]) -> bool:
    return all(
        all(below.bullet.level > item.bullet.level for below in item.items)
        and children_are_deeper(item.items)
        for item in items
    )


@given(st.lists(st.integers(1, 4), min_size=1, max_size=30))
def test_nesting_keeps_every_bullet_in_order_and_children_deeper(levels: list[int]) -> None:
    bullets = [Bullet(level, "○", str(k)) for k, level in enumerate(levels)]

    (found,) = normalise(report(*bullets)).blocks

    assert isinstance(found, BulletList)
    assert bullets_of(found.items) == bullets
    assert children_are_deeper(found.items)


def test_other_blocks_end_a_list() -> None:
    blocks = normalise(report(Bullet(1, "", "가"), Para("글"), Bullet(1, "", "나"))).blocks

    assert [type(block) for block in blocks] == [BulletList, Para, BulletList]


def test_markers_follow_the_ladder_unless_given() -> None:
    (found,) = normalise(
        report(*(Bullet(level, "", "가") for level in (1, 2, 3, 4)), Bullet(1, "▶", "나"))
    ).blocks

    assert isinstance(found, BulletList)
    assert [bullet.marker for bullet in bullets_of(found.items)] == ["○", "-", "·", "*", "▶"]


# -- cells ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3860, "3,860"),
        (-12, "-12"),
        (0, "0"),
        (Decimal("57.20"), "57.20"),
        (Decimal("1E+3"), "1,000"),
        (date(2025, 11, 7), "2025. 11. 7."),
        ("제5기", "제5기"),
        (None, ""),
    ],
)
def test_a_value_prints_in_its_usual_form(value: object, text: str) -> None:
    assert printed(value) == text  # type: ignore[arg-type]


def test_numbers_stand_right_heads_centred_and_totals_bold() -> None:
    head, body = table(
        (Cell("구분"), Cell("금액")), (Cell("계", shade="total"), Cell(value=1000, shade="total"))
    ).rows

    assert [(cell.align, cell.bold, cell.shade) for cell in head] == [("center", True, "head")] * 2
    assert [(cell.align, cell.bold) for cell in body] == [("center", True), ("right", True)]
    assert plain(body[1].runs) == "1,000"


def test_long_words_stand_left_in_their_whole_column() -> None:
    rows = table(
        (Cell("주요업무"),), (Cell("짧음"),), (Cell("예산 및 회계관리, 인사 및 노무 관리, 총무"),)
    ).rows

    assert [row[0].align for row in rows] == ["center", "left", "left"]


def test_numbers_are_listed_in_reading_order_before_and_after_normalising(seoul: Report) -> None:
    before = [number.text for number in numbers(seoul)]
    after = [number.text for number in numbers(normalise(seoul))]

    assert [text for text in after if text in before] == [text for text in before if text]
    assert after[:4] == ["1", "1", "47", "45"]


# -- texts ----------------------------------------------------------------------------------------------------


def test_unprintable_characters_are_dropped_and_letters_composed() -> None:
    (found,) = normalise(report(Para("가\x00\x1b나\u202e다\ud800 각\t라\r\n마"))).blocks

    assert plain(found.text) == "가나다 각 라\n마"  # type: ignore[union-attr]


@given(st.text())
def test_texts_end_up_fit_for_xml(text: str) -> None:
    (found,) = normalise(report(Para(text))).blocks

    kept = plain(found.text)  # type: ignore[union-attr]
    assert all(char in "\n" or (char >= " " and not 0xD800 <= ord(char) <= 0xDFFF) for char in kept)
    assert "\ufffe" not in kept and "\uffff" not in kept


def test_runs_of_a_text() -> None:
    number = Number("3", 3)

    assert [run.text for run in runs(("총 ", number, "", "건"))] == ["총 ", "3", "건"]
    assert plain(("총 ", number, "건")) == "총 3건"
