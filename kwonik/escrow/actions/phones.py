"""A member's telephone: confirmed by a number sent to it, changed by one sent to the new one and told to the old one."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from kwonik.escrow import queries, rules
from kwonik.escrow.codes import CODE_MINUTES, WORDS, CodeFor, MemberState, MessageKind
from kwonik.escrow.messenger import SANDBOX, Messenger
from kwonik.escrow.models import Member, PhoneCheck
from kwonik.kernel import audit
from kwonik.people import vault
from kwonik.people.codes import Purpose, SealedKind
from kwonik.people.models import SealedText
from kwonik.people.rules import phone_digits, tidy

from .messages import post

NO_MESSAGES = "지금은 문자를 보낼 수 없습니다. 잠시 뒤에 다시 하거나 센터에 전화하세요."
WRONG = "번호가 맞지 않거나 시간이 지났습니다. 다시 적거나 번호를 새로 받으세요."
FORMER_DAYS = 30
"""How long the former number is kept after a change, to be told of a changed account too."""


def own(by: Any) -> Member:
    """The member that the account is, locked. Raises NotYours for everybody else."""
    member = Member.objects.of(by).select_for_update().first() if by.is_citizen else None
    if member is None:
        raise rules.NotYours("안심결제 이용자가 아닙니다.")
    return member


def read(by: Any, sealed: int | None, action: str) -> str:
    """One sealed text, logged; "" where there is none."""
    if sealed is None:
        return ""
    return vault.read([sealed], by=by, purpose=Purpose.ESCROW, action=action)[sealed]


# -- numbers by message --------------------------------------------------------------------------------------------


def _code_digest(member: Member, purpose: str, code: str) -> bytes:
    return hashlib.sha256(f"{member.pk}\0{purpose}\0{code}".encode()).digest()


def new_code() -> str:
    return f"{secrets.randbelow(1_000_000):06}"


def issue_code(member: Member, purpose: CodeFor, code: str, *, to: str = "") -> PhoneCheck:
    """The number counts from now on, its forerunners no more; it goes out by message. Belongs to the caller's transaction."""
    earlier = PhoneCheck.objects.filter(member=member, purpose=purpose, used_at=None)
    gone = [pk for pk in earlier.values_list("phone_id", flat=True) if pk]
    earlier.update(expires_at=timezone.now(), phone=None)
    SealedText.objects.filter(pk__in=gone).delete()
    check = PhoneCheck.objects.create(
        member=member,
        purpose=purpose,
        phone=vault.seal(SealedKind.MEMBER, to, centre=member.centre) if to else None,
        code_digest=_code_digest(member, purpose, code),
        expires_at=timezone.now() + timedelta(minutes=CODE_MINUTES),
    )
    post(member, MessageKind.PHONE_CODE, secret=code, to=to)
    return check


def answer_code(check: PhoneCheck | None, code: str) -> bool:
    """Whether the number is right; a wrong one is counted, a right one used up. The caller locks, commits, and only then refuses."""
    if check is None:
        return False
    right = secrets.compare_digest(
        bytes(check.code_digest), _code_digest(check.member, check.purpose, code.strip())
    )
    if right:
        check.used_at = timezone.now()
    else:
        check.tries += 1
    check.save()
    return right


def shown_code(service: Messenger, code: str) -> str:
    """What a sandbox would have sent, for the page; "" of a real carrier."""
    return WORDS[MessageKind.PHONE_CODE].format(secret=code) if service.name == SANDBOX else ""


# -- the telephone somebody joined with -----------------------------------------------------------------------------


def send_code(*, by: Any, service: Messenger | None) -> str:
    """Sends a number to the member's telephone; what a sandbox would have sent comes back. Raises NotAllowed."""
    if service is None:
        raise rules.NotAllowed(NO_MESSAGES)
    with transaction.atomic():
        member = own(by)
        if member.phone_confirmed_at:
            raise rules.NotAllowed("이미 확인한 전화번호입니다.")
        code = new_code()
        issue_code(member, CodeFor.JOINING, code)
    return shown_code(service, code)


def confirm_phone(*, by: Any, code: str) -> Member:
    """The telephone is the member's. Raises NotAllowed (wrong, too late, too often); the wrong try is counted."""
    with transaction.atomic():
        member = own(by)
        if member.phone_confirmed_at:
            return member
        right = answer_code(queries.open_phone_check(member, timezone.now()), code)
        if right:
            member.phone_confirmed_at, member.state = timezone.now(), MemberState.ACTIVE
            member.save()
            audit.record("escrow.member.phone_confirmed", member, by=by)
    if not right:
        raise rules.NotAllowed(WRONG, "code")
    return member


# -- another telephone ---------------------------------------------------------------------------------------------


def ask_phone_change(*, by: Any, phone: str, service: Messenger | None) -> str:
    """Sends a number to the new telephone; the old one stays until it comes back. Raises NotAllowed."""
    if service is None:
        raise rules.NotAllowed(NO_MESSAGES)
    with transaction.atomic():
        member = own(by)
        if member.phone_confirmed_at is None:
            raise rules.NotAllowed("가입한 전화번호를 먼저 확인하세요.")
        if phone_digits(read(by, member.phone_id, "escrow.member.change_phone")) == phone_digits(phone):
            raise rules.NotAllowed("지금 쓰는 번호입니다. 새 번호를 적으세요.", "phone")
        code = new_code()
        issue_code(member, CodeFor.CHANGE, code, to=tidy(phone))
    return shown_code(service, code)


def change_phone(*, by: Any, code: str) -> Member:
    """The new number is the member's; the old one hears of it and is kept a while. Raises NotAllowed."""
    with transaction.atomic():
        member = own(by)
        check = queries.open_phone_check(member, timezone.now(), CodeFor.CHANGE)
        right = answer_code(check, code)
        if right and check is not None:
            _change(by, member, check)
    if not right:
        raise rules.NotAllowed(WRONG, "code")
    return member


def _change(by: Any, member: Member, check: PhoneCheck) -> None:
    phone = read(by, check.phone_id, "escrow.member.change_phone")
    former = read(by, member.phone_id, "escrow.member.change_phone")
    gone = member.former_phone_id
    member.former_phone, member.phone = member.phone, check.phone
    member.phone_digest = vault.phone_digest(member.centre_id, phone)
    member.phone_changed_at = timezone.now()
    member.save()
    check.phone = None
    check.save(update_fields=["phone"])
    if gone:
        SealedText.objects.filter(pk=gone).delete()
    post(member, MessageKind.PHONE_CHANGED, to=former)
    audit.record("escrow.member.phone_changed", member, by=by)


@transaction.atomic
def forget_former_phones(*, now: datetime) -> int:
    """Numbers that members had before are erased after a while; how many were."""
    rows = Member.objects.filter(
        former_phone__isnull=False, phone_changed_at__lt=now - timedelta(days=FORMER_DAYS)
    )
    gone = list(rows.select_for_update().values_list("former_phone_id", flat=True))
    Member.objects.filter(former_phone__in=gone).update(former_phone=None)
    SealedText.objects.filter(pk__in=gone).delete()
    return len(gone)
