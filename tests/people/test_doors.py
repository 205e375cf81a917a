"""Every address of people and places x everybody who might ask: 302, 403, 404, 200 from one table."""

import pytest
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern

from kwonik.kernel.doors import SIGNED_IN
from kwonik.people import access, vault
from kwonik.people.models import ConflictOfInterest
from kwonik.places import access as places_access
from tests import factories

PERMISSION = {
    "people:centre": SIGNED_IN,
    "people:clients": "people.client:find",
    "people:register": "people.client:register",
    "people:client": "people.client:find",
    "people:open": "people.client:find",
    "people:amend": "people.client:amend",
    "people:merge": "people.client:merge",
    "people:part": "people.client:merge",
    "people:staff": "people.staff:view",
    "people:add_staff": "people.staff:edit",
    "people:end_staff": "people.staff:edit",
    "people:add_post": "people.staff:edit",
    "people:end_post": "people.staff:edit",
    "people:appointments": "people.appointment:view",
    "people:add_appointment": "people.appointment:edit",
    "people:appointment": "people.appointment:view",
    "people:amend_appointment": "people.appointment:edit",
    "people:end_appointment": "people.appointment:edit",
    "people:declare_conflict": "people.appointment:edit",
    "people:withdraw_conflict": "people.appointment:edit",
    "people:accounts": "people.account:view",
    "people:add_account": "people.account:edit",
    "people:account": "people.account:view",
    "people:grant": "people.account:edit",
    "people:end_grant": "people.account:edit",
    "people:reset_password": "people.account:edit",
    "people:change_account": "people.account:edit",
    "people:api_keys": "people.api_key:create",
    "people:add_api_key": "people.api_key:create",
    "people:revoke_api_key": "people.api_key:create",
    "people:access_log": "people.access_log:view",
    "places:facilities": "places.facility:view",
    "places:add_facility": "places.facility:edit",
    "places:end_facility": "places.facility:edit",
    "places:units": "places.unit:view",
    "places:add_unit": "places.unit:edit",
    "places:end_unit": "places.unit:edit",
}
POST_ONLY = {"people:register", "people:open"}
POSTED = {"people:register": 422, "people:open": 200}


def rows_of(centre):
    """The arguments of every address that names a row, with rows of that centre."""
    client = factories.make_client(centre)
    post = factories.make_post(centre)
    appointment = factories.make_appointment(centre=centre)
    conflict = ConflictOfInterest.objects.create(
        appointment=appointment,
        workplace=factories.make_workplace(),
        reason="자문",
        declared_on=factories.LONG_AGO,
    )
    account = factories.make_account(centre=centre)
    grant = factories.grant(account, factories.make_role("people.staff:view"), centre)
    named = {
        client: "client open amend merge part",
        post: "end_post",
        factories.make_staff(factories.make_post(centre)): "end_staff",
        appointment: "appointment amend_appointment end_appointment declare_conflict",
        conflict: "withdraw_conflict",
        account: "account grant reset_password",
        grant: "end_grant",
        factories.make_api_key(account, centre)[0]: "revoke_api_key",
    }
    return {
        **{f"people:{verb}": [row.pk] for row, verbs in named.items() for verb in verbs.split()},
        "people:change_account": [account.pk, "close"],
        "places:end_facility": [factories.make_facility(centre).pk],
        "places:end_unit": [factories.make_unit(centre).pk],
    }


def ask(client, name, args=()):
    address = reverse(name, args=args)
    if name in POST_ONLY:
        return client.post(address, {"purpose": "counselling"})
    return client.get(address)


def addresses(namespace):
    patterns = next(p for p in get_resolver().url_patterns if getattr(p, "namespace", None) == namespace)
    return {f"{namespace}:{p.name}" for p in patterns.url_patterns if isinstance(p, URLPattern)}


def test_the_table_holds_every_address():
    assert set(PERMISSION) == addresses("people") | addresses("places")


@pytest.fixture
def table(centre):
    return rows_of(centre)


def test_nobody_without_a_log_in_sees_anything(client, table):
    for name in PERMISSION:
        response = ask(client, name, table.get(name, ()))
        assert response.status_code == 302, name
        assert response.url.startswith(reverse("account_login")), name


def test_whoever_holds_the_permission_and_nobody_else(client, centre, table):
    allowed = {p.code for p in (*access.PERMISSIONS, *places_access.PERMISSIONS)}
    for name, permission in PERMISSION.items():
        if permission == SIGNED_IN:
            continue
        needed = {permission, *SEEING.get(permission, ())}
        client.force_login(factories.make_account(*needed, centre=centre))
        expected = POSTED.get(name, 200)
        assert ask(client, name, table.get(name, ())).status_code == expected, name
        client.force_login(factories.make_account(*(allowed - {permission}), centre=centre))
        assert ask(client, name, table.get(name, ())).status_code == 403, name


SEEING = {
    "people.client:amend": ["people.client:find"],
    "people.client:merge": ["people.client:find"],
    "people.staff:edit": ["people.staff:view"],
    "people.appointment:edit": ["people.appointment:view"],
    "people.account:edit": ["people.account:view"],
}
"""A page that changes a row shows it first."""


def test_rows_of_another_centre_do_not_exist(client, centre, actor):
    """The same answer as for a number nobody has, and nothing is opened."""
    elsewhere = rows_of(factories.make_centre("elsewhere"))
    client.force_login(actor)
    for name, args in elsewhere.items():
        strange = ask(client, name, args)
        missing = ask(client, name, [10**9, *args[1:]])
        assert (strange.status_code, missing.status_code) == (404, 404), name
        assert strange.content == missing.content, name
    assert not access.access_log(actor).exists()


def test_signed_in_is_enough_to_choose_a_centre(client, centre):
    client.force_login(factories.make_account(centre=centre))
    assert client.get(reverse("people:centre")).status_code == 200


def test_reading_pages_change_nothing_and_dangerous_ones_ask_first(client, table, actor):
    """GET on every address leaves every table as it was, but for the access log and the session."""
    client.force_login(actor)
    before = snapshot()
    for name in PERMISSION:
        if name not in POST_ONLY:
            ask(client, name, table.get(name, ()))
    assert snapshot() == before


def snapshot():
    from django.apps import apps

    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for area in ("people", "places", "kernel")
        for model in apps.get_app_config(area).get_models()
        if model._meta.model_name != "personaldataaccess"
    }


def test_opening_is_logged_with_where_from(client, table, actor):
    client.force_login(actor)
    client.post(
        reverse("people:open", args=table["people:client"]), {"purpose": "remedy"}, REMOTE_ADDR="192.0.2.7"
    )
    line = access.access_log(actor).get()
    assert (line.actor, line.address, line.purpose) == (actor, "192.0.2.7", "remedy")
    assert line.client_ids == table["people:client"] and len(line.request_id) == 32
    assert vault.origin.get() == vault.Origin()


@pytest.mark.parametrize("purpose", ["", "rotation", "search", "nonsense"])
def test_an_identity_is_opened_for_a_purpose_that_may_be_given(client, table, actor, purpose):
    client.force_login(actor)
    response = client.post(reverse("people:open", args=table["people:client"]), {"purpose": purpose})
    assert response.status_code == 422 and "홍길동" not in response.text
    assert not access.access_log(actor).exists()


def test_pages_with_personal_data_are_not_kept_by_browsers(client, table, actor):
    client.force_login(actor)
    for name in PERMISSION:
        assert "no-store" in ask(client, name, table.get(name, ())).headers["Cache-Control"], name


def test_every_posting_needs_the_token(client, table, actor):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(actor)
    for name in PERMISSION:
        response = strict.post(reverse(name, args=table.get(name, ())), {"purpose": "counselling"})
        assert response.status_code == 403, name
