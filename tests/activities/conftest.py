"""One centre with a service of each shape, an officer of it, and her browser without scripts."""

import pytest
from django.test import Client

from tests.activities.factories import make_campaigns, make_count, make_handouts, make_readings, make_support
from tests.activities.machine import Machine
from tests.factories import make_account, make_centre


@pytest.fixture
def centre(db):
    return make_centre("main")


@pytest.fixture
def officer(centre):
    return make_account("activities_officer", centre=centre)


@pytest.fixture
def stranger(db):
    """The same role at another centre."""
    return make_account("activities_officer", centre=make_centre("elsewhere"))


@pytest.fixture
def campaigns(db):
    return make_campaigns()


@pytest.fixture
def counting(db):
    return make_count()


@pytest.fixture
def readings(db):
    return make_readings()


@pytest.fixture
def water(db):
    return make_handouts()


@pytest.fixture
def support(db):
    return make_support()


@pytest.fixture
def desk(officer):
    return browser_of(officer)


def browser_of(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def machine(officer, centre):
    return Machine(officer, centre)


@pytest.fixture
def stranger_machine(stranger):
    return Machine(stranger, stranger.centre)
