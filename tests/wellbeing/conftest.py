"""One centre with an officer of the programme and a visiting counsellor with a course of her own."""

import pytest
from django.test import Client

from tests.factories import make_account, make_centre
from tests.wellbeing.factories import OFFICER, OWN, make_counsellor, make_course, make_psych


@pytest.fixture
def psych(db):
    return make_psych()


@pytest.fixture
def centre(psych):
    return make_centre("main")


@pytest.fixture
def officer(centre):
    return make_account(*OFFICER, "ledgers.batch:bring", centre=centre)


@pytest.fixture
def counsellor(centre):
    return make_account(OWN, centre=centre)


@pytest.fixture
def course(centre, counsellor):
    """The counsellor's own course."""
    return make_course(centre, counsellor=make_counsellor(centre, counsellor))


def browser_of(account) -> Client:
    client = Client()
    client.force_login(account)
    return client
