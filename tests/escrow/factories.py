"""Members, contracts and disputes made by the actions that people use."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from kwonik.catalogue.models import ContractForm, ProfileLoad
from kwonik.escrow import actions, queries
from kwonik.escrow.actions import Upload, Wish
from kwonik.escrow.bank import port
from kwonik.escrow.codes import Actor
from kwonik.escrow.identity.sandbox import Sandbox
from kwonik.escrow.models import Contract, Member, Milestone, Policy
from kwonik.people import vault
from kwonik.people.codes import Purpose
from tests.factories import make_centre

PASSWORD = "푸른-바다-세번-건넜다"
BORN = timezone.datetime(1990, 5, 9).date()
BUSINESS_NUMBER = "220-81-62517"
SANDBOX = Sandbox()
PDF = b"%PDF-1.7 hello"

_numbers = count(1)


def make_installation():
    """An own centre, and a standard form of two clauses of its own."""
    centre = make_centre("main")
    if not ProfileLoad.objects.exists():
        ProfileLoad.objects.create(profile="town", digest="", settings={"centre": "main"})
    if not Policy.objects.exists():  # a test that committed has swept away what the migration wrote
        Policy.objects.create(from_on="2025-01-01", warning_days=[7, 3, 1])
    return centre


def make_form(code: str = "design") -> ContractForm:
    return ContractForm.objects.get_or_create(
        code=code,
        defaults={
            "name": "디자인 용역 표준계약서",
            "trade": "디자인",
            "edition": 1,
            "wants": [{"code": "work", "label": "만들 것", "help": ""}],
            "clauses": [
                {"code": "scope", "title": "일의 범위", "text": "적은 것을 만들어 넘깁니다."},
                {"code": "acceptance", "title": "검수", "text": "{acceptance_days}일 안에 확정합니다."},
            ],
        },
    )[0]


def join(**fields: Any) -> Member:
    """Somebody who signed up; the telephone is not confirmed yet."""
    make_installation()
    number = next(_numbers)
    told = {
        "username": f"member{number}",
        "password": PASSWORD,
        "standing": "individual",
        "is_freelancer": True,
        "is_commissioner": False,
        "name": f"홍길동{number}",
        "phone": f"010-0000-{number:04}",
        "consented": True,
        **fields,
    }
    if told["standing"] == "business":
        told.setdefault("business_number", BUSINESS_NUMBER)
    member = actions.join(**told)
    member.told = told
    return member


def confirmed(**fields: Any) -> Member:
    member = join(**fields)
    shown = actions.send_code(by=member.account, service=SANDBOX)
    actions.confirm_phone(by=member.account, code=shown.split()[-1])
    return member


def verified(**fields: Any) -> Member:
    """A member who may begin."""
    member = confirmed(**fields)
    transaction, code = actions.begin_identity(
        by=member.account, service=SANDBOX, name=member.told["name"], born_on=BORN
    )
    told = member.told
    member = actions.confirm_identity(
        by=member.account, service=SANDBOX, transaction_id=transaction, code=code
    )
    member.told = told
    return member


def freelancer(**fields: Any) -> Member:
    """With an account to be paid to."""
    member = verified(**fields)
    actions.bind_account(
        by=member.account, bank="088", account_number="110-123-456789", holder=member.told["name"]
    )
    return member


def commissioner(**fields: Any) -> Member:
    return verified(is_freelancer=False, is_commissioner=True, **({"standing": "business"} | fields))


def draft(one: Member | None = None, other: Member | None = None, **fields: Any) -> Contract:
    """A contract that the freelancer wrote whole, not yet offered."""
    one, other = one or freelancer(), other or commissioner()
    contract = actions.draft_contract(
        by=one.account,
        as_party=str(Actor.FREELANCER),
        reference=other.reference,
        phone=other.told["phone"],
        form=make_form(),
        custody=fields.pop("custody", "custody"),
    )
    actions.write_scope(by=one.account, contract=contract, title="포스터", scope={"work": "포스터 1점"})
    actions.write_lines(by=one.account, contract=contract, wishes=fields.pop("wishes", wishes()))
    return Contract.objects.get(pk=contract.pk)


def wishes(*amounts: int) -> list[Wish]:
    day = timezone.localdate() + timedelta(days=30)
    kinds = ("advance", "interim", "balance")
    return [
        Wish(kinds[min(at, 2)], f"{at + 1}차", amount, day)
        for at, amount in enumerate(amounts or (300_000, 700_000))
    ]


def agreed(**fields: Any) -> Contract:
    return accepted(draft(**fields))


def accepted(contract: Contract) -> Contract:
    """Proposed and taken as it stands."""
    actions.offer(by=contract.freelancer.account, contract=contract)
    actions.accept(by=contract.commissioner.account, contract=contract)
    return Contract.objects.get(pk=contract.pk)


def signed(**fields: Any) -> Contract:
    """In force: both signed the same document."""
    return in_force(draft(**fields))


def in_force(contract: Contract) -> Contract:
    """Proposed, taken and signed as it stands."""
    contract = accepted(contract)
    sha256 = queries.pending(contract).sha256
    for member in (contract.freelancer, contract.commissioner):
        actions.sign(by=member.account, contract=contract, sha256=sha256, address="127.0.0.1")
    return Contract.objects.get(pk=contract.pk)


def paid_in(milestone: Milestone, **wrong: Any) -> Milestone:
    """The bank's line by which the commissioner paid; `wrong` says what else stands in it."""
    bank = FakeBank()
    number = actions.issue_account(bank=bank, milestone=milestone)
    milestone = Milestone.objects.select_related("terms", "contract").get(pk=milestone.pk)
    line = bank_line(
        amount_won=milestone.terms.deposit_won, virtual_account=number.number, depositor=name_of(milestone)
    )
    actions.take_deposit(dataclasses.replace(line, **wrong))
    return fresh(milestone)


def card_contract(basis_points: int = 220, **fields: Any) -> Contract:
    """In force, to be paid in by a card that costs so much."""
    today = timezone.localdate()
    Policy.objects.update_or_create(
        from_on=today, defaults={"warning_days": [7, 3, 1], "card_basis_points": basis_points}
    )
    contract = draft(**({"wishes": wishes(500_000)} | fields))
    version = queries.pending(contract)
    actions.write_terms(
        by=contract.freelancer.account,
        contract=contract,
        withholding=version.withholding,
        pays_by="card",
        acceptance_days=version.acceptance_days,
    )
    return in_force(contract)


def charged(milestone: Milestone, bank: FakeBank, **said: Any) -> port.CardPaid:
    """The commissioner's card is charged on the bank's page; nobody of us knows yet."""
    order = actions.issue_account(bank=bank, milestone=milestone, back_to="https://centre.example/")
    now = timezone.now()
    facts = {
        "paid_at": now,
        "amount_won": milestone.terms.deposit_won,
        "fee_won": milestone.terms.card_fee_won,
        "settles_on": timezone.localdate(now) + timedelta(days=2),
    }
    bank.cards[order.number] = port.CardPaid(**(facts | said))
    return bank.cards[order.number]


def card_line(milestone: Milestone, **wrong: Any) -> port.Line:
    """The line by which the card company paid in."""
    order = queries.money.number_of(milestone)
    terms = milestone.terms
    told = {
        "amount_won": terms.deposit_won - terms.card_fee_won,
        "fee_won": terms.card_fee_won,
        "virtual_account": order.number,
        "depositor": name_of(milestone),
    }
    return bank_line(**(told | wrong))


def paid_by_card(milestone: Milestone, **wrong: Any) -> Milestone:
    """Charged, known, and settled; `wrong` says what else stands in the bank's line."""
    bank = FakeBank()
    charged(milestone, bank)
    actions.ask_cards(bank=bank)
    actions.take_deposit(card_line(milestone, **wrong))
    return fresh(milestone)


def name_of(milestone: Milestone) -> str:
    """The commissioner's name, as their bank knows it."""
    member = milestone.contract.commissioner
    return vault.read([member.name_id], by=None, purpose=Purpose.ESCROW, action="escrow.test")[member.name_id]


def bank_line(**said: Any) -> port.Line:
    """A line of money coming in today."""
    now = timezone.now()
    told = {
        "number": f"L{next(_numbers):08}",
        "kind": port.Kind.DEPOSIT,
        "value_on": timezone.localdate(now),
        "booked_at": now,
        "incoming": True,
        **said,
    }
    return port.Line(**told)


class FakeBank:
    """Answers at once: numbers to pay into, accounts that are what they say, and the outcomes it was given, else Done."""

    def __init__(self, *outcomes: Any) -> None:
        self.outcomes, self.sent = list(outcomes), []
        self.orders: dict[str, port.CardOrder] = {}
        self.cards: dict[str, port.CardPaid] = {}  # by the order's number

    def issue_virtual_account(self, reference: str, expires_on: Any) -> port.VirtualAccount:
        return port.VirtualAccount("088", f"562{int(reference[1:]):011}", reference, expires_on)

    def issue_card_order(
        self, reference: str, amount_won: int, expires_on: Any, back_to: str
    ) -> port.CardOrder:
        number = f"KC{reference}"
        self.orders[number] = port.CardOrder(
            number, f"https://pay.example/{number}", reference, amount_won, expires_on
        )
        return self.orders[number]

    def card_payment(self, number: str) -> port.CardPaid | None:
        return self.cards.get(number)

    def verify_payee(self, bank: str, account: str, name: str) -> port.Verified:
        return port.Verified()

    def _answer(self, number: str) -> Any:
        self.sent.append(number)
        outcome = self.outcomes.pop(0) if self.outcomes else port.Done(number, timezone.now())
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def send_payout(self, payout: port.Payout) -> Any:
        return self._answer(payout.bank_tran_id)

    def send_refund(self, refund: port.Refund) -> Any:
        return self._answer(refund.bank_tran_id)

    def inquire(self, bank_tran_id: str, on: Any, amount_won: int) -> Any:
        return self._answer(bank_tran_id)


def fresh(milestone: Milestone) -> Milestone:
    return Milestone.objects.select_related("terms", "contract").get(pk=milestone.pk)


def sent(milestone: Milestone, *outcomes: Any) -> Milestone:
    """The clock writes what is due and sends it; the bank answers so."""
    bank = FakeBank(*outcomes)
    actions.verify_payees(bank=bank)
    actions.write_payouts()
    actions.resend_payouts()
    actions.write_refunds()
    actions.send_waiting(bank=bank)
    return fresh(milestone)


def approved(milestone: Milestone) -> Milestone:
    actions.approve(by=milestone.contract.commissioner.account, milestone=milestone)
    return fresh(milestone)


def funded(**fields: Any) -> Milestone:
    contract = signed(**fields)
    return paid_in(contract.milestones.order_by("number").first())


def deliver(milestone: Milestone, name: str = "시안.pdf") -> Milestone:
    return actions.deliver(
        by=milestone.contract.freelancer.account,
        milestone=milestone,
        statement="첫 시안입니다.",
        uploads=[Upload(name, PDF)],
    )
