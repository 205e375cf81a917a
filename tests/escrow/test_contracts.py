"""Contracts: written, offered, countered, signed, amended; and what the database holds against everybody."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from pypdf import PdfReader

from kwonik.escrow import access, actions, queries
from kwonik.escrow.actions import Wish
from kwonik.escrow.codes import Withholding
from kwonik.escrow.models import Contract, MilestoneTerms, Signature, Version
from kwonik.escrow.rules import NotAllowed
from tests.escrow import factories

pytestmark = pytest.mark.django_db


def forbidden(act):
    with pytest.raises(DatabaseError), transaction.atomic():
        act()


def fresh(contract):
    return Contract.objects.get(pk=contract.pk)


def test_a_contract_goes_from_draft_to_signed_and_both_hold_the_paper():
    contract = factories.signed()
    version = queries.signed(contract)

    assert contract.state == "signed"
    assert [row.state for row in contract.milestones.all()] == ["awaiting_deposit"] * 2
    assert {one.sha256 for one in version.signatures.all()} == {version.sha256}
    assert hashlib.sha256(bytes(version.document)).hexdigest() == version.sha256
    words = "".join(page.extract_text() for page in PdfReader(BytesIO(_paper(contract))).pages)
    assert version.sha256[:16] in words.replace("\n", "").replace(" ", "")
    assert [one.code for one in queries.timeline(contract)] == [
        "contract.draft",
        "contract.offer",
        "contract.accept",
        "contract.sign",
        "contract.sign",
        "contract.conclude",
    ]


def _paper(contract):
    version = queries.signed(contract)
    return access.open_content(contract.freelancer.account, version.paper, action="escrow.test")


def test_the_document_names_nobody():
    contract = factories.agreed()
    text = bytes(queries.pending(contract).document).decode()

    for member in (contract.freelancer, contract.commissioner):
        seen = access.reveal(None, [member], action="escrow.test")[member.pk]
        assert seen.name not in text and seen.phone not in text
        assert member.reference in text
    assert json.loads(text)["clauses"][1] == {
        "number": 2,
        "code": "acceptance",
        "title": "검수",
        "text": "14일 안에 확정합니다.",
    }


def test_taxes_of_a_business_that_pays_an_individual():
    version = queries.signed(factories.signed())
    first = version.lines.get(number=1)

    assert version.withholding == Withholding.DEPOSIT_GROSS
    assert (first.gross_won, first.income_tax_won, first.local_tax_won, first.net_won) == (
        300_000,
        9_000,
        900,
        290_100,
    )
    assert (version.gross_won, version.deposit_won, version.net_won) == (1_000_000, 1_000_000, 967_000)


def test_a_private_person_withholds_nothing():
    contract = factories.draft(other=factories.commissioner(standing="individual"))
    version = queries.pending(contract)

    assert version.withholding == "none" and version.net_won == version.gross_won
    with pytest.raises(NotAllowed, match="사업자 여부"):
        actions.write_terms(
            by=contract.freelancer.account,
            contract=contract,
            withholding="deposit_net",
            pays_by="transfer",
            acceptance_days=14,
        )


def test_a_card_fee_is_in_the_document_before_anybody_signs():
    from kwonik.escrow.models import Policy

    Policy.objects.create(from_on=timezone.localdate(), warning_days=[7, 3, 1], card_basis_points=220)
    contract = factories.draft()
    actions.write_terms(
        by=contract.freelancer.account,
        contract=contract,
        withholding="deposit_net",
        pays_by="card",
        acceptance_days=10,
    )
    version = queries.pending(contract)
    line = version.lines.get(number=1)

    assert line.deposit_won == line.net_won == 290_100
    assert line.card_fee_won == 6_383  # 290,100 x 2.2 %, rounded up
    assert line.payout_won == 283_717
    assert version.card_fee_won == sum(row.card_fee_won for row in version.lines.all())


def test_only_whose_turn_it_is_writes_and_answers():
    contract = factories.draft()
    one, other = contract.freelancer.account, contract.commissioner.account
    for act in (actions.offer, actions.counter, actions.accept):
        with pytest.raises(NotAllowed):
            act(by=other, contract=contract)
    actions.offer(by=one, contract=contract)
    with pytest.raises(NotAllowed):
        actions.accept(by=one, contract=contract)
    actions.counter(by=other, contract=contract)
    actions.write_scope(by=other, contract=contract, title="포스터", scope={"work": "포스터 2점"})
    with pytest.raises(NotAllowed):
        actions.write_scope(by=one, contract=contract, title="포스터", scope={"work": "포스터 9점"})
    actions.offer(by=other, contract=contract)
    actions.accept(by=one, contract=contract)

    assert fresh(contract).state == "agreed"
    assert queries.pending(contract).scope == {"work": "포스터 2점"}


def test_an_incomplete_draft_says_what_is_missing():
    one, other = factories.freelancer(), factories.commissioner()
    contract = actions.draft_contract(
        by=one.account,
        as_party="freelancer",
        reference=other.reference,
        phone=other.told["phone"],
        form=factories.make_form(),
        custody="custody",
    )

    with pytest.raises(NotAllowed) as refused:
        actions.offer(by=one.account, contract=contract)
    for words in ("계약 이름", "만들 것", "대금"):
        assert words in str(refused.value)


def test_a_contract_needs_an_account_to_pay_to_unless_it_is_paid_directly():
    one, other = factories.verified(), factories.commissioner()
    contract = factories.draft(one, other)
    actions.offer(by=one.account, contract=contract)
    with pytest.raises(NotAllowed, match="계좌"):
        actions.accept(by=other.account, contract=contract)

    direct = factories.draft(one, other, custody="direct")
    actions.offer(by=one.account, contract=direct)
    assert actions.accept(by=other.account, contract=direct).state == "agreed"


def test_nobody_signs_another_document_and_nobody_twice():
    contract = factories.agreed()
    version, one = queries.pending(contract), contract.freelancer
    with pytest.raises(NotAllowed, match="바뀌었습니다"):
        actions.sign(by=one.account, contract=contract, sha256="0" * 64, address=None)
    for _ in range(2):
        actions.sign(by=one.account, contract=contract, sha256=version.sha256, address=None)

    assert version.signatures.count() == 1
    assert fresh(contract).state == "agreed"


def test_a_document_opened_again_lapses_with_its_signature():
    contract = factories.agreed()
    first, one = queries.pending(contract), contract.freelancer
    actions.sign(by=one.account, contract=contract, sha256=first.sha256, address=None)
    actions.reopen(by=contract.commissioner.account, contract=contract)
    second = queries.pending(contract)

    first.refresh_from_db()
    assert (first.state, second.state, second.number) == ("lapsed", "draft", 2)
    assert second.gross_won == first.gross_won
    with pytest.raises(NotAllowed):
        actions.sign(by=contract.commissioner.account, contract=contract, sha256=first.sha256, address=None)


def test_an_amendment_is_a_new_version_that_both_sign():
    contract = factories.signed(wishes=factories.wishes(300_000, 700_000))
    first, one, other = queries.signed(contract), contract.freelancer, contract.commissioner
    factories.paid_in(contract.milestones.get(number=1))
    actions.amend(by=other.account, contract=contract)
    line = first.lines.get(number=1)
    day = timezone.localdate() + timedelta(days=60)

    def write(*wishes):
        actions.write_lines(by=other.account, contract=contract, wishes=list(wishes))

    write(Wish("advance", "1차", 200_000, line.due_on), Wish("balance", "2차", 900_000, day))
    with pytest.raises(NotAllowed, match="1차는 이미 시작"):
        actions.offer(by=other.account, contract=contract)
    write(Wish("advance", "1차", 300_000, line.due_on), Wish("balance", "2차", 900_000, day))
    actions.offer(by=other.account, contract=contract)
    actions.accept(by=one.account, contract=contract)
    second = queries.pending(contract)
    assert queries.signed(contract) == first
    for member in (one, other):
        actions.sign(by=member.account, contract=contract, sha256=second.sha256, address=None)

    assert queries.signed(contract) == second
    assert fresh(contract).state == "active"
    rows = contract.milestones.order_by("number")
    assert [(row.state, row.terms.gross_won) for row in rows] == [
        ("funded", 300_000),
        ("awaiting_deposit", 900_000),
    ]


def test_an_amendment_that_is_dropped_leaves_the_signed_version():
    contract = factories.signed()
    actions.amend(by=contract.freelancer.account, contract=contract)
    actions.drop(by=contract.commissioner.account, contract=contract)

    assert fresh(contract).state == "signed"
    assert queries.pending(contract) is None


def test_a_page_sent_twice_is_said_once():
    contract, token = factories.draft(), uuid4()
    for _ in range(2):
        actions.offer(by=contract.freelancer.account, contract=contract, token=token)

    assert [one.code for one in contract.events.all()] == ["contract.draft", "contract.offer"]


def test_nobody_is_both_parties_and_a_stranger_is_none():
    one = factories.freelancer(is_commissioner=True)
    with pytest.raises(NotAllowed, match="나와는"):
        factories.draft(one, one)
    contract = factories.signed()
    forbidden(lambda: Contract.objects.filter(pk=contract.pk).update(commissioner=contract.freelancer))
    with pytest.raises(NotAllowed, match="당사자"):
        actions.amend(by=one.account, contract=contract)
    with pytest.raises(NotAllowed, match="가입한 분이 없습니다"):
        actions.draft_contract(
            by=one.account,
            as_party="freelancer",
            reference=contract.commissioner.reference,
            phone="010-0000-0000",
            form=factories.make_form(),
            custody="custody",
        )


def test_the_database_lets_nobody_change_what_is_signed():
    contract = factories.signed()
    version = queries.signed(contract)
    rows = Version.objects.filter(pk=version.pk)
    for change in (
        {"title": "다른 일"},
        {"gross_won": 1},
        {"document": b"x"},
        {"state": "draft"},
        {"sha256": "0" * 64},
    ):
        forbidden(lambda change=change: rows.update(**change))
    forbidden(lambda: rows.delete())
    forbidden(lambda: MilestoneTerms.objects.filter(version=version).update(title="다른 일"))
    forbidden(lambda: MilestoneTerms.objects.filter(version=version).delete())
    forbidden(lambda: Signature.objects.filter(version=version).update(party="freelancer"))
    forbidden(lambda: Signature.objects.filter(version=version).delete())
    forbidden(lambda: contract.events.all().delete())
    forbidden(lambda: contract.milestones.update(state="paid"))


def test_the_database_takes_no_document_whose_milestones_are_not_its_amount_or_whose_digest_is_wrong():
    contract = factories.draft()
    version = queries.pending(contract)

    def agree(**worth):
        content = b"{}"
        told = {
            "document": content,
            "sha256": hashlib.sha256(content).hexdigest(),
            "agreed_at": timezone.now(),
            "state": "agreed",
            **worth,
        }
        Version.objects.filter(pk=version.pk).update(**told)

    forbidden(lambda: agree(gross_won=version.gross_won + 1, net_won=version.net_won + 1))
    forbidden(lambda: agree(sha256="0" * 64))
    forbidden(lambda: agree(state="signed"))
    agree()


def test_the_database_takes_no_signature_but_a_partys_on_the_standing_document():
    contract = factories.agreed()
    version, stranger = queries.pending(contract), factories.freelancer()

    def sign(**worth):
        told = {
            "version": version,
            "party": "freelancer",
            "member": contract.freelancer,
            "sha256": version.sha256,
            "authentication": "-",
            **worth,
        }
        Signature.objects.create(**told)

    forbidden(lambda: sign(member=stranger))
    forbidden(lambda: sign(party="commissioner"))
    forbidden(lambda: sign(sha256="0" * 64))
    sign()
    forbidden(lambda: Version.objects.filter(pk=version.pk).update(state="signed"))
