"""The street where the escrow's journeys begin: a live server that plays the application's own role, and the bank beside it."""

from __future__ import annotations

from collections.abc import Iterator
from unittest import mock

import pytest
from django.db import connection

from tests.escrow.conftest import cleaned_ledger as cleaned_ledger

from .escrow_steps import ROLE, CarryingSandbox, Street


@pytest.fixture
def street(
    live_server, cleaned_ledger, settings, tmp_path, page_at, assert_accessible, monkeypatch
) -> Iterator[Street]:
    """The whole escrow. Nothing is connected beforehand but the bank; what a page's server may do is what KWONIK_DATABASE_ROLE lets it."""
    settings.KEYRING = tmp_path / "keyring.json"
    settings.IDENTITY = "kwonik.escrow.identity.sandbox.Sandbox"
    settings.MESSENGER = "kwonik.escrow.messenger.sandbox.Sandbox"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "options", f"-c role={ROLE}")
    (tmp_path / "bank").mkdir()
    sandbox = CarryingSandbox(tmp_path / "bank")
    sandbox.connect(settings)
    sandbox.admin("PUT", "/notices/address", address=f"{live_server.url}/escrow/bank/notices/")
    street = Street(sandbox, live_server.url, page_at, assert_accessible)
    try:
        with mock.patch("django.utils.timezone.now", lambda: street.now):
            yield street
        assert sandbox.books()["whole"], "the bank's books do not balance"
    finally:
        sandbox.kill()
    assert not street.troubles, "\n".join(street.troubles)
