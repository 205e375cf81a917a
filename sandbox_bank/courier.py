"""Carries notices to the customer's address, in the background and on demand."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from urllib.parse import urlsplit

import urllib3

from sandbox_bank import clock, notices, transfers
from sandbox_bank.books import Books

LOOPBACK = {"127.0.0.1", "::1", "localhost"}
EVERY_SECONDS = 0.3


def is_loopback(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in ("http", "https") and parts.hostname in LOOPBACK


class Courier:
    """One at a time, so that order and attempts stay those of the books."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._at_work = threading.Lock()
        self._web = urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(connect=2, read=10))

    def deliver(self, send: notices.Send | None = None) -> int:
        """Send what is due, and what becomes due by it; how many were taken."""
        taken = 0
        with self._at_work:
            done: list[str] = []
            while name := self._next(done):
                with self._books.changing() as db:
                    at = clock.now(db)
                    message = notices.write(db, name, at)
                    where = notices.address(db)
                accepted = (send or self._post_to(where))(message.body, message.headers)
                with self._books.changing() as db:
                    notices.settle(db, name, accepted, at)
                taken += accepted
                if not accepted:
                    done.append(name)
        return taken

    def run(self, ended: threading.Event) -> None:
        """Deliver until told to end, if there is an address."""
        while not ended.wait(EVERY_SECONDS):
            try:
                with self._books.changing() as db:
                    where = notices.address(db)
                if where:
                    self.deliver()
            except Exception:  # whatever it was, the next round tries again
                logging.exception("알림을 보내지 못했습니다.")

    def _next(self, done: list[str]) -> str | None:
        with self._books.changing() as db:
            at = clock.now(db)
            transfers.do_what_is_due(db, at)
            return next((name for name in notices.due_ones(db, at) if name not in done), None)

    def _post_to(self, where: str) -> notices.Send:
        def post(body: bytes, headers: Mapping[str, str]) -> bool:
            if not where:
                return False
            try:
                answer = self._web.request("POST", where, body=body, headers=dict(headers), redirect=False)
            except urllib3.exceptions.HTTPError:
                return False
            return 200 <= answer.status < 300

        return post
