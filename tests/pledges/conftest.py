"""A city that keeps pledges, somebody who may, a centre below it, another city."""

import pytest
from django.test import Client

from kwonik.places.models import Centre
from tests.factories import grant, make_account, make_centre, make_role


@pytest.fixture
def city(db) -> Centre:
    return make_centre("city", kind="government")


@pytest.fixture
def centre(city) -> Centre:
    """The centre whose work the city answers for."""
    return make_centre("main", parent=city)


@pytest.fixture
def elsewhere(db) -> Centre:
    return make_centre("elsewhere", kind="government")


@pytest.fixture
def officer(city):
    return keeper(city)


@pytest.fixture
def desk(officer) -> Client:
    return browser_of(officer)


def keeper(centre):
    """Somebody who may do everything of this room, bring ledgers and open reports."""
    account = make_account(
        "ledgers.batch:bring", "reports.figure:explain", "reports.report:view", centre=centre
    )
    grant(account, make_role("pledges.", code="keeper"), centre)
    return account


def browser_of(account) -> Client:
    client = Client()
    client.force_login(account)
    return client
