"""The main report made public: near the truth, nothing about anybody, the same in every release."""

from datetime import timedelta
from itertools import combinations

import pytest
from django.utils import timezone

from kwonik.catalogue.queries import own_centre
from kwonik.disclosure import Earlier, Printed, found, pair_of
from kwonik.kernel.periods import Period, parse
from kwonik.places.models import Centre
from kwonik.portal import actions, queries
from kwonik.portal.codes import Method
from kwonik.portal.models import PublicFigure
from kwonik.reports import access
from kwonik.reports.actions import close, publish
from kwonik.reports.queries import spec_of, with_nobody
from tests.factories import make_account

pytestmark = pytest.mark.parametrize(
    "profile", [pytest.param("seoul", marks=pytest.mark.xdist_group("seoul"))], indirect=True
)


@pytest.fixture
def centre(sample):
    return own_centre()


@pytest.fixture
def director(centre):
    return make_account(
        *(
            "reports.edition:publish",
            "portal.release:publish",
            "reports.period:close",
            "reports.period:settle",
        ),
        centre=centre,
    )


@pytest.fixture
def template(centre, director):
    """The report, its months closed; of days more or less its sums need not hold."""
    (found,) = access.templates()
    found.body = {**found.body, "checks": []}
    found.save()
    period = parse(spec_of(found).period)
    for one in Centre.objects.filter(parent=centre):
        if not with_nobody(Centre.objects.filter(pk=one.pk), timezone.localdate()).exists():
            there = make_account("reports.period:close", centre=one)
            close(by=there, centre=one, period=period, level="centre")
    for level in ("centre", "city"):
        close(by=director, centre=centre, period=period, level=level)
    return found


def test_the_main_report_goes_out_within_three_of_the_truth(centre, director, template):
    spec = spec_of(template)
    period = parse(spec.period)
    days = [Period(period.first_on, period.last_on + timedelta(days=more)) for more in (-2, -1, 0)]
    releases = [
        actions.release(
            by=director,
            edition=publish(
                by=director,
                template=template,
                centre=centre,
                period=one,
                as_of=one.last_on,
                dated_on=spec.dated_on,
            ),
        )
        for one in days
    ]

    rows = list(PublicFigure.objects.filter(release__in=releases).select_related("figure"))
    protected = [row for row in rows if row.method == Method.PROTECTED]
    assert len(protected) > 100
    assert all(row.value % 3 == 0 and abs(row.value - row.figure.value) <= 3 for row in protected)
    assert all(row.value == 0 for row in protected if row.figure.value < 3)
    assert all(row.printed == row.figure.printed for row in rows if row.method == Method.EXACT)
    assert not [row for row in rows if row.method == Method.WITHHELD and not row.figure.unit.endswith("원")]

    assert breakdowns(releases[0]) >= {("counselling.legal", "party"), ("remedy.cases", "client_group")}
    for first, second in combinations(releases, 2):
        for code, key in breakdowns(first):
            tables = [table(release, code, key) for release in (first, second)]
            assert not found(pair_of(tables[1], Earlier(tables[0], inside=True)))


def breakdowns(release) -> set[tuple[str, str]]:
    """What the report breaks down by one dimension, of the numbers that are protected."""
    rows = [row for row in queries.figures_of(release) if row.method == Method.PROTECTED]
    return {(row.figure.code, next(iter(row.figure.cut))) for row in rows if len(row.figure.cut) == 1}


def table(release, code: str, key: str) -> Printed:
    parts, total = {}, None
    for row in queries.figures_of(release):
        figure = row.figure
        if row.method == Method.PROTECTED and figure.code == code and not figure.own_period:
            if set(figure.cut) == {key}:
                parts[figure.cut[key]] = int(row.value)
            elif not figure.cut:
                total = int(row.value)
    return Printed(parts, total)
