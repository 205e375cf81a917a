"""A closed day as the bank writes it, read into lines: camt.053.001.08 (ISO 20022) and the bank's own CSV.

Both give the same `Line`s with the same digests. Reading is strict: what is not understood is refused, never left out, because
a line left out would be money left out. Whether the lines add up is not judged here (`Statement.gap_won`).
"""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta, timezone

from lxml import etree

from kwonik.escrow.bank.port import Kind, Line, Statement

KOREA = timezone(timedelta(hours=9))
NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
WORDS = {"입금": Kind.DEPOSIT, "지급": Kind.PAYOUT, "환불": Kind.REFUND, "반환": Kind.RETURNED}
COLUMNS = [
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
]
LONGEST = 32 * 1024 * 1024  # bytes


class Unreadable(ValueError):
    """The statement cannot be read as a whole; nothing of it may be used. The message is Korean."""


def read_camt(raw: bytes) -> Statement:
    """The one statement of a camt.053.001.08 message. Raises Unreadable."""
    try:
        return _read_camt(raw)
    except (etree.XMLSyntaxError, ValueError, KeyError, ArithmeticError) as trouble:
        raise Unreadable(f"camt.053 거래명세를 읽을 수 없습니다: {trouble}") from trouble


def read_csv(raw: bytes) -> Statement:
    """The bank's CSV: the balance carried over, the lines, the closing balance. Raises Unreadable."""
    try:
        return _read_csv(raw)
    except (csv.Error, ValueError, KeyError) as trouble:
        raise Unreadable(f"CSV 거래명세를 읽을 수 없습니다: {trouble}") from trouble


# --- camt.053 -----------------------------------------------------------------------------------------------------


def _read_camt(raw: bytes) -> Statement:
    if len(raw) > LONGEST:
        raise ValueError("너무 큽니다.")
    # No entities, no DTD, no network: a statement needs none of them, an attacker does.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(raw, parser)
    if root.getroottree().docinfo.doctype:
        raise ValueError("DOCTYPE이 있습니다.")
    (statement,) = _all(root, "BkToCstmrStmt/Stmt")
    balances = {_text(one, "Tp/CdOrPrtry/Cd"): one for one in _all(statement, "Bal")}
    day = date.fromisoformat(_text(balances["CLBD"], "Dt/Dt"))
    return Statement(
        number=_text(statement, "Id"),
        on=day,
        opening_won=_signed(balances["OPBD"]),
        closing_won=_signed(balances["CLBD"]),
        lines=tuple(_read_entry(entry) for entry in _all(statement, "Ntry")),
        raw=raw,
    )


def _read_entry(entry: etree._Element) -> Line:
    if _text(entry, "Sts/Cd") != "BOOK":
        raise ValueError("아직 확정되지 않은 줄이 있습니다.")
    details = "NtryDtls/TxDtls"
    return Line(
        number=_text(entry, "AcctSvcrRef"),
        kind=_kind(_text(entry, "BkTxCd/Prtry/Cd")),
        value_on=date.fromisoformat(_text(entry, "ValDt/Dt")),
        booked_at=datetime.fromisoformat(_text(entry, "BookgDt/DtTm")),
        incoming=_is_credit(entry),
        amount_won=_won(entry),
        bank_tran_id=_text(entry, f"{details}/Refs/EndToEndId", ""),
        virtual_account=_text(entry, f"{details}/RltdPties/CdtrAcct/Id/Othr/Id", ""),
        depositor=_text(entry, f"{details}/RltdPties/Dbtr/Pty/Nm", ""),
        fee_won=_charged(entry),
    )


def _charged(entry: etree._Element) -> int:
    """What a card company kept before it paid in: a charge that the entry's amount has had taken off already."""
    charges = _all(entry, "NtryDtls/TxDtls/Chrgs/Rcrd")
    if any(_is_credit(one) or _text(one, "ChrgInclInd") != "true" for one in charges):
        raise ValueError("금액에서 뺀 것이 아닌 수수료가 있습니다.")
    return sum(_won(one) for one in charges)


def _kind(word: str) -> Kind:
    return Kind(word) if word in list(Kind) else Kind.OTHER


def _all(node: etree._Element, path: str) -> list[etree._Element]:
    return node.findall("/".join(f"{{{NAMESPACE}}}{step}" for step in path.split("/")))


def _text(node: etree._Element, path: str, default: str | None = None) -> str:
    found = _all(node, path)
    if len(found) == 1 and found[0].text:
        return str(found[0].text)
    if default is None or found:
        raise ValueError(f"{path}이(가) 하나가 아닙니다.")
    return default


def _won(node: etree._Element) -> int:
    (amount,) = _all(node, "Amt")
    if amount.get("Ccy") != "KRW":
        raise ValueError("원화가 아닌 금액이 있습니다.")
    whole, _, rest = (amount.text or "").partition(".")  # 1000 or 1000.00: KRW has no smaller unit
    if rest.strip("0"):
        raise ValueError("원 아래의 금액이 있습니다.")
    return _digits(whole)


def _is_credit(node: etree._Element) -> bool:
    return {"CRDT": True, "DBIT": False}[_text(node, "CdtDbtInd")]


def _signed(node: etree._Element) -> int:
    return _won(node) if _is_credit(node) else -_won(node)


# --- CSV ----------------------------------------------------------------------------------------------------------


def _read_csv(raw: bytes) -> Statement:
    if len(raw) > LONGEST:
        raise ValueError("너무 큽니다.")
    header, *rows = csv.reader(io.StringIO(raw.decode("utf-8-sig")), strict=True)
    if header != COLUMNS or len(rows) < 2 or any(len(row) != len(COLUMNS) for row in rows):
        raise ValueError("열이 다릅니다.")
    (opening, *lines, closing) = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    if opening["구분"] != "전일이월" or closing["구분"] != "마감잔액":
        raise ValueError("전일이월이나 마감잔액이 없습니다.")
    return Statement(
        number=opening["적요"],
        on=_day(closing["거래일자"]),
        opening_won=_digits(opening["잔액"]),
        closing_won=_digits(closing["잔액"]),
        lines=tuple(_read_row(line) for line in lines),
        raw=raw,
    )


def _read_row(row: dict[str, str]) -> Line:
    if bool(row["입금액"]) == bool(row["출금액"]):
        raise ValueError("입금액과 출금액 가운데 하나만 있어야 합니다.")
    moment = datetime.strptime(row["거래일자"] + row["거래시각"], "%Y%m%d%H%M%S").replace(tzinfo=KOREA)
    return Line(
        number=row["거래번호"],
        kind=WORDS.get(row["구분"], Kind.OTHER),
        value_on=_day(row["거래일자"]),
        booked_at=moment,
        incoming=bool(row["입금액"]),
        amount_won=_digits(row["입금액"] or row["출금액"]),
        bank_tran_id=row["은행거래고유번호"],
        virtual_account=row["가상계좌"],
        depositor=row["적요"],
        fee_won=_digits(row["수수료"] or "0"),
    )


def _day(text: str) -> date:
    return datetime.strptime(text, "%Y%m%d").date()


def _digits(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 15):
        raise ValueError("금액이 숫자가 아닙니다.")
    return int(text)
