"""One centre, somebody who asks and somebody who works on requests."""

import pytest
from django.test import Client

from tests.factories import make_account, make_centre
from tests.servicedesk.factories import ASK, IMPORT, VIEW, WORK, make_desk


@pytest.fixture
def service(db):
    return make_desk()


@pytest.fixture
def centre(service):
    return make_centre("main")


@pytest.fixture
def worker(centre):
    return make_account(VIEW, ASK, WORK, IMPORT, "ledgers.batch:bring", centre=centre)


@pytest.fixture
def asker(centre):
    return make_account(VIEW, ASK, centre=centre)


def browser_of(account) -> Client:
    client = Client()
    client.force_login(account)
    return client
