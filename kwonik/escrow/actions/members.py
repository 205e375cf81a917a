"""Members: joining, being verified, the account they are paid to, suspension, leaving."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from kwonik.catalogue import queries as catalogue
from kwonik.escrow import rules
from kwonik.escrow.codes import (
    DISPUTE_OPEN,
    CheckState,
    ContractState,
    MemberState,
    Standing,
)
from kwonik.escrow.identity import IdentityService, NoAnswer, Turned, WrongCode
from kwonik.escrow.models import Contract, Dispute, IdentityCheck, Member
from kwonik.kernel import audit
from kwonik.people import actions as people
from kwonik.people import vault
from kwonik.people.access import require
from kwonik.people.codes import SealedKind
from kwonik.people.models import Account, SealedText
from kwonik.people.rules import phone_digits, tidy
from kwonik.places.actions import next_reference
from kwonik.places.models import Centre

from . import messages
from .phones import own, read

TERMS_EDITION = "2026-11"
"""Which text of the terms somebody agreed to (escrow/_terms.html)."""
MOST_TRIES = 5
NO_SERVICE = "지금은 본인 확인을 할 수 없습니다. 잠시 뒤에 다시 하거나 센터에 전화하세요."


@transaction.atomic
def join(
    *,
    username: str,
    password: str | None,
    standing: str,
    is_freelancer: bool,
    is_commissioner: bool,
    name: str,
    phone: str,
    business_number: str = "",
    consented: bool,
    centre: Centre | None = None,
    form_token: UUID | None = None,
) -> Member:
    """A new member of the installation's own centre, whose telephone is still to be confirmed. The same form twice is one.

    Without a password nobody logs in until one is set.

    Raises NotAllowed (no consent, a wrong number), Refused (the user name is taken).
    """
    if form_token and (known := Member.objects.filter(form_token=form_token).first()):
        return known
    centre = centre or catalogue.own_centre()
    if centre is None:
        raise rules.NotAllowed("아직 안심결제를 열지 않았습니다.")
    if not consented:
        raise rules.NotAllowed("개인정보를 모으고 쓰는 데 동의해야 가입할 수 있습니다.", "consented")
    if not (is_freelancer or is_commissioner):
        raise rules.NotAllowed("프리랜서와 의뢰인 가운데 하나 이상을 고르세요.", "kinds")
    number = rules.persons.business_digits(business_number) if standing == Standing.BUSINESS else ""
    account = people.sign_up(username=username, password=password)
    today = timezone.localdate()
    member = Member.objects.create(
        centre=centre,
        account=account,
        reference=rules.persons.reference("M", today.year, next_reference(centre, "M", today.year)),
        standing=Standing(standing),
        is_freelancer=is_freelancer,
        is_commissioner=is_commissioner,
        name=vault.seal(SealedKind.MEMBER, tidy(name), centre=centre),
        phone=vault.seal(SealedKind.MEMBER, tidy(phone), centre=centre),
        number=vault.seal_number(number, centre=centre) if number else None,
        phone_digest=vault.phone_digest(centre.pk, phone),
        number_digest=vault.number_digest("business", centre.pk, number) if number else None,
        consented_at=timezone.now(),
        consented_to=TERMS_EDITION,
        form_token=form_token,
    )
    audit.record("escrow.member.joined", member, by=account, detail={"standing": str(member.standing)})
    return member


# -- identity ------------------------------------------------------------------------------------------------------


def begin_identity(*, by: Any, service: IdentityService | None, name: str, born_on: date) -> tuple[str, str]:
    """Asks the service to send a number to the member's telephone: (transaction, what a sandbox sent). Raises NotAllowed."""
    if service is None:
        raise rules.NotAllowed(NO_SERVICE)
    rules.persons.check_age(born_on, timezone.localdate())
    with transaction.atomic():
        member = own(by)
        if member.state != MemberState.ACTIVE:
            raise rules.NotAllowed("전화번호를 먼저 확인하세요.")
        phone = read(by, member.phone_id, "escrow.member.verify")
    try:
        begun = service.begin(name=tidy(name), born_on=born_on, phone=phone_digits(phone))
    except NoAnswer:
        raise rules.NotAllowed("본인 확인 기관이 답하지 않았습니다. 잠시 뒤에 다시 하세요.") from None
    except Turned:
        audit.record("escrow.member.verification_refused", member, by=by)
        raise rules.NotAllowed(
            "이름, 생년월일, 전화번호가 서로 맞지 않습니다. 통신사에 등록한 대로 적으세요."
        ) from None
    IdentityCheck.objects.create(member=member, transaction_digest=digest(begun.transaction_id))
    return begun.transaction_id, begun.shown


def confirm_identity(*, by: Any, service: IdentityService | None, transaction_id: str, code: str) -> Member:
    """The member is who they say; a transaction counts once, however often it is sent. Raises NotAllowed."""
    if service is None:
        raise rules.NotAllowed(NO_SERVICE)
    check = IdentityCheck.objects.filter(
        transaction_digest=digest(transaction_id), member__account=by
    ).first()
    if check is None or check.state != CheckState.BEGUN or check.tries >= MOST_TRIES:
        raise rules.NotAllowed("이미 쓴 확인입니다. 처음부터 다시 하세요.")
    try:
        verified = service.confirm(transaction_id=transaction_id, code=code.strip())
    except WrongCode:
        IdentityCheck.objects.filter(pk=check.pk).update(tries=check.tries + 1)
        raise rules.NotAllowed("번호가 맞지 않습니다. 다시 적으세요.", "code") from None
    except Turned:
        end_check(check, CheckState.REFUSED)
        audit.record("escrow.member.verification_refused", check.member, by=by)
        raise rules.NotAllowed("본인 확인이 되지 않았습니다. 처음부터 다시 하세요.") from None
    except NoAnswer:
        end_check(check, CheckState.TIMED_OUT)
        raise rules.NotAllowed("본인 확인 기관이 답하지 않았습니다. 처음부터 다시 하세요.") from None
    return _verified(by, check, verified.name, verified.phone, verified.person_key, service.name)


def end_check(check: IdentityCheck, state: CheckState) -> bool:
    """Whether this call ended it: of two at once one does."""
    return bool(
        IdentityCheck.objects.filter(pk=check.pk, state=CheckState.BEGUN).update(
            state=state, ended_at=timezone.now()
        )
    )


def _verified(by: Any, check: IdentityCheck, name: str, phone: str, person_key: str, service: str) -> Member:
    try:
        with transaction.atomic():
            member = own(by)
            if not end_check(check, CheckState.ACCEPTED):
                raise rules.NotAllowed("이미 쓴 확인입니다. 처음부터 다시 하세요.")
            if vault.phone_digest(member.centre_id, phone) != bytes(member.phone_digest or b""):
                raise rules.NotAllowed("확인한 전화번호가 가입한 전화번호와 다릅니다.")
            old = member.name
            if member.standing == Standing.INDIVIDUAL:
                member.name = vault.seal(SealedKind.MEMBER, name, centre=member.centre)
            member.person_digest = vault.number_digest("person", member.centre_id, person_key)
            member.verified_at, member.verified_by = timezone.now(), service
            member.save()
            if old.pk != member.name_id:
                old.delete()
            audit.record("escrow.member.verified", member, by=by)
            return member
    except IntegrityError:
        raise rules.NotAllowed(
            "이미 다른 아이디로 가입한 분입니다. 한 사람이 하나의 아이디로 프리랜서와 의뢰인을 함께 할 수 있습니다."
        ) from None


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


# -- what a member is ----------------------------------------------------------------------------------------------


@transaction.atomic
def set_kinds(*, by: Any, is_freelancer: bool, is_commissioner: bool) -> Member:
    """One person may be both. Raises NotAllowed for neither."""
    member = own(by)
    if not (is_freelancer or is_commissioner):
        raise rules.NotAllowed("프리랜서와 의뢰인 가운데 하나 이상을 고르세요.", "kinds")
    member.is_freelancer, member.is_commissioner = is_freelancer, is_commissioner
    member.save()
    audit.record("escrow.member.amended", member, by=by)
    return member


# -- the operator's ------------------------------------------------------------------------------------------------


@transaction.atomic
def suspend(*, by: Any, member: Member, reason: str) -> Member:
    """The member begins nothing new; what runs goes on, answers and disputes too. Raises NotAllowed, PermissionDenied."""
    stored = Member.objects.select_for_update().get(pk=member.pk)
    require(by, "escrow.member:suspend", stored.centre)
    if stored.state != MemberState.ACTIVE:
        raise rules.NotAllowed("이용 중인 사람만 멈출 수 있습니다.")
    if not reason.strip():
        raise rules.NotAllowed("까닭을 적으세요. 이용자에게 보입니다.", "reason")
    stored.state, stored.suspended_at, stored.suspended_reason = (
        MemberState.SUSPENDED,
        timezone.now(),
        reason.strip(),
    )
    stored.save()
    audit.record("escrow.member.suspended", stored, by=by)
    return stored


@transaction.atomic
def resume(*, by: Any, member: Member) -> Member:
    """The suspension ends. Raises NotAllowed, PermissionDenied."""
    stored = Member.objects.select_for_update().get(pk=member.pk)
    require(by, "escrow.member:suspend", stored.centre)
    if stored.state != MemberState.SUSPENDED:
        raise rules.NotAllowed("이용을 멈춘 사람이 아닙니다.")
    stored.state, stored.suspended_at, stored.suspended_reason = MemberState.ACTIVE, None, ""
    stored.save()
    audit.record("escrow.member.resumed", stored, by=by)
    return stored


# -- leaving -------------------------------------------------------------------------------------------------------


@transaction.atomic
def leave(*, by: Account) -> Member:
    """What names the member goes; contracts and what both signed stay, as the law has them kept (전자상거래법 시행령 제6조).

    Raises NotAllowed while a contract is agreed on or running, or a dispute is open.
    """
    member = own(by)
    over = (ContractState.CLOSED, ContractState.CANCELLED)
    running = (Contract.objects.filter(**{party: member}) for party in ("freelancer", "commissioner"))
    if any(rows.exclude(state__in=over).exists() for rows in running):
        raise rules.NotAllowed("끝나지 않은 계약이 있습니다. 계약을 마치거나 취소한 뒤에 탈퇴할 수 있습니다.")
    if Dispute.objects.filter(asked_by=member, state__in=DISPUTE_OPEN).exists():
        raise rules.NotAllowed("열려 있는 분쟁상담이 있습니다. 마치거나 거둔 뒤에 탈퇴할 수 있습니다.")
    messages.forget(member)
    gone = [member.name_id, member.phone_id, member.former_phone_id, member.number_id]
    gone += member.phone_checks.values_list("phone_id", flat=True)
    member.phone_checks.update(phone=None)
    for account in member.payee_accounts.all():
        gone += [account.number_id, account.holder_id]
    member.payee_accounts.update(number=None, holder=None, replaced_at=timezone.now())
    member.name = member.phone = member.former_phone = member.number = None
    member.phone_digest = member.person_digest = member.number_digest = None
    member.state, member.left_at = MemberState.LEFT, timezone.now()
    member.suspended_at, member.suspended_reason = None, ""
    member.save()
    SealedText.objects.filter(pk__in=[pk for pk in gone if pk]).delete()
    audit.record("escrow.member.left", member, by=by)
    people.close_own_account(by=by)
    return member
