"""Paying by card: orders, what a card company charges, and the money that it pays in some business days later, less its fee.

Cards are the names of their holders: nobody types a number here.
"""

from __future__ import annotations

import sqlite3
from datetime import date, datetime, timedelta
from typing import Any

from sandbox_bank import clock, knobs, notices
from sandbox_bank.books import OUTSIDE, OWN_BANK, custody, find_account, open_account, post

ISSUER = "999"
"""Where the accounts of cards are kept: what goes back to a deposit goes back to the card."""
WEEKEND = 5
SETTLED_AT = 10
"""The hour at which card companies pay."""


def issue(db: sqlite3.Connection, reference: str, amount: int, expires_on: str, back_to: str) -> str:
    """The order of the reference; asked again, the same one, and its new amount as long as nobody has paid."""
    if not back_to.startswith(("https://", "http://")):
        raise ValueError("return_url")
    count = db.execute("SELECT count(*) FROM card_order").fetchone()[0]
    row = db.execute(
        "INSERT INTO card_order (number, reference, amount, expires_on, back_to) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (reference) DO UPDATE SET back_to = excluded.back_to,"
        " amount = CASE WHEN paid_at IS NULL THEN excluded.amount ELSE amount END,"
        " expires_on = CASE WHEN paid_at IS NULL THEN excluded.expires_on ELSE expires_on END RETURNING number, amount",
        [f"KC{count + 1:010d}", reference, amount, expires_on, back_to],
    ).fetchone()
    if row["amount"] != amount:
        raise ValueError("tran_amt")
    return str(row["number"])


def find(db: sqlite3.Connection, number: str) -> Any:
    return db.execute("SELECT * FROM card_order WHERE number = ?", [number]).fetchone()


def pay(db: sqlite3.Connection, number: str, holder: str, at: float) -> Any:
    """Somebody's card is charged: the order; None where the card is declined. Raises ValueError where nothing can be paid."""
    order = find(db, number)
    if not order:
        raise ValueError("없는 주문입니다.")
    if order["paid_at"] is not None:
        if order["holder"] == holder:  # the same page sent twice charges once
            return order
        raise ValueError("이미 결제한 주문입니다.")
    if clock.day_of(at) > order["expires_on"]:
        raise ValueError("결제 기한이 지난 주문입니다.")
    if not holder.isprintable() or not 1 <= len(holder) <= 20:
        raise ValueError("카드 명의자의 이름을 20자까지 적어 주세요.")
    if knobs.strikes(db, "card_declined", number):
        return None
    fee = -(-order["amount"] * int(knobs.setting(db, "card_basis_points")) // 10_000)
    if knobs.strikes(db, "card_fee_other", number):
        fee += int(knobs.setting(db, "card_fee_other"))
    said = _after(clock.day_of(at), int(knobs.setting(db, "card_days")))
    late = (
        int(knobs.setting(db, "card_settles_late")) if knobs.strikes(db, "card_settles_late", number) else 0
    )
    day = said + timedelta(days=late)
    comes = max(at, datetime(day.year, day.month, day.day, SETTLED_AT, tzinfo=clock.KOREA).timestamp())
    db.execute(
        "UPDATE card_order SET paid_at = ?, holder = ?, fee = min(?, amount - 1), settles_on = ? WHERE number = ?",
        [at, holder, fee, said.isoformat(), number],
    )
    db.execute("INSERT INTO task (due, kind, subject) VALUES (?, 'settle', ?)", [comes, number])
    told = {"tran_no": "", "tran_amt": str(order["amount"]), "bank_tran_id": "", "print_content": holder}
    told |= {"tran_date": clock.compact(at)[:8], "vaccount_num": number}
    notices.say(db, "card.paid", told, at)
    return find(db, number)


def settle(db: sqlite3.Connection, number: str, at: float) -> None:
    """The card company pays what it charged, less its fee, into custody."""
    order, day = find(db, number), clock.day_of(at)
    card = open_account(db, ISSUER, _card_of(order["holder"]), order["holder"])
    won = order["amount"] - order["fee"]
    post(db, "cash", find_account(db, OWN_BANK, OUTSIDE)["id"], card["id"], won, at, day)
    more = {"virtual_account": number, "name": order["holder"], "fee": order["fee"]}
    notices.announce(db, post(db, "deposit", card["id"], custody(db)["id"], won, at, day, **more), at)


def last_issued(db: sqlite3.Connection, limit: int) -> list[dict[str, Any]]:
    """The orders issued last."""
    found = db.execute("SELECT * FROM card_order ORDER BY number DESC LIMIT ?", [limit])
    told = ("number", "reference", "amount", "expires_on", "fee", "settles_on")
    return [{**{name: row[name] for name in told}, "paid": row["paid_at"] is not None} for row in found]


def _after(day: str, days: int) -> date:
    """So many business days later; holidays are not known here."""
    found = date.fromisoformat(day)
    while days > 0:
        found += timedelta(days=1)
        days -= found.weekday() < WEEKEND
    return found


def _card_of(holder: str) -> str:
    """The account of somebody's card: the same name, the same card."""
    return f"77{int.from_bytes(holder.encode(), 'big') % 10**10:010d}"
