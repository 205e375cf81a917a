"""A centre that plans, somebody who may, another centre."""

import pytest
from django.test import Client

from tests.factories import grant, make_account, make_centre, make_role


@pytest.fixture
def centre(db):
    return make_centre("main")


@pytest.fixture
def elsewhere(db):
    return make_centre("elsewhere")


@pytest.fixture
def officer(centre):
    return planner(centre)


@pytest.fixture
def desk(officer):
    return browser_of(officer)


def planner(centre):
    """Somebody who may do everything of this room, and bring ledgers."""
    account = make_account("ledgers.batch:bring", "reports.figure:explain", centre=centre)
    grant(account, make_role("planning.", code="planner"), centre)
    return account


def browser_of(account) -> Client:
    client = Client()
    client.force_login(account)
    return client
