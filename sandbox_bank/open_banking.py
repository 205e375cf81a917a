"""The bank's counter for its business customer: Korean open banking v2 (KFTC), and what it has beside it for virtual
accounts and days. What is known of the shapes, and what is assumed, stands in docs/escrow/bank.md."""

from __future__ import annotations

import sqlite3
from typing import Any

from flask import Blueprint, Response, request

from sandbox_bank import cards, clock, statements, transfers
from sandbox_bank.asking import NOT_CLOSED, ORGANISATION, WRONG_DAY, Turned, Work, give_token, meet
from sandbox_bank.books import CUSTODY, OWN_BANK, Books, balance_on
from sandbox_bank.notices import spoken

PAGE = 20
Rows = sqlite3.Connection
Said = dict[str, Any]


def counter(books: Books) -> Blueprint:
    """All addresses under /oauth and /v2.0."""
    door = Blueprint("open_banking", __name__)

    def post(path: str, work: Work, *, moves_money: bool = False) -> None:
        def view() -> Response:
            said = request.get_json(force=True, silent=True)
            said = said if isinstance(said, dict) else {}
            return meet(books, work, subject=_subject(path, said), said=said, moves_money=moves_money)

        door.add_url_rule(path, work.__name__, view, methods=["POST"])

    def get(path: str, work: Work) -> None:
        def view() -> Response:
            return meet(books, work, subject=path, said=request.args.to_dict())

        door.add_url_rule(path, work.__name__, view, methods=["GET"])

    door.add_url_rule(
        "/oauth/2.0/token", "token", lambda: give_token(books, request.form.to_dict()), methods=["POST"]
    )
    post("/v2.0/inquiry/receive", receive)
    post("/v2.0/transfer/deposit/acnt_num", deposit, moves_money=True)
    post("/v2.0/return/claim", claim, moves_money=True)
    post("/v2.0/transfer/result", result)
    post("/v2.0/virtual_account/issue", issue)
    post("/v2.0/card_order/issue", card_order)
    post("/v2.0/card_order/result", card_result)
    get("/v2.0/account/transaction_list/acnt_num", transaction_list)
    get("/v2.0/account/closing_balance", closing_balance)
    get("/v2.0/account/statement", statement)
    return door


def _subject(path: str, said: Said) -> str:
    listed = said.get("req_list") or [said]
    first = listed[0] if isinstance(listed, list) and isinstance(listed[0], dict) else {}
    return f"{path} {first.get('bank_tran_id') or first.get('org_bank_tran_id') or ''}"


def receive(db: Rows, at: float, said: Said) -> Said:
    """수취조회: may this account be paid, and is it held in that name?"""
    _own(said["cntr_account_num"])
    payee = (said["bank_code_std"], said["account_num"], said["account_holder_name"])
    code, account = transfers.check_payee(db, *payee)
    return {
        **_reply(db, at, said["bank_tran_id"], code),
        "recv_bank_code_std": payee[0],
        "account_holder_name": account["holder"] if account else "",
    }


def deposit(db: Rows, at: float, said: Said) -> Said:
    """입금이체: pay from the custody account to somebody's account."""
    _own(said["cntr_account_num"])
    _today(said["tran_dtime"], at)
    (asked,) = said["req_list"]
    name, amount = _number(asked["bank_tran_id"]), _won(asked["tran_amt"])
    payee = (asked["bank_code_std"], asked["account_num"], asked["account_holder_name"])
    code = transfers.pay_out(db, name, amount, payee, at)
    answer = {"tran_no": asked["tran_no"], "bank_code_std": payee[0], "tran_amt": str(amount)}
    return {"res_cnt": "1", "res_list": [{**answer, **_reply(db, at, name, code)}]}


def claim(db: Rows, at: float, said: Said) -> Said:
    """자금반환: give a deposit back to the account it came from. `org_tran_no` is our number of the deposit."""
    _today(said["tran_dtime"], at)
    name, amount = _number(said["bank_tran_id"]), _won(said["tran_amt"])
    code = transfers.give_back(db, name, amount, said["org_tran_no"], at)
    return {**_reply(db, at, name, code), "tran_amt": str(amount)}


def result(db: Rows, at: float, said: Said) -> Said:
    """이체결과조회: what became of it."""
    (asked,) = said["req_list"]
    name, day = asked["org_bank_tran_id"], clock.read_day(asked["org_bank_tran_date"])
    code, found = transfers.look_up(db, name, day, at)
    amount = str(found["amount"]) if found else ""
    if found and amount != asked["org_tran_amt"]:
        raise ValueError("org_tran_amt")
    answer = {"tran_no": asked["tran_no"], "tran_amt": amount}
    return {
        "res_cnt": "1",
        "res_list": [{**answer, **_reply(db, found["at"] if found else at, name, code)}],
    }


def issue(db: Rows, at: float, said: Said) -> Said:
    """가상계좌 발급."""
    reference, until = said["vaccount_ref"], clock.read_day(said["expire_date"])
    if not reference or until < clock.day_of(at):
        raise ValueError("expire_date")
    return {
        "bank_rsp_code": transfers.DONE,
        "vaccount_ref": reference,
        "bank_code_std": OWN_BANK,
        "vaccount_num": transfers.issue(db, reference, until),
        "expire_date": said["expire_date"],
    }


def card_order(db: Rows, at: float, said: Said) -> Said:
    """카드 결제 주문: the page on which it is paid."""
    reference, until = said["order_ref"], clock.read_day(said["expire_date"])
    amount, back_to = _won(said["tran_amt"]), said["return_url"]
    if not reference or until < clock.day_of(at):
        raise ValueError("expire_date")
    number = cards.issue(db, reference, amount, until, back_to)
    return {
        "bank_rsp_code": transfers.DONE,
        "order_ref": reference,
        "order_num": number,
        "tran_amt": str(amount),
        "expire_date": said["expire_date"],
        "pay_url": f"{request.host_url}customer/cards/{number}",
    }


def card_result(db: Rows, at: float, said: Said) -> Said:
    """카드 결제 결과: whether a card was charged, and when the money comes."""
    order = cards.find(db, said["order_num"])
    if not order:
        raise ValueError("order_num")
    told = {"bank_rsp_code": transfers.DONE, "order_num": order["number"], "paid_yn": "N"}
    if order["paid_at"] is None:
        return told
    moment = clock.compact(order["paid_at"])
    return {
        **told,
        "paid_yn": "Y",
        "tran_date": moment[:8],
        "tran_time": moment[8:],
        "tran_amt": str(order["amount"]),
        "fee_amt": str(order["fee"]),
        "settle_date": order["settles_on"].replace("-", ""),
    }


def transaction_list(db: Rows, at: float, said: Said) -> Said:
    """거래내역조회: a day's lines, PAGE at a time; the trace says where the next page begins."""
    _own(said["account_num"])
    if said["from_date"] != said["to_date"]:
        raise ValueError("to_date")
    after = int(said.get("befor_inquiry_trace_info") or 0)
    found = transfers.lines(db, clock.read_day(said["from_date"]), after, PAGE + 1)
    page, more = found[:PAGE], len(found) > PAGE
    return {
        "bank_rsp_code": transfers.DONE,
        "page_record_cnt": str(len(page)),
        "next_page_yn": "Y" if more else "N",
        "befor_inquiry_trace_info": str(page[-1]["id"]) if more else "",
        "res_list": [_line(line) for line in page],
    }


def closing_balance(db: Rows, at: float, said: Said) -> Said:
    day = _over(said["date"], at)
    return {"bank_rsp_code": transfers.DONE, "date": said["date"], "balance_amt": str(balance_on(db, day))}


def statement(db: Rows, at: float, said: Said) -> Response:
    """거래명세: camt.053 or the bank's CSV."""
    day = statements.close(db, _over(said["date"], at), at)
    if said["format"] == "csv":
        return Response(statements.as_csv(day), mimetype="text/csv")
    if said["format"] != "camt.053.001.08":
        raise ValueError("format")
    return Response(statements.as_camt(day), mimetype="application/xml")


def _line(line: Said) -> Said:
    moment = clock.compact(line["at"])
    return {
        "tran_no": str(line["id"]),
        "tran_date": line["day"].replace("-", ""),
        "tran_time": moment[8:],
        "inout_type": "입금" if line["incoming"] else "출금",
        "tran_type": statements.WORDS[line["kind"]],
        "tran_amt": str(line["amount"]),
        "after_balance_amt": str(line["after_balance"]),
        "bank_tran_id": line["bank_tran_id"],
        "vaccount_num": line["virtual_account"],
        "fee_amt": str(line["fee"]),
        "print_content": line["name"],
    }


def _reply(db: Rows, at: float, name: str, code: str) -> Said:
    told = clock.compact(spoken(db, at))
    return {
        "bank_tran_id": name,
        "bank_tran_date": told[:8],
        "bank_tran_time": told[8:],
        "bank_code_tran": OWN_BANK,
        "bank_rsp_code": code,
        "bank_rsp_message": transfers.MESSAGES.get(code, "기타 오류"),
    }


def _own(number: str) -> None:
    if number != CUSTODY:
        raise ValueError("cntr_account_num")


def _number(name: str) -> str:
    """AN(20) that begins with the customer's code."""
    if len(name) != 20 or not name.startswith(f"{ORGANISATION}U") or not name.isalnum():
        raise ValueError("bank_tran_id")
    return name


def _won(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) < 10**12:
        raise ValueError("tran_amt")
    return int(text)


def _today(stamp: str, at: float) -> None:
    if len(stamp) != 14 or clock.read_day(stamp) != clock.day_of(at):
        raise Turned(WRONG_DAY)


def _over(date: str, at: float) -> str:
    day = clock.read_day(date)
    if day >= clock.day_of(at):
        raise Turned(NOT_CLOSED)
    return day
