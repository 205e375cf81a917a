"""One centre with an officer at work, its instructors, and browsers without scripts."""

import pytest
from django.test import Client

from tests.education.factories import make_education
from tests.factories import make_account, make_appointment, make_centre

OFFICER = (
    *("education.lecture:view", "education.lecture:record", "education.lecture:import"),
    *("education.request:view", "education.request:record", "education.request:decide"),
    *("education.request:import", "education.roster:keep", "education.video:record", "people.client:find"),
)


@pytest.fixture
def centre(db):
    return make_centre("main")


@pytest.fixture
def service(centre):
    return make_education()


@pytest.fixture
def officer(centre):
    return make_account(*OFFICER, centre=centre)


@pytest.fixture
def teacher(centre):
    return make_appointment("instructor", centre=centre, name="나강사", specialities=["law"])


@pytest.fixture
def desk(officer):
    return browser_of(officer)


def browser_of(account) -> Client:
    client = Client()
    client.force_login(account)
    return client
