"""One centre with a keeper at work, one shelter with a room, another centre."""

import pytest
from django.test import Client

from tests.factories import grant, make_account, make_centre, make_role
from tests.shelters.factories import make_room, make_service, make_shelter


@pytest.fixture
def centre(db):
    make_service()
    return make_centre("main")


@pytest.fixture
def keeper(centre):
    account = make_account(centre=centre)
    grant(account, make_role("shelters.", "people.client", "ledgers.", code="shelter_keeper"), centre)
    return account


@pytest.fixture
def shelter(centre):
    return make_shelter(centre, name="서초쉼터")


@pytest.fixture
def room(shelter):
    return make_room(shelter, name="교육실")


@pytest.fixture
def desk(keeper):
    return browser_of(keeper)


def browser_of(account) -> Client:
    client = Client()
    client.force_login(account)
    return client
