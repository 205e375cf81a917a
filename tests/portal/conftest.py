"""A centre with consultations of common and rare kinds, and its director."""

from datetime import date

import pytest

from kwonik.kernel.figures import Ask
from tests.counselling.factories import make_consultation
from tests.factories import make_account, make_centre

PARTIES = ("worker", "employer")


@pytest.fixture
def centre(db):
    return make_centre()


@pytest.fixture
def director(centre):
    return make_account("portal.release:publish", centre=centre)


@pytest.fixture
def consultations(centre):
    """Eleven of workers, one of an employer: that one is somebody."""
    days = [date(2025, 1, 1 + number) for number in range(12)]
    return [
        make_consultation(centre=centre, occurred_on=day, party=PARTIES[number == 11])
        for number, day in enumerate(days)
    ]


@pytest.fixture
def asks():
    return (Ask.of("counselling.legal"), *(Ask.of("counselling.legal", party=party) for party in PARTIES))
