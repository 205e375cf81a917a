"""What the escrow's bench says follows from its slices: which count, medians, pairs, goals, whose processor time it was."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.escrow import client, processor
from bench.escrow.clients import Team
from bench.escrow.slices import (
    BUSIEST,
    CELLS,
    QUIET,
    RAW,
    Goal,
    Pair,
    Results,
    Slice,
    Spread,
    goals_of_speed,
)


def a_slice(contender="ours", cell=BUSIEST, rate=100.0, others=0.0, took=(1000,), **more) -> Slice:
    return Slice(contender, cell, stored=len(took), rate=rate, took=took, others=others, **more)


def a_pair(contender="ours", cell=BUSIEST, rate=100.0, raw=100.0, others=0.0, took=(1000,)) -> Pair:
    return Pair(a_slice(RAW, cell, raw), a_slice(contender, cell, rate, others, took))


@pytest.mark.parametrize(
    "wrong", [{"others": QUIET + 0.001}, {"ran_out": True}, {"took": ()}], ids=["loud", "ran out", "empty"]
)
def test_a_slice_that_was_disturbed_does_not_count_nor_does_its_pair(wrong):
    good, bad = a_slice(others=QUIET), a_slice(**wrong)
    assert good.counts and not bad.counts
    assert Pair(good, good).counts
    assert not Pair(good, bad).counts and not Pair(bad, good).counts


@given(st.lists(st.integers(0, 10**6), min_size=1), st.floats(0.01, 1.0))
def test_a_percentile_is_one_of_the_times_and_so_many_are_within_it(took, share):
    found = a_slice(took=took).percentile(share) * 1000
    assert round(found) in took
    assert sum(each <= found + 1e-6 for each in took) >= share * len(took) - 1e-3


def test_percentiles_of_a_hundred():
    hundred = a_slice(took=[n * 1000 for n in range(100, 0, -1)])
    assert (hundred.percentile(0.5), hundred.percentile(0.99), hundred.percentile(1.0)) == (50, 99, 100)


@given(st.lists(st.floats(0.1, 1e6), min_size=1))
def test_a_median_lies_between_the_least_and_the_most(numbers):
    found = Spread.of(numbers)
    assert found.least <= found.median <= found.most and found.count == len(numbers)


def test_nothing_measured_is_nothing_said():
    assert Spread.of([]) is None
    results = Results([a_pair(others=1.0)])
    assert results.rate("ours", BUSIEST) is None and results.times("ours", "hordak", BUSIEST) is None
    assert all(goal.hit is None for goal in goals_of_speed(results))
    assert "말할 수 없음" in goals_of_speed(results)[0].sentence()


def test_ratios_are_of_pairs_so_that_a_machine_growing_slower_changes_none():
    pace = (1.0, 0.5, 0.1)
    results = Results([a_pair(rate=150 * slow, raw=100 * slow) for slow in pace])
    assert results.ratio("ours", BUSIEST) == Spread(1.5, 1.5, 1.5, 3)
    assert results.rate("ours", BUSIEST).median == 75


def test_loud_pairs_are_kept_apart_and_can_be_looked_at():
    pairs = [a_pair(rate=200), a_pair(rate=50, others=0.9)]
    assert Results(pairs).ratio("ours", BUSIEST).count == 1
    assert Results(pairs, loud=True).ratio("ours", BUSIEST) == Spread(1.25, 0.5, 2.0, 2)


def test_a_contender_is_compared_with_another_through_the_reference():
    results = Results([a_pair("ours", rate=150, raw=100), a_pair("hordak", rate=10, raw=20)])
    assert results.times("ours", "hordak", BUSIEST) == pytest.approx(3.0)
    assert results.rate(RAW, BUSIEST).count == 2


def test_measuring_goes_on_where_clean_pairs_are_missing():
    results = Results()
    assert results.wanting(["ours"], 1) == [(cell, "ours") for cell in CELLS]
    for cell in CELLS[1:]:
        results.add(a_pair(cell=cell))
    results.add(a_pair(cell=CELLS[0], others=0.5))
    assert results.wanting(["ours"], 1) == [(CELLS[0], "ours")]
    assert len(results.wanting(["ours"], 2)) == 4


@pytest.mark.parametrize(
    "found, at_least, hit, words",
    [
        (2.5, True, True, "이룸, 목표보다 25% 큼"),
        (1.5, True, False, "못 이룸, 목표보다 25% 작음"),
        (2.0, True, True, "이룸, 목표와 같음"),
        (2.0, False, True, "이룸, 목표와 같음"),
        (3.0, False, False, "못 이룸, 목표보다 50% 큼"),
    ],
)
def test_a_goal_says_hit_or_miss_and_by_how_much(found, at_least, hit, words):
    goal = Goal("빠르기", found, 2.0, at_least)
    assert goal.hit is hit and goal.sentence().endswith(f"{words})")


def test_a_goal_of_none_at_all_says_how_many_there_were():
    assert (
        Goal("다른 계정", 0, 0, at_least=False, unit="개").sentence()
        == "다른 계정: 0개 (목표 0개 이하, 이룸)"
    )
    assert "3개 (목표 0개 이하, 못 이룸" in Goal("다른 계정", 3, 0, at_least=False, unit="개").sentence()


def test_every_goal_of_the_issue_is_asked():
    results = Results(
        a_pair(name, cell, rate, took=[9_000])
        for name, rate in (("ours", 210), ("post", 140), ("hordak", 100), ("django-ledger", 10))
        for cell in CELLS
    )
    goals = goals_of_speed(results)
    assert len(goals) == 4 + 4 + 1 + 1 + 1 and all(goal.hit for goal in goals)
    assert [goal.hit for goal in goals_of_speed(Results([a_pair("ours", rate=99, took=[10_001])]))[-3:]] == [
        False,
        None,
        False,
    ]


# The clients


def clock(*instants):
    return itertools.chain(instants, itertools.repeat(instants[-1])).__next__


def test_a_client_stops_when_its_time_is_over_and_counts_only_what_was_stored():
    def transfer(mode, number):
        if number == 2:
            raise ValueError("no")

    told = client.run(transfer, "hot", [1, 2, 3, 4], start=10.0, seconds=2.0,
                      now=clock(10, 10, 10, 10.5, 10.5, 11, 11.25, 12, 12))  # fmt: skip
    assert told["took"] == [500_000, 250_000]
    assert (told["failed"], told["said"]) == (1, ["ValueError('no')"])
    assert (told["used"], told["ran_out"], told["seconds"]) == (3, False, 2)


def test_a_client_says_when_its_numbers_ran_out():
    told = client.run(lambda mode, number: None, "hot", [1], start=0.0, seconds=2.0, now=clock(0.0, 0.1, 0.2))
    assert told["ran_out"] and told["used"] == 1


class Listening:
    """A client that notes what it is asked to make ready."""

    def __init__(self):
        self.made: list[int] = []

    def ask(self, *, do, mode, numbers):
        assert do == "ready"
        self.made += [n for first, stop, step in numbers for n in range(first, stop, step)]


def test_every_milestone_is_made_before_it_is_used_and_used_once():
    team, first = Team("ours", "module", Path("python"), {}, 8), Listening()
    team.once, team.members = True, [first]
    used: list[int] = []
    for clients, each in ((8, 40), (1, 500), (1, 10), (8, 700)):
        team._make_ready("hot", clients, seconds=1.0)
        for lane in range(clients):
            may = range(*team._numbers("hot", lane))
            assert len(may) >= each and set(may) <= set(first.made)
            used += may[:each]
            team.used["hot", lane] = team.used.get(("hot", lane), 0) + each
    assert len(first.made) == len(set(first.made)) and len(used) == len(set(used))


# Whose processor time it was


def test_reading_what_the_kernel_says():
    name = "12 (a) b (c)) S 7 12 12 0 -1 4194560 1 2 3 4 150 50 9 9 20 0 1 0"
    assert processor.read_stat(name) == (7, 200 / processor.TICKS)
    whole = "cpu  100 10 50 9999 77 5 6 40 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0"
    assert processor.read_machine(whole) == 200 / processor.TICKS


@pytest.mark.parametrize(
    "title, ours",
    [
        ("postgres: kwonik bench_escrow_raw [local] INSERT\0", True),
        ("postgres: kwonik ledger_77 [local] idle\0", False),
        ("postgres: checkpointer \0", True),
        ("postgres: autovacuum worker bench_escrow_raw\0", True),
    ],
)
def test_a_session_of_another_database_is_somebody_else(title, ours):
    assert processor.is_ours(title) is ours


def test_what_neither_clients_nor_server_took_others_did():
    before = processor.Sample(100.0, {1: 5.0}, {2: 7.0, 3: 1.0})
    after = processor.Sample(104.0, {1: 6.0}, {2: 8.0, 4: 0.5})
    assert processor.between(before, after) == processor.Spent(1.0, 1.5, 1.5)
