"""The escrow: one member at each centre, on either side of contracts in every state that a page of theirs asks for."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.utils import timezone

from kwonik.catalogue.models import ContractForm
from kwonik.escrow import actions, queries
from kwonik.escrow.actions import Upload, Wish
from kwonik.escrow.bank import port
from kwonik.escrow.identity.sandbox import Sandbox
from kwonik.escrow.models import Deposit, Member, Payment, Policy
from tests import factories

PASSWORD = "푸른-바다-세번-건넜다"
WORDS = "결과물을 받지 못했다고 함"
BORN = date(1990, 5, 9)
SANDBOX = Sandbox()


def _member(one: Any, number: str, **kinds: Any) -> Member:
    """A verified member of the centre with an account to be paid to."""
    phone = f"010-0000-{one.centre.pk % 100:02}{number[-2:]:0>2}"
    member = actions.join(
        username=f"member-{one.centre.code}-{number}",
        password=PASSWORD,
        standing="individual",
        is_freelancer=True,
        is_commissioner=True,
        name=f"이용자{one.centre.pk}{number}",
        phone=phone,
        consented=True,
        centre=one.centre,
        **kinds,
    )
    code = actions.send_code(by=member.account, service=SANDBOX).split()[-1]
    actions.confirm_phone(by=member.account, code=code)
    transaction, code = actions.begin_identity(
        by=member.account, service=SANDBOX, name=f"이용자{one.centre.pk}{number}", born_on=BORN
    )
    actions.confirm_identity(by=member.account, service=SANDBOX, transaction_id=transaction, code=code)
    actions.bind_account(by=member.account, bank="088", account_number="110-123-456789", holder="예금주")
    found = Member.objects.select_related("account", "centre").get(pk=member.pk)
    found.told_phone = phone
    return found


def escrowed(one: Any, number: int) -> dict[str, Any]:
    """Contracts between the centre's member and another one, disputes of them, and a certificate."""
    if not Policy.objects.exists():  # a test that committed has swept away what the migration wrote
        Policy.objects.create(from_on="2025-01-01", warning_days=[7, 3, 1])
    mine = one.rows.get("escrow_member") or _member(one, "01")
    other = one.rows.get("escrow_other") or _member(one, "02")
    suspended = actions.suspend(
        by=one.people["programme_officer"], member=_member(one, f"{10 + number}"), reason="신고 확인"
    )
    adviser = _adviser(one)
    draft = _draft(mine, other)
    agreed = _agreed(mine, other)
    signed = _signed(mine, other)
    unpaid = _signed(mine, other)
    funded = _deposited(signed)
    delivered = _delivered(_deposited(_signed(other, mine)))
    taking = _delivered(_signed(other, mine, "direct").milestones.get(number=1))
    done = _delivered(_signed(mine, other, "direct").milestones.get(number=1))
    actions.take_over(by=other.account, milestone=done)
    dispute = actions.open_dispute(by=mine.account, milestone=_deposited(_signed(mine, other)), text=WORDS)
    mediated = actions.open_dispute(
        by=mine.account, milestone=_delivered(_deposited(_signed(mine, other))), text=WORDS
    )
    asked = actions.ask_panel(by=mine.account, text=WORDS)
    for each in (mediated, asked):
        actions.assign(by=one.people["programme_officer"], dispute=each, adviser=adviser)
    actions.propose_split(
        by=one.people["escrow_adviser"], dispute=mediated, freelancer_won=200_000, reason="절반쯤 마침"
    )
    certificate = actions.issue(by=mine.account, address_of=lambda token: f"/escrow/certificates/{token}/")
    return {
        "escrow_member": mine,
        "escrow_other": other,
        "escrow_suspended": suspended,
        "escrow_draft": draft,
        "escrow_agreed": agreed,
        "escrow_signed": signed,
        "escrow_unpaid": unpaid,
        "escrow_paper": queries.signed(signed),
        "escrow_owed": _signed(other, mine).milestones.get(number=1),
        "escrow_funded": funded,
        "escrow_delivered": delivered,
        "escrow_file": delivered.deliveries.get().files.get(),
        "escrow_taking": taking,
        "escrow_dispute": dispute,
        "escrow_mediated": mediated,
        "escrow_file_advised": mediated.milestone.deliveries.get().files.get(),
        "escrow_asked": asked,
        "escrow_certificate": certificate,
        **_moved(one, mine, other, adviser),
        "escrow_token": SimpleNamespace(pk=certificate.token),
    }


LARGE = 6_000_000
"""Above what one person may send."""


def _moved(one: Any, mine: Member, other: Member, adviser: Any) -> dict[str, Any]:
    """What waits at the desk that moves money: a ticket, a payment of two people, a refund that failed, decisions."""
    from tests.escrow.factories import FakeBank, paid_in

    finance = one.people["finance"]
    paid_in(_signed(mine, other).milestones.get(number=1), depositor="김대리")
    ticket = Deposit.objects.filter(state="suspense").latest("pk")
    actions.verify_payees(bank=FakeBank())
    first, second = (_approved(_signed(mine, other, won=LARGE)) for _ in range(2))
    held = actions.prepare(by=finance, milestone=first).number
    cancelled = _deposited(_signed(mine, other))
    actions.cancel_before_work(by=other.account, milestone=cancelled)
    actions.write_refunds()
    actions.send_waiting(bank=FakeBank(port.Failed("415", "계좌 해지")))
    lost = queries.money.payments_of(cancelled).get()
    disputes = []
    for _ in range(3):
        dispute = actions.open_dispute(
            by=mine.account, milestone=_deposited(_signed(mine, other)), text=WORDS
        )
        disputes.append(actions.assign(by=one.officer, dispute=dispute, adviser=adviser))
    divisible, handed, settled = disputes
    expert = one.people["escrow_adviser"]
    split = actions.propose_split(by=expert, dispute=divisible, freelancer_won=100_000, reason="일부 마침")
    for member in (mine, other):
        actions.sign_split(
            by=member.account, split=split, sha256=split.sha256, address=None, authentication="비밀번호"
        )
    for dispute in (handed, settled):
        actions.hand_over(by=expert, dispute=dispute, body="fair_trade", note="조정을 신청함")
    settlement = actions.record_settlement(
        by=finance,
        dispute=settled,
        decided_on=timezone.localdate(),
        freelancer_won=100_000,
        note="일부만 마친 것으로 봄",
        paper=Upload("결정문.pdf", b"%PDF-1.7 decided"),
    )
    return {
        "escrow_suspense": ticket,
        "escrow_held": Payment.objects.get(pk=held),
        "escrow_lost": lost,
        "escrow_unwritten": second,
        "escrow_divisible": divisible,
        "escrow_handed": handed,
        "escrow_settlement": settlement,
    }


def _approved(contract: Any) -> Any:
    milestone = _delivered(_deposited(contract))
    actions.approve(by=milestone.contract.commissioner.account, milestone=milestone)
    return milestone


def typed_by_members(rows: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What must be typed on members' pages beyond the first thing that fits."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    soon = (timezone.localdate() + timedelta(days=40)).isoformat()
    if "escrow_other" not in rows:
        return {}
    return {
        "escrow:account": {"account_number": "110-222-333444", "bank": "088", "holder": "예금주"},
        "escrow:ask-phone-change": {"phone": "010-0000-9999", "password": PASSWORD},
        "escrow:set-policy": {"from_on": soon, "warning_days": "7, 3, 1"},
        "escrow:me": {"kinds": ["freelancer", "commissioner"]},
        "escrow:leave": {"sure": "on"},
        "escrow:draft": {
            "as_party": "freelancer",
            "reference": rows["escrow_other"].reference,
            "phone": rows["escrow_other"].told_phone,
            "form": str(ContractForm.objects.first().pk),
            "custody": "custody",
        },
        "escrow:step": {"title": "봄 포스터", "lines-0-due_on": soon, "acceptance_days": "10"},
        "escrow:sign": {"read": "on", "password": PASSWORD},
        "escrow:deliver": {
            "statement": "고친 시안입니다.",
            "files": SimpleUploadedFile("시안.pdf", b"%PDF-1.7 later", "application/pdf"),
        },
        "escrow:ask-changes": {"clause": "1", "text": "글자가 빠졌습니다."},
        "escrow:my-dispute": {"read": "on", "password": PASSWORD},
        "escrow:talk": {"held_on": timezone.localdate().isoformat()},
        "escrow:propose": {"freelancer_won": "100,000"},
        "escrow:settle": {
            "decided_on": timezone.localdate().isoformat(),
            "freelancer_won": "100,000",
            "paper": SimpleUploadedFile("결정문.pdf", b"%PDF-1.7 decided", "application/pdf"),
        },
    }


def _adviser(one: Any) -> Any:
    """The appointment of the role's account at this centre."""
    account = one.people["escrow_adviser"]
    known = account.appointments.filter(role="escrow_adviser").first()
    return known or factories.make_appointment(
        "escrow_adviser", one.centre, account=account, qualification="lawyer"
    )


def _draft(one: Member, other: Member, custody: str = "custody", won: int = 300_000) -> Any:
    phone = getattr(other, "told_phone", "")
    contract = actions.draft_contract(
        by=one.account,
        as_party="freelancer",
        reference=other.reference,
        phone=phone,
        form=ContractForm.objects.order_by("position").first(),
        custody=custody,
        form_token=uuid4(),
    )
    version = queries.pending(contract)
    actions.write_scope(
        by=one.account,
        contract=contract,
        title="봄 행사 포스터",
        scope={want["code"]: "포스터 1점" for want in version.form.wants},
    )
    day = timezone.localdate() + timedelta(days=30)
    actions.write_lines(by=one.account, contract=contract, wishes=[Wish("balance", "납품", won, day)])
    return contract


def _agreed(one: Member, other: Member, custody: str = "custody", won: int = 300_000) -> Any:
    contract = _draft(one, other, custody, won)
    actions.offer(by=one.account, contract=contract)
    return actions.accept(by=other.account, contract=contract)


def _signed(one: Member, other: Member, custody: str = "custody", won: int = 300_000) -> Any:
    contract = _agreed(one, other, custody, won)
    sha256 = queries.pending(contract).sha256
    for member in (one, other):
        contract = actions.sign(by=member.account, contract=contract, sha256=sha256, address="127.0.0.1")
    return contract


def _deposited(contract: Any) -> Any:
    """What the bank says when the commissioner has paid."""
    from tests.escrow.factories import paid_in

    return paid_in(contract.milestones.get(number=1))


def _delivered(milestone: Any) -> Any:
    return actions.deliver(
        by=milestone.contract.freelancer.account,
        milestone=milestone,
        statement="시안입니다.",
        uploads=[Upload("시안.pdf", b"%PDF-1.7 hello")],
    )
