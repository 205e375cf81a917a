"""What the commissioner, the freelancer and the desk see of a deposit by card."""

from __future__ import annotations

from datetime import date, timedelta
from unittest import mock

from django.utils import timezone

from kwonik.escrow import actions
from kwonik.escrow.bank import port
from kwonik.escrow.models import CardPayment, Deposit, VirtualAccount
from kwonik.kernel import queues
from tests.escrow.factories import FakeBank, card_line, charged, paid_by_card
from tests.escrow.moneys import operator
from tests.escrow.test_cards import FEE, NET, awaiting, database
from tests.escrow.test_desk_money import desk
from tests.escrow.test_portal import at, browser_of, said, send
from tests.escrow.test_portal_money import connected_to


@database
def test_the_commissioner_sees_the_fee_the_page_of_the_bank_and_what_became_of_it():
    milestone, bank = awaiting(), FakeBank()
    page, contract = at("deposit", milestone.pk), at("contract", milestone.contract_id)
    free, browser = browser_of(milestone.contract.freelancer), browser_of(milestone.contract.commissioner)
    before = said(browser.get(page))
    assert "카드 수수료 11,000원" in before and "500,000원" in before and "결제 화면 받기" in before
    with connected_to(bank):
        answer = send(browser, page)
    order = VirtualAccount.objects.get()
    assert f'href="{order.address}"' in answer.content.decode() and "카드번호를 보지 않습니다" in said(answer)
    assert "예치하기" in said(browser.get(contract))

    charged(milestone, bank)
    actions.ask_cards(bank=bank)
    day = CardPayment.objects.get().settles_on
    for each in (free, browser):
        words = said(each.get(contract))
        assert (
            "카드로 결제됨" in words
            and f"{day.month}. {day.day}." in words
            and "까지 예치기관에 들어옵니다" in words
        )
        assert (
            "보호 중" not in words
            and "은행 차례" in words
            and "차례 차례" not in words
            and "예치하기" not in words
        )
    answer = browser.get(page)
    assert "다시 결제하지 마세요" in said(answer) and order.address not in answer.content.decode()
    actions.take_deposit(card_line(milestone))
    words = said(free.get(contract))
    assert "보호 중" in words and "카드로 결제됨" not in words
    words = said(browser.get(at("milestone-say", milestone.pk, "cancel_before_work")))
    assert "카드 수수료 11,000원은 카드사가 이미 떼어" in words


@database
def test_what_is_looked_at_is_said_and_after_a_refund_a_card_may_pay_again():
    milestone = paid_by_card(awaiting(), depositor="모르는 사람")
    browser, page = browser_of(milestone.contract.commissioner), at("deposit", milestone.pk)
    assert "담당자가 확인하고 있습니다" in said(browser.get(page))
    actions.refund_deposit(by=operator(milestone), deposit=Deposit.objects.get())
    assert "결제 화면 받기" in said(browser.get(page))
    with connected_to(FakeBank()):
        assert "카드로 결제하기" in said(send(browser, page))


@database
def test_a_bank_without_an_answer_is_said_kindly():
    class Silent(FakeBank):
        def issue_card_order(self, *_):
            raise port.NoAnswer

    milestone = awaiting()
    with connected_to(Silent()):
        answer = send(browser_of(milestone.contract.commissioner), at("deposit", milestone.pk))
    assert answer.status_code == 503 and "결제 화면을 받지 못했습니다" in said(answer)
    assert not VirtualAccount.objects.exists()


@database
def test_the_desk_sees_what_is_awaited_and_what_is_late(assert_constant_queries):
    milestone, bank = awaiting(), FakeBank()
    browser = desk()
    assert "카드로 결제한 돈이 없습니다" in said(browser.get(at("card-payments")))
    charged(milestone, bank, settles_on=timezone.localdate())
    actions.ask_cards(bank=bank)
    words = said(browser.get(at("card-payments")))
    assert "489,000원" in words and "11,000원" in words and "기다림" in words and "늦음" not in words
    assert "계약과 다른 수수료" not in words

    def todos(on):
        (queue,) = [one for one in queues.all_queues() if one.code == "escrow.cards"]
        return queue.todos(browser.by, milestone.contract.centre, on)

    assert todos(timezone.localdate()) == []
    assert [one.note for one in todos(timezone.localdate() + timedelta(days=1))] == [
        "489,000원이 들어오지 않음"
    ]
    with mock.patch("kwonik.escrow.desk.deposits.timezone.localdate", lambda: date(2099, 1, 1)):
        assert "늦음: 은행에 확인하세요" in said(browser.get(at("card-payments")))
    actions.take_deposit(card_line(milestone))
    assert "들어옴" in said(browser.get(at("card-payments")))
    assert todos(timezone.localdate() + timedelta(days=1)) == []
    words = said(browser.get(at("deposits")))
    assert "489,000원" in words and "11,000원" in words
    assert_constant_queries(lambda: browser.get(at("card-payments")), lambda: paid_by_card(awaiting()))
    charged(awaiting(), bank, fee_won=FEE + 1)
    actions.ask_cards(bank=bank)
    assert "계약과 다른 수수료" in said(browser.get(at("card-payments")))


@database
def test_a_ticket_of_a_card_tells_fee_and_day_and_that_the_money_goes_to_the_card():
    milestone = paid_by_card(awaiting(), fee_won=FEE + 100, amount_won=NET - 100)
    deposit, browser = Deposit.objects.get(), desk()
    words = said(browser.get(at("deposit-at-desk", deposit.pk)))
    assert "계약과 다른 카드 수수료" in words and "11,100원" in words and "488,900원" in words
    assert "들어오기로 한 날" in words and "맞추기" not in words
    words = said(browser.get(at("give-back", deposit.pk)))
    assert "결제한 카드로" in words and "11,100원" in words
    assert "카드 수수료가 같고" in said(browser.get(at("match", deposit.pk)))
    assert milestone.state == "awaiting_deposit"
