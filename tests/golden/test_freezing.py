"""What is kept of a number is the number: its frozen statement, run by itself, finds the same rows and value."""

from decimal import Decimal

import pytest

from kwonik.catalogue.queries import own_centre
from kwonik.kernel.periods import parse
from kwonik.reports import access, actions, queries
from kwonik.reports.rules.freezing import digest_of_rows


@pytest.fixture
def composed(sample):
    (template,) = access.templates()
    spec = queries.spec_of(template)
    return queries.composed(template, own_centre(), parse(spec.period), spec.as_of, spec.dated_on)


def test_every_number_is_kept_with_the_rows_that_make_it(composed):
    kept = queries.frozen(composed, actions.note_definitions())

    shown = [figure for figure in kept if figure.shown]
    assert [figure.printed for figure in shown] == [placed.printed for placed in composed.placed]
    counted = [figure for figure in kept if figure.kind == "counted"]
    assert counted and all(figure.statement for figure in counted if figure.value)
    for figure in counted:
        assert figure.row_count == len(figure.rows)
        assert figure.rows_digest == digest_of_rows(figure.rows, figure.measured)
        if figure.definition.measure.startswith("Count"):
            assert figure.value == len(figure.rows)
        elif figure.definition.measure.startswith("Sum"):
            assert figure.value == sum(map(Decimal, filter(None, figure.measured or [])))
        elif figure.definition.measure.startswith("Distinct"):
            assert figure.value == len(set(figure.measured or []) - {None})


def test_a_derived_number_names_its_parts(composed):
    kept = queries.frozen(composed, actions.note_definitions())

    derived = [figure for figure in kept if figure.kind == "derived"]
    assert all(figure.parts for figure in derived)
    assert all(
        kept[place].kind != "derived" or kept[place].parts for figure in derived for place in figure.parts
    )
