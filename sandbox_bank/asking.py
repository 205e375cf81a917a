"""How every request of the bank's customer is met: faults first, then opening hours, then the token, then the work."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Response, jsonify, request

from sandbox_bank import clock, knobs
from sandbox_bank.books import Books
from sandbox_bank.notices import spoken
from sandbox_bank.transfers import do_what_is_due

CLIENT_ID, CLIENT_SECRET, ORGANISATION = "sandbox-client", "sandbox-secret", "M202600001"
OK, BAD_TOKEN, BAD_REQUEST, WRONG_DAY, NOT_CLOSED, CLOSED = (
    "A0000",
    "O0002",
    "A0006",
    "A0013",
    "A0014",
    "A0012",
)
WORDS = {
    BAD_TOKEN: (401, "Access Token 오류"),
    BAD_REQUEST: (400, "요청 메시지 오류"),
    WRONG_DAY: (400, "요청일시가 오늘이 아님"),
    NOT_CLOSED: (400, "아직 마감되지 않은 날"),
    CLOSED: (503, "점검 시간"),
}
FIRST = ("latency", "drop_request", "token_expires")
AFTER = ("drop_response", "garble_response", "server_error")
CRASHES = ("crash_before_commit", "crash_after_commit")
Work = Callable[[sqlite3.Connection, float, dict[str, Any]], "dict[str, Any] | Response"]


class Turned(Exception):
    """The request is not accepted; nothing was done."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


@dataclass
class Fate:
    """Which faults strike this request."""

    struck: frozenset[str]
    latency: float

    def __contains__(self, name: str) -> bool:
        return name in self.struck


def meet(
    books: Books, work: Work, *, subject: str, said: dict[str, Any], moves_money: bool = False
) -> Response:
    """The answer, late, spoilt or not at all if the knobs say so. `subject` is what chance is drawn for."""
    fate = _draw(books, subject, moves_money)
    time.sleep(fate.latency)
    if "drop_request" in fate:
        return hang_up()
    try:
        answer = _do(books, work, said, fate)
    except Turned as turned:
        status, message = WORDS[turned.code]
        return _envelope(books, {"rsp_code": turned.code, "rsp_message": turned.detail or message}, status)
    if "crash_after_commit" in fate:
        os.kill(os.getpid(), signal.SIGKILL)
    if "drop_response" in fate:
        return hang_up()
    if "server_error" in fate:
        return Response("Bad Gateway", status=502)
    made = (
        answer
        if isinstance(answer, Response)
        else _envelope(books, {"rsp_code": OK, "rsp_message": "", **answer})
    )
    if "garble_response" in fate:
        whole = made.get_data()
        made.set_data(whole[: len(whole) // 2])
    return made


def _do(books: Books, work: Work, said: dict[str, Any], fate: Fate) -> dict[str, Any] | Response:
    with books.changing() as db:
        at = clock.now(db)
        do_what_is_due(db, at)
        if is_closed(str(knobs.setting(db, "maintenance")), at):
            raise Turned(CLOSED)
        check_token(db, at, forget="token_expires" in fate)
        try:
            answer = work(db, at, said)
        except (KeyError, IndexError, TypeError, ValueError) as trouble:
            raise Turned(BAD_REQUEST, f"요청 메시지 오류: {trouble}") from trouble
        if "crash_before_commit" in fate:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer


def _draw(books: Books, subject: str, moves_money: bool) -> Fate:
    with books.changing() as db:
        names = (*FIRST, *AFTER, *(CRASHES if moves_money else ()))
        struck = frozenset(name for name in names if knobs.strikes(db, name, subject))
        wait = float(knobs.setting(db, "latency")) if "latency" in struck else 0.0
    return Fate(struck, wait)


def is_closed(window: str, at: float) -> bool:
    """Whether the time of day is in a window such as 23:30-00:30."""
    if not window:
        return False
    start, _, end = window.partition("-")
    now = clock.moment(at).strftime("%H:%M")
    return start <= now < end if start <= end else now >= start or now < end


def give_token(books: Books, form: dict[str, str]) -> Response:
    """OAuth 2.0 client credentials, scope oob."""
    with books.changing() as db:
        at = clock.now(db)
        life = int(knobs.setting(db, "token_seconds"))
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET) or form.get(
            "scope"
        ) != "oob":
            return jsonify({"rsp_code": "O0001", "rsp_message": "client_id 또는 client_secret 오류"})
        token = secrets.token_urlsafe(32)
        db.execute("DELETE FROM token WHERE until < ?", [at])
        db.execute("INSERT INTO token VALUES (?, ?)", [token, at + life])
    return jsonify(
        access_token=token,
        token_type="Bearer",
        expires_in=str(life),
        scope="oob",
        client_use_code=ORGANISATION,
    )


def check_token(db: sqlite3.Connection, at: float, *, forget: bool) -> None:
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    known = db.execute("SELECT 1 FROM token WHERE token = ? AND until > ?", [token, at]).fetchone()
    if forget or not known:
        raise Turned(BAD_TOKEN)


def hang_up() -> Response:
    """Close the connection without a word."""
    line = request.environ.get("werkzeug.socket")
    if line is not None:
        line.shutdown(socket.SHUT_RDWR)
    return Response(b"", status=500)


def _envelope(books: Books, answer: dict[str, Any], status: int = 200) -> Response:
    with books.changing() as db:
        if answer["rsp_code"] == BAD_TOKEN:
            token = request.headers.get("Authorization", "").removeprefix("Bearer ")
            db.execute("DELETE FROM token WHERE token = ?", [token])
        stamp = clock.moment(spoken(db, clock.now(db)))
    head = {"api_tran_id": secrets.token_hex(16), "api_tran_dtm": stamp.strftime("%Y%m%d%H%M%S%f")[:17]}
    made = jsonify({**head, **answer})
    made.status_code = status
    return made
