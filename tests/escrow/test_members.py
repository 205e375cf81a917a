"""Members: who gets in, what is proved how often, what is left of somebody who leaves."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from kwonik.escrow import access, actions
from kwonik.escrow.codes import CheckState, MemberState
from kwonik.escrow.models import IdentityCheck, Member
from kwonik.escrow.rules import NotAllowed
from kwonik.people.models import Account, RoleGrant, SealedText
from kwonik.people.rules import Refused
from tests.escrow import factories
from tests.escrow.factories import BORN, SANDBOX
from tests.factories import LONG_AGO, make_account, make_role

pytestmark = pytest.mark.django_db


def refused(act, words=""):
    with pytest.raises(Refused) as caught, transaction.atomic():
        act()
    assert words in str(caught.value)
    return caught.value


def test_whoever_joins_has_an_account_without_role_centre_or_name():
    member = factories.join()
    account = member.account

    assert account.is_citizen
    assert (account.centre, account.name, account.email) == (None, "", "")
    assert member.state == MemberState.JOINING
    assert access.reveal(None, [member], action="escrow.test")[member.pk].name == member.told["name"]
    assert member.told["name"].encode() not in bytes(member.name.ciphertext)


@pytest.mark.parametrize("field", ["centre", "name", "is_staff", "is_citizen"])
def test_the_database_keeps_a_citizens_account_apart(field):
    member = factories.join()
    worth = {"centre": member.centre, "name": "홍길동", "is_staff": True, "is_citizen": False}[field]

    with pytest.raises(DatabaseError), transaction.atomic():
        Account.objects.filter(pk=member.account_id).update(**{field: worth})


def test_a_citizen_is_never_given_a_role():
    member = factories.join()
    role = make_role("people.client:find")

    with pytest.raises(DatabaseError), transaction.atomic():
        RoleGrant.objects.create(account=member.account, role=role, centre=member.centre, from_on=LONG_AGO)


def test_the_same_form_twice_is_one_member():
    from uuid import uuid4

    token = uuid4()
    first = factories.join(form_token=token)

    assert factories.join(form_token=token) == first
    assert Member.objects.count() == 1


def test_joining_needs_consent_a_kind_and_a_right_business_number():
    refused(lambda: factories.join(consented=False), "동의")
    refused(lambda: factories.join(is_freelancer=False), "하나 이상")
    refused(lambda: factories.join(standing="business", business_number="220-81-62518"), "사업자등록번호")
    factories.join(username="taken")
    refused(lambda: factories.join(username="Taken"), "이미 쓰는 아이디")
    assert Account.objects.filter(is_citizen=True).count() == 1


def test_a_telephone_is_confirmed_by_the_number_sent_and_five_wrong_ones_spoil_it():
    member = factories.join()
    code = actions.send_code(by=member.account, service=SANDBOX).split()[-1]
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for _ in range(5):
        with pytest.raises(NotAllowed):
            actions.confirm_phone(by=member.account, code=wrong)
    with pytest.raises(NotAllowed):
        actions.confirm_phone(by=member.account, code=code)

    code = actions.send_code(by=member.account, service=SANDBOX).split()[-1]
    assert actions.confirm_phone(by=member.account, code=code).state == MemberState.ACTIVE


def test_verification_says_who_it_is_and_counts_once():
    member = factories.confirmed()
    by = member.account
    transaction_id, code = actions.begin_identity(by=by, service=SANDBOX, name="성춘향", born_on=BORN)
    found = actions.confirm_identity(by=by, service=SANDBOX, transaction_id=transaction_id, code=code)

    assert found.verified_at and found.verified_by == "sandbox"
    assert access.reveal(None, [found], action="escrow.test")[found.pk].name == "성춘향"
    with pytest.raises(NotAllowed, match="이미 쓴"):
        actions.confirm_identity(by=by, service=SANDBOX, transaction_id=transaction_id, code=code)
    assert IdentityCheck.objects.get().state == CheckState.ACCEPTED


def test_somebody_elses_transaction_proves_nothing():
    one, other = factories.confirmed(), factories.confirmed()
    transaction_id, code = actions.begin_identity(
        by=one.account, service=SANDBOX, name="성춘향", born_on=BORN
    )

    with pytest.raises(NotAllowed):
        actions.confirm_identity(by=other.account, service=SANDBOX, transaction_id=transaction_id, code=code)


def test_the_service_may_refuse_stay_silent_or_be_missing():
    member = factories.confirmed()
    by, ask = member.account, actions.begin_identity
    for name, words in (("거절", "맞지 않습니다"), ("무응답", "답하지 않았습니다")):
        with pytest.raises(NotAllowed, match=words):
            ask(by=by, service=SANDBOX, name=name, born_on=BORN)
    with pytest.raises(NotAllowed, match="지금은"):
        ask(by=by, service=None, name="홍길동", born_on=BORN)
    transaction_id, code = ask(by=by, service=SANDBOX, name="늦은응답", born_on=BORN)
    with pytest.raises(NotAllowed, match="답하지 않았습니다"):
        actions.confirm_identity(by=by, service=SANDBOX, transaction_id=transaction_id, code=code)
    assert IdentityCheck.objects.get().state == CheckState.TIMED_OUT
    with pytest.raises(NotAllowed, match="열다섯"):
        ask(by=by, service=SANDBOX, name="홍길동", born_on=date(timezone.localdate().year - 10, 1, 1))
    member.refresh_from_db()
    assert member.verified_at is None


def test_one_person_is_one_member():
    factories.verified(name="홍길동", phone="010-0000-7777")
    second = factories.confirmed(name="홍길동", phone="010-0000-7777")
    transaction_id, code = actions.begin_identity(
        by=second.account, service=SANDBOX, name="홍길동", born_on=BORN
    )

    with pytest.raises(NotAllowed, match="다른 아이디"):
        actions.confirm_identity(by=second.account, service=SANDBOX, transaction_id=transaction_id, code=code)
    second.refresh_from_db()
    assert second.verified_at is None


def test_a_new_account_at_a_bank_replaces_the_old_one_and_a_resident_number_is_sealed():
    member = factories.freelancer()
    actions.bind_account(
        by=member.account,
        bank="004",
        account_number="123456-01-234567",
        holder="홍길동",
        resident_number="900509-1234567",
    )
    member.refresh_from_db()

    assert member.payee_accounts.filter(replaced_at=None).count() == 1
    assert member.number.kind == "number"
    with pytest.raises(DatabaseError), transaction.atomic():
        member.payee_accounts.update(tail="000")


def test_suspension_needs_a_reason_and_a_permission():
    member = factories.verified()
    by = make_account("escrow.member:suspend", centre=member.centre)

    with pytest.raises(NotAllowed, match="까닭"):
        actions.suspend(by=by, member=member, reason=" ")
    assert actions.suspend(by=by, member=member, reason="신고를 확인하는 동안").state == "suspended"
    with pytest.raises(NotAllowed, match="이용이 열려"):
        factories.draft(member, factories.commissioner())
    assert actions.resume(by=by, member=member).may_begin
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        actions.suspend(by=make_account(centre=member.centre), member=member, reason="그냥")


def test_whoever_leaves_leaves_nothing_personal_and_contracts_stay():
    contract = factories.signed(custody="direct")
    one = contract.freelancer
    with pytest.raises(NotAllowed, match="끝나지 않은 계약"):
        actions.leave(by=one.account)
    for milestone in contract.milestones.all():
        factories.deliver(milestone)
        actions.take_over(by=contract.commissioner.account, milestone=milestone)
    sealed = [one.name_id, one.phone_id, *one.payee_accounts.values_list("number_id", flat=True)]
    actions.leave(by=one.account)
    one.refresh_from_db()

    assert one.state == MemberState.LEFT
    assert not SealedText.objects.filter(pk__in=sealed).exists()
    assert not one.account.is_active and not one.account.has_usable_password()
    assert contract.versions.get().paper_id
    assert access.names_of(None, [one], action="escrow.test")[one.pk] == "(탈퇴한 회원)"
    with pytest.raises(DatabaseError), transaction.atomic():
        Member.objects.filter(pk=one.pk).update(state="active")


def test_no_sandbox_verifies_anybody_in_a_real_installation(settings):
    from django.core.exceptions import ImproperlyConfigured

    from kwonik.escrow import identity

    assert identity.service().name == "sandbox"
    settings.SECURE = True
    with pytest.raises(ImproperlyConfigured):
        identity.service()
    settings.IDENTITY = ""
    assert identity.service() is None
