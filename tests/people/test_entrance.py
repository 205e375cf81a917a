"""Logging in: in Korean, without sign-up, with a second factor, locked after too many wrong passwords."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.urls import reverse

from kwonik.people import vault
from tests import factories

LOGIN = "/account/login/"


@pytest.fixture(autouse=True)
def forgotten_attempts():
    cache.clear()


@pytest.fixture
def account(centre):
    return factories.make_account("people.staff:view", centre=centre)


def log_in(client, account, password=factories.PASSWORD, **more):
    return client.post(LOGIN, {"login": account.username, "password": password, **more})


def confirm(client):
    """What touches the account asks for the password once more."""
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert "본인 확인" in client.get(asked.url).text
    assert client.post(asked.url, {"password": "wrong"}).status_code == 422
    assert client.post(asked.url, {"password": factories.PASSWORD}).url == reverse("mfa_activate_totp")


def number_for(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_the_page_is_ours(client, db):
    page = client.get(LOGIN).text
    assert "아이디" in page and "비밀번호" in page and "placeholder" not in page
    assert "signup" not in page and "정보 담당자에게" in page
    assert reverse("escrow:join") in page and reverse("escrow:recover") in page


def test_logging_in_leads_to_where_one_wanted_to_go(client, account):
    response = log_in(client, account, next=reverse("people:staff"))
    assert response.status_code == 302 and response.url == reverse("people:staff")
    assert client.get(response.url).status_code == 200


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example/", "/\\evil.example"])
def test_never_to_another_host(client, account, elsewhere):
    assert log_in(client, account, next=elsewhere).url == reverse("today")


def test_the_session_is_a_new_one_and_ends_with_the_browser(client, account):
    client.get(reverse("people:centre"))
    session = client.session
    session["before"] = True
    session.save()
    client.cookies["sessionid"] = old = session.session_key
    log_in(client, account)
    assert client.cookies["sessionid"].value != old
    assert client.session.get_expire_at_browser_close()
    stranger = type(client)()
    stranger.cookies["sessionid"] = old
    assert stranger.get(reverse("people:staff")).status_code == 302


def test_logging_out_is_a_posting_and_ends_the_session(client, account):
    log_in(client, account)
    key = client.cookies["sessionid"].value
    assert client.get("/account/logout/").status_code == 200
    assert client.get(reverse("people:staff")).status_code == 200
    assert client.post("/account/logout/").status_code == 302
    client.cookies["sessionid"] = key
    assert client.get(reverse("people:staff")).status_code == 302


def test_a_wrong_password_and_an_unknown_name_look_the_same(client, account):
    wrong = log_in(client, account, "wrong")
    account.username = "nobody"
    unknown = log_in(client, account, "wrong")
    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert "아이디나 비밀번호가 맞지 않습니다" in wrong.text
    plain = [re.sub(r'value="[^"]*"', "", page.text) for page in (wrong, unknown)]
    assert plain[0] == plain[1]


def test_a_closed_account_does_not_get_in(client, account):
    account.is_active = False
    account.save()
    log_in(client, account)
    assert client.get(reverse("people:staff")).status_code == 302


def test_too_many_wrong_passwords_lock_that_name_at_that_place_only(client, account, centre):
    for _ in range(5):
        last = log_in(client, account, "wrong")
    assert last.status_code == 429
    assert "30분" in last.text and "정보 담당자" in last.text
    assert log_in(client, account).status_code == 429, "the right password does not open it either"
    assert log_in(client, factories.make_account(centre=centre)).status_code == 302, "a colleague may"
    elsewhere = {"REMOTE_ADDR": "192.0.2.9"}
    data = {"login": account.username, "password": factories.PASSWORD}
    assert client.post(LOGIN, data, **elsewhere).status_code == 302, "and oneself from elsewhere"


def test_setting_up_a_second_factor_and_using_it(client, account):
    log_in(client, account)
    confirm(client)
    page = client.get(reverse("mfa_activate_totp"))
    assert 'src="data:image/svg+xml;base64,' in page.text
    assert "data:" in page.headers["Content-Security-Policy"]
    secret = page.context_data["form"].secret
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert wrong.status_code == 422 and "번호가 맞지 않습니다" in wrong.text
    done = client.post(reverse("mfa_activate_totp"), {"code": number_for(secret)})
    assert done.url == reverse("mfa_view_recovery_codes")
    codes = re.findall(r"<code>(\d+)</code>", client.get(done.url).text)
    assert len(codes) == 10

    for row in Authenticator.objects.filter(user=account):
        stored = str(row.data)
        assert secret not in stored and all(code not in stored for code in codes)

    client.post("/account/logout/")
    cache.clear()
    assert log_in(client, account).url.startswith(reverse("mfa_authenticate"))
    assert client.get(reverse("people:staff")).status_code == 302, "the password alone does not open"
    assert client.post(reverse("mfa_authenticate"), {"code": "123"}).status_code == 422
    assert client.post(reverse("mfa_authenticate"), {"code": codes[0]}).url == reverse("today")
    assert client.get(reverse("people:staff")).status_code == 200

    client.post("/account/logout/")
    cache.clear()
    log_in(client, account)
    assert client.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 422, "once only"


def test_every_page_of_the_second_factor_speaks_korean(client, account):
    log_in(client, account)
    confirm(client)
    assert "꺼짐" in client.get(reverse("mfa_index")).text
    Authenticator.objects.create(
        user=account, type=Authenticator.Type.TOTP, data={"secret": vault.seal_token("JBSWY3DPEHPK3PXP")}
    )
    pages = {
        "mfa_index": "켜짐",
        "mfa_deactivate_totp": "2단계 인증을 끌까요?",
        "mfa_generate_recovery_codes": "복구 코드를 새로 만들까요?",
    }
    for name, words in pages.items():
        assert words in client.get(reverse(name)).text, name
    assert client.post(reverse("mfa_generate_recovery_codes")).url == reverse("mfa_view_recovery_codes")
    assert "받아 적어" in client.get(reverse("mfa_view_recovery_codes")).text
    file = client.get(reverse("mfa_download_recovery_codes"))
    assert len(file.text.split()) == 10
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists()


def test_touching_the_account_asks_for_the_password_again_after_a_while(client, account):
    log_in(client, account)
    confirm(client)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    session = client.session
    records = session["account_authentication_methods"]
    session["account_authentication_methods"] = [{**record, "at": record["at"] - 3600} for record in records]
    session.save()
    assert client.get(reverse("mfa_activate_totp")).status_code == 302
