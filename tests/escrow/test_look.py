"""Members' pages on a telephone: nothing runs out sideways, nothing is hidden from whoever cannot see."""

from __future__ import annotations

import pytest

from kwonik.escrow.models import Policy
from tests.conftest import PHONE
from tests.escrow import factories

pytestmark = pytest.mark.django_db(transaction=True)


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
    ):
        page.goto(f"/escrow/{address}")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE, address
        assert_accessible(page)
