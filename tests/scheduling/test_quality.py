"""How good the ranking is: whole years of matters, against the best assignment that hindsight could make.

Years are synthetic, in the mix of the seed report: 133 matters, 27 of them for lawyers, 71 attorneys and 10 lawyers.
"""

import random
from dataclasses import replace
from datetime import date

import pytest

from kwonik.scheduling.matching import BARS, COSTS, Expert, Matter, Weights, rank

DAY = date(2026, 3, 2)
MIX = (
    [("unfair_dismissal", "labour_commission", False)] * 24
    + [("unpaid_wages", "labour_petition", False)] * 53
    + [("occupational_injury", "administrative_appeal", False)] * 18
    + [("other", "labour_petition", False)] * 11
    + [("unpaid_wages", "small_claim", True)] * 27
)
ISSUES = ["unfair_dismissal", "unpaid_wages", "occupational_injury", "other"]
FORUMS = ["labour_commission", "labour_petition", "administrative_appeal"]
DISTRICTS = [f"district-{number}" for number in range(25)]
CAPACITY = 5
UNASSIGNED = 100
IMPOSSIBLE = 10**6


def a_year(seed):
    chance = random.Random(seed)
    kinds = chance.sample(MIX, len(MIX))
    matters = [
        Matter(DAY, issue, issue, forum, forum, chance.choice(DISTRICTS), "", lawyer_only)
        for issue, forum, lawyer_only in kinds
    ]
    staff = [
        Expert(
            key,
            "lawyer" if key <= 10 else "labour_attorney",
            date(2025, 1, 1),
            capacity=CAPACITY,
            specialities=(
                *chance.sample(ISSUES, chance.choice([1, 2])),
                *chance.sample(FORUMS, chance.choice([0, 1])),
            ),
            districts=tuple(chance.sample(DISTRICTS, chance.choice([1, 2, 3, 4]))),
        )
        for key in range(1, 82)
    ]
    return matters, staff


def mismatch(matter, expert):
    """What giving the matter to the expert really costs: the price on lawyers steers, but nobody pays it."""
    costs = (cost(matter, expert, Weights()) for code, cost in COSTS.items() if code != "scarcity")
    return sum(found[1] for found in costs if found)


def assign(matters, staff, choose):
    """Gives every matter away as it arrives: (total cost, how many nobody could take)."""
    hands = {expert.key: expert for expert in staff}
    total = lost = 0
    for matter in matters:
        key = choose(matter, list(hands.values()))
        if key is None:
            lost += 1
            total += UNASSIGNED
        else:
            total += mismatch(matter, hands[key])
            hands[key] = replace(hands[key], load=hands[key].load + 1)
    return total, lost


def first_of(weights):
    def choose(matter, staff):
        first = rank(matter, staff, weights)[0]
        return None if first.barred else first.key

    return choose


def next_on_the_list():
    turns = iter(range(10_000))

    def choose(matter, staff):
        free = [expert for expert in staff if expert.load < expert.capacity]
        expert = free[next(turns) % len(free)]
        return expert.key if expert.qualification == "lawyer" or not matter.lawyer_only else None

    return choose


def in_hindsight(matters, staff):
    """The cheapest assignment of all matters at once: each expert's nth case is a place with its own price."""
    rows = []
    for matter in matters:
        row = []
        for expert in staff:
            barred = any(bar(matter, expert) for bar in BARS.values())
            places = (replace(expert, load=load) for load in range(CAPACITY))
            row += [IMPOSSIBLE if barred else mismatch(matter, place) for place in places]
        rows.append([*row, *[UNASSIGNED] * len(matters)])
    return cheapest_assignment(rows)


def cheapest_assignment(costs):
    """Total of the cheapest choice of one column per row, no column twice (the Hungarian method with potentials)."""
    columns = len(costs[0])
    row_price, column_price = [0] * (len(costs) + 1), [0] * (columns + 1)
    taken_by, came_from = [0] * (columns + 1), [0] * (columns + 1)
    for row in range(1, len(costs) + 1):
        taken_by[0], here = row, 0
        slack, seen = [IMPOSSIBLE * 10] * (columns + 1), [False] * (columns + 1)
        while True:
            seen[here] = True
            at = taken_by[here]
            free = [column for column in range(1, columns + 1) if not seen[column]]
            for column in free:
                reduced = costs[at - 1][column - 1] - row_price[at] - column_price[column]
                if reduced < slack[column]:
                    slack[column], came_from[column] = reduced, here
            nearest = min(free, key=slack.__getitem__)
            step = slack[nearest]
            for column in range(columns + 1):
                if seen[column]:
                    row_price[taken_by[column]] += step
                    column_price[column] -= step
                else:
                    slack[column] -= step
            here = nearest
            if taken_by[here] == 0:
                break
        while here:
            taken_by[here] = taken_by[came_from[here]]
            here = came_from[here]
    return sum(costs[row - 1][column - 1] for column, row in enumerate(taken_by) if column and row)


def test_the_yardstick_measures_right():
    assert cheapest_assignment([[4, 1, 3], [2, 0, 5], [3, 2, 2]]) == 5


@pytest.mark.parametrize("seed", range(2))
def test_a_year_by_the_ranking_comes_close_to_hindsight(seed):
    matters, staff = a_year(seed)
    best = in_hindsight(matters, staff)

    by_list, lost_by_list = assign(matters, staff, next_on_the_list())
    by_match, _ = assign(matters, staff, first_of(Weights(load=0, scarcity=0)))
    by_load, _ = assign(matters, staff, first_of(Weights(scarcity=0)))
    ranked, lost = assign(matters, staff, first_of(Weights()))

    assert lost == 0
    assert lost_by_list > 10
    assert best <= ranked < best * 1.1
    assert ranked < by_load < by_match < by_list
