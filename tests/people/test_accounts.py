"""Accounts are made by who keeps them; roles have a beginning and an end; some never meet in one person."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from kwonik.kernel.models import AuditEvent
from kwonik.people import access, actions, rules, vault
from kwonik.people.models import Account, RoleGrant
from tests import factories


@pytest.fixture
def desk(client, actor):
    client.force_login(actor)
    return client


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def colleague(centre):
    return factories.make_account(centre=centre)


@pytest.fixture
def role(db):
    return factories.make_role("people.staff:view")


def give(role, account, centre, from_on, until_on=None, by=None):
    return actions.grant_role(
        by=by, account=account, role=role, centre=centre, from_on=from_on, until_on=until_on
    )


def test_a_new_account_gets_in_with_what_the_page_showed_once(desk, centre):
    page = desk.post(reverse("people:add_account"), {"username": "hong", "name": "홍길동", "email": ""})
    account = Account.objects.get(username="hong")
    shown = [word for word in page.text.replace("<", " ").replace(">", " ").split() if word.count("-") == 2]
    password = next(word for word in shown if account.check_password(word))
    assert account.must_change_password and account.centre == centre
    assert "no-store" in page.headers["Cache-Control"]
    desk.post("/account/logout/")
    assert desk.post("/account/login/", {"login": "hong", "password": password}).status_code == 302
    assert desk.get(reverse("people:centre")).url == reverse("account_change_password")


@pytest.mark.parametrize("username", ["", "user name", "a" * 151, "HONG"])
def test_a_user_name_that_cannot_be(desk, centre, username):
    actions.create_account(by=None, centre=centre, username="hong", name="홍길동")
    page = desk.post(reverse("people:add_account"), {"username": username, "name": "김", "email": ""})
    assert page.status_code == 422 and "아이디" in page.text
    assert Account.objects.filter(name="김").count() == 0


def test_giving_and_ending_a_role_on_the_desk(desk, centre, colleague, role, today):
    address = reverse("people:grant", args=[colleague.pk])
    assert desk.post(address, {"role": role.pk, "from_on": "2025. 5. 9."}).status_code == 302
    grant = colleague.grants.get()
    assert str(grant.from_on) == "2025-05-09" and grant.until_on is None
    again = desk.post(address, {"role": role.pk, "from_on": str(today)})
    assert again.status_code == 422 and "이미 있습니다" in again.text
    yesterday = today - timedelta(1)
    assert (
        desk.post(reverse("people:end_grant", args=[grant.pk]), {"until_on": str(yesterday)}).status_code
        == 302
    )
    access.forget(colleague)
    assert not access.may(colleague, "people.staff:view", centre)
    page = desk.get(reverse("people:account", args=[colleague.pk])).text
    assert "역할을 줌" in page and "역할을 끝냄" in page


def test_what_is_granted_and_ended_takes_effect_at_once(centre, colleague, role, today):
    assert not access.may(colleague, "people.staff:view", centre)
    grant = give(role, colleague, centre, today)
    assert access.may(colleague, "people.staff:view", centre)
    assert access.centres_for(colleague, "people.staff:view") == {centre.pk}
    actions.end_grant(by=None, grant=grant, until_on=today - timedelta(1))
    fresh = Account.objects.get(pk=colleague.pk)
    assert not access.may(fresh, "people.staff:view", centre)
    assert not RoleGrant.objects.exists(), "it never began: nothing is left but the trail"
    assert AuditEvent.objects.filter(code__startswith="people.grant").count() == 2


def test_roles_that_may_not_meet_never_do(centre, colleague, today):
    finance, director = factories.make_role(code="finance"), factories.make_role(code="director")
    finance.incompatible.add(director)
    elsewhere = factories.make_centre("elsewhere")
    give(finance, colleague, centre, today, today + timedelta(10))
    for at in (centre, elsewhere):
        for first, last in ((today, None), (today + timedelta(10), None), (today - timedelta(5), today)):
            with pytest.raises(rules.RoleRefused, match=r"함께 가질 수 없습니다"):
                give(director, colleague, at, first, last)
    assert give(director, colleague, centre, today + timedelta(11))
    assert give(director, factories.make_account(centre=centre), centre, today)


def test_the_database_itself_refuses_the_same_role_twice(centre, colleague, role, today):
    give(role, colleague, centre, today, today + timedelta(10))
    with pytest.raises(Exception, match="people_grant_once"), transaction.atomic():
        factories.grant(colleague, role, centre, from_on=today + timedelta(10))
    with pytest.raises(Exception, match="people_rolegrant_dates"), transaction.atomic():
        factories.grant(colleague, role, centre, from_on=today, until_on=today - timedelta(1))
    factories.grant(colleague, role, centre, from_on=today + timedelta(11))


def test_a_role_no_longer_used_is_not_given(centre, colleague, role, today):
    role.retired_on = today
    role.save()
    with pytest.raises(rules.RoleRefused, match="더 쓰지 않는"):
        give(role, colleague, centre, today)


def test_nobody_gives_themselves_a_role(desk, actor, role, centre, today):
    with pytest.raises(rules.RoleRefused, match="자기 자신"):
        give(role, actor, centre, today, by=actor)
    for verb in ("close", "second-factor"):
        desk.post(reverse("people:change_account", args=[actor.pk, verb]))
    desk.post(reverse("people:reset_password", args=[actor.pk]))
    actor.refresh_from_db()
    assert actor.is_active and not actor.must_change_password and actor.check_password(factories.PASSWORD)


def test_rights_at_one_centre_are_none_at_another(actor, role, today):
    elsewhere = factories.make_centre("elsewhere")
    stranger = factories.make_account(centre=elsewhere)
    with pytest.raises(PermissionDenied):
        give(role, stranger, elsewhere, today, by=actor)
    for action in (actions.close_account, actions.reopen_account, actions.reset_password):
        with pytest.raises(PermissionDenied):
            action(by=actor, account=stranger)
    with pytest.raises(PermissionDenied):
        actions.create_account(by=actor, centre=elsewhere, username="x", name="x")


def test_whoever_leaves_is_out_at_once_and_comes_back_without_roles(desk, centre, colleague, role, today):
    give(role, colleague, centre, today - timedelta(30))
    give(role, colleague, factories.make_centre("elsewhere"), today + timedelta(30))
    other = type(desk)()
    other.force_login(colleague)
    assert other.get(reverse("people:staff")).status_code == 200
    desk.post(reverse("people:change_account", args=[colleague.pk, "close"]))
    assert other.get(reverse("people:staff")).status_code == 302
    assert not RoleGrant.objects.as_of(today).filter(account=colleague).exists()
    desk.post(reverse("people:change_account", args=[colleague.pk, "reopen"]))
    other.force_login(Account.objects.get(pk=colleague.pk))
    assert other.get(reverse("people:staff")).status_code == 403


def test_a_new_temporary_password_ends_open_sessions(desk, colleague):
    other = type(desk)()
    other.force_login(colleague)
    assert other.get(reverse("people:centre")).status_code == 200
    page = desk.post(reverse("people:reset_password", args=[colleague.pk]))
    assert page.status_code == 200
    assert other.get(reverse("people:centre")).status_code == 302
    colleague.refresh_from_db()
    assert colleague.must_change_password and not colleague.check_password(factories.PASSWORD)


def test_a_lost_telephone(desk, colleague):
    secret = {"secret": vault.seal_token("JBSWY3DP")}
    Authenticator.objects.create(user=colleague, type=Authenticator.Type.TOTP, data=secret)
    desk.post(reverse("people:change_account", args=[colleague.pk, "second-factor"]))
    assert not Authenticator.objects.exists()


def test_the_access_log_by_who_when_and_whose(desk, centre, actor):
    clients = [factories.make_client(centre) for _ in range(7)]
    colleague = factories.make_account(centre=centre)
    vault.identities([c.pk for c in clients], by=actor, purpose="remedy", action="remedy.case.view")
    vault.identities(
        [clients[0].pk], by=colleague, purpose="counselling", action="counselling.consultation.print"
    )
    elsewhere = factories.make_client(factories.make_centre("elsewhere"))
    vault.identities([elsewhere.pk], by=colleague, purpose="counselling", action="elsewhere")

    def lines(**wanted):
        page = desk.get(reverse("people:access_log"), wanted)
        assert page.status_code == 200
        assert "홍길동" not in page.text and "elsewhere" not in page.text
        return page.text.count("<tr><th") + page.text.count('<tr>\n<th scope="row"')

    today = timezone.localdate()
    assert lines() == 2
    assert lines(actor=colleague.pk) == 1
    assert lines(purpose="remedy") == 1
    assert lines(since=str(today), until=str(today)) == 2
    assert lines(until=str(today - timedelta(1))) == 0
    assert lines(reference=clients[0].reference) == 2
    assert lines(reference=clients[6].reference) == 1
    assert lines(reference="C-0000-000000") == 0
    citizen = Account.objects.create(username="a-member", is_citizen=True)
    vault.identities([clients[0].pk], by=citizen, purpose="escrow", action="escrow.test")
    assert (lines(actor="citizens"), lines()) == (1, 3)
    assert f'value="{citizen.pk}"' not in desk.get(reverse("people:access_log")).text
    text = desk.get(reverse("people:access_log")).text
    assert "상담 인쇄" in text and "밖 2명" in text and "7명" in text
    assert desk.get(reverse("people:access_log"), {"since": "어제"}).status_code == 422


@pytest.mark.parametrize(
    "name", ["people:accounts", "people:access_log", "people:staff", "people:appointments"]
)
def test_lists_take_the_same_queries_however_long(desk, centre, actor, name, assert_constant_queries):
    def grow():
        for _ in range(8):
            account = factories.make_account("people.staff:view", centre=centre)
            factories.make_staff(factories.make_post(centre))
            factories.make_appointment(centre=centre, districts=[factories.make_district()])
            client = factories.make_client(centre)
            vault.identities([client.pk], by=account, purpose="search", action="people.client.search")

    grow()
    assert_constant_queries(lambda: desk.get(reverse(name)), grow)
