"""Members' pages on a telephone, the practice bank at both widths: nothing runs out sideways, nothing is hidden from whoever cannot see."""

from __future__ import annotations

import pytest

from kwonik.escrow import actions
from kwonik.escrow.models import CardPayment, Deposit
from tests.browser.looking import shoot
from tests.conftest import PHONE
from tests.escrow import factories
from tests.escrow.bank.worlds import practising
from tests.factories import make_account

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cleaned_ledger")]

DESK = ("escrow.money:view", "escrow.money:move")


def test_members_pages_on_a_telephone(page_at, live_server, assert_accessible):
    milestone = factories.deliver(factories.funded())
    contract = milestone.contract
    page = page_at(PHONE, user=contract.commissioner.account)

    for address in (
        "home/",
        f"contracts/{contract.pk}/",
        f"milestones/{milestone.pk}/changes/",
        "contracts/new/",
        "me/",
        "withholding/",
    ):
        page.goto(f"/escrow/{address}")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE, address
        assert_accessible(page)

    desk = page_at(PHONE, user=make_account(*DESK, centre=contract.centre))
    deposit = Deposit.objects.latest("pk")
    for address in ("suspense/", "deposits/", f"deposits/{deposit.pk}/", "payments/"):
        desk.goto(f"/escrow/desk/money/{address}")
        assert desk.evaluate("document.documentElement.scrollWidth") <= PHONE, address
        assert_accessible(desk)


def test_the_practice_bank_at_both_widths(page_at, live_server, assert_accessible, width, tmp_path):
    operator = make_account("escrow.sandbox:turn")
    page = page_at(width, user=operator)

    with practising(tmp_path) as bank:
        bank.turn("notice_late", next=2, share=0.25, value=600)
        for address in ("", "knobs/notice_late/", "knobs/maintenance/", "clock/", "deposit/"):
            page.goto(f"/escrow/desk/sandbox/{address}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
            assert_accessible(page)
            shoot(page, f"sandbox-{address.replace('/', '-')}", width)


def test_a_card_is_charged_on_the_banks_page_and_the_way_leads_back(
    page_at, live_server, assert_accessible, width, tmp_path, cleaned_ledger
):
    milestone = factories.card_contract().milestones.get()
    contract = milestone.contract
    page = page_at(width, user=contract.commissioner.account)
    address = f"/escrow/milestones/{milestone.pk}/deposit/"

    def looked_at(name: str) -> None:
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert_accessible(page)
        shoot(page, f"card-{name}", width)

    with practising(tmp_path) as bank:
        bank.charge(220)
        page.goto(address)
        looked_at("before")
        page.get_by_role("button", name="결제 화면 받기").click()
        looked_at("order")
        page.get_by_role("link", name="카드로 결제하기").click()
        looked_at("bank")
        page.get_by_label("카드 명의자 이름").fill(factories.name_of(milestone))
        page.get_by_role("button", name="결제하기").click()
        page.get_by_text("결제를 마쳤습니다.").wait_for()
        page.get_by_role("link", name="돌아가기").click()
        page.wait_for_url(f"**{address}")
        assert actions.ask_cards(bank=bank.bank) == 1
        page.reload()
        looked_at("charged")
        page.goto(f"/escrow/contracts/{contract.pk}/")
        looked_at("contract")
        desk = page_at(width, user=make_account(*DESK, "escrow.sandbox:turn", centre=contract.centre))
        for name, place in (("list", "money/cards/"), ("practice", "sandbox/card/"), ("room", "sandbox/")):
            desk.goto(f"/escrow/desk/{place}")
            assert desk.evaluate("document.documentElement.scrollWidth") <= width, name
            assert_accessible(desk)
            shoot(desk, f"card-{name}", width)
        day = CardPayment.objects.get().settles_on
        while bank.now().date() < day:
            bank.next_day()
        assert actions.take_lines(bank=bank.bank, on=day) == 1
        page.reload()
        page.get_by_text("보호 중").wait_for()
        looked_at("held")
