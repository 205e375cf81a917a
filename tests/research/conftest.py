"""A centre that studies, publishes and checks: its services with short code lists, an officer, another centre."""

import pytest
from django.test import Client

from tests.factories import grant, make_account, make_centre, make_role
from tests.research.factories import make_research_service


@pytest.fixture
def centre(db):
    return make_centre("main")


@pytest.fixture
def elsewhere(db):
    return make_centre("elsewhere")


@pytest.fixture
def service(db):
    return make_research_service()


@pytest.fixture
def officer(centre):
    return researcher(centre)


@pytest.fixture
def desk(officer):
    return browser_of(officer)


def researcher(centre):
    """Somebody who may do everything of this room, and bring ledgers."""
    account = make_account(
        "ledgers.batch:bring", "reports.report:view", "reports.figure:explain", centre=centre
    )
    grant(account, make_role("research.", "planning.", code="researcher"), centre)
    return account


def browser_of(account) -> Client:
    client = Client()
    client.force_login(account)
    return client
