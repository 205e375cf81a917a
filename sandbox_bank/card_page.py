"""The bank's own page for an order: whoever opens it pays by card, under any name. A page for hands, JSON for programs."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template_string, request

from sandbox_bank import cards, clock, transfers
from sandbox_bank.books import Books
from sandbox_bank.customers import LOOK

PAGE = (
    LOOK
    + """<title>연습 은행 카드 결제</title>
<main><h1>카드 결제</h1><p>연습 은행의 결제 화면입니다. 여기서 오가는 돈은 진짜가 아니며, 카드번호는 묻지 않습니다.</p>
{% if told %}<p role="{{ "status" if order.paid_at else "alert" }}">{{ told }}</p>{% endif %}
<p>결제할 금액 <strong>{{ "{:,}".format(order.amount) }}원</strong> · {{ order.expires_on }}까지</p>
{% if order.paid_at %}<p>결제를 마쳤습니다. {{ order.settles_on }}까지 예치 계좌에 들어갑니다.</p>
{% else %}<form method="post"><label for="h">카드 명의자 이름</label>
<input id="h" name="name" required maxlength="20" autocomplete="off" value="{{ name }}"><button>결제하기</button></form>{% endif %}
<p><a href="{{ order.back_to }}">돌아가기</a></p></main></html>"""
)


def counter(books: Books) -> Blueprint:
    door = Blueprint("card_page", __name__)

    @door.get("/customer/cards/<number>")
    def page(number: str) -> str:
        return _show(books, number)

    @door.post("/customer/cards/<number>")
    def paid_by_hand(number: str) -> str | tuple[str, int]:
        name = request.form.get("name", "").strip()
        try:
            _pay(books, number, name)
        except ValueError as trouble:
            return _show(books, number, str(trouble), name), 422
        return _show(books, number, "결제했습니다.")

    @door.post("/customer/cards")
    def payments() -> tuple[Response, int]:
        said = request.get_json()
        try:
            paid = _pay(books, str(said["order"]), str(said["name"]).strip())
        except ValueError as trouble:
            return jsonify(error=str(trouble)), 422
        return jsonify(amount=paid["amount"], fee=paid["fee"], settles_on=paid["settles_on"]), 201

    return door


def _pay(books: Books, number: str, name: str) -> Any:
    with books.changing() as db:
        at = clock.now(db)
        transfers.do_what_is_due(db, at)
        paid = cards.pay(db, number, name, at)
    if paid is None:
        raise ValueError("카드사가 결제를 거절했습니다. 다른 카드로 다시 해 보세요.")
    return paid


def _show(books: Books, number: str, told: str = "", name: str = "") -> str:
    with books.changing() as db:
        transfers.do_what_is_due(db, clock.now(db))
        order = cards.find(db, number)
    if not order:
        abort(404)
    return render_template_string(PAGE, order=dict(order), told=told, name=name)
