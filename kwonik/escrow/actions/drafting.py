"""Writing a contract step by step: who with, what, for how much, on which terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kwonik.catalogue.models import ContractForm
from kwonik.escrow import queries, rules
from kwonik.escrow.codes import (
    OF_CONTRACTS,
    Actor,
    ContractState,
    Custody,
    MemberState,
    MilestoneKind,
    PaysBy,
    Withholding,
)
from kwonik.escrow.models import Contract, Member, MilestoneTerms, Version
from kwonik.people import vault
from kwonik.places.actions import next_reference

from .members import own
from .moves import actor_of, known, locked_contract, note_contract, refuse_resident_number

NOT_FOUND = "그 회원번호와 전화번호로 가입한 분이 없습니다. 상대방에게 다시 확인하거나, 먼저 가입하게 하세요."


@dataclass(frozen=True)
class Wish:
    """A milestone as it is typed."""

    kind: str
    title: str
    gross_won: int
    due_on: date


def other_party(member: Member, reference: str, phone: str) -> Member:
    """The verified member with this number and telephone. Raises NotAllowed with one sentence whatever is wrong."""
    found = Member.objects.filter(
        centre=member.centre_id,
        reference=reference.strip().upper(),
        phone_digest=vault.phone_digest(member.centre_id, phone),
        state=MemberState.ACTIVE,
        verified_at__isnull=False,
    ).first()
    if found is None:
        raise rules.NotAllowed(NOT_FOUND, "reference")
    if found.pk == member.pk:
        raise rules.NotAllowed("나와는 계약할 수 없습니다. 상대방의 회원번호를 적으세요.", "reference")
    return found


@transaction.atomic
def draft_contract(
    *,
    by: Any,
    as_party: str,
    reference: str,
    phone: str,
    form: ContractForm,
    custody: str,
    form_token: UUID | None = None,
) -> Contract:
    """Begins a contract with somebody from a standard form. The same page twice begins one. Raises NotAllowed."""
    member = own(by)
    if form_token and (again := Contract.objects.filter(form_token=form_token).first()):
        return again
    if not member.may_begin:
        raise rules.NotAllowed("본인 확인을 마치고 이용이 열려 있어야 계약을 쓸 수 있습니다.")
    is_freelancer = as_party == Actor.FREELANCER
    if not (member.is_freelancer if is_freelancer else member.is_commissioner):
        raise rules.NotAllowed("내 정보에서 그 역할을 먼저 고르세요.", "as_party")
    other = other_party(member, reference, phone)
    if not (other.is_commissioner if is_freelancer else other.is_freelancer):
        raise rules.NotAllowed("상대방이 아직 그 역할로 가입하지 않았습니다.", "reference")
    today = timezone.localdate()
    freelancer, commissioner = (member, other) if is_freelancer else (other, member)
    contract = Contract.objects.create(
        centre=member.centre,
        reference=rules.persons.reference("E", today.year, next_reference(member.centre, "E", today.year)),
        freelancer=freelancer,
        commissioner=commissioner,
        custody=Custody(custody),
        form_token=form_token,
    )
    version = _new_version(contract, form, 1, as_party)
    note_contract(
        contract, OF_CONTRACTS["draft"], as_party, by, after=str(ContractState.DRAFT), version=version
    )
    return contract


def _new_version(contract: Contract, form: ContractForm, number: int, turn: str) -> Version:
    allowed = rules.terms.allowed_withholding(contract.freelancer.standing, contract.commissioner.standing)
    return Version.objects.create(
        contract=contract,
        number=number,
        form=form,
        turn=turn,
        withholding=allowed[0],
        acceptance_days=queries.today_policy().acceptance_days,
    )


def copied(version: Version, turn: str) -> Version:
    """A new draft that says what the version says, in the hand of `turn`."""
    fields = ("form", "title", "scope", "withholding", "pays_by", "acceptance_days")
    made = Version.objects.create(
        contract=version.contract,
        number=version.contract.versions.count() + 1,
        turn=turn,
        **{name: getattr(version, name) for name in fields},
    )
    for line in version.lines.all():
        line.pk, line.version, line._state.adding = None, made, True
        line.save()
    return summed(made)


def _draft(by: Any, contract: Contract) -> tuple[Contract, Version, str]:
    """The contract, its draft and whose hand it is in. Raises NotYours, NotAllowed."""
    stored = locked_contract(contract)
    actor = actor_of(stored, by)
    rules.require_contract("write", queries.facts_of(stored, actor), actor)
    version = queries.pending(stored)
    assert version is not None
    return stored, version, actor


@transaction.atomic
def write_scope(*, by: Any, contract: Contract, title: str, scope: Mapping[str, str]) -> Version:
    """What is to be done, in the words that the form asks for. Raises NotAllowed."""
    _, version, _ = _draft(by, contract)
    known_codes = [one["code"] for one in version.form.wants]
    version.title = refuse_resident_number(title, "title")
    version.scope = {code: refuse_resident_number(scope.get(code, ""), code) for code in known_codes}
    version.save()
    return version


@transaction.atomic
def write_lines(*, by: Any, contract: Contract, wishes: Sequence[Wish]) -> Version:
    """선금, 중도금, 잔금: all milestones at once, taxes and card fee worked out. Raises NotAllowed."""
    _, version, _ = _draft(by, contract)
    if not 1 <= len(wishes) <= rules.terms.MOST_MILESTONES:
        raise rules.NotAllowed(f"차수는 하나부터 {rules.terms.MOST_MILESTONES}개까지 적을 수 있습니다.")
    return _relined(version, wishes)


def _relined(version: Version, wishes: Sequence[Wish]) -> Version:
    money = money_of(version)
    lines = [
        rules.terms.milestone(
            at,
            MilestoneKind(wish.kind),
            refuse_resident_number(wish.title, "title"),
            wish.gross_won,
            wish.due_on,
            money,
        )
        for at, wish in enumerate(wishes, 1)
    ]
    version.lines.all().delete()
    MilestoneTerms.objects.bulk_create(
        MilestoneTerms(
            version=version,
            number=line.number,
            kind=line.kind,
            title=line.title,
            due_on=line.due_on,
            gross_won=line.gross_won,
            income_tax_won=line.income_tax_won,
            local_tax_won=line.local_tax_won,
            net_won=line.net_won,
            deposit_won=line.deposit_won,
            card_fee_won=line.card_fee_won,
        )
        for line in lines
    )
    return summed(version)


def money_of(version: Version) -> rules.terms.Money:
    """How the version's money goes, with what a card costs today."""
    card = version.pays_by == PaysBy.CARD
    return rules.terms.Money(
        version.withholding, version.pays_by, queries.today_policy().card_basis_points if card else 0
    )


def summed(version: Version) -> Version:
    """The version's amounts are the sums of its milestones."""
    totals = rules.terms.totals(queries.lines_of(version))
    for name, value in totals.items():
        if name != "payout_won":
            setattr(version, name, value)
    version.save()
    return version


@transaction.atomic
def write_terms(
    *, by: Any, contract: Contract, withholding: str, pays_by: str, acceptance_days: int
) -> Version:
    """Withholding, way of paying, days of acceptance; the milestones' taxes follow. Raises NotAllowed."""
    stored, version, _ = _draft(by, contract)
    limits = queries.today_policy()
    if not limits.shortest_days <= acceptance_days <= limits.longest_days:
        raise rules.NotAllowed(
            f"검수 기간은 {limits.shortest_days}일부터 {limits.longest_days}일까지 정할 수 있습니다.",
            "acceptance_days",
        )
    if withholding not in rules.terms.allowed_withholding(
        stored.freelancer.standing, stored.commissioner.standing
    ):
        raise rules.NotAllowed("두 사람의 사업자 여부에 맞는 방법을 고르세요.", "withholding")
    version.withholding, version.pays_by = Withholding(withholding), PaysBy(pays_by)
    version.acceptance_days = acceptance_days
    version.save()
    wishes = [
        Wish(row.kind, row.title, row.gross_won, row.due_on) for row in version.lines.order_by("number")
    ]
    return _relined(version, wishes) if wishes else version


@transaction.atomic
def amend(*, by: Any, contract: Contract, token: UUID | None = None) -> Version:
    """A new version to write; the signed one stays in force until both have signed the new one. Raises NotAllowed."""
    stored = locked_contract(contract)
    actor = actor_of(stored, by)
    if known(token, by) and (found := queries.pending(stored)):
        return found
    transition = rules.require_contract("amend", queries.facts_of(stored, actor), actor)
    standing = queries.signed(stored)
    assert standing is not None
    made = copied(standing, actor)
    note_contract(stored, transition, actor, by, version=made, token=token)
    return made
