"""What `kwonik.escrow.bank.port.Bank` promises, of every bank there is (`world` in conftest.py)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

import pytest

from kwonik.escrow.bank import port
from kwonik.escrow.bank.port import Done, Failed, Kind, Unknown, Why
from tests.escrow.bank.fake import FAULTS, FakeBank
from tests.escrow.bank.worlds import World

ORGANISATION = "M202600001"
NUMBERS = count(1)


def new_id() -> str:
    return port.mint(ORGANISATION, next(NUMBERS))


def funded(world: World, won: int = 1_000_000, source: str = "110000000001") -> port.Line:
    """A deposit that has arrived from the account `source`, as the bank lists it."""
    until = world.now().date() + timedelta(days=5)
    account = world.bank.issue_virtual_account(f"deposit-{next(NUMBERS)}", until)
    world.pay(account.number, won, "김의뢰", source)
    return all_lines(world)[-1]


def all_lines(world: World) -> list[port.Line]:
    return list(port.lines_of(world.bank, world.now().date()))


def payee(world: World, status: str = "open", name: str = "이일꾼") -> str:
    number = f"220{next(NUMBERS):09d}"
    world.open_account(number, name, status)
    return number


def payout(world: World, account: str, won: int = 300_000, name: str = "이일꾼") -> port.Payout:
    return port.Payout(new_id(), "088", account, name, won, world.now(), "안심결제")


def inquire(world: World, sent: port.Payout | port.Refund) -> port.Outcome:
    return world.bank.inquire(sent.bank_tran_id, sent.requested_at.date(), sent.amount_won)


def test_a_reference_has_one_virtual_account(world: World) -> None:
    until = world.now().date() + timedelta(days=7)
    reference = f"r{next(NUMBERS)}"
    first = world.bank.issue_virtual_account(reference, until)
    assert world.bank.issue_virtual_account(reference, until) == first
    assert world.bank.issue_virtual_account(f"{reference}b", until).number != first.number
    assert first.number not in repr(first)


def test_a_deposit_is_listed_and_announced(world: World) -> None:
    line = funded(world, 545_000)
    assert (line.kind, line.incoming, line.amount_won, line.depositor) == (
        Kind.DEPOSIT,
        True,
        545_000,
        "김의뢰",
    )
    assert line.value_on == world.now().date()
    ((raw, headers),) = world.notices()
    notice = world.bank.verify_notice(raw, headers)
    assert (notice.kind, notice.line, notice.on) == (Kind.DEPOSIT, line.number, line.value_on)
    assert notice.virtual_account == line.virtual_account
    assert "김의뢰" not in repr(line) + repr(notice)


@pytest.mark.parametrize(("status", "code"), [("closed", "415"), ("reported", "419"), ("suspended", "420")])
def test_accounts_that_take_no_money(world: World, status: str, code: str) -> None:
    funded(world)
    account = payee(world, status)
    found = world.bank.verify_payee("088", account, "이일꾼")
    assert isinstance(found, Failed) and found.code == code and found.reason
    asked = payout(world, account)
    sent = world.bank.send_payout(asked)
    assert isinstance(sent, Failed) and sent.code == code
    again = inquire(world, asked)
    assert isinstance(again, Failed) and again.code == code
    assert world.balance(account) == 0


def test_unknown_account_and_wrong_name(world: World) -> None:
    funded(world)
    account = payee(world)
    assert isinstance(world.bank.verify_payee("088", account, "이일꾼"), port.Verified)
    for number, name, code in (("999000111222", "이일꾼", "412"), (account, "박다른", "815")):
        found = world.bank.verify_payee("088", number, name)
        assert isinstance(found, Failed) and found.code == code
        sent = world.bank.send_payout(payout(world, number, name=name))
        assert isinstance(sent, Failed) and sent.code == code


def test_a_payout_is_done_once(world: World) -> None:
    funded(world)
    account = payee(world)
    asked = payout(world, account)
    done = world.bank.send_payout(asked)
    assert isinstance(done, Done) and done.bank_tran_id == asked.bank_tran_id
    assert done.done_at.date() == world.now().date()
    assert world.bank.send_payout(asked) == Unknown(Why.ALREADY_SENT)
    assert inquire(world, asked) == done
    assert world.balance(account) == 300_000
    line = all_lines(world)[-1]
    assert (line.kind, line.incoming, line.amount_won) == (Kind.PAYOUT, False, 300_000)
    assert line.bank_tran_id == asked.bank_tran_id


def test_no_more_is_paid_than_is_there(world: World) -> None:
    funded(world)
    account = payee(world)
    sent = world.bank.send_payout(payout(world, account, 10**11))
    assert isinstance(sent, Failed) and sent.code == "499"
    assert world.balance(account) == 0


def test_a_lost_answer_is_unknown_and_then_done(world: World) -> None:
    funded(world)
    account = payee(world)
    asked = payout(world, account)
    world.lose_answer()
    assert world.bank.send_payout(asked) == Unknown(Why.NO_ANSWER)
    assert isinstance(inquire(world, asked), Done)
    assert world.balance(account) == 300_000


def test_a_slow_bank_is_at_it_and_then_done(world: World) -> None:
    funded(world)
    account = payee(world)
    asked = payout(world, account)
    world.be_slow()
    assert world.bank.send_payout(asked) == Unknown(Why.IN_PROCESS)
    assert inquire(world, asked) == Unknown(Why.IN_PROCESS) and world.balance(account) == 0
    assert world.bank.send_payout(asked) == Unknown(Why.ALREADY_SENT)
    world.wait(minutes=11)
    assert isinstance(inquire(world, asked), Done) and world.balance(account) == 300_000


def test_a_slow_refund_is_spoken_for(world: World) -> None:
    line = funded(world, 1000)
    first, second = (port.Refund(new_id(), line.number, 600, world.now()) for _ in range(2))
    world.be_slow()
    assert world.bank.send_refund(first) == Unknown(Why.IN_PROCESS)
    refused = world.bank.send_refund(second)
    assert isinstance(refused, Failed) and refused.code == "499"
    world.wait(minutes=11)
    assert isinstance(inquire(world, first), Done)


def test_slow_over_midnight(world: World) -> None:
    """What the bank has taken stays in process on the next day, and is not called never received."""
    funded(world)
    account = payee(world)
    world.wait(minutes=13 * 60 + 55)
    asked = payout(world, account)
    world.be_slow()
    assert world.bank.send_payout(asked) == Unknown(Why.IN_PROCESS)
    world.wait(minutes=6)
    assert world.now().date() > asked.requested_at.date()
    assert inquire(world, asked) == Unknown(Why.IN_PROCESS)
    world.wait(minutes=6)
    assert isinstance(inquire(world, asked), Done)
    assert [line.kind for line in all_lines(world)] == [Kind.PAYOUT]


def test_a_lost_request_is_unknown_until_the_day_is_over(world: World) -> None:
    funded(world)
    account = payee(world)
    asked = payout(world, account)
    world.lose_request()
    assert world.bank.send_payout(asked) == Unknown(Why.NO_ANSWER)
    assert inquire(world, asked) == Unknown(Why.NOT_FOUND)
    world.next_day()
    never = inquire(world, asked)
    assert isinstance(never, Failed) and never.code == "702"
    with pytest.raises(port.Refused):  # what was under way all the time comes too late
        world.bank.send_payout(asked)
    assert world.balance(account) == 0


def test_a_refund_goes_where_the_deposit_came_from(world: World) -> None:
    source = "110700000007"
    line = funded(world, 700_000, source)
    first = port.Refund(new_id(), line.number, 500_000, world.now())
    assert isinstance(world.bank.send_refund(first), Done)
    assert isinstance(inquire(world, first), Done)
    assert world.balance(source) == 500_000
    too_much = world.bank.send_refund(port.Refund(new_id(), line.number, 200_001, world.now()))
    assert isinstance(too_much, Failed) and too_much.code == "499"
    assert isinstance(world.bank.send_refund(port.Refund(new_id(), line.number, 200_000, world.now())), Done)
    assert world.balance(source) == 700_000
    nowhere = world.bank.send_refund(port.Refund(new_id(), "987654", 1, world.now()))
    assert isinstance(nowhere, Failed) and nowhere.code == "412"


def test_a_refund_whose_answer_or_request_is_lost(world: World) -> None:
    source = "110700000008"
    line = funded(world, 1000, source)
    first, second = (port.Refund(new_id(), line.number, 600, world.now()) for _ in range(2))
    world.lose_answer()
    assert world.bank.send_refund(first) == Unknown(Why.NO_ANSWER)
    assert isinstance(inquire(world, first), Done)
    world.lose_request()
    assert world.bank.send_refund(second) == Unknown(Why.NO_ANSWER)
    assert inquire(world, second) == Unknown(Why.NOT_FOUND)
    assert world.balance(source) == 600
    again = world.bank.send_refund(
        second
    )  # the bank cannot know that it was sent before; the amount stops it
    assert isinstance(again, Failed) and again.code == "499"
    assert world.bank.send_refund(first) == Unknown(Why.ALREADY_SENT) and world.balance(source) == 600


def test_a_refund_that_comes_too_late(world: World) -> None:
    source = "110700000010"
    refund = port.Refund(new_id(), funded(world, 1000, source).number, 1000, world.now())
    world.lose_request()
    assert world.bank.send_refund(refund) == Unknown(Why.NO_ANSWER)
    world.next_day()
    never = inquire(world, refund)
    assert isinstance(never, Failed) and never.code == "702"
    with pytest.raises(port.Refused):
        world.bank.send_refund(refund)
    assert world.balance(source) == 0


def test_a_returned_refund_can_be_given_again(world: World) -> None:
    source = "110700000009"
    line = funded(world, 1000, source)
    world.return_next()
    assert isinstance(world.bank.send_refund(port.Refund(new_id(), line.number, 1000, world.now())), Done)
    world.next_day()
    assert world.balance(source) == 0
    assert isinstance(world.bank.send_refund(port.Refund(new_id(), line.number, 1000, world.now())), Done)
    assert world.balance(source) == 1000


def test_money_that_comes_back_the_next_day(world: World) -> None:
    funded(world)
    account = payee(world)
    asked = payout(world, account)
    world.return_next()
    assert isinstance(world.bank.send_payout(asked), Done)
    world.notices()
    world.next_day()
    assert world.balance(account) == 0
    (line,) = all_lines(world)
    assert (line.kind, line.incoming, line.amount_won) == (Kind.RETURNED, True, 300_000)
    assert line.bank_tran_id == asked.bank_tran_id
    assert isinstance(inquire(world, asked), Done)  # it was; what came back is another event
    ((raw, headers),) = world.notices()
    assert world.bank.verify_notice(raw, headers).kind == Kind.RETURNED


def test_pages_hold_every_line_once(world: World) -> None:
    for _ in range(45):
        funded(world, 1_000)
    lines = all_lines(world)
    assert len(lines) == 45 and len({line.number for line in lines}) == 45
    assert [int(line.number) for line in lines] == sorted(int(line.number) for line in lines)


def test_pages_in_a_circle_end() -> None:
    class Circle(FakeBank):
        def list_transactions(self, on: date, after: str = "") -> port.Page:
            return port.Page((), "2" if after == "1" else "1")

    with pytest.raises(port.NoAnswer):
        list(port.lines_of(Circle(), date(2026, 11, 23)))


def test_a_closed_day_adds_up(world: World) -> None:
    day = world.now().date()
    with pytest.raises(port.Refused):
        world.bank.statement(day)
    with pytest.raises(port.Refused):
        world.bank.closing_balance(day)
    line = funded(world, 400_000)
    world.bank.send_payout(payout(world, payee(world), 123_456))
    world.bank.send_refund(port.Refund(new_id(), line.number, 44, world.now()))
    lines = all_lines(world)
    world.next_day()
    statement = world.bank.statement(day)
    assert statement.gap_won == 0 and statement.on == day
    assert statement.lines == tuple(lines)
    assert [line.digest for line in statement.lines] == [line.digest for line in lines]
    assert statement.closing_won - statement.opening_won == 400_000 - 123_456 - 44
    assert world.bank.closing_balance(day) == statement.closing_won
    world.next_day()
    assert world.bank.statement(day + timedelta(days=1)).opening_won == statement.closing_won


def test_the_fake_can_misbehave_in_every_way() -> None:
    """Each fault of the fake ends as the contract says: nothing done on an error, asking settles an unknown."""
    for fault in FAULTS:
        world = FakeBank()
        funded(world)
        account = payee(world)
        asked = payout(world, account)
        world.armed.add(fault)
        try:
            outcome = world.send_payout(asked)
        except port.BankError:
            assert fault in ("maintenance", "token")
            outcome = world.send_payout(asked)
        world.next_day()
        settled = inquire(world, asked)
        assert isinstance(settled, Done | Failed), fault
        assert isinstance(outcome, Unknown) or outcome == settled
        paid = isinstance(settled, Done) and fault != "return"
        assert world.balance(account) == (300_000 if paid else 0)
        day = asked.requested_at.date()
        assert world.statement(day).gap_won == 0
        assert world.closing_balance(day) == sum(line.signed_won for line in world.statement(day).lines)
