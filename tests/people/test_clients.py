"""Search before create, opening, amending, merging: nothing lost, nothing doubled, everything on record."""

import threading
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test import Client as Browser
from django.urls import reverse

from kwonik.kernel import audit
from kwonik.kernel.models import AuditEvent
from kwonik.people import access, actions, queries, rules, vault
from kwonik.people.codes import Purpose
from kwonik.people.models import Client, PersonalDataAccess
from tests import factories

NFD_HONG = "\u1112\u1169\u11bc\u1100\u1175\u11af\u1103\u1169\u11bc"


@pytest.fixture
def desk(client, actor):
    client.force_login(actor)
    return client


def search(desk, **words):
    return desk.post(reverse("people:clients"), words)


def name_of(client):
    opened = vault.identities([client.pk], by=None, purpose=Purpose.COUNSELLING, action="test")
    return opened[client.pk].name


@pytest.mark.parametrize(
    ("name", "phone"),
    [
        ("홍길동", ""),
        (NFD_HONG, ""),
        (" 홍 길 동 ", ""),
        ("", "010-1234-5678"),
        ("", "01012345678"),
        ("", "+82 10 1234 5678"),
        ("", "０１０-１２３４-５６７８"),
        ("", "5678"),
        ("홍길동", "5678"),
    ],
)
def test_somebody_is_found_however_they_are_written(centre, name, phone):
    known = factories.make_client(centre, "홍길동", "010-1234-5678")
    factories.make_client(centre, "홍길순", "010-1234-0000")
    factories.make_client(factories.make_centre("elsewhere"), "홍길동", "010-1234-5678")
    assert list(queries.clients_matching(centre, name, phone)) == [known]


@pytest.mark.parametrize(
    ("name", "phone"),
    [("홍길", ""), ("홍길동", "0000"), ("", ""), (" ", "-"), ("", "678"), ("홍길동", "12345"), ("", "12345")],
)
def test_nobody_is_found_by_half_a_word(centre, name, phone):
    factories.make_client(centre, "홍길동", "010-1234-5678")
    assert not queries.clients_matching(centre, name, phone).exists()


def test_searching_shows_and_logs_who_was_found(desk, centre, actor):
    known = factories.make_client(centre)
    page = search(desk, name="홍길동", phone="")
    assert known.reference in page.text and "010-1234-5678" in page.text.replace("\u2060", "")
    assert PersonalDataAccess.objects.get().client_ids == [known.pk]
    assert search(desk, name="아무도", phone="").status_code == 200
    assert PersonalDataAccess.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "phone", "said"),
    [
        ("", "", "하나는 적으세요"),
        ("", "12345", "뒤 네 자리"),
        ("900101-1234567", "", "주민등록번호"),
        ("홍" * 61, "", "60"),
    ],
)
def test_a_search_that_cannot_be_made_says_why(desk, name, phone, said):
    page = search(desk, name=name, phone=phone)
    assert page.status_code == 422 and said in page.text
    assert not PersonalDataAccess.objects.exists()


def test_a_refused_resident_number_is_kept_in_the_trail_without_the_number(desk, actor, centre):
    search(desk, name="900101-1234567", phone="")
    event = AuditEvent.objects.get(code="people.resident_number.refused")
    assert (event.actor, event.subject_id, event.detail) == (actor, centre.pk, {"where": "이름"})


def test_registering_who_was_not_found(desk, centre, actor):
    page = search(desk, name="김 가람", phone="")
    assert 'value="김 가람"' in page.text, "what was searched for is not typed again"
    sent = {"form_token": uuid4(), "name": "김 가람", "phone": "02-123-4567"}
    response = desk.post(reverse("people:register"), sent)
    client = Client.objects.get()
    assert response.url == reverse("people:client", args=[client.pk])
    assert (client.centre, name_of(client)) == (centre, "김 가람")
    assert [event.code for event in audit.history(client)] == ["people.client.registered"]
    again = desk.post(reverse("people:register"), sent)
    assert again.url == response.url and Client.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"phone": "12"}, {"phone": "900101-1234567"}, {"form_token": "x"}]
)
def test_a_wrong_registration_stores_nothing_and_loses_nothing(desk, wrong):
    sent = {"form_token": uuid4(), "name": "김가람", "phone": "010-1111-2222", **wrong}
    page = desk.post(reverse("people:register"), sent)
    assert page.status_code == 422 and not Client.objects.exists()
    assert (sent["name"] or sent["phone"]) in page.text


def test_extra_fields_are_ignored(desk, centre):
    other = factories.make_centre("other")
    sent = {
        "form_token": uuid4(),
        "name": "김가람",
        "phone": "",
        "centre": other.pk,
        "reference": "X",
        "version": 9,
    }
    desk.post(reverse("people:register"), sent)
    client = Client.objects.get()
    assert (client.centre, client.version) == (centre, 1) and client.reference.startswith("C-")


@pytest.mark.django_db(transaction=True)
def test_forty_submissions_of_one_form_store_one_client():
    centre = factories.make_centre("main")
    actor = factories.make_account("people.client:register", "people.client:find", centre=centre)
    browser = Browser()
    browser.force_login(actor)
    sent = {"form_token": str(uuid4()), "name": "김가람", "phone": "010-1111-2222"}
    answers = []

    def submit():
        own = Browser()
        own.cookies = browser.cookies
        answers.append(own.post(reverse("people:register"), sent))
        connection.close()

    threads = [threading.Thread(target=submit) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    client = Client.objects.get()
    assert {(a.status_code, a.url) for a in answers} == {(302, reverse("people:client", args=[client.pk]))}
    assert AuditEvent.objects.filter(code="people.client.registered").count() == 1


def test_the_page_names_nobody_until_somebody_opens_it(desk, centre):
    client = factories.make_client(centre)
    page = desk.get(reverse("people:client", args=[client.pk]))
    assert "홍길동" not in page.text and not PersonalDataAccess.objects.exists()
    page = desk.post(reverse("people:open", args=[client.pk]), {"purpose": "counselling"})
    assert "홍길동" in page.text and PersonalDataAccess.objects.count() == 1


def test_amending(desk, centre):
    client = factories.make_client(centre)
    address = reverse("people:amend", args=[client.pk])
    assert 'value="홍길동"' in desk.get(address).text
    assert PersonalDataAccess.objects.get().purpose == Purpose.CORRECTION
    desk.post(address, {"version": 1, "name": "홍길순", "phone": ""})
    assert name_of(client) == "홍길순"
    assert list(queries.clients_matching(centre, "홍길순")) == [client]
    assert not queries.clients_matching(centre, "홍길동").exists()
    assert not queries.clients_matching(centre, phone="5678").exists()


def test_the_second_editor_sees_what_changed_and_overwrites_nothing(desk, centre):
    client = factories.make_client(centre)
    address = reverse("people:amend", args=[client.pk])
    desk.post(address, {"version": 1, "name": "먼저고친이", "phone": ""})
    late = desk.post(address, {"version": 1, "name": "늦게고친이", "phone": "010-9999-9999"})
    assert late.status_code == 422
    assert "먼저고친이" in late.text and 'value="늦게고친이"' in late.text and 'value="2"' in late.text
    assert name_of(client) == "먼저고친이"
    assert desk.post(address, {"version": 2, "name": "늦게고친이", "phone": ""}).status_code == 302
    assert name_of(client) == "늦게고친이"


def merge(keep, other):
    return actions.merge_clients(by=None, keep=keep, other=other)


def test_merging_asks_first_then_finds_one_person(desk, centre):
    keep = factories.make_client(centre, "홍길동", "010-1234-5678")
    other = factories.make_client(centre, "홍길동", "02-999-8888")
    address = reverse("people:merge", args=[keep.pk])
    asked = desk.post(address, {"reference": other.reference.lower()})
    assert "같은 사람이 맞습니까" in asked.text and "02-999-8888" in asked.text
    assert not Client.objects.exclude(merged_into=None).exists()
    assert desk.post(address, {"reference": other.reference, "confirmed": "1"}).status_code == 302
    for phone in ("010-1234-5678", "02-999-8888"):
        assert list(queries.clients_matching(centre, "홍길동", phone)) == [keep]
    opened = vault.identities([other.pk], by=None, purpose=Purpose.COUNSELLING, action="test")
    assert opened[other.pk].phone == "010-1234-5678"
    assert vault.client_ids(centre, [("홍길동", "02-999-8888")]) == [keep.pk]
    assert keep.reference in desk.get(reverse("people:client", args=[other.pk])).text


def same_as(client):
    return queries.same_person(Client.objects.get(pk=client.pk))


def test_merging_is_undone_to_what_it_was(desk, centre):
    first, second, third = (factories.make_client(centre, f"사람{at}") for at in range(3))
    merge(second, third)
    merge(first, second)
    assert same_as(third) == [first.pk, second.pk, third.pk]
    desk.post(reverse("people:part", args=[second.pk]))
    assert same_as(first) == [first.pk]
    assert same_as(third) == [second.pk, third.pk]
    assert "합쳐진 내담자가 아닙니다" in desk.post(reverse("people:part", args=[second.pk]), follow=True).text


def test_what_may_not_be_merged(desk, centre):
    keep, other, third = (factories.make_client(centre) for _ in range(3))
    elsewhere = factories.make_client(factories.make_centre("elsewhere"))
    merge(third, other)
    for wrong in (keep, elsewhere, other):
        with pytest.raises(rules.Refused):
            merge(keep, wrong)
    address = reverse("people:merge", args=[keep.pk])
    for reference in ("C-1999-000001", elsewhere.reference + "x", ""):
        assert desk.post(address, {"reference": reference, "confirmed": "1"}).status_code == 422
    with pytest.raises(Exception, match="people_client_not_itself"), transaction.atomic():
        Client.objects.filter(pk=keep.pk).update(merged_into=keep)


def test_actions_ask_for_the_right_at_the_clients_centre(centre):
    elsewhere = factories.make_client(factories.make_centre("elsewhere"))
    somebody = factories.make_account(*(p.code for p in access.PERMISSIONS), centre=centre)
    attempts = [
        lambda: actions.register_client(by=somebody, centre=elsewhere.centre, name="김"),
        lambda: actions.amend_client(by=somebody, client=elsewhere, name="김"),
        lambda: actions.merge_clients(by=somebody, keep=elsewhere, other=elsewhere),
        lambda: actions.part_client(by=somebody, client=elsewhere),
    ]
    for attempt in attempts:
        with pytest.raises(PermissionDenied):
            attempt()


def test_the_page_of_a_client_lists_the_records_one_may_see(desk, centre, monkeypatch):
    """Areas above declare theirs; here the register of drafts stands in for one."""
    client = factories.make_client(centre)
    monkeypatch.setattr(access, "_client_records", [])
    access.keep_clients(
        access.ClientRecords(
            label="다른 번호",
            permission="people.client:find",
            url_name="people:client",
            rows=lambda ids: Client.objects.filter(pk__in=ids),
            dated="created_at",
        )
    )
    hidden = access.ClientRecords(
        "숨은 것", "people.staff:import", "people:client", lambda ids: Client.objects.none(), "created_at"
    )
    access.keep_clients(hidden)
    page = desk.get(reverse("people:client", args=[client.pk])).text
    assert "다른 번호" in page and "숨은 것" in page
    reader = factories.make_account("people.client:find", centre=centre)
    desk.force_login(reader)
    page = desk.get(reverse("people:client", args=[client.pk])).text
    assert "다른 번호" in page and "숨은 것" not in page


def test_searching_takes_as_many_queries_for_twenty_as_for_two(desk, centre, assert_constant_queries):
    def grow():
        vault.new_clients(centre, [("홍길동", f"010-5555-{at:04}") for at in range(15)])

    grow()
    assert_constant_queries(lambda: search(desk, name="홍길동", phone=""), grow)
