"""One installation for all tests of a module: built once, in a transaction that is never committed."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client

from kwonik.kernel import permissions
from tests import world as worlds
from tests.escrow.bank.worlds import practising
from tests.factories import grant, make_account, make_role
from tests.world import World

from .doors import MEMBER


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    """Two centres in full (tests/world.py). Each test works on it and is rolled back."""
    from django.conf import settings

    kept, settings.KEYRING = settings.KEYRING, tmp_path_factory.mktemp("keys") / "keyring.json"
    with django_db_blocker.unblock(), transaction.atomic():
        with practising(tmp_path_factory.mktemp("bank")):
            yield worlds.build("seoul")
        transaction.set_rollback(True)
    settings.KEYRING = kept


@pytest.fixture(scope="module")
def browsers(world, django_db_blocker) -> dict[str, Client]:
    """A signed-in test client for everybody at our centre by role code, and "anonymous"."""
    return {
        "anonymous": Client(),
        **{role: signed_in(one) for role, one in world.ours.people.items()},
        MEMBER: signed_in(world.ours.rows["escrow_member"].account),
    }


@pytest.fixture(scope="module")
def everything(world, django_db_blocker) -> Client:
    """Somebody at our centre who holds every permission there is, and with them at no other centre."""
    every = make_role(*(permission.code for permission in permissions.everything()))
    account = make_account(centre=world.ours.centre)
    grant(account, every, world.ours.centre)
    return signed_in(account)


def signed_in(account, **options) -> Client:
    client = Client(**options)
    client.force_login(account)
    return client
