"""A bank in memory, for simulations that live through months in a second. It keeps the contract and nothing else:
no HTTP, and faults by a function that is asked at each transfer."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from standardwebhooks import Webhook

from kwonik.escrow.bank import notices, port
from kwonik.escrow.bank.port import Done, Failed, Kind, Line, NoAnswer, Unknown, Why
from tests.escrow.bank.worlds import A_MORNING, KOREA, Sent, on

KEY = "whsec_ZmFrZS1iYW5rLWtleS1mb3ItdGVzdHMtb25seQ=="
PAGE = 20
STATUSES = {"closed": "415", "reported": "419", "suspended": "420"}
SLOW = timedelta(minutes=10)
FAULTS = {
    "maintenance": "the bank is closed",
    "token": "the token is not known any more",
    "request": "lost on the way: never carried out",
    "refuse": "refused for no reason of ours",
    "late": "carried out SLOW later, in process until then",
    "answer": "the answer is lost, whatever it was",
    "return": "the money comes back the next morning",
}
Fault = Callable[[str, str], bool]  # fault and bank_tran_id: does it strike now?


@dataclass
class Held:
    holder: str
    status: str = "open"
    won: int = 0


@dataclass
class FakeBank:
    """A `port.Bank` and its `World` in one. Move `at` (or call `next_day`) and set `strikes` to make it misbehave."""

    at: datetime = A_MORNING
    strikes: Fault = lambda fault, bank_tran_id: False
    custody_won: int = 0  # what can still be sent
    accounts: dict[str, Held] = field(default_factory=dict)
    virtual: dict[str, port.VirtualAccount] = field(default_factory=dict)  # by reference
    orders: dict[str, port.CardOrder] = field(default_factory=dict)  # by reference
    charged: dict[str, port.CardPaid] = field(default_factory=dict)  # by number
    basis_points: int = 0
    sources: dict[str, str] = field(default_factory=dict)  # deposit -> account
    refunded: dict[str, int] = field(default_factory=dict)  # deposit -> won
    lines: list[Line] = field(default_factory=list)
    sent: dict[str, port.Outcome] = field(default_factory=dict)
    waiting: list[tuple[str, str]] = field(default_factory=list)  # notices: id, body
    due: list[tuple[datetime, Callable[[], None]]] = field(default_factory=list)
    armed: set[str] = field(default_factory=set)

    @property
    def bank(self) -> port.Bank:
        return self

    # --- the port

    def issue_virtual_account(self, reference: str, expires_on: date) -> port.VirtualAccount:
        number = f"5620{len(self.virtual) + 1:010d}"
        made = port.VirtualAccount("097", number, reference, expires_on)
        return self.virtual.setdefault(reference, made)

    def issue_card_order(
        self, reference: str, amount_won: int, expires_on: date, back_to: str
    ) -> port.CardOrder:
        known = self.orders.get(reference)
        number = known.number if known else f"KC{len(self.orders) + 1:010d}"
        if known and number in self.charged and known.amount_won != amount_won:
            raise port.Refused("A0006", "tran_amt")
        address = f"https://pay.example/{number}"
        if known is None or number not in self.charged:
            self.orders[reference] = port.CardOrder(number, address, reference, amount_won, expires_on)
        return self.orders[reference]

    def card_payment(self, number: str) -> port.CardPaid | None:
        if number not in [one.number for one in self.orders.values()]:
            raise port.Refused("A0006", "order_num")
        return self.charged.get(number)

    def verify_payee(self, bank: str, account: str, name: str) -> port.Verified | Failed:
        code = self._judge(account, name)
        return failed(code) if code else port.Verified()

    def send_payout(self, payout: port.Payout) -> port.Outcome:
        code = self._judge(payout.account, payout.name)
        return self._send(Kind.PAYOUT, payout, payout.account, code)

    def send_refund(self, refund: port.Refund) -> port.Outcome:
        source = self.sources.get(refund.deposit, "")
        given = self.refunded.get(refund.deposit, 0) + refund.amount_won
        paid = next((line.amount_won for line in self.lines if line.number == refund.deposit), 0)
        code = STATUSES.get(self.accounts[source].status, "") if source else "412"
        code = code or ("499" if given > paid else "")
        return self._send(Kind.REFUND, refund, source, code)

    def inquire(self, bank_tran_id: str, on: date, amount_won: int) -> port.Outcome:
        if bank_tran_id in self.sent:
            return self.sent[bank_tran_id]
        return failed("702") if on < self.at.date() else Unknown(Why.NOT_FOUND)

    def list_transactions(self, on: date, after: str = "") -> port.Page:
        found = [line for line in self.lines if line.value_on == on and int(line.number) > int(after or 0)]
        more = len(found) > PAGE
        return port.Page(tuple(found[:PAGE]), found[PAGE - 1].number if more else None)

    def closing_balance(self, on: date) -> int:
        self._over(on)
        return sum(line.signed_won for line in self.lines if line.value_on <= on)

    def statement(self, on: date) -> port.Statement:
        closing = self.closing_balance(on)
        mine = tuple(line for line in self.lines if line.value_on == on)
        opening = closing - sum(line.signed_won for line in mine)
        return port.Statement(f"fake-{on}", on, opening, closing, mine, b"")

    def verify_notice(self, raw: bytes, headers: Mapping[str, str]) -> port.Notice:
        return notices.verify(raw, headers, [KEY], self.at)

    # --- the world

    def now(self) -> datetime:
        return self.at

    def next_day(self) -> None:
        self.move_to(on(self.at.date() + timedelta(days=1), 10))

    def wait(self, minutes: int) -> None:
        self.move_to(self.at + timedelta(minutes=minutes))

    def move_to(self, instant: datetime) -> None:
        """Later, doing on the way what falls due, each at its time."""
        while ready := [one for one in self.due if one[0] <= instant]:
            first = min(ready, key=lambda one: one[0])
            self.due.remove(first)
            self.at = first[0]
            first[1]()
        self.at = instant.astimezone(KOREA)

    def open_account(self, number: str, holder: str, status: str = "open") -> None:
        self.accounts.setdefault(number, Held(holder)).status = status

    def balance(self, number: str) -> int:
        return self.accounts[number].won

    def pay(self, virtual_account: str, amount: int, name: str, account: str) -> None:
        self.accounts.setdefault(account, Held(name))
        self.custody_won += amount
        line = self._write(Kind.DEPOSIT, amount, virtual_account=virtual_account, depositor=name)
        self.sources[line.number] = account
        self._announce(line)

    def pay_card(self, order: str, name: str) -> None:
        found = next(one for one in self.orders.values() if one.number == order)
        assert order not in self.charged and self.at.date() <= found.expires_on
        fee = -(-found.amount_won * self.basis_points // 10_000)
        said = weekdays_after(self.at.date(), 2)
        day = said + timedelta(days=self._struck("settle_late", order))
        moment = self.at.replace(microsecond=0)
        self.charged[order] = port.CardPaid(moment, found.amount_won, fee, said)
        card = f"card-{name}"
        self.accounts.setdefault(card, Held(name))

        def settle() -> None:
            self.custody_won += found.amount_won - fee
            more = {"virtual_account": order, "depositor": name}
            line = self._write(Kind.DEPOSIT, found.amount_won - fee, fee_won=fee, **more)
            self.sources[line.number] = card
            self._announce(line)

        self.due.append((on(day, 10), settle))
        told = {"tran_no": "", "tran_date": f"{moment:%Y%m%d}", "vaccount_num": order, "bank_tran_id": ""}
        self.waiting.append((f"ntc_{order}", json.dumps({"type": "card.paid", "data": told})))

    def charge(self, basis_points: int) -> None:
        self.basis_points = basis_points

    def settle_late(self) -> None:
        self.armed.add("settle_late")

    def lose_answer(self) -> None:
        self.armed.add("answer")

    def lose_request(self) -> None:
        self.armed.add("request")

    def be_slow(self) -> None:
        self.armed.add("late")

    def return_next(self) -> None:
        self.armed.add("return")

    def notices(self) -> list[Sent]:
        found, self.waiting = self.waiting, []
        return [self._signed(name, body) for name, body in found]

    def _signed(self, name: str, body: str) -> Sent:
        stamp = int(self.at.timestamp())
        signature = Webhook(KEY).sign(name, datetime.fromtimestamp(stamp, UTC), body)
        headers = {"webhook-id": name, "webhook-timestamp": str(stamp), "webhook-signature": signature}
        return body.encode(), headers

    # --- inside

    def _judge(self, number: str, name: str) -> str:
        held = self.accounts.get(number)
        if not held:
            return "412"
        return STATUSES.get(held.status) or ("" if held.holder == name else "815")

    def _send(self, kind: Kind, asked: port.Payout | port.Refund, account: str, code: str) -> port.Outcome:
        name = asked.bank_tran_id
        if self._struck("maintenance", name):
            raise port.Maintenance
        if self._struck("token", name):
            raise port.TokenExpired
        if self._struck("request", name):
            return Unknown(Why.NO_ANSWER)
        if asked.requested_at.astimezone(KOREA).date() != self.at.date():
            raise port.Refused("A0013", "요청일시가 오늘이 아님")
        if name in self.sent:
            return Unknown(Why.ALREADY_SENT)
        code = code or ("499" if asked.amount_won > self.custody_won or self._struck("refuse", name) else "")
        if code:
            self.sent[name] = failed(code)
        elif self._struck("late", name):
            self.sent[name] = Unknown(Why.IN_PROCESS)
            self._reserve(asked, 1)
            self.due.append((self.at + SLOW, lambda: self._carry_out(kind, asked, account)))
        else:
            self._reserve(asked, 1)
            self._carry_out(kind, asked, account)
        return Unknown(Why.NO_ANSWER) if self._struck("answer", name) else self.sent[name]

    def _reserve(self, asked: port.Payout | port.Refund, sign: int) -> None:
        """The money is spoken for: nothing else may take it."""
        self.custody_won -= sign * asked.amount_won
        if isinstance(asked, port.Refund):
            self.refunded[asked.deposit] = self.refunded.get(asked.deposit, 0) + sign * asked.amount_won

    def _carry_out(self, kind: Kind, asked: port.Payout | port.Refund, account: str) -> None:
        self._write(kind, -asked.amount_won, bank_tran_id=asked.bank_tran_id)
        self.accounts[account].won += asked.amount_won
        self.sent[asked.bank_tran_id] = Done(asked.bank_tran_id, self.at)
        if self._struck("return", asked.bank_tran_id):
            morning = on(self.at.date() + timedelta(days=1), 9)
            self.due.append((morning, lambda: self._take_back(asked, account)))

    def _take_back(self, asked: port.Payout | port.Refund, account: str) -> None:
        self.accounts[account].won -= asked.amount_won
        self._reserve(asked, -1)
        self._announce(self._write(Kind.RETURNED, asked.amount_won, bank_tran_id=asked.bank_tran_id))

    def _struck(self, fault: str, bank_tran_id: str) -> bool:
        if fault in self.armed:
            self.armed.remove(fault)
            return True
        return self.strikes(fault, bank_tran_id)

    def _write(self, kind: Kind, won: int, **more: Any) -> Line:
        number = str(len(self.lines) + 1)
        moment = self.at.replace(microsecond=0)
        line = Line(number, kind, self.at.date(), moment, won > 0, abs(won), **more)
        self.lines.append(line)
        return line

    def _announce(self, line: Line) -> None:
        name = f"ntc_{line.number}"
        body = json.dumps(
            {
                "type": "deposit.received" if line.kind == Kind.DEPOSIT else "transfer.returned",
                "data": {
                    "tran_no": line.number,
                    "tran_date": f"{line.value_on:%Y%m%d}",
                    "vaccount_num": line.virtual_account,
                    "bank_tran_id": line.bank_tran_id,
                },
            }
        )
        self.waiting.append((name, body))

    def _over(self, day: date) -> None:
        if day >= self.at.date():
            raise port.Refused("A0014", "아직 마감되지 않은 날")


class Unreachable(FakeBank):
    """A fake whose line is cut: every question is NoAnswer. For tests of what the escrow does then."""

    def list_transactions(self, on: date, after: str = "") -> port.Page:
        raise NoAnswer

    def inquire(self, bank_tran_id: str, on: date, amount_won: int) -> port.Outcome:
        raise NoAnswer


def weekdays_after(day: date, days: int) -> date:
    """So many days later, weekends not counted."""
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return day


def failed(code: str) -> Failed:
    return Failed(code, "은행이 하지 않았습니다.")
