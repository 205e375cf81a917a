"""The practice bank's back room: its clock, its knobs, play deposits. For trying out and for nothing else.

It speaks to the administration of a sandbox on this machine (docs/escrow/bank.md); what is asked of any bank is `port`.
No request is repeated.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

import urllib3

from kwonik.escrow.bank.port import NoAnswer, Refused

LOOPBACK = ("127.0.0.1", "localhost")
DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Knob:
    """One fault or setting, in the sandbox's own words. A setting only has a value; a fault without a size has none."""

    name: str
    means: str
    value: Any
    next: int | None  # how many more occasions are struck; None: a setting
    share: float = 0.0  # of the occasions after those

    @property
    def is_setting(self) -> bool:
        return self.next is None

    @property
    def stands(self) -> bool:
        """Whether the bank is made to misbehave by it now."""
        return bool(self.next or self.share)


@dataclass(frozen=True, slots=True)
class PracticeLine:
    """A line of the custody account as the practice bank's own books have it."""

    number: str
    kind: str
    at: datetime
    incoming: bool
    amount_won: int
    bank_tran_id: str
    virtual_account: str = field(repr=False)
    depositor: str = field(repr=False)
    fee_won: int


@dataclass(frozen=True, slots=True)
class Issued:
    """A virtual account and what has been paid into it."""

    number: str = field(repr=False)
    reference: str
    expires_on: date
    paid_won: int


@dataclass(frozen=True, slots=True)
class Ordered:
    """A card order, and until when its money comes once a card was charged."""

    number: str = field(repr=False)
    reference: str
    amount_won: int
    expires_on: date
    fee_won: int
    settles_on: date | None


@dataclass(frozen=True, slots=True)
class Overview:
    """The practice bank at one instant by its own clock. Newest lines and accounts come first."""

    now: datetime
    balance_won: int
    is_whole: bool  # whether the bank's own books add up
    notices_waiting: int
    knobs: tuple[Knob, ...]
    lines: tuple[PracticeLine, ...]
    accounts: tuple[Issued, ...]
    orders: tuple[Ordered, ...]

    def knob(self, name: str) -> Knob | None:
        return next((knob for knob in self.knobs if knob.name == name), None)


class Practice:
    """A sandbox bank on this machine. Raises NoAnswer where it does not answer, Refused where it says no."""

    def __init__(self, address: str) -> None:
        parts = urllib3.util.parse_url(address)
        if parts.host not in LOOPBACK:
            raise ValueError("연습 은행은 이 컴퓨터 안에 있어야 합니다.")
        self.address = address.rstrip("/")
        self._web = urllib3.PoolManager(maxsize=8, retries=False, timeout=urllib3.Timeout(connect=2, read=5))

    def now(self) -> datetime:
        """The instant by the bank's own clock."""
        return datetime.fromisoformat(self._ask("GET", "/admin/clock")["now"])

    def overview(self) -> Overview:
        told = self._ask("GET", "/admin/overview")
        return Overview(
            now=datetime.fromisoformat(told["now"]),
            balance_won=told["books"]["custody_won"],
            is_whole=told["books"]["whole"],
            notices_waiting=told["notices"]["waiting"],
            knobs=tuple(_read_knob(name, told["knobs"][name]) for name in sorted(told["knobs"])),
            lines=tuple(map(_read_line, told["lines"])),
            accounts=tuple(map(_read_issued, told["virtual_accounts"])),
            orders=tuple(map(_read_ordered, told["card_orders"])),
        )

    def turn(self, name: str, *, next: int = 0, share: float = 0.0, value: Any = None) -> None:
        """Let a fault strike the `next` occasions and then a `share` (0 to 1) of them; or give a setting its value."""
        self._ask("PUT", f"/admin/knobs/{quote(name, safe='')}", next=next, share=share, value=value)

    def behave(self) -> None:
        """All knobs back to a bank that does its work."""
        self._ask("DELETE", "/admin/knobs")

    def advance(self, days: int) -> None:
        """So many days later, at the same time of day; what falls due on the way is done at its own time."""
        self._ask("POST", "/admin/clock/advance", seconds=days * DAY)

    def pay(self, virtual_account: str, amount_won: int, name: str) -> None:
        """Somebody of that name pays into a virtual account."""
        self._ask(
            "POST",
            "/customer/payments",
            virtual_account=virtual_account,
            amount=str(amount_won),
            name=name,
        )

    def pay_card(self, order: str, name: str) -> None:
        """Somebody's card is charged for an order."""
        self._ask("POST", "/customer/cards", order=order, name=name)

    def _ask(self, method: str, path: str, **said: Any) -> Any:
        body = None if method == "GET" else json.dumps(said, ensure_ascii=False).encode()
        try:
            answer = self._web.request(
                method, self.address + path, body=body, headers={"content-type": "application/json"}
            )
            told = json.loads(answer.data)
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as trouble:
            raise NoAnswer("연습 은행이 답하지 않습니다.") from trouble
        if answer.status >= 400:
            raise Refused(str(answer.status), str(told.get("error", "")))
        return told


def _read_knob(name: str, told: dict[str, Any]) -> Knob:
    return Knob(name, told["means"], told["value"], told.get("next"), told.get("share", 0.0))


def _read_line(told: dict[str, Any]) -> PracticeLine:
    return PracticeLine(
        number=told["number"],
        kind=told["kind"],
        at=datetime.fromisoformat(told["at"]),
        incoming=told["incoming"],
        amount_won=told["amount"],
        bank_tran_id=told["bank_tran_id"],
        virtual_account=told["virtual_account"],
        depositor=told["name"],
        fee_won=told["fee"],
    )


def _read_issued(told: dict[str, Any]) -> Issued:
    return Issued(told["number"], told["reference"], date.fromisoformat(told["expires_on"]), told["paid"])


def _read_ordered(told: dict[str, Any]) -> Ordered:
    return Ordered(
        number=told["number"],
        reference=told["reference"],
        amount_won=told["amount"],
        expires_on=date.fromisoformat(told["expires_on"]),
        fee_won=told["fee"],
        settles_on=date.fromisoformat(told["settles_on"]) if told["paid"] else None,
    )
