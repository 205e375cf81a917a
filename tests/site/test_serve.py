"""`make serve`: the right profile and database, a free port, and everything it started is ended."""

import signal
import socket
import subprocess
import sys
import time
from io import StringIO

import pytest
from django.core.management import CommandError

from kwonik.site import starting, tryout
from kwonik.site.management.commands import serve


@pytest.fixture
def command():
    return serve.Command(stdout=StringIO())


@pytest.fixture
def profiles(tmp_path, monkeypatch):
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    (tmp_path / "README.md").touch()
    monkeypatch.setattr(starting, "PROFILES", tmp_path)
    return tmp_path


@pytest.fixture
def called(monkeypatch):
    """The management commands that were called, in order, instead of calling them."""
    words: list[str] = []

    def call(name, *arguments, stdout=None, **options):
        words.append(" ".join([name, *arguments, options.get("profile", "")]).strip())
        if stdout:
            stdout.write("로그인")

    monkeypatch.setattr(starting, "call_command", call)
    return words


def test_a_profile_is_a_folder_and_a_wrong_name_lists_them_all(profiles):
    assert starting.find_profile("first") == profiles / "first"
    for wrong in ("third", "", None):
        with pytest.raises(CommandError, match=r"프로필이 없습니다.*: first, second"):
            starting.find_profile(wrong)


def test_a_try_out_is_migrated_then_loaded_then_given_sample_ledgers(profiles, called, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)

    told = starting.prepare(profiles / "first", lambda text: None)

    assert called == [
        "migrate",
        f"load_profile {profiles / 'first'}",
        "note_definitions",
        "sample_data first",
    ]
    assert told == "로그인"


def test_nothing_made_up_goes_into_somebodys_own_database(profiles, called, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql:///real")

    assert starting.prepare(profiles / "first", lambda text: None) == ""
    assert called == ["migrate", f"load_profile {profiles / 'first'}", "note_definitions"]
    assert starting.start_database(lambda text: None) is False


def test_a_database_that_does_not_start_says_why(monkeypatch):
    def fail():
        raise tryout.TryoutError("PGBIN을 알려 주세요.")

    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(tryout, "start", fail)
    with pytest.raises(CommandError, match="PGBIN"):
        starting.start_database(lambda text: None)


def test_the_program_starts_over_only_where_the_environment_differs(monkeypatch):
    restarted: list[dict] = []
    monkeypatch.setattr(starting.os, "execve", lambda path, words, environment: restarted.append(environment))
    monkeypatch.setenv("KWONIK_PROFILE", "first")

    starting.begin_again_with(KWONIK_PROFILE="first")
    assert restarted == []

    starting.begin_again_with(KWONIK_PROFILE="second")
    assert restarted[0]["KWONIK_PROFILE"] == "second"


def test_a_busy_port_gives_way_to_the_next_and_is_told(command, monkeypatch):
    with socket.socket() as busy:
        busy.bind((serve.HOST, 0))
        busy.listen()
        wanted = busy.getsockname()[1]

        assert wanted < command._free_port(wanted) < wanted + serve.PORTS_TRIED
        assert f"{wanted} 포트는 다른 프로그램이 쓰고 있어" in command.stdout.getvalue()

        monkeypatch.setattr(serve, "PORTS_TRIED", 1)
        with pytest.raises(CommandError, match="PORT=번호"):
            command._free_port(wanted)


def _python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


@pytest.fixture
def interrupts_restored():
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


def test_everything_started_is_ended_even_what_will_not_go(interrupts_restored, monkeypatch):
    monkeypatch.setattr(serve, "SECONDS_TO_END", 1)
    stubborn = _python(
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        " print('up', flush=True); time.sleep(60)"
    )
    with serve._running(_python("import time; time.sleep(60)"), stubborn) as processes:
        time.sleep(0.5)
        serve._fail_if_ended(processes)

    assert [process.returncode for process in processes] == [-signal.SIGTERM, -signal.SIGKILL]


def test_a_program_that_ends_by_itself_ends_the_whole(interrupts_restored):
    with (
        pytest.raises(CommandError, match="멈췄습니다"),
        serve._running(_python("import time; time.sleep(60)"), _python("raise SystemExit(3)")) as processes,
    ):
        serve._watch(processes)

    assert [process.returncode for process in processes] == [-signal.SIGTERM, 3]


def test_the_server_is_ready_once_it_answers(command, interrupts_restored, monkeypatch):
    with socket.socket() as probe:
        probe.bind((serve.HOST, 0))
        port = probe.getsockname()[1]
    web = [sys.executable, "-m", "http.server", str(port), "--bind", serve.HOST]
    with serve._running(web) as processes:
        command._wait_until_ready(processes, port)

    monkeypatch.setattr(serve, "SECONDS_TO_START", 0.3)
    with (
        pytest.raises(CommandError, match="답하지 않습니다"),
        serve._running(_python("import time; time.sleep(60)")) as processes,
    ):
        command._wait_until_ready(processes, port)


@pytest.mark.parametrize("name, words", [("_worker", []), ("_web", [8000])])
def test_what_is_started_are_programs_that_exist(name, words):
    module = getattr(serve, name)(*words)[2]

    assert subprocess.run([sys.executable, "-m", module, "--help"], capture_output=True).returncode == 0
