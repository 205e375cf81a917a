"""Pages of what failed, what was found and of many days, at both widths: nothing runs out sideways, nothing is hidden from whoever cannot see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kwonik.escrow import actions, tasks
from kwonik.escrow.bank import port
from kwonik.escrow.models import ClosingRun, Deposit, Payment
from tests.browser.looking import shoot
from tests.escrow import factories
from tests.escrow.factories import FakeBank, approved, deliver, fresh, funded
from tests.factories import make_account

from .days import a_day, close, strange_deposit

pytestmark = pytest.mark.django_db(transaction=True)
DESK = ("escrow.money:view", "escrow.money:move", "escrow.contract:view")


def look(page, assert_accessible, address: str, name: str, width: int) -> None:
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    assert_accessible(page)
    shoot(page, name, width)


def test_many_days_at_both_widths(
    emptied, ours, people, sealable, page_at, live_server, assert_accessible, width, monkeypatch
):
    a_day(ours)
    for _ in range(6):
        ours.bank.next_day()
    a_day(ours)
    first = ours.bank.lines[0].value_on
    close(ours.bank, first)
    monkeypatch.setattr("django.utils.timezone.now", lambda: ours.bank.at)
    monkeypatch.setattr(tasks, "the_bank", lambda: ours.bank)
    page, other = (page_at(width, user=one) for one in people)
    look(page, assert_accessible, "/escrow/desk/days/", "runs-days", width)
    page.get_by_role("button", name="준비하기").click()
    page.get_by_role("progressbar").wait_for()
    run = ClosingRun.objects.get()
    address = f"/escrow/desk/runs/{run.pk}/"
    look(page, assert_accessible, address, "runs-preparing", width)
    tasks.prepare_run(run.pk)
    look(page, assert_accessible, address, "runs-ready", width)
    page.get_by_role("button", name="첫 번째 사람으로 확인하기").click()
    page.get_by_text("이제 다른 사람이 봉인해야 합니다").wait_for()
    look(other, assert_accessible, address, "runs-proposed", width)
    ours.bank.stray(first + timedelta(days=3), 700)
    actions.take_statement(bank=ours.bank, on=first + timedelta(days=3))
    run = ClosingRun.objects.get()
    ClosingRun.objects.filter(pk=run.pk).update(state="sealing", second_by=people[1], progress=0)
    tasks.seal_run(run.pk)
    assert ClosingRun.objects.get().state == "ended"
    look(other, assert_accessible, address, "runs-ended", width)


def test_what_was_found_at_both_widths(
    emptied, ours, people, centre, page_at, live_server, assert_accessible, width
):
    found = strange_deposit(ours)
    proposed = actions.propose_correction(by=people[0], found=found, way="suspense", words="누구인지 모름")
    actions.confirm_correction(by=people[1], correction=proposed)
    page = page_at(width, user=make_account(*DESK, centre=centre))
    deposit = Deposit.objects.get()
    for name, address in (
        ("list", "suspense/"),
        ("one", f"deposits/{deposit.pk}/"),
        ("back", f"deposits/{deposit.pk}/give-back/"),
    ):
        look(page, assert_accessible, f"/escrow/desk/money/{address}", f"found-{name}", width)


@pytest.mark.parametrize("code", ["415", "499"])
def test_what_failed_at_both_widths(cleaned_ledger, page_at, live_server, assert_accessible, width, code):
    milestone = approved(deliver(funded(wishes=factories.wishes(500_000))))
    actions.verify_payees(bank=FakeBank())
    actions.write_payouts()
    actions.send_waiting(bank=FakeBank(port.Failed(code, "말")))
    contract = fresh(milestone).contract
    for who in ("freelancer", "commissioner"):
        page = page_at(width, user=getattr(contract, who).account)
        look(page, assert_accessible, f"/escrow/contracts/{contract.pk}/", f"failed-{code}-{who}", width)
    desk = page_at(width, user=make_account(*DESK, centre=contract.centre))
    payment = Payment.objects.get(source__kind="payable")
    look(desk, assert_accessible, "/escrow/desk/money/payments/", f"failed-{code}-payments", width)
    look(
        desk, assert_accessible, f"/escrow/desk/money/payments/{payment.pk}/", f"failed-{code}-payment", width
    )
    look(
        desk,
        assert_accessible,
        f"/escrow/desk/money/milestones/{milestone.pk}/pay/",
        f"failed-{code}-prepare",
        width,
    )


def test_the_log_in_page_at_both_widths(page_at, live_server, assert_accessible, width):
    page = page_at(width)
    page.goto("/account/login/")
    page.get_by_text("비밀번호를 잊었거나").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert_accessible(page)
    shoot(page, "login", width)
