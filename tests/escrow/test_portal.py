"""The journeys of members through their own pages, without scripts; and the gate between them and staff."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kwonik.catalogue.models import ProfileLoad
from kwonik.escrow import queries
from kwonik.escrow.models import Contract, Member
from tests.escrow import factories
from tests.escrow.factories import PASSWORD, PDF, paid_in
from tests.factories import make_account
from tests.system.webforms import forms_of

pytestmark = pytest.mark.django_db


def browser_of(member) -> Client:
    browser = Client()
    browser.force_login(member.account)
    return browser


def at(name, *args):
    return reverse(f"escrow:{name}", args=args)


def send(browser: Client, address: str, **typed):
    """Fills in the first form of the page that posts to the page itself and sends it."""
    page = browser.get(address)
    assert page.status_code == 200, (address, page.status_code)
    form = next(one for one in forms_of(page.content.decode(), address) if one.action == address)
    return browser.post(address, form.filled(typed), follow=True)


def said(answer) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def join(browser: Client, number: int, kind: str, **typed) -> Member:
    told = {
        "kinds": [kind],
        "standing": "individual",
        "name": f"홍길동{number}",
        "phone": f"010-0000-{number:04}",
        "username": f"sign{number}",
        "password": PASSWORD,
        "password_again": PASSWORD,
        "consented": "on",
        **typed,
    }
    answer = send(browser, at("join"), **told)
    code = re.search(r"인증번호 (\d{6})", said(answer)).group(1)
    answer = send(browser, at("confirm-phone"), code=code)
    assert answer.redirect_chain[-1][0] == at("verify"), said(answer)
    page = browser.post(at("verify"), {"name": told["name"], "born_on": "1990-05-09"})
    transaction = re.search(r'name="transaction_id"[^>]*value="([^"]+)"', page.content.decode())
    transaction = transaction or re.search(
        r'value="([^"]+)"[^>]*name="transaction_id"', page.content.decode()
    )
    code = re.search(r"보입니다: (\d{6})", said(page)).group(1)
    browser.post(at("verify"), {"transaction_id": transaction.group(1), "code": code})
    member = Member.objects.get(account__username=f"sign{number}")
    assert member.may_begin
    return member


def test_two_people_sign_up_and_sign_a_contract_on_their_telephones():
    factories.make_installation()
    form = factories.make_form()
    one, other = Client(), Client()
    freelancer = join(one, 701, "freelancer")
    commissioner = join(other, 702, "commissioner", standing="business", business_number="220-81-62517")
    send(one, at("account"), bank="088", account_number="110-123-456789", holder="홍길동")
    answer = send(
        one,
        at("draft"),
        as_party="freelancer",
        reference=commissioner.reference,
        phone="010-0000-0702",
        form=str(form.pk),
        custody="custody",
    )
    contract = Contract.objects.get()
    assert answer.redirect_chain[-1][0] == at("step", contract.pk, "scope")
    send(one, at("step", contract.pk, "scope"), title="봄 포스터", work="포스터 1점")
    soon = (timezone.localdate() + timedelta(days=30)).isoformat()
    lines = {
        "lines-0-kind": "advance",
        "lines-0-title": "시안",
        "lines-0-gross_won": "300,000",
        "lines-0-due_on": soon,
        "lines-1-kind": "balance",
        "lines-1-title": "납품",
        "lines-1-gross_won": "700,000",
        "lines-1-due_on": soon,
    }
    answer = send(one, at("step", contract.pk, "lines"), **lines)
    assert answer.redirect_chain[-1][0] == at("step", contract.pk, "terms"), said(answer)
    answer = send(one, at("step", contract.pk, "terms"), acceptance_days="10")
    assert "967,000원" in said(answer)
    send(one, at("say", contract.pk, "offer"))
    assert "내 차례" in said(other.get(at("home")))
    send(other, at("say", contract.pk, "accept"))
    wrong = send(one, at("sign", contract.pk), read="on", password="틀린-비밀번호-입니다")
    assert wrong.status_code == 422
    for browser in (one, other):
        answer = send(browser, at("sign", contract.pk), read="on", password=PASSWORD)
        assert "서명했습니다" in said(answer)
    version = queries.signed(contract)
    assert version is not None and contract.milestones.count() == 2
    for browser in (one, other):
        paper = browser.get(at("paper", version.pk))
        assert paper.content.startswith(b"%PDF") and "attachment" in paper["Content-Disposition"]
    milestone = paid_in(contract.milestones.get(number=1))
    send(
        one,
        at("deliver", milestone.pk),
        statement="시안입니다.",
        files=SimpleUploadedFile("시안.pdf", PDF, "application/pdf"),
    )
    answer = send(other, at("ask-changes", milestone.pk), clause="1", text="글자가 빠졌습니다.")
    assert "글자가 빠졌습니다." in said(answer)
    file = milestone.deliveries.get().files.get()
    got = other.get(at("file", file.pk))
    assert got.content == PDF and got["X-Content-Type-Options"] == "nosniff"
    answer = send(one, at("open-dispute", milestone.pk), text="약속과 다릅니다.")
    assert "정하는 중" in said(answer)
    assert "약속과 다릅니다." not in said(other.get(at("my-dispute", milestone.disputes.get().pk)))
    assert freelancer.pk != commissioner.pk


def test_what_is_wrong_is_told_and_nothing_typed_is_lost():
    factories.make_installation()
    browser = Client()
    answer = send(
        browser,
        at("join"),
        kinds=["freelancer"],
        name="홍길동",
        phone="010-0000-0001",
        username="someone",
        password="1234",
        password_again="1234",
        consented="on",
    )

    assert answer.status_code == 422
    assert "홍길동" in answer.content.decode()
    assert not Member.objects.exists()


STAFF_PAGES = (
    "/people/clients/",
    "/counselling/",
    "/people/centre/",
    "/budget/",
    "/remedy/",
    "/escrow/desk/members/",
)


def test_no_page_of_staff_opens_for_a_member_and_none_of_members_for_staff():
    member = factories.verified()
    browser, staff = browser_of(member), Client()
    staff.force_login(make_account("escrow.member:view", centre=member.centre))

    for address in STAFF_PAGES:
        assert browser.get(address).status_code in (403, 404), address
    assert browser.get("/today/").headers["Location"] == at("home")
    for name in ("home", "me", "draft", "career", "account"):
        assert staff.get(at(name)).status_code == 403, name
        assert Client().get(at(name)).status_code == 302, name
    assert staff.get(at("members")).status_code == 200


def test_a_stranger_finds_nothing_of_others():
    contract = factories.signed()
    milestone = contract.milestones.first()
    stranger = browser_of(factories.freelancer())
    version = queries.signed(contract)

    for address in (
        at("contract", contract.pk),
        at("step", contract.pk, "scope"),
        at("sign", contract.pk),
        at("say", contract.pk, "amend"),
        at("paper", version.pk),
        at("deliver", milestone.pk),
        at("ask-changes", milestone.pk),
        at("open-dispute", milestone.pk),
    ):
        assert stranger.get(address).status_code == 404, address
        assert stranger.post(address).status_code == 404, address


def test_whoever_was_suspended_reads_why_and_begins_nothing():
    from kwonik.escrow import actions

    member = factories.verified()
    by = make_account("escrow.member:suspend", centre=member.centre)
    actions.suspend(by=by, member=member, reason="신고를 확인하는 동안")
    browser = browser_of(member)

    assert "신고를 확인하는 동안" in said(browser.get(at("home")))
    assert browser.get(at("draft")).status_code == 302


def test_leaving_signs_out_for_good():
    member = factories.verified()
    browser = browser_of(member)
    send(browser, at("leave"), sure="on")

    assert browser.get(at("home")).status_code == 302
    member.account.refresh_from_db()
    assert not member.account.is_active and member.account.username != member.told["username"]


def test_numbers_by_text_message_are_counted():
    member = factories.join()
    browser = browser_of(member)
    for _ in range(6):
        answer = browser.post(at("send-code"), follow=True)

    assert "너무 여러 번" in said(answer)
    assert member.phone_checks.count() == 5


def test_without_a_service_nobody_is_verified_and_the_page_says_so(settings):
    settings.IDENTITY = ""
    browser = browser_of(_joined())

    assert "지금은" in said(browser.get(at("verify")))


def _joined():
    return factories.confirmed()


def test_citizens_pages_carry_the_name_that_citizens_know():
    factories.make_installation()
    ProfileLoad.objects.update(
        settings={"centre": "main", "service_name": "통합관리시스템", "portal_name": "권리 누리집"}
    )

    page = Client().get(at("about")).content.decode()
    head = re.search(r'class="kw-brand"[^>]*>(.*?)</a>', page).group(1)
    assert head == "<strong>권리 누리집</strong>"
