"""Members' pages on a telephone, the practice bank at both widths: nothing runs out sideways, nothing is hidden from whoever cannot see."""

from __future__ import annotations

import pytest

from kwonik.escrow.models import Deposit
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
