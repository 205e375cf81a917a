"""Half a year of the escrow, as it is drawn: always the same, and everything over on its last day."""

import pytest

from kwonik.site.samples.escrow_timetable import draw
from kwonik.site.samples.recipe import read_recipe
from tests import profiles

SEOUL = profiles.FOLDER / "seoul"


@pytest.fixture(scope="module")
def recipe():
    return read_recipe(SEOUL / "sample").escrow


def test_the_recipe_makes_the_reports_numbers(recipe):
    table = draw("seoul", recipe)
    held = [one for one in table.contracts if one.story not in ("direct", "unpaid")]

    assert sum(map(len, table.joinings.values())) == 814
    assert sum(one.story != "direct" for one in table.contracts) == 167
    assert sum(sum(one.amounts) for one in held) == recipe.held_won
    assert round(recipe.held_won / 1_000_000) == 91
    assert max(table.steps) <= recipe.until_on and min(table.steps) >= recipe.from_on
    assert [one.title for one in draw("seoul", recipe).contracts] == [one.title for one in table.contracts]


def test_nobody_signs_before_joining_and_nobody_with_themselves(recipe):
    for one in draw("seoul", recipe).contracts:
        assert max(one.freelancer.day, one.commissioner.day) <= one.day
        assert one.freelancer.is_freelancer and not one.commissioner.is_freelancer
