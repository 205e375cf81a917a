"""What may be written down, where a call goes, whose move a referral is."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwonik.counselling import rules
from kwonik.counselling.codes import CONTACT_MOVES, REFERRAL_MOVES, ContactState, ReferralState, Side
from kwonik.counselling.rules import Caller, NotAllowed, Written

TODAY = date(2026, 11, 22)
FINE = {"occurred_on": TODAY, "today": TODAY}
codes = st.lists(st.sampled_from("abcdef"))


def fields(**facts) -> list[str]:
    return [field for field, _ in rules.problems(Written(**{**FINE, **facts}))]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"occurred_on": TODAY + timedelta(days=1)}, "occurred_on"),
        ({"outreach": True}, "site"),
        ({"anonymous": False}, "name"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 601}, "minutes"),
        ({"follow_up_on": TODAY - timedelta(days=1)}, "follow_up_on"),
        ({"texts": {"memo": "번호는 900101-1234568 입니다"}}, "memo"),
    ],
)
def test_one_wrong_thing_is_told_at_its_box(facts, field):
    assert fields(**facts) == [field]


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"outreach": True, "has_place": True},
        {"anonymous": False, "named": True},
        {"minutes": 600},
        {"follow_up_on": TODAY},
        {"occurred_on": None, "follow_up_on": TODAY},
        {"texts": {"memo": "전화 010-1234-5678, 사업자 123-45-67890"}},
    ],
)
def test_what_is_right_passes(facts):
    assert fields(**facts) == []


def test_a_resident_number_is_never_repeated_in_the_sentence():
    number = "900101-1234568"
    [(_, sentence)] = rules.problems(Written(**FINE, texts={"memo": number}))

    assert "주민등록번호" in sentence
    assert "900101" not in sentence and "1234568" not in sentence


@given(codes, st.sampled_from("abcdef"))
def test_the_main_issue_comes_first_and_each_once(others, main):
    ordered = rules.in_order(main, others)

    assert ordered[0] == main
    assert sorted(ordered) == sorted({main, *others})
    assert [code for code in others if code != main and others.count(code) == 1] == [
        code for code in ordered[1:] if others.count(code) == 1
    ]


@given(
    st.dictionaries(st.sampled_from("abcd"), st.integers(0, 2)),
    st.dictionaries(st.sampled_from("abcd"), st.integers(0, 2)),
)
def test_changes_lead_from_one_state_to_the_other(before, after):
    """Removal-aware: applying the changes to `before` gives `after`, and nothing else is listed."""
    changed = rules.changes(before, after)
    replayed = before | {change.field: change.after for change in changed}

    assert {field: value for field, value in replayed.items() if value is not None} == after
    assert all(change.before != change.after for change in changed)
    assert rules.changes(before, before) == []


def test_references_can_be_read_out():
    assert rules.reference("L", 2025, 3860) == "L-2025-003860"


# -- the hotline ----------------------------------------------------------------------------------------------

CITY, NORTH, SOUTH = 1, 2, 3
AREAS = {CITY: [10, 20, 30], NORTH: [10, 20], SOUTH: [30]}


@pytest.mark.parametrize(
    ("district", "own", "expected"),
    [
        (10, CITY, NORTH),  # the nearest of two in charge
        (30, NORTH, SOUTH),
        (None, NORTH, NORTH),  # unknown: whoever picked it up
        (99, SOUTH, SOUTH),  # nobody's: whoever picked it up
    ],
)
def test_a_call_goes_to_the_nearest_centre_in_charge(district, own, expected):
    assert rules.centre_in_charge(district, AREAS, own) == expected


def test_of_two_equals_the_answering_centre_keeps_the_call():
    areas = {4: [10], 5: [10]}
    assert rules.centre_in_charge(10, areas, own=5) == 5
    assert rules.centre_in_charge(10, areas, own=9) == 4


@given(
    st.one_of(st.none(), st.integers(0, 5)),
    st.dictionaries(st.integers(1, 4), st.lists(st.integers(0, 5))),
    st.integers(1, 6),
)
def test_a_call_always_belongs_to_exactly_one_known_centre(district, areas, own):
    assert rules.centre_in_charge(district, areas, own) in {own, *areas}


@pytest.mark.parametrize("move", CONTACT_MOVES)
@pytest.mark.parametrize("state", ContactState)
def test_contacts_move_as_the_table_says(state, move):
    before, after = CONTACT_MOVES[move]
    if state == before:
        assert rules.contact_after(state, move) == after
    else:
        with pytest.raises(NotAllowed):
            rules.contact_after(state, move)


# -- referrals ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("move", REFERRAL_MOVES)
@pytest.mark.parametrize("state", ReferralState)
def test_referrals_move_as_the_table_says(state, move):
    _, before, after = REFERRAL_MOVES[move]
    if state in before:
        assert rules.referral_after(state, move) == after
    else:
        with pytest.raises(NotAllowed, match=ReferralState(state).label):
            rules.referral_after(state, move)


@pytest.mark.parametrize(
    ("state", "has_result", "whose"),
    [
        ("offered", False, Side.RECEIVER),
        ("accepted", False, Side.RECEIVER),
        ("accepted", True, None),
        ("declined", False, Side.SENDER),
        ("withdrawn", False, None),
    ],
)
def test_whose_turn_a_referral_is(state, has_result, whose):
    assert rules.turn(state, has_result) == whose


# -- sealed texts and ledgers ---------------------------------------------------------------------------------


@given(st.text(), st.text(), st.text())
def test_what_a_caller_said_comes_back_as_it_was(name, phone, text):
    caller = Caller(name, phone, text)
    assert Caller.unpacked(caller.packed()) == caller


def test_a_sealed_text_that_is_not_there_is_a_caller_who_said_nothing():
    assert not Caller.unpacked("")


@pytest.mark.parametrize(
    ("written", "phone", "told"),
    [
        ("홍길동", "", "홍길동"),
        (" 홍  길동 ", "", "홍 길동"),
        ("익명", None, ""),
        ("익 명", None, ""),
        ("김○○", None, ""),
        ("김OO", None, ""),
        ("김**", None, ""),
        (None, None, ""),
        ("", "010-1234-5678", rules.UNNAMED),
        ("익명", "010-1234-5678", rules.UNNAMED),
        ("김O수", None, ""),
        ("Moon Otto", None, "Moon Otto"),
    ],
)
def test_who_a_ledger_really_names(written, phone, told):
    assert rules.told_name(written, phone) == told
