"""Every page of doors.txt in Chromium, as somebody who may open it: at both widths, and with its form sent empty.

The desk holds the sample of a profile and, at two centres, a record of every kind (tests/world.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from django.test import Client
from playwright.sync_api import Page

from kwonik.people.models import Role
from tests import world as worlds
from tests.conftest import DESKTOP, PHONE
from tests.escrow.bank.worlds import practising
from tests.system.doors import CITIZEN, MEMBER, doors
from tests.system.webforms import forms_of

from .looking import REFLOW, send_empty, shoot, sideways

ROLES = (
    "duty_attorney",
    "rights_advocate",
    "programme_officer",
    "finance",
    "centre_director",
    "information_team",
    "city_officer",
    "visiting_counsellor",
    "escrow_adviser",
    MEMBER,
)
READER = {"today": "duty_attorney", "reports:standing": "programme_officer"}
"""Who looks at a page that several may open; else whoever comes first."""


@dataclass(frozen=True)
class Sight:
    """A page as it is looked at: by whom, where, and what to call it."""

    name: str
    address: str
    role: str = ""
    form: bool = False


@pytest.fixture(scope="module")
def world(served, tmp_path_factory):
    with practising(tmp_path_factory.mktemp("bank")):
        yield worlds.build("seoul")


@pytest.fixture(scope="module")
def sights(world) -> list[Sight]:
    """Every page once, and again in states that look different."""
    held = {role.code: frozenset(role.permissions) for role in Role.objects.all()}
    rows = world.ours.rows
    found = []
    for door in doors():
        if door.method == "POST":
            continue
        may = [role for role in ROLES if role != MEMBER and door.answer(held[role]) == 200]
        if door.permission == CITIZEN and door.answer_to_a_citizen() == 200:
            may = [MEMBER]
        role = READER.get(door.name, may[0] if may else "")
        name = re.sub(r"\W+", "-", str(door))
        if door.answer(None) == 200 and door.permission == "public":
            found.append(Sight(name, door.address(rows)))
        elif role:
            found.append(Sight(name, door.address(rows), role, door.method == "FORM"))
    return [sight for sight in found if sight.name not in NO_PAGE] + [
        Sight(f"today-of-{role}", "/today/", role) for role in ROLES[1:]
        if role != MEMBER
    ] + [Sight(*one) for one in states(rows)]  # fmt: skip


FRAGMENTS = {"counselling-workplaces", "counselling-suggestion"}
"""What htmx puts into a page."""
NO_PAGE = {
    "calculators-file-hwpx",
    "counselling-worksheet-pdf",
    "pledges-image",
    "health",
    "openapi",
    "portal-csv",
    "portal-json",
    "ledgers-template-counselling-consultations-legal",
    "ledgers-template-budget-spendings",
    "reports-download-pdf",
    "escrow-day-report",
    "escrow-paper",
    "escrow-file",
    "escrow-certificate",
    "escrow-advised-file",
    "escrow-settlement-paper",
}


def states(rows) -> list[tuple[str, str, str]]:
    """What a page looks like when its record is in another state, or its list empty or long."""

    def at(name: str, kind: str) -> str:
        page = next(door for door in doors() if door.name == name)
        return page.address({page.row: rows[kind]})

    rate = "?figure=budget.execution_rate&period=2025-01/2025-09&as_of=2025-09-30"
    return [
        ("state-withdrawn-consultation", at("counselling:consultation", "withdrawn"), "programme_officer"),
        ("state-withdrawn-booth", at("counselling:booth", "withdrawn_booth"), "programme_officer"),
        ("state-closed-contact", at("counselling:contact", "closed_contact"), "duty_attorney"),
        ("state-referral-received", at("counselling:referral", "referral_got"), "programme_officer"),
        ("state-referral-declined", at("counselling:referral", "referral_declined"), "programme_officer"),
        ("state-referrals-made", "/counselling/referrals/?side=made", "programme_officer"),
        ("state-consultations-none", "/counselling/?from=2031-01-01&first_on=2031-01-01", "duty_attorney"),
        ("state-consultations-page-9", "/counselling/?page=9", "duty_attorney"),
        ("state-case-preparing", at("remedy:case", "preparing"), "programme_officer"),
        ("state-case-ready", at("remedy:case", "ready"), "programme_officer"),
        ("state-case-offered", at("remedy:case", "offered"), "programme_officer"),
        ("state-case-concluded", at("remedy:case", "concluded"), "programme_officer"),
        ("state-case-closed", at("remedy:case", "closed"), "programme_officer"),
        ("state-case-withdrawn", at("remedy:case", "withdrawn_case"), "programme_officer"),
        ("state-assign-refused", at("remedy:assign", "case"), "programme_officer"),
        ("state-offer-cleared", at("remedy:offer", "cleared_offer"), "rights_advocate"),
        ("state-remedy-from-consultation", f"/remedy/open/?consultation={rows['consultation'].pk}", "programme_officer"),
        ("state-batch-applied", at("ledgers:batch", "applied"), "programme_officer"),
        ("state-spending-withdrawn", at("budget:spending", "withdrawn_spending"), "finance"),
        ("state-client-merged", at("people:client", "merged"), "programme_officer"),
        ("state-rows-derived", f"/reports/rows/{rate}", "centre_director"),
        ("state-rows-closed", "/reports/rows/?figure=counselling.legal&period=2025&as_of=2025-09-30", "city_officer"),
        ("state-report-refused", "/reports/main-report/?first_on=2025-12-31&last_on=2025-01-01", "centre_director"),
        ("state-contract-written", at("escrow:contract", "escrow_draft"), MEMBER),
        ("state-contract-agreed", at("escrow:contract", "escrow_agreed"), MEMBER),
        ("state-contract-delivered", f"/escrow/contracts/{rows['escrow_delivered'].contract_id}/", MEMBER),
        ("state-contract-disputed", f"/escrow/contracts/{rows['escrow_dispute'].milestone.contract_id}/", MEMBER),
        ("state-not-found", "/counselling/999999999/", "duty_attorney"),
        ("state-forbidden", "/people/accounts/", "duty_attorney"),
    ]  # fmt: skip


REFUSALS = {"state-report-refused": 422, "state-not-found": 404, "state-forbidden": 403}


@pytest.fixture
def browse(served, world, page_at):
    """`browse(role)`: a page of somebody with that role, which keeps what its console complains of in `.said`."""

    def open_page(role: str) -> Page:
        page = page_at(DESKTOP, account_of(world, role) if role else None)
        page.said = []
        page.on("console", lambda message: page.said.append(message) if message.type == "error" else None)
        return page

    return open_page


def account_of(world, role: str):
    """Somebody with that role; the one citizen who signed up."""
    return world.ours.rows["escrow_member"].account if role == MEMBER else world.ours.people[role]


def groups() -> list:
    """The roles, halved by how much they see: one half on each of two workers."""
    many = {"duty_attorney", "finance", "information_team", "city_officer", ""}
    return [
        pytest.param(role, marks=pytest.mark.xdist_group(f"every-page-{role in many}"), id=role or "nobody")
        for role in (*ROLES, "")
    ]


@pytest.mark.parametrize("role", groups())
def test_every_page_at_both_widths_and_with_its_form_sent_empty(role, browse, sights, find_wrong):
    """No violation, nothing sideways down to 320 px, no complaint in the console."""
    page, wrong = browse(role), []
    mine = [sight for sight in sights if sight.role == role and sight.name not in FRAGMENTS]
    for sight in mine:
        page.set_viewport_size({"width": DESKTOP, "height": 900})
        answer = page.goto(sight.address)
        assert answer.status == REFUSALS.get(sight.name, 200), sight
        wrong += find_wrong(page, sight.name)
        page.set_viewport_size({"width": DESKTOP, "height": 900})
        if sight.form and send_empty(page):
            if not page.title().startswith("오류: "):
                wrong.append(f"{sight.name}: the title does not begin with an error: {page.title()}")
            wrong += find_wrong(page, f"{sight.name}-error")
    refused = ("status of 422", "status of 404", "status of 403")
    wrong += [one.text for one in page.said if not any(word in one.text for word in refused)]

    assert not wrong, "\n".join(wrong)
    assert mine


@pytest.fixture
def find_wrong(assert_accessible):
    """`find_wrong(page, name)`: what axe and a ruler say at every width, as lines. The menu is looked at on the first page."""
    looked_at: set[str] = set()

    def look(page: Page, name: str) -> list[str]:
        menu = "".join(page.locator(".kw-nav").all_inner_texts())
        without = ".kw-nav" if menu and menu in looked_at else ""
        looked_at.add(menu)
        found = [f"{name}: {page.locator('h1').count()} h1"] if page.locator("h1").count() != 1 else []
        for width in (DESKTOP, PHONE):
            page.set_viewport_size({"width": width, "height": 900 if width > 800 else 844})
            shoot(page, name, width)
            try:
                assert_accessible(page, without=without)
            except AssertionError as violation:
                found.append(f"{name} at {width}: {violation}")
            if out := sideways(page, width):
                found.append(f"{name} at {width}: {out}")
        if out := sideways(page, REFLOW):
            found.append(f"{name} at {REFLOW}: {out}")
        return found

    return look


@pytest.mark.xdist_group("every-page-True")
def test_the_html_checker_finds_nothing_on_any_page(world, sights, assert_valid_html):
    """All pages in one batch, those with errors too."""
    pages = {}
    for role in (*ROLES, ""):
        client = Client()
        if role:
            client.force_login(account_of(world, role))
        for sight in sights:
            if sight.role == role:
                shown = client.get(sight.address)
                pages[sight.name] = whole(sight, shown.content.decode())
                mine = [
                    one for one in forms_of(pages[sight.name], sight.address) if one.action == sight.address
                ]
                if sight.form and any(control.required for one in mine for control in one.controls.values()):
                    refused = client.post(sight.address, {})
                    pages[f"{sight.name}-error"] = refused.content.decode()

    assert len(pages) > 150
    assert_valid_html(pages)


def whole(sight: Sight, html: str) -> str:
    """A fragment as it stands in a page."""
    around = "<!DOCTYPE html><html lang=ko><title>-</title>"
    return around + html if sight.name in FRAGMENTS else html
