"""Scales: points, turned items, cut-offs by the sex recorded for scoring, and the path of who did not state it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwonik.labourlaw import CALCULATIONS, Refused

kels24, kels11 = CALCULATIONS["kels24_subscale"], CALCULATIONS["kels11_subscale"]
band, total = CALCULATIONS["koss_sf_band"], CALCULATIONS["koss_sf_total"]
KELS = {
    "감정조절의 요구 및 규제": (5, 83.33, 76.67),
    "고객응대의 과부하 및 갈등": (3, 83.33, 72.22),
    "감정부조화 및 손상": (6, 69.44, 63.89),
    "조직의 감시 및 모니터링": (3, 61.11, 50.00),
    "조직의 지지 및 보호체계": (7, 50.00, 45.24),
}


@pytest.mark.parametrize("name", KELS)
def test_kels_goes_from_nothing_to_everything(name):
    items, *_ = KELS[name]
    lowest, highest = (4, 1) if "지지" in name else (1, 4)

    assert kels24(subscale=name, item_scores=[lowest] * items, sex="M").score == 0
    assert kels24(subscale=name, item_scores=[highest] * items, sex="M").score == 100


@given(st.sampled_from(sorted(KELS)), st.data())
def test_kels_risk_is_reaching_the_cut_of_that_sex(name, data):
    items, male, female = KELS[name]
    scores = data.draw(st.lists(st.integers(1, 4), min_size=items, max_size=items))
    by_men, by_women = (kels24(subscale=name, item_scores=scores, sex=sex) for sex in ("M", "F"))
    unsaid = kels24(subscale=name, item_scores=scores)

    assert by_men.risk == (by_men.score >= male) and by_women.risk == (by_women.score >= female)
    assert (unsaid.risk_male, unsaid.risk_female) == (by_men.risk, by_women.risk)
    assert unsaid.risk == (by_men.risk if by_men.risk == by_women.risk else None)
    assert any("두 결과" in words for words in unsaid.warnings) == (unsaid.risk is None)


def test_protection_is_turned():
    found = kels24(subscale="조직의 지지 및 보호체계(역채점)", item_scores=[3, 3, 2, 2, 2, 3, 3], sex="여성")

    assert (found.score, found.risk) == (47.62, True)
    assert any("역채점" in words for words in found.assumptions)


@pytest.mark.parametrize("name", ["kels24_subscale", "koss_sf_subscale", "koss_sf_band", "koss43_subscale"])
def test_a_wrong_number_of_items_is_refused(name):
    calculation = CALCULATIONS[name]
    with pytest.raises(Refused) as refused:
        calculation(**{**calculation.example, "item_scores": [1]})
    assert list(refused.value.problems) == ["item_scores"]
    assert "문항인데 1개" in str(refused.value)


def test_kels11_is_banded_with_a_cut_of_ones_own():
    assert kels11(subscale="감정조절", item_scores=[4, 3], sex="M", cut=83.33).risk is True
    assert kels11(subscale="보호체계", item_scores=[4, 4, 4, 4], sex="M", cut=50).score == 0


def test_koss_43_has_eight_subscales():
    named = {
        "물리환경": 3,
        "직무요구": 8,
        "직무자율": 5,
        "관계갈등": 4,
        "직무불안정": 6,
        "조직체계": 7,
        "보상부적절": 6,
    }
    for name, items in {**named, "직장문화": 4}.items():
        assert CALCULATIONS["koss43_subscale"](subscale=name, item_scores=[4] * items).score == 100


@pytest.mark.parametrize(
    "subscale, scores, sex, expected",
    [
        ("직무요구", [3, 3, 3, 2], "M", "상위50%"),  # 58.33 is 58.3, not above it
        ("직무요구", [3, 3, 3, 3], "M", "상위25%"),
        ("직무요구", [3, 3, 2, 2], "M", "중앙이하"),
        ("직무요구", [3, 3, 3, 3], "F", "상위50%"),  # 66.67 is 66.6
        ("보상부적절", [3, 3, 2], "M", "중앙이하"),  # 55.56 is 55.5
        ("보상부적절", [3, 3, 3], "F", "상위50%"),
        ("직무불안정", [3, 2], "F", "상위50%"),
        ("직무불안정", [3, 3], "F", "상위25%"),
        ("관계갈등", [1, 1, 1], "F", "중앙이하"),
    ],
)
def test_koss_bands_are_cut_after_one_decimal(subscale, scores, sex, expected):
    assert band(subscale=subscale, item_scores=scores, sex=sex).band == expected


def test_koss_band_without_a_sex_is_that_of_both_tables_or_none():
    same = band(subscale="직장문화", item_scores=[2, 2, 2, 2])
    apart = band(subscale="직무요구", item_scores=[3, 3, 3, 3])

    assert same.band == same.band_male == same.band_female == "중앙이하"
    assert apart.band is None
    assert (apart.band_male, apart.band_female) == ("상위25%", "상위50%")
    assert apart.lines()


def test_koss_total_needs_all_seven():
    scores = dict(total.example["subscale_scores"])
    assert total(subscale_scores=scores, sex="M").band == "상위50%"
    assert total(subscale_scores=scores, sex="F").band == "중앙이하"
    scores.pop("직장문화")
    with pytest.raises(Refused, match="직장문화 점수가 없습니다"):
        total(subscale_scores=scores)


@pytest.mark.parametrize(
    "name, bands",
    [
        (
            "phq9_band",
            {0: "최소", 4: "최소", 5: "경미", 10: "중등도", 14: "중등도", 15: "중등도-중증", 20: "중증"},
        ),
        ("gad7_band", {0: "최소", 4: "최소", 5: "경도", 10: "중등도", 14: "중등도", 15: "중증", 21: "중증"}),
    ],
)
def test_bands(name, bands):
    assert {points: CALCULATIONS[name](total=points).band for points in bands} == bands


@given(st.lists(st.integers(0, 3), min_size=9, max_size=9))
def test_item_nine_alone_raises_the_flag(items):
    found = CALCULATIONS["phq9_risk_flag"](items=items)

    assert found.self_harm_flag == (items[8] > 0)
    assert found.total == sum(items)
    assert any("109" in words for words in found.warnings) == found.self_harm_flag
