"""Keys of machines: shown once, kept as a digest, as strong as the account at one centre is now, dead with it."""

import hashlib
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kwonik.kernel import pace
from kwonik.kernel.models import AuditEvent
from kwonik.people import actions, api
from kwonik.people.models import ApiKey
from kwonik.people.rules import Refused
from tests import factories

WHO = "/api/v1/people/key"
today = timezone.localdate


def ask(secret, **headers):
    return Client(headers={"Authorization": f"Bearer {secret}", **headers}).get(WHO)


@pytest.fixture
def keyed(centre, actor):
    """A key of the actor and its secret."""
    return actions.make_api_key(by=actor, centre=centre, name="단말기", expires_on=today())


def test_a_key_is_shown_once_and_kept_as_a_digest(client, actor, centre):
    client.force_login(actor)
    page = reverse("people:add_api_key")
    sent = {
        "name": " 쉼터  단말기",
        "expires_on": str(today() + timedelta(days=30)),
        "form_token": str(uuid4()),
    }
    shown = client.post(page, sent)
    key = ApiKey.objects.get()
    secret = next(
        word for word in shown.text.replace("<", " ").replace(">", " ").split() if word.startswith("kw_")
    )
    assert (shown.status_code, shown.headers["Cache-Control"][:8]) == (200, "max-age=")
    assert len(secret) == 46 and secret.startswith(key.prefix) and key.name == "쉼터 단말기"
    assert bytes(key.digest) == hashlib.sha256(secret.encode()).digest() and len(key.prefix) == 11
    assert ask(secret).json() == {
        "name": "쉼터 단말기",
        "account": actor.name,
        "centre": centre.name,
        "expires_on": str(key.expires_on),
    }
    again = client.post(page, sent)
    assert again.status_code == 422 and "이미 만들었습니다" in again.text and ApiKey.objects.count() == 1
    listed = client.get(reverse("people:api_keys")).text
    assert "쉼터 단말기" in listed and key.prefix in listed and secret not in listed
    event = AuditEvent.objects.get(code="people.api_key.made")
    assert (event.actor, event.centre, event.subject_id) == (actor, centre, key.pk)


@pytest.mark.parametrize("days", [-1, 366])
def test_a_key_lasts_a_year_at_most(client, actor, centre, days):
    day = today() + timedelta(days=days)
    with pytest.raises(Refused, match="마지막 날"):
        actions.make_api_key(by=actor, centre=centre, name="단말기", expires_on=day)
    client.force_login(actor)
    sent = {"name": "단말기", "expires_on": str(day), "form_token": str(uuid4())}
    assert client.post(reverse("people:add_api_key"), sent).status_code == 422
    with pytest.raises(IntegrityError, match="a_year_at_most"), transaction.atomic():
        factories.make_api_key(actor, centre, expires_on=day)


def test_a_key_is_revoked_by_whoever_may_make_one_at_the_centre(client, keyed, centre):
    key, secret = keyed
    elsewhere = factories.make_account("people.api_key:create", centre=factories.make_centre("elsewhere"))
    with pytest.raises(PermissionDenied):
        actions.revoke_api_key(by=elsewhere, key=key)
    colleague = factories.make_account("people.api_key:create", centre=centre)
    client.force_login(colleague)
    page = reverse("people:revoke_api_key", args=[key.pk])
    assert "없앨까요?" in client.get(page).text and ask(secret).status_code == 200
    for _ in range(2):
        assert client.post(page).status_code == 302
    assert ask(secret).status_code == 401
    assert AuditEvent.objects.get(code="people.api_key.revoked").actor == colleague
    assert "없앰" in client.get(reverse("people:api_keys")).text


def test_without_a_key_that_works_nothing_opens(keyed, client, actor):
    client.force_login(actor)
    answers = [client.get(WHO), Client().get(WHO), ask(""), ask("kw_wrong"), ask("한글")]
    answers.append(Client(headers={"Authorization": f"Basic {keyed[1]}"}).get(WHO))
    for answer in answers:
        assert answer.status_code == 401 and answer.json()["code"] == "no_key"
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert "no-store" in answer.headers["Cache-Control"] and not answer.cookies


def run_out(key):
    ApiKey.objects.filter(pk=key.pk).update(
        made_on=today() - timedelta(days=30), expires_on=today() - timedelta(days=1)
    )


def close(key):
    actions.close_account(by=None, account=key.account)


def reset(key):
    actions.reset_password(by=None, account=key.account)


def end_role(key):
    actions.end_grant(by=None, grant=key.account.grants.get(), until_on=today() - timedelta(days=1))


def take_permission(key):
    role = key.account.grants.get().role
    role.permissions = [one for one in role.permissions if one != "people.api_key:create"]
    role.save()


@pytest.mark.parametrize("what", [run_out, close, reset, end_role, take_permission])
def test_a_key_dies_with_what_it_stands_on(keyed, what):
    key, secret = keyed
    assert ask(secret).status_code == 200
    what(key)
    assert ask(secret).status_code == 401


def test_a_second_factor_that_a_role_asks_for_is_asked_of_keys_too(keyed):
    key, secret = keyed
    key.account.grants.get().role.__class__.objects.update(needs_mfa=True)
    assert ask(secret).status_code == 401
    TOTP.activate(key.account, "JBSWY3DPEHPK3PXP")
    assert ask(secret).status_code == 200


def test_that_a_key_is_used_is_noted_now_and_then(keyed, django_assert_num_queries):
    key, secret = keyed
    ask(secret)
    key.refresh_from_db()
    first = key.used_at
    assert timezone.now() - first < timedelta(minutes=1)
    with django_assert_num_queries(2):
        ask(secret)
    key.refresh_from_db()
    assert key.used_at == first


def test_a_machine_that_comes_too_often_waits(keyed, monkeypatch):
    monkeypatch.setattr(api, "PER_MINUTE", 2)
    monkeypatch.setattr(pace.time, "time", lambda: 60_000_015)
    answers = [ask(keyed[1]) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["Retry-After"] == "45" and answers[2].json()["code"] == "too_many"


def test_an_operation_that_names_no_permission_does_not_start():
    with pytest.raises(ImproperlyConfigured, match="declares no permission"):

        @api.Machines().get("/open", response=str)
        def open_to_all(request):
            return "everything"


def test_an_address_that_does_not_exist_is_told_in_json(client, db):
    answer = client.get("/api/v1/nowhere")
    assert answer.status_code == 404 and answer.json()["code"] == "not_found"
