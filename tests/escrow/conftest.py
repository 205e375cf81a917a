"""A keyring of the tests' own, the sandbox for identity, and a hash that is not slow on purpose."""

import pytest


@pytest.fixture(autouse=True)
def own_keyring(settings, tmp_path):
    settings.KEYRING = tmp_path / "keyring.json"
    settings.IDENTITY = "kwonik.escrow.identity.sandbox.Sandbox"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
