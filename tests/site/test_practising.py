"""The practice bank of a try-out: opened with the rest, ended with it, its books kept, and each profile's its own."""

from __future__ import annotations

import json
import os
import signal
from datetime import UTC, date, datetime
from io import StringIO

import pytest
import urllib3
from django.core.management import CommandError

from kwonik.escrow.bank.open_banking import connect
from kwonik.escrow.bank.practice import Practice
from kwonik.site import practising, tryout
from kwonik.site.management.commands import serve
from kwonik.site.practising import PracticeBank

NOTICES_TO = "http://127.0.0.1:9/escrow/bank/notices/"


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setattr(tryout, "home", lambda: tmp_path)
    return tmp_path


def bank(profile: str = "first") -> PracticeBank:
    return PracticeBank(practising.books_of(profile), serve._any_free_port(), NOTICES_TO)


def said(opened: PracticeBank) -> dict[str, str]:
    """As the settings of what is started after it will have it."""
    environment = opened.environment()
    assert environment.pop("KWONIK_BANK") == "kwonik.escrow.bank.open_banking.connect"
    return {name.removeprefix("KWONIK_BANK_").lower(): text for name, text in environment.items()}


def admin(opened: PracticeBank, method: str, path: str, **told) -> dict:
    answer = urllib3.request(
        method,
        f"{opened.address}/admin{path}",
        body=json.dumps(told),
        headers={"content-type": "application/json"},
    )
    return answer.json()


def test_what_the_bank_tells_is_enough_to_speak_with_it_and_its_books_are_kept(home):
    until = date(2036, 1, 1)
    with bank() as opened:
        account = connect(said(opened), lambda: datetime.now(UTC)).issue_virtual_account("m1", until)
        Practice(opened.address).pay(account.number, 545_000, "홍길동")
        assert admin(opened, "POST", "/keys", secret="whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD")
        assert admin(opened, "GET", "/overview")["notices"]["address"] == NOTICES_TO
        assert opened.open_again_if_it_crashed() is False
    assert (home / "bank-first.sqlite3").exists()

    with bank() as opened:
        seen = Practice(opened.address).overview()
        assert seen.balance_won == 545_000
        assert len(said(opened)["notice_keys"].split()) == 2, "a key added yesterday is known today"
        again = connect(said(opened), lambda: datetime.now(UTC)).issue_virtual_account("m1", until)
        assert again.number == account.number
        assert any(knob.name == "unknown_accounts" and knob.value == "open" for knob in seen.knobs)


def test_each_profile_has_a_bank_of_its_own(home):
    with bank("first") as first, bank("second") as second:
        account = connect(said(first), lambda: datetime.now(UTC)).issue_virtual_account(
            "m1", date(2036, 1, 1)
        )
        Practice(first.address).pay(account.number, 1_000, "홍길동")
        assert Practice(first.address).overview().balance_won == 1_000
        assert Practice(second.address).overview().balance_won == 0


def test_it_ends_with_the_block(home):
    with bank() as opened:
        process = opened._process
    assert process.poll() is not None


def test_a_bank_that_was_killed_opens_again_with_its_books(home, monkeypatch):
    monkeypatch.setattr(practising, "SHORTEST_LIFE", 0)
    with bank() as opened:
        account = connect(said(opened), lambda: datetime.now(UTC)).issue_virtual_account(
            "m1", date(2036, 1, 1)
        )
        Practice(opened.address).pay(account.number, 1_000, "홍길동")
        os.kill(opened._process.pid, signal.SIGKILL)
        opened._process.wait(10)

        assert opened.open_again_if_it_crashed() is True
        assert Practice(opened.address).overview().balance_won == 1_000

        monkeypatch.setattr(practising, "SHORTEST_LIFE", 60)
        os.kill(opened._process.pid, signal.SIGKILL)
        opened._process.wait(10)
        with pytest.raises(CommandError, match="거듭 멈춥니다"):
            opened.open_again_if_it_crashed()


def test_a_bank_that_does_not_open_says_so(home):
    (home / "bank-first.sqlite3").write_text("no database at all, only words that stand where one should be")
    with pytest.raises(CommandError, match="열리지 않습니다"), bank():
        pass


def test_serve_makes_the_bank_known_to_what_it_starts_but_not_beside_somebodys_own_database(
    home, monkeypatch
):
    for name in [name for name in os.environ if name.startswith("KWONIK_BANK")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(os, "environ", os.environ.copy())
    command = serve.Command(stdout=StringIO())
    os.environ.pop("DATABASE_URL", None)
    with command._bank("first", 8000) as opened:
        assert os.environ["KWONIK_BANK_ADDRESS"] == opened.address
        assert os.environ["KWONIK_BANK_SANDBOX"] == "1"
        told = admin(opened, "GET", "/overview")["notices"]["address"]
    assert told == "http://127.0.0.1:8000/escrow/bank/notices/"

    os.environ["DATABASE_URL"] = "postgresql:///real"
    with command._bank("first", 8000) as opened:
        assert opened is None


def test_the_address_for_notices_is_the_doors():
    from django.urls import reverse

    assert reverse("escrow:bank-notices") == serve.NOTICES
