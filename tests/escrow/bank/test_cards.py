"""What `kwonik.escrow.bank.port.Bank` promises of cards, of every bank there is; and what the sandbox can make go wrong."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kwonik.escrow.bank import port, statements
from kwonik.escrow.bank.open_banking import OpenBanking
from kwonik.escrow.bank.open_banking.wire import is_safe
from kwonik.escrow.bank.port import Done, Failed, Kind
from kwonik.escrow.codes import PaysBy, Withholding
from kwonik.escrow.rules.terms import LARGEST_WON, SMALLEST_WON, Money, milestone
from tests.escrow.bank.fake import FakeBank, weekdays_after
from tests.escrow.bank.test_contract import all_lines, new_id
from tests.escrow.bank.test_statements import SCHEMA
from tests.escrow.bank.worlds import Sandbox, World

NUMBERS = count(1)
BACK = "https://centre.example/back"
WON, HOLDER = 500_000, "김의뢰"


def ordered(world: World, won: int = WON, days: int = 5) -> port.CardOrder:
    until = world.now().date() + timedelta(days=days)
    return world.bank.issue_card_order(f"card{next(NUMBERS)}", won, until, BACK)


def paid(world: World, won: int = WON) -> tuple[port.CardOrder, port.CardPaid]:
    order = ordered(world, won)
    world.pay_card(order.number, HOLDER)
    found = world.bank.card_payment(order.number)
    assert found is not None
    return order, found


def lines_into(world: World, order: port.CardOrder) -> list[port.Line]:
    return [one for one in all_lines(world) if one.virtual_account == order.number]


def wait_until(world: World, day: date) -> None:
    while world.now().date() < day:
        world.next_day()


def settled(world: World, basis_points: int = 250) -> port.Line:
    world.charge(basis_points)
    order, found = paid(world)
    wait_until(world, found.settles_on)
    (line,) = lines_into(world, order)
    return line


def test_a_reference_has_one_order_which_takes_a_new_amount_until_it_is_paid(world: World) -> None:
    until = world.now().date() + timedelta(days=7)
    reference = f"card{next(NUMBERS)}"
    first = world.bank.issue_card_order(reference, WON, until, BACK)
    assert world.bank.issue_card_order(reference, WON, until, BACK) == first
    assert ordered(world).number != first.number
    assert is_safe(first.address) and (first.amount_won, first.expires_on) == (WON, until)
    assert first.number not in repr(first) and first.address not in repr(first)
    changed = world.bank.issue_card_order(reference, WON + 1, until, BACK)
    assert (changed.number, changed.amount_won) == (first.number, WON + 1)
    world.pay_card(first.number, HOLDER)
    found = world.bank.card_payment(first.number)
    assert found is not None and found.amount_won == WON + 1
    assert world.bank.issue_card_order(reference, WON + 1, until, BACK) == changed
    with pytest.raises(port.Refused):
        world.bank.issue_card_order(reference, WON, until, BACK)


def test_what_became_of_an_order_is_told_and_announced_and_nothing_is_in_custody_yet(world: World) -> None:
    world.charge(250)
    order = ordered(world)
    assert world.bank.card_payment(order.number) is None
    with pytest.raises(port.Refused):
        world.bank.card_payment("KC9999999999")
    world.pay_card(order.number, HOLDER)
    found = world.bank.card_payment(order.number)
    today = world.now().date()
    assert found == port.CardPaid(found.paid_at, WON, 12_500, weekdays_after(today, 2))
    assert found.paid_at.date() == today and world.bank.card_payment(order.number) == found
    assert lines_into(world, order) == []
    ((raw, headers),) = world.notices()
    notice = world.bank.verify_notice(raw, headers)
    assert (notice.kind, notice.line, notice.virtual_account) == (Kind.DEPOSIT, "", order.number)
    assert notice.on == today


def test_the_money_comes_less_the_fee_on_the_day_that_was_said(world: World) -> None:
    line = settled(world)
    assert (line.kind, line.incoming, line.depositor) == (Kind.DEPOSIT, True, HOLDER)
    assert (line.amount_won, line.fee_won, line.paid_won) == (487_500, 12_500, WON)
    assert line.signed_won == 487_500
    told = [world.bank.verify_notice(*one) for one in world.notices()]
    assert line.number in [one.line for one in told]


def test_a_card_that_costs_nothing_brings_the_whole(world: World) -> None:
    line = settled(world, 0)
    assert (line.amount_won, line.fee_won) == (WON, 0)


def test_the_fee_is_rounded_up_as_it_is_when_it_is_shown_before_signing(world: World) -> None:
    world.charge(220)
    assert paid(world, 290_100)[1].fee_won == 6_383


def test_money_may_come_later_than_was_said(world: World) -> None:
    world.settle_late()
    order, found = paid(world)
    wait_until(world, found.settles_on)
    assert lines_into(world, order) == []
    wait_until(world, found.settles_on + timedelta(days=1))
    assert len(lines_into(world, order)) == 1


def test_what_came_by_card_goes_back_to_the_card_and_no_more_than_came(world: World) -> None:
    line = settled(world)
    too_much = world.bank.send_refund(port.Refund(new_id(), line.number, WON, world.now()))
    assert isinstance(too_much, Failed) and too_much.code == "499"
    assert isinstance(world.bank.send_refund(port.Refund(new_id(), line.number, 487_500, world.now())), Done)


def test_statements_tell_net_and_fee_as_the_list_does(world: World) -> None:
    line = settled(world)
    day = world.now().date()
    world.next_day()
    statement = world.bank.statement(day)
    assert statement.gap_won == 0
    (told,) = [one for one in statement.lines if one.number == line.number]
    assert told == line and told.digest == line.digest


# --- the sandbox


def test_both_formats_carry_the_fee_and_camt_is_valid(sandbox: Sandbox) -> None:
    line = settled(sandbox)
    day = sandbox.now().date()
    sandbox.next_day()
    statement = sandbox.bank.statement(day)
    assert etree.XMLSchema(etree.parse(SCHEMA)).validate(etree.fromstring(statement.raw))
    assert b"<ChrgInclInd>true</ChrgInclInd>" in statement.raw
    by_csv = sandbox.bank.statement_csv(day)
    assert by_csv.lines == statement.lines
    rows = {row["거래번호"]: row for row in csv.DictReader(io.StringIO(by_csv.raw.decode("utf-8-sig")))}
    assert rows[line.number]["수수료"] == "12500" and rows[line.number]["입금액"] == "487500"


@pytest.mark.parametrize(
    "charge",
    [
        b"<ChrgInclInd>false</ChrgInclInd>",
        b"<ChrgInclInd/>",
        b"",
    ],
)
def test_a_charge_that_was_not_taken_off_makes_a_statement_unreadable(
    sandbox: Sandbox, charge: bytes
) -> None:
    settled(sandbox)
    day = sandbox.now().date()
    sandbox.next_day()
    raw = sandbox.bank.statement(day).raw
    with pytest.raises(statements.Unreadable):
        statements.read_camt(raw.replace(b"<ChrgInclInd>true</ChrgInclInd>", charge))


def test_a_declined_card_leaves_the_order_open(sandbox: Sandbox) -> None:
    order = ordered(sandbox)
    sandbox.turn("card_declined", next=1)
    with pytest.raises(AssertionError, match="거절"):
        sandbox.pay_card(order.number, HOLDER)
    assert sandbox.bank.card_payment(order.number) is None
    sandbox.pay_card(order.number, HOLDER)
    found = sandbox.bank.card_payment(order.number)
    sandbox.pay_card(order.number, HOLDER)  # the same page sent twice
    with pytest.raises(AssertionError, match="이미"):
        sandbox.pay_card(order.number, "박다른")
    assert found and sandbox.bank.card_payment(order.number) == found
    wait_until(sandbox, found.settles_on)
    assert len(lines_into(sandbox, order)) == 1


def test_a_page_takes_no_card_after_its_last_day(sandbox: Sandbox) -> None:
    order = ordered(sandbox, days=0)
    sandbox.next_day()
    with pytest.raises(AssertionError, match="기한"):
        sandbox.pay_card(order.number, HOLDER)


def test_a_fee_may_be_another_than_was_agreed(sandbox: Sandbox) -> None:
    sandbox.charge(250)
    sandbox.turn("card_fee_other", next=1, value=100)
    assert paid(sandbox)[1].fee_won == 12_600
    assert paid(sandbox)[1].fee_won == 12_500


def test_money_comes_after_as_many_business_days_as_are_set(sandbox: Sandbox) -> None:
    sandbox.turn("card_days", value=4)
    assert paid(sandbox)[1].settles_on == weekdays_after(sandbox.now().date(), 4)
    sandbox.turn("card_days", value=0)
    order, found = paid(sandbox)
    assert found.settles_on == sandbox.now().date() and len(lines_into(sandbox, order)) == 1


def test_anybody_pays_on_the_page_and_finds_the_way_back(sandbox: Sandbox) -> None:
    order = ordered(sandbox)
    page = sandbox.web.request("GET", order.address)
    assert page.status == 200 and f'href="{BACK}"' in page.data.decode() and "500,000원" in page.data.decode()
    sandbox.turn("card_declined", next=1)
    no = sandbox.web.request("POST", order.address, fields={"name": "김<의뢰"}, encode_multipart=False)
    assert no.status == 422 and "거절" in no.data.decode() and "김&lt;의뢰" in no.data.decode()
    done = sandbox.web.request("POST", order.address, fields={"name": HOLDER}, encode_multipart=False)
    assert done.status == 200 and "결제했습니다." in done.data.decode()
    again = sandbox.web.request("POST", order.address, fields={"name": "박다른"}, encode_multipart=False)
    assert again.status == 422 and "이미" in again.data.decode()
    assert sandbox.web.request("GET", order.address + "9").status == 404


def test_a_way_back_that_is_no_page_is_refused(sandbox: Sandbox) -> None:
    with pytest.raises(port.Refused):
        sandbox.bank.issue_card_order("x", WON, sandbox.now().date(), "javascript:alert(1)")


# --- the adapter


def test_an_answer_that_leads_elsewhere_or_is_about_another_order_is_none() -> None:
    good = {"order_ref": "r", "order_num": "N", "tran_amt": "500000", "pay_url": "https://bank.example/N"}
    wrong = (
        {"pay_url": "http://bank.example/N"},
        {"pay_url": "javascript:x"},
        {"order_ref": "s"},
        {"tran_amt": "1"},
    )

    class Answering(OpenBanking):
        def __init__(self, answer: dict[str, str]) -> None:
            self.answer = answer

        def _question(self, method: str, path: str, said: dict) -> dict:
            return self.answer

    until = date(2026, 12, 1)
    assert Answering(good).issue_card_order("r", WON, until, BACK).number == "N"
    for one in wrong:
        with pytest.raises(port.NoAnswer):
            Answering({**good, **one}).issue_card_order("r", WON, until, BACK)
    told = {"order_num": "N", "paid_yn": "Y", "tran_date": "20261123", "tran_time": "100000"}
    told |= {"tran_amt": "500000", "fee_amt": "0", "settle_date": "20261125"}
    assert Answering(told).card_payment("N")
    assert Answering({"order_num": "N", "paid_yn": "N"}).card_payment("N") is None
    for one in ({"order_num": "M"}, {"paid_yn": "?"}, {"fee_amt": ""}, {"settle_date": ""}):
        with pytest.raises(port.NoAnswer):
            Answering({**told, **one}).card_payment("N")


@given(st.integers(SMALLEST_WON, LARGEST_WON), st.integers(0, 1000))
def test_what_the_bank_keeps_is_what_is_shown_before_signing(won: int, basis_points: int) -> None:
    """Our rule and the bank's are written apart; they must agree to the won."""
    line = milestone(
        1, "balance", "일", won, date(2026, 12, 1), Money(Withholding.NONE, PaysBy.CARD, basis_points)
    )
    world = FakeBank(basis_points=basis_points)
    order = world.issue_card_order("m1", line.deposit_won, world.now().date(), BACK)
    world.pay_card(order.number, HOLDER)
    assert world.charged[order.number].fee_won == line.card_fee_won
