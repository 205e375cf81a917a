"""Statements: valid by the schema, read back as they were, the same from both formats, and nothing half understood."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from kwonik.escrow.bank import statements
from kwonik.escrow.bank.port import Kind
from tests.escrow.bank.errands import lines, order, pay_in
from tests.escrow.bank.worlds import Sandbox

# The message definition as ISO 20022 publishes it, free to use; taken from the package camt053 0.0.23 (Apache-2.0 or MIT).
SCHEMA = Path(__file__).with_name("camt.053.001.08.xsd")


@pytest.fixture
def day(sandbox: Sandbox) -> tuple[bytes, bytes]:
    """A busy day in both formats, after comparing what is read from them with what the bank listed."""
    deposit = pay_in(sandbox, 1_000_000, 'A&B <"개발"> 팀')
    sandbox.bank.send_payout(order(sandbox, 300_000))
    sandbox.turn("return_next_day", next=1)
    sandbox.bank.send_payout(order(sandbox, 200_000))
    sandbox.next_day()
    pay_in(sandbox, 545_000)
    sandbox.bank.send_payout(order(sandbox, 1))
    told, on = lines(sandbox), sandbox.now().date()
    assert deposit.depositor == 'A&B <"개발"> 팀'
    assert [line.kind for line in told] == [Kind.RETURNED, Kind.DEPOSIT, Kind.PAYOUT]
    sandbox.next_day()
    adapter = sandbox.adapter()
    camt, table = adapter.statement(on), adapter.statement_csv(on)
    assert camt == table and camt.lines == told and camt.gap_won == 0
    assert [line.digest for line in camt.lines] == [line.digest for line in told]
    assert camt.closing_won == adapter.closing_balance(on)
    assert statements.read_camt(camt.raw) == camt
    return camt.raw, table.raw


def test_camt_is_valid(day: tuple[bytes, bytes]) -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    schema.assertValid(etree.fromstring(day[0]))


def test_an_empty_day_is_valid_too(sandbox: Sandbox) -> None:
    on = sandbox.now().date()
    sandbox.next_day()
    read = sandbox.bank.statement(on)
    assert read.lines == () and read.gap_won == 0
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(etree.fromstring(read.raw))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'Ccy="KRW">', b'Ccy="USD">'),
        (b"<Cd>BOOK</Cd>", b"<Cd>PDNG</Cd>"),
        (b"<Cd>CLBD</Cd>", b"<Cd>CLAV</Cd>"),
        (b"<CdtDbtInd>CRDT</CdtDbtInd>", b"<CdtDbtInd>XXXX</CdtDbtInd>"),
        (b"545000</Amt>", b"545000.5</Amt>"),
        (b"545000</Amt>", b"-545000</Amt>"),
        (b"545000</Amt>", b"</Amt>"),
        (b"camt.053.001.08", b"camt.053.001.02"),
        (b"</Document>", b""),
        (b"<Document", b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]><Document'),
        (b"</Stmt>", b"</Stmt><Stmt><Id>2</Id></Stmt>"),
    ],
)
def test_what_is_not_understood_is_refused(day: tuple[bytes, bytes], old: bytes, new: bytes) -> None:
    assert old in day[0]
    with pytest.raises(statements.Unreadable):
        statements.read_camt(day[0].replace(old, new))


def test_amounts_may_have_empty_decimals(day: tuple[bytes, bytes]) -> None:
    assert statements.read_camt(day[0].replace(b"545000</Amt>", b"545000.00</Amt>")) == statements.read_camt(
        day[0]
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("입금액", "들어온 돈"),
        ("전일이월", "이월"),
        ("마감잔액", "입금"),
        ("545000", "545,000"),
        ("545000,", "545000,1"),
        ("545000", ""),
    ],
)
def test_a_csv_of_another_kind_is_refused(day: tuple[bytes, bytes], old: str, new: str) -> None:
    text = day[1].decode("utf-8-sig")
    assert old in text
    with pytest.raises(statements.Unreadable):
        statements.read_csv(text.replace(old, new).encode())


def test_a_line_of_an_unknown_kind_is_kept(day: tuple[bytes, bytes]) -> None:
    """Interest or a fee is money too: it becomes a line that matches nothing of ours."""
    found = statements.read_camt(day[0].replace(b"<Cd>deposit</Cd>", b"<Cd>interest</Cd>"))
    assert Kind.OTHER in [line.kind for line in found.lines] and found.gap_won == 0


def test_bytes_that_are_no_statement() -> None:
    for raw in (b"", b"<a/>", b"\xff\xfe", "거래일자".encode("cp949")):
        with pytest.raises(statements.Unreadable):
            statements.read_camt(raw)
        with pytest.raises(statements.Unreadable):
            statements.read_csv(raw)
