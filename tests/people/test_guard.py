"""Default deny: what declares nothing does not run; who must first do something is sent there."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path, reverse

from kwonik.kernel import audit
from kwonik.kernel.doors import page, public, signed_in
from kwonik.kernel.models import AuditEvent
from kwonik.kernel.permissions import UnknownPermission
from kwonik.people import guard, vault
from kwonik.people.codes import SealedKind
from tests import factories


def answer(request):
    return HttpResponse(f"{request.centre}")


def undeclared(request):
    return HttpResponse("open to all")


def careless(request):
    """A door whose form forgot to look for resident numbers."""
    vault.seal(SealedKind.MEMO, "900101-1234567", centre=request.centre)
    return HttpResponse()


def marked(view, mark):
    return mark(lambda request: view(request))


urlpatterns = [
    path("", include("kwonik.site.urls")),
    path("undeclared/", undeclared),
    path("public/", marked(answer, public)),
    path("signed-in/", marked(answer, signed_in)),
    path("staff/", marked(answer, page("people.staff:view"))),
    path("careless/", marked(careless, signed_in), name="careless"),
]
here = override_settings(ROOT_URLCONF=__name__)


@here
def test_a_view_that_declares_nothing_does_not_run(client, db):
    with pytest.raises(ImproperlyConfigured, match="undeclared"):
        client.get("/undeclared/")
    client.raise_request_exception = False
    assert client.get("/undeclared/").status_code == 500


def test_a_permission_nobody_declared_is_found_at_start_up():
    with pytest.raises(UnknownPermission):
        page("people.staff:fire")


@here
def test_three_ways_to_declare(client, centre):
    assert client.get("/public/").status_code == 200
    for closed in ("/signed-in/", "/staff/"):
        assert client.get(closed).status_code == 302
    client.force_login(factories.make_account(centre=centre))
    assert client.get("/signed-in/").text == str(centre)
    assert client.get("/staff/").status_code == 403
    client.force_login(factories.make_account("people.staff:view", centre=centre))
    assert client.get("/staff/").status_code == 200


@here
def test_the_way_back_after_logging_in_is_kept_for_pages_only(client, db):
    assert client.get("/staff/?day=2025").url.endswith("?next=/staff/%3Fday%3D2025")
    assert client.post("/staff/").url.endswith("?next=/")
    fragment = client.get("/staff/", headers={"HX-Request": "true"})
    assert fragment.status_code == 200 and fragment["HX-Redirect"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    "name", ["account_signup", "account_email", "account_reset_password", "account_set_password"]
)
def test_pages_of_the_library_that_are_not_ours_do_not_exist(client, db, name):
    assert client.get(reverse(name)).status_code == 404
    client.force_login(factories.make_account())
    assert client.post(reverse(name)).status_code == 404


@here
def test_grants_begin_and_end_at_once(client, centre):
    from datetime import timedelta

    from django.utils import timezone

    today = timezone.localdate()
    account = factories.make_account(centre=centre)
    role = factories.make_role("people.staff:view")
    client.force_login(account)
    for shift, expected in ((timedelta(1), 403), (timedelta(0), 200)):
        grant = factories.grant(account, role, centre, from_on=today + shift)
        assert client.get("/staff/").status_code == expected
        grant.delete()
    grant = factories.grant(account, role, centre, until_on=today)
    assert client.get("/staff/").status_code == 200
    grant.until_on = today - timedelta(1)
    grant.save()
    assert client.get("/staff/").status_code == 403
    grant = factories.grant(account, role, centre, from_on=today)
    role.retired_on = today
    role.save()
    assert client.get("/staff/").status_code == 403


@here
def test_a_closed_account_is_out_with_its_next_request(client, centre):
    account = factories.make_account("people.staff:view", centre=centre)
    client.force_login(account)
    assert client.get("/staff/").status_code == 200
    account.is_active = False
    account.save()
    assert client.get("/staff/").status_code == 302


@here
def test_the_working_centre_is_the_chosen_one_while_there_is_a_role(client, centre):
    other = factories.make_centre("other", name="가나다센터")
    account = factories.make_account(centre=centre)
    role = factories.make_role("people.staff:view")
    first = factories.grant(account, role, centre)
    factories.grant(account, role, other)
    client.force_login(account)
    assert client.get("/staff/").text == str(centre), "one's own comes first"
    chosen = client.post(reverse("people:centre"), {"centre": other.pk})
    assert chosen.status_code == 302
    assert client.get("/staff/").text == str(other)
    stranger = factories.make_centre("stranger")
    assert client.post(reverse("people:centre"), {"centre": stranger.pk}).status_code == 422
    first.delete()
    client.logout()
    client.force_login(account)
    assert client.get("/staff/").text == str(other), "no role at one's own"


@here
def test_a_permission_counts_at_the_working_centre_only(client, centre):
    other = factories.make_centre("other")
    account = factories.make_account("people.staff:view", centre=centre)
    factories.grant(account, factories.make_role("people.client:find"), other)
    client.force_login(account)
    assert client.get("/staff/").status_code == 200
    client.post(reverse("people:centre"), {"centre": other.pk})
    assert client.get("/staff/").status_code == 403


@here
def test_a_temporary_password_comes_before_everything(client, centre):
    account = factories.make_account("people.staff:view", centre=centre, must_change_password=True)
    client.force_login(account)
    for address in ("/staff/", "/signed-in/", reverse("mfa_index")):
        assert client.get(address).url == reverse("account_change_password")
    fragment = client.get("/staff/", headers={"HX-Request": "true"})
    assert fragment["HX-Redirect"] == reverse("account_change_password")
    changed = {
        "oldpassword": factories.PASSWORD,
        "password1": "another-long-word",
        "password2": "another-long-word",
    }
    same = dict.fromkeys(changed, factories.PASSWORD)
    assert client.post(reverse("account_change_password"), same).status_code == 422
    assert client.post(reverse("account_change_password"), changed).url == reverse("today")
    assert client.get("/staff/").status_code == 200


@here
def test_a_role_that_needs_it_asks_for_a_second_factor(client, centre):
    account = factories.make_account(centre=centre)
    factories.grant(account, factories.make_role("people.staff:view", needs_mfa=True), centre)
    client.force_login(account)
    assert client.get("/staff/").url == reverse("mfa_activate_totp")
    secret = {"secret": vault.seal_token("JBSWY3DP")}
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data=secret)
    assert client.get("/staff/").status_code == 200


@here
def test_what_no_form_caught_is_refused_by_the_vault_and_kept_in_the_trail(client, centre):
    account = factories.make_account(centre=centre)
    client.force_login(account)
    response = client.post("/careless/")
    assert response.status_code == 422
    assert "저장하지 않았습니다" in response.text and "1234567" not in response.text
    event = AuditEvent.objects.get(code="people.resident_number.refused")
    assert (event.actor, event.subject_type, event.subject_id) == (account, "places.centre", centre.pk)
    assert event.detail == {"where": "careless"}
    assert audit.known(event.code).label


@pytest.mark.parametrize(
    ("secure", "remote", "forwarded", "expected"),
    [
        (False, "192.0.2.1", "198.51.100.9", "192.0.2.1"),
        (True, "127.0.0.1", "6.6.6.6, 198.51.100.9", "198.51.100.9"),
        (True, "127.0.0.1", None, "127.0.0.1"),
        (True, "127.0.0.1", "nonsense", None),
        (False, "", None, None),
        (True, "127.0.0.1", "2001:DB8::1", "2001:db8::1"),
    ],
)
def test_an_address_is_what_the_own_proxy_wrote(settings, secure, remote, forwarded, expected):
    settings.SECURE = secure
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert guard.address_of(RequestFactory().get("/", REMOTE_ADDR=remote, **headers)) == expected


@here
def test_a_page_asks_for_grants_once(client, centre, django_assert_num_queries):
    account = factories.make_account("people.staff:view", centre=centre)
    client.force_login(account)
    client.get("/staff/")
    with django_assert_num_queries(3):  # session, account, grants with role and centre
        assert Client.get(client, "/staff/").status_code == 200
