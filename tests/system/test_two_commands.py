"""The promise of the README: from nothing to a running Kwonik with one command, in seconds the second time."""

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kwonik.site import tryout

pytestmark = pytest.mark.long

REPOSITORY = Path(__file__).resolve().parents[2]
PORTS = {"seoul": "8700", "anyang": "8750"}  # apart, since both may start at once
FIRST_START, LATER_START = 900, 60  # seconds, on two busy cores


@pytest.fixture
def serve(tmp_path, monkeypatch):
    """`serve(profile)`: the process and what it said, once it tells its address; all in a place of its own."""
    monkeypatch.setenv("KWONIK_TRYOUT", str(tmp_path / "tryout"))
    monkeypatch.setenv("KWONIK_KEYRING", str(tmp_path / "keyring.json"))
    for name in ("DATABASE_URL", "KWONIK_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    started: list[subprocess.Popen] = []

    def start(profile: str, seconds: int) -> tuple[subprocess.Popen, str]:
        log = tmp_path / f"serve-{len(started)}.log"
        with log.open("w") as words:
            command = [
                sys.executable,
                "-m",
                "kwonik",
                "serve",
                "--profile",
                profile,
                "--port",
                PORTS[profile],
            ]
            process = subprocess.Popen(command, cwd=REPOSITORY, stdout=words, stderr=words, env=os.environ)
        started.append(process)
        deadline = time.monotonic() + seconds
        while "Ctrl-C" not in log.read_text():
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, f"no address after {seconds} s\n{log.read_text()}"
            time.sleep(0.2)
        time.sleep(0.2)
        return process, log.read_text()

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
    tryout.reset()


def get(said: str, path: str) -> tuple[int, str]:
    host = re.search(r"http://([\d.]+:\d+)/", said)[1]
    web = http.client.HTTPConnection(host, timeout=30)
    web.request("GET", path)
    answer = web.getresponse()
    return answer.status, answer.read().decode()


def end(process: subprocess.Popen) -> int:
    process.send_signal(signal.SIGINT)
    return process.wait(60)


@pytest.mark.parametrize("profile", ["seoul", "anyang"])
def test_serve_brings_up_a_profile_and_leaves_nothing_running(profile, serve):
    process, said = serve(profile, FIRST_START)
    status, page = get(said, "/")
    styles = re.findall(r'href="(/static/[^"]+\.css)"', page)

    assert status == 200
    assert styles and all(get(said, style)[0] == 200 for style in styles)
    assert said.count(" / ") >= 5, "one login per role is told"
    bank = re.search(r"연습 은행은 (http://[\d.]+:\d+/)", said)[1]
    assert "예치 계좌 잔액: 0원" in get(bank, "/customer")[1]
    assert end(process) == 0
    assert not tryout.is_running()
    with pytest.raises(OSError):
        get(bank, "/customer")
    assert (tryout.home() / f"bank-{profile}.sqlite3").exists()

    process, again = serve(profile, LATER_START)

    assert get(again, "/")[0] == 200
    assert end(process) == 0
