"""One centre with the legal service, a duty attorney of it, and her browser without scripts."""

import pytest
from django.test import Client

from tests.counselling.factories import A_DAY, make_consultation, make_network
from tests.factories import make_account, make_client, make_district, make_service, make_workplace


@pytest.fixture
def legal(db):
    return make_service("legal")


@pytest.fixture
def centre(db):
    """A city centre that shares its hotline with another one, `elsewhere`."""
    return make_network("main", "elsewhere")[0]


@pytest.fixture
def elsewhere(centre):
    return make_network("elsewhere")[0]


@pytest.fixture
def attorney(centre, legal):
    return make_account("duty_attorney", centre=centre)


@pytest.fixture
def stranger(elsewhere, legal):
    """A duty attorney of the other centre."""
    return make_account("duty_attorney", centre=elsewhere)


@pytest.fixture
def desk(attorney):
    return browser_of(attorney)


def browser_of(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def talk(centre, legal, attorney):
    """A talk with everything."""
    return make_consultation(
        centre,
        legal,
        client=make_client(centre, "김민수", "010-1234-5678"),
        memo="두 달 치 임금",
        others=("other", "labour_union"),
        outcome="relief",
        workplace=make_workplace(),
        district=make_district(),
        counsellor=attorney,
        follow_up_on=A_DAY,
    )
