"""The counter for everybody else: people who pay into a virtual account, and people who are paid. A page for hands, JSON for programs."""

from __future__ import annotations

import sqlite3
from typing import Any

from flask import Blueprint, Response, jsonify, render_template_string, request

from sandbox_bank import clock, transfers
from sandbox_bank.books import Books, custody, find_account, open_account

LOOK = """<!doctype html><html lang="ko"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<style>body{font:1rem/1.6 sans-serif;word-break:keep-all;max-width:34rem;margin:2rem auto;padding:0 1rem}
label{display:block;margin:.8rem 0 .2rem}input,button{font:inherit;padding:.5rem;width:100%;box-sizing:border-box}
button{margin-top:1.2rem}[role]{padding:.8rem;border:2px solid}</style>"""
PAGE = (
    LOOK
    + """<title>연습 은행</title>
<main><h1>연습 은행</h1><p>여기서 오가는 돈은 진짜가 아닙니다. 안내받은 가상계좌에 누구의 이름으로든 얼마든 넣어 볼 수 있습니다.</p>
{% if told %}<p role="{{ "alert" if said else "status" }}">{{ told }}</p>{% endif %}
<form method="post">
<label for="n">가상계좌 번호</label>
<input id="n" name="virtual_account" required inputmode="numeric" value="{{ said.virtual_account }}">
<label for="m">보내는 사람 이름</label><input id="m" name="name" required maxlength="20" value="{{ said.name }}">
<label for="w">금액(원)</label><input id="w" name="amount" required inputmode="numeric" value="{{ said.amount }}">
<button>입금하기</button></form><p>은행의 시계: {{ now }} · 예치 계좌 잔액: {{ "{:,}".format(balance) }}원</p></main></html>"""
)


def counter(books: Books) -> Blueprint:
    door = Blueprint("customers", __name__)

    @door.get("/")
    @door.get("/customer")
    def page() -> str:
        """The form; an address such as /customer?virtual_account=…&amount=… fills it in."""
        return _show(books, "", request.args.to_dict())

    @door.post("/customer")
    def paid_by_hand() -> Response | tuple[str, int]:
        said = request.form.to_dict()
        try:
            with books.changing() as db:
                amount = _pay(db, said)["amount"]
        except ValueError as trouble:
            return _show(books, str(trouble), said), 422
        return Response(_show(books, f"{amount:,}원을 입금했습니다.", {}))

    @door.post("/customer/payments")
    def payments() -> tuple[Response, int]:
        try:
            with books.changing() as db:
                return jsonify(_pay(db, request.get_json())), 201
        except ValueError as trouble:
            return jsonify(error=str(trouble)), 422

    @door.post("/customer/accounts")
    def accounts() -> tuple[Response, int]:
        said = request.get_json()
        with books.changing() as db:
            found = open_account(db, said["bank"], said["number"], said["holder"], said.get("status", "open"))
            return jsonify(_tell(found)), 201

    @door.get("/customer/accounts/<bank>/<number>")
    def account(bank: str, number: str) -> tuple[Response, int]:
        with books.changing() as db:
            transfers.do_what_is_due(db, clock.now(db))
            found = find_account(db, bank, number)
        return (jsonify(_tell(found)), 200) if found else (jsonify(error="없는 계좌입니다."), 404)

    return door


def _pay(db: sqlite3.Connection, said: dict[str, Any]) -> dict[str, Any]:
    """Pay in, from the account that is named or one of the payer's own."""
    at = clock.now(db)
    transfers.do_what_is_due(db, at)
    name = str(said.get("name", "")).strip()
    amount = str(said.get("amount", "")).replace(",", "").strip()
    if not name.isprintable() or not 1 <= len(name) <= 20:
        raise ValueError("보내는 사람 이름을 20자까지 적어 주세요.")
    if not amount.isascii() or not amount.isdecimal() or not 0 < int(amount) < 10**12:
        raise ValueError("금액을 1원 이상의 숫자로 적어 주세요.")
    number = str(said.get("virtual_account", "")).replace("-", "").strip()
    source = (str(said.get("bank", "097")), str(said.get("account") or _own_account(name)))
    entry = transfers.pay_in(db, number, int(amount), name, source, at)
    row = db.execute("SELECT id, amount, name, day FROM entry WHERE id = ?", [entry]).fetchone()
    return {"tran_no": str(row["id"]), "amount": row["amount"], "name": row["name"], "day": row["day"]}


def _own_account(name: str) -> str:
    """An account number for a payer who named none: the same name, the same account."""
    return f"88{int.from_bytes(name.encode(), 'big') % 10**10:010d}"


def _tell(account: Any) -> dict[str, Any]:
    return {name: account[name] for name in ("bank", "number", "holder", "status", "balance")}


def _show(books: Books, told: str, said: dict[str, Any]) -> str:
    with books.changing() as db:
        now = clock.moment(clock.now(db)).strftime("%Y-%m-%d %H:%M")
        balance = custody(db)["balance"]
    return render_template_string(PAGE, told=told, said=said, now=now, balance=balance)
