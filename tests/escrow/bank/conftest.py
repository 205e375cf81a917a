"""Banks to test with. One sandbox process serves a module; every test begins on a new morning with a bank that behaves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.escrow.bank.fake import FakeBank
from tests.escrow.bank.worlds import Sandbox, World


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    sandbox = Sandbox(tmp_path_factory.mktemp("bank"))
    yield sandbox
    sandbox.kill()


@pytest.fixture
def sandbox(process: Sandbox) -> Iterator[Sandbox]:
    process.behave()
    process.notices()
    process.next_day()
    process.bank = process.adapter()
    yield process
    assert process.books()["whole"], "the bank's books do not balance"


@pytest.fixture(params=["fake", "sandbox"])
def world(request: pytest.FixtureRequest) -> World:
    """Every bank that must keep the contract. A new adapter is added here."""
    return FakeBank() if request.param == "fake" else request.getfixturevalue("sandbox")
