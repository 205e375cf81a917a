"""One centre with an officer at work, its consultants, and browsers without scripts."""

from datetime import date

import pytest
from django.test import Client

from kwonik.catalogue.models import ServiceLimit
from tests.consulting.factories import make_consulting
from tests.factories import make_account, make_appointment, make_centre

OFFICER = (
    *("consulting.engagement:view", "consulting.engagement:record", "consulting.engagement:decide"),
    *("consulting.engagement:import", "consulting.agreement:record", "people.client:find"),
)


@pytest.fixture
def centre(db):
    return make_centre("main")


@pytest.fixture
def service(centre):
    found = make_consulting()
    ServiceLimit.objects.create(service=found, kind="employees_below", value=30, from_on=date(2020, 1, 1))
    return found


@pytest.fixture
def officer(centre):
    return make_account(*OFFICER, centre=centre)


@pytest.fixture
def attorney(centre):
    return make_appointment("rights_advocate", centre=centre, name="나노무")


@pytest.fixture
def desk(officer):
    return browser_of(officer)


def browser_of(account) -> Client:
    client = Client()
    client.force_login(account)
    return client
