"""`python -m tools.check_house`: the house rules that no ready-made linter knows. Part of `make check`.

Each rule is a function to complaints; tests/tools shows each of them a good and a bad line.
"""

import configparser
import contextlib
import io
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
LONGEST_FILE = 400  # lines
LONGEST_DECISION = 25
NAMELESS_NAMES = {
    f"{word}.py"
    for word in ("common", "data", "helpers", "info", "manager", "misc", "process", "services", "utils")
}
DOORS = {"desk.py", "portal.py", "api.py", "tasks.py"}
CODE = {".py", ".html", ".jinja", ".js", ".css"}
NOT_AREAS = {"kernel", "site"}


def find_hosts(text: str) -> Iterator[str]:
    """A lock file names no host: whoever installs decides where packages come from."""
    for number, line in enumerate(text.splitlines(), 1):
        if "://" in line:
            yield f"{number}: 잠금 파일에 주소가 있습니다: {line.strip()}"


def find_profile_names(text: str, profiles: Iterable[str]) -> Iterator[str]:
    """A municipality is data in profiles/, never a word in the code."""
    words = "|".join(map(re.escape, profiles))
    for number, line in enumerate(text.splitlines(), 1):
        if words and re.search(rf"(?<![A-Za-z]){f'(?:{words})'}(?![A-Za-z])", line):
            yield f"{number}: 코드에 프로필 이름이 있습니다: {line.strip()}"


def find_models_in_door(text: str) -> Iterator[str]:
    """A door asks a query or an action; it never reads or writes rows itself."""
    for number, line in enumerate(text.splitlines(), 1):
        if re.search(r"\.(objects|save|delete)\b", line):
            yield f"{number}: 문(desk, portal, api, tasks)이 모델을 직접 만집니다: {line.strip()}"


def find_long_file(text: str, longest: int = LONGEST_FILE) -> Iterator[str]:
    """A longer file holds more than one thing."""
    count = len(text.splitlines())
    if count > longest:
        yield f"{count}줄입니다. {longest}줄을 넘지 않게 뜻에 따라 나누세요."


def find_nameless_file(path: Path) -> Iterator[str]:
    """A name that says nothing gathers everything."""
    if path.name in NAMELESS_NAMES:
        yield "무엇이 들었는지 말하지 않는 이름입니다."


def find_dead_links(text: str, folder: Path) -> Iterator[str]:
    """A relative link in a document leads to a file."""
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if "://" not in target and not target.startswith("mailto:") and not (folder / target).exists():
            yield f"없는 파일로 이어진 링크입니다: {target}"


def find_unnamed(names: Iterable[str], text: str, document: str) -> Iterator[str]:
    """Every one of the names is explained in the document."""
    for name in sorted(set(names)):
        if f"`{name}`" not in text:
            yield f"{document}에 `{name}`에 대한 설명이 없습니다."


def tracked(*suffixes: str) -> Iterator[Path]:
    """The repository's files with these suffixes, new ones included, ignored ones left out."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for name in listed.splitlines():
        if name.endswith(suffixes) and (REPOSITORY / name).is_file():
            yield REPOSITORY / name


def check_files() -> Iterator[str]:
    profiles = [folder.name for folder in (REPOSITORY / "profiles").glob("*/")]
    for path in tracked(*CODE):
        inside = path.relative_to(REPOSITORY).parts
        text = path.read_text(encoding="utf-8")
        found: list[str] = []
        if path.suffix == ".py" and "migrations" not in inside:
            found += [*find_long_file(text), *find_nameless_file(path)]
        if inside[0] == "kwonik":
            found += find_profile_names(text, profiles)
            found += find_models_in_door(text) if path.name in DOORS else []
        yield from (f"{'/'.join(inside)}:{complaint}" for complaint in found)


def check_locks() -> Iterator[str]:
    for path in [*(REPOSITORY / "requirements").glob("*.txt"), REPOSITORY / "package-lock.json"]:
        yield from (f"{path.name}:{complaint}" for complaint in find_hosts(path.read_text()))


def check_contracts() -> Iterator[str]:
    """Every room stands in a contract: an area in one on its files, a library in the one on purity."""
    contracts = configparser.ConfigParser()
    contracts.read(REPOSITORY / ".importlinter", encoding="utf-8")
    listed = {
        option: {name for contract in contracts.values() for name in contract.get(option, "").split()}
        for option in ("containers", "source_modules")
    }
    rooms = {path.parent for path in (REPOSITORY / "kwonik").glob("*/__init__.py")}
    for room in sorted(room for room in rooms if room.name not in NOT_AREAS):
        option = "containers" if (room / "apps.py").exists() else "source_modules"
        if f"kwonik.{room.name}" not in listed[option]:
            yield f".importlinter: {option}에 kwonik.{room.name}을(를) 넣으세요."


def check_documents() -> Iterator[str]:
    for path in tracked(".md"):
        name = path.relative_to(REPOSITORY)
        yield from (f"{name}: {complaint}" for complaint in find_dead_links(path.read_text(), path.parent))
    decisions = sorted((REPOSITORY / "docs" / "decisions").glob("[0-9]*.md"))
    for number, path in enumerate(decisions, 1):
        if not path.name.startswith(f"{number:04}-"):
            yield f"{path.name}: 결정 번호가 이어지지 않습니다. {number:04}이어야 합니다."
        yield from (f"{path.name}: {one}" for one in find_long_file(path.read_text(), LONGEST_DECISION))
    rooms = [path.parent.name for path in (REPOSITORY / "kwonik").glob("*/__init__.py")]
    places = REPOSITORY / "docs" / "where-things-go.md"
    yield from find_unnamed(rooms, places.read_text(), places.name)
    settings = re.findall(r"\bKWONIK_[A-Z_]+", "".join(path.read_text() for path in _site_files()))
    operations = REPOSITORY / "docs" / "operations.md"
    yield from find_unnamed([*settings, "DATABASE_URL", "PGBIN"], operations.read_text(), operations.name)


def _site_files() -> Iterator[Path]:
    return (path for path in tracked(".py") if path.is_relative_to(REPOSITORY / "kwonik"))


def check_labour_law() -> Iterator[str]:
    """The pages of docs/rules/labour-law say what the calculations and parameters say today."""
    from kwonik.labourlaw import pages

    yield from pages.stale()


def check_django() -> Iterator[str]:
    """Django's own checks, templates that compile, and models that have their migrations."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kwonik.site.settings")
    import django
    from django.core.management import CommandError, call_command
    from django.template import engines

    django.setup()
    for words in (["check", "--fail-level", "WARNING"], ["makemigrations", "--check", "--dry-run"]):
        said = io.StringIO()
        try:
            with contextlib.redirect_stderr(said):
                call_command(*words, stdout=said, stderr=said, no_color=True)
        except CommandError as trouble:
            yield f"{words[0]}: {trouble}"
        except SystemExit:
            yield f"마이그레이션이 빠졌습니다. python -m kwonik makemigrations\n{said.getvalue()}"
    environment = engines["jinja2"].env
    for name in environment.list_templates():
        try:
            environment.get_template(name)
        except Exception as trouble:
            yield f"틀 {name}: {trouble}"


CHECKS = (check_files, check_locks, check_contracts, check_documents, check_labour_law, check_django)


def main() -> int:
    """Print every complaint; the exit code says whether there was one."""
    count = 0
    for check in CHECKS:
        for complaint in check():
            print(complaint, flush=True)
            count += 1
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
