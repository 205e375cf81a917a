"""Pages of the service desk and what may become of a request."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kwonik.kernel.models import AuditEvent
from kwonik.servicedesk import actions
from kwonik.servicedesk.models import ServiceRequest
from kwonik.servicedesk.rules import Refused
from tests.factories import code_of, make_account, make_centre
from tests.servicedesk.conftest import browser_of
from tests.servicedesk.factories import ASK, VIEW, WORK, make_request

WORKED = ("assign", "start", "finish", "return", "reopen")
DOORS = {"requests": VIEW, "new": ASK, "request": VIEW} | dict.fromkeys(WORKED, WORK)


def at(name, *args) -> str:
    return reverse(f"servicedesk:{name}", args=args)


def words(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.parametrize("name", DOORS)
def test_every_door_asks_who_one_is(client, centre, name):
    row = make_request(centre)
    address = at(name) if name in ("requests", "new") else at(name, row.pk)
    assert client.get(address).status_code == 302
    assert browser_of(make_account(DOORS[name], VIEW, centre=centre)).get(address).status_code == 200
    others = {VIEW, ASK, WORK} - {DOORS[name]}
    assert browser_of(make_account(*others, centre=centre)).get(address).status_code == 403
    stranger = browser_of(make_account(VIEW, ASK, WORK, centre=make_centre("elsewhere")))
    assert stranger.get(address).status_code == (200 if name in ("requests", "new") else 404)


def test_whoever_asked_corrects_and_takes_back_and_nobody_else_may(centre, asker, service):
    row = make_request(centre, requested_by=asker)
    kind = code_of(service, "kind", "content")
    given = {"kind": kind.pk, "title": "배너 교체", "urgency": "urgent", "text": ""}
    other = browser_of(make_account(VIEW, ASK, centre=centre))
    for name, data in (("amend", given), ("cancel", {"reason": "두 번 올림"})):
        assert other.post(at(name, row.pk), data).status_code == 404
        assert browser_of(asker).post(at(name, row.pk), data).status_code == 302
    row.refresh_from_db()
    assert (row.title, row.kind, row.state, row.reason) == ("배너 교체", kind, "cancelled", "두 번 올림")


def test_a_request_is_asked_given_worked_on_and_done(asker, worker, service):
    given = {
        "form_token": str(uuid4()),
        "kind": code_of(service, "kind", "error").pk,
        "title": "첨부가 올라가지 않음",
        "text": "상담 신청 화면에서",
        "urgency": "urgent",
    }
    desk = browser_of(asker)
    for _ in range(2):
        desk.post(at("new"), given)
    row = ServiceRequest.objects.get()
    assert (row.requester, row.requested_by, row.state) == (asker.name, asker, "received")
    assert row.due_at > row.requested_at
    page = words(desk.get(at("request", row.pk)))
    assert "상담 신청 화면에서" in page and at("finish", row.pk) not in page and at("cancel", row.pk) in page
    office = browser_of(worker)
    office.post(at("assign", row.pk), {"assignee": worker.pk})
    office.post(at("start", row.pk))
    office.post(at("finish", row.pk), {"answer": "크기를 늘림"})
    row.refresh_from_db()
    assert (row.state, row.assignee, row.answer) == ("done", worker, "크기를 늘림")
    assert row.done_on == timezone.localdate()
    assert at("cancel", row.pk) not in words(desk.get(at("request", row.pk)))
    codes = list(
        AuditEvent.objects.filter(subject_id=row.pk, code__startswith="servicedesk").values_list(
            "code", flat=True
        )
    )
    assert codes == [f"servicedesk.request.{what}" for what in ("received", "assigned", "working", "done")]
    office.post(at("start", row.pk))
    row.refresh_from_db()
    assert (row.state, row.done_at) == ("working", None)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("return", {"reason": ""}, "까닭"),
        ("finish", {"answer": ""}, "처리 내용"),
        (
            "finish",
            {"answer": "고침", "done_on": "2025. 5. 1.", "done_time": "10:00"},
            "요청한 때보다 앞섭니다",
        ),
        ("finish", {"answer": "고침", "done_on": "2025. 5. 12."}, "처리한 때도 적으세요"),
        ("assign", {"assignee": ""}, "담당자"),
        ("reopen", {}, None),
    ],
)
def test_what_is_refused_is_said_on_the_form(centre, worker, name, data, sentence):
    row = make_request(centre)
    answer = browser_of(worker).post(at(name, row.pk), data)
    assert answer.status_code == (422 if sentence else 302)
    assert sentence is None or sentence in words(answer)
    row.refresh_from_db()
    assert row.state == "received"


def test_something_done_is_not_returned_and_a_returned_one_comes_back(centre, worker):
    done, row = make_request(centre, done_after=timedelta(days=1)), make_request(centre)
    with pytest.raises(Refused, match="바꿀 수 없습니다"):
        actions.return_request(by=worker, request=done, reason="범위 밖")
    actions.return_request(by=worker, request=row, reason="범위 밖")
    again = actions.reopen_request(by=worker, request=row)
    assert (again.state, again.reason) == ("received", "")


def test_only_those_who_work_on_requests_are_given_one(centre, worker, asker):
    row = make_request(centre)
    with pytest.raises(Refused, match="역할이 없는"):
        actions.assign_request(by=worker, request=row, assignee=asker)
    with pytest.raises(PermissionDenied):
        actions.start_request(by=asker, request=row)
    page = words(browser_of(worker).get(at("assign", row.pk)))
    assert worker.name in page and f">{asker.name}<" not in page


@pytest.mark.parametrize(
    "values",
    [
        {"state": "done"},
        {"state": "returned"},
        {"state": "working"},
        {"reason": "까닭"},
        {"done_at": timezone.now()},
    ],
)
def test_the_database_refuses_half_a_state(centre, values):
    row = make_request(centre)
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceRequest.objects.filter(pk=row.pk).update(**values)


def test_the_list_shows_what_is_to_be_done_and_what_is_late(centre, worker):
    late = make_request(centre)
    soon = make_request(centre, due_at=timezone.now() + timedelta(days=1))
    done = make_request(centre, done_after=timedelta(days=1))
    desk = browser_of(worker)

    def listed(query):
        page = words(desk.get(at("requests") + query))
        return [row.reference in page for row in (late, soon, done)]

    assert listed("") == [True, True, False]
    assert listed("?state=late") == [True, False, False]
    assert listed("?state=done") == [False, False, True]
    assert listed("?state=all&words=" + soon.reference) == [False, True, False]
    assert listed("?state=all&kind=content") == [False, False, False]
    assert desk.get(at("requests") + "?state=x").status_code == 422


def test_a_longer_list_asks_the_database_no_more_often(centre, worker):
    desk = browser_of(worker)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(at("requests")).status_code == 200
        return len(queries)

    make_request(centre)
    asked()
    few = asked()
    for _ in range(29):
        make_request(centre)
    assert asked() == few


def test_another_urgency_has_another_target(centre, worker):
    row = make_request(centre)
    urgent = actions.amend_request(
        by=worker, request=row, kind=row.kind, title="급함", text="", urgency="urgent"
    )
    assert urgent.due_at == row.requested_at + timedelta(hours=4)
    low = actions.amend_request(
        by=worker, request=urgent, kind=row.kind, title="급함", text="", urgency="low"
    )
    assert low.due_at > urgent.due_at
