"""What every test may use: the test database, a real browser, and checks of pages, HTML and query counts.

Areas add their own fixtures in their folders' conftest. `KWONIK_TEST_DB` names the test database (so that two
people, or two branches, may test at once); `DATABASE_URL` takes another server than the try-out one.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from hypothesis import settings as properties
from playwright.sync_api import ConsoleMessage, Page, Request

from kwonik.site import tryout

pytest_plugins = ["tests.sample"]

REPOSITORY = Path(__file__).resolve().parents[1]
VNU = REPOSITORY / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
CI = os.environ.get("CI", "").lower() in ("1", "true")

# Playwright's loop runs in the thread of the tests, where Django would then refuse to touch the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# A slow machine is no fault of the code: speed is measured in bench/, never by a test.
properties.register_profile("untimed", deadline=None)
properties.load_profile("untimed")

# --- what a machine may lack ------------------------------------------------------------------------------

NEEDS = {
    "browser": {"page", "context", "new_context", "browser", "page_at"},
    "java": {"assert_valid_html"},
}


def chromium() -> str | None:
    """The browser to drive: $CHROMIUM, or Debian's."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium")


def what_is_missing(need: str) -> str | None:
    """Why tests with this need cannot run here, or None."""
    if need == "browser" and not chromium():
        return "Chromium이 없습니다: apt-get install chromium fonts-noto-cjk"
    if need == "java" and not shutil.which("java"):
        return "Java가 없습니다: apt-get install default-jre-headless"
    if need == "java" and not VNU.exists():
        return "HTML 검사기가 없습니다: apt-get install nodejs npm 뒤에 npm ci"
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives a browser or the HTML checker, so that `-m "not browser"` leaves it out; begin with what takes minutes.

    A long test that came last would run alone, beside an idle worker.
    """
    for item in items:
        for need, fixtures in NEEDS.items():
            if fixtures & set(getattr(item, "fixturenames", ())):
                item.add_marker(need)
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip, with the reason, what this machine cannot run."""
    for need in NEEDS:
        reason = what_is_missing(need) if item.get_closest_marker(need) else None
        if reason:
            pytest.skip(reason)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """In CI a skipped test is a failed one: a check nobody runs proves nothing."""
    report = yield
    if CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"CI에서는 시험을 건너뛸 수 없습니다: {report.longrepr[2]}"
    return report


# --- the database -----------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest, django_db_blocker) -> None:
    """Point Django at the try-out test cluster, one database per xdist worker, all copied from one that is migrated."""
    from django.conf import settings

    from tests.sample import migrated

    database = settings.DATABASES["default"]
    if not os.environ.get("DATABASE_URL"):
        tryout.start(tryout.TEST)
        database.update(HOST=str(tryout.socket_folder(tryout.TEST)), NAME="postgres")
    with django_db_blocker.unblock():
        database["TEST"]["TEMPLATE"] = migrated()
    request.getfixturevalue("django_db_modify_db_settings_parallel_suffix")


def _emptied(
    operations: Any, style: Any, tables: list[str], *, reset_sequences: bool, **others: Any
) -> list[str]:
    """What empties the tables that hold anything.

    Django truncates all of them, and PostgreSQL makes a new file for each, its indexes and its long values: two seconds a test.
    """
    assert not reset_sequences, "numbers go on: no test may count on them"
    held = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")" for table in tables)
    with operations.connection.cursor() as cursor:
        cursor.execute(held)
        found = [table for (table,) in cursor.fetchall()]
    return ["SET LOCAL session_replication_role = replica", *(f'DELETE FROM "{table}"' for table in found)]


@pytest.fixture(scope="session", autouse=True)
def quick_emptying() -> Iterator[None]:
    """After a test that committed."""
    from django.db import connection

    with mock.patch.object(type(connection.ops), "sql_flush", _emptied):
        yield


@pytest.fixture(autouse=True)
def no_memory_of_other_tests() -> None:
    """Rate limits are counted by account number in Django's cache, and numbers come again in another database."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def assert_constant_queries(db: None) -> Callable[..., None]:
    """`assert_constant_queries(act, grow)`: `act` asks as many queries after `grow` made more rows as before.

    `act` is called once before each count, to fill what is kept between requests.
    """
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked(act: Callable[[], object]) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            act()
        return [query["sql"] for query in captured]

    def check(act: Callable[[], object], grow: Callable[[], object]) -> None:
        act()
        before = asked(act)
        grow()
        act()
        after = asked(act)
        listed = "\n".join(sql for sql in after if sql not in before)
        assert len(after) == len(before), f"{len(before)} -> {len(after)} queries; new ones:\n{listed}"

    return check


# --- the browser ------------------------------------------------------------------------------------------

DESKTOP, PHONE = 1280, 390
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Drive the system's Chromium; nothing is downloaded."""
    return {**browser_type_launch_args, "executable_path": chromium(), "args": list(CHROMIUM_FLAGS)}


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def width(request: pytest.FixtureRequest) -> int:
    """Both widths at which every page is looked at, in CSS pixels."""
    return request.param


@pytest.fixture
def page_at(request: pytest.FixtureRequest, new_context: Callable) -> Iterator[Callable[..., Page]]:
    """`page_at(width, user=None, **context)`: a page of that width, logged in as `user`.

    Addresses are the live server's (or those of `served`), if the test asks for one. The test fails if a page
    throws, breaks the content security policy, or asks anything of another host.
    """
    servers = [name for name in ("live_server", "served") if name in request.fixturenames]
    server = request.getfixturevalue(servers[0]) if servers else None
    troubles: list[str] = []

    def open_page(width: int = DESKTOP, user: object = None, **context: object) -> Page:
        height = 900 if width >= 800 else 844
        if server:
            context.setdefault("base_url", server.url)
        opened = new_context(viewport={"width": width, "height": height}, locale="ko-KR", **context)
        if user is not None:
            opened.add_cookies([{**_session_of(user), "url": server.url}])
        page = opened.new_page()
        page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
        page.on("console", lambda message: troubles.extend(_policy_breach(message)))
        page.on("request", lambda asked: troubles.extend(_request_to_others(asked)))
        return page

    yield open_page
    assert not troubles, "\n".join(troubles)


def _session_of(user: object) -> dict[str, str]:
    from django.conf import settings

    client = Client()
    client.force_login(user)
    return {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}


def _policy_breach(message: ConsoleMessage) -> list[str]:
    return [f"policy: {message.text}"] if "Content Security Policy" in message.text else []


def _request_to_others(asked: Request) -> list[str]:
    address = urlsplit(asked.url)
    ours = address.scheme in ("about", "data", "blob") or address.hostname in ("localhost", "127.0.0.1")
    return [] if ours else [f"request to another host: {asked.url}"]


# --- what a page must be ----------------------------------------------------------------------------------

AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
AXE = Axe()
UNDECIDABLE = "color-contrast"  # what axe cannot judge nobody can: no text over pictures
LOOK = """async ([without, options, undecidable]) => {
    const where = without ? {exclude: [[without]]} : document;
    const found = await axe.run(where, {...options, selectors: false, elementRef: false});
    const wrong = found.violations.length || found.incomplete.some((rule) => rule.id === undecidable);
    return wrong ? axe.run(where, options) : found;
}"""
"""Where something stands is worked out only when there is something: a third of the time of a look."""


@pytest.fixture
def assert_accessible() -> Callable[..., None]:
    """`assert_accessible(page)`: axe finds nothing wrong as the page stands; call it again after a change.

    `without` is a selector of what was looked at before, the menu that stands on every page for instance.
    """
    options = {
        "runOnly": {"type": "tag", "values": list(AXE_TAGS)},
        "resultTypes": [
            "violations",
            "incomplete",
        ],  # what is right is not listed: thrice as fast on a long page
        "preload": False,
    }

    def check(page: Page, without: str = "") -> None:
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE.axe_script)
        results = AxeResults(page.evaluate(LOOK, [without, options, UNDECIDABLE]))
        undecided = [rule for rule in results.response["incomplete"] if rule["id"] == UNDECIDABLE]
        assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"
        assert not undecided, f"{page.url}\n{json.dumps(undecided, ensure_ascii=False, indent=1)}"

    return check


@pytest.fixture
def assert_valid_html(tmp_path: Path) -> Callable[[dict[str, str]], None]:
    """`assert_valid_html({name: html})`: the HTML checker finds no error. Java starts slowly: pass many."""

    def check(pages: dict[str, str]) -> None:
        assert pages, "no page to check"
        names = {}
        for number, (name, html) in enumerate(pages.items()):
            file = tmp_path / f"{number}.html"
            file.write_text(html, encoding="utf-8")
            names[file.name] = name
        command = ["java", "-jar", str(VNU), "--errors-only", "--format", "json", "--stdout"]
        done = subprocess.run([*command, *map(str, tmp_path.glob("*.html"))], capture_output=True, text=True)
        messages = json.loads(done.stdout)["messages"]
        errors = [f"{names[m['url'].rsplit('/')[-1]]}:{m.get('lastLine')}: {m['message']}" for m in messages]
        assert not errors, "\n".join(errors)

    return check
