"""`python -m kwonik serve --profile NAME`: from nothing to a running Kwonik here; Ctrl-C ends all of it."""

import argparse
import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand

from kwonik.site import practising, starting, tryout
from kwonik.site.practising import PracticeBank

HOST = "127.0.0.1"
PORTS_TRIED = 20
SECONDS_TO_START = 60
SECONDS_TO_END = 15
APPLICATION = "kwonik_app"
"""The database's role of web server and worker: what it owns is nothing, so no guard can be taken away by it."""
NOTICES = "/escrow/bank/notices/"


class Command(BaseCommand):
    help = "체험용 서버를 켭니다: 데이터베이스, 프로필, 보기 대장, 연습 은행, 작업 처리기, 웹 서버."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--profile", default=settings.PROFILE, help="profiles/ 아래의 폴더 이름")
        parser.add_argument("--port", type=int, default=8000, help="쓰고 있으면 그다음 빈 포트")

    def handle(self, *args: object, profile: str, port: int, **options: object) -> None:
        folder = starting.find_profile(profile)
        sandboxes = {
            "KWONIK_IDENTITY": starting.SANDBOX_IDENTITY,
            "KWONIK_MESSENGER": starting.SANDBOX_MESSENGER,
        }
        tryout_only = sandboxes if starting.uses_tryout() else {}
        starting.begin_again_with(KWONIK_PROFILE=profile, KWONIK_MANIFEST="1", KWONIK_POOL="1", **tryout_only)
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, _interrupt)
        with contextlib.suppress(KeyboardInterrupt), self._database():
            logins = starting.prepare(folder, self._say)
            call_command("collectstatic", interactive=False, verbosity=0)
            free = self._free_port(port)
            if starting.uses_tryout():
                os.environ["KWONIK_DATABASE_ROLE"] = APPLICATION
            with self._bank(profile, free) as bank, _running(_worker(), _web(free)) as processes:
                self._wait_until_ready(processes, free)
                practice = (
                    f"\n  연습 은행은 {bank.address}/ 에 있습니다. 진짜 돈은 오가지 않습니다." if bank else ""
                )
                self._say(
                    f"\n  http://{HOST}:{free}/ 에서 열 수 있습니다. 끝내려면 Ctrl-C를 누르세요.{practice}\n\n{logins}"
                )
                _watch(processes, bank)
        self._say("\n모두 끝냈습니다.")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    @contextlib.contextmanager
    def _database(self) -> Iterator[None]:
        """The database while we serve. It stays up if it was so before, or if somebody else works on it."""
        started = starting.start_database(self._say)
        try:
            yield
        finally:
            from django.db import connections

            connections.close_all()
            for connection in connections.all(initialized_only=True):
                connection.close_pool()
            if started and tryout.is_running() and tryout.is_idle():
                tryout.stop()

    @contextlib.contextmanager
    def _bank(self, profile: str, web: int) -> Iterator[PracticeBank | None]:
        """The practice bank of the profile, made known to what is started after it; none for a database of one's own."""
        if not starting.uses_tryout():
            yield None
            return
        notices_to = f"http://{HOST}:{web}{NOTICES}"
        with PracticeBank(practising.books_of(profile), _any_free_port(), notices_to) as bank:
            os.environ.update(bank.environment())
            yield bank

    def _free_port(self, wanted: int) -> int:
        for port in range(wanted, wanted + PORTS_TRIED):
            with contextlib.suppress(OSError), socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((HOST, port))
                if port != wanted:
                    self._say(f"{wanted} 포트는 다른 프로그램이 쓰고 있어 {port} 포트로 엽니다.")
                return port
        raise CommandError(
            f"{wanted}번부터 {PORTS_TRIED}개 포트를 모두 쓰고 있습니다. PORT=번호 로 골라 주세요."
        )

    def _wait_until_ready(self, processes: list[subprocess.Popen[bytes]], port: int) -> None:
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline:
            _fail_if_ended(processes)
            with contextlib.suppress(OSError, http.client.HTTPException):
                web = http.client.HTTPConnection(HOST, port, timeout=10)
                web.request("GET", "/")
                web.getresponse()  # any answer will do; a poor one is in the log
                return
            time.sleep(0.1)
        raise CommandError("웹 서버가 답하지 않습니다. 위의 기록을 살펴보세요.")


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _worker() -> list[str]:
    return [sys.executable, "-m", "kwonik", "procrastinate", "worker", "--concurrency", "2"]


def _web(port: int) -> list[str]:
    options = ["--interface", "wsgi", "--host", HOST, "--port", str(port), "--workers", "1"]
    threads = ["--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
    return [
        sys.executable,
        "-m",
        "granian",
        *options,
        *threads,
        settings.WSGI_APPLICATION.replace(".wsgi.", ".wsgi:"),
    ]


@contextlib.contextmanager
def _running(*commands: list[str]) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The commands, running until the block ends. Each is in a session of its own: Ctrl-C reaches only us."""
    processes = []
    try:
        for command in commands:
            processes.append(
                subprocess.Popen(command, cwd=settings.ROOT, start_new_session=True, env=os.environ)
            )
        yield processes
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for process in processes:
            process.terminate()
        deadline = time.monotonic() + SECONDS_TO_END
        for process in processes:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _any_free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _watch(processes: list[subprocess.Popen[bytes]], bank: PracticeBank | None = None) -> None:
    while True:
        _fail_if_ended(processes)
        if bank:
            bank.open_again_if_it_crashed()
        time.sleep(0.5)


def _fail_if_ended(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is not None:
            program = " ".join(map(str, process.args[1:4]))  # type: ignore[index]
            raise CommandError(f"'{program}'이(가) 멈췄습니다. 위의 기록을 살펴보세요.")
