"""The line to the bank: token, one request, one answer. Tells apart what was never sent from what may have arrived."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import urllib3

from kwonik.escrow.bank.port import Maintenance, NoAnswer, Refused, TokenExpired, Why

OK = "A0000"
TOKEN_CODES, CLOSED_CODES = {"O0001", "O0002"}, {"A0012"}
REFUSAL_CODES = {"A0006", "A0013", "A0014"}  # the bank looked at the message and did nothing
RENEW_BEFORE = timedelta(minutes=5)
LONGEST_ANSWER = 32 * 1024 * 1024  # bytes
JSON = "application/json; charset=UTF-8"
FORM = "application/x-www-form-urlencoded; charset=UTF-8"


@dataclass(frozen=True, slots=True)
class Connection:
    """Where the bank is and who we are to it. Secrets are never shown."""

    address: str  # https://…; plain http only to this machine
    client_id: str
    client_secret: str = field(repr=False)
    organisation: str  # ten characters
    custody: str = field(repr=False)  # the number of the account that holds the deposits
    notice_keys: Sequence[str] = field(default=(), repr=False)  # two while the bank changes its key
    seconds_to_connect: float = 3.0
    seconds_to_answer: float = 15.0

    def __post_init__(self) -> None:
        if not is_safe(self.address):
            raise ValueError("은행의 주소는 https로 시작해야 합니다.")


def is_safe(address: str) -> bool:
    """Whether nobody can listen in on the way: https, or http to this machine."""
    parts = urllib3.util.parse_url(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.host in ("127.0.0.1", "localhost"))


class Lost(Exception):
    """Something was sent, and what became of it is not known."""

    def __init__(self, why: Why = Why.NO_ANSWER) -> None:
        super().__init__(why)
        self.why = why


class Wire:
    """One bank's line. May be shared by threads; keeps connections and the token. Never repeats a request."""

    def __init__(self, connection: Connection, now: Callable[[], datetime]) -> None:
        self._to = connection
        self._now = now
        self._web = urllib3.PoolManager(
            maxsize=8,
            retries=False,
            timeout=urllib3.Timeout(connect=connection.seconds_to_connect, read=connection.seconds_to_answer),
        )
        self._token: tuple[str, datetime] | None = None
        self._renewing = threading.Lock()

    @contextmanager
    def asking(self) -> Iterator[str]:
        """Around a request: the token for it, forgotten if the bank does not know it any more.

        Raises NoAnswer before the block if no token can be had: nothing has been asked then.
        """
        token = self._valid_token()
        try:
            yield token
        except TokenExpired:
            with self._renewing:
                if self._token and self._token[0] == token:
                    self._token = None
            raise

    def ask(self, method: str, path: str, token: str, said: dict[str, Any]) -> dict[str, Any]:
        """An answer with A0000. Raises NoAnswer if nothing left us, Lost if something did, or what the bank refused."""
        answer = as_object(self.fetch(method, path, token, said)[1])
        refuse_unless_ok(answer)
        return answer

    def fetch(self, method: str, path: str, token: str, said: dict[str, Any]) -> tuple[int, bytes]:
        """Status and body as they came. Raises as `ask` does while nothing of the answer has been read."""
        headers = {"authorization": f"Bearer {token}", "content-type": JSON}
        if method == "GET":
            return self._speak(method, f"{path}?{urlencode(said)}", headers)
        return self._speak(method, path, headers, json.dumps(said, ensure_ascii=False).encode())

    def _speak(
        self, method: str, path: str, headers: dict[str, str], body: bytes | None = None
    ) -> tuple[int, bytes]:
        try:
            answer = self._web.request(
                method,
                self._to.address + path,
                body=body,
                headers=headers,
                redirect=False,
                preload_content=False,
            )
            try:
                raw = answer.read(LONGEST_ANSWER + 1)
            finally:
                answer.release_conn()
        except (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError) as trouble:
            raise NoAnswer("은행에 연결되지 않습니다.") from trouble
        except (urllib3.exceptions.HTTPError, OSError) as trouble:
            raise Lost from trouble
        if len(raw) > LONGEST_ANSWER:
            raise Lost(Why.UNREADABLE)
        return answer.status, raw

    def _valid_token(self) -> str:
        with self._renewing:
            if self._token and self._now() < self._token[1]:
                return self._token[0]
            form = {
                "client_id": self._to.client_id,
                "client_secret": self._to.client_secret,
                "scope": "oob",
                "grant_type": "client_credentials",
            }
            try:
                raw = self._speak(
                    "POST", "/oauth/2.0/token", {"content-type": FORM}, urlencode(form).encode()
                )[1]
                answer = as_object(raw)
                if "access_token" not in answer:
                    refuse_unless_ok(answer)
                life = timedelta(seconds=int(answer["expires_in"]))
            except (Lost, KeyError, ValueError) as trouble:
                raise NoAnswer("은행에서 토큰을 받지 못했습니다.") from trouble
            self._token = (str(answer["access_token"]), self._now() + max(life / 2, life - RENEW_BEFORE))
            return self._token[0]


def as_object(raw: bytes) -> dict[str, Any]:
    """The JSON object in the bytes. Raises Lost."""
    try:
        answer = json.loads(raw)
    except (ValueError, RecursionError) as trouble:
        raise Lost(Why.UNREADABLE) from trouble
    if not isinstance(answer, dict):
        raise Lost(Why.UNREADABLE)
    return answer


def refuse_unless_ok(answer: dict[str, Any]) -> None:
    """Raises the error that the bank's own code stands for, or Lost where the code is not one we know."""
    code = answer.get("rsp_code")
    if code == OK:
        return
    if code in TOKEN_CODES:
        raise TokenExpired
    if code in CLOSED_CODES:
        raise Maintenance
    if code in REFUSAL_CODES:
        raise Refused(str(code), str(answer.get("rsp_message", "")))
    raise Lost(Why.UNREADABLE)
