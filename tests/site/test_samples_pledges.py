"""The sample of the pledge card: 68 money cells, 763 talks with citizens of which 68 stand in the card by title."""

from collections import Counter

from kwonik.site.samples import pledges
from tests.site.test_samples import TOWN, plan


def recipe() -> pledges.PledgesRecipe:
    found = plan(TOWN).recipe.pledges
    assert found
    return found


def test_citizens_were_told_as_often_as_the_card_prints_by_channel():
    counts: Counter[str] = Counter()
    for row in pledges.communication_rows(recipe()):
        counts[row["channel"]] += row["count"]

    assert counts == {
        "설명회, 공청회 등": 1,
        "만족도 조사": 3,
        "민간전문가 자문": 7,
        "언론·방송 보도": 55,
        "SNS 소통": 693,
        "기타 시민참여": 4,
    }


def test_sixty_eight_titles_are_listed_and_the_rest_is_spread_over_the_months():
    rows = pledges.communication_rows(recipe())
    listed = [row for row in rows if row["listed"] == "실음"]

    assert len(listed) == 68
    assert all(row["count"] >= 1 for row in rows)
    assert sum("언론보도" in row["title"] for row in listed) == 27


def test_money_is_what_the_card_prints_in_whole_millions():
    sums: Counter[str] = Counter()
    for row in pledges.money_rows(recipe()):
        assert row["amount_won"] % pledges.MILLION == 0
        sums[row["stage"]] += row["amount_won"] // pledges.MILLION

    assert sums == {"계획": 11_044, "확보": 10_961, "집행": 7_749}


def test_executed_never_exceeds_secured_in_any_cell():
    cells: dict[tuple[str, str, str], int] = {}
    for row in pledges.money_rows(recipe()):
        cells[row["stage"], row["year"], row["source"]] = row["amount_won"]

    assert all(
        won <= cells["확보", year, source] for (stage, year, source), won in cells.items() if stage == "집행"
    )
