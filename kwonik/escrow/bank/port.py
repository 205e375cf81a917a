"""What the escrow asks of a bank. An adapter per bank fulfils `Bank`; tests/escrow/bank/contract.py holds for each.

Two rules carry everything that is built on this:

1. **An exception from `send_payout` or `send_refund` means that nothing was carried out**, now or later: the same
   instruction may be sent again under the same number. `Done` and `Failed` are the bank's last word. Whatever else
   happens after the first byte left us is `Unknown`, and then only `inquire` is allowed until it says Done or Failed.
2. **One payout has one `bank_tran_id` for life** (`mint`). Only after `Failed` may the money be sent again, as another
   attempt with a number of its own.

Account numbers and names are never shown by `repr`, so that they stay out of logs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

ORGANISATION_LENGTH, NUMBER_LENGTH = 10, 9
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def mint(organisation: str, payout: int, attempt: int = 1) -> str:
    """The bank's AN(20) for one attempt at one payout: organisation code, 'U', 9 letters; always the same letters.

    `payout` is our own number of the payout or refund (one sequence for both, below 76 billion: letters that begin
    with Z are for questions), `attempt` (1 to 1,296) grows only after the bank has said Failed. The letters are a
    counter in base 36 and not a digest: two payouts can never meet, on no day. (KFTC, 오픈뱅킹 API 명세:
    은행거래고유번호 = 이용기관코드 10자리 + 'U' + 그날 안에서 유일한 9자리.)
    Raises ValueError for a code or a number that does not fit.
    """
    if len(organisation) != ORGANISATION_LENGTH or not organisation.isascii() or not organisation.isalnum():
        raise ValueError("이용기관코드는 영문자와 숫자 10자리입니다.")
    if not 1 <= attempt <= 36**2 or not 0 <= payout < 35 * 36 ** (NUMBER_LENGTH - 3):
        raise ValueError("지급 번호나 시도 횟수가 범위를 벗어났습니다.")
    number = payout * 36**2 + attempt - 1
    letters = ""
    for _ in range(NUMBER_LENGTH):
        number, letter = divmod(number, 36)
        letters = LETTERS[letter] + letters
    return f"{organisation}U{letters}"


# --- what is asked ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Payout:
    """Send `amount_won` to a person's account. The bank checks the name of the account's holder before it pays."""

    bank_tran_id: str
    bank: str  # the bank's three digits (금융기관 공동코드)
    account: str = field(repr=False)
    name: str = field(repr=False)
    amount_won: int
    requested_at: datetime  # written down before sending: its day in Korea is the `on` of `inquire`
    memo: str = ""  # what both passbooks print; no names


@dataclass(frozen=True, slots=True)
class Refund:
    """Give a deposit, or a part of it, back to the account it came from. Only the bank needs to know that account."""

    bank_tran_id: str
    deposit: str  # the bank's number of the deposit: `Line.number`
    amount_won: int
    requested_at: datetime
    memo: str = ""


# --- what is answered ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Done:
    """The bank has carried it out; for good, unless the money comes back later as a line of kind RETURNED."""

    bank_tran_id: str
    done_at: datetime


@dataclass(frozen=True, slots=True)
class Failed:
    """The bank has not carried it out and never will. `reason` is for people to read, without names or numbers."""

    code: str
    reason: str


class Why(StrEnum):
    """Why the outcome is not known."""

    NO_ANSWER = "no_answer"  # sent, and nothing came back, or half an answer
    UNREADABLE = "unreadable"  # an answer that does not say what became of it, or speaks of something else
    IN_PROCESS = "in_process"  # the bank says it is at it
    NOT_FOUND = "not_found"  # the bank has no such number, but a late message could still bring it today
    ALREADY_SENT = "already_sent"  # the bank has had this number before


@dataclass(frozen=True, slots=True)
class Unknown:
    """Perhaps carried out, perhaps not, perhaps later. Only `inquire` may follow."""

    why: Why


Outcome = Done | Failed | Unknown


@dataclass(frozen=True, slots=True)
class Verified:
    """The account takes money, and the holder's name is the one we asked for."""


@dataclass(frozen=True, slots=True)
class VirtualAccount:
    """A number into which a commissioner pays. The same reference always gets the same number."""

    bank: str
    number: str = field(repr=False)
    reference: str
    expires_on: date  # the last day on which it takes money


@dataclass(frozen=True, slots=True)
class CardOrder:
    """The bank's own page (or that of the payment company that it works with) on which a commissioner pays by card: we never see one.

    The same reference always gets the same number; as long as nobody has paid, asked again it takes the new amount and day.
    """

    number: str = field(repr=False)
    address: str = field(repr=False)  # of the page; opened by the commissioner's browser
    reference: str
    amount_won: int  # what the card is charged, fee included
    expires_on: date  # the last day on which it takes a card


@dataclass(frozen=True, slots=True)
class CardPaid:
    """A card was charged `amount_won`. Nothing is in custody yet: `amount_won - fee_won` comes as a line by `settles_on`."""

    paid_at: datetime
    amount_won: int
    fee_won: int  # what the card company will keep
    settles_on: date


class Kind(StrEnum):
    """What a line of the account is."""

    DEPOSIT = "deposit"
    PAYOUT = "payout"
    REFUND = "refund"
    RETURNED = (
        "returned"  # money of a payout or refund that came back; bank_tran_id is the one it was sent under
    )
    OTHER = "other"  # whatever we did not ask for: fees, interest, somebody else's line


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the custody account, in the list of the running day and in the statement alike.

    `amount_won` is what really moved there (net); of a card deposit `fee_won` comes on top: what the card company kept of
    the won that the card was charged.
    """

    number: str  # the bank's own number of the line
    kind: Kind
    value_on: date
    booked_at: datetime
    incoming: bool
    amount_won: int
    bank_tran_id: str = ""  # ours, where it answers something we sent
    virtual_account: str = field(default="", repr=False)  # or the card order that was paid
    depositor: str = field(default="", repr=False)  # or the card's holder
    fee_won: int = 0

    @property
    def paid_won(self) -> int:
        """What the payer paid: what came, and what the card company kept."""
        return self.amount_won + self.fee_won

    @property
    def signed_won(self) -> int:
        """What the line adds to the balance."""
        return self.amount_won if self.incoming else -self.amount_won

    @property
    def digest(self) -> str:
        """SHA-256 of all that is said of the money: the same line read twice, from whichever format, has the same.

        The depositor's name is left out: a digest of a name is a name to whoever can try names.
        """
        said = (
            *(self.number, self.kind.value, self.value_on.isoformat(), self.booked_at.timestamp()),
            *(self.signed_won, self.fee_won, self.bank_tran_id, self.virtual_account),
        )
        return hashlib.sha256(repr(said).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Page:
    """Lines in the bank's order. `after` fetches the next page; None when there is none."""

    lines: tuple[Line, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class Statement:
    """A closed day. Nothing is promised about whether it adds up: `gap_won` says, the reconciliation judges."""

    number: str
    on: date
    opening_won: int
    closing_won: int
    lines: tuple[Line, ...]
    raw: bytes = field(repr=False, compare=False)  # as the bank wrote it, for the archive

    @property
    def gap_won(self) -> int:
        """Closing balance less what opening and lines make: not 0 where a line is missing, too many or altered."""
        return self.closing_won - self.opening_won - sum(line.signed_won for line in self.lines)


@dataclass(frozen=True, slots=True)
class Notice:
    """What the bank says of its own accord, verified. A hint to go and look, never a ground to post money:
    the amount comes from `list_transactions`. `id` is the same however often the notice comes."""

    id: str
    sent_at: datetime
    kind: Kind
    line: str  # `Line.number`; "" of a card payment, which is no line before it is settled
    on: date
    virtual_account: str = field(default="", repr=False)
    bank_tran_id: str = ""


# --- what goes wrong before anything was carried out --------------------------------------------------------------


class BankError(Exception):
    """Nothing was carried out. The message is Korean and for the operator."""


class NoAnswer(BankError):
    """A question got no answer, or the bank could not be reached at all."""

    def __init__(self, message: str = "은행이 답하지 않습니다.") -> None:
        super().__init__(message)


class TokenExpired(BankError):
    """The bank no longer knows our token. The next request fetches another."""

    def __init__(self, message: str = "은행 접속 토큰이 만료되었습니다.") -> None:
        super().__init__(message)


class Maintenance(BankError):
    """The bank is closed for its nightly maintenance."""

    def __init__(self, message: str = "은행 점검 시간입니다.") -> None:
        super().__init__(message)


class Refused(BankError):
    """The bank does not accept the request as such: a form it does not know, a day not closed yet, a right missing."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"은행이 요청을 받아들이지 않았습니다({code}): {reason}")
        self.code, self.reason = code, reason


class Forged(Exception):
    """A notice that is not to be believed: signature, age or form. Says nothing about which to whoever sent it."""


class Bank(Protocol):
    """A bank. Questions raise BankError; sending answers with an Outcome (see the top of this file)."""

    def issue_virtual_account(self, reference: str, expires_on: date) -> VirtualAccount:
        """The number into which the deposit of `reference` (ours, no person's name) is paid until `expires_on`."""

    def issue_card_order(self, reference: str, amount_won: int, expires_on: date, back_to: str) -> CardOrder:
        """The page on which `reference` is paid by card. `back_to`: the address of ours to which the page leads back."""

    def card_payment(self, number: str) -> CardPaid | None:
        """What became of the order of this number; None while no card was charged. Raises Refused for a number it never gave."""

    def verify_payee(self, bank: str, account: str, name: str) -> Verified | Failed:
        """Whether the account takes money and is held in that name."""

    def send_payout(self, payout: Payout) -> Outcome:
        """Pay a person, once. A number the bank has had before is Unknown(ALREADY_SENT): nothing is paid again."""

    def send_refund(self, refund: Refund) -> Outcome:
        """Give a deposit back, once, never more in all than came in; what came by a card goes back to the card."""

    def inquire(self, bank_tran_id: str, on: date, amount_won: int) -> Outcome:
        """What became of what was sent on that day. A number the bank never got is Failed only once `on` is over
        at the bank: until then a message still under way could be carried out."""

    def list_transactions(self, on: date, after: str = "") -> Page:
        """The custody account's lines of a day, the running one included, oldest first."""

    def closing_balance(self, on: date) -> int:
        """Won in the custody account at the end of a day that is over. Raises Refused for any other."""

    def statement(self, on: date) -> Statement:
        """The statement of a day that is over. Raises Refused for any other."""

    def verify_notice(self, raw: bytes, headers: Mapping[str, str]) -> Notice:
        """The notice in the bytes as they came, or Forged. Whoever calls keeps the ids it has seen."""


def lines_of(bank: Bank, on: date) -> Iterator[Line]:
    """All lines of a day, page by page. Raises NoAnswer where the bank's pages lead in a circle."""
    after, seen = "", {""}
    while True:
        page = bank.list_transactions(on, after)
        yield from page.lines
        if page.after is None:
            return
        if page.after in seen:
            raise NoAnswer("은행의 거래내역이 끝나지 않습니다.")
        after = page.after
        seen.add(after)
