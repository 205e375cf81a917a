"""Members' pages on a telephone: nothing runs out sideways, nothing is hidden from whoever cannot see."""

from __future__ import annotations

import pytest

from kwonik.escrow.models import Deposit, Policy
from tests.conftest import PHONE
from tests.escrow import factories
from tests.factories import make_account

pytestmark = pytest.mark.django_db(transaction=True)

DESK = ("escrow.money:view", "escrow.money:move")


def test_members_pages_on_a_telephone(page_at, live_server, assert_accessible):
    if not Policy.objects.exists():  # emptied with all tables by a test before
        Policy.objects.create(from_on="2025-01-01", warning_days=[7, 3, 1])
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
