"""The ranking of experts: its laws, its bars, its reasons, and that it keeps scarce lawyers for the courts."""

import json
import re
from dataclasses import asdict, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwonik.scheduling.matching import Expert, Matter, Weights, rank, replay, snapshot

TODAY = date(2026, 3, 2)
WAGES = Matter(
    on=TODAY,
    issue="unpaid_wages",
    issue_label="임금체불",
    forum="labour_petition",
    forum_label="진정",
    district="jongno",
    district_label="종로구",
)
SUIT = replace(WAGES, forum="lawsuit", forum_label="소송", lawyer_only=True)


def expert(key=1, **given):
    defaults = {
        "qualification": "labour_attorney",
        "from_on": date(2025, 1, 1),
        "until_on": date(2027, 12, 31),
        "specialities": ("unpaid_wages",),
        "districts": ("jongno",),
    }
    return Expert(key=key, **defaults | given)


def words(placement):
    return " / ".join(reason.words for reason in placement.reasons)


days = st.dates(TODAY - timedelta(days=500), TODAY + timedelta(days=500))
experts = st.lists(
    st.builds(
        Expert,
        key=st.integers(1, 10_000),
        qualification=st.sampled_from(["labour_attorney", "lawyer"]),
        from_on=days,
        load=st.integers(0, 8),
        capacity=st.integers(0, 8),
        specialities=st.lists(st.sampled_from(["unpaid_wages", "other", "lawsuit"]), max_size=3).map(tuple),
        districts=st.lists(st.sampled_from(["jongno", "mapo"]), max_size=2).map(tuple),
        until_on=st.none() | days,
        suspended=st.booleans(),
        conflict=st.sampled_from(["", "", "workplace", "firm"]),
        declined_on=st.none() | days,
        last_asked_on=st.none() | days,
    ),
    max_size=12,
    unique_by=lambda one: one.key,
)
matters = st.sampled_from([WAGES, SUIT, replace(WAGES, district="")])

# -- laws -----------------------------------------------------------------------------------------------------


@given(matters, experts)
def test_whoever_has_a_conflict_never_has_a_rank(matter, given_experts):
    conflicted = {one.key for one in given_experts if one.conflict}

    placed = rank(matter, given_experts)

    assert all(placement.barred for placement in placed if placement.key in conflicted)
    assert all(
        "conflict" in {reason.code for reason in placement.reasons}
        for placement in placed
        if placement.key in conflicted
    )


@given(matters, experts, st.randoms())
def test_the_order_of_the_list_changes_nothing(matter, given_experts, chance):
    shuffled = list(given_experts)
    chance.shuffle(shuffled)

    assert rank(matter, shuffled) == rank(matter, given_experts)


@given(matters, experts.filter(bool), st.data(), st.integers(1, 5))
def test_more_in_hand_never_improves_a_rank(matter, given_experts, data, more):
    loaded = data.draw(st.sampled_from(given_experts))
    heavier = [replace(one, load=one.load + more) if one is loaded else one for one in given_experts]

    def place(placed):
        found = next(placement.rank for placement in placed if placement.key == loaded.key)
        return found or len(given_experts) + 1

    assert place(rank(matter, heavier)) >= place(rank(matter, given_experts))


@given(matters, experts)
def test_everybody_is_placed_once_and_ranks_count_from_one(matter, given_experts):
    placed = rank(matter, given_experts)

    assert sorted(placement.key for placement in placed) == sorted(one.key for one in given_experts)
    ranks = [placement.rank for placement in placed if not placement.barred]
    assert ranks == list(range(1, len(ranks) + 1))
    assert [placement.barred for placement in placed] == sorted(placement.barred for placement in placed)
    assert all(placement.reasons for placement in placed)


@given(matters, experts)
def test_costs_rise_with_the_rank_and_are_the_sum_of_their_reasons(matter, given_experts):
    costs = [placement.cost for placement in rank(matter, given_experts) if not placement.barred]

    assert costs == sorted(costs)
    for placement in rank(matter, given_experts):
        assert placement.barred or placement.cost == sum(reason.points for reason in placement.reasons)


@given(matters, experts)
def test_a_stored_decision_replays_through_json(matter, given_experts):
    weights = Weights(version="trial", scarcity=3)
    stored = json.loads(json.dumps(snapshot(matter, given_experts, weights)))

    assert replay(stored) == rank(matter, given_experts, weights)


# -- bars -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"conflict": "workplace"}, "이해충돌"),
        ({"conflict": "firm"}, "같은 사무소"),
        ({"suspended": True}, "멈춘"),
        ({"until_on": TODAY - timedelta(days=1)}, "2026. 3. 1.에 끝남"),
        ({"from_on": TODAY + timedelta(days=1)}, "2026. 3. 3.에 시작함"),
        ({"load": 5}, "5건으로 가득 참"),
    ],
)
def test_a_bar_says_why(changed, said):
    (free,) = rank(WAGES, [expert()])
    (barred,) = rank(WAGES, [expert(**changed)])

    assert not free.barred
    assert barred.barred
    assert said in words(barred)


def test_the_first_and_the_last_day_of_a_term_count():
    assert not rank(WAGES, [expert(from_on=TODAY, until_on=TODAY)])[0].barred


def test_the_courts_are_for_lawyers_save_whom_the_centre_registered_for_it():
    attorney, registered, lawyer = (
        expert(1),
        expert(2, specialities=("lawsuit",)),
        expert(3, qualification="lawyer"),
    )

    by_key = {placement.key: placement for placement in rank(SUIT, [attorney, registered, lawyer])}

    assert by_key[1].barred
    assert "변호사만 맡을 수 있는 절차임: 소송" in words(by_key[1])
    assert not by_key[2].barred
    assert not by_key[3].barred


# -- preferences ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "worse",
    [
        {"specialities": ("other",)},
        {"specialities": ()},
        {"districts": ("mapo",)},
        {"districts": ()},
        {"load": 1},
        {"qualification": "lawyer"},
        {"until_on": TODAY + timedelta(days=30)},
        {"declined_on": TODAY - timedelta(days=3)},
    ],
)
def test_each_mismatch_puts_an_otherwise_equal_expert_second(worse):
    first, second = rank(WAGES, [expert(1, **worse), expert(2)])

    assert (first.key, second.key) == (2, 1)
    assert second.cost > first.cost


def test_no_registered_speciality_lies_between_the_right_and_the_wrong_one():
    placed = rank(WAGES, [expert(1, specialities=("other",)), expert(2, specialities=()), expert(3)])

    assert [placement.key for placement in placed] == [3, 2, 1]


def test_a_lawyer_is_not_dear_where_a_lawyer_is_needed():
    (placed,) = rank(SUIT, [expert(qualification="lawyer")])

    assert "아껴 둠" not in words(placed)


def test_of_equals_whoever_was_asked_longest_ago_is_first():
    lately, never, long_ago = (
        expert(1, last_asked_on=TODAY),
        expert(3),
        expert(2, last_asked_on=date(2025, 5, 1)),
    )

    assert [placement.key for placement in rank(WAGES, [lately, never, long_ago])] == [3, 2, 1]


# -- the page that explains it --------------------------------------------------------------------------------


def test_the_documents_weights_and_worked_example_are_the_codes():
    page = (Path(__file__).parents[2] / "docs" / "rules" / "advocate-ranking.md").read_text(encoding="utf-8")
    weights = asdict(Weights())

    assert f"Version `{weights.pop('version')}`" in page
    assert dict(re.findall(r"^\| `(\w+)` \| (\d+) \|", page, re.MULTILINE)) == {
        name: str(points) for name, points in weights.items()
    }
    placed = rank(
        WAGES,
        [
            expert(1),
            expert(2, qualification="lawyer", districts=()),
            expert(3, districts=(), load=2),
            expert(4, specialities=("unfair_dismissal",), districts=()),
        ],
    )
    worked = re.findall(r"\| (\d+) \| (\d) \|$", page, re.MULTILINE)
    assert [(str(one.cost), str(one.rank)) for one in placed] == worked
