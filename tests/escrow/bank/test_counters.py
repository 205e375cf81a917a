"""The sandbox bank's other counters: the page for people, the courier, and who is not let in."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import urlencode

import pytest
import urllib3

from kwonik.escrow.bank import port
from sandbox_bank import serving
from tests.escrow.bank.errands import pay_in
from tests.escrow.bank.worlds import Sandbox, free_port

FORM = {"content-type": "application/x-www-form-urlencoded"}


class Ear:
    """An address that takes notices, or does not."""

    def __init__(self) -> None:
        self.status, self.heard = 204, list[tuple[bytes, dict[str, str]]]()
        ear = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                ear.heard.append((body, dict(self.headers)))
                self.send_response(ear.status)
                self.send_header("location", "/elsewhere")
                self.end_headers()

            def log_message(self, *args: object) -> None: ...

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}/notices"


@pytest.fixture
def ear(sandbox: Sandbox) -> Iterator[Ear]:
    made = Ear()
    sandbox.admin("PUT", "/notices/address", address=made.address)
    yield made
    sandbox.admin("PUT", "/notices/address", address="")
    made.server.shutdown()
    made.server.server_close()


def test_the_courier_comes_again_until_he_is_heard(sandbox: Sandbox, ear: Ear) -> None:
    line = pay_in(sandbox)
    for status, wait in ((500, 6), (302, 301)):
        ear.status = status
        assert sandbox.admin("POST", "/notices/deliver")["taken"] == 0
        assert sandbox.admin("POST", "/notices/deliver")["taken"] == 0  # not before its time
        sandbox.advance(seconds=wait)
    ear.status = 204
    assert sandbox.admin("POST", "/notices/deliver")["taken"] == 1
    assert sandbox.admin("POST", "/notices/deliver")["taken"] == 0
    assert len(ear.heard) == 3
    notice = sandbox.bank.verify_notice(*ear.heard[-1])  # as it came over the wire
    assert notice.line == line.number
    assert len({headers["webhook-id"] for _, headers in ear.heard}) == 1


def test_notices_stay_on_this_machine(sandbox: Sandbox) -> None:
    for address in (
        "http://192.0.2.1/",
        "https://bank.example/",
        "file:///etc/hosts",
        "http://127.0.0.1@bank.example/",
    ):
        with pytest.raises(AssertionError):
            sandbox.admin("PUT", "/notices/address", address=address)


def test_a_person_pays_in_by_hand(sandbox: Sandbox) -> None:
    account = sandbox.bank.issue_virtual_account("by-hand", sandbox.now().date() + timedelta(days=1))
    address = f"http://127.0.0.1:{sandbox.port}/customer"
    page = sandbox.web.request("GET", address).data.decode()
    assert page.count("<label") == 3 and 'lang="ko"' in page
    filled = sandbox.web.request(
        "GET", f"{address}?virtual_account={account.number}&amount=545000"
    ).data.decode()
    assert f'value="{account.number}"' in filled and 'role="' not in filled
    said = {"virtual_account": account.number, "name": "김의뢰", "amount": "545,000"}
    told = sandbox.web.request("POST", address, body=urlencode(said), headers=FORM)
    assert told.status == 200 and "545,000원을 입금했습니다." in told.data.decode()
    (line,) = sandbox.bank.list_transactions(sandbox.now().date()).lines
    assert (line.amount_won, line.depositor, line.virtual_account) == (545_000, "김의뢰", account.number)


@pytest.mark.parametrize(
    "wrong",
    [
        {"virtual_account": "5620"},
        {"amount": "0"},
        {"amount": "-5"},
        {"amount": "천원"},
        {"name": ""},
        {"name": "가" * 21},
        {"name": "a\x00"},
    ],
)
def test_what_cannot_be_paid_in_is_said_and_kept(sandbox: Sandbox, wrong: dict[str, str]) -> None:
    account = sandbox.bank.issue_virtual_account("by-hand-2", sandbox.now().date() + timedelta(days=1))
    said = {"virtual_account": account.number, "name": "<김의뢰>", "amount": "1000", **wrong}
    address = f"http://127.0.0.1:{sandbox.port}/customer"
    told = sandbox.web.request("POST", address, body=urlencode(said), headers=FORM)
    assert told.status == 422 and "role=" in told.data.decode()
    if said["name"] == "<김의뢰>":
        assert "&lt;김의뢰&gt;" in told.data.decode()
    assert sandbox.bank.list_transactions(sandbox.now().date()).lines == ()


def test_a_virtual_account_past_its_day_takes_nothing(sandbox: Sandbox) -> None:
    account = sandbox.bank.issue_virtual_account(f"late-{sandbox.now()}", sandbox.now().date())
    sandbox.next_day()
    with pytest.raises(AssertionError):
        sandbox.pay(account.number, 1, "김의뢰", "110")


def test_strangers_are_not_let_in(sandbox: Sandbox) -> None:
    root = f"http://127.0.0.1:{sandbox.port}"
    for path in ("/v2.0/transfer/result", "/v2.0/transfer/deposit/acnt_num", "/v2.0/return/claim"):
        answer = sandbox.web.request(
            "POST", root + path, body="{}", headers={"authorization": "Bearer guess"}
        )
        assert answer.status == 401
    form = {"client_id": "sandbox-client", "client_secret": "wrong", "scope": "oob"}
    told = sandbox.web.request("POST", f"{root}/oauth/2.0/token", body=urlencode(form), headers=FORM)
    assert "access_token" not in told.data.decode()
    other = sandbox.web.request("GET", f"{root}/admin", headers={"host": "bank.example"})
    assert other.status == 400  # a name of somebody else that leads here
    simple = sandbox.web.request(
        "POST", f"{root}/admin/notices/take", body="{}", headers={"content-type": "text/plain"}
    )
    assert simple.status == 415  # what any web page could send


def test_a_message_in_another_form_changes_nothing(sandbox: Sandbox) -> None:
    pay_in(sandbox)
    before = sandbox.books()
    good = port.mint("M202600001", 999_999)
    for name, won in (
        ("X", 1),
        (good[:-1], 1),
        (good.replace("M", "N"), 1),
        (good, 0),
        (good, -5),
        (good, 10**12),
    ):
        with pytest.raises(port.Refused):
            sandbox.bank.send_payout(port.Payout(name, "088", "1", "이일꾼", won, sandbox.now()))
    assert sandbox.books() == before


def test_started_and_ended_by_another_program(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("served")
    number = free_port()
    more = ("--any-account", "--notices-to", "http://127.0.0.1:9/notices")
    with serving.running(number, folder / "bank.sqlite3", *more) as process:
        assert process.poll() is None
        told = urllib3.request("GET", f"http://127.0.0.1:{number}/admin").json()
        assert told["knobs"]["unknown_accounts"]["value"] == "open"
        assert told["notices"]["address"] == more[-1]
    assert process.returncode == 0
