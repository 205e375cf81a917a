"""A forgotten password, a contract called off, and the dated rows of the operator."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kwonik.escrow import actions, queries, rules
from kwonik.escrow.identity.sandbox import Sandbox as Identity
from kwonik.escrow.messenger.sandbox import Sandbox
from kwonik.escrow.models import Message, PhoneCheck
from kwonik.kernel.models import AuditEvent
from tests.factories import make_account

from . import factories

pytestmark = pytest.mark.django_db
SANDBOX, IDENTITY = Sandbox(), Identity()
NEW = "노란-들판-다시-걸었다"


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()


def at(name: str, *args) -> str:
    return reverse(f"escrow:{name}", args=args)


def said(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def hidden(answer, name: str) -> str:
    """What a form carries without showing it."""
    return re.search(rf'name="{name}" value="([^"]+)"', answer.content.decode()).group(1)


def code_in(answer) -> str:
    return re.search(r"(?:인증번호|보입니다:) (\d{6})", said(answer)).group(1)


def test_a_forgotten_password_is_set_anew_by_the_verified_member_and_old_sessions_end():
    member, elsewhere, browser = factories.verified(), Client(), Client()
    elsewhere.force_login(member.account)
    assert elsewhere.get(at("home")).status_code == 200
    told = {"username": member.told["username"], "phone": member.told["phone"]}

    answer = browser.post(at("recover"), told, follow=True)
    answer = browser.post(at("recover-code"), {"code": code_in(answer)}, follow=True)
    assert answer.redirect_chain[-1][0] == at("recover-verify")
    early = browser.post(at("recover-password"), {"password": NEW, "password_again": NEW})
    assert early.status_code == 422 and "본인 확인을 먼저" in said(early)
    answer = browser.post(at("recover-verify"), {"name": member.told["name"], "born_on": "1990-05-09"})
    facts = {"transaction_id": hidden(answer, "transaction_id"), "code": code_in(answer)}
    answer = browser.post(at("recover-verify"), facts, follow=True)
    assert answer.redirect_chain[-1][0] == at("recover-password")
    answer = browser.post(at("recover-password"), {"password": NEW, "password_again": NEW}, follow=True)

    assert "새 비밀번호로 로그인하세요" in said(answer)
    assert elsewhere.get(at("home")).status_code == 302, "signed in elsewhere no more"
    member.account.refresh_from_db()
    assert member.account.check_password(NEW)
    assert Message.objects.filter(member=member, kind="password_changed").count() == 1
    assert AuditEvent.objects.filter(code="escrow.member.recovered").count() == 1
    again = browser.post(at("recover-password"), {"password": NEW + "1", "password_again": NEW + "1"})
    assert again.status_code == 302


def test_another_person_with_the_telephone_is_not_the_member():
    member = factories.verified()
    recovery, shown = actions.begin_recovery(
        username=member.told["username"], phone=member.told["phone"], service=SANDBOX
    )
    actions.answer_recovery(recovery=recovery, code=shown.split()[-1])
    transaction, code = actions.begin_recovery_identity(
        recovery=recovery, service=IDENTITY, name="성춘향", born_on=factories.BORN
    )
    with pytest.raises(rules.NotAllowed):
        actions.confirm_recovery_identity(
            recovery=recovery, service=IDENTITY, transaction_id=transaction, code=code
        )
    with pytest.raises(rules.NotAllowed):
        actions.recover(recovery=recovery, password=NEW)


def test_nobody_learns_whether_a_user_name_or_a_number_is_known(settings):
    settings.MESSENGER = "tests.escrow.test_recovering.Silent"
    member = factories.verified()
    staff = make_account()
    answers = []
    for username, phone in (
        (member.told["username"], member.told["phone"]),
        (member.told["username"], "010-0000-0000"),
        ("nobody", member.told["phone"]),
        (staff.username, member.told["phone"]),
    ):
        browser = Client()
        sent = browser.post(at("recover"), {"username": username, "phone": phone}, follow=True)
        wrong = browser.post(at("recover-code"), {"code": "abc"})
        ahead = browser.get(at("recover-verify"))
        answers.append(
            (
                sent.redirect_chain,
                said(sent),
                wrong.status_code,
                said(wrong),
                ahead.status_code,
                ahead["Location"],
            )
        )
    assert len({str(one) for one in answers}) == 1
    assert PhoneCheck.objects.filter(purpose="recovery").count() == 1


class Silent:
    """A real carrier: nothing comes back to the page."""

    name = "real"

    def send(self, *, key: str, phone: str, text: str) -> str:
        return ""

    def was_sent(self, *, key: str) -> bool | None:
        return None


def test_numbers_to_one_telephone_are_few_and_wrong_ones_counted():
    member = factories.verified()
    told = {"username": member.told["username"], "phone": member.told["phone"], "service": SANDBOX}
    begun = [actions.begin_recovery(**told) for _ in range(4)]
    assert [bool(recovery) for recovery, _ in begun] == [True, True, True, False]
    recovery, shown = begun[2]
    for _ in range(5):
        with pytest.raises(rules.NotAllowed):
            actions.answer_recovery(recovery=recovery, code="000")
    with pytest.raises(rules.NotAllowed):
        actions.answer_recovery(recovery=recovery, code=shown.split()[-1])


# -- a signed contract called off ------------------------------------------------------------------------------------


def test_a_signed_contract_is_called_off_whole_while_nothing_was_deposited():
    contract = factories.signed()
    browser = Client()
    browser.force_login(contract.commissioner.account)
    assert at("say", contract.pk, "call_off") in browser.get(at("contract", contract.pk)).content.decode()
    token = hidden(browser.get(at("say", contract.pk, "call_off")), "form_token")
    for _ in range(2):
        browser.post(at("say", contract.pk, "call_off"), {"form_token": token})
    contract.refresh_from_db()

    assert contract.state == "cancelled" and contract.ended_at
    assert set(contract.milestones.values_list("state", flat=True)) == {"cancelled"}
    assert contract.events.filter(code="contract.call_off").count() == 1
    assert Message.objects.filter(member=contract.freelancer, kind="called_off").count() == 1


def test_not_once_money_came():
    contract = factories.funded().contract
    with pytest.raises(rules.NotAllowed):
        actions.call_off(by=contract.freelancer.account, contract=contract)


# -- the dated rows --------------------------------------------------------------------------------------------------


def test_what_holds_from_a_day_to_come_ends_what_held_before():
    factories.make_installation()
    operator = make_account("escrow.policy:set")
    day = timezone.localdate() + timedelta(days=10)
    facts = {"shortest_days": 3, "longest_days": 40, "warning_days": [1, 5], "card_basis_points": 220}
    before = queries.today_policy()
    made = actions.set_policy(by=operator, from_on=day, acceptance_days=7, **facts)
    again = actions.set_policy(by=operator, from_on=day, acceptance_days=8, **facts)

    assert (made.pk, again.acceptance_days, again.warning_days) == (again.pk, 8, [5, 1])
    assert queries.today_policy() == before and queries.policy(day) == again
    assert queries.policy(day - timedelta(days=1)) == before
    for wrong in (
        {"from_on": timezone.localdate()},
        {"from_on": day - timedelta(days=1)},
        {"acceptance_days": 99},
    ):
        with pytest.raises(rules.NotAllowed):
            actions.set_policy(by=operator, **({"from_on": day, "acceptance_days": 7} | facts | wrong))
    with pytest.raises(PermissionDenied):
        actions.set_policy(by=make_account(), from_on=day, acceptance_days=7, **facts)
