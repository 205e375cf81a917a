"""The parameters: files well formed, no gaps but the meant ones, and by name whatever runs out within a year."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwonik.labourlaw import CALCULATIONS, Refused, Unset
from kwonik.labourlaw import parameters as of_parameters
from kwonik.labourlaw.parameters import everything, look_up, running_out

TODAY = date(2026, 11, 22)  # the day the law was read
EVERY = pytest.mark.parametrize("parameter", everything().values(), ids=everything())
MEANT_GAPS: dict[str, str] = {}  # name of the parameter: why nothing holds in between
# Next year's values are a line of data: add it and take the name off this list.
RUNNING_OUT = {
    "employment_insurance_by_hours": date(2026, 12, 31),
    "health_insurance_rate": date(2026, 12, 31),
    "iaci_daily_max": date(2026, 12, 31),
    "iaci_daily_min": date(2026, 12, 31),
    "iaci_funeral_max": date(2026, 12, 31),
    "iaci_funeral_min": date(2026, 12, 31),
    "long_term_care_rate": date(2026, 12, 31),
    "pension_income_bounds": date(2027, 6, 30),
    "ui_daily_wage_cap": date(2026, 12, 31),
}


@EVERY
def test_is_well_formed(parameter):
    assert re.fullmatch(r"[a-z][a-z0-9_]*", parameter.name)
    assert parameter.label and re.search("[가-힣]", parameter.label)
    assert parameter.law
    for value in parameter.values:
        assert value.source and value.since <= value.read_on + timedelta(days=3650)
        assert value.read_on <= TODAY, "nobody has read a source in the future"
        assert value.as_json()["value"] is not None


@EVERY
def test_its_tables_are_read_in_korean(parameter):
    for value in parameter.values:
        is_text = isinstance(value.value, str)
        assert value.printed and (is_text or not re.search("[a-z_]{2,}", value.printed)), value.printed


@EVERY
def test_has_no_gap_that_is_not_meant(parameter):
    gaps = [
        (before.until, after.since)
        for before, after in pairwise(parameter.values)
        if before.until + timedelta(days=1) != after.since
    ]

    assert not gaps or parameter.name in MEANT_GAPS


@EVERY
def test_holds_from_its_first_day_to_its_last_and_not_beyond(parameter):
    first, last = parameter.values[0], parameter.values[-1]

    assert parameter.on(first.since) is first
    with pytest.raises(Unset):
        parameter.on(first.since - timedelta(days=1))
    if last.until:
        assert parameter.on(last.until) is last
        with pytest.raises(Unset, match=re.escape(parameter.label)):
            parameter.on(last.until + timedelta(days=1))


@EVERY
def test_holds_no_float(parameter):
    def leaves(value):
        if isinstance(value, tuple):
            return [leaf for each in value for leaf in leaves(each)]
        return (
            [leaf for each in value.values() for leaf in leaves(each)]
            if hasattr(value, "values")
            else [value]
        )

    assert not any(isinstance(leaf, float) for value in parameter.values for leaf in leaves(value.value))


def test_labels_and_other_words_name_one_parameter_each():
    words = [word for parameter in everything().values() for word in (parameter.label, *parameter.also)]

    assert len(words) == len(set(words))


def test_what_runs_out_within_a_year_is_known_by_name():
    assert {value.name: value.until for value in running_out(TODAY, 365)} == RUNNING_OUT


@given(st.sampled_from(sorted(everything())), st.dates(date(2000, 1, 1), date(2060, 12, 31)))
def test_a_day_has_the_value_whose_days_it_lies_in_or_none(name, day):
    fitting = [v for v in everything()[name].values if v.since <= day and (v.until is None or day <= v.until)]

    if fitting:
        assert [look_up(name, day)] == fitting
    else:
        with pytest.raises(Unset):
            look_up(name, day)


ONE = '[thing]\nlabel = "값"\nlaw = "법"\nvalues = ['
LINE = "{ from = 2020-01-01, to = 2020-12-31, value = 1, source = 's', read_on = 2026-11-22 },"


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [LINE, LINE],
        [LINE.replace("to = 2020-12-31, ", ""), LINE.replace("2020", "2021")],
        [LINE.replace("2021", "2020").replace("to = 2020", "to = 2019")],
    ],
    ids=["no value", "overlap", "an open end before another", "ends before it begins"],
)
def test_a_file_that_contradicts_itself_is_refused(lines, tmp_path, monkeypatch):
    (tmp_path / "bad.toml").write_text(ONE + "\n".join(lines) + "]\n")
    monkeypatch.setattr(of_parameters, "FOLDER", tmp_path)
    everything.cache_clear()
    try:
        with pytest.raises(ValueError, match="parameter thing"):
            everything()
    finally:
        everything.cache_clear()


def test_one_name_in_two_files_is_refused(tmp_path, monkeypatch):
    for name in ("a", "b"):
        (tmp_path / f"{name}.toml").write_text(ONE + LINE + "]\n")
    monkeypatch.setattr(of_parameters, "FOLDER", tmp_path)
    everything.cache_clear()
    try:
        with pytest.raises(ValueError, match="two files"):
            everything()
    finally:
        everything.cache_clear()


@pytest.mark.parametrize(
    "name, inputs",
    [
        ("minimum_wage", {"year": 2028}),
        ("minimum_wage", {"year": 2014}),
        ("social_insurance_employee", {"month": "2027-01", "monthly_pay": 2_236_300, "weekly_hours": 40}),
        ("social_insurance_employee", {"month": "2027-01", "monthly_pay": 500_000, "weekly_hours": 10}),
        ("kels11_subscale", {"subscale": "감정조절", "item_scores": [4, 4], "sex": "F"}),
    ],
)
def test_no_result_follows_from_an_unset_parameter(name, inputs):
    with pytest.raises(Unset) as unset:
        CALCULATIONS[name](**inputs)
    assert isinstance(unset.value, Refused) and str(unset.value)


TOLD_AND_COMPUTED = {
    "law_arrears_penalty": "arrears_penalty",
    "law_habitual_arrears": "habitual_default",
    "law_notice_exemption": "dismissal_notice_exempt_months",
    "law_insolvency_payment_months": "bankruptcy_substitute_wage_months",
}


@pytest.mark.parametrize("told, computed", TOLD_AND_COMPUTED.items())
def test_what_is_told_of_a_change_and_what_is_computed_change_on_the_same_day(told, computed):
    assert everything()[told].starts[-1] == everything()[computed].starts[-1]


def test_what_no_source_was_read_for_is_warned_of():
    for name, inputs in {
        "litigation_statutory_rate": {"date": "2014-01-01"},
        "arrears_penalty": {"offence_date": "2016-01-01"},
    }.items():
        result = CALCULATIONS[name](**inputs)
        assert any(value.unverified for value in result.parameters)
        assert any("원문으로 확인하지 못했습니다" in words for words in result.warnings)
