"""Moves of a request, who is asked first, and views that never fall; without a database."""

from datetime import date, time

import pytest

from kwonik.education.codes import MOVES, RequestState
from kwonik.education.rules import (
    Instructor,
    Lesson,
    Refused,
    check_hours,
    check_move,
    check_reading,
    hours_of,
    rank,
    too_few,
)

DAY, LONG_AGO = date(2025, 5, 9), date(2024, 1, 1)
LESSON = Lesson(on=DAY, kind="law", kind_label="노동법률 교육", district="jongno", district_label="종로구")


def instructor(key: int, **fields) -> Instructor:
    return Instructor(key=key, from_on=LONG_AGO, **fields)


@pytest.mark.parametrize("verb", MOVES)
def test_a_verb_leads_from_its_states_only(verb):
    for state in RequestState:
        if state in MOVES[verb].sources:
            assert check_move(verb, state, "까닭") == MOVES[verb].target
        else:
            with pytest.raises(Refused, match="바꿀 수 없습니다"):
                check_move(verb, state, "까닭")


def test_refusing_needs_a_reason():
    with pytest.raises(Refused, match="까닭을 적으세요"):
        check_move("refuse", "requested")


@pytest.mark.parametrize(
    ("people", "at_least", "said"),
    [(9, 10, "9명"), (10, 10, ""), (None, 10, "적혀 있지 않습니다"), (1, None, ""), (None, None, "")],
)
def test_ten_people_make_a_group(people, at_least, said):
    found = too_few(people, at_least)
    assert said in found
    assert bool(found) == bool(said)


def test_views_never_fall():
    check_reading(100, 100, None)
    check_reading(100, None, 100)
    for views, before, after in ((99, 100, None), (101, None, 100), (-1, None, None)):
        with pytest.raises(Refused):
            check_reading(views, before, after)


def test_hours():
    assert hours_of(DAY, time(14), None) is None
    first, last = hours_of(DAY, time(14), time(16))
    assert (last - first).seconds == 7200
    check_hours(None, None)
    for given in ((None, time(9)), (time(9), time(9)), (time(10), time(9))):
        with pytest.raises(Refused):
            check_hours(*given)


def test_who_knows_the_subject_and_the_district_comes_first():
    placed = rank(
        LESSON,
        [
            instructor(1, specialities=("mind_care",), districts=("guro",)),
            instructor(2, specialities=("law",), districts=("guro",)),
            instructor(3, specialities=("law",), districts=("jongno",)),
            instructor(4),
        ],
    )
    assert [one.key for one in placed] == [3, 2, 4, 1]
    assert [reason.words for reason in placed[0].reasons] == [
        "전문 분야 맞음: 노동법률 교육",
        "활동 자치구 맞음: 종로구",
        "앞뒤 한 달에 맡은 교육 0회",
    ]
    assert sum(reason.points for reason in placed[3].reasons) == placed[3].cost


def test_the_work_is_shared_out():
    able = {"specialities": ("law",), "districts": ("jongno",)}
    placed = rank(
        LESSON,
        [
            instructor(1, near=3, **able),
            instructor(2, near=1, **able),
            instructor(3, near=1, same_day=1, **able),
        ],
    )
    assert [one.key for one in placed] == [2, 3, 1]


def test_nobody_stands_in_two_rooms_or_teaches_out_of_office():
    placed = rank(
        LESSON,
        [
            instructor(1, busy="다른 교육"),
            instructor(2, until_on=date(2025, 5, 8)),
            instructor(3, suspended=True),
            Instructor(key=4, from_on=date(2025, 5, 10)),
            instructor(5, until_on=DAY),
        ],
    )
    assert [(one.key, one.barred) for one in placed] == [
        (5, False),
        (1, True),
        (2, True),
        (3, True),
        (4, True),
    ]
