"""The room's pages: who may, what they say, and that they stay cheap."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kwonik.planning.models import Plan, Statement, Target
from tests.factories import make_account, make_service
from tests.planning.conftest import browser_of, planner
from tests.planning.factories import make_plan, make_programme, make_statement, make_target

P, T, S = "planning.plan", "planning.target", "planning.statement"
DOORS = {
    "plans": (f"{P}:view", None),
    "new_plan": (f"{P}:record", None),
    "plan": (f"{P}:view", "plan"),
    **{f"{verb}_plan": (f"{P}:record", "plan") for verb in ("amend", "finish", "drop", "reopen")},
    **{f"{verb}_plan": (f"{P}:record", "plan") for verb in ("withdraw", "reinstate")},
    "targets": (f"{T}:view", None),
    "choose_figure": (f"{T}:record", None),
    "target": (f"{T}:view", "target"),
    "statements": (f"{S}:view", None),
    "new_statement": (f"{S}:record", None),
    "statement": (f"{S}:view", "statement"),
    **{f"{verb}_statement": (f"{S}:record", "statement") for verb in ("withdraw", "reinstate")},
}


@pytest.fixture
def rows(centre):
    return {"plan": make_plan(centre), "target": make_target(centre), "statement": make_statement(centre)}


def at(door, *args):
    return reverse(f"planning:{door}", args=args)


def text(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("door", DOORS)
def test_every_door_asks_who_one_is(client, centre, elsewhere, rows, door):
    permission, kind = DOORS[door]
    address = at(door, *([rows[kind].pk] if kind else []))
    assert client.get(address).status_code == 302
    view = permission.replace(":record", ":view")
    assert browser_of(make_account(permission, view, centre=centre)).get(address).status_code == 200
    other = T if permission.startswith(P) else P
    assert browser_of(make_account(f"{other}:record", centre=centre)).get(address).status_code == 403
    assert browser_of(planner(elsewhere)).get(address).status_code == (404 if kind else 200)


def test_a_target_is_set_for_a_figure_that_there_is(desk):
    assert desk.get(at("set_target", "people.rights_advocates")).status_code == 200
    assert desk.get(at("set_target", "no.figure")).status_code == 404


def test_a_plan_goes_from_the_form_to_done(desk, centre):
    programme = make_programme()
    typed = {
        "form_token": str(uuid4()),
        "programme": programme.pk,
        "text": "노동 인문학 특강",
        "from_on": "2025. 10. 1.",
        "until_on": "2025. 11. 1.",
        "count": "2",
        "unit": "",
        "bound": "exact",
    }
    wrong = desk.post(at("new_plan"), typed)
    assert wrong.status_code == 422
    assert "함께 적거나" in text(wrong) and "노동 인문학 특강" in text(wrong)
    assert desk.post(at("new_plan"), {**typed, "unit": "회"}).status_code == 302
    plan = Plan.objects.get()
    assert "늦음" in text(desk.get(at("plans"), {"year": "2025"}))
    assert desk.post(at("finish_plan", plan.pk), {"done_on": "2025. 10. 30."}).status_code == 302
    page = text(desk.get(at("plan", plan.pk)))
    assert "마침" in page and "늦은 계획" not in page
    assert desk.post(at("reopen_plan", plan.pk), {"sure": "on"}).status_code == 302
    assert (
        desk.post(at("drop_plan", plan.pk), {"dropped_on": "2025. 10. 30.", "reason": ""}).status_code == 422
    )
    assert (
        desk.post(
            at("drop_plan", plan.pk), {"dropped_on": "2025. 10. 30.", "reason": "예산 없음"}
        ).status_code
        == 302
    )
    assert "예산 없음" in text(desk.get(at("plan", plan.pk)))
    assert desk.post(at("withdraw_plan", plan.pk), {"reason": "두 번 적음"}).status_code == 302
    assert "두 번 적음" in text(desk.get(at("plan", plan.pk)))


def test_late_plans_are_found(desk, centre):
    late = make_plan(centre, from_on=date(2025, 1, 1), until_on=date(2025, 2, 1))
    done = make_plan(centre, state="done", done_on=date(2025, 1, 9), until_on=date(2025, 12, 1))
    page = text(desk.get(at("plans"), {"state": "late"}))
    assert late.text in page and done.text not in page


def test_a_target_shows_how_far_it_is_and_what_it_was(desk, centre):
    chosen = desk.get(at("choose_figure"), {"figure": "planning.nothing"})
    assert chosen.status_code == 422
    chosen = desk.get(at("choose_figure"), {"figure": "people.rights_advocates"})
    address = at("set_target", "people.rights_advocates")
    assert chosen.headers["Location"] == address
    typed = {"year": "2025", "decided_on": "2025. 1. 15.", "reason": "사업계획서"}
    for value, day in (("1,000", "2025. 1. 15."), ("1,200", "2025. 7. 1.")):
        answer = desk.post(address, {**typed, "form_token": str(uuid4()), "value": value, "decided_on": day})
        assert answer.status_code == 302
    page = text(desk.get(at("targets"), {"year": "2025"}))
    assert "1,200명" in page and "1,000명" in page and "0.0%" in page
    assert "사업계획서" in text(desk.get(at("target", Target.objects.first().pk)))


def test_what_another_centre_made_is_no_choice(desk, centre, elsewhere):
    make_service("own", name="우리 상담", owner=centre)
    make_service("theirs", name="남의 상담", owner=elsewhere)
    for page in (text(desk.get(at("choose_figure"))), text(desk.get(at("set_target", "planning.planned")))):
        assert "우리 상담" in page and "남의 상담" not in page


def test_a_target_of_a_figure_that_is_no_more_still_shows(desk, centre):
    make_target(centre, figure="gone.figure")
    assert "gone.figure" in text(desk.get(at("targets"), {"year": "2025"}))


def test_a_statement_names_its_document(desk):
    typed = {
        "form_token": str(uuid4()),
        "label": "얼음물 배포",
        "value": "100,000",
        "unit": "병",
        "about": "on",
        "printed": "약 10만병",
        "document": "협조 공문",
        "document_on": "2025. 9. 19.",
    }
    assert desk.post(at("new_statement"), {**typed, "document": ""}).status_code == 422
    assert desk.post(at("new_statement"), typed).status_code == 302
    page = text(desk.get(at("statement", Statement.objects.get().pk)))
    assert "약 100,000병" in page and "협조 공문" in page


@pytest.mark.parametrize("door", ["plans", "targets", "statements", "plan"])
def test_pages_ask_the_same_whether_long_or_short(desk, rows, centre, door):
    address = at(door, *([rows[door].pk] if door in rows else []))
    address += "" if door in rows else "?year=2025"
    desk.get(address)
    with CaptureQueriesContext(connection) as few:
        desk.get(address)
    for number in range(12):
        make_plan(centre, programme=make_programme(f"p{number}"))
        make_statement(centre)
        make_target(centre, year=2025, decided_on=date(2025, 2, 1 + number))
    desk.get(address)
    with CaptureQueriesContext(connection) as many:
        desk.get(address)
    assert len(many) == len(few) < 25
