"""Offering, countering, accepting, and both signing the same document; dropping what was not signed."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kwonik.catalogue import queries as catalogue
from kwonik.documents import pdf
from kwonik.escrow import access, queries, rules
from kwonik.escrow.codes import (
    OF_CONTRACTS,
    PARTIES,
    Actor,
    ContractState,
    Custody,
    MilestoneState,
    Standing,
    VersionState,
)
from kwonik.escrow.models import Contract, Milestone, Signature, Version
from kwonik.escrow.rules import papers
from kwonik.people import vault
from kwonik.people.codes import Purpose

from .drafting import copied
from .moves import actor_of, known, locked_contract, member_at, move_milestone, note_contract, settle_contract

PASSWORD = "비밀번호 다시 확인"
PASSWORD_AND_SECOND_FACTOR = "비밀번호 다시 확인, 2단계 인증으로 로그인"


def _said(verb: str, by: Any, contract: Contract, token: UUID | None) -> tuple[Contract, str] | None:
    """The locked contract and who says the verb; None where the same page was sent before."""
    stored = locked_contract(contract)
    actor = actor_of(stored, by)
    if known(token, by):
        return None
    rules.require_contract(verb, queries.facts_of(stored, actor), actor)
    return stored, actor


def _proposed(stored: Contract, state: VersionState, turn: str = "") -> Version:
    version = queries.pending(stored)
    assert version is not None
    version.state = state
    version.turn = turn or version.turn
    version.save()
    if version.number == 1 or not queries.signed(stored):
        settle_contract(stored, ContractState(str(state)))
    return version


@transaction.atomic
def offer(*, by: Any, contract: Contract, token: UUID | None = None) -> Contract:
    """It is the other's turn now. Raises NotAllowed with what is missing."""
    if (found := _said("offer", by, contract, token)) is None:
        return contract
    stored, actor = found
    version = _proposed(stored, VersionState.OFFERED, rules.other(actor))
    note_contract(
        stored,
        OF_CONTRACTS["offer"],
        actor,
        by,
        before="draft",
        after="offered",
        version=version,
        token=token,
    )
    return stored


@transaction.atomic
def take_back(*, by: Any, contract: Contract, token: UUID | None = None) -> Contract:
    """Whoever offered writes on. Raises NotAllowed."""
    return _back_to_draft("take_back", by, contract, token)


@transaction.atomic
def counter(*, by: Any, contract: Contract, token: UUID | None = None) -> Contract:
    """The other writes on and offers in turn. Raises NotAllowed."""
    return _back_to_draft("counter", by, contract, token)


def _back_to_draft(verb: str, by: Any, contract: Contract, token: UUID | None) -> Contract:
    if (found := _said(verb, by, contract, token)) is None:
        return contract
    stored, actor = found
    version = _proposed(stored, VersionState.DRAFT, actor)
    note_contract(
        stored, OF_CONTRACTS[verb], actor, by, before="offered", after="draft", version=version, token=token
    )
    return stored


@transaction.atomic
def accept(*, by: Any, contract: Contract, token: UUID | None = None) -> Contract:
    """What was offered becomes the document that both sign; from here nothing in it changes. Raises NotAllowed."""
    if (found := _said("accept", by, contract, token)) is None:
        return contract
    stored, actor = found
    version = queries.pending(stored)
    assert version is not None
    version.payee = queries.payee_of(stored.freelancer)
    content = rules.terms.canonical(_document(stored, version))
    version.document, version.sha256 = content, rules.terms.digest(content)
    version.agreed_at, version.state = timezone.now(), VersionState.AGREED
    version.save()
    if not queries.signed(stored):
        settle_contract(stored, ContractState.AGREED)
    note_contract(
        stored,
        OF_CONTRACTS["accept"],
        actor,
        by,
        before="offered",
        after="agreed",
        version=version,
        detail={"sha256": version.sha256},
        token=token,
    )
    return stored


def _document(contract: Contract, version: Version) -> dict[str, Any]:
    form, payee = version.form, version.payee

    def party(actor: str) -> rules.terms.Party:
        member = member_at(contract, actor)
        return rules.terms.Party(
            member.reference, str(member.standing), bytes(member.person_digest or b"").hex()
        )

    wanted = [{"code": one["code"], "label": one["label"]} for one in form.wants]
    return rules.terms.document(
        contract=contract.reference,
        version=version.number,
        title=version.title,
        form={"code": form.code, "name": form.name, "trade": form.trade, "edition": form.edition},
        freelancer=party(Actor.FREELANCER),
        commissioner=party(Actor.COMMISSIONER),
        scope=[{**one, "text": version.scope.get(one["code"], "")} for one in wanted],
        clauses=rules.terms.clauses_with(form.clauses, version.acceptance_days),
        lines=queries.lines_of(version),
        terms={
            "custody": str(contract.custody),
            "withholding": str(version.withholding),
            "pays_by": str(version.pays_by),
            "acceptance_days": version.acceptance_days,
        },
        payee={"bank": payee.bank, "tail": payee.tail, "account": bytes(payee.number_digest).hex()}
        if payee
        else None,
    )


@transaction.atomic
def reopen(*, by: Any, contract: Contract, token: UUID | None = None) -> Contract:
    """The document lapses, signatures on it with it; a copy is written on. Raises NotAllowed."""
    if (found := _said("reopen", by, contract, token)) is None:
        return contract
    stored, actor = found
    lapsed = queries.pending(stored)
    assert lapsed is not None
    lapsed.state = VersionState.LAPSED
    lapsed.save()
    made = copied(lapsed, actor)
    if not queries.signed(stored):
        settle_contract(stored, ContractState.DRAFT)
    note_contract(
        stored, OF_CONTRACTS["reopen"], actor, by, before="agreed", after="draft", version=made, token=token
    )
    return stored


@transaction.atomic
def sign(
    *, by: Any, contract: Contract, sha256: str, address: str | None, authentication: str = PASSWORD
) -> Contract:
    """Signs the document with this digest, which is the one that was shown; the second signature puts it in force.

    Signing twice signs once. Raises NotAllowed (the document changed meanwhile).
    """
    stored = locked_contract(contract)
    actor = actor_of(stored, by)
    version = queries.pending(stored)
    if version is None or version.sha256 != sha256 or not sha256:
        done = queries.signed(stored)
        if done is not None and done.sha256 == sha256 and sha256:
            return stored
        raise rules.NotAllowed("서명할 문서가 바뀌었습니다. 새 문서를 읽고 서명하세요.")
    if version.signatures.filter(party=actor).exists():
        return stored
    rules.require_contract("sign", queries.facts_of(stored, actor), actor)
    Signature.objects.create(
        version=version,
        party=actor,
        member=member_at(stored, actor),
        sha256=sha256,
        address=address,
        authentication=authentication,
    )
    note_contract(stored, OF_CONTRACTS["sign"], actor, by, version=version, detail={"sha256": sha256})
    if version.signatures.count() == len(PARTIES):
        _conclude(stored, version, actor, by)
    return stored


def _conclude(contract: Contract, version: Version, actor: str, by: Any) -> None:
    """Both signed: the paper is made, the version is in force, its milestones stand."""
    rules.require_contract("conclude", queries.facts_of(contract, actor), actor)
    content = _paper(contract, version, by)
    version.paper = vault.seal_file(content, centre=contract.centre)
    version.paper_sha256 = rules.persons.file_digest(content)
    version.state, version.signed_at = VersionState.SIGNED, timezone.now()
    version.save()
    if contract.signed_at is None:
        contract.signed_at = version.signed_at
        settle_contract(contract, ContractState.SIGNED)
    note_contract(
        contract,
        OF_CONTRACTS["conclude"],
        actor,
        by,
        before="agreed",
        after="signed",
        version=version,
        detail={"sha256": version.sha256},
    )
    _set_milestones(contract, version, actor, by)
    if contract.custody == Custody.DIRECT and contract.state == ContractState.SIGNED:
        settle_contract(contract, ContractState.ACTIVE)
        note_contract(
            contract,
            OF_CONTRACTS["begin_directly"],
            actor,
            by,
            before="signed",
            after="active",
            version=version,
        )


def _set_milestones(contract: Contract, version: Version, actor: str, by: Any) -> None:
    """Milestones follow the version: new ones come, standing ones take its words, those it leaves out are called off."""
    standing = {row.number: row for row in contract.milestones.select_for_update()}
    first = MilestoneState.DIRECT if contract.custody == Custody.DIRECT else MilestoneState.AWAITING_DEPOSIT
    for line in version.lines.order_by("number"):
        row = standing.pop(line.number, None)
        if row is None:
            Milestone.objects.create(
                contract=contract,
                number=line.number,
                terms=line,
                state=first,
                state_since=timezone.now(),
            )
        else:
            row.terms = line
            row.save()
            if row.state == MilestoneState.CANCELLED:
                row.contract = contract
                move_milestone(row, "reinstate", actor=actor, by=by, target=str(first))
    for row in standing.values():
        if row.state in queries.contracts.CHANGEABLE:
            row.contract = contract
            move_milestone(row, "call_off", actor=actor, by=by)


def _paper(contract: Contract, version: Version, by: Any) -> bytes:
    """The PDF that both hold: names stand on it, as the vault has them on the day of signing."""
    parties = (contract.freelancer, contract.commissioner)
    seen = access.reveal(by, parties, action="escrow.contract.sign")
    numbers = vault.read(
        [one.number_id for one in parties if one.standing == Standing.BUSINESS],
        by=by,
        purpose=Purpose.ESCROW,
        action="escrow.contract.sign",
    )

    def named(member: Any) -> papers.Named:
        who = seen[member.pk]
        number = numbers.get(member.number_id, "") if member.standing == Standing.BUSINESS else ""
        return papers.Named(member.reference, who.name, who.phone, member.standing, number)

    signatures = [
        papers.Signed(
            Actor(one.party).label,
            seen[one.member_id].name,
            f"{timezone.localtime(one.signed_at):%Y. %m. %d. %H:%M:%S}",
            one.address or "-",
            one.authentication,
        )
        for one in version.signatures.order_by("pk")
    ]
    payee = papers.payee_words(version.payee.bank, version.payee.tail) if version.payee else ""
    org = str(catalogue.own_centre() or contract.centre)
    return pdf.write(
        papers.contract(
            json.loads(bytes(version.document or b"{}")),
            version.sha256,
            named(contract.freelancer),
            named(contract.commissioner),
            signatures,
            payee,
            org,
            timezone.localdate(),
        )
    )


@transaction.atomic
def drop(*, by: Any, contract: Contract, note: str = "", token: UUID | None = None) -> Contract:
    """Nothing is agreed on any more: a first version ends the contract, an amendment leaves the signed one in force.

    Raises NotAllowed.
    """
    if (found := _said("drop", by, contract, token)) is None:
        return contract
    stored, actor = found
    version = queries.pending(stored)
    before = version.state if version else stored.state
    if version:
        version.state = VersionState.LAPSED
        version.save()
    if not queries.signed(stored):
        settle_contract(stored, ContractState.CANCELLED)
    note_contract(
        stored,
        OF_CONTRACTS["drop"],
        actor,
        by,
        before=str(before),
        after=str(stored.state),
        version=version,
        note=note.strip(),
        token=token,
    )
    return stored
