"""The try-out clusters: made, started after any crash, stopped, deleted."""

import contextlib
import fcntl
import hashlib
import os
import shlex
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from kwonik.site.tryout.programs import (
    TryoutError,
    choose_runner,
    find_programs,
    make_private_folder,
    make_reachable,
    place_home,
)

REPOSITORY = Path(__file__).resolve().parents[3]
USER = "kwonik"
SERVE, TEST, MONEY = "serve", "test", "money"
SETTINGS = {
    SERVE: ("max_connections=100",),
    # A test database is made anew each time: nothing in it needs to outlive a power cut.
    TEST: ("max_connections=200", "fsync=off", "synchronous_commit=off", "full_page_writes=off"),
    # What proves that money is never lost must not be measured without durability, nor beside other tests.
    MONEY: ("max_connections=100",),
}
LONGEST_SOCKET_PATH = 107  # bytes, sun_path in <sys/un.h> less its closing zero
ATTEMPTS = 5
KOREAN_SEARCH_WORKS = "SELECT cardinality(show_trgm('노동권익')) > 0"


def home() -> Path:
    """The folder that holds the clusters."""
    return place_home(Path(os.environ.get("KWONIK_TRYOUT") or REPOSITORY / ".tryout").absolute())


def socket_folder(cluster: str = SERVE) -> Path:
    """Where the cluster's socket is; a path too long for a socket gives way to a short one under /tmp."""
    folder = home() / cluster
    if len(bytes(folder / ".s.PGSQL.5432.lock")) <= LONGEST_SOCKET_PATH:
        return folder
    return Path("/tmp") / f"kw-{hashlib.sha256(bytes(folder)).hexdigest()[:12]}"


def database_name(profile: str | None = None) -> str:
    """One database per profile (else $KWONIK_PROFILE): several municipalities can be tried at once."""
    profile = profile or os.environ.get("KWONIK_PROFILE")
    return f"kwonik_{profile}" if profile else "kwonik"


def url(profile: str | None = None, *, cluster: str = SERVE, database: str | None = None) -> str:
    """The address of a try-out database, as DATABASE_URL takes it. Starts nothing."""
    host = quote(str(socket_folder(cluster)), safe="/")
    return f"postgresql://{USER}@/{database or database_name(profile)}?host={host}"


def is_running(cluster: str = SERVE) -> bool:
    """Whether the cluster answers. Only connecting proves it: after a kill -9 `pg_ctl status` says yes."""
    with contextlib.suppress(psycopg.OperationalError), _connect(cluster):
        return True
    return False


def start(cluster: str = SERVE) -> bool:
    """Make sure the cluster runs, creating it the first time. True if this call started it.

    Safe to call from several processes at once, and after any crash. Raises TryoutError.
    """
    if is_running(cluster):
        return False
    with _lock():
        if is_running(cluster):
            return False
        make_private_folder(home() / cluster)
        make_private_folder(socket_folder(cluster))
        if not (_data(cluster) / "PG_VERSION").exists():
            _create(cluster)
        _launch(cluster)
    _check_korean_search(cluster)
    return True


def stop(cluster: str = SERVE) -> bool:
    """Stop the cluster, ending what is connected to it. True if it ran."""
    if not (_data(cluster) / "postmaster.pid").exists():
        return False
    with _lock():
        was_running = is_running(cluster)
        if was_running:
            programs = _programs(cluster)
            done = choose_runner().run(
                programs / "pg_ctl", "-D", _data(cluster), "-m", "fast", "-w", "-t", "60", "stop"
            )
            if is_running(cluster):
                raise TryoutError(f"체험용 데이터베이스를 멈추지 못했습니다.\n{done.stdout.strip()}")
    return was_running


def is_idle(cluster: str = SERVE) -> bool:
    """Whether nobody but this call is connected to the cluster."""
    with _connect(cluster) as connection:
        row = connection.execute(
            "SELECT count(*) = 0 FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        ).fetchone()
    return bool(row and row[0])


def create_database(name: str, cluster: str = SERVE) -> bool:
    """Create the database in a running cluster unless it is there. True if this call created it."""
    with _lock(), _connect(cluster) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return False
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return True


def reset() -> None:
    """Stop the clusters and delete everything entered into them."""
    for cluster in SETTINGS:
        stop(cluster)
        if socket_folder(cluster).parent == Path("/tmp"):
            shutil.rmtree(socket_folder(cluster), ignore_errors=True)
    shutil.rmtree(home(), ignore_errors=True)


def _data(cluster: str) -> Path:
    return home() / cluster / "data"


def _log(cluster: str) -> Path:
    return home() / cluster / "log"


def _programs(cluster: str) -> Path:
    version = _data(cluster) / "PG_VERSION"
    major = int(version.read_text()) if version.exists() else None
    return make_reachable(find_programs(major), home()).folder


def _connect(cluster: str) -> psycopg.Connection:
    return psycopg.connect(
        host=str(socket_folder(cluster)),
        port=5432,
        user=USER,
        dbname="postgres",
        connect_timeout=5,
        autocommit=True,
    )


@contextlib.contextmanager
def _lock() -> Iterator[None]:
    """One process at a time; the kernel lets go of the lock if its holder dies."""
    make_private_folder(home())
    with open(home() / "lock", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _create(cluster: str) -> None:
    """Make the cluster beside its place and move it there whole, so that nothing half made is left."""
    unfinished = _data(cluster).with_suffix(".part")
    shutil.rmtree(unfinished, ignore_errors=True)
    # C.UTF-8: with plain C, PostgreSQL 15 finds no trigram in Korean text and searches come back empty.
    done = choose_runner().run(
        *(_programs(cluster) / "initdb", "-D", unfinished, "-U", USER, "-E", "UTF8", "--locale=C.UTF-8"),
        *("--auth-local=trust", "--auth-host=reject", "--no-instructions"),
        *(["--no-sync"] if cluster == TEST else []),
    )
    if done.returncode != 0:
        raise TryoutError(
            f"체험용 데이터베이스를 만들지 못했습니다. 아래 까닭을 살펴보세요.\n{done.stdout.strip()}"
        )
    unfinished.rename(_data(cluster))


def _launch(cluster: str) -> None:
    settings = ("listen_addresses=", "port=5432", f"unix_socket_directories={socket_folder(cluster)}")
    options = shlex.join(word for setting in settings + SETTINGS[cluster] for word in ("-c", setting))
    programs = _programs(cluster)
    for attempt in range(ATTEMPTS):  # the children of a killed server may need a moment to go
        _drop_stale_pid(cluster)
        done = choose_runner().run(
            *(
                programs / "pg_ctl",
                "-D",
                _data(cluster),
                "-l",
                _log(cluster),
                "-o",
                options,
                "-w",
                "-t",
                "90",
                "start",
            )
        )
        if is_running(cluster):
            return
        time.sleep(0.5 * (attempt + 1))
    last_lines = _log(cluster).read_text(errors="replace").splitlines()[-8:] if _log(cluster).exists() else []
    raise TryoutError(
        "체험용 데이터베이스를 켜지 못했습니다. 체험용 자료가 없어져도 괜찮다면 `make reset` 뒤에 "
        f"다시 해 보세요. 기록은 {_log(cluster)}에 있습니다.\n"
        + "\n".join([done.stdout.strip(), *last_lines])
    )


def _drop_stale_pid(cluster: str) -> None:
    """Forget a server whose number now belongs to another program, as after a restart of a container."""
    pid_file = _data(cluster) / "postmaster.pid"
    with contextlib.suppress(FileNotFoundError, IndexError):
        command = Path("/proc", pid_file.read_text().split()[0], "cmdline").read_bytes()
        if command and bytes(_data(cluster)) not in command:
            pid_file.unlink()
            for name in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
                (socket_folder(cluster) / name).unlink(missing_ok=True)


def _check_korean_search(cluster: str) -> None:
    with _lock(), _connect(cluster) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        row = connection.execute(KOREAN_SEARCH_WORKS).fetchone()
    if not (row and row[0]):
        raise TryoutError(
            "이 PostgreSQL은 한글 낱말을 찾지 못합니다(로캘이 C.UTF-8이 아님). "
            "`make reset`으로 체험용 데이터베이스를 새로 만들어 주세요."
        )
