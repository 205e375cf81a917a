"""The statement of a day that is over: camt.053.001.08 (ISO 20022) and the bank's own CSV, from the same lines."""

from __future__ import annotations

import csv
import io
import sqlite3
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as Xml

from sandbox_bank import clock, knobs
from sandbox_bank.books import CUSTODY
from sandbox_bank.notices import spoken
from sandbox_bank.transfers import lines, opening_and_closing

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
WORDS = {"deposit": "입금", "payout": "지급", "refund": "환불", "returned": "반환"}
COLUMNS = (
    "거래일자",
    "거래시각",
    "구분",
    "입금액",
    "출금액",
    "잔액",
    "거래번호",
    "은행거래고유번호",
    "가상계좌",
    "수수료",
    "적요",
)


@dataclass(frozen=True)
class Day:
    number: str
    day: str
    made_at: float
    opening: int
    closing: int
    lines: list[dict[str, Any]]


def close(db: sqlite3.Connection, day: str, at: float) -> Day:
    """The day as the statement tells it: truly, or as the knobs distort it (the same however often it is asked)."""
    found = lines(db, day)
    opening, closing = opening_and_closing(db, day)
    if found and knobs.struck_once(db, "statement_altered", day):
        line = found[_pick(db, "statement_altered", day, len(found))]
        line["amount"] += int(knobs.setting(db, "statement_altered"))
    if found and knobs.struck_once(db, "statement_missing", day):
        del found[_pick(db, "statement_missing", day, len(found))]
    if knobs.struck_once(db, "statement_extra", day):
        found.append(_stray(db, day, closing))
    return Day(f"{CUSTODY}-{day.replace('-', '')}", day, spoken(db, at), opening, closing, found)


def _pick(db: sqlite3.Connection, name: str, day: str, count: int) -> int:
    return int(knobs.chance(db, name, f"{day}|line") * count)


def _stray(db: sqlite3.Connection, day: str, closing: int) -> dict[str, Any]:
    amount = int(knobs.setting(db, "statement_extra"))
    number = 900_000_000 + int(day.replace("-", ""))
    at = clock.datetime.fromisoformat(f"{day}T12:00:00+09:00").timestamp()
    return {
        "id": number,
        "kind": "deposit",
        "at": at,
        "day": day,
        "amount": amount,
        "incoming": True,
        "bank_tran_id": "",
        "virtual_account": "",
        "fee": 0,
        "name": "모르는 사람",
        "after_balance": closing,
    }


def as_csv(day: Day) -> bytes:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    date = day.day.replace("-", "")
    rows.writerow([date, "", "전일이월", "", "", day.opening, "", "", "", "", day.number])
    for line in day.lines:
        won_in, won_out = (line["amount"], "") if line["incoming"] else ("", line["amount"])
        at = clock.compact(line["at"])[8:]
        told = (
            line["after_balance"],
            line["id"],
            line["bank_tran_id"],
            line["virtual_account"],
            line["fee"] or "",
            line["name"],
        )
        rows.writerow([date, at, WORDS[line["kind"]], won_in, won_out, *told])
    rows.writerow([date, "", "마감잔액", "", "", day.closing, "", "", "", "", ""])
    return out.getvalue().encode("utf-8-sig")


def as_camt(day: Day) -> bytes:
    Xml.register_namespace("", NAMESPACE)
    root = Xml.Element(f"{{{NAMESPACE}}}Document")
    head = _add(root, "BkToCstmrStmt")
    made = clock.moment(day.made_at).isoformat(timespec="seconds")
    _add(head, "GrpHdr", MsgId=day.number, CreDtTm=made)
    statement = _add(head, "Stmt", Id=day.number, CreDtTm=made)
    _add(statement, "FrToDt", FrDtTm=f"{day.day}T00:00:00+09:00", ToDtTm=f"{day.day}T23:59:59+09:00")
    account = _add(statement, "Acct")
    _add(_add(_add(account, "Id"), "Othr"), "Id", CUSTODY)
    _add(account, "Ccy", "KRW")
    for code, won in (("OPBD", day.opening), ("CLBD", day.closing)):
        _balance(statement, code, won, day.day)
    for line in day.lines:
        _entry(statement, line, day.day)
    Xml.indent(root)
    return Xml.tostring(root, encoding="utf-8", xml_declaration=True)


def _balance(statement: Xml.Element, code: str, won: int, day: str) -> None:
    balance = _add(statement, "Bal")
    _add(_add(_add(balance, "Tp"), "CdOrPrtry"), "Cd", code)
    _won(balance, won, True)
    _add(_add(balance, "Dt"), "Dt", day)


def _entry(statement: Xml.Element, line: dict[str, Any], day: str) -> None:
    entry = _add(statement, "Ntry")
    _add(entry, "NtryRef", str(line["id"]))
    _won(entry, line["amount"], line["incoming"])
    _add(_add(entry, "Sts"), "Cd", "BOOK")
    _add(_add(entry, "BookgDt"), "DtTm", clock.moment(int(line["at"])).isoformat())
    _add(_add(entry, "ValDt"), "Dt", day)
    _add(entry, "AcctSvcrRef", str(line["id"]))
    _add(_add(_add(entry, "BkTxCd"), "Prtry"), "Cd", line["kind"])
    details = _add(_add(entry, "NtryDtls"), "TxDtls")
    if line["bank_tran_id"]:
        _add(_add(details, "Refs"), "EndToEndId", line["bank_tran_id"])
    if line["fee"]:  # the amount has had it taken off already
        charge = _add(_add(details, "Chrgs"), "Rcrd")
        _won(charge, line["fee"], False)
        _add(charge, "ChrgInclInd", "true")
    if line["name"] or line["virtual_account"]:
        parties = _add(details, "RltdPties")
        if line["name"]:
            _add(_add(_add(parties, "Dbtr"), "Pty"), "Nm", line["name"])
        if line["virtual_account"]:
            where = _add(_add(_add(parties, "CdtrAcct"), "Id"), "Othr")
            _add(where, "Id", line["virtual_account"])


def _won(parent: Xml.Element, won: int, incoming: bool) -> None:
    _add(parent, "Amt", str(won)).set("Ccy", "KRW")
    _add(parent, "CdtDbtInd", "CRDT" if incoming else "DBIT")


def _add(parent: Xml.Element, tag: str, text: str | None = None, **children: str) -> Xml.Element:
    made = Xml.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
    made.text = text
    for name, value in children.items():
        _add(made, name, value)
    return made
