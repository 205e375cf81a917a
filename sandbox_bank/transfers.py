"""Money that leaves by the customer's order, and money that comes in: payouts, refunds, deposits, returns."""

from __future__ import annotations

import sqlite3
from typing import Any

from sandbox_bank import cards, clock, knobs, notices
from sandbox_bank.books import (
    OUTSIDE,
    OWN_BANK,
    balance_on,
    custody,
    find_account,
    open_account,
    post,
)

DONE, IN_PROCESS, NO_ACCOUNT, NOT_OPEN, OTHER, WRONG_NAME = "000", "400", "412", "416", "499", "815"
NOT_HAD, NEVER_HAD, HAD_BEFORE = "701", "702", "703"
STATUS_CODES = {"closed": "415", "reported": "419", "suspended": "420"}
MESSAGES = {
    DONE: "",
    IN_PROCESS: "처리 중",
    NO_ACCOUNT: "해당계좌 없음",
    "415": "해약 계좌",
    NOT_OPEN: "잡좌",
    "419": "사고 신고계좌",
    "420": "거래중지 계좌",
    OTHER: "기타 처리불가",
    NOT_HAD: "원거래 없음",
    NEVER_HAD: "원거래 없음(마감)",
    HAD_BEFORE: "거래고유번호 중복",
    WRONG_NAME: "예금주명 불일치",
}
Rows = sqlite3.Connection


def check_payee(db: Rows, bank: str, number: str, name: str) -> tuple[str, Any]:
    """(code, account): whether the account takes money in that name."""
    account = find_account(db, bank, number)
    if not account and knobs.setting(db, "unknown_accounts") == "open":
        if number[-3:] in MESSAGES and number[-3:] != DONE:
            return number[-3:], None
        account = open_account(db, bank, number, name)
    if not account or account["kind"] == "outside":
        return NO_ACCOUNT, None
    if account["kind"] == "custody":
        return NOT_OPEN, None
    if account["status"] != "open":
        return STATUS_CODES[account["status"]], None
    return (DONE, account) if account["holder"] == name else (WRONG_NAME, None)


def pay_out(db: Rows, bank_tran_id: str, amount: int, payee: tuple[str, str, str], at: float) -> str:
    """Carry out a payout, or note why not: the code. A number is taken once, for ever."""
    if _had(db, bank_tran_id):
        return HAD_BEFORE
    code, account = check_payee(db, *payee)
    return _take(db, "payout", bank_tran_id, amount, code, account, None, at)


def give_back(db: Rows, bank_tran_id: str, amount: int, deposit: str, at: float) -> str:
    """Send a deposit, or what is left of it, back to the account it came from: the code."""
    if _had(db, bank_tran_id):
        return HAD_BEFORE
    entry = db.execute(
        "SELECT e.*, (SELECT coalesce(sum(amount), 0) FROM instruction i"
        "  WHERE i.gives_back = e.id AND i.kind = 'refund' AND i.code IN ('000', '400')"
        "  AND NOT EXISTS (SELECT 1 FROM entry r JOIN entry o ON o.id = r.gives_back"
        "   WHERE r.kind = 'returned' AND o.bank_tran_id = i.bank_tran_id)) AS given"
        " FROM entry e WHERE e.id = ? AND e.kind = 'deposit'",
        [deposit],
    ).fetchone()
    if not entry:
        return _take(db, "refund", bank_tran_id, amount, NO_ACCOUNT, None, None, at)
    account = db.execute("SELECT * FROM account WHERE id = ?", [entry["payer"]]).fetchone()
    code = STATUS_CODES.get(account["status"], DONE)
    if entry["given"] + amount > entry["amount"]:
        code = OTHER
    return _take(db, "refund", bank_tran_id, amount, code, account, entry["id"], at)


def _had(db: Rows, bank_tran_id: str) -> bool:
    found = db.execute("SELECT 1 FROM instruction WHERE bank_tran_id = ?", [bank_tran_id])
    return bool(found.fetchone())


def _take(
    db: Rows,
    kind: str,
    bank_tran_id: str,
    amount: int,
    code: str,
    account: Any,
    gives_back: int | None,
    at: float,
) -> str:
    if code == DONE and knobs.strikes(db, "refuse", bank_tran_id):
        code = str(knobs.setting(db, "refuse"))
    if code == DONE and amount > custody(db)["balance"] - _promised(db):
        code = OTHER
    if code == DONE and knobs.strikes(db, "execute_late", bank_tran_id):
        code = IN_PROCESS
        due = at + float(knobs.setting(db, "execute_late"))
        db.execute("INSERT INTO task (due, kind, subject) VALUES (?, 'execute', ?)", [due, bank_tran_id])
    payee = account["id"] if account else None
    db.execute(
        "INSERT INTO instruction VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [bank_tran_id, kind, clock.day_of(at), amount, payee, gives_back, code, at],
    )
    if code == DONE:
        _carry_out(db, bank_tran_id, at)
    return code


def _promised(db: Rows) -> int:
    """What transfers still in process will take."""
    row = db.execute("SELECT coalesce(sum(amount), 0) FROM instruction WHERE code = '400'").fetchone()
    return int(row[0])


def _carry_out(db: Rows, bank_tran_id: str, at: float) -> None:
    said = db.execute("SELECT * FROM instruction WHERE bank_tran_id = ?", [bank_tran_id]).fetchone()
    entry = post(
        db,
        said["kind"],
        custody(db)["id"],
        said["payee"],
        said["amount"],
        at,
        clock.day_of(at),
        bank_tran_id=bank_tran_id,
        gives_back=said["gives_back"],
    )
    db.execute("UPDATE instruction SET code = '000', at = ? WHERE bank_tran_id = ?", [at, bank_tran_id])
    if knobs.strikes(db, "return_next_day", bank_tran_id):
        due = clock.next_morning(at)
        db.execute("INSERT INTO task (due, kind, subject) VALUES (?, 'return', ?)", [due, entry])


def look_up(db: Rows, bank_tran_id: str, day: str, at: float) -> tuple[str, Any]:
    """(code, instruction) of what was sent under the number. A day that is over takes no more messages."""
    said = db.execute("SELECT * FROM instruction WHERE bank_tran_id = ?", [bank_tran_id]).fetchone()
    if said:
        return said["code"], said
    return (NEVER_HAD if day < clock.day_of(at) else NOT_HAD), None


def issue(db: Rows, reference: str, expires_on: str) -> str:
    """The virtual account of the reference; asked again, the same one (until the later day)."""
    count = db.execute("SELECT count(*) FROM virtual_account").fetchone()[0]
    row = db.execute(
        "INSERT INTO virtual_account VALUES (?, ?, ?)"
        " ON CONFLICT (reference) DO UPDATE SET expires_on = max(expires_on, excluded.expires_on) RETURNING number",
        [f"5620{count + 1:010d}", reference, expires_on],
    ).fetchone()
    return str(row[0])


def pay_in(db: Rows, number: str, amount: int, name: str, source: tuple[str, str], at: float) -> int:
    """A customer pays into a virtual account: the entry. Raises ValueError where nothing can be paid."""
    found = db.execute("SELECT * FROM virtual_account WHERE number = ?", [number]).fetchone()
    if not found:
        raise ValueError("없는 가상계좌입니다.")
    if clock.day_of(at) > found["expires_on"]:
        raise ValueError("입금 기한이 지난 가상계좌입니다.")
    if knobs.strikes(db, "deposit_short", number):
        amount = max(1, amount - int(knobs.setting(db, "deposit_short")))
    if knobs.strikes(db, "deposit_over", number):
        amount += int(knobs.setting(db, "deposit_over"))
    if knobs.strikes(db, "deposit_wrong_name", number):
        name = str(knobs.setting(db, "deposit_wrong_name"))
    payer = find_account(db, *source) or open_account(db, *source, name)
    if payer["kind"] != "person":
        raise ValueError("이 계좌에서는 보낼 수 없습니다.")
    day = clock.day_of(at)
    post(db, "cash", find_account(db, OWN_BANK, OUTSIDE)["id"], payer["id"], amount, at, day)
    entry = post(
        db, "deposit", payer["id"], custody(db)["id"], amount, at, day, virtual_account=number, name=name
    )
    notices.announce(db, entry, at)
    return entry


def do_what_is_due(db: Rows, until: float) -> None:
    """Everything the bank does by itself up to that instant, each at its own time, before anything else happens."""
    while task := db.execute(
        "SELECT * FROM task WHERE due <= ? ORDER BY due, id LIMIT 1", [until]
    ).fetchone():
        if task["kind"] == "execute":
            _carry_out(db, task["subject"], task["due"])
        elif task["kind"] == "settle":
            cards.settle(db, task["subject"], task["due"])
        else:
            _return(db, int(task["subject"]), task["due"])
        db.execute("DELETE FROM task WHERE id = ?", [task["id"]])


def _return(db: Rows, entry: int, at: float) -> None:
    sent = db.execute("SELECT * FROM entry WHERE id = ?", [entry]).fetchone()
    # A payee who has spent it in the meantime owes it to the bank: the world outside pays.
    have = db.execute("SELECT balance FROM account WHERE id = ?", [sent["payee"]]).fetchone()[0]
    if have < sent["amount"]:
        outside = find_account(db, OWN_BANK, OUTSIDE)["id"]
        post(db, "cash", outside, sent["payee"], sent["amount"] - have, at, clock.day_of(at))
    back = post(
        db,
        "returned",
        sent["payee"],
        custody(db)["id"],
        sent["amount"],
        at,
        clock.day_of(at),
        bank_tran_id=sent["bank_tran_id"],
        gives_back=entry,
    )
    notices.announce(db, back, at)


def lines(db: Rows, day: str, after: int = 0, limit: int = -1) -> list[dict[str, Any]]:
    """The custody account's entries of a day in order, each with the balance it left."""
    mine = custody(db)["id"]
    balance = _balance_before(db, day)
    found = []
    for row in db.execute(
        "SELECT * FROM entry WHERE day = ? AND (payer = ? OR payee = ?) ORDER BY id", [day, mine, mine]
    ):
        incoming = row["payee"] == mine
        balance += row["amount"] if incoming else -row["amount"]
        if row["id"] > after:
            found.append({**dict(row), "incoming": incoming, "after_balance": balance})
    return found[:limit] if limit >= 0 else found


def _balance_before(db: Rows, day: str) -> int:
    mine = custody(db)["id"]
    row = db.execute(
        "SELECT coalesce(sum(CASE payee WHEN ?1 THEN amount ELSE -amount END), 0) FROM entry"
        " WHERE (payer = ?1 OR payee = ?1) AND day < ?2",
        [mine, day],
    ).fetchone()
    return int(row[0])


def opening_and_closing(db: Rows, day: str) -> tuple[int, int]:
    return _balance_before(db, day), balance_on(db, day)


def last_lines(db: Rows, limit: int) -> list[dict[str, Any]]:
    """The custody account's newest entries, whatever their day."""
    mine = custody(db)["id"]
    found = db.execute(
        "SELECT * FROM entry WHERE payer = ?1 OR payee = ?1 ORDER BY id DESC LIMIT ?2", [mine, limit]
    )
    told = ("kind", "amount", "bank_tran_id", "virtual_account", "fee", "name")
    return [
        {
            "number": str(row["id"]),
            "at": clock.moment(row["at"]).isoformat(),
            "incoming": row["payee"] == mine,
            **{column: row[column] for column in told},
        }
        for row in found
    ]


def last_issued(db: Rows, limit: int) -> list[dict[str, Any]]:
    """The virtual accounts issued last, with what was paid into each."""
    found = db.execute(
        "SELECT v.*, (SELECT coalesce(sum(amount), 0) FROM entry e WHERE e.kind = 'deposit'"
        " AND e.virtual_account = v.number) AS paid FROM virtual_account v ORDER BY number DESC LIMIT ?",
        [limit],
    )
    return [dict(row) for row in found]
