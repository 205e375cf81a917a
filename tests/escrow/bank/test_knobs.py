"""Every knob of the sandbox bank does what it says, and does it again for the same seed."""

from __future__ import annotations

import inspect
import sys
import time
from datetime import timedelta

import pytest

from kwonik.escrow.bank import port
from kwonik.escrow.bank.port import Done, Failed, Kind, Unknown, Why
from sandbox_bank.knobs import KNOBS
from tests.escrow.bank import test_cards, worlds
from tests.escrow.bank.errands import NAME, PAYEE, inquire, lines, order, pay_in
from tests.escrow.bank.worlds import Sandbox, Sent


def taken(sandbox: Sandbox) -> list[port.Notice]:
    return [sandbox.bank.verify_notice(*sent) for sent in sandbox.notices()]


def believed(sandbox: Sandbox, sent: Sent) -> bool:
    try:
        sandbox.bank.verify_notice(*sent)
    except port.Forged:
        return False
    return True


def test_latency(sandbox: Sandbox) -> None:
    sandbox.turn("latency", next=1, value=0.6)
    began = time.monotonic()
    lines(sandbox)
    assert time.monotonic() - began >= 0.6


def test_latency_beyond_our_patience_is_unknown(sandbox: Sandbox) -> None:
    pay_in(sandbox)
    asked = order(sandbox)
    sandbox.turn("latency", next=1, value=3.0)
    assert sandbox.adapter(seconds_to_answer=1.5).send_payout(asked) == Unknown(Why.NO_ANSWER)
    assert inquire(sandbox, asked) == Unknown(Why.NOT_FOUND)
    until = time.monotonic() + 20
    while inquire(sandbox, asked) == Unknown(Why.NOT_FOUND) and time.monotonic() < until:
        time.sleep(0.1)
    assert isinstance(inquire(sandbox, asked), Done)  # it had been under way all the time


@pytest.mark.parametrize(
    ("knob", "why"),
    [("drop_response", Why.NO_ANSWER), ("garble_response", Why.UNREADABLE), ("server_error", Why.UNREADABLE)],
)
def test_carried_out_without_a_proper_answer(sandbox: Sandbox, knob: str, why: Why) -> None:
    pay_in(sandbox)
    asked = order(sandbox)
    sandbox.turn(knob, next=1)
    assert sandbox.bank.send_payout(asked) == Unknown(why)
    assert isinstance(inquire(sandbox, asked), Done)


def test_drop_request(sandbox: Sandbox) -> None:
    pay_in(sandbox)
    asked, before = order(sandbox), sandbox.balance(PAYEE)
    sandbox.turn("drop_request", next=1)
    assert sandbox.bank.send_payout(asked) == Unknown(Why.NO_ANSWER)
    assert inquire(sandbox, asked) == Unknown(Why.NOT_FOUND)
    sandbox.next_day()
    assert isinstance(inquire(sandbox, asked), Failed)
    assert sandbox.balance(PAYEE) == before


def test_refuse(sandbox: Sandbox) -> None:
    pay_in(sandbox)
    asked, before = order(sandbox), sandbox.balance(PAYEE)
    sandbox.turn("refuse", next=1, value="420")
    for outcome in (sandbox.bank.send_payout(asked), inquire(sandbox, asked)):
        assert isinstance(outcome, Failed) and outcome.code == "420"
    sandbox.next_day()
    assert isinstance(inquire(sandbox, asked), Failed) and sandbox.balance(PAYEE) == before


def test_execute_late(sandbox: Sandbox) -> None:
    pay_in(sandbox)
    asked, before = order(sandbox), sandbox.balance(PAYEE)
    sandbox.turn("execute_late", next=1, value=1800)
    assert sandbox.bank.send_payout(asked) == Unknown(Why.IN_PROCESS)
    sandbox.advance(minutes=29)
    assert inquire(sandbox, asked) == Unknown(Why.IN_PROCESS) and sandbox.balance(PAYEE) == before
    sandbox.advance(minutes=2)
    done = inquire(sandbox, asked)
    assert isinstance(done, Done) and sandbox.balance(PAYEE) == before + asked.amount_won
    assert done.done_at - asked.requested_at == timedelta(minutes=30)


def test_money_promised_is_not_promised_twice(sandbox: Sandbox) -> None:
    pay_in(sandbox)
    held = sandbox.books()["custody_won"]
    sandbox.turn("execute_late", next=1)
    assert sandbox.bank.send_payout(order(sandbox, held)) == Unknown(Why.IN_PROCESS)
    second = sandbox.bank.send_payout(order(sandbox, 1))
    assert isinstance(second, Failed) and second.code == "499"


def test_token_expires_in_the_middle_of_a_batch(sandbox: Sandbox) -> None:
    pay_in(sandbox)
    batch = [order(sandbox, 1000) for _ in range(4)]
    before = sandbox.balance(PAYEE)
    assert isinstance(sandbox.bank.send_payout(batch[0]), Done)
    sandbox.turn("token_expires", next=1)
    with pytest.raises(port.TokenExpired):
        sandbox.bank.send_payout(batch[1])
    assert (
        sandbox.balance(PAYEE) == before + 1000
    )  # refused before anything was done, and not sent again by itself
    assert all(isinstance(sandbox.bank.send_payout(one), Done) for one in batch[1:])
    assert sandbox.balance(PAYEE) == before + 4000


def test_token_seconds(sandbox: Sandbox) -> None:
    sandbox.turn("token_seconds", value=60)
    sandbox.bank = stale = sandbox.adapter()
    lines(sandbox)
    sandbox.advance(seconds=20)
    lines(sandbox)  # still the first token
    sandbox.advance(seconds=45)
    lines(sandbox)  # renewed by itself: its time was known
    assert sandbox.bank is stale


@pytest.mark.parametrize(("knob", "arrives"), [("deposit_short", 990_000), ("deposit_over", 1_010_000)])
def test_another_amount_is_paid_in(sandbox: Sandbox, knob: str, arrives: int) -> None:
    sandbox.turn(knob, next=1, value=10_000)
    assert pay_in(sandbox).amount_won == arrives
    assert pay_in(sandbox).amount_won == 1_000_000


def test_deposit_wrong_name(sandbox: Sandbox) -> None:
    sandbox.turn("deposit_wrong_name", next=1, value="최엉뚱")
    assert pay_in(sandbox).depositor == "최엉뚱"
    assert pay_in(sandbox).depositor == "김의뢰"


def test_return_next_day(sandbox: Sandbox) -> None:
    pay_in(sandbox)
    asked, before = order(sandbox), sandbox.balance(PAYEE)
    sandbox.turn("return_next_day", next=1)
    assert isinstance(sandbox.bank.send_payout(asked), Done)
    assert sandbox.balance(PAYEE) == before + asked.amount_won
    sandbox.next_day()
    assert [(line.kind, line.bank_tran_id) for line in lines(sandbox)] == [
        (Kind.RETURNED, asked.bank_tran_id)
    ]
    assert sandbox.balance(PAYEE) == before


def test_notice_lost(sandbox: Sandbox) -> None:
    sandbox.turn("notice_lost", next=1)
    pay_in(sandbox)
    second = pay_in(sandbox)
    sandbox.advance(days=0.2)
    assert [notice.line for notice in taken(sandbox)] == [second.number]


def test_notice_duplicate(sandbox: Sandbox) -> None:
    sandbox.turn("notice_duplicate", next=1, value=3)
    line = pay_in(sandbox)
    found = taken(sandbox)
    assert len(found) == 3 and {notice.line for notice in found} == {line.number}
    assert len({notice.id for notice in found}) == 1


def test_notice_late(sandbox: Sandbox) -> None:
    sandbox.turn("notice_late", next=1, value=600)
    line = pay_in(sandbox)
    assert taken(sandbox) == []
    sandbox.advance(minutes=11)
    assert [notice.line for notice in taken(sandbox)] == [
        line.number
    ]  # signed when it is sent, so still believed


def test_notice_reordered(sandbox: Sandbox) -> None:
    sandbox.turn("notice_reordered", next=1)
    first, second = pay_in(sandbox), pay_in(sandbox)
    assert [notice.line for notice in taken(sandbox)] == [second.number, first.number]


def test_notice_reordered_comes_even_if_none_follows(sandbox: Sandbox) -> None:
    sandbox.turn("notice_reordered", next=1, value=60)
    first = pay_in(sandbox)
    assert taken(sandbox) == []
    sandbox.advance(seconds=61)
    assert [notice.line for notice in taken(sandbox)] == [first.number]


@pytest.mark.parametrize("knob", ["notice_tampered", "notice_old", "notice_wrong_key"])
def test_notices_not_to_be_believed(sandbox: Sandbox, knob: str) -> None:
    sandbox.turn(knob, next=1)
    pay_in(sandbox)
    pay_in(sandbox)
    assert [believed(sandbox, sent) for sent in sandbox.notices()] == [False, True]


def test_keys_rotate(sandbox: Sandbox) -> None:
    new = "whsec_bmV3LWtleS1vZi10aGUtc2FuZGJveC1iYW5rLi4u"
    ours = sandbox.admin("GET", "/keys")["keys"]
    sandbox.admin("POST", "/keys", secret=new)
    pay_in(sandbox)
    ((raw, headers),) = sandbox.notices()
    assert headers["webhook-signature"].count("v1,") == 2
    assert all(
        believed(sandbox, (raw, headers))
        for sandbox.bank in (sandbox.adapter(notice_keys=ours), sandbox.adapter(notice_keys=[new]))
    )
    sandbox.admin("DELETE", "/keys/old")
    sandbox.bank = sandbox.adapter(notice_keys=ours)
    pay_in(sandbox)
    (sent,) = sandbox.notices()
    assert not believed(sandbox, sent)
    sandbox.bank = sandbox.adapter(notice_keys=[*ours, new])
    assert believed(sandbox, sent)
    sandbox.admin("POST", "/keys", secret=ours[0])  # as it was, for the tests that follow
    sandbox.admin("DELETE", "/keys/old")


def closed_day(sandbox: Sandbox) -> tuple[port.Statement, tuple[port.Line, ...]]:
    """The statement of a day with three lines, and the lines as they were."""
    for won in (100_000, 200_000, 300_000):
        pay_in(sandbox, won)
    day, truth = sandbox.now().date(), lines(sandbox)
    sandbox.next_day()
    told = sandbox.bank.statement(day)
    assert told == sandbox.bank.statement(day)  # however often it is asked
    return told, truth


def test_statement_extra(sandbox: Sandbox) -> None:
    sandbox.turn("statement_extra", next=1, value=7777)
    told, truth = closed_day(sandbox)
    (extra,) = set(told.lines) - set(truth)
    assert extra.amount_won == 7777 and len(told.lines) == 4 and told.gap_won == -7777


def test_statement_missing(sandbox: Sandbox) -> None:
    sandbox.turn("statement_missing", next=1)
    told, truth = closed_day(sandbox)
    (missing,) = set(truth) - set(told.lines)
    assert len(told.lines) == 2 and told.gap_won == missing.amount_won


def test_statement_altered(sandbox: Sandbox) -> None:
    sandbox.turn("statement_altered", next=1, value=10)
    told, truth = closed_day(sandbox)
    (altered,), (true,) = set(told.lines) - set(truth), set(truth) - set(told.lines)
    assert altered.number == true.number and altered.amount_won == true.amount_won + 10
    assert altered.digest != true.digest and told.gap_won == -10


def test_maintenance(sandbox: Sandbox) -> None:
    pay_in(sandbox)
    asked, before = order(sandbox), sandbox.balance(PAYEE)
    sandbox.turn("maintenance", value="09:30-10:30")
    for ask in (lambda: sandbox.bank.send_payout(asked), lambda: inquire(sandbox, asked)):
        with pytest.raises(port.Maintenance):
            ask()
    sandbox.advance(minutes=31)
    assert isinstance(sandbox.bank.send_payout(asked), Done)  # the same number: nothing had been done
    assert sandbox.balance(PAYEE) == before + asked.amount_won


def test_maintenance_over_midnight(sandbox: Sandbox) -> None:
    sandbox.turn("maintenance", value="23:30-00:30")
    lines(sandbox)
    for hours, closed in ((13.4, False), (0.2, True), (0.7, True), (0.5, False)):
        sandbox.advance(hours=hours)
        if closed:
            with pytest.raises(port.Maintenance):
                lines(sandbox)
        else:
            lines(sandbox)


def test_clock_skew(sandbox: Sandbox) -> None:
    sandbox.turn("clock_skew", value=240)
    line = pay_in(sandbox)
    (sent,) = sandbox.notices()
    notice = sandbox.bank.verify_notice(*sent)
    assert notice.sent_at - line.booked_at == timedelta(minutes=4)
    sandbox.turn("clock_skew", value=-400)
    pay_in(sandbox)
    assert [believed(sandbox, sent) for sent in sandbox.notices()] == [False]


def test_unknown_accounts(sandbox: Sandbox) -> None:
    assert isinstance(sandbox.bank.verify_payee("088", "330000000001", NAME), Failed)
    sandbox.turn("unknown_accounts", value="open")
    assert isinstance(sandbox.bank.verify_payee("088", "330000000001", NAME), port.Verified)
    for code in ("412", "415", "419", "420", "815"):
        found = sandbox.bank.verify_payee("088", f"330000000{code}", NAME)
        assert isinstance(found, Failed) and found.code == code
    other = sandbox.bank.verify_payee("088", "330000000001", "박다른")
    assert isinstance(other, Failed) and other.code == "815"


def outcomes(sandbox: Sandbox, numbers: range) -> list[str]:
    sandbox.turn("drop_response", share=0.3)
    sandbox.turn("refuse", share=0.3)
    sandbox.open_account(PAYEE, NAME)
    said = []
    for number in numbers:
        name = port.mint("M202600001", number)
        outcome = sandbox.bank.send_payout(port.Payout(name, "088", PAYEE, NAME, 1, sandbox.now()))
        said.append(type(outcome).__name__)
    return said


def test_chance_follows_from_the_seed(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Two banks with one seed meet the same fate, transfer by transfer, in whatever order they are sent."""
    told = []
    for seed, numbers in ((7, range(24)), (7, range(23, -1, -1)), (8, range(24))):
        sandbox = Sandbox(tmp_path_factory.mktemp("seeded"))
        try:
            sandbox.admin("PUT", "/seed", seed=seed)
            pay_in(sandbox)
            found = outcomes(sandbox, numbers)
            told.append(found if numbers.step > 0 else found[::-1])
        finally:
            sandbox.kill()
    assert told[0] == told[1] != told[2]
    assert set(told[0]) == {"Done", "Failed", "Unknown"}


def test_a_knob_that_is_not_there_is_refused(sandbox: Sandbox) -> None:
    for path, said in (
        ("/knobs/nothing", {}),
        ("/knobs/latency", {"share": 2}),
        ("/knobs/latency", {"value": "x"}),
    ):
        with pytest.raises(AssertionError):
            sandbox.admin("PUT", path, **said)


def test_every_knob_is_shown() -> None:
    crashes = {"crash_before_commit", "crash_after_commit"}  # in test_crashes.py
    source = (
        inspect.getsource(sys.modules[__name__]) + inspect.getsource(test_cards) + inspect.getsource(worlds)
    )
    assert [name for name in KNOBS if f'"{name}"' not in source.replace(str(crashes), "")] == []
