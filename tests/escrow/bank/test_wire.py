"""The adapter against a bank that answers oddly: what it sends once, it never sends twice, and it never takes a doubtful answer for a yes or a no."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from kwonik.escrow.bank import port
from kwonik.escrow.bank.open_banking import Connection, OpenBanking
from kwonik.escrow.bank.port import Done, Failed, Unknown, Why
from tests.escrow.bank.worlds import free_port

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
ID = port.mint("M202600001", 1)
PAYOUT = port.Payout(ID, "088", "220", "이일꾼", 1000, AT)
GOOD = {
    "bank_tran_id": ID,
    "bank_rsp_code": "000",
    "tran_amt": "1000",
    "bank_tran_date": "20261123",
    "bank_tran_time": "100000",
}


class Oddity:
    """A web server that gives tokens and otherwise one answer, and counts what it was asked."""

    def __init__(self) -> None:
        self.status, self.body, self.asked = 200, b"", 0
        oddity = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["content-length"]))
                token = json.dumps({"access_token": "t", "expires_in": "3600"}).encode()
                is_token = self.path.endswith("/token")
                oddity.asked += not is_token
                self.send_response(200 if is_token else oddity.status)
                self.send_header("location", "/elsewhere")
                self.end_headers()
                self.wfile.write(token if is_token else oddity.body)

            def log_message(self, *args: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.bank = connect(self.server.server_port)

    def answer(self, said: Any, status: int = 200) -> None:
        self.body, self.status = said if isinstance(said, bytes) else json.dumps(said).encode(), status


def connect(number: int) -> OpenBanking:
    to = Connection(f"http://127.0.0.1:{number}", "id", "secret", "M202600001", "1", seconds_to_answer=3)
    return OpenBanking(to, lambda: AT)


@pytest.fixture
def oddity() -> Iterator[Oddity]:
    made = Oddity()
    yield made
    made.server.shutdown()
    made.server.server_close()


def listed(**changed: Any) -> dict[str, Any]:
    return {"rsp_code": "A0000", "res_list": [{**GOOD, **changed}]}


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"{",
        b"<html>Bad Gateway</html>",
        b"\xff\xfe",
        [],
        None,
        {},
        {"rsp_code": "A0000"},
        {"rsp_code": "A0000", "res_list": []},
        {"rsp_code": "A0000", "res_list": None},
        {"rsp_code": "A0000", "res_list": ["000"]},
        {"rsp_code": "A9999", "rsp_message": "?", "res_list": [GOOD]},
        {"rsp_code": ["A0000"]},
        {"res_list": [GOOD]},
        listed(bank_tran_id="M202600001U000000099"),
        listed(tran_amt="1001"),
        listed(tran_amt=1000),
        listed(bank_tran_time="996060"),
        listed(bank_rsp_code="999"),
        listed(bank_rsp_code=None),
        listed(bank_rsp_code={}),
        listed(bank_rsp_code="702"),
        {"rsp_code": "A0000", "res_list": [{"bank_rsp_code": "000"}]},
    ],
)
@pytest.mark.parametrize("status", [200, 302, 500, 502])
def test_a_doubtful_answer_is_unknown(oddity: Oddity, answer: Any, status: int) -> None:
    oddity.answer(answer, status)
    assert oddity.bank.send_payout(PAYOUT) == Unknown(Why.UNREADABLE)
    assert oddity.asked == 1


@pytest.mark.parametrize(
    ("code", "why"), [("400", Why.IN_PROCESS), ("701", Why.NOT_FOUND), ("703", Why.ALREADY_SENT)]
)
def test_codes_that_leave_it_open(oddity: Oddity, code: str, why: Why) -> None:
    oddity.answer(listed(bank_rsp_code=code))
    assert oddity.bank.send_payout(PAYOUT) == Unknown(why) and oddity.asked == 1


def test_a_plain_answer_is_taken(oddity: Oddity) -> None:
    oddity.answer(listed())
    assert oddity.bank.send_payout(PAYOUT) == Done(ID, AT)
    oddity.answer(listed(bank_rsp_code="815"))
    assert oddity.bank.send_payout(PAYOUT) == Failed("815", "예금주 이름이 다릅니다.")


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("O0002", port.TokenExpired),
        ("A0012", port.Maintenance),
        ("A0006", port.Refused),
        ("A0013", port.Refused),
    ],
)
def test_what_the_bank_refuses_before_it_begins(oddity: Oddity, code: str, error: type[Exception]) -> None:
    oddity.answer({"rsp_code": code, "rsp_message": "안 됩니다"}, 400)
    with pytest.raises(error):
        oddity.bank.send_payout(PAYOUT)
    assert oddity.asked == 1


def test_questions_get_no_answer_instead_of_a_wrong_one(oddity: Oddity) -> None:
    bank, today = oddity.bank, AT.date()
    oddity.answer({"rsp_code": "A0000"})
    with pytest.raises(port.NoAnswer):
        bank.verify_payee("088", "220", "이일꾼")
    with pytest.raises(port.NoAnswer):
        bank.issue_virtual_account("r1", today)
    assert bank.inquire(ID, today, 1000) == Unknown(Why.UNREADABLE)
    oddity.answer({"rsp_code": "A0000", "bank_rsp_code": "000", "account_holder_name": "박다른"})
    assert bank.verify_payee("088", "220", "이일꾼") == Failed("815", "예금주 이름이 다릅니다.")


def test_nobody_there_is_an_error_and_not_unknown() -> None:
    with pytest.raises(port.NoAnswer):
        connect(free_port()).send_payout(PAYOUT)


def test_gone_between_token_and_transfer(oddity: Oddity) -> None:
    oddity.answer(listed())
    bank = oddity.bank
    assert isinstance(bank.send_payout(PAYOUT), Done)
    oddity.server.shutdown()
    oddity.server.server_close()
    with pytest.raises(port.NoAnswer):
        bank.send_payout(PAYOUT)
    assert oddity.asked == 1


@pytest.mark.parametrize(
    "address",
    [
        "http://bank.example",
        "http://127.0.0.1.example",
        "http://localhost@bank.example",
        "ftp://localhost",
        "bank",
    ],
)
def test_plain_http_only_to_this_machine(address: str) -> None:
    with pytest.raises(ValueError):
        Connection(address, "id", "secret", "M202600001", "1")


def test_secrets_are_not_shown() -> None:
    to = Connection("https://bank.example", "id", "s3cret", "M202600001", "777", ["whsec_key"])
    assert not any(word in repr(to) for word in ("s3cret", "777", "whsec_key"))
