"""How one number is printed, and what a printed number tells: laws for all counts and keys."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwonik.disclosure import LOSS, Pair, cell_key, claims, fibre, found, protected, record_key

COUNTS = st.integers(0, 100_000)
KEYS = st.integers(0, 2**64 - 1)
PRINTED = st.integers(0, 6).map(lambda step: 3 * step)


@given(COUNTS, KEYS, st.integers(0, 40))
def test_the_loss_stays_within_three_and_the_truth_within_the_fibre(count, key, draw):
    printed = protected(count, key, draw)
    low, high = fibre(printed)

    assert printed % 3 == 0
    assert abs(printed - count) <= LOSS
    assert low <= count <= high


@given(KEYS)
def test_zero_stays_zero_and_nothing_small_is_ever_printed(key):
    assert [protected(count, key) for count in (0, 1, 2)] == [0, 0, 0]


@pytest.mark.parametrize("printed", range(0, 40, 3))
def test_every_count_of_a_fibre_can_be_printed_so(printed):
    """Else the attacker would know more than the fibre."""
    low, high = fibre(printed)

    assert low % 3 == high % 3 == 0
    assert all(any(protected(count, key) == printed for key in range(500)) for count in range(low, high + 1))


@pytest.mark.parametrize("count", range(3, 60))
def test_from_three_upwards_the_noise_adds_nothing_on_average(count):
    trials = 20_000
    mean = sum(protected(count, key) for key in range(trials)) / trials

    assert abs(mean - count) < 0.06


@pytest.mark.parametrize("wrong", [-3, 1, 4])
def test_what_is_never_printed_has_no_fibre(wrong):
    with pytest.raises(ValueError, match="공표하는 수가 아닙니다"):
        fibre(wrong)


def test_there_is_no_negative_number_of_people():
    with pytest.raises(ValueError, match="0보다 작을 수 없습니다"):
        protected(-1, 5)


@given(st.lists(st.integers(1, 10**9), unique=True, min_size=1), st.randoms())
def test_a_cell_is_known_by_its_rows_and_not_by_their_order(rows, chance):
    keys = [record_key(b"secret", "counselling.consultation", row) for row in rows]
    shuffled = chance.sample(keys, len(keys))

    assert cell_key(keys) == cell_key(shuffled)
    assert cell_key(keys) != cell_key([*keys, record_key(b"secret", "counselling.consultation", 0)])
    assert record_key(b"other", "counselling.consultation", rows[0]) != keys[0]


@given(st.lists(PRINTED, min_size=1, max_size=4), PRINTED)
def test_sums_and_parts_of_one_table_never_give_a_small_count_away(parts, total):
    """The theorem of `perturbing`: bounds of parts and totals are multiples of three."""
    table = {str(position): part for position, part in enumerate(parts)}
    pair = Pair(table, table, total, total, inside=True)

    known = [claim for claim in claims(pair) if claim.where != "grown"]
    assert all(claim.least % 3 == 0 and claim.most % 3 == 0 for claim in known)
    assert not [claim for claim in known if claim.harmful]


@given(PRINTED, PRINTED)
def test_two_numbers_of_one_part_never_give_a_small_growth_away(first, second):
    assert not found(Pair({"가": first}, {"가": second}, inside=True))


@given(st.lists(PRINTED, min_size=2, max_size=2), st.lists(PRINTED, min_size=2, max_size=2), PRINTED, PRINTED)
def test_the_attack_finds_what_going_through_all_worlds_finds(first, second, first_total, second_total):
    """The same bounds, found without any cleverness."""
    spans = [range(fibre(n)[0], fibre(n)[1] + 1) for n in (*first, *second)]
    (low_a, high_a), (low_b, high_b) = fibre(first_total), fibre(second_total)
    worlds = [
        (a, b, c, d)
        for a, b, c, d in product(*spans)
        if low_a <= a + b <= high_a
        and low_b <= c + d <= high_b
        and c - a >= (first[0] != second[0])
        and d - b >= (first[1] != second[1])
        and c + d - a - b >= (first_total != second_total)
    ]
    names = ("가", "나")
    pair = Pair(
        dict(zip(names, first, strict=True)), dict(zip(names, second, strict=True)),
        first_total, second_total, inside=True,
    )  # fmt: skip
    got = {(claim.what, claim.where): (claim.least, claim.most) for claim in claims(pair)}

    if not worlds:
        assert not got
        return
    for side, name in enumerate(names):
        grown = [world[2 + side] - world[side] for world in worlds]
        assert got[name, "first"] == (min(w[side] for w in worlds), max(w[side] for w in worlds))
        assert got[name, "second"] == (min(w[2 + side] for w in worlds), max(w[2 + side] for w in worlds))
        assert got[name, "grown"] == (min(grown), max(grown))
