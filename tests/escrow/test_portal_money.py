"""What the two parties see and press while money moves: paying in, starting, confirming, calling off."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

import pytest
from django.utils import timezone

from kwonik.escrow import queries
from kwonik.escrow.bank.port import NoAnswer
from kwonik.escrow.models import Payment, VirtualAccount
from kwonik.site.printing import date_
from tests.escrow import factories
from tests.escrow.factories import FakeBank, approved, deliver, fresh, funded, paid_in, sent
from tests.escrow.test_desk_money import desk
from tests.escrow.test_portal import at, browser_of, said, send

pytestmark = pytest.mark.django_db
WON = 500_000


def connected_to(bank):
    return mock.patch("kwonik.escrow.portal.money.bank.connected", lambda: bank)


@pytest.fixture
def parties():
    """(milestone, freelancer's browser, commissioner's browser) of a signed contract."""
    contract = factories.signed(wishes=factories.wishes(WON))
    return contract.milestones.get(), browser_of(contract.freelancer), browser_of(contract.commissioner)


def test_the_commissioner_is_given_a_number_once_and_sees_what_to_pay(parties):
    milestone, free, commissioner = parties
    page = at("deposit", milestone.pk)
    assert free.get(page).status_code == 404
    with connected_to(FakeBank()):
        answer = send(commissioner, page)
    number = VirtualAccount.objects.get()
    assert number.number in said(answer) and "500,000원" in said(answer)
    assert "다른 이름" in said(answer)
    paid_in(milestone)
    assert "예치할 차수가 아닙니다" in said(commissioner.get(page))


def test_a_bank_that_does_not_answer_is_said_kindly_and_nothing_is_kept(parties):
    milestone, _, commissioner = parties

    class Silent(FakeBank):
        def issue_virtual_account(self, reference, expires_on):
            raise NoAnswer

    with connected_to(Silent()):
        answer = send(commissioner, at("deposit", milestone.pk))
    assert answer.status_code == 503 and "잠시 뒤에" in said(answer)
    assert not VirtualAccount.objects.exists()


def test_the_whole_way_by_buttons(parties):
    milestone, free, commissioner = parties
    contract = at("contract", milestone.contract_id)
    assert "보호되는 돈이 없으니" in said(free.get(contract))
    paid_in(milestone)
    assert "보호 중" in said(free.get(contract)) and "은행에 500,000원이 맡겨져" in said(
        commissioner.get(contract)
    )
    assert "취소하기" in said(commissioner.get(contract))
    send(free, at("milestone-say", milestone.pk, "start"))
    assert "취소하자고 하기" in said(commissioner.get(contract))
    deliver(fresh(milestone))
    assert "확정하기" not in said(free.get(contract))
    send(commissioner, at("milestone-say", milestone.pk, "approve"))
    assert fresh(milestone).state == "approved"
    assert "보호 중" not in said(free.get(contract))
    sent(fresh(milestone))
    for browser in (free, commissioner):
        assert "지급했습니다" in said(browser.get(contract))


def test_what_is_another_s_to_say_is_told_and_not_done(parties):
    milestone, free, commissioner = parties
    paid_in(milestone)
    page = at("milestone-say", milestone.pk, "approve")
    assert "의뢰인의 몫" in said(free.get(page))
    assert "상태" in said(commissioner.get(page))
    assert commissioner.get(at("milestone-say", milestone.pk, "pay")).status_code == 404
    assert browser_of(factories.commissioner()).get(page).status_code == 404


def test_both_call_it_off(parties):
    milestone, free, commissioner = parties
    paid_in(milestone)
    send(free, at("milestone-say", milestone.pk, "start"))
    answer = send(
        commissioner, at("milestone-say", milestone.pk, "ask_to_cancel"), note="행사가 없어졌습니다."
    )
    assert "취소하자고 함" in said(answer) and "행사가 없어졌습니다." in said(answer)
    assert "취소에 동의하기" in said(free.get(at("contract", milestone.contract_id)))
    answer = send(free, at("milestone-say", milestone.pk, "cancel_together"))
    assert "돌려보내고 있습니다" in said(answer)


def test_a_contract_s_page_asks_the_same_number_of_questions_however_many_milestones(
    django_assert_max_num_queries,
):
    counts = []
    for amounts in ((WON,), (WON, WON, WON)):
        milestone = funded(wishes=factories.wishes(*amounts))
        for other in milestone.contract.milestones.exclude(pk=milestone.pk):
            paid_in(other)
        browser = browser_of(milestone.contract.freelancer)
        browser.get(at("contract", milestone.contract_id))
        with django_assert_max_num_queries(80) as asked:
            browser.get(at("contract", milestone.contract_id))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_payment_tells_its_own_day_and_not_when_it_was_written_down():
    later = timezone.now() + timedelta(days=40)
    with mock.patch("django.utils.timezone.now", lambda: later):
        milestone = approved(deliver(funded(wishes=factories.wishes(WON))))
        sent(milestone)
    told = queries.paying.seen(Payment.objects.all())[0]
    stands = told.stands
    assert stands.on == timezone.localdate(later) and stands.since < later
    day = date_(stands.on)
    page = said(desk().get(at("payment", told.payment.pk)))
    assert f"지금 상태가 된 날 {day}" in page and f"({day} 거래)" in page
    party = browser_of(milestone.contract.freelancer)
    assert f"보냈습니다. {day}" in said(party.get(at("contract", milestone.contract_id)))
