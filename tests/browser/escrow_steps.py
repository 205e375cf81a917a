"""The escrow as people live it in a browser: the bank is a process, its notices come over HTTP, one clock for all, pages do the rest."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import yaml
from django.db import connection
from django.test import Client
from django.urls import reverse
from playwright.sync_api import ConsoleMessage, Download, Locator, Page, expect

from kwonik.catalogue.models import ContractForm
from kwonik.escrow import actions, queries, tasks
from kwonik.escrow.models import BankNotice, Contract, Member
from sandbox_bank import serving
from sandbox_bank.customers import _own_account
from tests.escrow import factories
from tests.escrow.bank.worlds import Sandbox, on
from tests.factories import make_account

from .looking import follow

PROFILES = Path(__file__).parents[2] / "profiles"
SHOTS = os.environ.get("KWONIK_SHOTS", "")
DESKTOP, PHONE = 1280, 390
TOUCH = 44
"""CSS pixels that a thumb needs (kw.css, --touch)."""
PATIENCE = 20
"""Seconds: a transaction of anybody on the server may keep the chain waiting."""
PASSWORD = factories.PASSWORD
ROLE = "kwonik_app"

TARGETS = "button, .kw-button, .kw-choice label, select, textarea, summary, input:not([type=hidden], [type=radio], [type=checkbox])"
UNDER_A_THUMB = """([targets, touch]) => [...document.querySelectorAll("main")].flatMap((main) => [...main.querySelectorAll(targets)])
    .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < touch - 0.5)
    .map((e) => `${e.tagName} ${e.id || e.textContent.trim().slice(0, 30)} ${e.getBoundingClientRect().height}`)"""
WHAT_STANDS = """() => [...document.querySelectorAll("main h1, main h2, main h3, main button, main a.kw-button, main [role], main .kw-tag")]
    .map((e) => e.tagName + e.textContent.replace(/[\\d.,:-]+/g, "#").trim()).join("|")"""

LOOKED_AT: set[Any] = set()
"""Kinds of page that axe has seen in this run: address, width, and what stands there but for numbers."""

_numbers = count(1)


class CarryingSandbox(Sandbox):
    """The sandbox bank that sends its notices by itself, as a bank does."""

    def start(self) -> None:
        self.process = serving.subprocess.Popen(
            serving.command(self.port, self.database),
            cwd=Path(serving.__file__).parents[1],
            start_new_session=True,
        )
        serving.wait_until_open(self.port, self.process)

    def balance_of(self, payer: str) -> int:
        """What came back to the account from which somebody paid at the counter, in won."""
        return int(self._call("GET", f"/customer/accounts/097/{_own_account(payer)}", None)["balance"])


def contract_forms(profile: str = "seoul") -> list[ContractForm]:
    """The standard contracts of trades that a profile has."""
    told = yaml.safe_load((PROFILES / profile / "contracts.yaml").read_text("utf-8"))
    return [
        ContractForm.objects.create(**{**form, "clauses": [*form["clauses"], *told["common"]]})
        for form in told["forms"]
    ]


class Hand:
    """Somebody at a page: presses what they see; every page they come to is looked at."""

    def __init__(self, street: Street, width: int, account: Any = None, **context: Any) -> None:
        self.street, self.width, self.account = street, width, account
        self.page: Page = street.page_at(width, account, accept_downloads=True, **context)
        self.page.on("console", self._heard)
        street.hands.append(self)

    def _heard(self, message: ConsoleMessage) -> None:
        """The browser itself says of a page that was refused that it was: no fault of the page's."""
        if message.type == "error" and not re.search(r"status of (422|429)", message.text):
            self.street.troubles.append(f"{self.page.url}: {message.text}")

    # -- going

    def go(self, name: str, *args: Any) -> Hand:
        self.page.goto(reverse(f"escrow:{name}", args=args))
        return self.look()

    def open(self, words: str) -> Hand:
        """A line of the side menu of the desk, by the words that stand there."""
        follow(self.page.get_by_role("navigation").get_by_role("link", name=words, exact=True).first)
        return self.look()

    def open_at(self, name: str, *args: Any) -> Hand:
        """The link of the page that leads there, where several are called the same."""
        follow(self.page.locator(f"main a[href='{reverse(f'escrow:{name}', args=args)}']").first)
        return self.look()

    def again(self) -> Hand:
        self.page.reload()
        return self.look()

    def find(self, words: str, within: str = "") -> Locator:
        """The button or link of that name on the page, or in the card of that heading."""
        place = self.card(within) if within else self.page.locator("main")
        button = place.get_by_role("button", name=words, exact=True)
        return button.or_(place.get_by_role("link", name=words, exact=True)).first

    def card(self, heading: str) -> Locator:
        return self.page.locator("main .kw-card").filter(has=self.page.get_by_role("heading", name=heading))

    def press(self, words: str, within: str = "") -> Hand:
        follow(self.find(words, within))
        return self.look()

    def press_row(self, words: str) -> Hand:
        """The link of the first line of a list in which these words stand."""
        row = self.page.locator("main tbody tr").filter(has_text=words).first
        follow(row.get_by_role("link").first)
        return self.look()

    def sure(self, words: str, within: str = "") -> Hand:
        """Presses, and on the page that asks once more presses the same again."""
        return self.press(words, within).press(words)

    def sure_of(self, words: str, button: str) -> Hand:
        """The same where the button that asks once more is called otherwise."""
        return self.press(words).press(button)

    def take(self, words: str) -> bytes:
        """What a press downloads."""
        with self.page.expect_download() as waited:
            self.find(words).click()
        return _bytes(waited.value)

    # -- writing

    def fill(self, **typed: str) -> Hand:
        """Fields by the names that the form gives them; labels stand in the Korean of the page."""
        for name, words in typed.items():
            self.field(name).fill(words)
        return self

    def field(self, name: str) -> Locator:
        return self.page.locator(f"main [name='{name}']:not([type=hidden])")

    def choose(self, *labels: str) -> Hand:
        """Radio buttons and boxes, by what stands beside them."""
        for label in labels:
            self.page.locator("main").get_by_label(label, exact=False).first.check()
        return self

    # -- reading

    def sees(self, *words: str) -> Hand:
        for one in words:
            expect(self.page.locator("main")).to_contain_text(one)
        return self

    def misses(self, *words: str) -> Hand:
        for one in words:
            expect(self.page.locator("main")).not_to_contain_text(one)
        return self

    def offers(self, words: str, within: str = "") -> bool:
        return bool(self.find(words, within).count())

    def term(self, name: str) -> str:
        """What stands beside this name in a list of facts."""
        row = self.page.locator("main dl > div").filter(has=self.page.locator("dt", has_text=name))
        return row.locator("dd").first.inner_text().strip()

    def timeline(self) -> str:
        """What happened, as this page tells it."""
        return str(self.page.locator("main .kw-timeline").first.inner_text())

    # -- looking

    def look(self) -> Hand:
        """Nothing sideways, targets for a thumb, axe; each kind of page once a width."""
        page = self.page
        self.street.visited += 1
        room = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert room[0] <= room[1], f"{page.url} is {room[0]} px wide in {room[1]}"
        if self.width < 800:
            small = page.evaluate(UNDER_A_THUMB, [TARGETS, TOUCH])
            assert not small, f"{page.url}: {small}"
        kind = (self.width, page.evaluate(WHAT_STANDS), re.sub(r"\d+", "#", page.url))
        if kind not in LOOKED_AT:
            LOOKED_AT.add(kind)
            self.street.axe(page)
            self.shoot()
        return self

    def shoot(self) -> None:
        if SHOTS:
            path = re.sub(r"[^a-z]+", "-", self.page.url.split("/", 3)[3]).strip("-")[:50]
            Path(SHOTS).mkdir(parents=True, exist_ok=True)
            name = f"{self.width}-{path}-{next(_numbers):03}.png"
            self.page.screenshot(path=f"{SHOTS}/{name}", full_page=True)


class Street:
    """One clock that stands still until somebody moves it; the bank's notices come to the live server's door by themselves."""

    def __init__(
        self, sandbox: Any, url: str, page_at: Callable[..., Page], axe: Callable[..., None]
    ) -> None:
        self.sandbox, self.url, self.page_at, self.axe = sandbox, url, page_at, axe
        self.at = sandbox.now()
        self.troubles: list[str] = []
        self.hands: list[Hand] = []
        self.visited = 0
        self.centre = factories.make_installation()
        self.forms = contract_forms()

    # -- people

    def hand(self, width: int, account: Any = None, **context: Any) -> Hand:
        return Hand(self, width, account, **context)

    def freelancer(self, **fields: Any) -> Member:
        """With an account at the bank, in their name."""
        member = factories.verified(**fields)
        number = f"22{member.pk:010}"
        self.sandbox.open_account(number, member.told["name"])
        actions.bind_account(by=member.account, bank="088", account_number=number, holder=member.told["name"])
        member.account_number = number
        return member

    def operator(self, *permissions: str, **fields: Any) -> Any:
        return make_account(*permissions, centre=self.centre, **fields)

    def signed(self, one: Member, other: Member, *amounts: int, **fields: Any) -> Contract:
        """A contract in force on the trade's standard form, where the journey is not about signing."""
        contract = factories.draft(one=one, other=other, wishes=factories.wishes(*amounts), **fields)
        scope = {"work": "포스터 1점", "delivery": "인쇄용 PDF", "revisions": "2번까지"}
        actions.write_scope(by=one.account, contract=contract, title="봄 행사 포스터", scope=scope)
        actions.offer(by=one.account, contract=contract)
        actions.accept(by=other.account, contract=contract)
        sha256 = queries.pending(contract).sha256
        for member in (one, other):
            actions.sign(by=member.account, contract=contract, sha256=sha256, address="127.0.0.1")
        return Contract.objects.get(pk=contract.pk)

    # -- the bank

    def pays(self, number: str, won: int, name: str, width: int = DESKTOP, heard: bool = True) -> None:
        """Somebody types what was told into the bank's own page; `heard`: the worker is awake to hear of it."""
        page = self.page_at(width)
        page.goto(f"http://127.0.0.1:{self.sandbox.port}/customer")
        page.get_by_label("가상계좌 번호").fill(number)
        page.get_by_label("보내는 사람 이름").fill(name)
        page.get_by_label("금액(원)").fill(str(won))
        page.get_by_role("button", name="입금하기").click()
        expect(page.get_by_role("status")).to_contain_text("입금했습니다")
        page.context.close()
        if heard:
            self.hear()

    def hear(self) -> None:
        """Waits for the bank's own notices to come in at the door, and does what they ask for, as the queue's worker does."""
        until = time.monotonic() + PATIENCE
        while self.sandbox.admin("GET", "/overview")["notices"]["waiting"]:
            assert time.monotonic() < until, "no notice came"
            time.sleep(0.1)
        waiting = BankNotice.objects.filter(handled_at=None)
        for day in list(waiting.values_list("on", flat=True).distinct()):
            with acting():
                tasks.take_lines_of(on=day.isoformat())
        self.minute()

    def paid_in(self, milestone: Any) -> Any:
        """The commissioner's money, where the journey is not about paying in: through the bank all the same."""
        number = actions.issue_account(bank=self.sandbox.adapter(), milestone=milestone)
        name = factories.name_of(milestone)
        account = f"33{milestone.contract.commissioner_id:010}"
        self.sandbox.pay(number.number, milestone.terms.deposit_won, name, account)
        self.hear()
        return factories.fresh(milestone)

    # -- time and the worker

    def minute(self, times: int = 1) -> None:
        """What the worker does every minute."""
        with acting():
            for _ in range(times):
                tasks.speak_with_the_bank(timestamp=0)
            tasks.messages(timestamp=0)

    def move_to(self, at: datetime) -> None:
        """Whoever stands at a page has logged in again since."""
        self.sandbox.set_clock(at)
        self.at = at
        for hand in self.hands:
            if hand.account is not None:
                hand.page.context.add_cookies([{**session_of(hand.account), "url": self.url}])

    def wait(self, **time_: float) -> None:
        self.move_to(self.at + timedelta(**time_))

    def night(self, days: int = 1) -> None:
        """So many days on, at ten in the morning; the clock's errands are done each night."""
        for _ in range(days):
            self.move_to(on(self.today + timedelta(days=1), 10))
            with acting():
                tasks.days(timestamp=0)
            self.minute()

    def seal(self, monkeypatch: Any) -> None:
        """The chain, as it is sealed every minute. Where a transaction of another test on this server outlasts our patience, the day
        is closed without: what is not in the chain yet is asked of in tests/escrow/closing/test_sealing.py.
        """
        until, books = time.monotonic() + PATIENCE, queries.closing.books
        while actions.seal() is not None or _loose():
            if time.monotonic() > until:
                monkeypatch.setattr(queries.closing, "books", lambda day: replace(books(day), loose=0))
                return
            time.sleep(0.1)

    @property
    def today(self) -> date:
        return self.at.date()

    @property
    def now(self) -> datetime:
        return self.at.astimezone(UTC)


@contextmanager
def acting() -> Iterator[None]:
    """The worker plays the application's role too (docs/operations.md, KWONIK_DATABASE_ROLE)."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {ROLE}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")


def session_of(account: Any) -> dict[str, str]:
    client = Client()
    client.force_login(account)
    return {"name": "sessionid", "value": client.cookies["sessionid"].value}


def _loose() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(*) FROM ledger.event WHERE transaction >= coalesce(
               (SELECT until_transaction FROM ledger.block ORDER BY id DESC LIMIT 1), '0'::xid8)"""
        )
        return int(cursor.fetchone()[0])


def _bytes(download: Download) -> bytes:
    return Path(download.path()).read_bytes()
