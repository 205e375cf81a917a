"""What the clock does every minute and every morning, with a bank, without one, and beside another worker."""

from __future__ import annotations

import time
from datetime import timedelta
from unittest import mock

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from kwonik.escrow import actions, queries, tasks
from kwonik.escrow.bank import NoBank, port
from kwonik.escrow.models import Deposit, PayeeAccount, Payment
from tests.escrow import factories
from tests.escrow.factories import FakeBank, approved, bank_line, deliver, fresh, funded

pytestmark = pytest.mark.django_db

WON = 500_000


class Listing(FakeBank):
    """A bank that lists what came in, by day; `closed` days answer with an error."""

    def __init__(self, *outcomes, lines=(), closed: bool = False) -> None:
        super().__init__(*outcomes)
        self.lines, self.closed, self.asked = lines, closed, []

    def list_transactions(self, on, after=""):
        self.asked.append(on)
        if self.closed:
            raise port.Maintenance
        return port.Page(tuple(one for one in self.lines if one.value_on == on), None)


@pytest.fixture
def connected(monkeypatch):
    def connect(bank):
        monkeypatch.setattr("kwonik.escrow.bank.connected", lambda: bank, raising=False)
        return bank

    return connect


def test_one_minute_takes_the_money_verifies_writes_and_sends(connected):
    contract = factories.signed(wishes=factories.wishes(WON))
    milestone = contract.milestones.get()
    number = actions.issue_account(bank=FakeBank(), milestone=milestone)
    line = bank_line(amount_won=WON, virtual_account=number.number, depositor=factories.name_of(milestone))
    bank = connected(Listing(lines=[line]))
    tasks.speak_with_the_bank(timestamp=0)
    assert fresh(milestone).state == "funded"
    assert not PayeeAccount.objects.filter(verified_at=None).exists()
    approved(deliver(fresh(milestone)))
    for _ in range(3):
        tasks.speak_with_the_bank(timestamp=0)

    assert fresh(milestone).state == "paid"
    assert len(bank.sent) == len(set(bank.sent)) == 2 and Deposit.objects.count() == 1
    assert queries.money.balance("custody", "bank") == 0


def test_without_a_bank_nothing_is_tried(connected):
    milestone = approved(deliver(funded(wishes=factories.wishes(WON))))
    actions.verify_payees(bank=FakeBank())
    tasks.speak_with_the_bank(timestamp=0)

    def nobody():
        raise NoBank

    with mock.patch("kwonik.escrow.bank.connected", nobody):
        tasks.speak_with_the_bank(timestamp=0)
    assert fresh(milestone).state == "approved" and not Payment.objects.exists()


def test_a_bank_that_does_not_list_is_still_told_what_waits(connected):
    milestone = approved(deliver(funded(wishes=factories.wishes(WON))))
    connected(Listing(closed=True))
    tasks.speak_with_the_bank(timestamp=0)
    assert fresh(milestone).state == "paid"


def test_what_goes_wrong_in_one_errand_stops_no_other_and_is_told(monkeypatch):
    milestone = approved(deliver(funded(wishes=factories.wishes(WON))))

    def broken(bank):
        raise RuntimeError("broken")

    monkeypatch.setattr(tasks, "ERRANDS", (broken, *tasks.ERRANDS))
    with pytest.raises(ExceptionGroup) as raised:
        tasks.run(Listing())
    assert [type(one) for one in raised.value.exceptions] == [RuntimeError]
    assert fresh(milestone).state == "paid"


def test_the_evening_before_is_asked_for_until_the_bank_is_open_again():
    bank = Listing()
    night = timezone.make_aware(timezone.datetime(2026, 5, 9, 0, 40))
    with mock.patch("kwonik.escrow.bank.now", lambda: night):
        tasks.take_lines(bank)
    assert [day.day for day in bank.asked] == [8, 9]


def test_another_worker_at_the_bank_is_left_alone_and_a_dead_one_is_not_waited_for(connected):
    milestone = approved(deliver(funded(wishes=factories.wishes(WON))))
    bank = connected(Listing())
    settings = connection.settings_dict
    other = psycopg.connect(
        host=settings["HOST"], user=settings["USER"], dbname=settings["NAME"], autocommit=True
    )
    other.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [tasks.BANK])
    tasks.speak_with_the_bank(timestamp=0)
    assert bank.asked == [] and fresh(milestone).state == "approved"
    other.close()
    for _ in range(100):  # the server notices a moment later
        if fresh(milestone).state == "paid":
            break
        time.sleep(0.05)
        tasks.speak_with_the_bank(timestamp=0)
    assert fresh(milestone).state == "paid"


def test_a_line_that_the_books_refuse_stops_no_other():
    milestone = factories.sent(approved(deliver(funded(wishes=factories.wishes(WON)))))
    payout = queries.money.payments_of(milestone).get(source__kind="payable")
    back = {"kind": port.Kind.RETURNED, "amount_won": payout.amount_won, "bank_tran_id": payout.bank_number}
    lines = [
        bank_line(**back),
        bank_line(**back),
        bank_line(amount_won=1, virtual_account="", depositor="누구"),
    ]
    assert list(actions.banking.take_all(lines)) == [True, False, True]


def test_the_morning_accepts_in_silence_after_the_warnings():
    milestone = deliver(funded(wishes=factories.wishes(WON)))
    later = timezone.now() + timedelta(days=40)
    with mock.patch("django.utils.timezone.now", lambda: later):
        tasks.days(timestamp=0)
    assert fresh(milestone).state == "approved"


def test_the_chain_is_sealed_by_the_clock():
    with mock.patch("kwonik.escrow.actions.seal") as sealed:
        tasks.seal(timestamp=0)
    sealed.assert_called_once_with()
    assert actions.seal() is None or isinstance(actions.seal(), int | None)
