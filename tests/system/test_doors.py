"""Every address x everybody: 302, 403, 404 or 200 as doors.txt and the profile's roles say."""

import re
from collections import Counter
from collections.abc import Callable
from html import unescape
from itertools import product
from types import SimpleNamespace

import pytest
from django.urls import resolve

from kwonik.kernel.doors import PUBLIC, SIGNED_IN
from kwonik.people import access
from kwonik.people.guard import rule_of
from kwonik.people.models import Role

from .conftest import signed_in
from .doors import CITIZEN, MEMBER, NOWHERE, Door, addresses, doors

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("world")]


def test_the_table_holds_every_address_and_no_other():
    assert {(door.name, len(door.arguments)) for door in doors()} == addresses()


@pytest.mark.parametrize("door", doors(), ids=str)
def test_the_table_asks_what_the_page_itself_declares(door):
    address = door.address(dict.fromkeys([door.row], SimpleNamespace(pk=1))).partition("?")[0]

    assert rule_of(resolve(address).func, door.name).replace(" ", "-") == door.permission.split("+")[0]


@pytest.fixture(scope="module")
def expected(world) -> Callable[[Door], dict[str, int]]:
    """By role what a door answers; "anonymous" is not signed in."""
    held = {role.code: frozenset(role.permissions) for role in Role.objects.all()}
    secured = {role.code for role in Role.objects.filter(needs_mfa=True)}

    def by_role(door: Door) -> dict[str, int]:
        return {"anonymous": door.answer(None), MEMBER: door.answer_to_a_citizen()} | {
            role: door.answer(permissions, role in secured) for role, permissions in held.items()
        }

    return by_role


def ask(client, method: str, address: str):
    return client.post(address) if method == "POST" else client.get(address)


@pytest.mark.parametrize("door", doors(), ids=str)
def test_everybody_gets_what_their_role_says(door, world, browsers, expected):
    address = door.address(world.ours.rows)

    got = {role: ask(client, door.method, address).status_code for role, client in browsers.items()}

    assert got == expected(door)
    assert door.answers[-1] in got.values(), "nobody of this profile can open it"


@pytest.mark.parametrize("door", [door for door in doors() if door.method != "POST" and door.asks], ids=str)
def test_who_may_not_look_may_not_post_either(door, world, browsers, expected):
    address = door.address(world.ours.rows)
    shut_out = {role: answer for role, answer in expected(door).items() if answer != door.answers[-1]}

    assert {role: browsers[role].post(address).status_code for role in shut_out} == shut_out


INSTALLATION = {
    "load",
    "correction",
    "public_release",
    "public_correction",
    "public_withdrawn",
    "public_figure",
    "kept",
    "escrow_token",
    "escrow_day",
    "escrow_run",
    "escrow_break",
    "escrow_correction",
}
"""Rows of the installation, for whoever holds the permission anywhere; and what is public of any centre."""


@pytest.mark.parametrize(
    "door", [door for door in doors() if door.row and door.row not in INSTALLATION], ids=str
)
def test_a_row_of_another_centre_does_not_exist(door, world, browsers, expected, everything):
    """Of another centre's row whoever may open the page learns what they learn of no row at all, looking or posting."""
    may = {role for role, answer in expected(door).items() if answer == door.answers[-1]} - {"anonymous"}

    others = [] if door.permission == CITIZEN else [everything]
    for client, method in product([*map(browsers.get, may), *others], {door.method, "POST"}):
        strange = ask(client, method, door.address(world.theirs.rows))
        missing = ask(client, method, door.address({}, row=NOWHERE))
        looked_at_only = method != door.method == "GET"
        assert strange.status_code in ({404, 405} if looked_at_only else {404})
        assert strange.status_code == missing.status_code
        assert strange.content == missing.content
        assert strange.headers == missing.headers


@pytest.mark.parametrize("door", [door for door in doors() if door.method == "POST"], ids=str)
def test_what_is_only_posted_answers_405_to_a_look(door, world, everything, browsers):
    client = browsers[MEMBER] if door.permission == CITIZEN else everything
    assert client.get(door.address(world.ours.rows)).status_code == 405


SHARED = {"referral_made", "referral_got"}
"""What stands between two centres is both's."""


def test_lists_lead_to_nothing_of_another_centre(world):
    """No page without a row of its own links to one of ours when somebody of another centre opens it."""
    own = [door for door in doors() if door.row and door.row not in INSTALLATION | SHARED]
    ours, theirs = ({door.address(place.rows) for door in own} for place in (world.ours, world.theirs))
    seen: set[str] = set()
    for stranger in map(signed_in, world.theirs.people.values()):
        for door in doors():
            if door.method != "POST" and not door.row:
                linked = {link for _, link in links_of(stranger.get(door.address({})))}
                assert not linked & ours, door.name
                seen |= linked & theirs

    assert len(seen) > 10, "the pages do link to rows of their own centre"


def links_of(page) -> set[tuple[str, str]]:
    """("href" or "action", address) of everything on a page that leads to another one of ours."""
    if not page["Content-Type"].startswith("text/html"):
        return set()
    found = re.findall(r'(href|action|formaction)="(/[^"]*)"', page.content.decode())
    return {(kind, unescape(link)) for kind, link in found if not link.startswith("/static/")}


ENOUGH = 8
"""Links to one page with different rows; a report alone has hundreds."""


@pytest.mark.parametrize("role", ["duty_attorney", "rights_advocate", "programme_officer", "finance",
                                  "centre_director", "city_officer", "information_team"])  # fmt: skip
def test_no_page_offers_what_its_reader_may_not_do(role, world, browsers, expected):
    """Every link that somebody sees opens; every form that they see may be sent by them."""
    browser, reader = browsers[role], world.ours.people[role]
    closed, asked, of_a_kind = [], set(), Counter()
    for door in doors():
        if door.method == "POST" or expected(door)[role] != 200:
            continue
        address = door.address(world.ours.rows)
        for kind, link in sorted(links_of(browser.get(address))):
            view = resolve(link.partition("?")[0])
            rule = rule_of(view.func, view.view_name)
            if rule not in (PUBLIC, SIGNED_IN) and not access.may(reader, rule, world.ours.centre):
                closed.append(f"{address} -> {link}: asks {rule}")
            elif kind == "href" and link not in asked and of_a_kind[view.view_name] < ENOUGH:
                asked.add(link)
                of_a_kind[view.view_name] += 1
                if browser.get(link).status_code >= 400:
                    closed.append(f"{address} -> {link}: not found")

    assert not closed
    assert len(asked) > 10
