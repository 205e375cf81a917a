"""Every figure that reports can compute equals the source document, in value and as printed, and moves with its rows."""

import io
import json

import pytest
from django.core.management import call_command

from kwonik.catalogue.queries import own_centre
from kwonik.kernel import figures
from kwonik.kernel.periods import parse
from kwonik.reports import access, queries

from .conftest import source_figures
from .report import Report

SECTIONS = {
    "seoul": ("I 일반현황/", "III-"),
    "anyang": ("",),
}
"""The sections that must be complete by now."""


def due(profile: str) -> dict[str, dict]:
    found = source_figures(profile)
    return {id: figure for id, figure in found.items() if figure["section"].startswith(SECTIONS[profile])}


def computed(profile: str) -> dict[str, dict]:
    output = io.StringIO()
    call_command("figures", profile=profile, stdout=output)
    return json.loads(output.getvalue())


def test_every_figure_due_equals_the_source_document(sample):
    found = computed(sample)
    expected = due(sample)

    wrong = {
        id: (found.get(id), {"value": figure["value"], "printed": figure["printed"]})
        for id, figure in expected.items()
        if found.get(id) != {"value": figure["value"], "printed": figure["printed"]}
    }
    assert not wrong
    assert len(expected) == {"seoul": 242, "anyang": 308}[sample]


@pytest.mark.parametrize(
    "profile", [pytest.param("seoul", marks=pytest.mark.xdist_group("seoul"))], indirect=True
)
def test_what_is_stated_and_what_is_missing_is_said_and_counted(sample):
    told = io.StringIO()
    call_command("figures", profile=sample, stdout=io.StringIO(), stderr=told)
    assert "기록에서 셈 241, 문서로 밝힘 1, 아직 없음 0" in told.getvalue()
    assert "밝힘 S.05.water.samdasoo" in told.getvalue()


def test_no_figure_is_computed_that_the_source_does_not_have(sample):
    assert set(computed(sample)) <= set(source_figures(sample))


@pytest.mark.parametrize(
    "profile", [pytest.param("anyang", marks=pytest.mark.xdist_group("anyang"))], indirect=True
)
def test_the_city_and_the_centre_it_oversees_print_the_same_card(sample):
    (template,) = access.templates()
    spec = queries.spec_of(template)
    own = own_centre()
    own_card, citys_card = (
        queries.composed(template, centre, parse(spec.period), spec.as_of, spec.dated_on)
        for centre in (own, own.parent)
    )

    assert own.parent.kind == "government"
    assert own_card.by_id == citys_card.by_id and len(own_card.by_id) >= 154


@pytest.fixture
def report(sample) -> Report:
    return Report()


def test_every_number_is_the_aggregate_of_its_own_list(report):
    values = report.values()

    for ask in report.counted():
        figure, _ = figures.registry.find(ask.code)
        own = report.rows(ask).aggregate(value=figure.measure.aggregate())["value"]
        assert values[ask] == own, ask


def test_the_number_of_statements_does_not_grow_with_cells(report, django_assert_max_num_queries):
    with django_assert_max_num_queries(170):
        report.values()
