"""All 129 sums, differences, rates and counts of both source documents, as data of the profiles, hold on what we print."""

import json

from kwonik.catalogue.queries import own_centre
from kwonik.kernel.periods import parse
from kwonik.reports import access, queries

from .conftest import HERE

CHECKS = {"seoul": 72, "anyang": 57}


def test_every_check_of_the_source_holds(sample):
    """A check may wait only for numbers that the report file says it does not print yet (`awaited`)."""
    (template,) = access.templates()
    spec = queries.spec_of(template)
    composed = queries.composed(template, own_centre(), parse(spec.period), spec.as_of, spec.dated_on)

    wrong = [one for one in composed.checks if not one.holds and not one.waits]
    waiting = [one for one in composed.checks if one.waits]

    assert sum(CHECKS.values()) == 129
    assert len({one.id for one in composed.checks}) == CHECKS[sample]
    assert not wrong
    assert bool(waiting) == bool(spec.awaited)


def test_the_checks_are_those_of_the_source(sample):
    (template,) = access.templates()
    known = json.loads((HERE / "checks.json").read_text(encoding="utf-8"))
    ours = {check.id: check.target for check in queries.spec_of(template).checks}

    assert ours == {
        one["check_id"]: one["target"] for one in known if one["check_id"][0] == sample[0].upper()
    }
