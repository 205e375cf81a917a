"""The escrow in plain dicts: what must be true of every milestone, deposit, payment and won, given what people and the bank did.

It knows nothing of Django, SQL or the adapter. Milestones, lines of the bank and payments go by their numbers; days are dates.
A payment's `fate` is what the bank does with it, which the escrow finds out by and by.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

SLOW = timedelta(minutes=10)
TRIES = 3  # so often the clock sends again what failed by the bank's fault
UNANSWERED = {"drop_response", "garble_response", "server_error"}  # carried out, and nobody told us
PUT_OFF = {"maintenance", "token_expires"}  # not carried out, and we know
FATES = (
    "",
    "refuse",
    *sorted(UNANSWERED),
    "drop_request",
    "execute_late",
    "return_next_day",
    *sorted(PUT_OFF),
)
REST = ("payable", "withheld", "refundable", "suspense")
Key = tuple[str, str]  # kind of account and reference


@dataclass
class Model:
    limit_won: int
    milestones: dict[int, dict[str, Any]] = field(default_factory=dict)
    deposits: dict[str, dict[str, Any]] = field(default_factory=dict)
    payments: dict[str, dict[str, Any]] = field(default_factory=dict)
    cards: dict[str, dict[str, Any]] = field(default_factory=dict)  # by the order's number
    lies: Counter[Key] = field(default_factory=Counter)
    custody_won: int = 0
    bank_won: int = 0

    # -- what people do

    def sign(self, number: int, deposit: int, payout: int, withheld: int, due_on: date, fee: int = 0) -> None:
        terms = {"deposit": deposit, "payout": payout, "withheld": withheld, "due_on": due_on, "fee": fee}
        self.milestones[number] = {"state": "awaiting_deposit", "started": False, "asked": set(), **terms}

    def move(self, number: int, state: str, **more: Any) -> None:
        self.milestones[number].update(state=state, asked=set(), **more)

    def divide(self, number: int, state: str, **shares: int) -> None:
        """What lies in custody of a milestone goes whole to whom it belongs from now on."""
        one = self.milestones[number]
        assert sum(shares.values()) + one["fee"] == one["deposit"] == self.lies.pop(("escrow", f"m{number}"))
        for kind, won in shares.items():
            self.lies[kind, f"m{number}"] += won
        self.move(number, state)

    def approve(self, number: int) -> None:
        one = self.milestones[number]
        self.divide(number, "approved", payable=one["payout"], withheld=one["withheld"])

    def cancel(self, number: int) -> None:
        self.divide(number, "refund_sent", refundable=self._net(number))

    # -- what comes in

    def pay(self, line: str, number: int, won: int, right_name: bool) -> None:
        self.bank_won += won
        self.deposits[line] = {"milestone": number, "won": won, "right_name": right_name, "state": "untaken"}
        self.deposits[line]["fee"] = 0

    def charge(self, order: str, number: int, fee: int, right_name: bool, comes_at: datetime) -> None:
        """A card is charged for what was signed; its money, less the fee, comes later."""
        won = self.milestones[number]["deposit"] - fee
        deposit = {"milestone": number, "won": won, "fee": fee, "right_name": right_name, "state": "untaken"}
        self.cards[order] = {"deposit": deposit, "comes_at": comes_at, "came": False}

    def settle(self, order: str, line: str) -> None:
        """The bank lists the line by which a card's money came."""
        assert self.cards[order]["came"]
        self.deposits.setdefault(line, self.cards[order]["deposit"])

    def cards_of(self, number: int, *states: str) -> bool:
        """Whether a card was charged for the milestone whose money stands so."""
        found = [one["deposit"] for one in self.cards.values()]
        return any(one["milestone"] == number and one["state"] in states for one in found)

    def _net(self, number: int) -> int:
        return int(self.milestones[number]["deposit"] - self.milestones[number]["fee"])

    def take(self, line: str) -> None:
        """Our workers read the line; the second time nothing happens."""
        one = self.deposits[line]
        if one["state"] != "untaken":
            return
        milestone = self.milestones[one["milestone"]]
        wrong = (
            ("late", milestone["state"] == "expired"),
            ("again", milestone["state"] != "awaiting_deposit"),
            ("short", one["won"] + one["fee"] < milestone["deposit"]),
            ("over", one["won"] + one["fee"] > milestone["deposit"]),
            ("fee", one["fee"] != milestone["fee"]),
            ("name", not one["right_name"]),
        )
        one["reason"] = next((reason for reason, is_so in wrong if is_so), "")
        one["state"] = "suspense" if one["reason"] else "matched"
        self.custody_won += one["won"]
        if one["reason"]:
            self.lies["suspense", f"d{line}"] += one["won"]
        else:
            self._fund(one)

    def _fund(self, deposit: dict[str, Any]) -> None:
        self.lies["escrow", f"m{deposit['milestone']}"] += deposit["won"] + deposit["fee"]
        self.move(deposit["milestone"], "funded")

    def match(self, line: str) -> None:
        self.deposits[line]["state"] = "matched"
        self.lies.pop(("suspense", f"d{line}"))
        self._fund(self.deposits[line])

    # -- what goes out

    def due(self, today: date) -> dict[Key, int]:
        """What the clock writes down of its own accord: of what failed before only the bank's own fault, nothing above the limit."""
        return {key: won for key, won in self.lies.items() if won and self._is_due(key, won, today)}

    def _is_due(self, key: Key, won: int, today: date) -> bool:
        tried = [one for one in self.payments.values() if one["key"] == key]
        lost = bool(tried) and tried[-1]["state"] in ("failed", "returned")
        if lost and not self._again(tried, today):
            return False
        if key[0] == "payable":
            state = self.milestones[int(key[1][1:])]["state"]
            return state in ("approved", "resolved", "payout_failed") and won <= self.limit_won
        return key[0] in ("refundable", "withheld")

    def _again(self, tried: list[dict[str, Any]], today: date) -> bool:
        """The bank was at fault, on an earlier day, and not more than three times before."""
        faults = [one["state"] == "failed" and one["fate"] in ("refuse", "drop_request") for one in tried]
        in_a_row = next((place for place, fault in enumerate(reversed(faults)) if not fault), len(faults))
        return faults[-1] and tried[-1]["at"].date() < today and in_a_row <= TRIES

    def write(self, number: str, key: Key, state: str = "written") -> None:
        kind, whose = key[0], key[1][1:]
        if kind == "suspense" and self.lies[key] > self.limit_won:
            state = "held"
        self.payments[number] = {"key": key, "won": self.lies.pop(key), "state": state, "fate": None}
        if kind == "suspense":
            self.deposits[whose]["state"] = "refund_sent"
        elif kind == "payable":
            self.move(int(whose), "payout_sent")
        elif kind == "refundable" and self._stands(whose) == "resolved" and not self.lies["payable", key[1]]:
            self.move(int(whose), "refund_sent")

    def _stands(self, whose: str) -> str:
        return str(self.milestones[int(whose)]["state"])

    def send(self, number: str, fate: str, at: datetime) -> None:
        """The bank is told, and does what it does with it."""
        one = self.payments[number]
        assert one["state"] == "written" and one["fate"] is None, "sent twice"
        if fate in PUT_OFF:
            return
        one.update(fate=fate, at=at)
        if fate not in ("refuse", "drop_request", "execute_late"):
            self.bank_won -= one["won"]
        if fate in ("", "return_next_day"):
            self._pay(one)
        elif fate == "refuse":
            self._fail(one)
        else:
            one["state"] = "unknown"
            if one["key"][0] == "payable":
                self.move(int(one["key"][1][1:]), "payout_unknown")

    def bring(self, now: datetime) -> None:
        """What the bank does by itself up to now."""
        for card in self.cards.values():
            if not card["came"] and now >= card["comes_at"]:
                card["came"] = True
                self.bank_won += card["deposit"]["won"]
        for one in self.payments.values():
            if one["fate"] == "execute_late" and now >= one["at"] + SLOW:
                one["fate"] = "done late"
                self.bank_won -= one["won"]
            elif one["fate"] == "return_next_day" and now.date() > one["at"].date():
                one["fate"] = "came back"
                self.bank_won += one["won"]

    def ask(self, number: str, now: datetime) -> None:
        one = self.payments[number]
        if one["state"] != "unknown":
            return
        if one["fate"] in UNANSWERED or one["fate"] == "done late":
            self._pay(one)
        elif one["fate"] == "drop_request" and now.date() > one["at"].date():
            self._fail(one)

    def take_return(self, number: str) -> None:
        """Our workers read the line by which it came back; the second time nothing happens."""
        one = self.payments[number]
        assert one["fate"] == "came back"
        if one["state"] == "done":
            one["state"] = "returned"
            self.custody_won += one["won"]
            self._lay_back(one, {"paid": "payout_failed", "refunded": "refund_sent"})

    def _pay(self, one: dict[str, Any]) -> None:
        one["state"] = "done"
        self.custody_won -= one["won"]
        kind, whose = one["key"][0], one["key"][1][1:]
        if kind == "suspense":
            self.deposits[whose]["state"] = "refunded"
        elif kind == "payable":
            self.move(int(whose), "paid")
        elif kind == "refundable" and self._stands(whose) == "refund_sent":
            self.move(int(whose), "refunded")

    def _fail(self, one: dict[str, Any]) -> None:
        one["state"] = "failed"
        self._lay_back(one, dict.fromkeys(("payout_sent", "payout_unknown"), "payout_failed"))

    def _lay_back(self, one: dict[str, Any], states: dict[str, str]) -> None:
        (kind, reference), whose = one["key"], one["key"][1][1:]
        self.lies[kind, reference] += one["won"]
        if kind == "suspense":
            self.deposits[whose]["state"] = "suspense"
        elif kind == "payable" or (kind == "refundable" and self._stands(whose) == "refunded"):
            self.move(int(whose), states[self._stands(whose)])

    # -- what must hold of the model itself

    def fees_won(self) -> int:
        """What card companies kept of deposits that are held: owed with them, and not in custody."""
        return sum(
            self.milestones[int(reference[1:])]["fee"]
            for (kind, reference), won in self.lies.items()
            if kind == "escrow" and won
        )

    def total_won(self) -> int:
        """Won in custody that are owed to somebody: at rest, or written and not yet known to be paid."""
        moving = ("held", "written", "unknown")
        under_way = sum(one["won"] for one in self.payments.values() if one["state"] in moving)
        return sum(self.lies.values()) + under_way - self.fees_won()
