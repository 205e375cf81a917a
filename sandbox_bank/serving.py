"""The bank as a web server on loopback, and how another program starts and ends it."""

from __future__ import annotations

import http.client
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from sandbox_bank import admin, card_page, customers, open_banking
from sandbox_bank.books import Books
from sandbox_bank.courier import Courier

HOST = "127.0.0.1"
SECONDS_TO_START = 30


def make_app(books: Books, courier: Courier) -> Flask:
    """All counters of one bank."""
    app = Flask(__name__)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.config.update(MAX_CONTENT_LENGTH=64 * 1024, TRUSTED_HOSTS=[HOST, "localhost"])
    app.register_blueprint(open_banking.counter(books))
    app.register_blueprint(customers.counter(books))
    app.register_blueprint(card_page.counter(books))
    app.register_blueprint(admin.counter(books, courier))
    return app


class _Quiet(WSGIRequestHandler):
    """Says nothing of each request: addresses hold account numbers."""

    def log(self, type: str, message: str, *args: object) -> None:
        if type == "error":
            super().log(type, message, *args)


def serve(port: int, database: Path, *, carry_notices: bool = True) -> None:
    """Open the bank until the process is told to end."""
    books = Books(database)
    courier = Courier(books)
    server: BaseWSGIServer = make_server(
        HOST, port, make_app(books, courier), threaded=True, request_handler=_Quiet
    )
    ended = threading.Event()
    if carry_notices:
        threading.Thread(target=courier.run, args=[ended], daemon=True).start()
    try:
        server.serve_forever()
    finally:
        ended.set()
        server.server_close()


def command(port: int, database: Path, *more: str) -> list[str]:
    """The words that start the bank; run in the repository's root."""
    return [sys.executable, "-m", "sandbox_bank", "--port", str(port), "--database", str(database), *more]


@contextmanager
def running(port: int, database: Path, *more: str) -> Iterator[subprocess.Popen[bytes]]:
    """The bank in a process of its own, open for business when the block begins, ended with it.

    Raises RuntimeError when it does not open in time.
    """
    process = subprocess.Popen(
        command(port, database, *more), cwd=Path(__file__).parents[1], start_new_session=True
    )
    try:
        wait_until_open(port, process)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_open(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            line = http.client.HTTPConnection(HOST, port, timeout=2)
            line.request("GET", "/customer")
            line.getresponse().read()
            line.close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("연습 은행이 열리지 않습니다.")
