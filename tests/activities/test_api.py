"""The API door: every shape and the centre's own services, the desk's words, one record however often it is sent."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from kwonik.activities.models import Application, Handout, Press, Session, Tally
from kwonik.catalogue.actions import own
from kwonik.catalogue.models import Question
from kwonik.people.models import Client as Person
from tests.activities.factories import (
    A_DAY,
    make_application,
    make_handout,
    make_session,
    make_tally,
)
from tests.activities.machine import SERVICES, Machine
from tests.factories import (
    grant,
    make_account,
    make_centre,
    make_client,
    make_district,
    make_role,
    make_site,
    make_workplace,
)


def test_services_of_every_shape_and_of_the_centres_own(machine, officer, centre, campaigns, water, support):
    grant(officer, make_role("catalogue.programme:edit"), centre)
    officer.__dict__.pop("_standing", None)
    programme = own.add_programme(by=officer, centre=centre, name="우리 동네 노동학교")
    said = [{"field": "people", "label": "온 사람", "required": True}]
    made = own.add_service(
        by=officer, centre=centre, programme=programme, name="야간 상담소", shape="session", kinds=["정기"], asks=said
    )  # fmt: skip
    listed = {row["code"]: row for row in machine.get("").json()}
    assert {"campaigns", "water", "support", made.code} <= set(listed)
    assert listed["campaigns"]["one"] == "캠페인"
    asked = {one["name"]: one for one in machine.get(f"/{made.code}").json()["fields"]}
    assert asked["people"]["label"] == "온 사람" and asked["people"]["required"]
    kind = asked["kind"]["choices"][0]
    assert kind["label"] == "정기"
    stored = machine.post(f"/{made.code}/records", {"kind": kind["value"], "day": "2025-05-09", "people": 7})
    assert stored.status_code == 201, stored.json()
    assert Session.objects.get(service=made).people == 7


def test_what_a_service_asks_is_told(machine, campaigns):
    Question.objects.create(service=campaigns, code="rain", label="비가 왔습니까?", kind="yes_no")
    fields = {one["name"]: one for one in machine.get("/campaigns").json()["fields"]}
    assert fields["day"]["label"] == "연 날" and fields["day"]["kind"] == "date"
    assert fields["site"]["kind"] == "place" and fields["people"]["kind"] == "number"
    offered = {
        name: [tuple(one.values()) for one in field.get("choices", ())] for name, field in fields.items()
    }
    assert offered["kind"] == [("memorial", "추모"), ("gear", "안전용품")]
    assert offered["answers.rain"] == [("yes", "예"), ("no", "아니오")]
    assert fields["starts_at"]["kind"] == "time" and "form_token" not in fields


def test_a_session_is_recorded_once_read_amended_withdrawn_and_reinstated(machine, campaigns, officer):
    make_site("jonggak", name="종각역", district=make_district("jongno", "종로구"))
    Question.objects.create(service=campaigns, code="rain", label="비가 왔습니까?", kind="yes_no")
    facts = {"kind": "memorial", "day": "2025-04-28", "title": "산재노동자의 날", "starts_at": "11:00",
             "site": "종각역", "people": 150, "answers": {"rain": "no"}}  # fmt: skip
    token = uuid4()
    first, second = (machine.post("/campaigns/records", facts, token) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201) and first.json() == second.json()
    row = Session.objects.get()
    assert (row.people, row.district.name, row.answers, row.recorded_by) == (
        150,
        "종로구",
        {"rain": "no"},
        officer,
    )

    other = machine.post("/campaigns/records", {**facts, "people": 151}, token)
    assert other.status_code == 409 and other.json()["code"] == "resubmitted"
    assert Session.objects.count() == 1

    at = f"/campaigns/records/{row.pk}"
    read = machine.get(at).json()
    assert {name: read[name] for name in facts} == facts and read["version"] == 1
    amended = machine.put(at, {**facts, "people": 140, "version": 1})
    assert amended.status_code == 200 and amended.json()["version"] == 2
    overtaken = machine.put(at, {**facts, "people": 130, "version": 1})
    assert overtaken.status_code == 409 and overtaken.json()["version"] == 2
    assert "먼저 고쳤습니다" in overtaken.json()["message"]
    assert machine.post("/campaigns/records", facts, token).json()["people"] == 140

    assert machine.post(f"{at}/withdraw", {"reason": ""}).json()["fields"].keys() == {"reason"}
    gone = machine.post(f"{at}/withdraw", {"reason": "두 번 적음"}).json()
    assert gone["withdrawn_reason"] == "두 번 적음"
    assert machine.get("/campaigns/records").json()["count"] == 0
    assert machine.get("/campaigns/records", {"withdrawn": "true"}).json()["count"] == 1
    refused = machine.put(at, {**facts, "version": 3})
    assert refused.status_code == 422 and "철회한 기록은 고칠 수 없습니다" in refused.json()["message"]
    assert "withdrawn_at" not in machine.post(f"{at}/reinstate").json()


def test_what_a_page_refuses_is_refused_in_the_same_words(machine, campaigns):
    facts = {
        "kind": "nothing",
        "day": "2099-01-01",
        "site": "없는 곳",
        "donor": "누구",
        "note": "900101-1234568",
    }
    answer = machine.post("/campaigns/records", facts)
    said = answer.json()
    assert answer.status_code == 422 and said["code"] == "invalid" and "군데" in said["message"]
    assert "오늘보다 뒤" in said["fields"]["day"][0] and "등록되지 않은 장소" in said["fields"]["site"][0]
    assert said["fields"]["donor"] == ["여기에서 묻지 않는 항목입니다."]
    assert (
        "주민등록번호" in said["fields"]["note"][0]
        and "people" in said["fields"]
        and "kind" in said["fields"]
    )
    assert not Session.objects.exists()
    fixed = {"kind": "gear", "day": "2025-05-09", "people": 3}
    token = uuid4()
    assert machine.post("/campaigns/records", {**fixed, "people": None}, token).status_code == 422
    assert machine.post("/campaigns/records", fixed, token).status_code == 201, (
        "nothing was kept of the first"
    )


@pytest.mark.parametrize(
    ("said", "field", "word"),
    [
        ({"people": "많이"}, "people", "정수"),
        ({"colour": "red"}, "colour", "없는 항목"),
        ({"answers": {"snow": "no"}}, "answers.snow", "묻지 않는"),
    ],
)
def test_the_shape_of_what_is_sent_is_checked(machine, campaigns, said, field, word):
    answer = machine.post("/campaigns/records", {"kind": "gear", "day": "2025-05-09", "people": 1, **said})
    assert answer.status_code == 422 and word in answer.json()["fields"][field][0], answer.json()


def test_half_a_character_is_no_text(machine, campaigns):
    answer = machine.post("/campaigns/records", {"kind": "gear", "note": "\ud800"})
    assert answer.status_code == 400 and answer.json()["code"] == "malformed"


def test_without_a_good_idempotency_key_nothing_is_recorded(machine, campaigns):
    facts = {"kind": "gear", "day": "2025-05-09", "people": 1}
    for headers in ({}, {"Idempotency-Key": "abc"}):
        answer = machine.client.post(
            f"{SERVICES}/campaigns/records",
            json.dumps(facts),
            content_type="application/json",
            headers=headers,
        )
        assert answer.status_code == 422 and "Idempotency-Key" in answer.json()["fields"]
    bad = machine.client.post(f"{SERVICES}/campaigns/records", "{", content_type="application/json",
                              headers={"Idempotency-Key": str(uuid4())})  # fmt: skip
    assert bad.status_code == 400 and bad.json()["code"] == "malformed"
    assert not Session.objects.exists()


def test_two_machines_may_use_one_token(machine, stranger_machine, campaigns):
    facts, token = {"kind": "gear", "day": "2025-05-09", "people": 1}, uuid4()
    ids = {one.post("/campaigns/records", facts, token).json()["id"] for one in (machine, stranger_machine)}
    assert len(ids) == 2 and Session.objects.count() == 2


def test_handouts_and_readings(machine, water, readings):
    given = machine.post(
        "/water/records", {"kind": "bottle", "day": "2025-07-01", "quantity": 500, "recipient": "모임"}
    )
    assert given.json()["reference"].startswith("WA-") and Handout.objects.get().quantity == 500
    facts = {"kind": "kakao", "day": "2025-07-01", "count": 1200}
    assert machine.post("/readings/records", facts).status_code == 201
    second = machine.post("/readings/records", {**facts, "count": 1300})
    assert second.status_code == 422 and "그날의 값이 이미 있습니다" in second.json()["message"]
    assert (
        machine.post("/readings/presses", {"kind": "kakao", "day": "2025-07-01", "step": 1}).status_code
        == 404
    )


def test_a_press_sent_again_is_the_same_press(machine, counting):
    make_site("jonggak", name="종각역")
    today, token = str(timezone.localdate()), uuid4()
    said = {"kind": "rider", "day": today, "step": 1, "site": "종각역"}
    for _ in range(2):
        assert machine.post("/count/presses", said, token).json() == {"kind": "rider", "count": 1}
    assert Press.objects.count() == 1 and Tally.objects.get().site.code == "jonggak"
    assert machine.post("/count/presses", {**said, "step": -1}, token).status_code == 409
    assert machine.post("/count/presses", {**said, "step": -1}).json()["count"] == 0
    below = machine.post("/count/presses", {**said, "step": -1})
    assert below.status_code == 422 and "뺄 수 없습니다" in below.json()["message"]
    unknown = machine.post("/count/presses", {**said, "site": "없는 곳", "step": 1})
    assert "등록되지 않은 장소" in unknown.json()["fields"]["site"][0]
    assert machine.post("/count/presses", {**said, "kind": "cat"}).json()["fields"].keys() == {"kind"}


def test_lists_are_narrowed_and_paged(machine, campaigns):
    for number in range(103):
        make_session(campaigns, "gear" if number % 2 else "memorial", people=number)
    make_session(campaigns, held_on=date(2024, 1, 1))
    first = machine.get("/campaigns/records").json()
    assert (first["count"], first["pages"], len(first["items"])) == (104, 2, 100)
    assert len(machine.get("/campaigns/records", {"page": 2}).json()["items"]) == 4
    assert machine.get("/campaigns/records", {"page": 3}).json()["items"] == []
    assert machine.get("/campaigns/records", {"from": "2025-01-01", "kind": "gear"}).json()["count"] == 51
    wrong = machine.get("/campaigns/records", {"from": "2026-01-01", "to": "2025-01-01"})
    assert wrong.status_code == 422 and "앞섭니다" in wrong.json()["fields"]["to"][0]
    assert machine.get("/campaigns/records", {"from": "내일"}).status_code == 422


def test_rows_of_another_centre_or_service_do_not_exist(machine, stranger_machine, campaigns, water, support):
    session, application = make_session(campaigns), make_application(support)
    asks = [
        f"/campaigns/records/{session.pk}",
        f"/support/applications/{application.pk}",
        f"/support/applications/{application.pk}/client",
    ]
    for at in asks:
        assert machine.get(at).status_code == 200
        assert stranger_machine.get(at).json() == stranger_machine.get("/campaigns/records/99999999").json()
    assert machine.get(f"/water/records/{session.pk}").status_code == 404
    assert machine.get(f"/campaigns/applications/{application.pk}").status_code == 404
    assert machine.get(f"/support/records/{application.pk}").status_code == 404
    assert (
        stranger_machine.post(f"/campaigns/records/{session.pk}/withdraw", {"reason": "x"}).status_code == 404
    )


def test_a_key_works_at_its_own_centre_only(officer, centre, campaigns):
    """The account has the same role elsewhere too: the key does not."""
    elsewhere = make_centre("elsewhere")
    grant(officer, officer.grants.first().role, elsewhere)
    ours, theirs = make_session(campaigns), make_session(campaigns, centre=elsewhere)
    machine = Machine(officer, centre)
    assert machine.get(f"/campaigns/records/{ours.pk}").status_code == 200
    assert machine.get(f"/campaigns/records/{theirs.pk}").status_code == 404
    assert machine.get("/campaigns/records").json()["count"] == 1


def test_lists_ask_a_constant_number_of_questions(
    machine, campaigns, support, centre, assert_constant_queries
):
    def grow(count: int = 30) -> None:
        for number in range(count):
            place = {"site": make_site(f"site-{number}"), "district": make_district(f"gu-{number}")}
            who, where = make_client(centre, f"김{number}"), make_workplace(f"곳{number}")
            make_session(campaigns, recorded_by=make_account(), **place)
            make_application(support, client=who, workplace=where, **place)

    grow(1)
    pages = ["", "/campaigns", "/campaigns/records", "/support/applications"]
    assert_constant_queries(lambda: [machine.get(at) for at in pages], grow)


def test_who_may_only_look_may_not_write(centre, campaigns, counting):
    machine = Machine(make_account("activities.record:view", centre=centre), centre)
    row = make_session(campaigns)
    facts = {"kind": "gear", "day": str(A_DAY), "people": 1}
    assert machine.get("/campaigns/records").status_code == 200
    for answer in (
        machine.post("/campaigns/records", facts),
        machine.put(f"/campaigns/records/{row.pk}", {**facts, "version": 1}),
        machine.post(f"/campaigns/records/{row.pk}/withdraw", {"reason": "x"}),
        machine.post("/count/presses", {"kind": "rider", "day": str(A_DAY), "step": 1}),
        machine.get("/support/applications"),
    ):
        assert answer.status_code == 403 and answer.json()["code"] == "not_allowed"
    assert "support" not in {row["code"] for row in machine.get("").json()}


def test_amending_a_counter_and_a_handout(machine, counting, water):
    pressed = make_tally(counting, pressed=True, count=5)
    at = f"/count/records/{pressed.pk}"
    facts = {"kind": pressed.kind.code, "day": str(A_DAY), "note": "비 옴", "version": 1}
    assert machine.put(at, {**facts, "count": 9}).status_code == 422
    assert machine.put(at, facts).json()["count"] == 5
    row = make_handout(water)
    given = {"kind": row.kind.code, "day": str(A_DAY), "quantity": 0, "version": 1}
    assert machine.put(f"/water/records/{row.pk}", given).status_code == 422
    assert machine.put(f"/water/records/{row.pk}", {**given, "quantity": 90}).json()["quantity"] == 90


@pytest.mark.django_db(transaction=True)
def test_one_request_sent_by_many_at_once_is_one_record(machine, support, counting):
    """A line that broke off, tried again before the first answer came: one application, one person, one press."""
    facts = {"kind": "printing", "day": "2025-05-09", "name": "성춘향", "phone": "010-2222-3333"}
    pressing = {"kind": "rider", "day": str(timezone.localdate()), "step": 1}
    token, press_token = uuid4(), uuid4()

    def send(n: int):
        try:
            stored = machine.post("/support/applications", facts, token)
            return (
                stored.status_code,
                stored.json()["id"],
                machine.post("/count/presses", pressing, press_token).json(),
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))

    row = Application.objects.get()
    assert answers == [(201, row.pk, {"kind": "rider", "count": 1})] * 8
    assert Person.objects.count() == 1 and Press.objects.count() == 1
