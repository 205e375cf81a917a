"""Every form: it needs the token, does what it says, and changes nothing that it does not show."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from kwonik.people.models import Role
from kwonik.site.errors import csrf_failure
from tests.world import A_DAY, SEALED, ledger
from tests.world_escrow import typed_by_members
from tests.world_pledges import facts_of_new_part

from . import tables
from .doors import OF_NOBODY, OF_ONE_PERSON, Door, doors
from .webforms import WebForm, forms_of

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("world")]

OURS = [door for door in doors() if door.method != "GET" and ":" in door.name and door.name not in OF_NOBODY]
each_form = pytest.mark.parametrize("door", OURS, ids=str)

STANDS_ON: dict[str, tuple[str, str | None]] = {
    "escrow:resume": ("escrow:member", "escrow_suspended"),
    "escrow:sandbox-mend": ("escrow:sandbox", None),
    "escrow:reconcile-day": ("escrow:day", None),
    "escrow:seal-day": ("escrow:day", None),
    "escrow:confirm-run": ("escrow:run", None),
    "escrow:stop-run": ("escrow:run", None),
    "escrow:confirm-correction": ("escrow:break", "escrow_break_proposed"),
    "escrow:drop-correction": ("escrow:break", "escrow_break_proposed"),
    "counselling:accept_referral": ("counselling:referral", "referral_got"),
    "counselling:close_contact": ("counselling:contact", None),
    "counselling:drop_amend_draft": ("counselling:amend", None),
    "counselling:amend_draft": ("counselling:amend", None),
    "counselling:draft": ("counselling:record", None),
    "counselling:find": ("counselling:record", None),
    "counselling:follow_up": ("counselling:consultation", None),
    "counselling:receive": ("counselling:hotline", None),
    "counselling:reinstate": ("counselling:consultation", "withdrawn"),
    "counselling:reinstate_booth": ("counselling:booth", "withdrawn_booth"),
    "counselling:reopen_contact": ("counselling:contact", "closed_contact"),
    "counselling:transfer": ("counselling:contact", None),
    "counselling:settle_referral": ("counselling:referral", "referral_declined"),
    "counselling:detach_calculation": ("counselling:calculation", None),
    "counselling:reattach_calculation": ("counselling:calculation", "detached_calculation"),
    "counselling:reopen_request": ("counselling:request", "closed_asking"),
    "counselling:take_request": ("counselling:request", None),
    "counselling:transfer_request": ("counselling:request", None),
    "counselling:withdraw_referral": ("counselling:referral", None),
    "ledgers:confirm": ("ledgers:batch", None),
    "ledgers:discard": ("ledgers:batch", None),
    "people:open": ("people:client", None),
    "people:register": ("people:clients", None),
    "remedy:accept": ("remedy:offer", "cleared_offer"),
    "remedy:clear": ("remedy:offer", None),
    "remedy:facts-draft": ("remedy:facts", None),
    "remedy:open-draft": ("remedy:open", None),
    "research:untick": ("research:tick", None),
    "shelters:correct-day": ("shelters:day", None),
    "shelters:correct-visit": ("shelters:visit", None),
}
"""Where the form of an address stands that is only posted, and with which row."""

NOT_ON_A_PAGE = {
    "stay": "scripts keep the session",
    "ledgers:stop": "offered while an import runs",
    "remedy:revoke-feed": "offered once there is an address",
    "counselling:drop_draft": "offered once there is a draft",
    "counselling:request-take-back": "offered to whoever looked their request up",
    "counselling:put_back_request": "offered to whoever took it",
    "counselling:try_request": "offered to whoever took it",
    "escrow:begin-run": "offered while no run goes on",
    "escrow:propose-run": "offered until the first person has seen it",
    "escrow:join": "offered to whoever is not signed in",
    "escrow:confirm-phone": "offered until it is confirmed",
    "escrow:send-code": "offered until it is confirmed",
    "escrow:verify": "offered until somebody is verified",
    "escrow:recover": "offered to whoever is not signed in",
    "escrow:recover-code": "offered once a number was asked for",
    "escrow:recover-verify": "offered once the number was right",
    "escrow:recover-password": "offered once the number was right",
    "escrow:withholding-month": "offered to a business that withheld tax in the month",
}


def typed(door: Door, rows: dict[str, Any]) -> dict[str, Any]:
    """What must be typed beyond the first thing that fits."""
    tomorrow = str(timezone.localdate() + timedelta(days=1))
    name = {"name": "이몽룡", "phone": "010-9876-5432"}
    spent = f"집행일,세부사업,적요,금액\n{A_DAY},{rows['line'].name},책자,5000\n".encode()
    content = spent if "=budget.spendings" in door.arguments else ledger(25, 45)
    return {
        "people:clients": {"name": SEALED["name"]},
        "people:grant": {"role": str(Role.objects.get(code="programme_officer").pk)},
        "people:register": name,
        "people:open": {"purpose": "counselling"},
        "people:merge": {"reference": rows["other_client"].reference, "confirmed": "1"},
        "people:add_api_key": {"name": "출입 단말기"},
        "people:add_account": {"username": "newcomer", "name": "성춘향"},
        "people:add_appointment": {"role": "duty_attorney", "qualification": "labour_attorney"},
        "people:add_staff": {"grade": "member"},
        "people:add_post": {"grade": "member"},
        "places:add_unit": {"kind": "team"},
        "catalogue:correct": {"day": "2026-12-28", "name": "임시공휴일"},
        "ledgers:upload": {"file": SimpleUploadedFile("대장.csv", content, "text/csv")},
        "budget:record-spending": {"spent_on": str(A_DAY)},
        "calculators:calculation": {"received": str(A_DAY)},
        "calculators:form": {"received": str(A_DAY), "extensions": "0"},
        "consulting:evaluate": {"satisfaction": "4.5"},
        "counselling:find": {"whose": "named", "name": SEALED["name"]},
        "counselling:follow_up": {"again_on": tomorrow},
        "counselling:open_booth": {"held_on": str(A_DAY - timedelta(days=1))},
        "counselling:receive": {"text": "전화가 끊김"},
        "counselling:close_request": {"reason": "no_need"},
        "counselling:request-new": {"issues": "legal:unpaid_wages", "phone": SEALED["phone"]},
        "counselling:request-look-up": {"number": rows["asking"].number, "phone": SEALED["phone"]},
        "pledges:new-pledge": {"code": "new-pledge", "from_on": "2025-01-01", "term_from_on": "2025-01-01"},
        "pledges:new-part": facts_of_new_part("".join(door.arguments).rpartition("=")[2]),
        "pledges:new-member": {"seat": "7"},
        "pledges:new-score": {"points": "90", "people": "5"},
        "planning:new_plan": {"count": "2", "unit": "회", "until_on": "2026-12-31"},
        "planning:new_statement": {"value": "100,000"},
        "planning:set_target": {"value": "90"},
        "research:hand_out": {"copies": "5"},
        "research:new_publication": {"copies": "500"},
        "research:print_more": {"copies": "50"},
        "research:take_back_responses": {"count": "2"},
        "research:record_participants": {"numbers": "7-9"},
        "reports:close_centre": {"first": "2019-05", "last": "2019-05"},
        "reports:close_city": {"first": "2019-04", "last": "2019-04"},
        "reports:reopen_centre": {"first": "2019-04", "last": "2019-04"},
        "reports:reopen_city": {"first": "2019-03", "last": "2019-03"},
        "reports:publish": {"reason": "빠진 기록을 더함"},
        "reports:grant_exception": {"first": "2019-03", "last": "2019-03", "until_on": tomorrow},
        "remedy:open": name,
        "remedy:date": {"happened_on_1": str(A_DAY + timedelta(days=1))},
        "remedy:term": {"term": "항소(2주)", "event_on": str(A_DAY)},
        "remedy:assign": {"choice_reason": "다른 사건과 이어짐"},
        "shelters:add-day": {"from_on": tomorrow},
        "shelters:book": {"day": tomorrow, "starts": "20:00", "ends": "21:00", "heads": "5"},
        "shelters:correct-day": {"right": "7"},
        "wellbeing:new": {"counsellor": str(rows["psych_course"].counsellor_id)},
        "wellbeing:extend": {"sittings": "2"},
        **typed_by_members(rows),
    }.get(door.name, {})


ACCEPTED = {
    "calculators:calculation": 200,
    "calculators:form": 200,
    "people:clients": 200,
    "people:open": 200,
    "people:add_account": 200,
    "people:add_api_key": 200,
    "people:reset_password": 200,
    "counselling:find": 200,
    "remedy:open-draft": 200,
    "remedy:facts-draft": 200,
    "remedy:feed": 200,
    "stay": 204,
    "escrow:leave": 422,
    "escrow:ask-phone-change": 422,
    "escrow:change-phone": 422,
    "escrow:see-depositor": 200,
    "escrow:withholding-month": 422,
}
"""What a form answers that shows something instead of going on."""

CHANGES_NOTHING = {
    "calculators:calculation": "nothing is stored unless asked",
    "calculators:form": "nothing is stored unless asked",
    "people:centre": "the working centre stands in the session",
    "counselling:drop_draft": "there is no draft",
    "counselling:request-look-up": "whose request it is stands in the session",
    "counselling:request-take-back": "nobody looked a request up",
    "counselling:try_request": "somebody else took it",
    "counselling:drop_amend_draft": "there is no draft",
    "ledgers:stop": "no import runs",
    "remedy:revoke-feed": "there is no address",
    "escrow:begin-run": "a run is going on",
    "escrow:propose-run": "the first person has seen it",
    "escrow:join": "whoever is signed in has joined",
    "escrow:confirm-phone": "it is confirmed",
    "escrow:send-code": "it is confirmed",
    "escrow:verify": "the member is verified",
    "escrow:ask-phone-change": "nobody carries text messages here",
    "escrow:change-phone": "no number was asked for",
    "escrow:recover": "whoever is signed in knows the password",
    "escrow:recover-code": "no number was asked for",
    "escrow:recover-verify": "no number was right",
    "escrow:recover-password": "no number was right",
    "escrow:leave": "contracts of the member are running",
    "escrow:withholding-month": "a private person withholds nothing",
}

READ_FROM_ELSEWHERE = {
    "counselling:record": {"contact", "booth", "referral", "client", "request", "calculations"},
    "counselling:draft": {"contact", "booth", "referral", "client", "request", "calculations"},
    "counselling:find": {"client"},
    "counselling:amend": {"client"},
    "remedy:open": {"consultation", "client"},
    "remedy:open-draft": {"consultation", "client"},
    "remedy:amend": {"client"},
    "wellbeing:new": {"client"},
}
"""Names that a form carries on some pages and not on this one; of another centre's rows see the last test."""


@pytest.fixture
def sender(door, everything, browsers) -> Client:
    role = OF_ONE_PERSON.get(door.permission)
    return browsers[role] if role else everything


@pytest.fixture
def form(door, world, sender) -> WebForm:
    """The form of the address as its page shows it."""
    address = door.address(world.ours.rows)
    if door.name in NOT_ON_A_PAGE:
        return WebForm(address, address, {})
    rows, (name, row) = world.ours.rows, STANDS_ON.get(door.name, (door.name, None))
    page = door if name == door.name else next(one for one in doors() if one.name == name)
    at = page.address(rows, rows[row].pk if row else None)
    shown = sender.post(at, typed(door, rows)) if door.name == "people:register" else sender.get(at)
    assert shown.status_code == 200
    found = forms_of(shown.content.decode(), at)
    searches = door.name == "counselling:find"  # htmx sends it the intake page as it stands
    target = "counselling:record" if searches else door.name
    leads_there = [form for form in found if resolve(form.action.partition("?")[0]).view_name == target]
    form = next(form for form in leads_there if ("find" in form.controls) == searches)
    return WebForm(at, address, form.controls) if searches else form


@pytest.fixture
def data(door, form, world) -> dict[str, Any]:
    return form.filled(typed(door, world.ours.rows))


@pytest.fixture
def standing(data):
    """All rows and counters before the form is sent."""
    return tables.rows(), tables.counters()


@each_form
def test_nothing_is_posted_without_the_token(door, form, data, sender, standing):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = sender.cookies
    without = {name: value for name, value in data.items() if name != "csrfmiddlewaretoken"}

    refused = strict.post(form.action, without)

    assert refused.status_code == 403
    assert refused.content == csrf_failure(None).content
    assert tables.changes(standing[0], tables.rows()) == {}


def test_every_form_on_every_page_carries_the_token_to_an_address_that_takes_it(world, everything, browsers):
    """And the table calls every address that a form is posted to FORM or POST."""
    posted_to = {*STANDS_ON, *NOT_ON_A_PAGE, *OF_NOBODY}
    for client in (everything, *(browsers[role] for role in OF_ONE_PERSON.values()), Client()):
        for door in doors():
            if door.method == "POST":
                continue
            page = client.get(address := door.address(world.ours.rows))
            if page.status_code == 200 and page["Content-Type"].startswith("text/html"):
                for form in forms_of(page.content.decode(), address):
                    assert "csrfmiddlewaretoken" in form.controls, f"{address} -> {form.action}"
                    posted_to.add(resolve(form.action.partition("?")[0]).view_name)

    assert posted_to == {door.name for door in doors() if door.method != "GET"}


@each_form
def test_a_form_changes_what_it_shows_and_nothing_else(door, form, data, world, sender, standing):
    """Posted as it is, and with every field of every model beside it: the same rows come and go."""
    before, counters = standing
    extras = hostile(world, {*form.controls, *data, *READ_FROM_ELSEWHERE.get(door.name, ())})
    done = []
    for sent in (data, extras | data):
        for file in (value for value in sent.values() if isinstance(value, SimpleUploadedFile)):
            file.seek(0)
        with tables.undone(counters):
            answer = sender.post(form.action, sent)
            done.append((answer.status_code, tables.changes(before, tables.rows())))

    assert done[0][0] == ACCEPTED.get(door.name, 302), said_by(answer)
    assert (done[0][1] == {}) == (door.name in CHANGES_NOTHING)
    assert len(extras) > 150
    assert done[1] == done[0]


def said_by(answer) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())[:3000]


def hostile(world, known: set[str]) -> dict[str, str]:
    """A value of the right kind for every field of every model: another centre, another person, other states, other days."""
    theirs = {type(row): row.pk for row in world.theirs.rows.values()}
    theirs |= {
        type(world.theirs.centre): world.theirs.centre.pk,
        type(world.theirs.officer): world.theirs.officer.pk,
    }

    def value(field: models.Field) -> str:
        if field.remote_field:
            return str(theirs.get(field.related_model, 1))
        if isinstance(field, models.DateTimeField):
            return "1999-01-01T00:00"
        if isinstance(field, models.DateField):
            return "1999-01-01"
        if isinstance(field, models.BooleanField):
            return "on"
        if isinstance(field, models.UUIDField):
            return "11111111-1111-4111-8111-111111111111"
        return "999" if isinstance(field, models.IntegerField) else "hacked"

    ours = [model for model in apps.get_models() if model.__module__.startswith("kwonik.")]
    fields = {
        name: field
        for model in ours
        for field in model._meta.concrete_fields
        for name in (field.name, field.attname)
    }
    return {name: value(field) for name, field in fields.items() if name not in known}


@pytest.mark.parametrize(
    ("name", "field", "kind", "answer"),
    [
        ("counselling:record", "contact", "contact", 404),
        ("counselling:record", "booth", "booth", 404),
        ("counselling:record", "request", "asking", 404),
        ("counselling:record", "referral", "referral_made", 404),
        ("remedy:open", "consultation", "consultation", 404),
        ("counselling:record", "client", "client", 422),
        ("counselling:amend", "client", "client", 422),
        ("remedy:open", "client", "client", 422),
        ("remedy:amend", "client", "client", 422),
        ("remedy:assign", "advocate", "advocate", 422),
        ("people:merge", "reference", "client", 422),
        ("people:add_post", "unit", "unit", 422),
        ("people:centre", "centre", None, 422),
    ],
)
def test_a_form_takes_no_row_of_another_centre(name, field, kind, answer, world, everything):
    door = next(door for door in doors() if door.name == name)
    address = door.address(world.ours.rows)
    shown = forms_of(everything.get(address).content.decode(), address)
    form = next(form for form in shown if form.action == address and "find" not in form.controls)
    data = form.filled(typed(door, world.ours.rows))
    row = world.theirs.rows[kind] if kind else world.theirs.centre
    chosen = {field: row.reference + "-" if field == "reference" else row.pk}
    if field == "client":
        chosen |= {"whose": "named", "name": ""}
    before = tables.rows(tables.ACCESS_LOG)

    assert everything.post(address, data | chosen).status_code == answer
    assert tables.changes(before, tables.rows(tables.ACCESS_LOG)) == {}


def test_looking_changes_nothing(world, everything, browsers):
    """Every page, opened by whoever may: no row comes or goes but those of the access log."""
    before = tables.rows(tables.ACCESS_LOG)
    for client in (everything, *browsers.values()):
        for door in doors():
            if door.method != "POST":
                client.get(door.address(world.ours.rows))

    assert tables.changes(before, tables.rows(tables.ACCESS_LOG)) == {}
