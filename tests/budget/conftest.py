"""One centre with finance at work, another one, and browsers without scripts."""

import pytest
from django.test import Client

from tests.budget.factories import make_line
from tests.factories import make_account, make_centre


@pytest.fixture
def centre(db):
    return make_centre("main")


@pytest.fixture
def finance(centre):
    return make_account("finance", centre=centre)


@pytest.fixture
def line(centre):
    return make_line(centre, name="취약노동자 법률구조", code="legal_aid")


@pytest.fixture
def desk(finance):
    return browser_of(finance)


def browser_of(account) -> Client:
    client = Client()
    client.force_login(account)
    return client
