"""A keyring of the tests' own, the sandbox for identity, a quick hash; and a ledger of one's own on a durable server."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from kwonik.site import tryout

from .ledgers import Ledger, made


@pytest.fixture(autouse=True)
def own_keyring(settings, tmp_path):
    settings.KEYRING = tmp_path / "keyring.json"
    settings.IDENTITY = "kwonik.escrow.identity.sandbox.Sandbox"
    settings.MESSENGER = "kwonik.escrow.messenger.sandbox.Sandbox"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="module")
def server() -> dict:
    """A durable server that no other test uses: a transaction elsewhere would keep the chain waiting."""
    tryout.start(tryout.MONEY)
    return {"host": str(tryout.socket_folder(tryout.MONEY)), "user": "kwonik"}


@pytest.fixture(scope="module")
def template(server) -> Iterator[str]:
    name = f"ledger_{os.getpid()}"
    with made(server, name):
        yield name


@pytest.fixture
def ledger(server, template) -> Iterator[Ledger]:
    with made(server, f"{template}_copy", template) as found:
        yield found
