"""A keyring of the tests' own, so that no test touches the try-out's."""

import pytest

from tests import factories


@pytest.fixture(autouse=True)
def own_keyring(settings, tmp_path):
    settings.KEYRING = tmp_path / "keyring.json"


@pytest.fixture
def centre(db):
    return factories.make_centre("main")


@pytest.fixture
def actor(centre):
    """Somebody of the centre who may do everything of this room."""
    account = factories.make_account(centre=centre)
    factories.grant(account, factories.make_role("people.", "places."), centre)
    return account
