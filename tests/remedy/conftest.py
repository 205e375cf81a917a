import pytest
from django.test import Client

from tests.remedy.factories import World, make_world


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    """Nobody logs in by password here, and a good hash takes its time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def world(db) -> World:
    return make_world()


@pytest.fixture
def officer(world, client):
    client.force_login(world.officer)
    return client


@pytest.fixture
def advocate(world, client):
    other = Client()
    other.force_login(world.advocate)
    return other
