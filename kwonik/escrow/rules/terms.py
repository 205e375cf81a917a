"""The terms of a contract: amounts with their taxes, what is still missing, and the one document that both sign.

line = milestone(1, "advance", "시안", 500_000, due_on, Money("deposit_gross", card_rate=0))
canonical(document)            # the bytes; their SHA-256 is what both sign
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from kwonik.escrow.codes import PaysBy, Standing, Withholding
from kwonik.labourlaw import CALCULATIONS

from .moving import NotAllowed

FORMAT = 1
LARGEST_WON = 1_000_000_000
SMALLEST_WON = 1_000
MOST_MILESTONES = 12


@dataclass(frozen=True)
class Money:
    """How the money of a contract goes: who keeps the tax part, and what a card costs (basis points of what is paid)."""

    withholding: str = Withholding.NONE
    pays_by: str = PaysBy.TRANSFER
    card_basis_points: int = 0


@dataclass(frozen=True)
class Line:
    """One milestone's amounts in won. What reaches the freelancer is `payout_won`."""

    number: int
    kind: str
    title: str
    due_on: date
    gross_won: int
    income_tax_won: int
    local_tax_won: int
    net_won: int
    deposit_won: int
    card_fee_won: int

    @property
    def payout_won(self) -> int:
        return self.net_won - self.card_fee_won


def taxes(gross_won: int, due_on: date) -> tuple[int, int]:
    """(income tax, local tax) that a business withholds from an individual, in won (소득세법 제129조 제1항 제3호)."""
    result = CALCULATIONS["withholding_business_income"].of(
        amount=Fraction(gross_won), pay_date=due_on, type="인적용역 계속·반복"
    )
    return int(result["income_tax"]), int(result["local_tax"])


def milestone(number: int, kind: str, title: str, gross_won: int, due_on: date, money: Money) -> Line:
    """The milestone with its taxes by the day on which it is to be paid. Raises NotAllowed for an impossible amount."""
    if not SMALLEST_WON <= gross_won <= LARGEST_WON:
        raise NotAllowed(
            f"{number}차 금액은 {SMALLEST_WON:,}원부터 {LARGEST_WON:,}원까지 적을 수 있습니다.", "gross_won"
        )
    income, local = (0, 0) if money.withholding == Withholding.NONE else taxes(gross_won, due_on)
    net = gross_won - income - local
    deposit = net if money.withholding == Withholding.DEPOSIT_NET else gross_won
    fee = -(-deposit * money.card_basis_points // 10_000) if money.pays_by == PaysBy.CARD else 0
    return Line(number, kind, title, due_on, gross_won, income, local, net, deposit, fee)


def allowed_withholding(freelancer: str, commissioner: str) -> tuple[str, ...]:
    """Which modes the parties' standings allow.

    A freelancer with a business registration issues a tax invoice instead (부가가치세법 제32조); a private person is no
    withholding agent (소득세법 제127조 제1항, 같은 법 시행령 제184조 제3항); a business has to withhold from an individual.
    """
    if freelancer == Standing.BUSINESS or commissioner == Standing.INDIVIDUAL:
        return (Withholding.NONE,)
    return (Withholding.DEPOSIT_GROSS, Withholding.DEPOSIT_NET)


@dataclass(frozen=True)
class Draft:
    """What a version says while it is written."""

    title: str = ""
    scope: Mapping[str, str] = field(default_factory=dict)
    wanted: tuple[tuple[str, str], ...] = ()
    lines: tuple[Line, ...] = ()
    withholding: str = Withholding.NONE
    allowed: tuple[str, ...] = (Withholding.NONE,)
    acceptance_days: int = 14
    shortest_days: int = 3
    longest_days: int = 60
    direct: bool = False
    pays_by: str = PaysBy.TRANSFER
    settled: Mapping[int, tuple[int, date]] = field(default_factory=dict)


def lacks(draft: Draft, today: date) -> list[str]:
    """What is missing before it can be proposed, as Korean sentences."""
    found = []
    if not draft.title.strip():
        found.append("계약 이름을 적으세요.")
    found += [
        f"‘{label}’ 칸을 채우세요." for code, label in draft.wanted if not draft.scope.get(code, "").strip()
    ]
    if not draft.lines:
        found.append("대금을 한 차수 이상 적으세요.")
    found += [
        f"{line.number}차 지급일({line.due_on})이 지났습니다. 날짜를 바꾸세요."
        for line in draft.lines
        if line.due_on < today and line.number not in draft.settled
    ]
    given = {line.number: (line.gross_won, line.due_on) for line in draft.lines}
    found += [
        f"{number}차는 이미 시작해 금액과 날짜를 바꿀 수 없습니다."
        for number, fixed in draft.settled.items()
        if given.get(number) != fixed
    ]
    if draft.withholding not in draft.allowed:
        found.append("두 사람의 사업자 여부에 맞는 원천징수 방법을 고르세요.")
    if not draft.shortest_days <= draft.acceptance_days <= draft.longest_days:
        found.append(f"검수 기간은 {draft.shortest_days}일부터 {draft.longest_days}일까지 정할 수 있습니다.")
    if draft.direct and draft.pays_by == PaysBy.CARD:
        found.append("직접 지급 계약에는 카드 예치가 없습니다. 지급 방법을 바꾸세요.")
    return found


@dataclass(frozen=True)
class Shares:
    """How what lies in custody of a milestone is divided, in won: together it is the whole deposit."""

    payout_won: int
    withheld_won: int
    refund_won: int
    card_fee_won: int


def divided(line: Line, freelancer_won: int) -> Shares:
    """The deposit by the freelancer's part of the gross amount: taxes are those of that part, by the contract's mode.

    The card company's fee is the freelancer's to bear as far as their part reaches, as was signed; the rest is the commissioner's.
    """
    withholds = line.income_tax_won + line.local_tax_won > 0
    tax = sum(taxes(freelancer_won, line.due_on)) if withholds and freelancer_won else 0
    net = freelancer_won - tax
    withheld = tax if line.deposit_won == line.gross_won else 0
    payout = max(net - line.card_fee_won, 0)
    return Shares(
        payout, withheld, line.deposit_won - payout - withheld - line.card_fee_won, line.card_fee_won
    )


@dataclass(frozen=True)
class Party:
    """A party as the document names it: a number and a keyed digest, never a name. Names stand on the paper only."""

    member: str
    standing: str
    identity: str


def document(
    *,
    contract: str,
    version: int,
    title: str,
    form: Mapping[str, Any],
    freelancer: Party,
    commissioner: Party,
    scope: Sequence[Mapping[str, str]],
    clauses: Sequence[Mapping[str, str]],
    lines: Sequence[Line],
    terms: Mapping[str, Any],
    payee: Mapping[str, str] | None,
) -> dict[str, Any]:
    """Everything that is signed, in plain values. Clauses are numbered in their order, so that others can name them."""
    return {
        "kind": "kwonik.escrow.contract",
        "format": FORMAT,
        "contract": contract,
        "version": version,
        "title": title,
        "form": dict(form),
        "freelancer": asdict(freelancer),
        "commissioner": asdict(commissioner),
        "scope": [dict(one) for one in scope],
        "clauses": [{"number": at, **clause} for at, clause in enumerate(clauses, 1)],
        "milestones": [
            {**asdict(one), "due_on": one.due_on.isoformat(), "payout_won": one.payout_won} for one in lines
        ],
        "totals": totals(lines),
        "terms": dict(terms),
        "payee": dict(payee) if payee else None,
    }


def totals(lines: Sequence[Line]) -> dict[str, int]:
    """Sums over the milestones, in won."""
    names = ("gross_won", "income_tax_won", "local_tax_won", "net_won", "deposit_won", "card_fee_won")
    found = {name: sum(getattr(line, name) for line in lines) for name in names}
    return {**found, "payout_won": found["net_won"] - found["card_fee_won"]}


def canonical(document: Mapping[str, Any]) -> bytes:
    """The document as bytes, always the same for the same words: NFC, keys in order, no blanks between (as RFC 8785)."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return unicodedata.normalize("NFC", text).encode()


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal: what both sign."""
    return hashlib.sha256(content).hexdigest()


def clauses_with(clauses: Sequence[Mapping[str, str]], acceptance_days: int) -> list[dict[str, str]]:
    """The form's clauses with the number of days that was agreed on."""
    return [
        {**clause, "text": clause["text"].replace("{acceptance_days}", str(acceptance_days))}
        for clause in clauses
    ]
