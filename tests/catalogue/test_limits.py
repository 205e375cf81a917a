"""지원 기준: what a service asks, as it stood on a day."""

from datetime import date

import pytest

from kwonik.catalogue import queries
from kwonik.catalogue.models import ServiceLimit
from kwonik.kernel.figures import Ask, compute
from kwonik.kernel.periods import parse
from kwonik.reports.queries import window_of
from tests.factories import make_centre, make_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def service():
    """Firms below 30 until May 2025, below 50 from June on."""
    found = make_service("advice", shape="application")
    for value, first, last in ((30, date(2025, 1, 1), date(2025, 5, 31)), (50, date(2025, 6, 1), None)):
        ServiceLimit.objects.create(
            service=found, kind="employees_below", value=value, from_on=first, until_on=last
        )
    return found


@pytest.mark.parametrize(
    ("day", "value"), [(date(2024, 12, 31), None), (date(2025, 5, 31), 30), (date(2025, 6, 1), 50)]
)
def test_the_limit_of_a_day(service, day, value):
    assert queries.limit(service, "employees_below", day) == value
    assert queries.limit(service, "group_at_least", day) is None


@pytest.mark.parametrize(("as_of", "value"), [(date(2025, 3, 31), 30), (date(2025, 9, 30), 50)])
def test_the_report_prints_it_as_of_its_day(service, as_of, value):
    ask = Ask.of("catalogue.limit", service="advice", kind="employees_below")
    window = window_of(make_centre(), parse("2025-01/2025-09"), as_of)
    assert compute(window, [ask])[ask].value == value
